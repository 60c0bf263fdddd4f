"""Finds the tables that print one cell a line: each cell begins with a tab, or nothing marks it at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gaixml.cells import read_cell
from gaixml.lexing.headings import RANK
from gaixml.lexing.lines import TABLE
from gaixml.lexing.rows import ROWS, form_label, make_cell
from gaixml.model import Block, Cell, Row, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gaixml.lexing.lines import Line

_FORM: Final = frozenset({"FORM_OPEN", "FORM_LAST", "FORM_HEAD", "FORM_HEAD_LINE", "FORM_ITEM_LINE", "FORM_ROW_LINE"})
_LONGEST_CELL: Final = 60
"""A line of more characters is no cell of a table without separators."""
_FEWEST_FIGURES: Final = 3
"""Fewer lines that are nothing but a figure make no table."""


def cell_table(text: str, lines: Sequence[Line], at: int) -> tuple[Table | None, int]:
    """Return a table whose cells each begin with a tab; a line without one, right behind a cell, belongs to it.

    Like find_table: with the number of lines that the table takes or, without one, that begin none.
    """
    cells: list[list[Line]] = []
    breaks: set[int] = set()  # the cells behind which a blank line ends the row
    end = position = at
    while position < len(lines):
        line = lines[position]
        position += 1
        if line.kind == "BLANK_LINE":
            breaks.add(len(cells))
        elif line.kind in {"TAB_CELL", "PAGE_NUMBER_LINE"}:
            cells.append([line])
            end = position if line.kind == "TAB_CELL" else end
        elif line.kind == "TEXT" and len(cells) not in breaks:
            cells[-1].append(line)
            end = position
        else:
            break
    while cells[-1][0].kind == "PAGE_NUMBER_LINE":
        cells.pop()
    if sum(_is_figure(text, cell) for cell in cells) < _FEWEST_FIGURES:
        return None, end - at
    end -= _leave_prose(text, cells)
    return _from_cells(text, lines[at:end], cells, breaks), end - at


def _is_figure(text: str, cell: Sequence[Line]) -> bool:
    return read_cell(text[cell[0].start : cell[-1].end].strip()).is_figure


def _leave_prose(text: str, cells: list[list[Line]]) -> int:
    """Leave lines behind the last figure to the text that follows the table; return how many."""
    left = len(cells[-1]) - 1 if _is_figure(text, cells[-1][:1]) else 0
    del cells[-1][len(cells[-1]) - left :]
    return left


def _from_cells(text: str, lines: Sequence[Line], cells: Sequence[Sequence[Line]], breaks: set[int]) -> Table:
    """Return the table of these cells. A row ends at a break or, without breaks, where its cells show that it does."""
    starts = [cell[0].start for cell in cells]
    starts[0] = lines[0].start
    ends = [*starts[1:], lines[-1].end]
    rows: list[Row | Block] = []
    row: list[Cell] = []
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        cell = make_cell(text, start, start, end, end)
        if cells[number][0].kind == "PAGE_NUMBER_LINE":
            rows += [Row(row, start)] if row else []
            rows.append(Block("FURNITURE", start, end))
            row = []
            continue
        if row and (_is_at_caption(text, row, cell) or (not breaks and _begins_row(text, row, cell))):
            rows.append(Row(row, start))
            row = []
        row.append(cell)
        if number + 1 in breaks and (len(row) > 1 or _is_value(text, cell)):  # a label may be followed by a blank line
            rows.append(Row(row, end))
            row = []
    if row:
        rows.append(Row(row, ends[-1]))
    return Table("TABLE", lines[0].start, lines[-1].end, "cell", rows)


def _is_at_caption(text: str, row: Sequence[Cell], cell: Cell) -> bool:
    """Tell whether a cell is the caption of an official form, or stands behind one: a caption is a row of its own."""
    return "CAPTION_LABEL" in {form_label(_printed(text, row[-1])), form_label(_printed(text, cell))}


def _begins_row(text: str, row: Sequence[Cell], cell: Cell) -> bool:
    """Tell whether a cell begins a new row: a label behind a value, a row's label behind a header.

    Only the labels of the official forms tell a header from the labels of a row.
    """
    if not _is_value(text, cell) and _is_value(text, row[-1]):
        return True
    begins = form_label(_printed(text, cell)) in {"ROW_LABEL", "GROUP_LABEL"} or _is_value(text, cell)
    return begins and form_label(_printed(text, row[-1])) == "HEAD_LABEL"


def _printed(text: str, cell: Cell) -> str:
    return text[cell.first : cell.last]


def _is_value(text: str, cell: Cell) -> bool:
    return read_cell(_printed(text, cell)).is_value


def bare_table(text: str, lines: Sequence[Line], at: int) -> tuple[Table | None, int]:
    """Return a table that prints one cell a line and nothing between: it begins with words of an official form.

    Like find_table: with the number of lines that the table takes or, without one, that begin none.
    """
    if lines[at].kind not in _FORM:
        return None, 1
    end = last = at
    while end < len(lines) and _may_be_cell(text, lines[end]):
        end += 1
        last = end if _is_figure_line(lines, end - 1) else last
    run = lines[at:last]
    if sum(line.kind == "FIGURE_LINE" for line in run) < _FEWEST_FIGURES:
        return None, end - at
    table = _from_cells(text, run, [[line] for line in run if line.kind != "BLANK_LINE"], set())
    table.layout = "line"
    return table, len(run)


def _is_figure_line(lines: Sequence[Line], at: int) -> bool:
    """Tell whether a line is a figure. A bare number at the end of a text is one behind a label, else a page number."""
    kind, before = lines[at].kind, lines[at - 1].kind
    return kind == "FIGURE_LINE" or (kind == "BARE_NUMBER_LINE" and before not in {"FIGURE_LINE", "BLANK_LINE"})


def _may_be_cell(text: str, line: Line) -> bool:
    """Tell whether a line can be a cell: short, no heading unless the forms print it, no sentence, no row."""
    if line.kind in _FORM or line.kind in {"FIGURE_LINE", "BARE_NUMBER_LINE", "BLANK_LINE"}:
        return True
    short = line.kind != TABLE and line.end - line.start <= _LONGEST_CELL and "。" not in text[line.start : line.end]
    return short and line.kind not in RANK and line.kind not in ROWS
