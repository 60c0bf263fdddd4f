"""Reads, writes and finds files by path or by URL; gaixml.locations says what a location is."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from gaixml import locations, whole
from gaixml.errors import OutputError
from gaixml.locations import FOLDER, failures, is_url, kind_of, locate, names_below
from gaixml.uploads import checksum, has_atomic_puts, move, staged

if TYPE_CHECKING:
    from collections.abc import Iterator

    Location = locations.Location

__all__ = ["find", "is_url", "locate", "read", "write_whole"]


def read(location: Location | None) -> bytes:
    """Return the bytes of a file, or of standard input. Raises OutputError when they cannot be read."""
    with failures(location, "read"):
        if location is None:
            return sys.stdin.buffer.read()
        if isinstance(location, Path):
            return _read_unchanged(location)
        return bytes(location.fs.cat_file(location.path))


def _read_unchanged(path: Path) -> bytes:
    with path.open("rb") as file:
        before = os.fstat(file.fileno())
        data = file.read()
        after = os.fstat(file.fileno())
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise OutputError("changed", f"{path}: the file was changed while it was read; convert it again")
    return data


def write_whole(location: Location, data: bytes) -> None:
    """Write a file so that it appears whole or not at all. Raises OutputError, with nothing left behind."""
    if isinstance(location, Path):
        whole.write_whole(location, data)
        return
    with failures(location, "write", "; nothing was written"):
        if has_atomic_puts(location):
            location.fs.pipe_file(location.path, data, **checksum(location, hashlib.sha256(data).hexdigest()))
            return
        with staged(location) as stage:
            location.fs.makedirs(location.parent.path, exist_ok=True)
            stage.fs.pipe_file(stage.path, data)  # type: ignore[union-attr] # the sibling of a UPath is one
            move(stage, location)


def find(location: Location) -> Iterator[tuple[Location, Path]]:
    """Yield the files below a folder, sorted, each with the folder that it is in, relative to that one.

    Nothing that is hidden is among them. What is no folder stands for itself, so that reading it fails with its name
    if there is no such file.
    """
    if kind_of(location) != FOLDER:
        yield location, Path()
        return
    for name in names_below(location):
        if not any(part.startswith(".") for part in name.split("/")):
            yield location / name, Path(name).parent
