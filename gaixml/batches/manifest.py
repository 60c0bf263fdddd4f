"""The manifest of an output folder: a line of JSON for each job, appended and synced as soon as it is done.

It is what ``--resume`` goes by, and tells who wants to know what became of each source, by which version and grammars.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final, Self

from gaixml.batches.work import DONE, Record, Summary
from gaixml.errors import OutputError

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gaixml.batches.work import Key

NAME: Final = "gaixml-manifest.jsonl"


class Manifest:
    """A manifest, open for appending; several programs may append to one at the same time."""

    def __init__(self, path: Path, key: Key) -> None:
        """Open a manifest or begin one. Raises OutputError."""
        self._path = path
        self._key = asdict(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
        except OSError as error:
            raise self._error(error) from None

    def __enter__(self) -> Self:
        """Return the manifest."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        os.close(self._file)

    def append(self, record: Record) -> None:
        """Write what became of a job, in one piece, and have it on the disk. Raises OutputError."""
        said = {key: value for key, value in asdict(record).items() if key != "summary"}
        line = json.dumps(self._key | said | _plain(record.summary), ensure_ascii=True, separators=(",", ":"))
        try:
            with _locked(self._file):
                rest = memoryview(f"\n{line}\n".encode() if self._is_torn() else f"{line}\n".encode())
                while rest:  # a disk that is nearly full takes a part, and says so the next time
                    rest = rest[os.write(self._file, rest) :]
            os.fsync(self._file)
        except OSError as error:
            raise self._error(error) from None

    def known(self) -> dict[str, Record]:
        """Return what was done by the same key, by target: the last line on each counts. Lines cut short are none."""
        found: dict[str, Record] = {}
        for said in self._lines():
            if all(said.get(key) == value for key, value in self._key.items()):
                with contextlib.suppress(TypeError, ValueError):
                    record = _record(said)
                    found[record.target] = record
        return {target: record for target, record in found.items() if record.state == DONE}

    def _lines(self) -> Iterator[dict[str, Any]]:
        try:
            with self._path.open("rb") as file:
                for line in file:
                    with contextlib.suppress(ValueError, RecursionError):
                        said = json.loads(line)
                        if isinstance(said, dict):
                            yield said
        except OSError as error:
            raise self._error(error) from None

    def _is_torn(self) -> bool:
        """Tell whether the last line was cut short: by a kill or a full disk in the middle of a write."""
        size = os.fstat(self._file).st_size
        if not size:
            return False
        os.lseek(self._file, size - 1, os.SEEK_SET)
        return os.read(self._file, 1) != b"\n"

    def _error(self, error: OSError) -> OutputError:
        return OutputError("write", f"{self._path}: {error.strerror or error}; the manifest cannot be written")


@contextlib.contextmanager
def _locked(file: int) -> Iterator[None]:
    """Let no other program append meanwhile, where the file system knows how to (flock(2)): half a line looks torn."""
    if sys.platform == "win32":
        yield
        return
    with contextlib.suppress(OSError):
        fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            fcntl.flock(file, fcntl.LOCK_UN)


def _plain(summary: Summary) -> dict[str, Any]:
    return summary._asdict() | {"findings": dict(summary.findings)}


def _record(said: dict[str, Any]) -> Record:
    """Return the record in a line. Raises TypeError for what is none."""
    summary = Summary(**{name: said[name] for name in Summary._fields if name in said})
    names = set(Record.__dataclass_fields__) - {"summary"}
    return Record(summary=summary, **{name: said[name] for name in names if name in said})
