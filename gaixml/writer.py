"""Writes a parsed report as archive XML.

The text of ``document`` is the source's text: every character is written once, in order. What XML 1.0 cannot hold
becomes a ``char`` element.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from gaixml.elements import (
    column_xml,
    fact_xml,
    finding_xml,
    form_xml,
    image_xml,
    kind_xml,
    omission_xml,
    place_xml,
    property_xml,
    section_xml,
    source_xml,
    statement_xml,
)
from gaixml.grammars import digest
from gaixml.model import PARAGRAPH, Annex, Back, Block, Heading, Row, Section, Signature, Table, Title
from gaixml.parsing.cell_stream import Value
from gaixml.parsing.records import Grid, Record
from gaixml.running_text import RunningText
from gaixml.version import __version__
from gaixml.xml_text import NAMESPACE, escape, quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gaixml.document import Document
    from gaixml.model import Cell, Content
    from gaixml.parsing.records import RecordSet
    from gaixml.report import Report

_ELEMENTS: Final = {"TEXT": "p", "AGENCY": "p", "YEAR": "p"}
_BATCH: Final = 1 << 14
"""So many pieces of XML are collected before they are encoded."""


def write_report(report: Report) -> bytes:
    """Return the archive XML of a report, in UTF-8. It is not validated here."""
    writer = _Writer(report)
    writer.report(report)
    writer.flush()
    return writer.file.getvalue()


class _Writer:
    """Collects the XML of one report."""

    def __init__(self, report: Report) -> None:
        self.document = report.document
        self.text = report.document.text
        self.running = RunningText(report.document, report.references)
        self.out: list[str] = []
        self.file = io.BytesIO()

    def flush(self) -> None:
        """Encode what was written: bytes take a fifth of the memory of short strings."""
        self.file.write("".join(self.out).encode())
        self.out.clear()

    def report(self, report: Report) -> None:
        out = self.out
        out.append(
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<report xmlns="{NAMESPACE}" schemaVersion="1.0" xml:lang="zh-CN">\n'
        )
        self.metadata(report)
        out.append('<document id="document">')
        self.content(report.content)
        out.append("</document>\n")
        self.aside(report.document)
        out.append("<records>\n")
        for records in report.records:
            if len(self.out) > _BATCH:
                self.flush()
            self.recordset(records)
        out.append("</records>\n<facts>\n")
        out.extend(fact_xml(self.document, fact) for fact in report.answers.facts)
        out.append("</facts>\n<findings>\n")
        out.extend(finding_xml(self.document, finding) for finding in report.findings)
        out.append("</findings>\n</report>\n")

    # ── Metadata ───────────────────────────────────────────────────────────────────────────────────────────────────

    def metadata(self, report: Report) -> None:
        metadata, source, ladder = report.metadata, report.document.source, report.ladder
        out = self.out
        out.append("<metadata>\n")
        out.append(statement_xml(self.document, "title", metadata.title))
        out.append(kind_xml(self.document, metadata.kind))
        for name in ("agency", "year", "period"):
            out.append(statement_xml(self.document, name, getattr(metadata, name)))
        out.append(form_xml(self.document, report.answers))
        out.append(statement_xml(self.document, "signed", metadata.signed))
        out.append(f'<ladder order="{ladder.order}">')
        out.extend(f'<rung name="{rung}" example="{quote(example)}"/>' for rung, example in ladder.rungs)
        out.append(
            f"</ladder>\n{source_xml(source, len(self.text))}{''.join(map(property_xml, report.document.properties))}"
            f'<generator name="gaixml" version="{__version__}" grammar="{digest()}"/>\n</metadata>\n'
        )

    def aside(self, document: Document) -> None:
        """Write what the reader left aside; nothing where it left nothing."""
        if document.omissions or document.images:
            self.out.append("<omissions>\n")
            self.out.extend(map(omission_xml, document.omissions))
            self.out.extend(map(image_xml, document.images))
            self.out.append("</omissions>\n")

    # ── The document ───────────────────────────────────────────────────────────────────────────────────────────────

    def content(self, content: Iterable[Content]) -> None:
        for item in content:
            if len(self.out) > _BATCH:
                self.flush()
            if isinstance(item, Table):
                self.table(item)
            elif isinstance(item, Block):
                name = _ELEMENTS.get(item.type) or item.type.lower()
                self.out.append(f"<{name}>{self.running.paragraph(item.start, item.end)}</{name}>")
            elif isinstance(item, Section):
                self.section(item)
            elif isinstance(item, Annex):
                self.annex(item)
            elif isinstance(item, Back):
                self.out.append("<back>")
                self.content(item.content)
                self.out.append("</back>")
            else:
                self.group(item)

    def group(self, item: Title | Signature) -> None:
        name = type(item).__name__.lower()
        self.out.append(f"<{name}>{self.running.paragraph(item.blocks[0].start, item.blocks[-1].end)}</{name}>")

    def section(self, section: Section) -> None:
        """Write a section, or a 款, which prints no heading."""
        name = "paragraph" if section.heading.rung == PARAGRAPH else "section"
        self.out.append(section_xml(self.document, section, name))
        if name == "section":
            self.heading(section.heading)
        self.content(section.content)
        self.out.append(f"</{name}>")

    def heading(self, heading: Heading) -> None:
        number, title, text = heading.number, heading.title, self.text
        self.out.append(
            f"<heading>{self.markup(heading.start, number[0])}<number>{escape(text[slice(*number)])}</number>"
            f"{self.markup(number[1], title[0])}"
        )
        if title[0] < title[1]:
            self.out.append(f"<title>{self.running.paragraph(*title)}</title>")
        self.out.append(f"{self.markup(title[1], heading.end)}</heading>")

    def annex(self, annex: Annex) -> None:
        block = annex.heading
        place = place_xml(self.document, block.start, annex.end, block.end)
        self.out.append(f'<annex id="{annex.id}" {place}>')
        self.out.append(f"<heading>{self.running.paragraph(block.start, block.end)}</heading>")
        self.content(annex.content)
        self.out.append("</annex>")

    def markup(self, start: int, end: int) -> str:
        """Return what stands around a heading: blanks and points as text, Markdown signs and comments as markup."""
        text = self.text[start:end]
        if not text or text.isspace() or not set(text) & set("#*_<>"):
            return escape(text)
        return f"<markup>{escape(text)}</markup>"

    # ── Tables ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def table(self, table: Table) -> None:
        out = self.out
        continues = f' continues="{table.continues}"' if table.continues else ""
        place = place_xml(self.document, table.start, table.end)
        out.append(f'<table id="{table.id}" layout="{table.layout}"{continues} {place}>')
        at = table.start
        for number, row in enumerate(table.rows, 1):
            if isinstance(row, Row):
                at = self.row(row, f"{table.id}.r{number}.c", at)
            else:
                name = row.type.lower()
                out.append(f"<{name}>{escape(self.text[at : row.end])}</{name}>")
                at = row.end
        if at < table.end:
            out.append(f"<markup>{escape(self.text[at : table.end])}</markup>")
        out.append("</table>")

    def row(self, row: Row, prefix: str, at: int) -> int:
        """Write a row that begins at ``at``; return where it ends."""
        out, text = self.out, self.text
        out.append("<row>")
        for number, cell in enumerate(row.cells, 1):
            syntax = f"<markup>{escape(text[at : cell.mark])}</markup>" if at < cell.mark else ""
            place = place_xml(self.document if cell.columns else None, cell.first, cell.last)
            printed = self.running.plain(cell.mark, cell.end)
            out.append(f'<cell id="{prefix}{number}"{_span(cell)} {place}>{syntax}{printed}</cell>')
            at = cell.end
        if at < row.end:
            out.append(f"<markup>{escape(text[at : row.end])}</markup>")
        out.append("</row>")
        return row.end

    # ── Records ────────────────────────────────────────────────────────────────────────────────────────────────────

    def recordset(self, records: RecordSet) -> None:
        self.out.append(f'<recordset table="{records.tables[0].id}">\n')
        self.records(records.content)
        self.out.append("</recordset>\n")

    def records(self, content: Sequence[Value | Record | Grid]) -> None:
        out = self.out
        for item in content:
            if isinstance(item, Value):
                column = f' column="{item.column.id}"' if item.column else ""
                decimal = f' decimal="{item.text.value}"' if item.text.status == "reported" else ""
                out.append(f'<value cell="{item.cell}"{column} status="{item.text.status}"{decimal}/>')
            elif isinstance(item, Record):
                out.append(f'<record label="{quote(item.label)}" level="{item.level}" cell="{item.cells[0]}">')
                self.records(item.content)
                out.append("</record>\n")
            else:
                out.append("<grid>")
                out.extend(map(column_xml, item.columns))
                self.records(item.content)
                out.append("</grid>\n")


def _span(cell: Cell) -> str:
    """Return what a merged cell takes up, or that a place is covered by one."""
    if not cell.columns:
        return ' covered="true"'
    columns = f' columns="{cell.columns}"' if cell.columns > 1 else ""
    return columns + (f' rows="{cell.rows}"' if cell.rows > 1 else "")
