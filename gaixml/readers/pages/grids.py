"""Finds the tables that lines draw on a page: the grid of their cells, merged where no line stands between."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from gaixml.readers.pages.rulings import Ruling, find_rulings, groups
from gaixml.readers.pages.underlines import without_underlines

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gaixml.document import BBox
    from gaixml.readers.pages.page import Glyph

_TOUCH: Final = 3.0
"""Lines that miss one another by so many points still meet."""
_SNAP: Final = 3.6
"""Within a table, lines no further apart than this are one: double borders, borders drawn a little askew."""
_COVERED: Final = 0.6
"""A line parts two cells if it covers this share of the side between them."""
_TILED: Final = 0.9
"""Filled cells make a table if they cover this share of it: no grid, but stripes under every other row, covers less."""
_MOST_CROSSINGS: Final = 200_000
"""A drawing in which more lines meet (hatching, a map) is no table."""
_MOST_NEAR: Final = 5_000_000
"""So many pairs of lines are looked at for whether they meet."""
_MOST_PLACES: Final = 100_000


class GridCell(NamedTuple):
    """A cell: its first row and column, how many of each it takes up, its box."""

    row: int
    column: int
    rows: int
    columns: int
    box: BBox


@dataclass(slots=True)
class Grid:
    """A drawn table: the positions of its lines, its cells in the order of reading, and which cell owns each place."""

    xs: list[float]
    ys: list[float]
    cells: list[GridCell] = field(default_factory=list)
    owner: list[list[int]] = field(default_factory=list)

    @property
    def box(self) -> BBox:
        """Return the box around the table."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    @property
    def is_frame(self) -> bool:
        """Tell whether it has one column: a frame around something, or what a page break left of a table."""
        return all(cell.columns == len(self.xs) - 1 for cell in self.cells)

    def cell_at(self, x: float, y: float) -> int | None:
        """Return the number of the cell in which a point lies, None outside of the table."""
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        if 0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1:
            return self.owner[row][column]
        return None


def find_grids(rules: Iterable[BBox], glyphs: Sequence[Glyph] = ()) -> list[Grid]:
    """Return the tables that the lines of a page draw, and its frames, from top to bottom.

    Lines drawn under ``glyphs`` draw none.
    """
    across, down = find_rulings(rules)
    across = without_underlines(across, down, glyphs)
    grids = [grid for one, two in _figures(across, down) if (grid := _grid(*_without_ends(one, two)))]
    return sorted(grids, key=lambda grid: (grid.ys[0], grid.xs[0]))


def ground_grids(fills: Sequence[BBox], drawn: Sequence[Grid]) -> list[Grid]:
    """Return the tables that have no lines but filled cells, in all rows; ``drawn`` are those that lines draw."""
    grids = find_grids(fills)
    if len(grids) * len(fills) > _MOST_NEAR:
        return []
    tiled = [grid for grid in grids if not grid.is_frame and grid.cells[-1].row and _is_tiled(grid, fills)]
    return [grid for grid in tiled if not any(_overlap(grid.box, other.box) for other in drawn)]


def _is_tiled(grid: Grid, fills: Iterable[BBox]) -> bool:
    left, top, right, bottom = grid.box
    inside = (
        (min(box[2], right) - max(box[0], left)) * (min(box[3], bottom) - max(box[1], top))
        for box in fills
        if _overlap(box, grid.box)
    )
    return sum(inside) >= _TILED * (right - left) * (bottom - top)


def _overlap(one: BBox, two: BBox) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def _figures(across: Sequence[Ruling], down: Sequence[Ruling]) -> list[tuple[list[Ruling], list[Ruling]]]:
    """Return the lines that meet one another, figure by figure: horizontal, vertical."""
    parents = list(range(len(across) + len(down)))
    heights = [ruling.at for ruling in across]
    crossings = near = 0
    for number, ruling in enumerate(down, len(across)):
        first = bisect_left(heights, ruling.start - _TOUCH)
        last = bisect_right(heights, ruling.end + _TOUCH)
        near += last - first
        if max(crossings, near - _MOST_NEAR) > _MOST_CROSSINGS:
            return []
        for other in range(first, last):
            if across[other].start - _TOUCH <= ruling.at <= across[other].end + _TOUCH:
                parents[_root(parents, other)] = _root(parents, number)
                crossings += 1
    figures: dict[int, tuple[list[Ruling], list[Ruling]]] = {}
    for number, ruling in enumerate((*across, *down)):
        figures.setdefault(_root(parents, number), ([], []))[number >= len(across)].append(ruling)
    return [figure for figure in figures.values() if all(figure)]


def _root(parents: list[int], node: int) -> int:
    """Return the first of the lines that are known to meet with this one."""
    while parents[node] != node:
        parents[node] = parents[parents[node]]
        node = parents[node]
    return node


def _without_ends(across: list[Ruling], down: list[Ruling]) -> tuple[list[Ruling], list[Ruling]]:
    """Return the lines of a figure without those that end inside of a cell: they belong to what is written there."""
    if len(across) * len(down) > _MOST_CROSSINGS:
        return across, down
    kept = [line for line in across if not _ends_inside(line, down)]
    return kept, [line for line in down if not _ends_inside(line, kept)]


def _ends_inside(line: Ruling, others: Sequence[Ruling]) -> bool:
    """Tell whether an end of a line stands between lines across it and at none."""
    places = [other.at for other in others if other.start - _TOUCH <= line.at <= other.end + _TOUCH]
    return any(
        min(places) < end < max(places) and min(abs(end - place) for place in places) > _TOUCH
        for end in (line.start, line.end)
        if places
    )


def _grid(across: Sequence[Ruling], down: Sequence[Ruling]) -> Grid | None:
    """Return the table that lines draw which meet. Where outer lines are missing, the ends of the others stand."""
    if not across or not down:
        return None
    xs, ys = _positions(down, across), _positions(across, down)
    if min(len(xs), len(ys)) < 2 or len(xs) * len(ys) > _MOST_PLACES:  # noqa: PLR2004 - two lines make a stripe
        return None
    right_walls = _walls(down, xs, ys)
    lower_walls = _walls(across, ys, xs)
    grid = Grid(xs, ys)
    _fill(grid, right_walls, lower_walls)
    return grid


def _positions(lines: Sequence[Ruling], others: Sequence[Ruling]) -> list[float]:
    """Return where the lines stand, and where the lines across them end beyond the outermost."""
    places = sorted(line.at for line in lines)
    middles = [sum(places[group]) / len(places[group]) for group in groups(places, _SNAP)]
    first, last = min(other.start for other in others), max(other.end for other in others)
    before = [first] if first < middles[0] - 2 * _TOUCH else []
    behind = [last] if last > middles[-1] + 2 * _TOUCH else []
    return [*before, *middles, *behind]


def _walls(lines: Iterable[Ruling], places: Sequence[float], steps: Sequence[float]) -> list[list[bool]]:
    """Tell for each place of a line whether a line is drawn there, step by step."""
    covered = [[0.0] * (len(steps) - 1) for _ in places]
    for line in lines:
        after = bisect_left(places, line.at)
        near = [at for at in (after - 1, after) if 0 <= at < len(places)]
        place = min(near, key=lambda at, line=line: abs(places[at] - line.at))  # type: ignore[misc]
        first = max(bisect_right(steps, line.start) - 1, 0)
        last = min(bisect_left(steps, line.end), len(steps) - 1)
        for step in range(first, last):
            covered[place][step] += max(min(line.end, steps[step + 1]) - max(line.start, steps[step]), 0)
    sizes = [steps[at + 1] - steps[at] for at in range(len(steps) - 1)]
    return [[part >= _COVERED * size for part, size in zip(row, sizes, strict=True)] for row in covered]


def _fill(grid: Grid, right_walls: Sequence[Sequence[bool]], lower_walls: Sequence[Sequence[bool]]) -> None:
    """Give each place to a cell: rectangles as large as the lines allow, from the top left."""
    height, width = len(grid.ys) - 1, len(grid.xs) - 1
    grid.owner = [[-1] * width for _ in range(height)]
    for row in range(height):
        for column in range(width):
            if grid.owner[row][column] >= 0:
                continue
            right = column + 1
            while right < width and not right_walls[right][row] and grid.owner[row][right] < 0:
                right += 1
            bottom = row + 1
            while bottom < height and _goes_on(bottom, column, right, right_walls, lower_walls):
                bottom += 1
            for below in range(row, bottom):
                grid.owner[below][column:right] = [len(grid.cells)] * (right - column)
            box = grid.xs[column], grid.ys[row], grid.xs[right], grid.ys[bottom]
            grid.cells.append(GridCell(row, column, bottom - row, right - column, box))


def _goes_on(
    row: int, left: int, right: int, right_walls: Sequence[Sequence[bool]], lower_walls: Sequence[Sequence[bool]]
) -> bool:
    """Tell whether a cell goes on into a row: no line above it, none inside of it."""
    return not any(lower_walls[row][left:right]) and not any(right_walls[at][row] for at in range(left + 1, right))
