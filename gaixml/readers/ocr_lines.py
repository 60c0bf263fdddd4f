"""Finds the lines of tables in the picture of a page: long runs of ink."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaixml.document import BBox

_RUN: Final = 0.3
"""A run of ink of so many inches is a line, or part of one; no stroke of a character is as long."""
_THICK: Final = 0.06
"""A line is not thicker than so many inches."""

Bitmap = tuple[bytes, int]
"""A picture, a byte a dot (1: ink), row by row, and its width."""


def drawn_lines(picture: Bitmap, turned: Bitmap, dots: float) -> list[BBox]:
    """Return the horizontal and vertical lines of a picture, as boxes in dots.

    ``turned`` is the picture with rows for columns; ``dots`` are those of an inch.
    """
    run, thick = max(int(_RUN * dots), 8), _THICK * dots
    across = list(_runs(picture, run, thick))
    down = [(left, top, right, bottom) for top, left, bottom, right in _runs(turned, run, thick)]
    return [*across, *down]


def _runs(picture: Bitmap, run: int, thick: float) -> Iterator[BBox]:
    """Yield the horizontal lines: runs of ink on rows that follow one another."""
    data, width = picture
    pattern = re.compile(rb"\x01{%d,}" % run)
    drawn: list[list[int]] = []
    for row in range(len(data) // width):
        still: list[list[int]] = []
        for match in pattern.finditer(data, row * width, (row + 1) * width):
            left, right = match.start() - row * width, match.end() - row * width
            above = next((line for line in drawn if line[0] < right and left < line[2]), None)
            if above is None:
                above = [left, row, right, row + 1]
            else:
                drawn.remove(above)
            still.append([min(above[0], left), above[1], max(above[2], right), row + 1])
        yield from (_box(line) for line in drawn if line[3] - line[1] <= thick)
        drawn = still
    yield from (_box(line) for line in drawn if line[3] - line[1] <= thick)


def _box(line: list[int]) -> BBox:
    return line[0], line[1], line[2], line[3]
