"""The TX rule that needs two reports: the change said in the prose is that between their tables."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from gaixml.checks.model import PASSED, WARNING, Scope, fail, rule, unassessable
from gaixml.checks.reading.statements import Statement, statements
from gaixml.checks.stated import agrees, received, requests
from gaixml.indicators import TOTAL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaixml.checks.model import Outcome
    from gaixml.checks.stated import Report
    from gaixml.checks.subject import Subject


@rule(
    "TX06",
    WARNING,
    "正文较上年增减数与上年报告相符",
    "the change on last year in the text is that between the two reports",
    scope=Scope.SERIES,
)
def changes(subject: Subject, previous: Report) -> Iterator[Outcome]:
    """Compare 较上年增加 N 件 (x%), said of the requests received, with both tables."""
    for one in statements(subject):
        if one.kind == "change":
            yield _judge(one, subject, previous)


def _judge(change: Statement, subject: Subject, previous: Report) -> Outcome:
    printed, mark = "".join(change.mark.printed.split()), change.mark
    now, was = received(subject), received(previous)
    if subject.year is None or previous.year != subject.year - 1:
        return unassessable(
            f"“{printed}”：没有上一年度的报告", f"{printed}: there is no report of the year before", mark
        )
    if now is None or now.value is None or was is None or was.value is None:
        return unassessable(
            f"“{printed}”：两年新收申请数没有确定的数值", f"{printed}: a year's requests have no certain value", mark
        )
    pairs = [(now.value, was.value), (_with_carried(subject, now.value), _with_carried(previous, was.value))]
    if any(_fits(change, one, other) for one, other in pairs):
        return PASSED
    both = f"{subject.year}年新收 {now.value} 件，{previous.year}年（{previous.name}）新收 {was.value} 件"
    both_en = f"{now.value} were received in {subject.year}, {was.value} in {previous.year} ({previous.name})"
    anchored = change.anchor is not None and agrees(change.anchor, requests(subject)[:1])
    if change.doubt or not anchored:
        doubt = change.doubt or ("正文的收到数与表格不同", "the text's count is not the table's")
        return unassessable(f"“{printed}”：{both}；{doubt[0]}", f"{printed}: {both_en}; {doubt[1]}", mark)
    return fail(f"正文“{printed}”，{both}", f"the text says {printed}; {both_en}", mark, (now.mark,))


def _with_carried(report: Report, received: Decimal) -> Decimal:
    """Return the requests received with those carried in, which the prose may count together."""
    carried = report.figure("carried_in", TOTAL)
    return received + (carried.value or 0 if carried else 0)


def _fits(change: Statement, now: Decimal, was: Decimal) -> bool:
    direction, unit = change.of
    difference = {"up": now - was, "down": was - now}.get(direction, abs(now - was))
    if unit == "count":
        return difference == change.value
    rounding = Decimal(1).scaleb(min(0, int(change.value.as_tuple().exponent)))
    return bool(was) and abs(100 * difference / was - change.value) < rounding
