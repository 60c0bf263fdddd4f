"""Reads a batch twice without holding it: what each report is, kept in memory; its archive, on disk in between."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lxml import etree

from gaixml.checks.subject import Subject
from gaixml.conversion import load
from gaixml.errors import InputError, OutputError
from gaixml.schema import parse_archive
from gaixml.storage import read
from gaixml.xml_text import NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gaixml.files import Input

_REPORT: Final = f"{{{NAMESPACE}}}report"
_METADATA: Final = f"{{{NAMESPACE}}}metadata"
_BEGINNING: Final = 4096
"""Bytes in which the metadata of most archives end."""
_QUICK: Final = 1
"""A temporary folder is often memory: so much compression takes less time than to parse the archive again."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is kept of a report in memory: where it is, and whose it is on which year.

    ``agency`` is as printed, '' if the report does not say; ``year`` None likewise; ``is_report`` is false for other
    kinds of documents. ``spooled`` is the file its archive was put in, None if ``source`` is an archive itself.
    """

    source: Input
    agency: str
    year: int | None
    is_report: bool
    spooled: Path | None


class Spool:
    """Keeps archives of a batch in a folder; without one in memory, which is for one report."""

    def __init__(self, folder: Path | None, charset: str | None) -> None:
        """Take an empty folder, which is the caller's to remove; ``charset`` is that of the source documents."""
        self._folder = folder
        self._charset = charset
        self._count = 0
        self._kept: Callable[[], etree._Element] | None = None

    def enter(self, source: Input) -> Entry:
        """Read an input as far as needed to know whose report it is: convert a document, read an archive's beginning.

        Raises whatever convert and load raise.
        """
        if not source.found:
            raise InputError("no-input", f"nothing to read in {source.name}; see gaixml check --help")
        data = read(source.path)
        head = _head(data) if source.path else None
        if head is not None:
            return _entry(source, head, None)
        archive = load(data, source.name if source.path else "stdin.txt", charset=self._charset)
        return _entry(source, archive, self._put(archive))

    def archive(self, entry: Entry) -> etree._Element:
        """Return the archive of a report: valid, since it was validated before it was put here or is now."""
        if entry.spooled:
            return parse_archive(gzip.decompress(entry.spooled.read_bytes()), entry.source.name)
        if self._kept:
            return self._kept()
        return load(read(entry.source.path), entry.source.name, charset=self._charset)

    def _put(self, archive: etree._Element) -> Path | None:
        if self._folder is None:
            self._kept = lambda: archive
            return None
        self._count += 1
        path = self._folder / f"{self._count}.xml.gz"
        try:
            path.write_bytes(gzip.compress(etree.tostring(archive, encoding="utf-8"), _QUICK))
        except OSError as error:
            raise OutputError("write", f"{path}: {error.strerror}") from None
        return path


def _entry(source: Input, archive: etree._Element, spooled: Path | None) -> Entry:
    subject = Subject(archive, source.name)
    return Entry(source, subject.agency, subject.year, subject.is_report, spooled)


def _head(data: bytes) -> etree._Element | None:
    """Return the root of an archive of which only the beginning, with the metadata, was read.

    None for what is no archive, or no sound one: load says what is wrong with it.
    """
    size = _BEGINNING
    while True:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, recover=True)
        try:
            root = etree.fromstring(data[:size], parser)
        except etree.XMLSyntaxError:
            return None
        if root is None or root.tag != _REPORT:
            return None
        if len(root) > 1:  # something stands behind the metadata: they are whole
            return root if _has_metadata(root) else None
        if size >= len(data):
            return None
        size *= 2


def _has_metadata(root: etree._Element) -> bool:
    """Tell whether a report begins with metadata, and their year is one."""
    year = root.findtext(f"{_METADATA}/{{{NAMESPACE}}}year") or "0"
    return root[0].tag == _METADATA and year.isdecimal()
