"""Finds the original file of an archive XML: an archive is packaged together with what it was made from."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from gaixml.conversion import convert
from gaixml.errors import GaixmlError, InputError, InvalidArchiveError
from gaixml.grammars import digest
from gaixml.source_text import is_exact, source_bytes
from gaixml.storage import read
from gaixml.version import __version__
from gaixml.xml_text import NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree


def original_of(archive: etree._Element, name: str, folder: Path | None = None) -> bytes:
    """Return the bytes of the file an archive was made from: out of the archive if it was text, else out of a folder.

    ``name`` is that of the archive; the file is looked for under the name that the archive states, below ``folder`` and
    beside the archive, and taken only if its SHA-256 is the one stated. Raises InputError ``no-original``.
    """
    source = archive.find(f"{{{NAMESPACE}}}metadata/{{{NAMESPACE}}}source")
    sha256, called = ("", "") if source is None else (source.get("sha256", ""), Path(source.get("name", "")).name)
    for data in _candidates(archive, Path(name).parent / called if called else None, folder):
        if hashlib.sha256(data).hexdigest() == sha256:
            return data
    raise InputError(
        "no-original",
        f"{name}: the file it was made from, {called or 'unnamed'} (SHA-256 {sha256[:12]}…), is not at hand; "
        "name its folder with --originals, or package the source document itself",
    )


def refuse_altered(archive: etree._Element, data: bytes, original: bytes, called: str, name: str) -> None:
    """Raise InvalidArchiveError ``altered`` if an archive is not what its original says.

    ``data`` are its bytes, ``called`` the name of the original, ``name`` its own. Of a text the archive has to be the
    very one that this gaixml makes, if it says that this version and these grammars made it; of another version it has
    to hold the very text. Of other formats only the size can be compared: what a reader prints depends on the machine.
    """
    source = archive.find(f"{{{NAMESPACE}}}metadata/{{{NAMESPACE}}}source")
    generator = archive.find(f"{{{NAMESPACE}}}metadata/{{{NAMESPACE}}}generator")
    assert source is not None  # noqa: S101 - the schema demands both
    assert generator is not None  # noqa: S101
    same = source.get("size") == str(len(original))
    if same and is_exact(archive):
        if (generator.get("version"), generator.get("grammar")) == (__version__, digest()):
            charset = source.get("charset") if source.get("charsetBasis") == "declared" else None
            same = convert(original, called, charset=charset) == data
        else:
            same = _text_bytes(archive) == original
    if not same:
        message = f"{name}: it is not the archive of {called}: it was altered; convert the original again"
        raise InvalidArchiveError("altered", message)


def _text_bytes(archive: etree._Element) -> bytes:
    try:
        return source_bytes(archive, original=True)
    except (LookupError, UnicodeError):
        return b""


def _candidates(archive: etree._Element, beside: Path | None, folder: Path | None) -> Iterator[bytes]:
    """Yield what may be the original; the SHA-256 decides."""
    if is_exact(archive):
        with contextlib.suppress(LookupError, UnicodeError):  # of an edited archive the text may not fit its charset
            yield source_bytes(archive, original=True)
    if beside is None:
        return
    for path in (beside, *(_files(folder).get(beside.name, ()) if folder else ())):
        with contextlib.suppress(GaixmlError):  # it is not there, or not to be read
            yield read(path)


@functools.cache
def _files(folder: Path) -> dict[str, list[Path]]:
    """Return the files below a folder by their names: looked up once by each process of a batch."""
    found: dict[str, list[Path]] = {}
    for above, _, names in os.walk(folder):
        for name in sorted(names):
            found.setdefault(name, []).append(Path(above, name))
    return found
