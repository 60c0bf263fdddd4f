"""Runs the rules on a report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gaixml.checks.blame import blamed
from gaixml.checks.model import Outcome, Rule, State, unassessable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gaixml.checks.subject import Subject

_NOTHING: Final = unassessable("没有可供检查的内容", "there is nothing that this rule could be applied to")


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one rule on one report: its state, and the outcomes that are no pass."""

    rule: Rule
    state: State
    outcomes: tuple[Outcome, ...]


def applies(rule: Rule, subject: Subject) -> bool:
    """Tell whether a rule is for reports of this form; a notice that prints a blank form is no report."""
    return not rule.forms or (subject.is_report and subject.form in rule.forms)


def assess(rules: Iterable[Rule], subject: Subject, *others: object) -> Iterator[Result]:
    """Yield what becomes of each rule for reports like this; ``others`` is what rules of a wider scope look at too."""
    for rule in rules:
        if applies(rule, subject):
            yield result(rule, tuple(rule.assess(subject, *others)), subject)


def result(rule: Rule, outcomes: Sequence[Outcome], subject: Subject) -> Result:
    """Return the result of a rule from its outcomes. One that assessed nothing is not assessable: it never passes."""
    told = tuple(blamed(one, subject) for one in outcomes if one.state != State.PASS)
    if any(one.state == State.FAIL for one in told):
        return Result(rule, State.FAIL, told)
    if told or not outcomes:
        return Result(rule, State.UNASSESSABLE, told or (_NOTHING,))
    return Result(rule, State.PASS, ())
