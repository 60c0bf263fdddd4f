"""Finds where a report explains why its figures differ from those of the year before (years.lark)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gaixml.checks.model import Blame, Mark
from gaixml.scanners import scanner

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypedDict

    from gaixml.checks.subject import Subject

    class Told(TypedDict, total=False):
        """What an explanation adds to a finding: keywords of ``fail``."""

        blame: Blame
        evidence: str
        evidence_en: str


REQUESTS: Final = "REQUESTS"
DOCUMENTS: Final = "DOCUMENTS"
ITEMS: Final = "ITEMS"
FEES: Final = "FEES"
"""What an explanation can be about: the terminals of the rule ``topic``."""


def explanations(subject: Subject, topic: str) -> Iterator[Mark]:
    """Yield the sentences that explain a difference from last year in figures of this kind, or say not of which."""
    for start, sentence in sentences(subject.text):
        if scanner("years", "explanation").search(sentence) and _is_meant(sentence, subject.year):
            topics = {match.lastgroup for match in scanner("years", "topic").finditer(sentence)}
            if not topics or topic in topics:
                yield Mark("document", start, start + len(sentence), sentence)


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """Yield the sentences of a text with their offsets, without the blanks around them."""
    for match in scanner("years", "sentence").finditer(text):
        printed = match.group().lstrip()
        if printed:
            yield match.end() - len(printed), printed.rstrip()


def _is_meant(sentence: str, year: int | None) -> bool:
    """Tell whether a sentence is about last year: a correction has to name it, other explanations need not."""
    if not scanner("years", "corrected").search(sentence):
        return True
    named = year is not None and str(year - 1) in sentence
    return named or bool(scanner("years", "last_year").search(sentence))


def told_by(explained: tuple[Mark, ...]) -> Told:
    """Return what explanations add to a finding; nothing without any."""
    if not explained:
        return {}
    quoted = "".join(f"“{mark.printed}”" for mark in explained)
    return {
        "blame": Blame.NEITHER,
        "evidence": f"报告的说明：{quoted}",
        "evidence_en": f"the report explains: {quoted}",
    }
