"""Finds between which margins the lines of a page are set."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final

from gaixml.readers.pages.lines import Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gaixml.readers.pages.blocks import PageBlocks

INDENT: Final = 1.2
"""A line that begins so many heights right of the margin begins a paragraph (two, in GB/T 9704-2012, 7.3.3)."""
_DEEPEST: Final = 4.5
"""A line that begins further right is set in the middle or at the right."""
_WIDE: Final = 0.6
"""Lines of this share of the widest line's width show the margins …"""
_LONGEST: Final = 12.0
"""… if they are at least so many heights wide …"""
_SHARED: Final = 3
_SHARE: Final = 0.35
"""… and so many of them, and this share of them, end at one place."""
_NEAR: Final = 0.55
"""Positions that differ by this share of a height are one."""


@dataclass(frozen=True, slots=True)
class Margins:
    """Where lines begin and end, how far they are from one another (in heights); whether paragraphs are indented."""

    left: float
    right: float
    pitch: float
    indented: bool


Place = tuple[int, int]
"""The number of a page and that of a stretch of it."""


def find_margins(pages: Sequence[PageBlocks]) -> dict[Place, Margins]:
    """Return the margins of each page: its own or, where it shows none, those of the pages as wide.

    On a page that is read in columns each stretch has its own.
    """
    alike: dict[float, list[PageBlocks]] = {}
    for page in pages:
        alike.setdefault(page.width, []).append(page)
    found: dict[Place, Margins] = {}
    for group in alike.values():
        lines = [line for page in group for line in _lines(page)]
        indented = _is_indented(lines, pages)
        usual = _shown(lines, indented=indented)
        for page in group:
            stretches = sorted({line.column for line in _lines(page)})
            for column in stretches:
                printed = [line for line in _lines(page) if line.column == column]
                own = _shown(printed, indented=indented)
                if len(stretches) > 1 and len(printed) > 1:
                    own = own or _around(printed, indented=indented)
                found[page.number, column] = own or usual or _guessed(group, indented=indented)
    return found


def _lines(page: PageBlocks) -> list[Line]:
    return [block for block in page.blocks if isinstance(block, Line)]


def _shown(lines: Sequence[Line], *, indented: bool) -> Margins | None:
    """Return the margins that lines show which end at one place, None if they do not."""
    wide = _wide(lines)
    if len(wide) < _SHARED:
        return None
    size = median(line.size for line in wide)
    right = _shared([-line.box[2] for line in wide], _NEAR * size)
    if right is None:
        return None
    left = min(line.box[0] for line in wide if -right - line.box[2] <= _NEAR * size)
    return Margins(left, -right, _pitch(lines), indented)


def _around(lines: Sequence[Line], *, indented: bool) -> Margins:
    left, right = min(line.box[0] for line in lines), max(line.box[2] for line in lines)
    return Margins(left, right, _pitch(lines), indented)


def _guessed(pages: Sequence[PageBlocks], *, indented: bool) -> Margins:
    """Return the margins of pages without prose: those around all that they print, or as wide right as left."""
    boxes = [block.box for page in pages for block in page.blocks] or [(0.0, 0.0, 0.0, 0.0)]
    lines = [line for page in pages for line in _lines(page)]
    left = min(box[0] for box in boxes)
    right = max(box[2] for box in boxes)
    if not _wide(lines):
        right = max(right, *(page.width - left for page in pages))
    return Margins(left, right, _pitch(lines), indented)


def _wide(lines: Sequence[Line]) -> list[Line]:
    """Return the lines that are wide enough to show margins."""
    widest = max((line.box[2] - line.box[0] for line in lines), default=0.0)
    widths = ((line, line.box[2] - line.box[0]) for line in lines)
    return [line for line, width in widths if width >= max(_WIDE * widest, _LONGEST * line.size) > 0]


def _shared(places: Iterable[float], near: float) -> float | None:
    """Return the smallest position that enough lines share."""
    ordered = sorted(places)
    fewest = max(math.ceil(_SHARE * len(ordered)), _SHARED)
    for number, place in enumerate(ordered[: len(ordered) - fewest + 1]):
        if ordered[number + fewest - 1] - place <= near:
            return place
    return None


def _is_indented(lines: Sequence[Line], pages: Sequence[PageBlocks]) -> bool:
    """Tell whether paragraphs begin with an indent: wide lines stand further right than those above and below."""
    wide = _wide(lines) or [line for page in pages for line in _wide(_lines(page))]
    steps = [
        (below.box[0] - above.box[0]) / above.size
        for above, below in pairwise(wide)
        if above.page == below.page and above.size
    ]
    return sum(INDENT < -step < _DEEPEST for step in steps) >= max(2 if len(steps) > _SHARED else 1, len(steps) // 20)


def _pitch(lines: Sequence[Line]) -> float:
    """Return the distance between lines that is the most frequent, in heights of a line; 0 if there is none."""
    steps: Counter[float] = Counter()
    for above, below in pairwise(lines):
        if above.page == below.page and below.box[3] > above.box[3] and above.size:
            steps[round((below.box[3] - above.box[3]) / above.size, 1)] += 1
    return steps.most_common(1)[0][0] if steps else 0.0
