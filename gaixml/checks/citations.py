"""The rules C01 to C03: what a document cites is written as it should be, was in force, and exists."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from gaixml.checks.deadlines import published, signed
from gaixml.checks.model import PASSED, WARNING, Mark, fail, mark_of, rule, unassessable
from gaixml.checks.reading.instruments import Articles, Instrument, articles, by_number, by_title
from gaixml.checks.reading.passages import GRAMMAR, sentence
from gaixml.checks.subject import NS, said
from gaixml.scanners import scanner

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from gaixml.checks.model import Outcome
    from gaixml.checks.subject import Subject

_FIGURES: Final = str.maketrans("０１２３４５６７８９", "0123456789")
_NEW_BRACKETS: Final = 2000
"""Numbers of years before this one are printed as the standards of their time had it."""
_LAST_DAY: Final = (3, 31)
"""The day by which a report has been published at the latest (第四十九条; 第三十一条 of 2007)."""
_OWN: Final = frozenset({"title", "name"})
"""Citations that name the instrument themselves."""


def _elements(subject: Subject, name: str) -> Iterator[etree._Element]:
    yield from subject.archive.iterfind(f"g:document//g:{name}", NS)


def _printed(element: etree._Element) -> str:
    return "".join(said(element).split()).replace("*", "")


def _mark(element: etree._Element) -> Mark:
    return mark_of(element, "document", _printed(element))


@rule("C01", WARNING, "发文字号书写规范", "document numbers are well formed")
def document_numbers(subject: Subject) -> Iterator[Outcome]:
    """Compare what is printed with the normal form; blanks and full-width figures are a matter of typesetting."""
    for element in _elements(subject, "documentNumber"):
        printed, normal = _printed(element).translate(_FIGURES), element.get("value", "")
        if "〔" not in normal or element.get("basis") == "inherited" or printed == normal:
            yield PASSED
        elif int(element.get("year", "0")) < _NEW_BRACKETS:
            yield unassessable(
                f"“{printed}”是2000年以前的文号，当时的书写规定不同",
                f"{printed} is a number of before 2000, when other rules were in force",
                _mark(element),
            )
        else:
            yield fail(
                f"发文字号“{printed}”应写作“{normal}”",
                f"the document number {printed} should read {normal}",
                _mark(element),
            )


@rule("C02", WARNING, "引用的文件在报告年度有效", "the cited instrument was in force in the year")
def in_force(subject: Subject) -> Iterator[Outcome]:
    """Look up each instrument cited by number, else by title: then some edition of it must have been in force."""
    if not subject.is_report or subject.year is None:
        return
    for element in _elements(subject, "documentNumber"):
        one = by_number(element.get("value", ""))
        if one:
            yield _in_force(subject, subject.year, (one,), element)
    for element in _elements(subject, "act"):
        if element.get("basis") in _OWN and not element.get("documentNumber"):
            editions = by_title(element.get("title", ""))
            if editions:
                yield _in_force(subject, subject.year, editions, element)


def _in_force(subject: Subject, year: int, editions: tuple[Instrument, ...], element: etree._Element) -> Outcome:
    if any(one.in_force(year) for one in editions):
        return PASSED
    printed, mark = _printed(element), _mark(element)
    first = editions[0]
    if first.since.year > year:
        return _not_yet(subject, year, first, mark)
    until = editions[-1].until
    if _says(subject, mark, "historical"):
        return unassessable(
            f"“{printed}”自{until}起不再有效，但此处可能只是回顾",
            f"{printed} was no longer in force from {until}, but the sentence may only look back",
            mark,
        )
    return fail(
        f"“{printed}”自{until}起已被取代或废止，{year}年度报告仍在引用",
        f"{printed} was replaced or repealed as of {until}; the report on {year} still cites it",
        mark,
    )


def _says(subject: Subject, mark: Mark, rule: str) -> bool:
    """Tell whether a rule of prose_rules.lark fits somewhere in the sentence that cites."""
    return scanner(GRAMMAR, rule).search(sentence(subject.text, mark.start, mark.end)) is not None


def _not_yet(subject: Subject, year: int, one: Instrument, mark: Mark) -> Outcome:
    """Judge a citation of what came into force after the reporting year: the report may have been written later."""
    day = subject.kept(signed) or subject.kept(published)
    written, stated = (day.date, True) if day else (dt.date(year + 1, *_LAST_DAY), False)
    if one.promulgated <= written:
        return unassessable(
            f"“{mark.printed}”自{one.since}起施行，晚于报告年度，但报告写成（{written}）时已经公布",
            f"{mark.printed} came into force on {one.since}, but was known when the report was written, {written}",
            mark,
        )
    if _says(subject, mark, "announced"):
        return unassessable(
            f"“{mark.printed}”于{one.promulgated}公布，此处可能是预告",
            f"{mark.printed} was promulgated on {one.promulgated}; the sentence may announce it",
            mark,
        )
    when, when_en = ("报告写成于", "the report was written on") if stated else ("报告的公布时限是", "it was due by")
    return fail(
        f"“{mark.printed}”于{one.promulgated}公布、{one.since}起施行，{year}年度报告不可能引用（{when}{written}）",
        f"{mark.printed} was promulgated on {one.promulgated} and in force from {one.since}: a report on {year} cannot "
        f"cite it ({when_en} {written})",
        mark,
    )


@rule(
    "C03",
    WARNING,
    "引用的条款项存在",
    "the cited article and item exist in the cited instrument, where its text is known",
)
def provisions(subject: Subject) -> Iterator[Outcome]:
    """Look up the articles, paragraphs and items that are cited from instruments whose text is in the vocabulary."""
    for element in _elements(subject, "provision"):
        text = articles(element.get("act", ""))
        locators = [*element.get("locator", "").split(), *filter(None, [element.get("to")])]
        if text is None or not locators or element.get("basis") == "self":
            continue
        missing = [locator for locator in locators if not _exists(text, locator)]
        yield _provision(subject, text, element, missing)


def _provision(subject: Subject, text: Articles, element: etree._Element, missing: list[str]) -> Outcome:
    """Judge by the edition whose text is known: what an earlier report cites may be an earlier one."""
    year, since = subject.year, text.since
    act, mark = element.get("act", ""), _mark(element)
    if year is not None and year < since.year:
        return unassessable(
            f"《{act}》现有文本自{since}起施行，晚于报告年度",
            f"the text known of {act} has been in force since {since}, later than the reporting year",
            mark,
        )
    if not missing:
        return PASSED
    if year in (None, since.year):
        return unassessable(
            f"《{act}》没有“{mark.printed}”，但引用的可能是{since}以前的文本",
            f"{act} has no {mark.printed}, but the text of before {since} may be meant",
            mark,
        )
    last = list(text.paragraphs)[-1].removeprefix("art")
    return fail(
        f"《{act}》没有“{mark.printed}”（全文{last}条）",
        f"{act} has no {mark.printed}; its last article is {last}",
        mark,
    )


def _exists(text: Articles, locator: str) -> bool:
    """Tell whether an instrument has what a locator names, as far down as its items; chapters are not looked up."""
    steps = {step.rstrip("0123456789-"): step for step in locator.split(".")}
    if "art" not in steps:
        return True
    article = steps["art"]
    if article not in text.paragraphs:
        return False
    paragraph = int(steps["p"][1:]) if steps.get("p", "").removeprefix("p").isdigit() else 0
    item = int(steps["i"][1:]) if steps.get("i", "").removeprefix("i").isdigit() else 0
    if paragraph > text.paragraphs[article]:
        return False
    counts = text.items[article]
    return item <= (counts.get(paragraph, 0) if paragraph else max(counts.values(), default=0))
