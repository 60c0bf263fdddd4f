"""The shared texts of an xls workbook: how long each of them is."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEAD: Final = struct.Struct("<HB")
"""What a text begins with: how many characters it has, flags."""
_WIDE, _EXTENDED, _RICH = 1, 4, 8


def text_lengths(pieces: Sequence[bytes]) -> list[int]:
    """Return how many characters each of the shared texts has ([MS-XLS] 2.4.265 and 2.5.293)."""
    found: list[int] = []
    number, at = 0, 8
    while number < len(pieces):
        piece = pieces[number]
        if at + _HEAD.size > len(piece):
            number, at = number + 1, max(at - len(piece), 0) if at > len(piece) else 0
            continue
        characters, flags = _HEAD.unpack_from(piece, at)
        found.append(characters)
        at += _HEAD.size
        behind = 0
        if flags & _RICH and at + 2 <= len(piece):
            behind += 4 * struct.unpack_from("<H", piece, at)[0]
            at += 2
        if flags & _EXTENDED and at + 4 <= len(piece):
            behind += struct.unpack_from("<I", piece, at)[0]
            at += 4
        number, at = _skip_characters(pieces, number, at, characters, flags)
        at += behind
    return found


def _skip_characters(pieces: Sequence[bytes], number: int, at: int, characters: int, flags: int) -> tuple[int, int]:
    """Return the record and offset behind a text; where it goes on in the next record, new flags stand before it."""
    width = 1 + (flags & _WIDE)
    while number < len(pieces) and characters * width > len(pieces[number]) - at:
        characters -= max(len(pieces[number]) - at, 0) // width
        number, at = number + 1, 1
        if number < len(pieces):
            width = 1 + (pieces[number][:1] > b"\0" and pieces[number][0] & _WIDE)
    return number, at + characters * width
