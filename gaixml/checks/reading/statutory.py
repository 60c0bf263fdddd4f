"""Recognises the six sections that the forms of 2019 and 2021 prescribe (grammar/sections.lark)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gaixml.checks.model import Blame, fail, unassessable
from gaixml.scanners import scanner

if TYPE_CHECKING:
    import re

    from gaixml.checks.model import Outcome
    from gaixml.checks.subject import Part, Subject

OVERVIEW: Final = "OVERVIEW"
PROACTIVE: Final = "PROACTIVE"
REQUESTS: Final = "REQUESTS"
REVIEW: Final = "REVIEW"
PROBLEMS: Final = "PROBLEMS"
MATTERS: Final = "MATTERS"

NAMES: Final = {
    OVERVIEW: "总体情况",
    PROACTIVE: "主动公开政府信息情况",
    REQUESTS: "收到和处理政府信息公开申请情况",
    REVIEW: "政府信息公开行政复议、行政诉讼情况",
    PROBLEMS: "存在的主要问题及改进情况",
    MATTERS: "其他需要报告的事项",
}
"""What the form of 2021 calls them, in its order."""
_BEFORE: Final = 8
"""So many characters may stand between the number and the name: 政府信息公开工作."""
_HEADING: Final = 60
"""A line of so many characters is no heading."""


def section_of(heading: str) -> str:
    """Return which prescribed section a heading opens: a key of NAMES, '' for none."""
    match = _section(heading)
    return match.lastgroup or "" if match else ""


def behind_name(heading: str) -> str:
    """Return what stands in a heading behind the name of a prescribed section, without blanks."""
    match = _section(heading)
    return match.string[match.end() :] if match else ""


def _section(heading: str) -> re.Match[str] | None:
    words = scanner("sections", "section", before=scanner("sections", "before").pattern)
    return words.match("".join(heading.split()))


def theme_of(heading: str) -> str:
    """Return which theme of the first section a heading names, '' for none."""
    match = scanner("sections", "theme", after=r"\Z").match("".join(heading.split()))
    return match.lastgroup or "" if match else ""


def find_section(subject: Subject, name: str) -> Part | None:
    """Return the section of this name (a key of NAMES) among those of the highest level, None without one."""
    return next((part for part in subject.top_sections if section_of(part.heading) == name), None)


def mentions(name: str, text: str, start: int) -> bool:
    """Tell whether a section, as the form calls it, stands in a text: on a line of its own, or behind a number."""
    called = NAMES[name]
    if any("".join(line.split()).endswith(called) for line in text.splitlines() if len(line) < _HEADING):
        return True
    joined = "".join(text[start:].split())
    ends = (match.end() for match in scanner("sections", "number").finditer(joined))
    return any(called in joined[end : end + len(called) + _BEFORE] for end in ends)


def missing(subject: Subject, name: str) -> Outcome:
    """Return that a prescribed section is missing; where its heading only was not told from the text, that."""
    called = NAMES[name]
    if not subject.top_sections:
        return unassessable("报告没有分节", "the report has no sections")
    if mentions(name, subject.text, subject.top_sections[0].mark.start):
        return unassessable(
            f"正文有“{called}”字样，但没有识别出这一标题", f"the words of {called} are there, but not as a heading"
        )
    return fail(
        f"缺少“{called}”部分",
        f"there is no section {called}",
        subject.document,
        blame=Blame.NEITHER,
        evidence="全文没有这一标题：原文缺少，或转换时丢失",
        evidence_en="no such heading is in the text: the document lacks it, or it was lost when it was converted",
    )
