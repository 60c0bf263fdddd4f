"""Writes to locations (gaixml.locations) so that what appears is whole and is what was sent.

The puts of object stores are atomic. Anywhere else, on this machine too, what is written goes into a temporary sibling,
is read back there, and is moved to its name.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import inspect
import os
import secrets
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gaixml.errors import OutputError
from gaixml.locations import FOLDER, failures, kind_of, url_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from upath import UPath

    from gaixml.locations import Location

_ATOMIC: Final = frozenset({"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "memory"})
_S3: Final = frozenset({"s3", "s3a"})
_WEBDAV: Final = frozenset({"webdav", "webdav+http", "webdav+https"})
_BLOCK: Final = 1 << 20
"""Bytes that are read or hashed at a time."""
_PART: Final = 8 << 20
"""Bytes of a part of a large S3 object, and the largest object sent in one put; S3 wants 5 MiB at least."""
_PARTS: Final = 10_000
"""S3 takes so many parts."""


def has_atomic_puts(location: Location) -> bool:
    """Tell whether a file that is written here appears at once, when all of it has arrived."""
    return not isinstance(location, Path) and location.protocol in _ATOMIC


def send(file: Path, location: Location, sha256: str) -> None:
    """Copy a file to a location, read it back and compare, in memory of some megabytes whatever its size.

    ``sha256`` is the checksum of the file, in hex; S3 gets it too and refuses what it does not fit. Raises OutputError,
    with nothing left behind; its code is ``checksum`` if what arrived is not what was sent.
    """
    with failures(location, "write", "; nothing was deposited"):
        if has_atomic_puts(location):
            put(file, location, sha256)
            try:
                verify(location, sha256)
            except BaseException:
                remove(location)
                raise
            return
        with staged(location) as stage:
            put(file, stage, sha256)
            verify(stage, sha256)
            move(stage, location)


def put(file: Path, location: Location, sha256: str) -> None:
    """Copy a file to a location, as its driver does it, folders included."""
    if isinstance(location, Path):
        location.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, location)
        _sync(location)
    elif location.protocol in _S3:
        _put_s3(file, location, sha256)
    else:
        if location.protocol not in _ATOMIC:
            location.fs.makedirs(location.parent.path, exist_ok=True)
        location.fs.put_file(str(file), location.path)


def _put_s3(file: Path, location: UPath, sha256: str) -> None:
    """Send a file to S3 with its checksum; a large one in parts, each with its own, none visible before the last."""
    size = file.stat().st_size
    if size <= _PART:
        location.fs.pipe_file(location.path, file.read_bytes(), **checksum(location, sha256))
        return
    upload = location.fs.open(
        location.path,
        "wb",
        block_size=max(_PART, -(-size // (_PARTS * _BLOCK)) * _BLOCK),
        ChecksumAlgorithm="SHA256",
    )
    try:
        with file.open("rb") as source:
            shutil.copyfileobj(source, upload, _BLOCK)
        upload.close()
    except BaseException:
        upload.closed = True  # else the parts that arrived would become the object when the interpreter collects it
        with contextlib.suppress(Exception):
            upload.discard()
        raise


def checksum(location: UPath, sha256: str) -> dict[str, str]:
    """Return what makes S3 refuse anything else (PutObject, x-amz-checksum-sha256: base64)."""
    return {"ChecksumSHA256": base64.b64encode(bytes.fromhex(sha256)).decode()} if location.protocol in _S3 else {}


def digest(location: Location) -> str:
    """Return the SHA-256 of a file, in hex, read as a stream. Raises OutputError when it cannot be read."""
    sha256 = hashlib.sha256()
    with failures(location, "read"), _opened(location) as blocks:
        for block in blocks:
            sha256.update(block)
    return sha256.hexdigest()


@contextlib.contextmanager
def _opened(location: Location) -> Iterator[Iterator[bytes]]:
    options = {} if isinstance(location, Path) else {"block_size": _PART}
    file = location.open("rb") if isinstance(location, Path) else location.fs.open(location.path, "rb", **options)
    with file:
        yield iter(lambda: file.read(_BLOCK), b"")


def verify(location: Location, sha256: str) -> None:
    """Raise OutputError ``checksum`` if a file is not the one with this SHA-256."""
    if (found := digest(location)) != sha256:
        message = f"{url_of(location)}: what was read back has the SHA-256 {found}, what was sent {sha256}"
        raise OutputError("checksum", f"{message}; it was removed")


@contextlib.contextmanager
def staged(location: Location) -> Iterator[Location]:
    """Give a temporary sibling to write to and to move to its name; when something goes wrong it is removed."""
    stage: Location = location.parent / f".gaixml-{secrets.token_hex(8)}.tmp"
    try:
        yield stage
    except BaseException:
        remove(stage)
        raise


def move(source: Location, target: Location) -> None:
    """Give a file or folder another name in its folder; a file of that name is replaced, a folder first moved away."""
    if kind_of(target) != FOLDER and kind_of(source) != FOLDER:
        _rename(source, target)
        return
    old: Location | None = None
    if kind_of(target):
        old = target.parent / f".gaixml-{secrets.token_hex(8)}.tmp"
        _rename(target, old)
    try:
        _rename(source, target)
    except BaseException:
        if old:
            _rename(old, target)
        raise
    if old:
        remove(old)


def _rename(source: Location, target: Location) -> None:
    if isinstance(source, Path):
        source.replace(str(target))
        _sync(source.parent)
    elif source.protocol in _WEBDAV:
        source.fs.client.move(source.path, target.path, overwrite=True)  # type: ignore[union-attr] # one protocol
    else:
        files = source.fs
        # the rename of a protocol that has one moves folders too; what copies and deletes has to be told
        options = {"recursive": True} if "recursive" in inspect.signature(files.mv).parameters else {}
        files.mv(source.path, target.path, **options)  # type: ignore[union-attr] # one protocol


def remove(location: Location) -> bool:
    """Remove a file or folder if it is there and can be removed; tell whether it was."""
    try:
        if not isinstance(location, Path):
            location.fs.rm(location.path, recursive=True)
        elif location.is_dir() and not location.is_symlink():
            shutil.rmtree(location)
        else:
            location.unlink()
    except Exception:  # noqa: BLE001 - every driver has errors of its own, and another one is on its way
        return False
    return True


def _sync(path: Path) -> None:
    """Make a file, or the names in a folder, last; what cannot be synced (folders on Windows) the system sees to."""
    with contextlib.suppress(OSError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
