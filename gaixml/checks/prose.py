"""The rules TX11 to TX13: the sections that are written in words say what the notices ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gaixml.checks.model import FORM_2021, INFORMATION, PASSED, STATUTORY, WARNING, Mark, fail, rule, unassessable
from gaixml.checks.reading.passages import GRAMMAR, heading_mark, prose
from gaixml.checks.reading.statutory import (
    MATTERS,
    NAMES,
    OVERVIEW,
    PROACTIVE,
    PROBLEMS,
    REQUESTS,
    behind_name,
    find_section,
    section_of,
)
from gaixml.scanners import scanner

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gaixml.checks.model import Outcome
    from gaixml.checks.subject import Part, Subject

_LONGEST: Final = 1000
"""篇幅原则上不超过一千字 (国办公开办函〔2021〕30号, 一（一）)."""
_THEMES: Final = {
    "theme_disclosure": ("主动公开", "disclosure on the body's own initiative"),
    "theme_requests": ("依申请公开", "requests"),
    "theme_management": ("政府信息管理", "management of information"),
    "theme_platform": ("平台建设", "platforms"),
    "theme_supervision": ("监督保障", "supervision and support"),
}
"""What 总体情况 is about, by the rules of prose_rules.lark that find it: Chinese, English."""


def _not_there(name: str) -> Outcome:
    """Return that a section is not there to be looked at; that it is missing is for STR02 to say."""
    called = NAMES[name]
    return unassessable(f"没有“{called}”一节", f"there is no section {called}")


def _words(subject: Subject, part: Part) -> str:
    """Return what a section says, and what stands in its heading behind its name."""
    return behind_name(part.heading) + prose(subject, part).printed


def _is_nothing(said: str) -> bool:
    return not any(map(str.isalnum, said)) or scanner(GRAMMAR, "nothing").match(said) is not None


@rule("TX11", WARNING, "第五部分有实质内容", "section 5 says something", forms=STATUTORY)
def problems(subject: Subject) -> Iterator[Outcome]:
    """Look at what the section on problems and their remedy says: not nothing, 无, or what the form prints."""
    part = find_section(subject, PROBLEMS)
    if part is None:
        yield _not_there(PROBLEMS)
    elif _is_nothing(said := _words(subject, part)):
        what = f"只写了“{said}”" if said else "只有标题"
        what_en = f"says no more than {said}" if said else "has a heading only"
        yield fail(f"“{part.heading}”{what}", f"the section {part.heading} {what_en}", heading_mark(part))
    else:
        yield PASSED


@rule("TX12", WARNING, "第六部分报告信息处理费", "section 6 states 信息处理费", forms=FORM_2021)
def fee(subject: Subject) -> Iterator[Outcome]:
    """Look for words on the fee for the processing of information, which is reported in this section."""
    part = find_section(subject, MATTERS)
    if part is None:
        yield _not_there(MATTERS)
        return
    words = scanner(GRAMMAR, "fee")
    if words.search(_words(subject, part)):
        yield PASSED
        return
    elsewhere = [
        mark
        for other in subject.top_sections
        if other.id != part.id and (text := prose(subject, other)) and (match := text.search("fee"))
        for mark in [text.mark(match.start(), match.end())]
    ]
    yield fail(
        f"“{part.heading}”没有写收取信息处理费的情况",
        f"the section {part.heading} does not say whether fees for the processing of information were charged",
        heading_mark(part),
        elsewhere,
    )


@rule(
    "TX13",
    INFORMATION,
    "第一部分涵盖五个方面且不超过一千字",
    "section 1 covers 主动公开, 依申请公开, 政府信息管理, 平台建设, 监督保障 and keeps to 1,000 characters",
    forms=FORM_2021,
)
def overview(subject: Subject) -> Iterator[Outcome]:
    """Look for words on each theme, and count as word processors do: a number or foreign word is one character."""
    parts = _overview(subject)
    if not parts:
        yield _not_there(OVERVIEW)
        return
    said = "".join("".join(part.heading.split()) + prose(subject, part).printed for part in parts)
    yield from (_theme(said, words, heading_mark(parts[0])) for words in _THEMES)
    length = sum(len(scanner(GRAMMAR, "one_word").sub("字", prose(subject, part).printed)) for part in parts)
    if length <= _LONGEST:
        yield PASSED
    else:
        yield fail(
            f"“{parts[0].heading}”共{length}字（含标点，一个数或外文词算一字，不计空格和表格），超过{_LONGEST}字",
            f"the section has {length} characters (with marks; a number or foreign word is one), more than {_LONGEST}",
            heading_mark(parts[0]),
        )


def _overview(subject: Subject) -> Sequence[Part]:
    """Return the overview: some offices number its themes as sections, so it lasts until the next one of the form."""
    first = find_section(subject, OVERVIEW)
    if first is None:
        return ()
    found = list(subject.top_sections[subject.top_sections.index(first) :])
    ends = (at for at, part in enumerate(found) if section_of(part.heading) in {PROACTIVE, REQUESTS})
    return found[: next(ends, 1)]


def _theme(said: str, words: str, at: Mark) -> Outcome:
    if scanner(GRAMMAR, words).search(said):
        return PASSED
    name, name_en = _THEMES[words]
    return fail(f"“总体情况”没有写{name}", f"the overall situation says nothing of {name_en}", at)
