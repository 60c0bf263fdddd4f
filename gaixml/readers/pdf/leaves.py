"""Reads one page of a PDF: what is printed on it, what is not."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from gaixml.document import Omission, Spot, join_boxes
from gaixml.readers.pages.page import Glyph, Page
from gaixml.readers.pdf.annotations import flatten, list_annotations
from gaixml.readers.pdf.characters import Character, characters
from gaixml.readers.pdf.drawings import drawn_objects, is_picture, marks_of, picture_box
from gaixml.readers.pdf.geometry import page_view
from gaixml.readers.pdf.pictures import list_picture

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gaixml.document import BBox, Image
    from gaixml.readers.pages.geometry import Matrix

MOST_CHARACTERS: Final = 200_000
"""So many characters a page may have: fifty times a page of the smallest print."""
MOST_RULES: Final = 200_000
_TURNED: Final = 0.6
"""A page on which this share of the characters runs in another direction is read in that direction."""
_COVERED: Final = 0.5
"""A page of which pictures cover this share is a picture."""
_MARGIN: Final = 0.1
"""What stands in this share of a page at its top or bottom makes no page of text of a picture."""
_DRAWN: Final = 300
"""A page without text that draws so many paths may have its text drawn."""


@dataclass(slots=True)
class Leaf:
    """A page as read: what is printed, what was left aside, its pictures.

    ``unknown`` counts the printed characters whose code the file does not give. ``is_picture``: its text, if it has
    any, is in pictures or drawn.
    """

    page: Page
    omissions: list[Omission] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    unknown: int = 0
    is_picture: bool = False


def read_leaf(raw: Any, document: Any, number: int) -> Leaf:  # noqa: ANN401 - PDFium's module and handles
    """Return page ``number`` (from 0). Raises OverflowError where there is too much on it."""
    page = document[number]
    notes = list_annotations(raw, document.raw, page.raw, number + 1)
    if flatten(raw, page.raw):
        page.close()
        page = document[number]
    text = page.get_textpage()
    try:
        if raw.FPDFText_CountChars(text.raw) > MOST_CHARACTERS:
            raise OverflowError
        leaf = _leaf(raw, page.raw, list(characters(raw, text.raw)), number + 1)
    finally:
        text.close()
        page.close()
    leaf.omissions += notes
    return leaf


def _leaf(raw: Any, page: Any, found: Sequence[Character], number: int) -> Leaf:  # noqa: ANN401
    bounds = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, bounds)
    quarters = _quarters(found, raw.FPDFPage_GetRotation(page))
    view, width, height = page_view(bounds.left, bounds.bottom, bounds.right, bounds.top, quarters)
    leaf = Leaf(Page(number, width, height))
    covered = 0.0
    paths = 0
    for one in drawn_objects(raw, page):
        paths += not is_picture(one)
        rules, fills = marks_of(raw, one)
        leaf.page.rules += [view.box(*rule) for rule in rules]
        leaf.page.fills += [view.box(*fill) for fill in fills]
        if len(leaf.page.rules) + len(leaf.page.fills) > MOST_RULES:
            raise OverflowError
        if is_picture(one):
            box = view.box(*picture_box(one))
            leaf.images += list_picture(raw, one, number, len(leaf.images) + 1, box)
            covered += _inside(box, width, height)
    is_covered = covered >= _COVERED * width * height
    _sort(leaf, found, view, quarters, is_covered=is_covered)
    body = [one for one in leaf.page.glyphs if _MARGIN * height < one.top and one.bottom < (1 - _MARGIN) * height]
    leaf.is_picture = (is_covered and not body) or (paths >= _DRAWN and not leaf.page.glyphs)
    return leaf


def _quarters(found: Iterable[Character], rotation: int) -> int:
    """Return by how many quarters of a circle the page must be turned to the right to be read."""
    directions = Counter(one.quarters for one in found if one.quarters is not None and not one.text.isspace())
    for quarters, count in directions.most_common(1):
        if count >= _TURNED * directions.total():
            return quarters
    return rotation


def _inside(box: BBox, width: float, height: float) -> float:
    """Return how much of a page a box covers, in square points."""
    across, down = min(box[2], width) - max(box[0], 0), min(box[3], height) - max(box[1], 0)
    return max(across, 0) * max(down, 0)


def _sort(leaf: Leaf, found: Iterable[Character], view: Matrix, quarters: int, *, is_covered: bool) -> None:
    """Put the characters that are printed on the page, and list those that are not.

    Invisible text over a picture that covers the page is what a scanner recognised in it.
    """
    aside: dict[str, list[Glyph]] = {}
    turned: list[tuple[Glyph, int]] = []
    for one in found:
        glyph = Glyph(one.text, *view.box(*one.box))
        reason = _reason(one, glyph, leaf.page, is_covered=is_covered)
        if reason:
            aside.setdefault(reason, []).append(glyph)
            continue
        leaf.page.ocr = leaf.page.ocr or not one.is_visible
        leaf.unknown += not one.is_known
        if one.quarters == quarters:
            leaf.page.glyphs.append(glyph)
        else:
            turned.append((glyph, one.quarters or 0))
    leaf.page.glyphs += _words(turned)
    leaf.omissions += [_omission(reason, glyphs, leaf.page.number) for reason, glyphs in aside.items()]


def _reason(one: Character, glyph: Glyph, page: Page, *, is_covered: bool) -> str:
    """Return why a character is not printed on the page, '' if it is."""
    x, y = (glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2
    if not (0 <= x <= page.width and 0 <= y <= page.height) or one.is_clipped:
        return "hidden"
    if one.quarters is None:
        return "watermark"
    return "" if one.is_visible or is_covered else "hidden"


def _omission(reason: str, glyphs: Sequence[Glyph], page: int) -> Omission:
    text = "".join(glyph.text for glyph in glyphs)
    box: BBox | None = None
    for glyph in glyphs:
        box = join_boxes(box, (glyph.left, glyph.top, glyph.right, glyph.bottom))
    return Omission(reason, len(text), Spot(page=page, bbox=box), text)


def _words(turned: Iterable[tuple[Glyph, int]]) -> Iterator[Glyph]:
    """Yield text that runs in another direction than the page's, a run at a time.

    A run stands in a box as high as wide in its middle: it must not reach into the lines beside it.
    """
    run: list[Glyph] = []
    direction = 0
    for glyph, quarters in turned:
        if run and (quarters != direction or not _touches(run[-1], glyph)):
            yield _square(run)
            run = []
        run.append(glyph)
        direction = quarters
    if run:
        yield _square(run)


def _touches(one: Glyph, two: Glyph) -> bool:
    """Tell whether one character stands right before another, whatever their direction."""
    room = max(min(one.right - one.left, one.bottom - one.top), min(two.right - two.left, two.bottom - two.top))
    across = max(one.left, two.left) - min(one.right, two.right)
    down = max(one.top, two.top) - min(one.bottom, two.bottom)
    return max(across, down) <= room


def _square(run: Sequence[Glyph]) -> Glyph:
    left, right = min(glyph.left for glyph in run), max(glyph.right for glyph in run)
    top, bottom = min(glyph.top for glyph in run), max(glyph.bottom for glyph in run)
    half = min(right - left, bottom - top) / 2
    x, y = (left + right) / 2, (top + bottom) / 2
    text = "".join(glyph.text for glyph in run).strip()
    return Glyph(text or " ", x - half, y - half, x + half, y + half)
