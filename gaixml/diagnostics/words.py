"""The words that ``gaixml check`` wraps around findings, in Chinese and English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gaixml.checks.model import ERROR, INFORMATION, SEVERITIES, WARNING, Blame, State
from gaixml.languages import CHINESE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gaixml.diagnostics.findings import Finding, Place
    from gaixml.diagnostics.views import Tally

_CHINESE: Final = {
    ERROR: "错误",
    WARNING: "警告",
    INFORMATION: "提示",
    State.UNASSESSABLE: "无法判断",
    Blame.SOURCE: "原文",
    Blame.EXTRACTION: "提取",
    Blame.NEITHER: "无法归责",
    "blame": "责任",
    "place": "位置",
    "related": "相关",
    "rule": "规则",
    "severity": "级别",
    "fails": "不通过",
    "reports": "报告数",
    "title": "内容",
    "any form": "不限格式",
    "page": "第 {} 页",
    "more": "另有 {} 处",
}
_ENGLISH: Final = {"page": "page {}", "more": "{} more"}


class Words:
    """The words of one language."""

    def __init__(self, language: str) -> None:
        """Choose zh or en."""
        self.is_chinese = language == CHINESE
        self._words = _CHINESE if self.is_chinese else _ENGLISH

    def of(self, word: str, *values: object) -> str:
        """Return what a code of the schema or a word is called."""
        return self._words.get(word, str(word)).format(*values)

    def message(self, finding: Finding) -> str:
        """Return what a finding says."""
        return finding["message"] if self.is_chinese else finding["message_en"]

    def blame(self, finding: Finding) -> str:
        """Return whom a finding is laid to, and why."""
        evidence = finding.get("evidence" if self.is_chinese else "evidence_en", "")
        return f"{self.of('blame')}: {self.of(finding['blame'])}" + (f": {evidence}" if evidence else "")

    def place(self, place: Place) -> str:
        """Return where something stands in a source that is no plain text: page, part, path, cell."""
        page = self.of("page", place["page"]) if "page" in place else ""
        return ", ".join(filter(None, (page, place.get("part", ""), place.get("path", ""), place["about"])))

    def help(self, rules: Sequence[str]) -> str:
        """Return how to read more about some rules."""
        command, names = f"gaixml check --explain {rules[0]}", " ".join(rules[1:])
        others = f"（{names} 同）" if self.is_chinese else f" (or {names})"
        return f"{'说明' if self.is_chinese else 'help'}: {command}{others if names else ''}"

    def summary(self, tally: Tally) -> Iterator[str]:
        """Yield the lines that close a check: what was found, what passed, what was ignored and why."""
        yield from _summary_in_chinese(tally) if self.is_chinese else _summary_in_english(tally)


def _summary_in_english(tally: Tally) -> Iterator[str]:
    counts = [
        _counted(tally.severities[one], one) if one != INFORMATION else f"{tally.severities[one]} informational"
        for one in reversed(SEVERITIES)
        if one != INFORMATION or tally.severities[one]
    ]
    found = ", ".join(counts)
    if tally.reports != 1:
        found += f" in {tally.with_findings} of {_counted(tally.reports, 'report')}"
    passed, open_ = tally.states[State.PASS], tally.states[State.UNASSESSABLE]
    rules = f"{_counted(passed, 'rule')} passed" if tally.reports == 1 else f"{_counted(passed, 'check')} passed"
    yield f"{found}; {rules}" + (f", {open_} not assessable (-v lists them)" if open_ else "")
    for (beginning, reason), count in sorted(tally.ignored.items()):
        yield f"{count} ignored by {f'gaixml.toml: {beginning} ({reason})' if reason else f'--ignore: {beginning}'}"
    if tally.unread:
        yield f"{_counted(tally.unread, 'input')} could not be read"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' * (count != 1)}"


def _summary_in_chinese(tally: Tally) -> Iterator[str]:
    counts = [
        f"{tally.severities[one]} 个{_CHINESE[one]}"
        for one in reversed(SEVERITIES)
        if one != INFORMATION or tally.severities[one]
    ]
    found = "，".join(counts)
    if tally.reports != 1:
        found = f"{tally.reports} 份报告中 {tally.with_findings} 份有问题：{found}"
    passed, open_ = tally.states[State.PASS], tally.states[State.UNASSESSABLE]
    rules = f"{passed} {'条规则' if tally.reports == 1 else '项检查'}通过"
    yield f"{found}；{rules}" + (
        f"，{open_} {'条' if tally.reports == 1 else '项'}无法判断（-v 列出）" if open_ else ""
    )
    for (beginning, reason), count in sorted(tally.ignored.items()):
        yield f"{count} 处已忽略（{f'gaixml.toml：{beginning}，{reason}' if reason else f'--ignore {beginning}'}）"
    if tally.unread:
        yield f"{tally.unread} 个输入无法读取"
