"""Decides, once a document, in which order its rungs stand: which kind of number is above which.

The usual order (第一章 一、 （一） 1. （1）) holds unless the order in which the rungs open explains the document
better: in a text that counts （一） 1. 一、二、 2. 一、二、 （二） … the 一、 stand below the 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gaixml.lexing.headings import RANK
from gaixml.model import ARTICLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gaixml.model import Heading


@dataclass(frozen=True, slots=True)
class Ladder:
    """The rungs of a document from the highest, each with its first number as printed; ``order``: usual or opening."""

    order: str
    rungs: list[tuple[str, str]]


def join_prints(headings: Sequence[Heading]) -> None:
    """Take half a bracket (二） after （一）) for the whole where halves never begin at one themselves."""
    for half, whole in (("CN_HALF", "CN_PAREN"), ("AR_HALF", "AR_PAREN")):
        halves = [heading for heading in headings if heading.rung == half]
        if any(heading.rung == whole for heading in headings) and all(one.ordinal != 1 for one in halves):
            for heading in halves:
                heading.rung = whole


def decide_ladder(text: str, headings: Sequence[Heading]) -> Ladder:
    """Return the rungs that a document uses, in the order that breaks fewest sequences."""
    examples: dict[str, str] = {}
    for heading in headings:
        examples.setdefault(heading.rung, text[slice(*heading.number)])
    opening = list(examples)
    usual = sorted(opening, key=RANK.__getitem__)
    as_usual = opening == usual or count_breaks(headings, usual) <= count_breaks(headings, opening)
    rungs = usual if as_usual else opening
    return Ladder("usual" if as_usual else "opening", [(rung, examples[rung]) for rung in rungs])


def count_breaks(headings: Sequence[Heading], ladder: Sequence[str]) -> int:
    """Count the headings that are neither the first of their parent nor number their predecessor plus one.

    Articles are numbered through, whatever stands above them, and begin anew where another statute does.
    """
    level = {rung: place for place, rung in enumerate(ladder)}
    through = level.get(ARTICLE, 0)
    last = [0] * len(ladder)
    breaks = 0
    for heading in headings:
        place = level[heading.rung]
        due = {last[place] + 1} if heading.rung != ARTICLE else {1, last[place] + (heading.insertion == 0)}
        breaks += heading.ordinal not in due
        kept = last[through] if through > place else 0
        last[place:] = [heading.ordinal or 0] + [0] * (len(ladder) - place - 1)
        last[through] = kept if through > place else last[through]
    return breaks
