"""What stands on a page: lines in the order of reading, and between them the tables that its ruled lines draw."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from gaixml.document import Spot
from gaixml.readers.pages.columns import columns
from gaixml.readers.pages.grids import Grid, find_grids
from gaixml.readers.pages.lines import Line, line_pieces, printed_lines
from gaixml.readers.pages.underlines import without_underlines

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gaixml.document import BBox
    from gaixml.readers.draft import Piece
    from gaixml.readers.pages.page import Glyph, Page


_BAND: Final = 20.0
"""A page is divided into stretches of so many points, to find the tables of a glyph."""


@dataclass(slots=True)
class TableCell:
    """A cell: its left and right side, how many rows it takes up, its lines, where it stands."""

    left: float
    right: float
    rows: int
    lines: list[Line]
    spot: Spot

    @property
    def pieces(self) -> list[Piece]:
        """Return the text of the cell, line by line, without line ends."""
        return line_pieces(self.lines) or [("", self.spot)]

    @property
    def text(self) -> str:
        """Return what the cell prints."""
        return "".join(text for text, _ in self.pieces)


@dataclass(slots=True)
class TableBlock:
    """A table: the positions of its vertical lines, its rows (each cell where it begins), its box, its pages."""

    xs: list[float]
    rows: list[list[TableCell]]
    box: BBox
    page: int
    last_page: int
    bottom: float

    def column(self, x: float) -> int:
        """Return the number of the vertical line that stands nearest to a position."""
        after = bisect_left(self.xs, x)
        near = [at for at in (after - 1, after) if 0 <= at < len(self.xs)]
        return min(near, key=lambda at: abs(self.xs[at] - x))


@dataclass(slots=True)
class PageBlocks:
    """What stands on a page, in the order of reading."""

    number: int
    width: float
    height: float
    blocks: list[Line | TableBlock] = field(default_factory=list)


def page_blocks(page: Page) -> PageBlocks:
    """Return what stands on a page."""
    grids = find_grids(without_underlines(page.rules, page.glyphs))
    held: list[dict[int, list[Glyph]]] = [{} for _ in grids]
    bands = _bands(grids, page.height)
    loose: list[Glyph] = []
    for glyph in page.glyphs:
        x, y = (glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2
        near = bands.get(int(y // _BAND), ())
        found = [(number, cell) for number in near if (cell := grids[number].cell_at(x, y)) is not None]
        if found:
            number, cell = found[-1]  # of two tables, one in a cell of the other, the inner one begins further down
            held[number].setdefault(cell, []).append(glyph)
        else:
            loose.append(glyph)
    tables = [_table(grid, cells, page) for grid, cells in zip(grids, held, strict=True) if cells]
    lines = [
        replace(line, column=number)
        for number, column in enumerate(columns(loose))
        for line in printed_lines(column, page)
    ]
    return PageBlocks(page.number, page.width, page.height, _in_order(lines, tables))


def _bands(grids: Sequence[Grid], height: float) -> dict[int, list[int]]:
    """Return the numbers of the tables that reach into each stretch of the page's height."""
    bands: dict[int, list[int]] = {}
    for number, grid in enumerate(grids):
        for band in range(int(max(grid.ys[0], 0) // _BAND), int(min(grid.ys[-1], height) // _BAND) + 1):
            bands.setdefault(band, []).append(number)
    return bands


def _table(grid: Grid, held: dict[int, list[Glyph]], page: Page) -> TableBlock:
    rows: list[list[TableCell]] = [[] for _ in grid.ys[1:]]
    for number, cell in enumerate(grid.cells):
        lines = printed_lines(held.get(number, ()), page)
        box = (round(cell.box[0], 2), round(cell.box[1], 2), round(cell.box[2], 2), round(cell.box[3], 2))
        spot = Spot(page.part, "", page.number, box, page.ocr)
        rows[cell.row].append(TableCell(cell.box[0], cell.box[2], cell.rows, lines, spot))
    return TableBlock(grid.xs, rows, grid.box, page.number, page.number, grid.ys[-1])


def _in_order(lines: Iterable[Line], tables: Sequence[TableBlock]) -> list[Line | TableBlock]:
    """Return lines and tables in the order of reading: a table before the first line that stands below its top."""
    blocks: list[Line | TableBlock] = []
    waiting = list(tables)
    for line in lines:
        middle = (line.box[1] + line.box[3]) / 2
        while waiting and waiting[0].box[1] < middle:
            blocks.append(waiting.pop(0))
        blocks.append(line)
    return [*blocks, *waiting]
