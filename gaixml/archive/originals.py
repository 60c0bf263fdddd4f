"""Finds the original file of an archive XML: an archive is packaged together with what it was made from."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from gaixml.errors import GaixmlError, InputError
from gaixml.source_text import is_exact, source_bytes
from gaixml.storage import read
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
    digest, called = ("", "") if source is None else (source.get("sha256", ""), Path(source.get("name", "")).name)
    for data in _candidates(archive, Path(name).parent / called if called else None, folder):
        if hashlib.sha256(data).hexdigest() == digest:
            return data
    raise InputError(
        "no-original",
        f"{name}: the file it was made from, {called or 'unnamed'} (SHA-256 {digest[:12]}…), is not at hand; "
        "name its folder with --originals, or package the source document itself",
    )


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
