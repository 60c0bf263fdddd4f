"""The rules TX09 and TX10: the report says one year, its own, and covers all of it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final, NamedTuple

from gaixml.checks.model import PASSED, WARNING, Blame, Mark, fail, mark_of, rule, unassessable
from gaixml.checks.reading.passages import EMPTY, GRAMMAR, lines, passage, preface, prose
from gaixml.checks.reading.statutory import MATTERS, OVERVIEW, PROBLEMS, REVIEW, find_section
from gaixml.checks.subject import NS, Stated, said
from gaixml.numerals import parse_numeral
from gaixml.scanners import scanner
from gaixml.source_text import text_of

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from gaixml.checks.model import Outcome
    from gaixml.checks.subject import Subject

_ACT: Final = frozenset({"act"})
"""Titles of instruments bear years of their own."""
_LINES: Final = frozenset({"caption", "p", "attachment", "heading"})
_LONGEST_LINE: Final = 80
_NAMING: Final = 1000
"""Characters at the beginning of a table that name what it is of: a long one is not searched through."""
_BEFORE_PERIOD: Final = 40
"""Characters before a period in which it is said to be that of the figures."""


class Position(NamedTuple):
    """A place that has to bear the reporting year: the year it bears, and what the place is called."""

    year: int
    name: str
    name_en: str
    mark: Mark


def _year(match: re.Match[str]) -> int:
    numeral = parse_numeral(match["year"])
    return numeral.value if numeral else 0


@rule("TX09", WARNING, "报告年度没有写成别的年份", "the reporting year is not written as another year")
def reporting_year(subject: Subject) -> Iterator[Outcome]:
    """Compare the places that have to bear the reporting year: title, opening, period, captions, first words, plans."""
    if not subject.is_report:
        return
    groups = [group for group in _positions(subject) if group]
    stated = _stated(subject) or (groups.pop(0)[0] if groups else None)
    if stated is None:
        return
    for group in groups:
        if any(one.year == stated.year for one in group):
            yield PASSED
        else:
            yield from (_conflict(stated, one) for one in group)
    yield from _first_words(subject, stated)
    yield from _plans(subject, stated)


def _stated(subject: Subject) -> Position | None:
    """Return the reporting year as the archive has it: from the title, else from the period of the figures."""
    stated = subject.stated("year")
    if subject.year is None or stated is None:
        return None
    names = ("统计期限", "the period of the figures") if stated.basis == "period" else ("标题", "the title")
    return Position(subject.year, *names, stated.mark or subject.document)


def _conflict(stated: Position, other: Position) -> Outcome:
    return fail(
        f"报告年度前后不一致：{stated.name}写的是{stated.year}年，{other.name}“{other.mark.printed}”写的是{other.year}年",
        f"{stated.name_en} says {stated.year}, {other.name_en} ({other.mark.printed}) says {other.year}",
        other.mark,
        (stated.mark,),
    )


def _positions(subject: Subject) -> Iterator[list[Position]]:
    """Yield the places, those together of which one is enough: a second year stands beside it for comparison."""
    yield _opening(subject)
    yield _period(subject)
    yield _captions(subject)
    yield from _heads(subject)


def _opening(subject: Subject) -> list[Position]:
    opening = preface(subject, _ACT)
    found = scanner(GRAMMAR, "year_of_report").finditer(opening.printed)
    return [
        Position(_year(one), "开头", "the opening", opening.mark(one.start("year"), one.end()))
        for one in found
        if _year(one)
    ]


def _period(subject: Subject) -> list[Position]:
    stated = _figures_period(subject)
    if stated is None or stated.mark is None or stated.value[:4] != stated.value[11:15]:
        return []
    mark = Mark("document", stated.mark.start, stated.mark.end, _printed(subject, stated.mark), spot=stated.mark.spot)
    return [Position(int(stated.value[:4]), "统计期限", "the period of the figures", mark)]


def _printed(subject: Subject, mark: Mark) -> str:
    return "".join(subject.text[mark.start : mark.end].split())


def _captions(subject: Subject) -> list[Position]:
    """Return the years in lines that name the table of statistics."""
    found = []
    for element in lines(subject, _LINES):
        if len("".join(text_of(element).split())) > _LONGEST_LINE:
            continue
        line = passage(subject, element, "document", _ACT, captions=True)
        match = scanner(GRAMMAR, "caption_year").match(line.printed)
        if match and _year(match):
            found.append(Position(_year(match), "统计表标题", "the caption of the table", line.mark(0, match.end())))
    return found


def _heads(subject: Subject) -> Iterator[list[Position]]:
    """Yield the years that are heads of columns, for each table of statistics."""
    for table in subject.archive.iterfind("g:document//g:table", NS):
        cells = [(cell, "".join(said(cell).split())) for cell in table.iterfind("g:row/g:cell", NS)]
        if not scanner(GRAMMAR, "statistics_table").search("".join(printed for _, printed in cells)[:_NAMING]):
            continue
        matches = ((cell, printed, scanner(GRAMMAR, "head_year").match(printed)) for cell, printed in cells)
        yield [
            Position(_year(match), "表头", "the head of the table", mark_of(cell, cell.get("id", ""), printed))
            for cell, printed, match in matches
            if match and _year(match)
        ]


def _first_words(subject: Subject, stated: Position) -> Iterator[Outcome]:
    """Look at the year with which sections begin, unless they name the reporting year behind it.

    Not the section on problems: that may begin with those of the year before.
    """
    for part in filter(None, (find_section(subject, name) for name in (OVERVIEW, REVIEW, MATTERS))):
        text = prose(subject, part, _ACT)
        match = text.search("opening_year")
        if match is None or not _year(match):
            continue
        years = {_year(one) for one in scanner(GRAMMAR, "any_year").finditer(text.printed)}
        if stated.year in years:
            yield PASSED
        else:
            mark = text.mark(0, match.end())
            name = f"“{part.heading}”开头", f"the beginning of {part.heading}"
            yield _conflict(stated, Position(_year(match), *name, mark))


def _plans(subject: Subject, stated: Position) -> Iterator[Outcome]:
    """Look at what the section on problems plans: for a year behind the one reported on."""
    part = find_section(subject, PROBLEMS)
    text = prose(subject, part, _ACT) if part else EMPTY
    for match in scanner(GRAMMAR, "plan").finditer(text.printed):
        if _year(match) > stated.year:
            yield PASSED
        elif _year(match):
            mark = text.mark(match.start("year"), match.end())
            yield fail(
                f"计划的年份“{mark.printed}”不在报告年度（{stated.year}年）之后",
                f"the year of the plan ({mark.printed}) is not after the reporting year, {stated.year}",
                mark,
                (stated.mark,),
            )


def _figures_period(subject: Subject) -> Stated | None:
    """Return the period that is said to be that of the figures; another interval may stand before it."""
    stated = subject.stated("period")
    own = [stated] if stated and _is_interval(stated.value) else []
    periods = [*own, *_intervals(subject)]
    return next((one for one in periods if one.mark and _is_of_figures(subject, one.mark.start)), None)


def _is_interval(value: str) -> bool:
    """Tell whether a period is one of two days; the schema lets days through that no calendar has."""
    first, _, last = value.partition("/")
    try:
        return bool(dt.date.fromisoformat(first) and dt.date.fromisoformat(last))
    except ValueError:
        return False


def _intervals(subject: Subject) -> Iterator[Stated]:
    """Yield the intervals of days that the running text names."""
    for element in subject.archive.iterfind("g:document//g:period", NS):
        value = element.get("value", "")
        if _is_interval(value):
            yield Stated(value, "text", mark_of(element, "document"))


def _is_of_figures(subject: Subject, start: int) -> bool:
    before = "".join(subject.text[max(start - _BEFORE_PERIOD, 0) : start].split())
    return scanner(GRAMMAR, "statistics").search(before) is not None


@rule("TX10", WARNING, "统计期限为报告年度全年", "the period of the figures is the whole reporting year")
def whole_year(subject: Subject) -> Iterator[Outcome]:
    """Compare the period of the figures with the reporting year. A body set up in that year has less to report."""
    if not subject.is_report:
        return
    stated = _figures_period(subject)
    if stated is None or stated.mark is None:
        yield unassessable("报告没有写明统计期限，或写得不完整", "the report states no period, or not all of it")
        return
    year = subject.year or int(stated.value[:4])
    first, last = (dt.date.fromisoformat(day) for day in stated.value.split("/"))
    if (first, last) == (dt.date(year, 1, 1), dt.date(year, 12, 31)):
        yield PASSED
    else:
        yield _not_whole(subject, year, first, last, stated.mark)


def _not_whole(subject: Subject, year: int, first: dt.date, last: dt.date, mark: Mark) -> Outcome:
    at = Mark("document", mark.start, mark.end, _printed(subject, mark), spot=mark.spot)
    within = dt.date(year, 1, 1) < first <= last == dt.date(year, 12, 31)
    told = (
        f"统计期限写的是{first}至{last}，不是{year}年全年（{year}-01-01至{year}-12-31）",
        f"the period is {first} to {last}, not the whole of {year}",
    )
    if not within:
        return fail(*told, at)
    return fail(
        *told,
        at,
        blame=Blame.NEITHER,
        evidence="当年新设立的机构统计期限可以短于一年，请结合正文判断",
        evidence_en="a body that was set up in the year has no more to report: see what the text says of it",
    )
