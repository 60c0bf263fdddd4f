"""Finds the tables that print one cell a line: each cell begins with a tab, or nothing marks it at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gaixml.cells import read_cell
from gaixml.lexing.headings import RANK
from gaixml.lexing.rows import ROWS, make_cell
from gaixml.model import Block, Cell, Row, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gaixml.lexing.lines import Line

_FORM: Final = frozenset({"FORM_OPEN", "FORM_LAST", "FORM_HEAD", "FORM_ITEM_LINE", "FORM_ROW_LINE"})
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
        elif line.kind == "TAB_CELL":
            cells.append([line])
            end = position
        elif line.kind == "TEXT" and len(cells) not in breaks:
            cells[-1].append(line)
            end = position
        else:
            break
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
    """Return the table of these cells. A row ends at a break or, without breaks, where a label follows a value."""
    starts = [cell[0].start for cell in cells]
    starts[0] = lines[0].start
    ends = [*starts[1:], lines[-1].end]
    rows: list[Row | Block] = []
    row: list[Cell] = []
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        cell = make_cell(text, start, start, end, end)
        if row and not breaks and not _is_value(text, cell) and _is_value(text, row[-1]):
            rows.append(Row(row, start))
            row = []
        row.append(cell)
        if number + 1 in breaks and (len(row) > 1 or _is_value(text, cell)):  # a label may be followed by a blank line
            rows.append(Row(row, end))
            row = []
    if row:
        rows.append(Row(row, ends[-1]))
    return Table("TABLE", lines[0].start, lines[-1].end, "cell", rows)


def _is_value(text: str, cell: Cell) -> bool:
    return read_cell(text[cell.first : cell.last]).is_value


def bare_table(text: str, lines: Sequence[Line], at: int) -> tuple[Table | None, int]:
    """Return a table that prints one cell a line and nothing between: it begins with words of an official form.

    Like find_table: with the number of lines that the table takes or, without one, that begin none.
    """
    if lines[at].kind not in _FORM:
        return None, 1
    end = last = at
    while end < len(lines) and _may_be_cell(text, lines[end]):
        end += 1
        last = end if lines[end - 1].kind == "FIGURE_LINE" else last
    run = lines[at:last]
    if sum(line.kind == "FIGURE_LINE" for line in run) < _FEWEST_FIGURES:
        return None, end - at
    return _from_cells(text, run, [[line] for line in run if line.kind != "BLANK_LINE"], set()), len(run)


def _may_be_cell(text: str, line: Line) -> bool:
    """Tell whether a line can be a cell: short, no heading unless the forms print it, no sentence, no row."""
    if line.kind in _FORM or line.kind in {"FIGURE_LINE", "BARE_NUMBER_LINE", "BLANK_LINE"}:
        return True
    short = line.end - line.start <= _LONGEST_CELL and "。" not in text[line.start : line.end]
    return short and line.kind not in RANK and line.kind not in ROWS
