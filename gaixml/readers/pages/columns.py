"""Finds the columns in which a page sets its prose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gaixml.readers.pages.lines import box_around, runs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gaixml.document import BBox
    from gaixml.readers.pages.page import Glyph

_FEWEST: Final = 5
"""A column of prose has so many lines at least."""
_FULL: Final = 0.8
_FULL_SHARE: Final = 0.6
"""Six tenths of a column's lines fill eight tenths of its width; the cells of a table without rules do not."""
_GUTTER: Final = 8.0
"""A gutter is at least so many points wide."""
_NARROWEST: Final = 60.0
"""No column of prose is narrower than so many points."""
_DEEPEST: Final = 3

Run = tuple["BBox", "Sequence[Glyph]"]
Gap = tuple[float, float]


def columns(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Return the glyphs of each stretch of a page that is read on its own, in the order of reading."""
    pieces = [(box_around(run), run) for run in runs(glyphs)]
    return [[glyph for _, run in part for glyph in run] for part in _split(pieces, _DEEPEST)]


def _split(pieces: Sequence[Run], depth: int) -> list[list[Run]]:
    """Return the stretches that are read one after another: what goes across the page, and columns."""
    parts: list[list[Run]] = [[]]
    for gap, band in _bands(pieces):
        middle = (gap[0] + gap[1]) / 2
        sides = [[piece for piece in band if (piece[0][0] < middle) == left] for left in (True, False)]
        if depth and all(map(_is_prose, sides)):
            below = _taken_below(*sides)
            parts += [part for side in sides for part in _split(side, depth - 1)]
            parts.append(below)
        else:
            parts[-1] += band
    return [part for part in parts if part]


def _taken_below(left: list[Run], right: Sequence[Run]) -> list[Run]:
    """Take out of the left column what stands below the right one in short lines: headings of what follows."""
    bottom = max(box[3] for box, _ in right)
    width = max(box[2] for box, _ in left) - min(box[0] for box, _ in left)
    below: list[Run] = []
    while left and left[-1][0][1] > bottom and left[-1][0][2] - left[-1][0][0] < _FULL * width:
        below.insert(0, left.pop())
    return below


def _bands(pieces: Sequence[Run]) -> list[tuple[Gap, list[Run]]]:
    """Return the stretches from top to bottom in which one gap goes through all lines, each with its widest gap."""
    left = min((box[0] for box, _ in pieces), default=0.0) + _NARROWEST
    right = max((box[2] for box, _ in pieces), default=0.0) - _NARROWEST
    bands: list[tuple[Gap, list[Run]]] = []
    free: list[Gap] = []
    for row in _rows(pieces):
        narrowed = _without(free, row)
        if not bands or not narrowed:
            bands.append(((0.0, 0.0), []))
            narrowed = _without([(left, right)], row)
        free = narrowed
        bands[-1][1].extend(row)
        bands[-1] = max(free, key=lambda gap: gap[1] - gap[0], default=(0.0, 0.0)), bands[-1][1]
    return bands


def _rows(pieces: Iterable[Run]) -> list[list[Run]]:
    """Return what stands on one height together, from top to bottom."""
    rows: list[list[Run]] = []
    for piece in sorted(pieces, key=lambda piece: piece[0][1]):
        box = rows[-1][0][0] if rows else piece[0]
        if rows and min(box[3], piece[0][3]) - piece[0][1] >= (box[3] - box[1]) / 2:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return rows


def _without(gaps: Iterable[Gap], row: Iterable[Run]) -> list[Gap]:
    """Return what a row leaves of gaps."""
    left = set(gaps)
    for box, _ in row:
        rest = [part for start, end in left for part in ((start, min(end, box[0])), (max(start, box[2]), end))]
        left = {(start, end) for start, end in rest if end - start >= _GUTTER}
    return sorted(left)


def _is_prose(pieces: Sequence[Run]) -> bool:
    """Tell whether lines fill the width of their column."""
    boxes = [box for box, _ in pieces]
    if len(boxes) < _FEWEST:
        return False
    width = max(box[2] for box in boxes) - min(box[0] for box in boxes)
    full = sum(box[2] - box[0] >= _FULL * width for box in boxes)
    return width >= _NARROWEST and full >= _FULL_SHARE * len(boxes)
