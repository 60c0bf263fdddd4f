"""What stands on a page: lines in the order of reading, and between them the tables that its ruled lines draw."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from gaixml.document import Spot
from gaixml.readers.pages.cell_text import cell_pieces, padding
from gaixml.readers.pages.columns import columns
from gaixml.readers.pages.geometry import round_box
from gaixml.readers.pages.grids import Grid, find_grids, ground_grids
from gaixml.readers.pages.lines import Line, line_pieces, printed_lines, usual_spacing
from gaixml.readers.pages.overflow import take_overflow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gaixml.document import BBox
    from gaixml.readers.draft import Piece
    from gaixml.readers.pages.page import Glyph, Page


_MARGIN: Final = 0.12
"""Headers and footers stand in this share of a page at its top and bottom (GB/T 9704-2012, 5.2.2)."""
_STRIP: Final = 0.2
"""A page break leaves a row or two: no more than this share of a page."""
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

    def pieces(self, padding: float) -> list[Piece]:
        """Return the text of the cell, line by line; ``padding``: how far it stays from the cell's sides."""
        return cell_pieces(self.lines, self.right - self.left - 2 * padding) or [("", self.spot)]

    @property
    def text(self) -> str:
        """Return what the cell prints, without line ends."""
        return "".join(text for text, _ in line_pieces(self.lines))


@dataclass(slots=True)
class TableBlock:
    """A table: the positions of its vertical lines, its rows (each cell where it begins), its box, its pages.

    ``padding``: how far text stays from the sides of its cells, in points.
    """

    xs: list[float]
    rows: list[list[TableCell]]
    box: BBox
    page: int
    last_page: int
    bottom: float
    padding: float

    @property
    def is_frame(self) -> bool:
        """Tell whether it has one column, and is no table."""
        return all(len(row) <= 1 for row in self.rows) and len({cell.left for row in self.rows for cell in row}) == 1

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
    found = find_grids(_on_page(page.rules, page), page.glyphs)
    grids = [grid for grid in found if not grid.is_frame or _is_strip(grid, found, page)]
    grids += ground_grids(_on_page(page.fills, page), grids)
    grids.sort(key=lambda grid: (grid.ys[0], grid.xs[0]))
    held: list[dict[int, list[Glyph]]] = [{} for _ in grids]
    bands = _bands(grids, page.height)
    loose: list[Glyph] = []
    for glyph in page.glyphs:
        x, y = (glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2
        near = bands.get(int(y // _BAND), ())
        holders = [(number, cell) for number in near if (cell := grids[number].cell_at(x, y)) is not None]
        if holders:
            number, cell = holders[-1]  # of two tables, one in a cell of the other, the inner one begins further down
            held[number].setdefault(cell, []).append(glyph)
        else:
            loose.append(glyph)
    for grid, cells in zip(grids, held, strict=True):
        take_overflow(grid, cells, loose, page)
    tables = [_table(grid, cells, page) for grid, cells in zip(grids, held, strict=True) if cells]
    lines = [
        replace(line, column=number)
        for number, column in enumerate(columns(loose))
        for line in printed_lines(column, page, usual_spacing(column))
    ]
    return PageBlocks(page.number, page.width, page.height, _in_order(lines, tables))


def _on_page(boxes: Iterable[BBox], page: Page) -> list[BBox]:
    """Return what can be seen of boxes: some producers draw lines on beyond the end of the page."""
    seen = (
        (max(left, 0.0), max(top, 0.0), min(right, page.width), min(bottom, page.height))
        for left, top, right, bottom in boxes
    )
    return [box for box in seen if box[0] <= box[2] and box[1] <= box[3]]


def _is_strip(frame: Grid, grids: Sequence[Grid], page: Page) -> bool:
    """Tell whether a frame may be what a page break left of a table: the first or last thing between the margins."""
    left, top, right, bottom = frame.box
    if bottom - top > _STRIP * page.height:
        return False
    if any(top < grid.ys[0] < bottom and left <= grid.xs[0] <= right for grid in grids if grid is not frame):
        return False
    first, last = _MARGIN * page.height, (1 - _MARGIN) * page.height
    middles = [(glyph.top + glyph.bottom) / 2 for glyph in page.glyphs]
    return not (any(first < at < top for at in middles) and any(bottom < at < last for at in middles))


def _bands(grids: Sequence[Grid], height: float) -> dict[int, list[int]]:
    """Return the numbers of the tables that reach into each stretch of the page's height."""
    bands: dict[int, list[int]] = {}
    for number, grid in enumerate(grids):
        for band in range(int(max(grid.ys[0], 0) // _BAND), int(min(grid.ys[-1], height) // _BAND) + 1):
            bands.setdefault(band, []).append(number)
    return bands


def _table(grid: Grid, held: dict[int, list[Glyph]], page: Page) -> TableBlock:
    rows: list[list[TableCell]] = [[] for _ in grid.ys[1:]]
    spacing = usual_spacing([glyph for glyphs in held.values() for glyph in glyphs])
    for number, cell in enumerate(grid.cells):
        lines = printed_lines(held.get(number, ()), page, spacing)
        spot = Spot(page.part, "", page.number, round_box(cell.box), page.ocr)
        rows[cell.row].append(TableCell(cell.box[0], cell.box[2], cell.rows, lines, spot))
    sides = (
        (line.box[0] - cell.left, cell.right - line.box[2], line.size)
        for row in rows
        for cell in row
        for line in cell.lines
    )
    return TableBlock(grid.xs, rows, grid.box, page.number, page.number, grid.ys[-1], padding(sides))


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
