"""Compares a count that the prose states with the figures of the table that count the same."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, Protocol

from gaixml.checks.model import FORM_2014, PASSED, fail, unassessable
from gaixml.indicators import TOTAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gaixml.checks.figures import Figure
    from gaixml.checks.model import Outcome
    from gaixml.checks.reading.statements import Statement
    from gaixml.checks.subject import Subject


class Report(Protocol):
    """A report, of this year or of the year before: what its archive tells of it."""

    @property
    def name(self) -> str:
        """What messages call it."""

    @property
    def year(self) -> int | None:
        """The year that it reports on."""

    def figure(self, indicator: str, applicant: str = "") -> Figure | None:
        """Return a figure by its codes."""


class Sum(NamedTuple):
    """A figure of the table, or several added up; ``value`` is None where one of them is not known."""

    name: str
    name_en: str
    value: Decimal | None
    figures: tuple[Figure, ...]


def sum_of(subject: Subject, name: str, name_en: str, codes: Iterable[str], applicant: str = "") -> Sum:
    """Return the sum of the figures of some indicators."""
    figures = [subject.figure(code, applicant) for code in codes]
    known = tuple(figure for figure in figures if figure)
    values = [figure.value for figure in known if figure.value is not None]
    return Sum(name, name_en, sum(values, Decimal(0)) if 0 < len(values) == len(figures) else None, known)


def received(report: Report) -> Figure | None:
    """Return the figure of the requests received in the year: it has another code in the form of 2014."""
    return report.figure("received", TOTAL) or report.figure("requests.received")


def requests(subject: Subject) -> tuple[Sum, ...]:
    """Return what “收到” may count: row 一 of the table of requests, or rows 一 and 二."""
    if subject.form in FORM_2014:
        return (sum_of(subject, "统计表“收到申请数”", "收到申请数", ("requests.received",)),)
    return (
        sum_of(subject, "第三表“一、本年新收”总计", "the total of row 一", ("received",), TOTAL),
        sum_of(
            subject,
            "第三表“一”“二”两行总计之和",
            "the sum of the totals of rows 一 and 二",
            ("received", "carried_in"),
            TOTAL,
        ),
    )


def agrees(statement: Statement, sums: Iterable[Sum]) -> bool:
    """Tell whether a statement has the value of one of the sums."""
    return any(one.value == statement.value for one in sums)


class Reading(NamedTuple):
    """What a statement is compared with: sums it has to equal one of; ``allowed`` are values it could explain."""

    sums: Sequence[Sum]
    allowed: Mapping[Decimal, tuple[str, str]] = {}


def judge(statement: Statement, reading: Reading) -> Outcome:
    """Return what a count comes to beside the table."""
    printed, sums = f"“{''.join(statement.mark.printed.split())}”", reading.sums
    related = tuple(figure.mark for figure in sums[-1].figures)
    if agrees(statement, sums):
        return PASSED
    if any(one.value is None for one in sums):
        why = f"{printed}：{sums[0].name}没有确定的数值", f"{printed}: {sums[0].name_en} has no certain value"
        return unassessable(*why, statement.mark, related)
    doubt = statement.doubt or reading.allowed.get(statement.value)
    values = "，".join(f"{one.name}为 {one.value}" for one in sums)
    values_en = ", ".join(f"{one.name_en} is {one.value}" for one in sums)
    if doubt:
        return unassessable(
            f"{printed}：{values}；{doubt[0]}", f"{printed}: {values_en}; {doubt[1]}", statement.mark, related
        )
    return fail(f"正文{printed}，{values}", f"the text says {printed}; {values_en}", statement.mark, related)
