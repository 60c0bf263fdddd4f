"""The STR rules: every part of the report is there, once, and in order."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from gaixml.checks.model import ERROR, PASSED, STATUTORY, WARNING, fail, rule, unassessable
from gaixml.indicators import forms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaixml.checks.model import Outcome
    from gaixml.checks.subject import Subject


def _form_of(year: int) -> str:
    """Return the form that was in force for a reporting year, '' for years before the first."""
    return max((form for form in forms() if int(form) <= year), default="")


@rule("STR01", WARNING, "表格格式与报告年度相符", "the form recognised from the tables agrees with the reporting year")
def form_of_year(subject: Subject) -> Iterator[Outcome]:
    """Compare the form with the one that the notices prescribe: 2014 from that year on, 2019, 2021 from 2021 on."""
    stated = subject.stated("form")
    if not subject.form or not stated:
        return
    if subject.year is None:
        yield unassessable("报告没有写明年度", "the report states no year")
    elif (right := _form_of(subject.year)) == subject.form:
        yield PASSED
    else:
        yield fail(
            f"{subject.year}年度报告应使用{right or '（当年尚无）'}年格式，表格是{subject.form}年格式",
            f"the form of {subject.year} is {right or 'none yet'}; the tables are those of the form of {subject.form}",
            stated.mark,
        )


@rule("STR03", WARNING, "一级标题序号唯一且递增", "top-level ordinals are unique and increasing")
def ordinals(subject: Subject) -> Iterator[Outcome]:
    """Name each gap, repeat and inversion."""
    for one, two in pairwise(subject.top_sections):
        before, after = one.ordinal, two.ordinal
        if before is None or after is None or after == before + 1 or two.element.get("insertion"):
            yield PASSED
            continue
        kind, kind_en = (
            ("重复", "repeats") if after == before else ("跳号", "skips") if after > before else ("倒序", "goes back")
        )
        yield fail(
            f"一级标题序号{kind}：“{one.number}{one.heading}”之后是“{two.number}{two.heading}”",
            f"the numbering {kind_en}: {one.number}{one.heading} is followed by {two.number}{two.heading}",
            two.mark,
            (one.mark,),
        )


_ = (ERROR, STATUTORY)
