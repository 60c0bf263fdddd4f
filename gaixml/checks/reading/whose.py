"""Tells whether a count in the prose is surely the one that the table has: whose it is, and whether of the whole."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final, NamedTuple

from gaixml.checks.reading.clauses import EXACT, GRAMMAR, Paragraph
from gaixml.scanners import scanner

if TYPE_CHECKING:
    import re


class Doubt(NamedTuple):
    """Why a statement may not be about what the table counts."""

    zh: str
    en: str


WHOSE: Final = Doubt("这句话说的是谁的数不能确定", "whose figure this is cannot be told")
PART: Final = Doubt("这句话说的可能只是一部分", "this may be a part only")
WITH: Final = Doubt("这句话另说了所含或所除的数", "the sentence says what is counted in or left out")
ANSWERED: Final = Doubt("答复不一定就是办结", "what was answered may not be closed")
_SHORTEST: Final = 3
"""Characters of the end of a name by which a body may be called: 水务局."""


def find(rule: str, words: str) -> re.Match[str] | None:
    """Return the first place where a rule of statements.lark fits."""
    return scanner(GRAMMAR, rule).search(words)


def ends(rule: str, words: str) -> re.Match[str] | None:
    """Return the form of a rule that the words end in."""
    return scanner(GRAMMAR, rule, after=r"\Z").search(words)


def without(rule: str, words: str) -> str:
    """Return words without what a rule lists."""
    return scanner(GRAMMAR, rule).sub("", words)


def reports_for_area(agency: str) -> bool:
    """Tell whether a body may report for all bodies of its area: a government, or one whose name is not known."""
    return not agency or bool(find("government", agency))


class Whose:
    """Follows through a paragraph whose the counts are.

    A department counts what is its own, a government what is its area's: its table may be for itself alone, but the
    area is what it counts where it says nothing else.
    """

    def __init__(self, agency: str, paragraph: Paragraph) -> None:
        """Take the name of the body that reports, '' if it is not known."""
        self._area = reports_for_area(agency)
        self._agency = agency
        self._paragraph = paragraph
        self._somebody = False

    def begin_sentence(self) -> None:
        """Forget whom the sentence before named; of a government's report that may be whose counts follow."""
        self._somebody = self._somebody and self._area

    def begin_clause(self, words: str) -> None:
        """Take notice of the body or area named in a clause: what follows is its count."""
        if find("whole" if self._area else "own", words):
            self._somebody = False

    def end_clause(self, words: str) -> None:
        """Take notice of somebody else who is named: what follows may be his count."""
        if not find("whole" if self._area else "own", words):
            self._somebody = self._somebody or bool(find("body", self._others(words)))

    def doubt(self, who: str) -> Doubt | None:
        """Return a doubt unless a count with this subject is surely that of the table."""
        ours, area = find("own", who), find("whole", who)
        if self._area:
            unclear = find("level", who) or (self._somebody and not area)
            rest = without("whole", who)
        else:
            unclear = area or (self._somebody and not ours)
            rest = self._others(who)
        return WHOSE if unclear or without("filler", rest) or self._names_bodies else None

    def _others(self, words: str) -> str:
        """Return words without a department's own names."""
        if self._area:
            return words
        rest = without("own", words)
        for at in range(len(self._agency) - _SHORTEST + 1):
            rest = rest.replace(self._agency[at:], "")
        return rest

    @functools.cached_property
    def _names_bodies(self) -> bool:
        """Whether the paragraph gives counts of single bodies: 其中市政府办公室3件."""
        clauses = (clause.words for sentence in self._paragraph.sentences for clause in sentence)
        counting = [without("filler", self._others(words)) for words in clauses if EXACT in words]
        return any(find("level" if self._area else "body", words) or find("body", words) for words in counting)

    @functools.cached_property
    def tells_of_rest(self) -> bool:
        """Whether the paragraph speaks of requests that are not closed."""
        sentences = self._paragraph.sentences
        return any(find("remaining", clause.words) for sentence in sentences for clause in sentence)
