"""What rules look at: an archive, with its figures, sections and statements at hand."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from lxml import etree

from gaixml.checks.figures import Figure, figure_of
from gaixml.checks.model import Mark, mark_of
from gaixml.kinds import REPORT
from gaixml.schematron import Sum, sums
from gaixml.source_text import source_text, text_of
from gaixml.xml_text import NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

T = TypeVar("T")
NS: Final = {"g": NAMESPACE}
_SENTENCE: Final = frozenset("，。；")
_CHAR: Final = f"{{{NAMESPACE}}}char"
_UNSAID: Final = frozenset({f"{{{NAMESPACE}}}{name}" for name in ("markup", "furniture")})


@dataclass(frozen=True, slots=True)
class Part:
    """A section: ``number`` and ``heading`` as printed, ``ordinal`` None where no numeral was read."""

    id: str
    level: int
    number: str
    ordinal: int | None
    heading: str
    mark: Mark
    element: etree._Element


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement of the metadata with its place; the place is None where it comes from outside of the text."""

    value: str
    basis: str
    mark: Mark | None


class Subject:
    """One report: ``name`` is what messages call its file, ``archive`` the root of its archive XML."""

    def __init__(self, archive: etree._Element, name: str) -> None:
        """Take a valid archive."""
        self.archive = archive
        self.name = name
        self._kept: dict[object, Any] = {}

    @functools.cached_property
    def text(self) -> str:
        """The text of the source."""
        return source_text(self.archive)

    @functools.cached_property
    def lines_of_tables(self) -> tuple[str, ...]:
        """The lines of the text that are no sentences, such as those of tables, without blanks."""
        lines = ("".join(line.split()) for line in self.text.splitlines())
        return tuple(line for line in lines if _SENTENCE.isdisjoint(line))

    @functools.cached_property
    def is_recognised(self) -> bool:
        """Tell whether some of the text was recognised in pictures."""
        source = self.archive.find("g:metadata/g:source", NS)
        return source is not None and source.get("textBasis") == "ocr"

    @functools.cached_property
    def spans(self) -> Mapping[etree._Element, tuple[int, int]]:
        """Where each element of the document begins and ends in the text."""
        return _spans(self.archive)

    @functools.cached_property
    def document(self) -> Mark:
        """The document as a place: its beginning."""
        return Mark("document", 0, 0)

    def kept(self, read: Callable[[Subject], T]) -> T:
        """Return what a function reads in this report; it is read once, and kept as long as the report is."""
        if read not in self._kept:
            self._kept[read] = read(self)
        found: T = self._kept[read]
        return found

    def stated(self, name: str) -> Stated | None:
        """Return what the metadata says under a name (title, agency, year, period, form, signed …)."""
        element = self.archive.find(f"g:metadata/g:{name}", NS)
        if element is None or not element.text:
            return None
        mark = mark_of(element, "document") if element.get("end") else None
        return Stated(element.text, element.get("basis", ""), mark)

    @functools.cached_property
    def year(self) -> int | None:
        """The reporting year."""
        stated = self.stated("year")
        return int(stated.value) if stated else None

    @functools.cached_property
    def agency(self) -> str:
        """The issuing body as printed, '' if the report does not say."""
        stated = self.stated("agency")
        return stated.value if stated else ""

    @functools.cached_property
    def form(self) -> str:
        """The official form that the tables follow: 2014, 2019, 2021, or '' for none."""
        stated = self.stated("form")
        return stated.value if stated and stated.value != "none" else ""

    @functools.cached_property
    def kind(self) -> str:
        """The kind of document: a code of the schema's type DocumentKind."""
        stated = self.stated("kind")
        return stated.value if stated else "other"

    @property
    def is_report(self) -> bool:
        """Tell whether this is an annual report on the disclosure of government information."""
        return self.kind == REPORT

    @functools.cached_property
    def figures(self) -> tuple[Figure, ...]:
        """All figures of the official forms, in the order of the archive."""
        return tuple(figure_of(element) for element in self.archive.iterfind("g:facts/g:fact", NS))

    @functools.cached_property
    def _by_code(self) -> dict[tuple[str, str], Figure]:
        own = {(figure.indicator, figure.applicant): figure for figure in self.figures if figure.form == self.form}
        return {(figure.indicator, figure.applicant): figure for figure in self.figures} | own

    def figure(self, indicator: str, applicant: str = "") -> Figure | None:
        """Return a figure by its codes; where two forms' rows print it, that of the report's own form."""
        return self._by_code.get((indicator, applicant))

    @functools.cached_property
    def sections(self) -> tuple[Part, ...]:
        """The sections of the report itself, at every depth, in the order of the text; not those of annexes."""
        document = self.archive.find("g:document", NS)
        return () if document is None else tuple(_parts(document))

    @functools.cached_property
    def top_sections(self) -> tuple[Part, ...]:
        """The sections of the highest level."""
        return tuple(part for part in self.sections if part.level == 1)

    @functools.cached_property
    def sums(self) -> list[Sum]:
        """What the Schematron says of each sum."""
        return sums(self.archive)

    @functools.cached_property
    def findings(self) -> tuple[etree._Element, ...]:
        """What reading the document brought to light: the archive's own findings."""
        return tuple(self.archive.iterfind("g:findings/g:finding", NS))


def _spans(archive: etree._Element) -> dict[etree._Element, tuple[int, int]]:
    document, at = archive.find("g:document", NS), 0
    spans: dict[etree._Element, tuple[int, int]] = {}
    for event, element in etree.iterwalk(document, events=("start", "end")) if document is not None else ():
        if event == "start":
            spans[element] = at, at
            at += 1 if element.tag == _CHAR else len(element.text or "")
        else:
            spans[element] = spans[element][0], at
            at += len(element.tail or "")
    return spans


def _parts(parent: etree._Element) -> Iterator[Part]:
    for child in parent.iterfind("g:section", NS):
        yield _part(child)
        yield from _parts(child)


def _part(element: etree._Element) -> Part:
    title = element.find("g:heading/g:title", NS)
    ordinal = element.get("ordinal")
    heading = "" if title is None else said(title).strip()
    start = int(element.get("start", "0"))
    first = element.find("g:heading", NS)
    end = start + (0 if first is None else len(text_of(first).rstrip()))
    return Part(
        id=element.get("id", ""),
        level=int(element.get("level", "1")),
        number=element.get("number", ""),
        ordinal=None if ordinal is None else int(ordinal),
        heading=heading,
        mark=Mark(element.get("id", ""), start, end, label=heading),
        element=element,
    )


def said(element: etree._Element) -> str:
    """Return what an element says: its text without Markdown's syntax, page numbers and the like."""
    return "".join(
        [
            element.text or "",
            *(("" if child.tag in _UNSAID else said(child)) + (child.tail or "") for child in element),
        ]
    )
