"""The layouts in which the same printed report reaches a reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from html_writer import to_html
from printing_blocks import blocks
from printing_model import Allowance, Cell, Row, Table
from printing_pieces import flat_table, lines_table, ocr_tables, pipe_tables, tab_table

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from printing_model import Report, Section

PAGE_HEAD = "标题: {title}\n发布时间: 2026-03-10 12:56\n栏目: 政府信息公开年报\n========== 正文 ==========\n"


@dataclass(frozen=True, slots=True)
class Layout:
    """How a report is written. ``base``: how its undamaged figures may come out; ``flat``: cells have no borders."""

    write: Callable[[Report, Random], str]
    base: Allowance = Allowance.EXACT
    flat: bool = False
    breaks_in_cells: bool = True
    """A line break inside a cell does not look like the end of a row or of a cell."""
    splits_labels: bool = False
    """A line break inside a label looks like the end of its cell or row: what it names may be lost, never wrong."""
    linear_heads: bool = False
    """The head is printed cell by cell: what stands over several columns does not show which they are."""


def sectioned(printer: Callable[[Section, Random], str], mark: str) -> Callable[[Report, Random], str]:
    """Write title, opening and sections, each section's tables by one printer."""

    def write(report: Report, rng: Random) -> str:
        parts = [("# " if mark else "") + report.title, *report.opening]
        for section in report.sections:
            parts += [mark + section.heading, *section.prose]
            parts += [printer(section, rng)] if section.tables else []
        return "\n\n".join(parts) + "\n"

    return write


def each(printer: Callable[[Table, Random], str]) -> Callable[[Section, Random], str]:
    return lambda section, rng: "\n\n".join(printer(table, rng) for table in section.tables)


def joined(printer: Callable[[Table, Random], str]) -> Callable[[Section, Random], str]:
    """Print a section's tables as one: the narrower rows get blank cells at the right."""

    def write(section: Section, rng: Random) -> str:
        width = max(table.width() for table in section.tables)
        rows = [padded(row, width) for table in section.tables for row in table.rows]
        return printer(Table(section.tables[0].name, rows), rng)

    return write


def padded(row: Row, width: int) -> Row:
    if row.kind == "page":
        return row
    missing = width - sum(cell.span for cell in row.cells)
    return Row([*row.cells, *(Cell("", "unit") for _ in range(missing))], row.kind)


def flat(report: Report, rng: Random, *, spaced: bool) -> str:
    """Write everything on one line, the way a crawler takes the text of a page."""
    parts = [*report.opening]
    for section in report.sections:
        parts += [rng.choice((" ", "")) + section.heading, *section.prose]
        parts += [flat_table(table, rng, spaced=spaced) for table in section.tables]
    return PAGE_HEAD.format(title=report.title) + "".join(parts).replace("\n", " ") + "\n"


def tab_whole(table: Table, rng: Random) -> str:
    return tab_table(table, rng, filled=True)


def tab_cells(table: Table, rng: Random) -> str:
    return tab_table(table, rng, filled=False)


def pipe(table: Table, rng: Random) -> str:
    return pipe_tables(table, rng)


def pipe_repeated(table: Table, rng: Random) -> str:
    return pipe_tables(table, rng, repeated=True)


def pipe_wide(table: Table, rng: Random) -> str:
    return pipe_tables(table, rng, extra=1)


def lines(table: Table, _rng: Random) -> str:
    return lines_table(table, bare=False)


def lines_bare(table: Table, _rng: Random) -> str:
    return lines_table(table, bare=True)


LAYOUTS: dict[str, Layout] = {
    "tab": Layout(sectioned(each(tab_whole), ""), breaks_in_cells=False),
    "tab_joined": Layout(sectioned(joined(tab_whole), "## "), breaks_in_cells=False),
    "tab_cells": Layout(sectioned(each(tab_cells), "## "), base=Allowance.INFERRED, breaks_in_cells=False),
    "pipe": Layout(sectioned(each(pipe), "## ")),
    "pipe_joined": Layout(sectioned(joined(pipe), "## ")),
    "pipe_repeated": Layout(sectioned(each(pipe_repeated), "## ")),
    "pipe_wide": Layout(sectioned(each(pipe_wide), "## "), base=Allowance.INFERRED),
    "ocr": Layout(sectioned(each(ocr_tables), "## "), base=Allowance.INFERRED, splits_labels=True),
    "lines": Layout(sectioned(each(lines), ""), base=Allowance.INFERRED, linear_heads=True),
    "lines_bare": Layout(
        sectioned(each(lines_bare), ""), base=Allowance.INFERRED, flat=True, splits_labels=True, linear_heads=True
    ),
    "flat": Layout(lambda report, rng: flat(report, rng, spaced=False), base=Allowance.MISSING, flat=True),
    "flat_spaced": Layout(lambda report, rng: flat(report, rng, spaced=True), base=Allowance.MISSING, flat=True),
    "html": Layout(lambda report, _rng: to_html(blocks(report)).decode()),
}
