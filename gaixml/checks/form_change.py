"""Rule X05: where the forms of two years differ, only what means the same is compared."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from gaixml.checks.model import ERROR, PASSED, Mark, Scope, fail, rule, unassessable
from gaixml.checks.reading.explanations import sentences
from gaixml.crosswalk import counterpart
from gaixml.scanners import scanner

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from gaixml.checks.figures import Figure
    from gaixml.checks.model import Outcome
    from gaixml.checks.subject import Subject

_LESS: Final = frozenset({"减少", "下降", "减", "少"})


@rule(
    "X05",
    ERROR,
    "表格格式不同的两年只比较含义相同的指标",
    "values are compared across forms on mapped indicators only",
    scope=Scope.SERIES,
)
def mapped_only(subject: Subject, previous: Subject) -> Iterator[Outcome]:
    """Look whether a change that the text states is the difference of two figures that do not mean the same."""
    if not subject.form or not previous.form:
        yield unassessable("其中一年没有统一格式的表格", "one of the two reports has no table of an official form")
        return
    if subject.form == previous.form:
        yield unassessable("两年使用同一格式", "both reports use the same form: nothing is compared across forms")
        return
    if any(_counterpart(figure, previous) for figure in subject.figures if figure.form == subject.form):
        yield PASSED
    for start, sentence in sentences(subject.text):
        for change in scanner("years", "change").finditer(sentence):
            yield from _stated(subject, previous, start, sentence, change)


def _counterpart(figure: Figure, previous: Subject) -> Figure | None:
    """Return the figure of last year's report that means the same and has a value, if there is one."""
    code = counterpart(figure.form, figure.indicator, figure.applicant, previous.form)
    found = previous.figure(*code) if code else None
    return found if found and found.value is not None and figure.value is not None else None


def _stated(subject: Subject, previous: Subject, start: int, sentence: str, change: re.Match[str]) -> Iterator[Outcome]:
    """Yield what is to be said of one stated change: 现行有效规范性文件16件，较上年减少26件."""
    stems = list(scanner("years", "stem").finditer(sentence, 0, change.start()))
    counts = list(scanner("years", "count").finditer(sentence, stems[-1].end() if stems else 0, change.start()))
    if not stems or not counts:
        return
    stem = _code(stems[-1]) + "."
    value = Decimal(counts[-1]["count"])
    ours = [one for one in _of(subject, stem) if one.value == value]
    if not ours or any(counterpart(one.form, one.indicator, "", previous.form) for one in ours):
        return
    mark = Mark("document", start + stems[-1].start(), start + change.end(), sentence[stems[-1].start() : change.end()])
    by = Decimal(change["change"]) * (-1 if change["direction"] in _LESS else 1)
    theirs = [one for one in _of(previous, stem) if one.value and one.value == value - by]
    if theirs:
        yield _finding(mark, ours[0], theirs[0], previous, by)
    else:
        yield unassessable(
            f"“{mark.printed}”：{previous.form}年格式没有与“{ours[0].label}”含义相同的指标，无法核对",
            f"{mark.printed}: in the form of {previous.form} nothing means the same as {ours[0].label}",
            mark,
        )


def _finding(mark: Mark, now: Figure, then: Figure, previous: Subject, by: Decimal) -> Outcome:
    return fail(
        f"“{mark.printed}”：{by:+}是本年“{now.label}”{now.value}减去{previous.year}年“{then.label}”{then.value}，"
        f"两个指标分属{now.form}年、{then.form}年格式，含义不同，不能相减",
        f"{mark.printed}: {by:+} is {now.label} ({now.value}) less {then.label} of {previous.year} ({then.value}); "
        f"these belong to the forms of {now.form} and {then.form} and do not mean the same",
        mark,
        (now.mark, then.mark._replace(file=previous.name)),
    )


def _of(report: Subject, stem: str) -> list[Figure]:
    return [one for one in report.figures if one.form == report.form and one.indicator.startswith(stem)]


def _code(match: re.Match[str]) -> str:
    """Return how the codes of the indicators begin that a word is about."""
    return (match.lastgroup or "").removeprefix("STEM_").lower()
