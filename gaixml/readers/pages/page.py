"""A page of print: glyphs and ruled lines, whatever format they came from.

All coordinates are points (1/72 inch) from the top left corner of the page as it is seen (rotation undone), growing to
the right and down.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from gaixml.document import BBox


class Glyph(NamedTuple):
    """A character, or a word that OCR recognised, with its box; in the order in which the file prints them."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(slots=True)
class Page:
    """A page: its number (from 1), its size, what is printed on it.

    ``rules`` are the boxes of its lines, horizontal and vertical, however thin; the edges of a stroked rectangle count
    as lines. ``fills`` are the rectangles that are filled with a colour: the ground of cells. ``part`` is the member of
    the file that holds the page, '' where it has no parts. ``ocr``: the glyphs were recognised in a picture.
    """

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[BBox] = field(default_factory=list)
    fills: list[BBox] = field(default_factory=list)
    part: str = ""
    ocr: bool = False
