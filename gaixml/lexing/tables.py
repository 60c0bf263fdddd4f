"""Finds the tables among the lines of a text and cuts them into rows and cells.

Rows of cells between tabs, Markdown's pipes, one cell a line, and text whose cells have no separator.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from gaixml.cells import read_cell
from gaixml.lexing.cell_tables import bare_table, cell_table
from gaixml.lexing.flat import TABLE_WORDS, find_inline
from gaixml.lexing.headings import RANK
from gaixml.lexing.lines import TABLE
from gaixml.lexing.rows import BETWEEN, PIPES, TABS, line_stop, make_cell, take_run
from gaixml.model import Block, Cell, Row, Table
from gaixml.scanners import is_plain, scanner

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gaixml.lexing.lines import Line


_ABOVE_ROWS: Final = frozenset({"FORM_HEAD", "FORM_ITEM_LINE"})
_CAPTIONS: Final = 4
"""So many captions may stand above a header that was printed as one line."""


def find_table(text: str, lines: Sequence[Line], at: int) -> tuple[Table | None, int]:
    """Return the table that begins with line ``at`` and how many lines it takes; its rows tile it.

    Without a table, the number says how many lines from there on begin none: they need not be asked about again.
    """
    kind = lines[at].kind
    if kind in PIPES:
        run = take_run(lines, at, PIPES.__contains__)
        return (_pipe_table(text, run) if _is_piped(run) else None), len(run)
    if kind in TABS:
        run = take_run(lines, at, (TABS | BETWEEN).__contains__)
        if any(line.kind == "TAB_ROW" for line in run):
            return _tab_table(text, run), len(run)
        return cell_table(text, lines, at)
    if kind == "FIGURES_LINE":
        run = take_run(lines, at, {"FIGURES_LINE", *BETWEEN}.__contains__)
        return _undivided(text, [line.start for line in run], run[-1].end), len(run)
    for ahead in range(_CAPTIONS if kind in _ABOVE_ROWS else 0):
        if run := _rows_below(text, lines, at + ahead):
            table = None if ahead else _undivided(text, [line.start for line in run], run[-1].end)
            return table, ahead or len(run)
    return bare_table(text, lines, at)


def _rows_below(text: str, lines: Sequence[Line], at: int) -> list[Line]:
    """Return a header that was printed as one line, with the lines below it that are a label and figures, if any."""
    if at >= len(lines) or lines[at].kind != "FORM_HEAD":
        return []
    row = scanner("lines", "row_below_head")
    end = at + 1
    while end < len(lines) and lines[end].kind != TABLE and row.match(text, lines[end].start, lines[end].end):
        end += 1
    return list(lines[at:end]) if end > at + 1 else []


def flat_table(text: str, piece: Line) -> Table:
    """Return a table without separators as rows that begin where the official forms' labels begin."""
    found = find_inline(text, piece.start + 1, piece.end)
    starts = [match.start() for match in found if match.lastgroup in TABLE_WORDS]
    return _undivided(text, [piece.start, *starts], piece.end)


def _undivided(text: str, starts: list[int], end: int) -> Table:
    """Return a table whose rows are one cell each, because nothing tells where their cells end."""
    rows: list[Row | Block] = [
        Row([make_cell(text, start, start, stop, stop)], stop) for start, stop in pairwise([*starts, end])
    ]
    return Table("TABLE", starts[0], end, "flat", rows)


# ── Tabs ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _tab_table(text: str, run: list[Line]) -> Table | None:
    rows: list[Row | Block] = []
    for line in run:
        if line.kind == "BLANK_LINE":
            rows[-1] = _stretch(rows[-1], line.end)
        elif line.kind == "PAGE_NUMBER_LINE":
            rows.append(Block("FURNITURE", line.start, line.end))
        else:
            rows.append(_tab_row(text, line))
    if not _is_tabular(text, [row for row in rows if isinstance(row, Row)]):
        return None
    return Table("TABLE", run[0].start, run[-1].end, "tab", rows)


def _tab_row(text: str, line: Line) -> Row:
    stop = line_stop(text, line)
    cells: list[Cell] = []
    start = line.start
    for piece in text[start:stop].split("\t"):
        last = start + len(piece)
        cells.append(make_cell(text, start, start, last, last + 1))
        start = last + 1
    cells[-1] = cells[-1]._replace(end=line.end)
    return Row(cells, line.end)


def _stretch(row: Row | Block, end: int) -> Row | Block:
    """Let a row take in the blank line behind it."""
    row.end = end
    if isinstance(row, Row):
        row.cells[-1] = row.cells[-1]._replace(end=end)
    return row


def _is_tabular(text: str, rows: list[Row]) -> bool:
    """Tell a table from numbered paragraphs whose number is set off by a tab (Word's way of exporting lists)."""
    cells = [[read_cell(text[cell.first : cell.last]) for cell in row.cells] for row in rows]
    if any(cell.is_figure for row in cells for cell in row[1:]):
        return True
    if len(rows) <= 1:
        return False
    listed = scanner("lines", "prose", after=r"\s*\Z", plain=is_plain(text, rows[0].start, rows[-1].end))
    return not all(
        (match := listed.match(text, row.start, row.cells[0].last)) and match.lastgroup in RANK for row in rows
    )


# ── Pipes ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _is_piped(run: list[Line]) -> bool:
    """Tell whether lines with pipes are a table: each begins with one, or a delimiter row is the second of them."""
    rules = [line.kind == "PIPE_RULE_LINE" for line in run]
    return rules[1:2] == [True] or not (all(rules) or any(line.kind == "OPEN_PIPE_ROW" for line in run))


def _pipe_table(text: str, run: list[Line]) -> Table:
    rows: list[Row | Block] = [
        Block("MARKUP", line.start, line.end) if line.kind == "PIPE_RULE_LINE" else _pipe_row(text, line)
        for line in run
    ]
    return Table("TABLE", run[0].start, run[-1].end, "pipe", rows)


def _pipe_row(text: str, line: Line) -> Row:
    """Return the cells between unescaped pipes. What stands before a cell's text up to its pipe is syntax."""
    stop = line_stop(text, line)
    pipes = [match.start() for match in scanner("lines", "pipe").finditer(text, line.start, stop)]
    if len(pipes) > 1 and not text[pipes[-1] + 1 : stop].strip():
        stop = pipes.pop()
    cells: list[Cell] = []
    if line.kind == "OPEN_PIPE_ROW":
        cells.append(make_cell(text, line.start, line.start, pipes[0], pipes[0]))
    start = pipes[0] if cells else line.start
    for pipe, last in zip(pipes, [*pipes[1:], stop], strict=True):
        cells.append(make_cell(text, start, pipe + 1, last, last))
        start = last
    return Row(cells, line.end)
