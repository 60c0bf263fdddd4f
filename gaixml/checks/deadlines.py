"""The rules D01 to D03: the report is signed and published in time."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final, NamedTuple

from gaixml.checks.model import FORM_2014, PASSED, STATUTORY, WARNING, Blame, Mark, fail, mark_of, rule, unassessable
from gaixml.checks.reading.passages import GRAMMAR
from gaixml.checks.subject import NS
from gaixml.scanners import scanner
from gaixml.source_text import text_of
from gaixml.xml_text import NAMESPACE

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from lxml import etree

    from gaixml.checks.model import Outcome
    from gaixml.checks.subject import Subject

_PUBLISHED: Final = frozenset({"date-published", "meta-published"})
"""The properties under which a page's date of publication is archived (pages.lark)."""
_SECTION, _FURNITURE = f"{{{NAMESPACE}}}section", f"{{{NAMESPACE}}}furniture"
_DAYS: Final = {
    "SYSTEM_OFFICE": ((1, 31), (3, 31)),
    "TOWNSHIP": ((1, 31), (1, 31)),
    "OFFICE": ((1, 31), (1, 31)),
    "DEPARTMENT": ((1, 31), (1, 31)),
    "COUNTY": ((2, 20), (2, 20)),
    "CITY_OR_COUNTY": ((2, 20), (3, 10)),
    "PREFECTURE": ((3, 10), (3, 10)),
    "PROVINCE": ((3, 31), (3, 31)),
    "SYSTEM": ((1, 31), (3, 31)),
    "ZONE": ((1, 31), (3, 31)),
    "UNCERTAIN": ((1, 31), (3, 31)),
}
"""The last day for a body of each kind (terminals of prose_rules.lark): if it is of the lowest rank that it can be, and
of the highest. 国办公开办函〔2021〕30号, part 二; the notice of 2019 has the same days."""
_LAST_2014: Final = (3, 31)
"""第三十一条 of the regulation of 2007."""


class Day(NamedTuple):
    """A day that the document or its page states, with its place; of a property None."""

    date: dt.date
    mark: Mark | None


def published(subject: Subject) -> Day | None:
    """Return the day on which a report was published, as its page or a line above it says; of several the first."""
    found = [*_in_properties(subject), *_in_furniture(subject)]
    return min(found, key=lambda day: day.date, default=None)


def _in_properties(subject: Subject) -> Iterator[Day]:
    for element in subject.archive.iterfind("g:metadata/g:property", NS):
        match = scanner(GRAMMAR, "day").search(element.text or "")
        if element.get("name") in _PUBLISHED and match and (date := _date(match)):
            yield Day(date, None)


def _in_furniture(subject: Subject) -> Iterator[Day]:
    """Yield the days above the first section: in what the site prints there, or at the beginning of a line."""
    document, at = subject.archive.find("g:document", NS), 0
    for child in () if document is None else document:
        text = text_of(child)
        lead = len(text) - len(text.lstrip())
        if child.tag == _SECTION:
            return
        found = scanner(GRAMMAR, "published").finditer(text)
        for match in found:
            if (child.tag == _FURNITURE or match.start() <= lead) and (date := _date(match)):
                yield Day(date, Mark("document", at + match.start(), at + match.end(), match.group()))
        at += len(text) + len(child.tail or "")


def _date(match: re.Match[str]) -> dt.date | None:
    try:
        return dt.date(*(int(match[f"published_{part}"]) for part in ("year", "month", "day")))
    except ValueError:
        return None


def signed(subject: Subject) -> Day | None:
    """Return the day on which a report was signed."""
    element: etree._Element | None = subject.archive.find("g:metadata/g:signed", NS)
    if element is None or not element.text:
        return None
    return Day(dt.date.fromisoformat(element.text), mark_of(element, "document", element.text))


def rank(subject: Subject) -> tuple[str, str]:
    """Return what kind of body reports, a terminal of prose_rules.lark, and its name; UNCERTAIN where none is named."""
    name = "".join(subject.agency.split())
    title = subject.stated("title")
    if not name and title:
        match = scanner(GRAMMAR, "body_in_title").search(title.value)
        name = match["agency"] if match else ""
    match = scanner(GRAMMAR, "body", after=r"\Z").match(name)
    return (match.lastgroup or "UNCERTAIN") if match else "UNCERTAIN", name


@rule("D01", WARNING, "年度报告按时公布", "published in time", forms=STATUTORY)
def in_time(subject: Subject) -> Iterator[Outcome]:
    """Compare the day of publication with the last day for a body of this kind."""
    kind, name = rank(subject)
    if kind not in _DAYS:
        yield unassessable(f"“{name}”不适用这些时限", f"these days are not for {name}")
        return
    first, last = _DAYS[kind]
    yield _in_time(subject, first, last, name)


@rule("D02", WARNING, "年度报告在3月31日前公布", "published by 31 March", forms=FORM_2014)
def in_time_2014(subject: Subject) -> Iterator[Outcome]:
    """Compare the day of publication with the last day that the regulation of 2007 gave all bodies."""
    yield _in_time(subject, _LAST_2014, _LAST_2014, "")


def _in_time(subject: Subject, first: tuple[int, int], last: tuple[int, int], name: str) -> Outcome:
    """Judge a report by its publication, else by its signature: nothing is published before it is signed."""
    day, was_published = published(subject), True
    if day is None:
        day, was_published = signed(subject), False
    if subject.year is None or day is None:
        return unassessable("报告没有写明年度或公布日期", "the year or the day of publication is not stated")
    earliest, latest = dt.date(subject.year + 1, *first), dt.date(subject.year + 1, *last)
    if day.date <= dt.date(subject.year, 12, 31):
        return unassessable(
            f"所载日期{day.date}早于{subject.year}年年底",
            f"the day stated, {day.date}, is before the end of {subject.year}",
            day.mark,
        )
    if day.date > latest:
        return _late(day, latest, name, was_published=was_published)
    if was_published and day.date <= earliest:
        return PASSED
    return _unclear(day, earliest, latest, name, was_published=was_published)


def _unclear(day: Day, earliest: dt.date, latest: dt.date, name: str, *, was_published: bool) -> Outcome:
    """Return that a report may have been published later than it was signed, or later than its rank allows."""
    if not was_published:
        return unassessable(
            f"没有公布日期；落款日期{day.date}不晚于{latest}",
            f"no day of publication is stated; it was signed on {day.date}, not after {latest}",
            day.mark,
        )
    return unassessable(
        f"{day.date}公布；“{name}”的时限按级别为{earliest}或{latest}，无法确定",
        f"published on {day.date}; the last day is {earliest} or {latest}, which the name ({name}) does not tell",
        day.mark,
    )


def _late(day: Day, latest: dt.date, name: str, *, was_published: bool) -> Outcome:
    what, what_en = ("公布", "published") if was_published else ("落款", "signed")
    told = (
        f"{day.date}{what}，晚于{f'“{name}”的' if name else ''}时限{latest}",
        f"{what_en} on {day.date}, later than {latest}, the last day{f' for {name}' if name else ''}",
    )
    if not was_published:
        return fail(*told, day.mark)
    return fail(
        *told,
        day.mark,
        blame=Blame.NEITHER,
        evidence="公布日期取自网页；网站迁移或重新发布会改变它",
        evidence_en="the day is what the web page says: a page that was moved or published again bears a later one",
    )


@rule(
    "D03",
    WARNING,
    "落款日期在报告年度结束之后、公布之前",
    "signing date after the period's end and not after publication",
)
def order_of_days(subject: Subject) -> Iterator[Outcome]:
    """Compare the day of signing with the end of the reporting year, and with the day of publication."""
    day = signed(subject)
    if not subject.is_report or day is None:
        return
    if subject.year is None:
        yield unassessable("报告没有写明年度", "the report states no year", day.mark)
    elif day.date <= (end := dt.date(subject.year, 12, 31)):
        yield fail(
            f"落款日期{day.date}不在报告年度结束（{end}）之后",
            f"signed on {day.date}, not after the end of the reporting year, {end}",
            day.mark,
        )
    else:
        yield PASSED
    yield _not_after_publication(subject, day)


def _not_after_publication(subject: Subject, day: Day) -> Outcome:
    page = published(subject)
    if page is None:
        return unassessable("没有公布日期", "the day of publication is not stated", day.mark)
    if day.date <= page.date:
        return PASSED
    return fail(
        f"落款日期{day.date}晚于公布日期{page.date}",
        f"signed on {day.date}, after it was published on {page.date}",
        day.mark,
        (page.mark,) if page.mark else (),
    )
