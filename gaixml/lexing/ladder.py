"""Decides, once a document, in which order its rungs stand: which kind of number is above which.

The usual order (第一章 一、 （一） 1. （1）) holds unless the document itself contradicts it: in a text that counts
（一） 1. 一、二、 2. 一、 the 一、 stand below the 1. Two rungs are turned round when that makes more numbers follow
their predecessor.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from gaixml.lexing.headings import RANK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gaixml.model import Heading


def decide_ladder(headings: Sequence[Heading]) -> list[str]:
    """Return the rungs that a document uses, from the highest."""
    usual = sorted({heading.rung for heading in headings}, key=RANK.__getitem__)
    breaks = _count_breaks(headings, usual)
    above = dict.fromkeys(usual, 0)
    for upper, lower in combinations(usual, 2):
        above[lower if breaks[lower, upper] < breaks[upper, lower] else upper] += 1
    return sorted(usual, key=lambda rung: (-above[rung], RANK[rung]))


def _count_breaks(headings: Sequence[Heading], rungs: Sequence[str]) -> dict[tuple[str, str], int]:
    """Count, for every pair (upper, lower), the numbers that do not follow their predecessor if upper is above lower."""
    breaks = dict.fromkeys(((one, two) for one in rungs for two in rungs if one != two), 0)
    last = dict.fromkeys(breaks, (0, 0))
    for heading in headings:
        ordinal = heading.ordinal or 0
        for other in rungs:
            if other == heading.rung:
                continue
            as_upper, as_lower = (heading.rung, other), (other, heading.rung)
            breaks[as_upper] += ordinal != last[as_upper][0] + 1
            last[as_upper] = (ordinal, 0)
            breaks[as_lower] += ordinal != last[as_lower][1] + 1
            last[as_lower] = (last[as_lower][0], ordinal)
    return breaks
