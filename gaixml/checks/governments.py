"""Rule H01: a government's figures are the sum of its departments'."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from gaixml.checks.model import (
    PASSED,
    STATUTORY,
    WARNING,
    Blame,
    Mark,
    Scope,
    fail,
    rule,
    unassessable,
)
from gaixml.crosswalk import counterpart
from gaixml.indicators import applicants, indicators

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gaixml.checks.figures import Figure
    from gaixml.checks.model import Outcome
    from gaixml.checks.reading.explanations import Told
    from gaixml.checks.subject import Subject

Code = tuple[str, str]
"""Indicator and applicant ("" if none)."""
_NAMED: Final = 8
"""So many departments are named with their figures in a message; all of them are related places."""
_ADDED: Final = "件"
"""What is counted so can be added up: documents, decisions, requests, cases. 项目 of two departments may be one."""


@dataclass(frozen=True, slots=True)
class Departments:
    """The departments that the settings list for a government: ``names``, of which some are ``missing``.

    ``reports`` are read one by one, each once, as they are asked for; None for one that cannot be read.
    """

    names: Sequence[str]
    missing: Sequence[str]
    reports: Iterable[tuple[str, Subject | None]]


@dataclass(slots=True)
class _Sum:
    """A running sum: the addends that are not 0, and the departments of which the figure is not known."""

    value: Decimal = Decimal()
    addends: list[tuple[str, Decimal, Mark]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    repaired: list[str] = field(default_factory=list)

    def add(self, department: str, file: str, figure: Figure | None) -> None:
        """Add a department's figure."""
        if figure is None or figure.value is None:
            self.unknown.append(department)
            return
        if figure.repairs:
            self.repaired.append(department)
        if figure.value:
            self.value += figure.value
            self.addends.append((department, figure.value, figure.mark._replace(file=file)))


@rule(
    "H01",
    WARNING,
    "政府汇总数等于所属部门之和",
    "a government's figures are the sum of its departments'",
    forms=STATUTORY,
    scope=Scope.GROUP,
)
def sum_of_departments(subject: Subject, departments: Departments) -> Iterator[Outcome]:
    """Add up what the departments print, figure by figure, if all of them are there."""
    if not departments.names:
        yield unassessable(
            "gaixml.toml 的 governments 没有列出本机关的所属部门",
            "the settings (governments) list no departments of this body",
        )
        return
    if departments.missing:
        yield _missing(departments.missing)
        return
    sums: Mapping[Code, _Sum] = defaultdict(_Sum)
    for name, report in departments.reports:
        if report is None:
            yield _missing([name])
            return
        for indicator, applicant in _codes(subject.form):
            code = counterpart(subject.form, indicator, applicant, report.form)
            sums[indicator, applicant].add(name, report.name, report.figure(*code) if code else None)
    yield from (_compared(subject, code, sums[code]) for code in _codes(subject.form))


def _codes(form: str) -> Iterator[Code]:
    for indicator in indicators(form).values():
        if indicator.unit == _ADDED:
            for applicant in applicants() if indicator.dimension else ("",):
                yield indicator.code, applicant


def _missing(names: Sequence[str]) -> Outcome:
    return unassessable(
        f"所属部门的报告不全，缺：{'、'.join(names)}", f"reports of departments are missing: {', '.join(names)}"
    )


def _compared(subject: Subject, code: Code, total: _Sum) -> Outcome:
    figure = subject.figure(*code)
    label = figure.label if figure else indicators(subject.form)[code[0]].label
    if figure is None or figure.value is None:
        return unassessable(f"“{label}”没有数", f"{label} has no value", figure.mark if figure else None)
    if total.unknown:
        names = "、".join(total.unknown)
        return unassessable(f"“{label}”在这些部门没有数：{names}", f"{label} has no value at {names}", figure.mark)
    if figure.value == total.value:
        return PASSED
    addends = "".join(f"，{name} {value}" for name, value, _ in total.addends[:_NAMED])
    more = f"，等{len(total.addends)}个" if len(total.addends) > _NAMED else ""
    difference = figure.value - total.value
    return fail(
        f"“{label}”为{figure.value}，所属部门之和为{total.value}，相差{difference}（其余部门为0{addends}{more}）",
        f"{label} is {figure.value}, the sum of its departments {total.value}: {difference:+}",
        figure.mark,
        [mark for _, _, mark in total.addends],
        **_doubt(total.repaired),
    )


def _doubt(repaired: Sequence[str]) -> Told:
    """Return whom to blame where figures of departments took a repair to read."""
    if not repaired:
        return {}
    names = "、".join(repaired)
    return {
        "blame": Blame.NEITHER,
        "evidence": f"这些部门的数字经修复后读出，原文或提取均可能有误：{names}",
        "evidence_en": f"the figures of these departments took a repair to read: {names}",
    }
