"""The SHA-256 and size of what a job wrote, a file or a folder: by it a later run knows whether it is whole."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gaixml.errors import OutputError
from gaixml.storage import read

if TYPE_CHECKING:
    from gaixml.storage import Location


class Fingerprint(NamedTuple):
    """SHA-256 in hexadecimal and size in bytes. Of a folder the digest is that of a list of its files' digests."""

    sha256: str
    size: int


def fingerprint(data: bytes) -> Fingerprint:
    """Return the fingerprint of a file's content."""
    return Fingerprint(hashlib.sha256(data).hexdigest(), len(data))


def fingerprint_of(target: Location) -> Fingerprint | None:
    """Return the fingerprint of what stands somewhere, None if nothing does, or what cannot be read."""
    try:
        if isinstance(target, Path) and target.is_dir():
            return fingerprint_of_folder(target)
        return fingerprint(read(target))
    except (OutputError, OSError):
        return None


def fingerprint_of_folder(folder: Path) -> Fingerprint:
    """Return the fingerprint of a folder: of lines as sha256sum(1) prints them, in the order of the names."""
    lines = hashlib.sha256()
    size = 0
    for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
        if not path.is_dir():
            data = path.read_bytes()
            name = path.relative_to(folder).as_posix().encode("utf-8", "surrogateescape")
            lines.update(hashlib.sha256(data).hexdigest().encode() + b"  " + name + b"\n")
            size += len(data)
    return Fingerprint(lines.hexdigest(), size)
