"""A folder of archives in which the instruments that a document cites can be looked up."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypedDict

from gaixml.errors import InvalidArchiveError
from gaixml.reference.instruments import short
from gaixml.schema import parse_archive
from gaixml.xml_text import NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from lxml import etree

    from gaixml.reference_rows import Reference

_NS: Final = {"g": NAMESPACE}
_REPORT: Final = f"{{{NAMESPACE}}}report"
_PARAGRAPH: Final = re.compile(r"(?<=\.)p[0-9]+\.(?=i)")
_LARGEST: Final = 1 << 29
"""No file of more bytes is read."""
_EDITIONS: Final = 20
"""In so many archives of the same title and date a provision is looked for: those of the books of a code."""


class Found(TypedDict, total=False):
    """Where a reference leads in a folder of archives: what ``target`` holds as ``archive``.

    ``file`` is the archive's name in the folder; ``ids`` are the elements in it; ``exists`` says whether all that is
    cited is there; ``later`` is true where the folder has no version of the instrument from before the citing document.
    """

    file: str
    ids: list[str]
    exists: bool
    later: bool


@dataclass(frozen=True, slots=True)
class _Entry:
    """An archive of a folder: its file and the last date of its adoption note ('' where it has none)."""

    path: Path
    date: str


class Library:
    """The archives of a folder, by the titles of their documents."""

    def __init__(self, folder: Path) -> None:
        """Read the titles of all archives in a folder and below; what is no archive is passed over."""
        self._folder = folder
        self._entries: dict[str, list[_Entry]] = defaultdict(list)
        for path in sorted(folder.rglob("*.xml")):
            if (known := _title_and_date(path)) and known[0]:
                self._entries[short(known[0])].append(_Entry(path, known[1]))
        self._ids = functools.cache(_ids)
        self._versions = functools.cache(self._find_versions)

    def link(self, references: Sequence[Reference], date: str) -> None:
        """Add ``archive`` to the targets of the instruments and articles that the folder has.

        ``date`` is that of the citing document, as far as it is known: of several versions of an instrument the last
        one before it counts.
        """
        for reference in references:
            title = reference["target"].get("title" if reference["kind"] == "act" else "act")
            if reference["kind"] in {"act", "article"} and title and (found := self._find(title, reference, date)):
                reference["target"]["archive"] = found

    def _find(self, title: str, reference: Reference, date: str) -> Found:
        """Return where a reference leads."""
        versions, later = self._versions(short(title), date)
        if not versions:
            return Found()
        if reference["kind"] == "act":
            found = Found(file=self._name(versions[0]), ids=["document"], exists=True)
        else:
            found = self._locate(versions, _locators(reference["target"]))
        if later:
            found["later"] = True
        return found

    def _locate(self, versions: Sequence[_Entry], locators: Sequence[str]) -> Found:
        """Return where provisions are: of a code whose books are files of their own, in the one that has them."""
        best = Found()
        for entry in versions:
            known = self._ids(entry.path)
            ids = [one for locator in locators for one in known.get(locator, ())]
            exists = bool(locators) and all(locator in known for locator in locators)
            if exists or not best:
                best = Found(file=self._name(entry), ids=ids, exists=exists)
            if exists:
                break
        return best

    def _find_versions(self, name: str, date: str) -> tuple[list[_Entry], bool]:
        """Return the archives of an instrument as it was last adopted or amended before a date.

        Where all are later, the first ones, and that they are.
        """
        entries = self._entries.get(name, [])
        before = [entry for entry in entries if not date or entry.date <= date]
        chosen = max((entry.date for entry in before), default=min((entry.date for entry in entries), default=""))
        return [entry for entry in entries if entry.date == chosen][:_EDITIONS], bool(entries) and not before

    def _name(self, entry: _Entry) -> str:
        return entry.path.relative_to(self._folder).as_posix()


def date_of(archive: etree._Element) -> str:
    """Return the date of a document, as far as it states one: of signing, else the end of its period or year."""
    signed = archive.findtext("g:metadata/g:signed", "", _NS)
    period = archive.findtext("g:metadata/g:period", "", _NS)
    year = archive.findtext("g:metadata/g:year", "", _NS)
    return signed or period.partition("/")[2] or (f"{year}-12-31" if year else "")


def _locators(target: dict[str, Any]) -> list[str]:
    locators = target.get("locator", [])
    return [*([locators] if isinstance(locators, str) else locators), *([target["to"]] if "to" in target else [])]


def _title_and_date(path: Path) -> tuple[str, str] | None:
    """Return what an archive is called and the last date of its adoption; None for what is no archive."""
    root = _load(path)
    if root is None:
        return None
    dates = (element.get("value", "") for element in root.iterfind("g:document/g:adoption//g:date", _NS))
    return root.findtext("g:metadata/g:title", "", _NS), max(dates, default="")


def _load(path: Path) -> etree._Element | None:
    """Return the root of an archive, None for what is none: the folder may hold anything."""
    try:
        if not path.is_file() or path.stat().st_size > _LARGEST:
            return None
        root = parse_archive(path.read_bytes(), path.name)
    except (OSError, InvalidArchiveError):
        return None
    return root if root.tag == _REPORT else None


def _ids(path: Path) -> dict[str, list[str]]:
    """Return the ids of an archive's provisions, by themselves and without the paragraph that an item belongs to."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in _names(path):
        for locator in dict.fromkeys((name, _PARAGRAPH.sub("", name))):
            found[locator].append(name)
    return found


def _names(path: Path) -> Iterator[str]:
    root = _load(path)
    if root is not None:
        for element in root.iter(f"{{{NAMESPACE}}}section", f"{{{NAMESPACE}}}paragraph"):
            yield element.get("id", "")
