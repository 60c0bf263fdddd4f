"""Runs the rules that look at a report beside the same body's report on the year before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from gaixml.checks.blame import blamed
from gaixml.checks.engine import Result, applies, result
from gaixml.checks.model import Blame, State, unassessable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gaixml.checks.model import Outcome, Rule
    from gaixml.checks.subject import Subject


@dataclass(frozen=True, slots=True)
class Reason:
    """Something that is said in Chinese and in English; '' for nothing to say."""

    zh: str = ""
    en: str = ""


NO_REASON: Final = Reason()


def assess_beside(
    rules: Iterable[Rule], subject: Subject, previous: Subject, same_body: Reason = NO_REASON
) -> Iterator[Result]:
    """Yield what becomes of each rule; ``same_body`` is why the two reports are taken for the same body's."""
    for rule in rules:
        if applies(rule, subject):
            told = [_of_both(one, subject, previous, same_body) for one in rule.assess(subject, previous)]
            yield result(rule, told, subject)


def assess_nothing(rules: Iterable[Rule], subject: Subject, why: Reason) -> Iterator[Result]:
    """Yield that no rule can be assessed, because nothing is there to be laid beside the report."""
    for rule in rules:
        if applies(rule, subject):
            yield Result(rule, State.UNASSESSABLE, (unassessable(why.zh, why.en),))


def _of_both(outcome: Outcome, subject: Subject, previous: Subject, same_body: Reason) -> Outcome:
    """Return a failure with its evidence: how the figures of both reports were read, why they are of one body."""
    if outcome.state != State.FAIL:
        return outcome
    own = blamed(outcome, subject)
    theirs = tuple(mark._replace(file="") for mark in own.related if mark.file == previous.name)
    if own.blame == Blame.SOURCE and theirs:
        other = blamed(replace(outcome, at=None, related=theirs), previous)
        if other.blame != Blame.SOURCE:
            own = replace(
                own,
                blame=other.blame,
                evidence=f"{previous.name}：{other.evidence}",
                evidence_en=f"{previous.name}: {other.evidence_en}",
            )
    if not same_body.zh:
        return own
    return replace(own, evidence=f"{own.evidence}；{same_body.zh}", evidence_en=f"{own.evidence_en}; {same_body.en}")
