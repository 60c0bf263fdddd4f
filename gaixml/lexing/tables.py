"""Finds the tables among the lines of a text and cuts them into rows and cells.

Four layouts: rows of cells between tabs, Markdown's pipes, one cell a line, and text whose cells have no separator.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gaixml.cells import read_cell
from gaixml.grammars import scanner
from gaixml.lexing.headings import RANK
from gaixml.model import Block, Cell, Row, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gaixml.lexing.lines import Line

_LONGEST_CELL: Final = 60
"""A line of more characters is no cell of a table that prints one cell a line."""
_FEWEST_FIGURES: Final = 3
"""Fewer lines that are nothing but a figure make no table."""
_PIPES: Final = frozenset({"PIPE_ROW", "PIPE_RULE_LINE"})
_TABS: Final = frozenset({"TAB_ROW", "TAB_CELL"})
_BETWEEN: Final = frozenset({"BLANK_LINE", "PAGE_NUMBER_LINE"})


def find_table(text: str, lines: Sequence[Line], at: int) -> tuple[Table, int] | None:
    """Return the table that begins with line ``at`` and how many lines it takes, None when no table begins there.

    The table's rows tile it; blank lines behind a row belong to it.
    """
    kind = lines[at].kind
    if kind in _PIPES:
        found = _pipe_table(text, _run(lines, at, _PIPES))
    elif kind in _TABS:
        run = _run(lines, at, _TABS | _BETWEEN)
        found = _tab_table(text, run) if any(line.kind == "TAB_ROW" for line in run) else _cell_table(text, lines, at)
    else:
        found = _bare_table(text, lines, at)
    return found


def flat_table(text: str, piece: Line) -> Table:
    """Return a table without separators as rows that begin where the official forms' labels begin."""
    starts = [piece.start]
    starts += [
        match.start()
        for match in scanner("lines", "inline").finditer(text, piece.start + 1, piece.end)
        if match.lastgroup in {"FORM_HEAD", "FORM_ITEM", "FORM_ROW", "FIGURE_ROW"}
    ]
    rows: list[Row | Block] = []
    for start, end in zip(starts, [*starts[1:], piece.end], strict=True):
        rows.append(Row([_cell(text, start, start, end, end)], end))
    return Table("TABLE", piece.start, piece.end, "flat", rows)


def _run(lines: Sequence[Line], at: int, kinds: frozenset[str]) -> list[Line]:
    """Return the lines from ``at`` on that are of these kinds, the last of them not blank."""
    run: list[Line] = []
    for position in range(at, len(lines)):
        if lines[position].kind not in kinds:
            break
        run.append(lines[position])
    while run and run[-1].kind in _BETWEEN:
        run.pop()
    return run


def _cell(text: str, start: int, mark: int, last: int, end: int) -> Cell:
    """Return a cell; ``mark`` … ``last`` is what it prints, blanks around it included."""
    printed = text[mark:last]
    bare = printed.strip()
    if not bare:
        return Cell(start, mark, mark, mark, end)
    first = mark + len(printed) - len(printed.lstrip())
    return Cell(start, mark, first, first + len(bare), end)


def _stop(text: str, line: Line) -> int:
    """Return where a line ends without its line end."""
    end = line.end
    while end > line.start and text[end - 1] in "\r\n":
        end -= 1
    return end


# ── Tabs ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _tab_table(text: str, run: list[Line]) -> tuple[Table, int] | None:
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
    return Table("TABLE", run[0].start, run[-1].end, "tab", rows), len(run)


def _tab_row(text: str, line: Line) -> Row:
    stop = _stop(text, line)
    cells: list[Cell] = []
    start = line.start
    for piece in text[start:stop].split("\t"):
        last = start + len(piece)
        cells.append(_cell(text, start, start, last, last + 1))
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
    listed = scanner("lines", "prose", after=r"\s*\Z")
    return len(rows) > 1 and not all(
        (match := listed.match(text, row.start, row.cells[0].last)) and match.lastgroup in RANK for row in rows
    )


# ── Pipes ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _pipe_table(text: str, run: list[Line]) -> tuple[Table, int]:
    rows: list[Row | Block] = [
        Block("MARKUP", line.start, line.end) if line.kind == "PIPE_RULE_LINE" else _pipe_row(text, line)
        for line in run
    ]
    return Table("TABLE", run[0].start, run[-1].end, "pipe", rows), len(run)


def _pipe_row(text: str, line: Line) -> Row:
    """Return the cells between unescaped pipes. What stands before a cell's text up to its pipe is syntax."""
    stop = _stop(text, line)
    pipes = [match.start() for match in scanner("lines", "pipe").finditer(text, line.start, stop)]
    if len(pipes) > 1 and not text[pipes[-1] + 1 : stop].strip():
        stop = pipes.pop()
    cells: list[Cell] = []
    start = line.start
    for pipe, last in zip(pipes, [*pipes[1:], stop], strict=True):
        cells.append(_cell(text, start, pipe + 1, last, last))
        start = last
    return Row(cells, line.end)


# ── One cell a line ────────────────────────────────────────────────────────────────────────────────────────────────


def _cell_table(text: str, lines: Sequence[Line], at: int) -> tuple[Table, int] | None:
    """Return a table whose cells each begin with a tab; a line without one, right behind a cell, belongs to it."""
    cells: list[list[Line]] = []
    blank = taken = 0
    breaks: set[int] = set()  # the cells behind which a blank line ends the row
    for position in range(at, len(lines)):
        line = lines[position]
        if line.kind == "TAB_CELL":
            cells.append([line])
        elif line.kind == "BLANK_LINE":
            breaks.add(len(cells))
            continue
        elif line.kind == "TEXT" and len(cells) not in breaks:
            cells[-1].append(line)
        else:
            break
        taken, blank = position + 1 - at, len(cells)
    figures = sum(_is_figure(text, cell) for cell in cells)
    if figures < _FEWEST_FIGURES:
        return None
    del cells[blank:]
    taken = _trailing_prose(text, cells, taken)
    return _from_cells(text, lines[at : at + taken], cells, breaks), taken


def _is_figure(text: str, cell: Sequence[Line]) -> bool:
    return read_cell(text[cell[0].start : cell[-1].end].strip()).is_figure


def _trailing_prose(text: str, cells: list[list[Line]], taken: int) -> int:
    """Leave lines behind the last figure to the text that follows the table."""
    while len(cells[-1]) > 1 and _is_figure(text, cells[-1][:1]):
        cells[-1].pop()
        taken -= 1
    return taken


def _from_cells(text: str, lines: Sequence[Line], cells: Sequence[Sequence[Line]], breaks: set[int]) -> Table:
    """Return the table of these cells. A row ends at a break or, where there are none, before a label behind a value."""
    starts = [cell[0].start for cell in cells]
    starts[0] = lines[0].start
    ends = [*starts[1:], lines[-1].end]
    rows: list[Row | Block] = []
    row: list[Cell] = []
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        cell = _cell(text, start, start, end, end)
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


def _bare_table(text: str, lines: Sequence[Line], at: int) -> tuple[Table, int] | None:
    """Return a table that prints one cell a line without any separator.

    It begins with a row label or header of an official form, or is found by its figures: lines that are nothing else.
    """
    if lines[at].kind not in {"FORM_HEAD", "FORM_ITEM_LINE", "FORM_ROW_LINE"}:
        return None
    run = [lines[at]]
    for line in lines[at + 1 :]:
        if not _may_be_cell(text, line):
            break
        run.append(line)
    while run and run[-1].kind not in {"FIGURE_LINE", "FORM_ROW_LINE"}:
        run.pop()
    cells = [[line] for line in run if line.kind != "BLANK_LINE"]
    if sum(line.kind == "FIGURE_LINE" for line in run) < _FEWEST_FIGURES:
        return None
    return _from_cells(text, run, cells, set()), len(run)


def _may_be_cell(text: str, line: Line) -> bool:
    """Tell whether a line can be a cell: short, no heading unless the forms print it, no sentence."""
    if line.kind in {"FIGURE_LINE", "FORM_HEAD", "FORM_ITEM_LINE", "FORM_ROW_LINE", "BLANK_LINE"}:
        return True
    short = line.end - line.start <= _LONGEST_CELL and "。" not in text[line.start : line.end]
    return short and line.kind not in RANK
