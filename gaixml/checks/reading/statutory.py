"""Recognises the six sections that the forms of 2019 and 2021 prescribe (grammar/sections.lark)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gaixml.scanners import alternatives, scanner

if TYPE_CHECKING:
    from gaixml.checks.subject import Part, Subject

OVERVIEW: Final = "OVERVIEW"
REQUESTS: Final = "REQUESTS"
REVIEW: Final = "REVIEW"
PROBLEMS: Final = "PROBLEMS"
MATTERS: Final = "MATTERS"

NAMES: Final = {
    OVERVIEW: "总体情况",
    "PROACTIVE": "主动公开政府信息情况",
    REQUESTS: "收到和处理政府信息公开申请情况",
    REVIEW: "政府信息公开行政复议、行政诉讼情况",
    PROBLEMS: "存在的主要问题及改进情况",
    MATTERS: "其他需要报告的事项",
}
"""What the form of 2021 calls them, in its order."""


def section_of(heading: str) -> str:
    """Return which prescribed section a heading opens: a key of NAMES, '' for none."""
    return _whole("section", heading)


def theme_of(heading: str) -> str:
    """Return which theme of the first section a heading names, '' for none."""
    return _whole("theme", heading)


def themes() -> tuple[str, ...]:
    """Return the codes of the themes."""
    return alternatives("sections", "theme")


def mentions(name: str, text: str) -> bool:
    """Tell whether the heading of a prescribed section stands in a text: on a line of its own, or behind a number."""
    numbered = scanner("sections", "section", before=scanner("sections", "number").pattern)
    return any(section_of(line) == name for line in text.splitlines()) or any(
        match.lastgroup == name for match in numbered.finditer("".join(text.split()))
    )


def find_section(subject: Subject, name: str) -> Part | None:
    """Return the section of this name (a key of NAMES), of the highest level if there are several; None without one."""
    found = [part for part in subject.sections if section_of(part.heading) == name]
    return min(found, key=lambda part: part.level, default=None)


def _whole(rule: str, heading: str) -> str:
    match = scanner("sections", rule, after=r"\Z").match("".join(heading.split()))
    return match.lastgroup or "" if match else ""
