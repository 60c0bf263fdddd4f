"""P01, P02 and G08: nothing is without its place, nothing is blamed without evidence, nothing is dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaixml.cells import squeeze
from gaixml.checks.model import ERROR, FORM_2014, INFORMATION, PASSED, Scope, State, fail, mark_of, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gaixml.checks.engine import Result
    from gaixml.checks.model import Outcome
    from gaixml.checks.subject import Subject


@rule("G08", INFORMATION, "格式中没有的行已保留", "unknown local rows are kept", forms=FORM_2014)
def local_rows(subject: Subject) -> Iterator[Outcome]:
    """Name the rows that no form has; they stay records of the archive, without the meaning of an indicator."""
    local = [finding for finding in subject.findings if finding.get("rule") == "FRM04"]
    if not local and subject.figures:
        yield PASSED
    for finding in local:
        yield fail(
            f"{finding.get('message', '')}，作为记录保留",
            f"{finding.get('messageEn', '')}; it is kept as a record",
            mark_of(finding, finding.get("about", "")),
        )


@rule("P01", ERROR, "每个数都有出处和状态", "every value has its place and status")
def places(subject: Subject) -> Iterator[Outcome]:
    """Look up each figure at its place: the text there has to be what the archive says is printed."""
    for figure in subject.figures:
        there = squeeze(subject.text[figure.mark.start : figure.mark.end])
        printed = squeeze(figure.printed)
        if figure.status == "ambiguous":  # its place may be a whole row, with the separators of its cells
            there, printed = _words(there), _words(printed)
        if figure.status and figure.cell and printed == there:
            yield PASSED
        else:
            yield fail(
                f"“{figure.label}”记为“{figure.printed}”，原文该处是“{there}”",
                f"{figure.indicator} is recorded as printed “{figure.printed}”; at its place stands “{there}”",
                figure.mark,
                evidence="归档文件与原文不一致",
                evidence_en="the archive contradicts its own text",
            )


def _words(text: str) -> str:
    return "".join(filter(str.isalnum, text))


@rule(
    "P02",
    ERROR,
    "每条问题都说明应归于原文、提取还是均不能归，并附依据",
    "every finding says whether the source, the extraction or neither can be blamed, with its evidence",
    scope=Scope.FINDINGS,
)
def blamed(_: Subject, results: Sequence[Result]) -> Iterator[Outcome]:
    """Look at the findings of all other rules."""
    yield PASSED
    for result in results:
        for outcome in result.outcomes:
            if outcome.state == State.FAIL and not (outcome.evidence and outcome.evidence_en):
                yield fail(
                    f"{result.rule.id} 没有说明依据：{outcome.message}",
                    f"{result.rule.id} gives no evidence: {outcome.message_en}",
                    outcome.at,
                )
