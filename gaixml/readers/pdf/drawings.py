"""Takes the lines and pictures of a PDF page out of PDFium, those inside of form XObjects included."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from gaixml.readers.pages.geometry import Matrix
from gaixml.readers.pages.rulings import THICKEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gaixml.document import BBox

MOST_OBJECTS: Final = 400_000
"""So many objects a page may have (a map drawn in vectors has some ten thousands)."""
_MOST_SEGMENTS: Final = 2_000
"""A path of more pieces is a picture."""
_DEEPEST: Final = 12
_STRAIGHT: Final = 0.5
"""A line is horizontal or vertical if its ends differ by so many points at most."""
_PATH, _IMAGE, _FORM = 2, 3, 5
_LINE, _BEZIER, _MOVE = 0, 1, 2
_WHITE: Final = 250
_OPAQUE: Final = 16


class Drawn(NamedTuple):
    """An object of a page and the map from its own coordinates to the page's."""

    kind: int
    handle: Any
    matrix: Matrix


def drawn_objects(raw: Any, page: Any) -> Iterator[Drawn]:  # noqa: ANN401 - PDFium's module and handles
    """Yield the paths and pictures of a page. Raises OverflowError where there are too many."""
    stack = [(page, Matrix(), raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, 0)]
    seen = 0
    while stack:
        holder, outer, count, get, depth = stack.pop()
        total = count(holder)
        seen += max(total, 0)
        if seen > MOST_OBJECTS:
            raise OverflowError
        for number in range(total):
            handle = get(holder, number)
            kind = raw.FPDFPageObj_GetType(handle)
            if kind in {_PATH, _IMAGE}:
                yield Drawn(kind, handle, _matrix(raw, handle).then(outer))
            elif kind == _FORM and depth < _DEEPEST:
                inner = _matrix(raw, handle).then(outer)
                stack.append((handle, inner, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, depth + 1))


def _matrix(raw: Any, handle: Any) -> Matrix:  # noqa: ANN401
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(handle, matrix):
        return Matrix()
    return Matrix(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def is_picture(drawn: Drawn) -> bool:
    """Tell whether an object is a picture."""
    return drawn.kind == _IMAGE


def picture_box(drawn: Drawn) -> BBox:
    """Return the box of a picture: the unit square in its own coordinates (ISO 32000-1, 8.9.5)."""
    return drawn.matrix.box(0, 0, 1, 1)


def marks_of(raw: Any, drawn: Drawn) -> tuple[list[BBox], list[BBox]]:  # noqa: ANN401
    """Return the horizontal and vertical lines that an object draws, as boxes, and the rectangles that it fills."""
    if drawn.kind == _IMAGE:
        return [box for box in [picture_box(drawn)] if _is_thin(box)], []
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(drawn.handle, fill, stroke)
    stroked = stroke.value and _is_seen(raw.FPDFPageObj_GetStrokeColor, drawn.handle)
    filled = fill.value and _is_seen(raw.FPDFPageObj_GetFillColor, drawn.handle)
    if not (stroked or filled):
        return [], []
    figures = list(_figures(raw, drawn))
    rules = [rule for figure in figures for rule in _sides(figure)] if stroked else []
    boxes = [_around(figure) for figure in figures] if filled else []
    rules += [box for box in boxes if _is_thin(box) and not stroked]
    return rules, [box for box in boxes if not _is_thin(box)]


def _is_seen(colour: Any, handle: Any) -> bool:  # noqa: ANN401
    """Tell whether a colour is seen on white paper."""
    parts = [ctypes.c_uint() for _ in range(4)]
    if not colour(handle, *parts):
        return True
    return parts[3].value >= _OPAQUE and min(part.value for part in parts[:3]) < _WHITE


def _figures(raw: Any, drawn: Drawn) -> Iterator[list[tuple[float, float]]]:  # noqa: ANN401
    """Yield the corners of each figure of a path that has no curves; of a closed one the first again at the end."""
    total = raw.FPDFPath_CountSegments(drawn.handle)
    if not 0 < total <= _MOST_SEGMENTS:
        return
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    curved = False
    for number in range(total):
        segment = raw.FPDFPath_GetPathSegment(drawn.handle, number)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == _MOVE:
            if len(points) > 1 and not curved:
                yield points
            points, curved = [], False
        curved = curved or kind == _BEZIER
        points.append(drawn.matrix.point(x.value, y.value))
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1 and not curved:
        yield points


def _sides(figure: Iterable[tuple[float, float]]) -> Iterator[BBox]:
    """Yield the horizontal and vertical sides of a figure."""
    last: tuple[float, float] | None = None
    for point in figure:
        if last:
            (x0, x1), (y0, y1) = sorted((last[0], point[0])), sorted((last[1], point[1]))
            if min(x1 - x0, y1 - y0) <= _STRAIGHT:
                yield x0, y0, x1, y1
        last = point


def _around(figure: Sequence[tuple[float, float]]) -> BBox:
    xs, ys = [x for x, _ in figure], [y for _, y in figure]
    return min(xs), min(ys), max(xs), max(ys)


def _is_thin(box: BBox) -> bool:
    """Tell whether a box is a line; a larger one is the ground of a cell."""
    return min(box[2] - box[0], box[3] - box[1]) <= THICKEST
