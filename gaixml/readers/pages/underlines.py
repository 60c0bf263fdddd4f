"""Tells the lines under words from those of tables."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from gaixml.readers.pages.rulings import THICKEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gaixml.document import BBox
    from gaixml.readers.pages.page import Glyph

_HIGHEST: Final = 0.4
"""An underline stands in the lower four tenths of the characters' boxes, where no line of a table stands …"""
_LOWEST: Final = 0.03
"""… or so little below, in heights."""
_COVERED: Final = 0.75
"""Characters stand over three quarters of it."""
_BEYOND: Final = 0.8
"""It does not go on for so many heights where there are none."""
_MOST: Final = 3_000_000
"""After so many comparisons on one page no more underlines are looked for."""


def without_underlines(rules: Iterable[BBox], glyphs: Iterable[Glyph]) -> list[BBox]:
    """Return the lines of a page that are not drawn under words."""
    ordered = sorted((glyph for glyph in glyphs if glyph.bottom > glyph.top), key=lambda glyph: glyph.bottom)
    bottoms = [glyph.bottom for glyph in ordered]
    tallest = max((glyph.bottom - glyph.top for glyph in ordered), default=0.0)
    kept: list[BBox] = []
    left = _MOST
    for rule in rules:
        middle = (rule[1] + rule[3]) / 2
        if rule[3] - rule[1] > THICKEST or rule[2] - rule[0] < rule[3] - rule[1] or left <= 0:
            kept.append(rule)
            continue
        first = bisect_left(bottoms, middle - _LOWEST * tallest)
        last = bisect_left(bottoms, middle + _HIGHEST * tallest)
        left -= last - first
        if not _is_underline(rule, middle, ordered[first:last]):
            kept.append(rule)
    return kept


def _is_underline(rule: BBox, middle: float, glyphs: Sequence[Glyph]) -> bool:
    """Tell whether a line is drawn under some of these characters, and nowhere else."""
    over = [
        glyph
        for glyph in glyphs
        if glyph.left < rule[2]
        and glyph.right > rule[0]
        and -_LOWEST <= (glyph.bottom - middle) / (glyph.bottom - glyph.top) <= _HIGHEST
    ]
    if not over:
        return False
    covered = sum(min(glyph.right, rule[2]) - max(glyph.left, rule[0]) for glyph in over)
    beyond = _BEYOND * max(glyph.bottom - glyph.top for glyph in over)
    begins = min(glyph.left for glyph in over) - rule[0] <= beyond
    ends = rule[2] - max(glyph.right for glyph in over) <= beyond
    return begins and ends and covered >= _COVERED * (rule[2] - rule[0])
