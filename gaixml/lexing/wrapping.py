"""Recognises text whose lines were broken at a fixed width (by a PDF tool, OCR, e-mail) instead of at paragraphs."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from gaixml.lexing.headings import RANK
from gaixml.scanners import scanner

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gaixml.lexing.lines import Line

_WIDEST: Final = 120
"""No wrapped line is wider than this many columns, of which a Chinese character takes two."""
_NARROWEST: Final = 40
"""No wrapped line is narrower: many short lines of one length are headings."""
_SLACK: Final = 9
"""Full lines differ by so many columns: a point mark hangs over, blanks are stretched, paragraphs are indented."""
_SAMPLE: Final = 2000
"""So many lines tell whether a text is wrapped."""
_FEWEST: Final = 8
_SHARE: Final = 0.6
"""In a wrapped text at least eight lines, and six tenths of all, of those that break off inside a sentence are full."""


def wrap_width(text: str, lines: Sequence[Line]) -> int:
    """Return the number of columns from which on a line is full, 0 for a text that is not wrapped."""
    broken = [width for line in lines[:_SAMPLE] if (width := broken_width(text, line))]
    if len(broken) < _FEWEST or max(broken) > _WIDEST:
        return 0
    counts = Counter(broken)
    full = max(sorted(counts, reverse=True), key=lambda width: sum(counts[width + more] for more in range(_SLACK + 1)))
    share = sum(count for width, count in counts.items() if full <= width <= full + _SLACK) / len(broken)
    return full if full >= _NARROWEST and share >= _SHARE else 0


def broken_width(text: str, line: Line) -> int:
    """Return the columns of a line that ends inside a sentence, 0 for any other."""
    if not (line.kind == "TEXT" or line.kind in RANK) or line.end - line.start > _WIDEST:
        return 0
    if not scanner("lines", "broken_off").match(text, line.start, line.end):
        return 0
    return len(text[line.start : line.end].strip().encode("gb18030", "replace"))  # two bytes for a Chinese character
