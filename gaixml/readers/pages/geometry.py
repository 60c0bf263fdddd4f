"""Affine maps and boxes: from the coordinates that a file writes to those of the page as it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from gaixml.document import BBox


class Matrix(NamedTuple):
    """An affine map (ISO 32000-1, 8.3.3; GB/T 33190-2016, 8.5): x' = a·x + c·y + e, y' = b·x + d·y + f."""

    a: float = 1
    b: float = 0
    c: float = 0
    d: float = 1
    e: float = 0
    f: float = 0

    def then(self, other: Matrix) -> Matrix:
        """Return the map that applies this one, then another."""
        x, y = other.point(self.e, self.f)
        return Matrix(
            other.a * self.a + other.c * self.b,
            other.b * self.a + other.d * self.b,
            other.a * self.c + other.c * self.d,
            other.b * self.c + other.d * self.d,
            x,
            y,
        )

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point goes."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, left: float, top: float, right: float, bottom: float) -> BBox:
        """Return the box around where a box goes."""
        if self.a >= 0 and self.d >= 0 and not self.b and not self.c:  # as nearly all are
            return (*self.point(left, top), *self.point(right, bottom))
        corners = [self.point(x, y) for x in (left, right) for y in (top, bottom)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return min(xs), min(ys), max(xs), max(ys)


def round_box(box: BBox) -> BBox:
    """Return a box as a spot names it."""
    return round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2)
