"""Finds the text that runs over the end of its cell, where a page cuts a row between two lines of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gaixml.readers.pages.cell_text import is_full
from gaixml.readers.pages.lines import printed_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gaixml.readers.pages.grids import Grid, GridCell
    from gaixml.readers.pages.lines import Line
    from gaixml.readers.pages.page import Glyph, Page

_STEP: Final = 1.0
"""The next line of a cell begins no more than so many heights below the one before."""
_SIZES: Final = 1.15
"""Its characters are as large, give or take so much."""
_BODY: Final = 0.88
"""Below this share of a page stand footers (GB/T 9704-2012, 5.2.2)."""


def take_overflow(grid: Grid, held: dict[int, list[Glyph]], loose: list[Glyph], page: Page) -> None:
    """Move what runs over from a table's last row to its cells: a page's last lines, which go on full ones."""
    below = [glyph for glyph in loose if _middle(glyph) > grid.ys[-1]]
    if not below or min(glyph.top for glyph in below) > grid.ys[-1] + max(_height(glyph) for glyph in below):
        return
    taken: dict[int, list[Glyph]] = {}
    for number, cell in enumerate(grid.cells):
        if cell.row + cell.rows == len(grid.ys) - 1 and number in held:
            taken[number] = _run_over(cell, held[number], below, page)
    ids = {id(glyph) for glyphs in taken.values() for glyph in glyphs}
    if any(id(glyph) not in ids and glyph.top < _BODY * page.height for glyph in below):
        return
    for number, glyphs in taken.items():
        held[number] += glyphs
    loose[:] = [glyph for glyph in loose if id(glyph) not in ids]


def _run_over(cell: GridCell, inside: Sequence[Glyph], below: Sequence[Glyph], page: Page) -> list[Glyph]:
    """Return what goes on the text of a cell, line by line."""
    left, _, right, bottom = cell.box
    lines = printed_lines((glyph for glyph in below if left <= (glyph.left + glyph.right) / 2 <= right), page)
    last = printed_lines(inside, page)[-1:]
    kept: list[Line] = []
    for line in lines:
        if not last or not _goes_on(last[0], line, right - left):
            break
        kept.append(line)
        last = [line]
    end = kept[-1].box[3] if kept else bottom
    return [glyph for glyph in below if left <= (glyph.left + glyph.right) / 2 <= right and _middle(glyph) < end]


def _goes_on(last: Line, line: Line, room: float) -> bool:
    size = max(last.size, line.size)
    if size > _SIZES * min(last.size, line.size) or line.box[1] - last.box[3] > _STEP * size:
        return False
    return is_full(last, line, room - size)


def _middle(glyph: Glyph) -> float:
    return (glyph.top + glyph.bottom) / 2


def _height(glyph: Glyph) -> float:
    return glyph.bottom - glyph.top
