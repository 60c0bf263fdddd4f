"""Reads pictures of pages with the Tesseract of the machine (the extra ``ocr``): words, and the lines of tables.

The cells of a table are cut out and set one below another, so that no line of the table is taken for a character and no
two cells for one word. They are read several times, and what is not read alike is marked (ocr_judging).
"""

from __future__ import annotations

import importlib
from bisect import bisect_right
from typing import TYPE_CHECKING, Any, Final

from gaixml.readers.ocr_judging import Box, Word, judge
from gaixml.readers.ocr_lines import drawn_lines
from gaixml.readers.pages.grids import find_grids
from gaixml.readers.pages.page import Glyph, Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gaixml.readers.pages.grids import Grid

LANGUAGE: Final = "chi_sim"
_SECOND: Final = "eng"
"""Tesseract's own data, which reads figures too."""
HOW_TO_INSTALL: Final = (
    "to read it with OCR, install the extra “ocr”: pip install 'gaixml[ocr]', and Tesseract with its Chinese data: "
    "apt install tesseract-ocr tesseract-ocr-chi-sim"
)
_SECONDS: Final = 300
"""So long one picture may take."""
_DARK: Final = 140
"""Of 255: what is darker is ink …"""
_FAINT: Final = 190
"""… and what is darker than this may be part of a line, which is thinner than a dot."""
_SMALLER: Final = 0.7
"""The second size in which cells are read, as a share of the first."""
_SPECK: Final = 2.5
"""Ink that is narrower and lower than so many points is dust, or a point."""
_INSIDE: Final = 2.0
"""So many points inside of its lines a cell is cut out."""
_APART: Final = 12.0
"""So many points stand between two cells that are set one below another."""
_LONGEST: Final = 20_000
"""A picture of cells has so many rows of dots at most; more cells make another picture."""


class Engine:
    """Tesseract with its Chinese data."""

    def __init__(self, tesseract: Any, images: Any, second: str = "") -> None:  # noqa: ANN401
        """Keep the modules pytesseract and PIL.Image, and another language in which figures are read."""
        self._second = second
        self._tesseract = tesseract
        self._images = images

    def read(self, picture: Any, number: int, width: float, height: float) -> Page:  # noqa: ANN401 - PIL.Image.Image
        """Return the page that a picture shows; ``width`` and ``height`` are the page's, in points."""
        grey = picture.convert("L")
        dots = grey.width / width
        ink = grey.point([1 if level < _DARK else 0 for level in range(256)])
        faint = grey.point([1 if level < _FAINT else 0 for level in range(256)])
        turned = faint.transpose(self._images.Transpose.TRANSPOSE)
        lines = drawn_lines((faint.tobytes(), faint.width), (turned.tobytes(), turned.width), 72 * dots)
        rules = [(left / dots, top / dots, right / dots, bottom / dots) for left, top, right, bottom in lines]
        page = Page(number, width, height, rules=rules, ocr=True)
        grids = [grid for grid in find_grids(rules) if not grid.is_frame]
        cuts = [cut for grid in grids for cut in _cuts(grid, ink, dots)]
        page.glyphs = [glyph for part in self._strips(cuts) for glyph in self._cells(grey, part, dots)]
        for left, top, right, bottom in (*lines, *([side * dots for side in grid.box] for grid in grids)):
            grey.paste(255, (int(left), int(top), int(right) + 1, int(bottom) + 1))
        page.glyphs += [_glyph(word.text, word.box, dots) for word in self._words(grey)]
        return page

    def _words(self, picture: Any, language: str = LANGUAGE) -> Iterator[Word]:  # noqa: ANN401
        """Yield the words in a picture."""
        found = self._tesseract.image_to_data(
            picture, lang=language, config="--psm 6", timeout=_SECONDS, output_type=self._tesseract.Output.DICT
        )
        columns = (found[name] for name in ("text", "left", "top", "width", "height", "conf"))
        for text, left, top, width, height, sure in zip(*columns, strict=True):
            if text.strip():
                yield Word(text.strip(), Box(left, top, left + width, top + height), float(sure))

    def _strips(self, cuts: Sequence[Box]) -> Iterator[list[Box]]:
        """Yield as many cells as make one picture."""
        part: list[Box] = []
        for cut in cuts:
            if part and sum(one.bottom - one.top for one in part) > _LONGEST:
                yield part
                part = []
            part.append(cut)
        if part:
            yield part

    def _cells(self, picture: Any, cuts: Sequence[Box], dots: float) -> Iterator[Glyph]:  # noqa: ANN401
        """Yield the words in cells."""
        apart = int(_APART * dots)
        tops = [apart]
        for cut in cuts:
            tops.append(tops[-1] + cut.bottom - cut.top + apart)
        strip = self._images.new("L", (max(cut.right - cut.left for cut in cuts) + 2 * apart, tops[-1]), 255)
        for cut, top in zip(cuts, tops, strict=False):
            strip.paste(picture.crop(cut), (apart, top))
        small = strip.resize((max(int(strip.width * _SMALLER), 1), max(int(strip.height * _SMALLER), 1)))
        readings = [_by_cell(self._words(strip), tops, 1.0), _by_cell(self._words(small), tops, _SMALLER)]
        if self._second:
            readings.append(_by_cell(self._words(strip, self._second), tops, 1.0))
        for cut, top, *words in zip(cuts, tops, *readings, strict=False):
            across, down = cut.left - apart, cut.top - top
            place = Box(apart, top, apart + cut.right - cut.left, top + cut.bottom - cut.top)
            for text, box, _ in judge(words, place):
                moved = Box(box.left + across, box.top + down, box.right + across, box.bottom + down)
                yield _glyph(text, moved, dots)


def _by_cell(words: Iterable[Word], tops: Sequence[int], scale: float) -> list[list[Word]]:
    """Return the words in each cell of a strip; ``tops`` are where the cells begin in one of the full size."""
    found: list[list[Word]] = [[] for _ in tops[1:]]
    for word in words:
        middle = (word.box.top + word.box.bottom) / 2 / scale
        found[min(max(bisect_right(tops, middle) - 1, 0), len(found) - 1)].append(word)
    return found


def find_engine() -> Engine | None:
    """Return the engine, None where the extra, Tesseract or its Chinese data is not installed."""
    try:
        tesseract = importlib.import_module("pytesseract")
        images = importlib.import_module("PIL.Image")
    except ImportError:
        return None
    try:
        languages = tesseract.get_languages()
    except (tesseract.TesseractNotFoundError, tesseract.TesseractError, OSError, RuntimeError, SystemExit):
        return None
    second = _SECOND if _SECOND in languages else ""
    return Engine(tesseract, images, second) if LANGUAGE in languages else None


def _cuts(grid: Grid, ink: Any, dots: float) -> Iterator[Box]:  # noqa: ANN401
    """Yield the cells of a table in which something is printed: their stretch with ink, and a little around."""
    for cell in grid.cells:
        left, top = int((cell.box[0] + _INSIDE) * dots), int((cell.box[1] + _INSIDE) * dots)
        right, bottom = int((cell.box[2] - _INSIDE) * dots), int((cell.box[3] - _INSIDE) * dots)
        printed = ink.crop((left, top, right, bottom)).getbbox() if left < right and top < bottom else None
        if printed and max(printed[2] - printed[0], printed[3] - printed[1]) > _SPECK * dots:
            edge = int(dots)
            yield Box(
                left + max(printed[0] - edge, 0),
                top + max(printed[1] - edge, 0),
                min(left + printed[2] + edge, right),
                min(top + printed[3] + edge, bottom),
            )


def _glyph(text: str, box: Box, dots: float) -> Glyph:
    return Glyph(text, box.left / dots, box.top / dots, box.right / dots, box.bottom / dots)
