"""From the coordinates of a PDF page, whose origin is below, to those of the page as it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from gaixml.document import BBox


class Matrix(NamedTuple):
    """An affine map (ISO 32000-1, 8.3.3): x' = a·x + c·y + e, y' = b·x + d·y + f."""

    a: float = 1
    b: float = 0
    c: float = 0
    d: float = 1
    e: float = 0
    f: float = 0

    def then(self, other: Matrix) -> Matrix:
        """Return the map that applies this one, then another."""
        a, b, c, d, e, f = self
        return Matrix(
            a * other.a + b * other.c,
            a * other.b + b * other.d,
            c * other.a + d * other.c,
            c * other.b + d * other.d,
            e * other.a + f * other.c + other.e,
            e * other.b + f * other.d + other.f,
        )

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point goes."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, x0: float, y0: float, x1: float, y1: float) -> BBox:
        """Return the box around where a box goes."""
        (ax, ay), (bx, by) = self.point(x0, y0), self.point(x1, y1)
        (cx, cy), (dx, dy) = self.point(x0, y1), self.point(x1, y0)
        return min(ax, bx, cx, dx), min(ay, by, cy, dy), max(ax, bx, cx, dx), max(ay, by, cy, dy)


def page_view(left: float, bottom: float, right: float, top: float, quarters: int) -> tuple[Matrix, float, float]:
    """Return the map to the page as it is read, its width and its height.

    ``quarters``: by how many quarters of a circle, clockwise, the page is to be turned (ISO 32000-1, table 30, Rotate).
    """
    width, height = right - left, top - bottom
    if quarters % 2:
        width, height = height, width
    views = (
        Matrix(1, 0, 0, -1, -left, top),
        Matrix(0, 1, 1, 0, -bottom, -left),
        Matrix(-1, 0, 0, 1, right, -bottom),
        Matrix(0, -1, -1, 0, top, right),
    )
    return views[quarters % 4], width, height
