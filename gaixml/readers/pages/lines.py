"""From glyphs to printed lines: what stands on one height, from left to right, with the blanks that the eye sees."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final

from gaixml.document import Spot
from gaixml.readers.pages.geometry import round_box

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gaixml.document import BBox
    from gaixml.readers.draft import Piece
    from gaixml.readers.pages.page import Glyph, Page

_OVERLAP: Final = 0.5
"""Glyphs of a line share half of the lower one's height."""
_SAME: Final = 0.2
"""The same character printed again closer than this share of its height is bold print, not a second character."""
_LATIN_GAP: Final = 0.2
_GAP: Final = 0.38
"""Gaps that are blanks, in heights of the line: between Latin letters; between others, over the line's usual one."""
_SPACED: Final = 0.45
"""Letters that are set apart have no wider gaps …"""
_FEWEST_GAPS: Final = 8
"""… and so many of them show how wide."""
_PRINTED_BLANK: Final = 0.12
"""A blank that the file prints counts if it is at least so wide."""
_OCR_GAP: Final = 1.0
"""The same in what OCR read: its boxes are drawn around the ink."""
WIDE_GAP: Final = 1.8
"""A gap of so many heights may be one between columns."""
_LATIN: Final = re.compile(r"[!-~\u00c0-\u024f]")
_GROUPED: Final = re.compile(r"[0-9][,.]\Z")
# what may begin no line (GB/T 15834, 5.1.10), and what may end none: they go with the character before or behind
_CLOSING: Final = "，。、；：？！）》】〉〕」』”’…—％%,.;:?!)]}"
_OPENING: Final = "（《【〈〔「『“‘([{"
_WORD: Final = re.compile(rf"[{re.escape(_OPENING)}]*(?:[0-9A-Za-z.,:/%@_+-]+|.)[{re.escape(_CLOSING)}]*", re.DOTALL)


Gap = tuple[int, float, float]
"""Where a gap stands in the text of its line, from where to where it goes on the page."""


@dataclass(slots=True)
class Line:
    """A printed line: its text, its box, the height of its characters, the page that it stands on and its width.

    ``gaps`` are the wide gaps in it. ``column`` counts the stretches of the page that are read on their own.
    """

    text: str
    box: BBox
    size: float
    page: int
    width: float
    part: str = ""
    ocr: bool = False
    gaps: tuple[Gap, ...] = ()
    column: int = 0

    @property
    def spot(self) -> Spot:
        """Return where the line stands."""
        return Spot(self.part, "", self.page, self.box, self.ocr)

    @property
    def first_word(self) -> float:
        """Return how wide the first thing in the line is that cannot be broken."""
        match = _WORD.match(self.text)
        return self.size * printed_width(match.group()) if match else 0.0


def printed_width(text: str) -> float:
    """Return how many heights of a line a text is about wide: 1 for a Chinese character, half of it for a Latin one."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)


def printed_lines(glyphs: Iterable[Glyph], page: Page, spacing: float = 0.0) -> list[Line]:
    """Return the lines that glyphs make, from top to bottom; ``spacing``: as usual_spacing says."""
    return [line for row in _rows(glyphs) if (line := _line(row, page, spacing)).text]


def _rows(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """Yield the glyphs that stand on one height."""
    row: list[Glyph] = []
    top = bottom = 0.0
    for glyph in sorted(glyphs, key=lambda glyph: glyph.top + glyph.bottom):
        shared = min(bottom, glyph.bottom) - max(top, glyph.top)
        if row and shared >= _OVERLAP * min(bottom - top, glyph.bottom - glyph.top):
            if glyph.bottom - glyph.top > bottom - top:
                top, bottom = glyph.top, glyph.bottom
            row.append(glyph)
            continue
        if row:
            yield row
        row, top, bottom = [glyph], glyph.top, glyph.bottom
    if row:
        yield row


def runs(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """Yield stretches of glyphs that follow one another in the file and on one height, without a wide gap."""
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and not _follows(run[-1], glyph):
            yield run
            run = []
        run.append(glyph)
    if run:
        yield run


def _follows(last: Glyph, glyph: Glyph) -> bool:
    """Tell whether a glyph stands right behind another."""
    height = min(last.bottom - last.top, glyph.bottom - glyph.top)
    shared = min(last.bottom, glyph.bottom) - max(last.top, glyph.top)
    return shared >= _OVERLAP * height and -height <= glyph.left - last.right <= 1.2 * height


def _line(row: list[Glyph], page: Page, spacing: float) -> Line:
    """Return the line that glyphs on one height print."""
    row.sort(key=lambda glyph: (glyph.left, glyph.right))
    printed = [glyph for glyph in row if not glyph.text.isspace()]
    if not printed:
        return Line("", (0, 0, 0, 0), 0, page.number, page.width)
    size = median(glyph.bottom - glyph.top for glyph in printed)
    text, gaps = _set(_once(row, size), size, _OCR_GAP if page.ocr else _GAP, spacing)
    return Line(text, box_around(printed), size, page.number, page.width, page.part, page.ocr, gaps)


def _once(row: Iterable[Glyph], size: float) -> Iterator[tuple[str, Glyph]]:
    """Yield the characters of a line, each with the blanks printed before it; those printed twice once."""
    blank = ""
    last: Glyph | None = None
    for glyph in row:
        if glyph.text.isspace():
            blank += " " if glyph.text in "\r\n\t" else glyph.text
        elif not (last and glyph.text == last.text and abs(glyph.left - last.left) < _SAME * size):
            yield blank, glyph
            blank, last = "", glyph


def usual_spacing(glyphs: Sequence[Glyph]) -> float:
    """Return how far characters are set apart, in heights: 0 unless nearly all of them are.

    Latin ones show how far they are, the others only where there are few of them.
    """
    latin: list[float] = []
    others: list[float] = []
    for before, behind in pairwise(glyphs):
        if before.top == behind.top < before.bottom:
            gap = (behind.left - before.right) / (before.bottom - before.top)
            if gap < _SPACED:
                is_latin = _LATIN.match(before.text) and _LATIN.match(behind.text)
                (latin if is_latin else others).append(gap)
    near = latin if len(latin) >= _FEWEST_GAPS else latin + others
    spacing = median(near) if len(near) >= _FEWEST_GAPS else 0.0
    return spacing if spacing >= _LATIN_GAP / 2 else 0.0


def _set(
    printed: Iterable[tuple[str, Glyph]], size: float, least: float, spacing: float
) -> tuple[str, tuple[Gap, ...]]:
    """Return the text of a line and its wide gaps; ``least``: which gap is a blank, in heights."""
    glyphs = list(printed)
    gaps = [below.left - above.right for (_, above), (_, below) in pairwise(glyphs)]
    usual = max(median(gaps), 0.0) if gaps else 0.0
    text = glyphs[0][1].text
    wide: list[Gap] = []
    for gap, (_, before), (blank, behind) in zip(gaps, glyphs, glyphs[1:], strict=False):
        latin = _LATIN.match(before.text[-1]) and _LATIN.match(behind.text[0])
        wider = gap - spacing * size >= _LATIN_GAP * size
        blanks = " " if wider and (latin or gap - usual >= least * size) else ""
        if blank and gap >= _PRINTED_BLANK * size:
            blanks = blank
        if blanks and gap >= WIDE_GAP * size:
            wide.append((len(text), before.right, behind.left))
        text += blanks + behind.text
    return text, tuple(wide)


def tabbed(line: Line, beside: Sequence[Line]) -> str:
    """Return the text of a line with a tab in each gap that stands over or under one of the lines beside it."""
    gaps = [gap for other in beside for gap in other.gaps]
    text, last = "", 0
    for at, left, right in line.gaps:
        if any(min(right, end) - max(left, start) > line.size / 2 for _, start, end in gaps):
            text += line.text[last:at] + "\t"
            last = at + len(line.text[at:]) - len(line.text[at:].lstrip())
    return text + line.text[last:]


def box_around(glyphs: Sequence[Glyph]) -> BBox:
    """Return the box around glyphs."""
    left = min(glyph.left for glyph in glyphs)
    top = min(glyph.top for glyph in glyphs)
    right = max(glyph.right for glyph in glyphs)
    bottom = max(glyph.bottom for glyph in glyphs)
    return round_box((left, top, right, bottom))


def join_lines(before: str, behind: str) -> str:
    """Return what stands between two lines of one paragraph: a blank between Latin words, nothing in Chinese."""
    if not before or not behind or not _LATIN.match(behind[0]) or (_GROUPED.search(before) and behind[0].isdigit()):
        return ""
    return " " if _LATIN.match(before[-1]) and before[-1] not in "-/([@_" and behind[0].isalnum() else ""


def line_pieces(lines: Iterable[Line]) -> list[Piece]:
    """Return the text of lines that belong together, piece by piece, without line ends."""
    pieces: list[Piece] = []
    for line in lines:
        if pieces:
            before, spot = pieces[-1]
            pieces[-1] = before + join_lines(before, line.text), spot
        pieces.append((line.text, line.spot))
    return pieces
