"""Rules X01 to X04: what a report prints follows from what the same body printed the year before."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from gaixml.checks.figures import Figure
from gaixml.checks.model import (
    FORM_2019,
    FORM_2021,
    PASSED,
    STATUTORY,
    WARNING,
    Mark,
    Scope,
    fail,
    rule,
    unassessable,
)
from gaixml.checks.reading.explanations import DOCUMENTS, FEES, ITEMS, REQUESTS, explanations, told_by
from gaixml.crosswalk import counterpart
from gaixml.indicators import applicants, indicators

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gaixml.checks.model import Outcome
    from gaixml.checks.subject import Subject

_MIX_UP: Final = 10_000
"""元 in a 万元."""
_NEAR: Final = 5
"""A change by ``_MIX_UP`` within this factor is named: no body's fees grow or shrink two-thousandfold in a year."""
_WAN: Final = {"万元": Decimal(1), "": Decimal(1), "元": Decimal("0.0001"), "亿元": Decimal(10_000)}
"""How many 万元 a unit is; where a cell prints none, the form prescribes 万元."""


@dataclass(frozen=True, slots=True)
class _Term:
    """A figure of an equation: added (``sign`` 1) or taken away (−1), of this year's report or of ``last_year``'s."""

    indicator: str
    sign: int = 1
    last_year: bool = False


@dataclass(frozen=True, slots=True)
class _Years:
    """A report, that of the year before, and the column of applicants that is looked at, "" if there are none."""

    subject: Subject
    previous: Subject
    applicant: str = ""

    def report(self, term: _Term) -> Subject:
        """Return the report that a term stands in."""
        return self.previous if term.last_year else self.subject

    def figure(self, term: _Term) -> Figure | Outcome:
        """Return a figure that has a value, or why it cannot be had."""
        report = self.report(term)
        label = indicators(self.subject.form)[term.indicator].label
        code = counterpart(self.subject.form, term.indicator, self.applicant, report.form)
        if code is None:
            return _no_counterpart(report, label)
        figure = report.figure(*code)
        if figure is None:
            return unassessable(f"{report.year}年没有“{label}”", f"there is no {label} in {report.year}")
        if figure.value is None:
            return unassessable(
                f"{report.year}年的“{figure.label}”没有确定的数（{figure.printed or '空白'}）",
                f"{figure.label} of {report.year} has no certain value ({figure.printed or 'blank'})",
                None if term.last_year else figure.mark,
                (self.place(term, figure),) if term.last_year else (),
            )
        return figure

    def place(self, term: _Term, figure: Figure) -> Mark:
        """Return where a term stands."""
        return figure.mark._replace(file=self.previous.name) if term.last_year else figure.mark


def _no_counterpart(report: Subject, label: str) -> Outcome:
    if not report.form:
        return unassessable(
            f"{report.year}年的报告没有统一格式的表格", f"the report on {report.year} has no table of an official form"
        )
    return unassessable(
        f"{report.year}年的报告用{report.form}年格式，其中没有与“{label}”含义相同的指标",
        f"the report on {report.year} has the form of {report.form}, in which nothing means the same as {label}",
    )


def _finding(message: tuple[str, str], at: Mark, others: Sequence[Mark], subject: Subject, topic: str) -> Outcome:
    """Return a finding on figures of two years, with the report's own explanation where it gives one."""
    explained = tuple(explanations(subject, topic))
    return fail(*message, at, (*others, *explained), **told_by(explained))


def _equal(years: _Years, total: str, terms: Sequence[_Term], topic: str) -> Outcome:
    """Compare a figure with the sum of the terms that it follows from."""
    found = []
    for term in (_Term(total), *terms):
        figure = years.figure(term)
        if not isinstance(figure, Figure):
            return figure
        found.append((term, figure, figure.value or Decimal()))
    _, stated, value = found[0]
    expected = sum((term.sign * amount for term, _, amount in found[1:]), Decimal())
    if value == expected:
        return PASSED
    difference = f"{value - expected:+}"
    message = (
        f"{years.subject.year}年“{stated.label}”{value}，与{_sum(years, found[1:], expected)}不符，相差{difference}",
        f"{stated.label} is {value} in {years.subject.year}, not {_sum_en(years, found[1:], expected)}: {difference}",
    )
    others = [years.place(term, figure) for term, figure, _ in found[1:]]
    return _finding(message, stated.mark, others, years.subject, topic)


_Found = tuple[_Term, Figure, Decimal]


def _sum(years: _Years, found: Sequence[_Found], expected: Decimal) -> str:
    """Return a sum with all its terms, in Chinese."""
    signs = ("＋" if term.sign > 0 else "－" for term, _, _ in found)
    named = (f"{years.report(term).year}年“{figure.label}”{amount}" for term, figure, amount in found)
    equals = f"（={expected}）" if len(found) > 1 else ""
    return "".join(map("".join, zip(signs, named, strict=True))).removeprefix("＋") + equals


def _sum_en(years: _Years, found: Sequence[_Found], expected: Decimal) -> str:
    """Return the same in English."""
    signs = ("+" if term.sign > 0 else "−" for term, _, _ in found)
    named = (f"{amount} ({figure.label} of {years.report(term).year})" for term, figure, amount in found)
    equals = f"{expected} = " if len(found) > 1 else ""
    return equals + " ".join(map(" ".join, zip(signs, named, strict=True))).removeprefix("+ ")


@rule(
    "X01",
    WARNING,
    "上年结转等于上年报告的结转下年度",
    "what is carried in is what last year's report carried out, each column",
    forms=STATUTORY,
    scope=Scope.SERIES,
)
def carried_over(subject: Subject, previous: Subject) -> Iterator[Outcome]:
    """Compare 二 with last year's 四, column by column."""
    for applicant in applicants():
        terms = [_Term("carried_out", last_year=True)]
        yield _equal(_Years(subject, previous, applicant), "carried_in", terms, REQUESTS)


@rule(
    "X02",
    WARNING,
    "现行有效件数等于上年现行有效加本年制发减本年废止",
    "what is in force is what was in force last year, and what was issued, less what was repealed",
    forms=FORM_2021,
    scope=Scope.SERIES,
)
def in_force(subject: Subject, previous: Subject) -> Iterator[Outcome]:
    """Follow the stock of 规章 and of 行政规范性文件."""
    for kind in ("regulations", "normative_documents"):
        total = f"{kind}.in_force"
        terms = [_Term(total, last_year=True), _Term(f"{kind}.issued"), _Term(f"{kind}.repealed", -1)]
        yield _equal(_Years(subject, previous), total, terms, DOCUMENTS)


@rule(
    "X03",
    WARNING,
    "上一年项目数量等于上年报告的上一年项目数量加增减",
    "last year's number of items is the one before that and last year's change",
    forms=FORM_2019,
    scope=Scope.SERIES,
)
def items(subject: Subject, previous: Subject) -> Iterator[Outcome]:
    """Follow the numbers of items: 行政许可, 其他对外管理服务事项, 行政处罚, 行政强制, 行政事业性收费."""
    for kind in ("licensing", "other_services", "penalties", "coercion", "fees"):
        total = f"{kind}.previous_items"
        terms = [_Term(total, last_year=True), _Term(f"{kind}.change", last_year=True)]
        yield _equal(_Years(subject, previous), total, terms, ITEMS)


@rule(
    "X04",
    WARNING,
    "收费金额没有因元、万元混淆而相差约一万倍",
    "the amount of fees did not change by a factor near 10⁴, as 元 and 万元 mixed up would make it",
    forms=FORM_2021,
    scope=Scope.SERIES,
)
def fees(subject: Subject, previous: Subject) -> Iterator[Outcome]:
    """Compare the amounts of two years, each in the unit that it is printed in."""
    years = _Years(subject, previous)
    now, then = (years.figure(_Term("fees.amount", last_year=last)) for last in (False, True))
    for one in (now, then):
        if not isinstance(one, Figure):
            yield one
            return
    if isinstance(now, Figure) and isinstance(then, Figure):
        yield _amounts(years, now, then)


def _amounts(years: _Years, now: Figure, then: Figure) -> Outcome:
    before, after = _in_wan(then), _in_wan(now)
    if before is None or after is None:
        return unassessable("收费金额的单位无法换算为万元", "the unit of an amount is not known", now.mark)
    if not before or not after:
        return unassessable("两年收费金额中有一年为0，无法相比", "one of the two amounts is 0", now.mark)
    factor = max(before, after) / min(before, after)
    if not Decimal(_MIX_UP) / _NEAR <= factor <= _MIX_UP * _NEAR:
        return PASSED
    was, is_ = (f"{figure.value:f}{figure.unit or '万元'}" for figure in (then, now))
    one, two = years.previous.year, years.subject.year
    message = (
        f"收费金额{one}年为{was}，{two}年为{is_}，相差{factor:.0f}倍，接近一万倍：疑似元与万元混淆",
        f"fees: {was} in {one}, {is_} in {two}, a factor of {factor:.0f}, near 10,000: 元 and 万元 may be mixed up",
    )
    return _finding(message, now.mark, [years.place(_Term("fees.amount", last_year=True), then)], years.subject, FEES)


def _in_wan(figure: Figure) -> Decimal | None:
    """Return an amount in 万元, None if its unit is not known."""
    unit = _WAN.get(figure.unit)
    return None if unit is None or figure.value is None else figure.value * unit
