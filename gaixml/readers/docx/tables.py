"""Reads tables (ECMA-376 Part 1, 17.4): merged cells, deleted rows, and tables that only lay a page out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gaixml.document import Spot
from gaixml.readers.docx.blocks import Block, Grid, GridCell, members
from gaixml.readers.docx.names import VAL, W, child_of, child_value, is_on, number
from gaixml.scanners import alternatives, scanner

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml import etree

    from gaixml.readers.docx.blocks import BlockReader

_ROWS: Final = frozenset({f"{W}tr"})
_CELLS: Final = frozenset({f"{W}tc"})
_WIDEST: Final = 1000
_LOWEST: Final = "CN"
"""The lowest rung of the headings that divide a whole report: 一、"""
_SHORTEST: Final = 60
"""No cell of fewer characters holds a report."""
_SECTIONS: Final = 2
"""So many headings of a report's highest rung in one cell: the report stands in the table."""


def read_table(story: BlockReader, table: etree._Element, path: str) -> Iterator[Block]:
    """Yield what a table holds: the table or, where it lays a page out, its paragraphs and tables in order."""
    rows: list[list[GridCell]] = []
    above: dict[int, GridCell] = {}  # the merged cells that go on below, by the column in which they begin
    for row, at in members(table, path, _ROWS):
        reason = _left_aside(row)
        if reason:
            story.leave_aside(reason, row, at)
            continue
        cells, below = _read_row(story, row, at, above)
        if cells:
            rows.append(cells)
            above = below
        else:  # a row that is nothing but parts of the cells above prints nothing
            for cell in {id(cell): cell for cell in below.values()}.values():
                cell.rows -= 1
    yield from _arrange(rows)


def _left_aside(row: etree._Element) -> str:
    properties = child_of(row, f"{W}trPr")
    if properties is None:
        return ""
    if child_of(properties, f"{W}del") is not None:
        return "deleted"
    return "hidden" if is_on(child_of(properties, f"{W}hidden")) else ""


def _read_row(
    story: BlockReader, row: etree._Element, path: str, above: dict[int, GridCell]
) -> tuple[list[GridCell], dict[int, GridCell]]:
    """Return the cells that begin in a row, and the merged ones that may go on in the next."""
    at = min(max(number(child_value(child_of(row, f"{W}trPr"), f"{W}gridBefore")), 0), _WIDEST)
    before = [GridCell([], Spot(story.part, path), at)] if at else []
    cells: list[GridCell] = []
    below: dict[int, GridCell] = {}
    last: GridCell | None = None
    for element, cell_path in members(row, path, _CELLS):
        properties = child_of(element, f"{W}tcPr")
        span, merge = _span(properties), _merge(properties)
        if merge == "deleted":
            story.leave_aside(merge, element, cell_path)
            continue
        over = above.get(at)
        if _across(properties) == "continue" and last is not None:
            last.columns = min(last.columns + span, _WIDEST)
            story.leave_aside("hidden", element, cell_path)
        elif merge == "continue" and over is not None and over.columns == span:
            over.rows += 1
            below[at] = last = over
            story.leave_aside("hidden", element, cell_path)
        else:
            last = GridCell(list(story.blocks(element, cell_path)), Spot(story.part, cell_path), span)
            cells.append(last)
            if merge:
                below[at] = last
        at += span
    return before + cells if cells else [], below


def _span(properties: etree._Element | None) -> int:
    return min(max(number(child_value(properties, f"{W}gridSpan"), 1), 1), _WIDEST)


def _merge(properties: etree._Element | None) -> str:
    """Return what a cell is of a vertical merge: restart, continue, '' for none; or deleted (17.4.84, 17.13.5)."""
    if properties is None:
        return ""
    if child_of(properties, f"{W}cellDel") is not None:
        return "deleted"
    tracked = child_of(properties, f"{W}cellMerge")
    if tracked is not None:
        return {"cont": "continue", "rest": "restart"}.get(tracked.get(f"{W}vMerge", ""), "")
    merged = child_of(properties, f"{W}vMerge")
    return "" if merged is None else merged.get(VAL, "continue")


def _across(properties: etree._Element | None) -> str:
    """Return what a cell is of a horizontal merge (Part 4, 14.3.3 hMerge): restart, continue, '' for none."""
    merged = None if properties is None else child_of(properties, f"{W}hMerge")
    return "" if merged is None else merged.get(VAL, "continue")


def _arrange(rows: Sequence[list[GridCell]]) -> Iterator[Block]:
    """Yield the table or, where it lays out what is in its cells, the contents of the rows that do."""
    if all(len(row) == 1 for row in rows):
        yield from _contents(rows)
        return
    laid_out = _rows_of_layout(rows)
    run: list[list[GridCell]] = []
    for row, is_layout in zip(rows, laid_out, strict=True):
        if is_layout or (any(laid_out) and len(row) == 1):
            yield from _table(run)
            yield from _contents([row])
            run = []
        else:
            run.append(row)
    yield from _table(run)


def _table(rows: list[list[GridCell]]) -> Iterator[Block]:
    if rows:
        yield Grid(rows)


def _contents(rows: Sequence[list[GridCell]]) -> Iterator[Block]:
    for row in rows:
        for cell in row:
            yield from cell.blocks


def _rows_of_layout(rows: Sequence[list[GridCell]]) -> list[bool]:
    """Tell of each row whether it lays out the sections of a report, or tables: these are most of what is printed."""
    reports = [any(map(_holds_report, row)) for row in rows]
    nested = [any(map(_holds_table, row)) for row in rows]
    if any(nested):
        within = sum(len(cell.text) for row in rows for cell in row if _holds_table(cell))
        is_most = 2 * within > sum(len(cell.text) for row in rows for cell in row)
        plain = sum(sum(not _holds_table(cell) for cell in row) > 1 for row in rows)
        if is_most or 2 * plain < len(rows):
            return [one or other for one, other in zip(reports, nested, strict=True)]
    return reports


def _holds_table(cell: GridCell) -> bool:
    return any(isinstance(block, Grid) for block in cell.blocks)


def _holds_report(cell: GridCell) -> bool:
    """Tell whether a cell holds the sections of a report: no label over several lines is as long."""
    if len(cell.blocks) < _SECTIONS or len(cell.text) < _SHORTEST:
        return False
    prose, rungs = scanner("lines", "prose"), alternatives("lines", "rungs")
    top = rungs[: rungs.index(_LOWEST) + 1]
    matches = (prose.match(block.text) for block in cell.blocks)
    return sum(match is not None and match.lastgroup in top for match in matches) >= _SECTIONS
