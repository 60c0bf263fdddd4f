"""Takes the characters of a PDF page out of PDFium: each with its box and direction, in the coordinates of the file."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gaixml.document import BBox

_ASCENT: Final = 0.86
_DESCENT: Final = 0.14
"""A character reaches so far above and below its baseline, in heights: the box of a Chinese one (its em box)."""
_WIDEST: Final = 2.2
"""No character takes up more room in its line; PDFium says so of fonts for vertical writing."""
_INVISIBLE: Final = 3
"""The text rendering mode that neither fills nor strokes (ISO 32000-1, table 106)."""
_MOST_CLIPS: Final = 100
"""So many clipping paths, and pieces of one, are looked at."""
_SAME: Final = 1e-3
_SKEW: Final = math.radians(8)
"""Text that is turned by more than this from all four directions of a page is no text of its lines."""
_HYPHENS: Final = "\x02\ufffe\u00ad"
"""What PDFium gives for a hyphen that ends a line, and what many fonts call the hyphen that they print."""
_UNKNOWN: Final = "\ufffd"
_BMP_SURROGATES: Final = range(0xD800, 0xE000)


class Character(NamedTuple):
    """A character: its box, by how many quarters of a circle its line is turned to the left (None: it is askew).

    ``is_known``: the file says which character its picture stands for. ``clip``: where it may be seen.
    """

    text: str
    box: BBox
    quarters: int | None
    is_visible: bool
    is_known: bool
    clip: BBox | None

    @property
    def is_clipped(self) -> bool:
        """Tell whether the file cuts the character off: its middle lies outside of where its object may be seen."""
        x, y = (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2
        return bool(self.clip and not (self.clip[0] <= x <= self.clip[2] and self.clip[1] <= y <= self.clip[3]))


class _Style(NamedTuple):
    """What the characters of a text object have in common: height, direction of the line, what is up."""

    height: float
    along: tuple[float, float]
    up: tuple[float, float]
    quarters: int | None
    is_visible: bool
    clip: BBox | None


def characters(raw: Any, page: Any) -> Iterator[Character]:  # noqa: ANN401 - PDFium's module and handles
    """Yield the characters of an opened text page, in the order of the file. ``raw`` is pypdfium2.raw."""
    last: object = None
    style = _Style(0, (1, 0), (0, 1), 0, is_visible=True, clip=None)
    origin = ctypes.c_double(), ctypes.c_double()
    tight = [ctypes.c_double() for _ in range(4)]
    loose = raw.FS_RECTF()
    for number in range(raw.FPDFText_CountChars(page)):
        code = raw.FPDFText_GetUnicode(page, number)
        if code in {9, 10, 13, 32} and raw.FPDFText_IsGenerated(page, number) == 1:
            continue
        handle = raw.FPDFText_GetTextObject(page, number)
        address = ctypes.cast(handle, ctypes.c_void_p).value
        if address != last:
            style, last = _style(raw, page, number, handle), address
        raw.FPDFText_GetCharOrigin(page, number, *origin)
        raw.FPDFText_GetCharBox(page, number, *tight)
        raw.FPDFText_GetLooseCharBox(page, number, loose)
        is_known = raw.FPDFText_HasUnicodeMapError(page, number) != 1
        text = _text(code) if is_known else _UNKNOWN
        ink = tight[0].value, tight[2].value, tight[1].value, tight[3].value
        box = _box(text, (origin[0].value, origin[1].value), style, ink, (loose.left, loose.right))
        if all(map(math.isfinite, box)):
            known = is_known and text != _UNKNOWN
            yield Character(text, box, style.quarters, style.is_visible, known, style.clip)


def _text(code: int) -> str:
    if chr(code if code < 0x110000 else 0) in _HYPHENS:  # noqa: PLR2004 - the last code point is 10FFFF
        return "-"
    if not 0 < code < 0x110000 or code in _BMP_SURROGATES:  # noqa: PLR2004
        return _UNKNOWN
    return chr(code)


def _style(raw: Any, page: Any, number: int, handle: Any) -> _Style:  # noqa: ANN401
    """Return how the text object of a character is set."""
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(page, number, matrix)
    size = raw.FPDFText_GetFontSize(page, number)
    width, height = math.hypot(matrix.a, matrix.b) or 1.0, math.hypot(matrix.c, matrix.d) or 1.0
    angle = math.atan2(matrix.b, matrix.a)
    quarters = round(angle / (math.pi / 2))
    return _Style(
        abs(size * height),
        (matrix.a / width, matrix.b / width),
        (matrix.c / height, matrix.d / height),
        quarters % 4 if abs(angle - quarters * math.pi / 2) <= _SKEW else None,
        not handle or raw.FPDFTextObj_GetTextRenderMode(handle) != _INVISIBLE,
        _clip(raw, handle, (matrix.a, matrix.d, matrix.e, matrix.f)) if handle else None,
    )


def _clip(raw: Any, handle: Any, place: Sequence[float]) -> BBox | None:  # noqa: ANN401
    """Return the box that the clipping paths of an object leave, None where there are none or in a form XObject.

    The paths of objects in a form are in its coordinates; ``place`` shows whether they are the page's.
    """
    own = raw.FS_MATRIX()
    path = raw.FPDFPageObj_GetClipPath(handle)
    total = min(raw.FPDFClipPath_CountPaths(path), _MOST_CLIPS) if path else 0
    if total < 1 or not raw.FPDFPageObj_GetMatrix(handle, own):
        return None
    if any(abs(one - two) > _SAME for one, two in zip((own.a, own.d, own.e, own.f), place, strict=True)):
        return None
    x, y = ctypes.c_float(), ctypes.c_float()
    left, bottom, right, top = -math.inf, -math.inf, math.inf, math.inf
    for number in range(total):
        points: list[tuple[float, float]] = []
        for at in range(min(raw.FPDFClipPath_CountPathSegments(path, number), _MOST_CLIPS)):
            raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(path, number, at), x, y)
            points.append((x.value, y.value))
        if points:
            xs, ys = [x for x, _ in points], [y for _, y in points]
            left, right = max(left, min(xs)), min(right, max(xs))
            bottom, top = max(bottom, min(ys)), min(top, max(ys))
    return left, bottom, right, top


def _box(text: str, origin: tuple[float, float], style: _Style, ink: BBox, loose: tuple[float, float]) -> BBox:
    """Return the box of a character: as long as it takes up room in its line, as high as its font."""
    (ax, ay), (ux, uy) = style.along, style.up
    if style.quarters == 0 and 0 < loose[1] - loose[0] <= _WIDEST * style.height:
        start, end = loose[0] - origin[0], loose[1] - origin[0]
    elif unicodedata.east_asian_width(text[0]) in "WF":
        start, end = 0.0, style.height
    else:
        spans = sorted((x - origin[0]) * ax + (y - origin[1]) * ay for x in ink[::2] for y in ink[1::2])
        start, end = spans[0], spans[-1]
    xs = [origin[0] + ax * at + ux * up * style.height for at in (start, end) for up in (-_DESCENT, _ASCENT)]
    ys = [origin[1] + ay * at + uy * up * style.height for at in (start, end) for up in (-_DESCENT, _ASCENT)]
    return min(xs), min(ys), max(xs), max(ys)
