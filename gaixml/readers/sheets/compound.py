"""Reads the streams of a compound file ([MS-CFB]), the container of xls workbooks."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from gaixml.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADER: Final = struct.Struct("<30xH16xI8xI4xI")
"""Sector shift; the first sectors of the directory, of the mini FAT and of what the header does not name of the FAT."""
_HEADER_SIZE: Final = 512
_IN_HEADER: Final = 109
"""So many sectors of the FAT are named in the header (2.2)."""
_SHIFTS: Final = (9, 12)
_MINI: Final = 64
_MINI_CUTOFF: Final = 4096
_LAST: Final = 0xFFFFFFFA
"""Sector numbers from here on are marks: the end of a chain, a free sector (2.1)."""
_ENTRY: Final = struct.Struct("<64sHBB48xIQ")
"""An entry of the directory: name, bytes of the name with its end, kind, …, first sector, size (2.6.1)."""
_STREAM: Final = 2


class CompoundFile:
    """An opened compound file."""

    def __init__(self, data: bytes, name: str) -> None:
        """Open the compound file in the bytes of file ``name``. Raises InputError ``damaged``."""
        self._data = data
        self._damaged = InputError("damaged", f"{name}: the file is damaged or cut off; fetch it again")
        if len(data) < _HEADER_SIZE:
            raise self._damaged
        shift, directory, mini, difat = _HEADER.unpack_from(data)
        if shift not in _SHIFTS:
            raise self._damaged
        self._size = 1 << shift
        self._fat = self._numbers(self._fat_sectors(difat))
        self._mini_fat = self._numbers(self._chain(mini, self._fat))
        self._entries = list(_ENTRY.iter_unpack(self._sectors(self._chain(directory, self._fat))))
        if not self._entries:
            raise self._damaged
        self._mini_stream = self._sectors(self._chain(self._entries[0][4], self._fat))

    def streams(self, name: str) -> Iterator[bytes]:
        """Yield the streams of this name, whatever storage they stand in. Raises InputError ``damaged``."""
        wanted = name.encode("utf-16-le")
        for printed, length, kind, _, first, size in self._entries:
            if kind == _STREAM and printed[: max(length - 2, 0)] == wanted:
                yield self._stream(first, size & 0xFFFFFFFF)

    def _stream(self, first: int, size: int) -> bytes:
        if size >= _MINI_CUTOFF:
            return self._sectors(self._chain(first, self._fat))[:size]
        chain = self._chain(first, self._mini_fat)
        return b"".join(self._mini_stream[at * _MINI : (at + 1) * _MINI] for at in chain)[:size]

    def _fat_sectors(self, difat: int) -> list[int]:
        """Return the sectors that hold the FAT: some are named in the header, the others in a chain of sectors."""
        found = list(struct.unpack_from(f"<{_IN_HEADER}I", self._data, _HEADER_SIZE - 4 * _IN_HEADER))
        most = len(self._data) // self._size + 1
        for _ in range(most):
            if difat >= _LAST:
                return [sector for sector in found if sector < _LAST]
            *sectors, difat = self._numbers([difat])
            found += sectors
        raise self._damaged

    def _numbers(self, sectors: list[int]) -> list[int]:
        return [number for (number,) in struct.iter_unpack("<I", self._sectors(sectors))]

    def _chain(self, first: int, fat: list[int]) -> list[int]:
        """Return the sectors of a chain, which must end."""
        chain: list[int] = []
        while first < _LAST:
            if first >= len(fat) or len(chain) > len(fat):
                raise self._damaged
            chain.append(first)
            first = fat[first]
        return chain

    def _sectors(self, sectors: list[int]) -> bytes:
        """Return what stands in some sectors, the last of a file padded if it is cut off."""
        if len(sectors) > len(self._data) // self._size + 1:
            raise self._damaged
        found = b"".join(self._data[(at + 1) * self._size : (at + 2) * self._size] for at in sectors)
        return found.ljust(len(sectors) * self._size, b"\0")
