"""Tells the lines under words from those of tables."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gaixml.readers.pages.page import Glyph
    from gaixml.readers.pages.rulings import Ruling

_HIGHEST: Final = 0.4
"""An underline stands in the lower four tenths of the characters' boxes, where no line of a table stands …"""
_LOWEST: Final = 0.03
"""… or so little below, in heights."""
_COVERED: Final = 0.75
"""Characters stand over three quarters of it."""
_SPREAD: Final = 2.0
"""The characters over it may have been spread, so many heights apart, within one cell."""
_BEYOND: Final = 0.8
"""It does not go on for so many heights where there are none."""
_MOST: Final = 3_000_000
"""After so many comparisons on one page no more underlines are looked for."""


def without_underlines(across: Sequence[Ruling], down: Sequence[Ruling], glyphs: Sequence[Glyph]) -> list[Ruling]:
    """Return the horizontal lines of a page that are not drawn under words; ``down`` are its vertical ones."""
    ordered = sorted((glyph for glyph in glyphs if glyph.bottom > glyph.top), key=lambda glyph: glyph.bottom)
    bottoms = [glyph.bottom for glyph in ordered]
    tallest = max((glyph.bottom - glyph.top for glyph in ordered), default=0.0)
    kept: list[Ruling] = []
    left = _MOST
    for ruling in across:
        first = bisect_left(bottoms, ruling.at - _LOWEST * tallest)
        last = bisect_left(bottoms, ruling.at + _HIGHEST * tallest)
        left -= last - first
        if left <= 0 or not _is_underline(ruling, down, ordered[first:last]):
            kept.append(ruling)
    return kept


def _is_underline(ruling: Ruling, down: Sequence[Ruling], glyphs: Sequence[Glyph]) -> bool:
    """Tell whether a line is drawn under some of these characters, and nowhere else."""
    over = [
        glyph
        for glyph in glyphs
        if glyph.left < ruling.end
        and glyph.right > ruling.start
        and -_LOWEST <= (glyph.bottom - ruling.at) / (glyph.bottom - glyph.top) <= _HIGHEST
    ]
    if not over:
        return False
    height = max(glyph.bottom - glyph.top for glyph in over)
    begins = min(glyph.left for glyph in over) - ruling.start <= _BEYOND * height
    ends = ruling.end - max(glyph.right for glyph in over) <= _BEYOND * height
    wanted = _COVERED * (ruling.end - ruling.start)
    covered = sum(min(glyph.right, ruling.end) - max(glyph.left, ruling.start) for glyph in over)
    if not (begins and ends) or covered >= wanted:
        return begins and ends
    return covered + _spread(over, _SPREAD * height) >= wanted and not _is_crossed(ruling, down, height)


def _spread(over: Sequence[Glyph], widest: float) -> float:
    """Return how much room there is between characters that are not far apart."""
    ordered = sorted(over, key=lambda glyph: glyph.left)
    gaps = (behind.left - before.right for before, behind in pairwise(ordered))
    return sum(gap for gap in gaps if 0 < gap <= widest)


def _is_crossed(ruling: Ruling, down: Sequence[Ruling], height: float) -> bool:
    """Tell whether a line goes on beyond the cell in which it begins."""
    return any(
        ruling.start + height / 2 < one.at < ruling.end - height / 2 and one.start <= ruling.at <= one.end
        for one in down
    )
