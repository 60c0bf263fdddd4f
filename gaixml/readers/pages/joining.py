"""Joins the parts of a table that goes on over pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gaixml.document import Omission
from gaixml.readers.pages.blocks import TableBlock
from gaixml.readers.pages.cell_text import figure_goes_on, is_figure, is_full
from gaixml.readers.pages.labels import goes_on, is_marked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gaixml.readers.pages.blocks import PageBlocks, TableCell

_NEAR: Final = 3.0
"""Vertical lines of two pages that differ by so many points are one."""
_ROOM: Final = 0.4
"""A table goes on only if less than this share of the page is left below it."""
_ROOM_LEFT: Final = 1.8
"""A cell with less room than so many heights beside its text has no room for another line."""
_HEAD: Final = 6
"""A header that is repeated has so many rows at most."""


def join_tables(pages: Sequence[PageBlocks]) -> list[Omission]:
    """Join the tables that go on over pages; return the headers that were repeated."""
    omissions: list[Omission] = []
    for number, page in enumerate(pages[1:], 1):
        below = page.blocks[0] if page.blocks else None
        above = _last_block(pages, number)
        if not (isinstance(above, TableBlock) and isinstance(below, TableBlock)):
            continue
        if above.last_page != pages[number - 1].number or not _is_one(above, below, pages[number - 1]):
            continue
        omissions += _drop_head(above, below)
        _append(above, below, page.number)
        page.blocks.pop(0)
    return omissions


def _last_block(pages: Sequence[PageBlocks], number: int) -> object:
    """Return what stands last on the page before: a table that takes all of that page has gone to one before it."""
    return next((page.blocks[-1] for page in reversed(pages[:number]) if page.blocks), None)


def _is_one(above: TableBlock, below: TableBlock, page: PageBlocks) -> bool:
    """Tell whether a table goes on in another: the same sides, no vertical line that only the one with fewer has."""
    if page.height - above.bottom > _ROOM * page.height or (above.is_frame and below.is_frame):
        return False
    shift = below.xs[0] - above.xs[0]
    few, many = sorted((above.xs, [x - shift for x in below.xs]), key=len)
    same_sides = abs(few[-1] - many[-1]) <= _NEAR
    return same_sides and all(min(abs(x - other) for other in many) <= _NEAR for x in few)


def _drop_head(above: TableBlock, below: TableBlock) -> list[Omission]:
    """Take out the rows at the top of a page that print the header of the table again."""
    same = 0
    for one, two in zip(above.rows[:_HEAD], below.rows, strict=False):
        if [(cell.text, cell.rows) for cell in one] != [(cell.text, cell.rows) for cell in two]:
            break
        same += 1
    while same and any(cell.rows > same - number for number in range(same) for cell in below.rows[number]):
        same -= 1
    if not any(cell.text for row in below.rows[:same] for cell in row) or same == len(above.rows):
        return []
    head, below.rows = below.rows[:same], below.rows[same:]
    return [
        Omission("duplicate", len(text), row[0].spot, text)
        for row in head
        if (text := "\t".join(cell.text for cell in row)).strip()
    ]


def _append(above: TableBlock, below: TableBlock, page: int) -> None:
    """Append the rows of a table to another."""
    shift = below.xs[0] - above.xs[0]
    for row in below.rows:
        for cell in row:
            cell.left, cell.right = cell.left - shift, cell.right - shift
    if len(below.xs) > len(above.xs):
        above.xs = [x - shift for x in below.xs]
    if above.rows and below.rows:
        _join_cells(above, below)
    above.rows += below.rows
    above.last_page, above.bottom = page, below.bottom
    above.padding = min(above.padding, below.padding)


def _join_cells(above: TableBlock, below: TableBlock) -> None:
    """Let cells at the page's end go on at the top of the next: those of a row that was cut, those merged over rows."""
    ends = {(above.column(cell.left), above.column(cell.right)): cell for cell in _bottom_cells(above)}
    pairs = [(ends.get((above.column(cell.left), above.column(cell.right))), cell) for cell in below.rows[0]]
    cut = _is_cut(pairs, above.padding, blank=_is_blank(above, below, pairs))
    in_head = len(above.rows) < _HEAD and any(end is None for end, _ in pairs)
    blank = not any(end and cell.lines for end, cell in pairs)
    for end, cell in pairs:
        merged = end and (max(end.rows, cell.rows) > 1 or (in_head and (cell.lines or blank)))
        if end and (cut or (merged and _is_label_cut(end, cell, above.padding))):
            end.rows += cell.rows - cut
            end.lines += cell.lines
            below.rows[0].remove(cell)
    if cut:
        below.rows.pop(0)


def _bottom_cells(table: TableBlock) -> list[TableCell]:
    """Return the cells that reach the last row of a table."""
    last = len(table.rows)
    return [cell for number, row in enumerate(table.rows) for cell in row if number + cell.rows == last]


def _is_cut(pairs: Sequence[tuple[TableCell | None, TableCell]], padding: float, *, blank: bool) -> bool:
    """Tell whether the page cut a row in two: the text of a cell goes on, and nothing speaks against it."""
    if any(end is None for end, _ in pairs):
        return False
    both = [(end, cell) for end, cell in pairs if end and end.lines and cell.lines]
    return all(_is_text_cut(end, cell, padding) for end, cell in both) if both else blank


def _is_blank(above: TableBlock, below: TableBlock, pairs: Sequence[tuple[TableCell | None, TableCell]]) -> bool:
    """Tell whether a page left nothing of a row but its blank end: the only row there without text."""
    ends = [end.lines for end, _ in pairs if end and end.rows == 1]
    cells = [cell.lines for _, cell in pairs if cell.rows == 1]
    if not ends or any(ends) == any(cells):
        return False
    beside = below.rows[1:2] if any(ends) else above.rows[-2:-1]
    return any(cell.lines for row in beside for cell in row)


def _is_text_cut(end: TableCell, cell: TableCell, padding: float) -> bool:
    """Tell whether the text of a cell goes on in another: its last line is full, the other's begins nothing."""
    last, first, room = end.lines[-1], cell.lines[0], end.right - end.left - 2 * padding
    if is_figure(last.text) or is_figure(first.text):
        return is_figure(last.text) and is_figure(first.text) and figure_goes_on(last, first, room)
    return is_full(last, first, room) and goes_on(end.text, cell.text) and not last.text.endswith("。")


def _is_label_cut(end: TableCell, cell: TableCell, padding: float) -> bool:
    """Tell whether a merged cell goes on in another: one without text, or the rest of its label."""
    if not (end.lines and cell.lines):
        return not cell.lines
    if not goes_on(end.text, cell.text):
        return False
    return is_marked(end.text) or (_is_filled(end) and _is_text_cut(end, cell, padding))


def _is_filled(cell: TableCell) -> bool:
    """Tell whether the text of a cell leaves no room for another line, above or below."""
    if not cell.lines or not cell.spot.bbox or cell.spot.page != cell.lines[-1].page:
        return False
    height = cell.spot.bbox[3] - cell.spot.bbox[1]
    return height - (cell.lines[-1].box[3] - cell.lines[0].box[1]) < _ROOM_LEFT * cell.lines[0].size
