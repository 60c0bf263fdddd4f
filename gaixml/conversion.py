"""Converts one source document into validated archive XML, and loads archives."""

from __future__ import annotations

import contextlib
import gc
import re
from typing import TYPE_CHECKING

from gaixml.errors import InternalError, InvalidArchiveError
from gaixml.readers import read_document
from gaixml.report import parse_report
from gaixml.schema import check_archive, validate_archive
from gaixml.writer import write_report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from gaixml.report import Report

_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|report)[\s>?]|\xff\xfe<\0|\xfe\xff\0<")
_DOCUMENT = re.compile(rb"<html[\s>]|<!doctype\s+html|<w:wordDocument[\s>]|<pkg:package[\s>]", re.IGNORECASE)
_HEAD = 1 << 12
"""So many bytes tell an archive from a source document that is XML too (XHTML, Word 2003)."""


def convert(data: bytes, name: str = "source", *, charset: str | None = None) -> bytes:
    """Return the archive XML of a source document.

    ``data`` are the bytes of the file, ``name`` its name (its suffix tells Markdown from plain text), ``charset`` what
    it is declared to be written in. Raises InputError for what cannot be read, InternalError if the archive is invalid.
    """
    return convert_report(data, name, charset=charset)[0]


def convert_report(data: bytes, name: str = "source", *, charset: str | None = None) -> tuple[bytes, Report]:
    """Return the archive XML of a source document, as convert does, and the report that was written into it."""
    with without_garbage_collection():
        report = parse_report(read_document(data, name, charset=charset))
        archive = write_report(report)
    try:
        check_archive(archive, name)
    except InvalidArchiveError as error:
        raise InternalError("internal", f"{name}: gaixml made an invalid archive, please report it: {error}") from error
    return archive, report


@contextlib.contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Look for no garbage meanwhile: a document is trees without cycles, and looking takes a tenth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def load(data: bytes, name: str = "source", *, charset: str | None = None) -> etree._Element:
    """Return the root of an archive: of the one in ``data``, or of the one that the source document in it becomes.

    What is XML, and no document that gaixml reads, has to be a valid archive: else InvalidArchiveError is raised.
    """
    if is_archive(data):
        return validate_archive(data, name)
    return validate_archive(convert(data, name, charset=charset), name)


def is_archive(data: bytes) -> bool:
    """Tell whether bytes are XML and no document that gaixml reads: then they have to be an archive."""
    return bool(_XML.match(data)) and not _DOCUMENT.search(data[:_HEAD].replace(b"\0", b""))
