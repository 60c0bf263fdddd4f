"""The TX rules on counts: what the prose says of requests, reconsideration and litigation is what the tables say."""

from __future__ import annotations

from collections import ChainMap
from decimal import Decimal
from typing import TYPE_CHECKING

from gaixml.checks.model import ERROR, PASSED, STATUTORY, WARNING, fail, rule, unassessable
from gaixml.checks.reading.statements import statements
from gaixml.checks.reading.whose import reports_for_area
from gaixml.checks.stated import Reading, agrees, judge, requests, sum_of
from gaixml.indicators import TOTAL, indicators

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gaixml.checks.model import Outcome
    from gaixml.checks.reading.statements import Statement
    from gaixml.checks.stated import Sum
    from gaixml.checks.subject import Subject

_RESULTS = {"upheld": "结果维持", "corrected": "结果纠正", "other_result": "其他结果", "pending": "尚未审结"}
_NAMES = {
    "disclosed": "予以公开",
    "partly_disclosed": "部分公开",
    "refused": "不予公开",
    "unavailable": "无法提供",
    "not_processed": "不予处理",
    "other_handling": "其他处理",
    "reconsideration": "行政复议",
    "litigation": "行政诉讼",
    "direct": "未经复议直接起诉",
    "after_reconsideration": "复议后起诉",
    **_RESULTS,
}
_LITIGATION = ("litigation.direct", "litigation.after_reconsideration")
_PROCEEDINGS = {
    "reconsideration": ("reconsideration",),
    "litigation": _LITIGATION,
    "direct": _LITIGATION[:1],
    "after_reconsideration": _LITIGATION[1:],
}


def _of_kind(subject: Subject, *kinds: str) -> list[Statement]:
    return [one for one in statements(subject) if one.kind in kinds]


def _scopes(subject: Subject, found: Iterable[Statement]) -> dict[Decimal, tuple[str, str]]:
    """Return the counts that a government's report may give of different scopes: all those that differ."""
    sure = {one.value for one in found if not one.doubt}
    if len(sure) < 2 or not reports_for_area(subject.agency):  # noqa: PLR2004 - two differ
        return {}
    return dict.fromkeys(sure, ("文中有不同口径的数", "the text has figures of different scopes"))


@rule(
    "TX01",
    WARNING,
    "正文收到申请数与表格相符",
    "the requests received in the text are those of the table",
    forms=STATUTORY,
)
def received(subject: Subject) -> Iterator[Outcome]:
    """Compare 收到 N 件 with row 一, or rows 一 and 二, which the text may count together."""
    found = _of_kind(subject, "received")
    reading = Reading(requests(subject), _scopes(subject, found))
    for one in found:
        yield judge(one, reading)


@rule(
    "TX02",
    WARNING,
    "正文答复、办结数与表格相符",
    "the requests closed in the text are those of the table",
    forms=STATUTORY,
)
def closed(subject: Subject) -> Iterator[Outcome]:
    """Compare 办结 N 件 with row （七）; the text may leave out those carried in, 答复 some ways of closing."""
    total = sum_of(subject, "第三表“（七）总计”", "the total of row （七）", ("outcome.total",), TOTAL)
    found = _of_kind(subject, "closed", "answered")
    scopes = _scopes(subject, found)
    for one in found:
        yield judge(one, Reading((total,), ChainMap(_fewer(subject, one, total), scopes)))


def _fewer(subject: Subject, statement: Statement, total: Sum) -> dict[Decimal, tuple[str, str]]:
    """Return counts that are no contradiction although they are not the total."""
    carried = subject.figure("carried_in", TOTAL)
    only_new = ("可能只计本年新收的申请", "this may count the requests of the year only")
    if total.value is None:
        return {}
    if carried is None or carried.value is None:
        return {statement.value: only_new}
    allowed = {total.value - carried.value: only_new} if carried.value else {}
    unanswered = [_outcome(subject, name).value for name in ("not_processed", "other_handling")]
    least = total.value - sum((value for value in unanswered if value is not None), Decimal(0))
    if statement.kind == "answered" and least <= statement.value < total.value:
        allowed[statement.value] = ("“答复”可能不计不予处理、其他处理", "答复 may leave out what was not processed")
    return allowed


def _outcome(subject: Subject, *names: str) -> Sum:
    """Return the sum of all rows of some outcomes of requests."""
    rows = indicators(subject.form)
    codes = [
        code for name in names for code in rows if code == f"outcome.{name}" or code.startswith(f"outcome.{name}.")
    ]
    label = "、".join(_NAMES[name] for name in names)
    return sum_of(
        subject, f"第三表“{label}”各行总计之和", f"the sum of the totals of the rows of {label}", codes, TOTAL
    )


@rule(
    "TX03",
    WARNING,
    "正文办理结果数与表格相符",
    "the counts by outcome in the text are those of the table",
    forms=STATUTORY,
)
def outcomes(subject: Subject) -> Iterator[Outcome]:
    """Compare 予以公开 N 件 with the rows of that outcome, where the text's total is the table's as well."""
    totals = (*requests(subject), sum_of(subject, "", "", ("outcome.total",), TOTAL))
    agreed: dict[int, bool] = {}
    for one in _of_kind(subject, "received", "closed", "answered", "category"):
        if one.kind == "category":
            yield judge(one, _category(subject, one, agreed=agreed.get(one.paragraph, True)))
        else:
            agreed[one.paragraph] = agreed.get(one.paragraph, False) or agrees(one, totals)


def _category(subject: Subject, statement: Statement, *, agreed: bool) -> Reading:
    """Return what a count by outcome is compared with; ``agreed`` tells whether the total before it is the table's."""
    allowed = {}
    if not agreed:
        allowed[statement.value] = ("这段话的总数与表格不同", "the total of this passage is not the table's")
    both = _outcome(subject, "disclosed", "partly_disclosed").value
    if statement.of == ("disclosed",) and both is not None:
        allowed.setdefault(both, ("可能含部分公开", "this may include what was disclosed in part"))
    return Reading((_outcome(subject, *statement.of),), allowed)


def _proceedings(subject: Subject, names: Iterable[str], part: str = "total") -> Sum:
    codes = [f"{code}.{part.removesuffix('_result')}" for name in names for code in _PROCEEDINGS[name]]
    label = "、".join(_NAMES[name] for name in names) + ("" if part == "total" else _RESULTS[part])
    return sum_of(
        subject, f"第四表{label}之和" if len(codes) > 1 else f"第四表{label}", f"{label} in table four", codes
    )


@rule(
    "TX05",
    WARNING,
    "正文复议、诉讼数与表格相符",
    "reconsideration and litigation in the text are those of the table",
    forms=STATUTORY,
)
def proceedings(subject: Subject) -> Iterator[Outcome]:
    """Compare counts of proceedings and of their results; 没有复议、诉讼 states none."""
    found = _of_kind(subject, "proceedings")
    kind = ("可能只计其中一类诉讼", "this may be one kind of litigation only")
    either = dict.fromkeys((_proceedings(subject, (name,)).value for name in ("direct", "after_reconsideration")), kind)
    allowed = {of: _scopes(subject, (one for one in found if one.of == of)) for of in {one.of for one in found}}
    if ("litigation",) in allowed:
        allowed["litigation",] |= {value: why for value, why in either.items() if value}
    for one in found:
        yield judge(one, Reading((_proceedings(subject, one.of),), allowed[one.of]))
    for one in _of_kind(subject, "result"):
        yield judge(one, _result(subject, one))


def _result(subject: Subject, statement: Statement) -> Reading:
    kind, result = statement.of[:2]
    sums = (_proceedings(subject, (kind,), result),)
    anchor = statement.anchor
    if anchor is None or not agrees(anchor, (_proceedings(subject, (kind,)),)):
        return Reading(sums, {statement.value: ("这里的总数与表格不同", "the total it is of is not the table's")})
    pending = _proceedings(subject, (kind,), "pending").value
    if "all" in statement.of and pending and sums[0].value == statement.value - pending:
        return Reading(sums, {statement.value: ("可能只说已审结的", "this may be of those that are decided")})
    return Reading(sums)


@rule(
    "TX07",
    ERROR,
    "结转下年的不为零时正文不说全部办结",
    "not all requests are said to be closed while some are carried over",
    forms=STATUTORY,
)
def all_closed(subject: Subject) -> Iterator[Outcome]:
    """Compare 均已办结, said of the year's requests, with row 四."""
    rest = sum_of(subject, "第三表“四、结转下年度继续办理”总计", "the total of row 四", ("carried_out",), TOTAL)
    for one in _of_kind(subject, "all_closed"):
        doubt = one.doubt
        whole = one.anchor is not None and agrees(one.anchor, requests(subject))
        if rest.value == 0:
            yield PASSED
        elif doubt or not whole or rest.value is None:
            why = doubt or ("这里的总数与表格不同", "the total it is of is not the table's")
            if rest.value is None:
                why = (f"{rest.name}没有确定的数值", f"{rest.name_en} has no certain value")
            yield unassessable(f"“{one.mark.printed}”：{why[0]}", f"{one.mark.printed}: {why[1]}", one.mark)
        else:
            yield fail(
                f"正文“{one.mark.printed}”，{rest.name}为 {rest.value}",
                f"the text says {one.mark.printed}; {rest.name_en} is {rest.value}",
                one.mark,
                [figure.mark for figure in rest.figures],
            )
