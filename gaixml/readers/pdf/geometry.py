"""From the coordinates of a PDF page, whose origin is below, to those of the page as it is read."""

from __future__ import annotations

from gaixml.readers.pages.geometry import Matrix


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
