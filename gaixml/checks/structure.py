"""The STR rules: every part of the report is there, once, and in order."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from gaixml.cells import split_label, squeeze
from gaixml.checks.model import ERROR, FORM_2019, FORM_2021, PASSED, STATUTORY, WARNING, Blame, fail, rule, unassessable
from gaixml.checks.reading.statutory import NAMES, REQUESTS, missing, section_of, theme_of
from gaixml.indicators import applicants, forms, indicators

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gaixml.checks.model import Mark, Outcome, Why
    from gaixml.checks.subject import Subject
    from gaixml.indicators import Indicator

_SHOWN: Final = 5
"""So many missing figures are named in one message."""
_TELLING: Final = 4
"""A label of so many characters is known without its number."""
_UNEXPLAINED: Final = frozenset({"TAB01", "TAB02", "TAB03", "FRM03", "FRM04"})
"""Findings of the archive which say that a table, or a row of it, was not understood."""


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


@rule("STR02", ERROR, "六个部分齐全，顺序无误", "the six sections are present, in order", forms=STATUTORY)
def six_sections(subject: Subject) -> Iterator[Outcome]:
    """Look for each prescribed section among those of the highest level; name what is missing or out of order."""
    found = [(name, part) for part in subject.top_sections if (name := section_of(part.heading))]
    names = [name for name, _ in found]
    deeper = [part for part in subject.sections if part.level > 1]
    for name, called in NAMES.items():
        if name in names:
            yield PASSED
        elif part := next((part for part in deeper if "".join(part.heading.split()).endswith(called)), None):
            yield fail(f"“{called}”不是一级标题", f"{called} is no section of the highest level", part.mark)
        else:
            yield missing(subject, name)
    order = list(NAMES)
    for (one, before), (two, after) in pairwise(found):
        if order.index(two) < order.index(one):
            yield fail(
                f"“{after.heading}”应在“{before.heading}”之前",
                f"{after.heading} stands behind {before.heading}, not before it",
                after.mark,
                (before.mark,),
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


@rule(
    "STR04",
    WARNING,
    "总体情况的各方面没有编成一级标题",
    "themes of section 1 are not numbered as top-level sections",
)
def themes_below(subject: Subject) -> Iterator[Outcome]:
    """Look for 主动公开, 依申请公开, 政府信息管理, 平台建设 and 监督保障 among the highest headings.

    Only where the prescribed section on requests is there: reports before 2019 have sections on themes by right.
    """
    if REQUESTS not in map(section_of, (part.heading for part in subject.top_sections)):
        yield unassessable("报告不按规定的六部分编排", "the report does not have the prescribed sections")
        return
    for part in subject.top_sections:
        if theme_of(part.heading) and not section_of(part.heading):
            yield fail(
                f"“{part.number}{part.heading}”属于“总体情况”，不应为一级标题",
                f"{part.number}{part.heading} is a theme of 总体情况, not a section of the highest level",
                part.mark,
            )
        else:
            yield PASSED


def _figures_there(subject: Subject) -> Iterator[Outcome]:
    """Yield for each table of the form whether all its figures are there, blank or not; name the missing rows."""
    known = indicators(subject.form).values()
    for table in dict.fromkeys(one.table for one in known):
        wanted = [
            (one.code, applicant)
            for one in known
            if one.table == table
            for applicant in (applicants() if one.dimension else ("",))
        ]
        lost = [key for key in wanted if subject.figure(*key) is None]
        yield _lost(subject, table, wanted, lost) if lost else PASSED


def _lost(subject: Subject, table: str, wanted: Sequence[tuple[str, str]], lost: Sequence[tuple[str, str]]) -> Outcome:
    """Return that figures are missing; of a whole table whose rows are printed, only that it was not read."""
    rows = list(dict.fromkeys(code for code, _ in lost))
    shown = "、".join(indicators(subject.form)[code].label.rpartition("/")[2] for code in rows[:_SHOWN])
    more = "……" if len(rows) > _SHOWN else ""
    at = _before(subject, wanted, lost[0])
    printed = sum(_is_printed(subject, indicators(subject.form)[code]) for code in rows)
    if len(lost) == len(wanted) and 2 * printed >= len(rows):
        return unassessable(
            f"{_TABLES[table]}的 {len(lost)} 个数没有读出，表格的行已印出",
            f"table {table}: none of its {len(lost)} values was read, though its rows are printed",
            at,
        )
    return fail(
        f"{_TABLES[table]}应有 {len(wanted)} 个数，缺 {len(lost)} 个：{shown}{more}",
        f"table {table}: {len(lost)} of {len(wanted)} values are missing: {', '.join(rows[:_SHOWN])}{more}",
        at,
        **_why_missing(subject),
    )


def _is_printed(subject: Subject, indicator: Indicator) -> bool:
    """Tell whether a line that is no sentence has the label of an indicator's row (in the first table: 规章 …).

    A short label counts with its number only: 3.其他.
    """
    path = indicator.label.split("/")
    label = squeeze(path[1] if indicator.table == "disclosure" else path[-1]).partition("（区分")[0]
    words = split_label(label)[1]
    return any((words if len(words) >= _TELLING else label) in line for line in subject.lines_of_tables)


_TABLES: Final = {"disclosure": "主动公开表", "requests": "申请办理表", "review": "复议诉讼表", "statistics": "统计表"}


def _before(subject: Subject, wanted: Sequence[tuple[str, str]], missing: tuple[str, str]) -> Mark:
    """Return the last figure that stands before the first missing one in the order of the form."""
    there = [figure for key in wanted[: wanted.index(missing)] if (figure := subject.figure(*key))]
    return there[-1].mark if there else subject.document


def _why_missing(subject: Subject) -> Why:
    """Return whom to blame for missing figures: where rows were left unexplained, they may be among those."""
    doubtful = sorted({finding.get("rule", "") for finding in subject.findings} & _UNEXPLAINED)
    if not doubtful:
        return {"evidence": "表中没有未能识别的行", "evidence_en": "no row of the tables was left unexplained"}
    return {
        "blame": Blame.NEITHER,
        "evidence": f"有未能识别的表格内容（{'、'.join(doubtful)}），缺的数可能在其中",
        "evidence_en": f"some of the tables was not understood ({', '.join(doubtful)}): the figures may be there",
    }


@rule("STR05", ERROR, "三张表各有 10、175、15 个数", "the tables give 10 / 175 / 15 values", forms=FORM_2021)
def figures_2021(subject: Subject) -> Iterator[Outcome]:
    """Name the rows of the form that give no figure."""
    yield from _figures_there(subject)


@rule("STR06", ERROR, "三张表各有 22、161、15 个数", "the tables give 22 / 161 / 15 values", forms=FORM_2019)
def figures_2019(subject: Subject) -> Iterator[Outcome]:
    """Name the rows of the form that give no figure."""
    yield from _figures_there(subject)
