"""Reports and rules of no catalogue, by which tests see what is shown of findings."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from gaixml.checks.engine import Result
from gaixml.checks.model import ERROR, Mark, Rule, State, fail, mark_of
from gaixml.checks.settings import Settings
from gaixml.checks.subject import Subject
from gaixml.conversion import load
from gaixml.diagnostics.text import ReportText
from gaixml.diagnostics.views import view
from gaixml.diagnostics.words import Words

if TYPE_CHECKING:
    from gaixml.checks.model import Outcome
    from gaixml.diagnostics.views import View

EXAMPLES = Path(__file__).parent.parent.parent / "docs" / "rules" / "examples"
RECEIVED = "| 一、本年新收政府信息公开申请数量 |  |  | 25 | 7 | 1 | 1 | 5 | 0 | 39 |"
WRONG = RECEIVED.replace("| 39 |", "| 40 |")
HTML = """<html><head><title>某局2023年政府信息公开工作年度报告</title></head><body>
<p>某局2023年政府信息公开工作年度报告</p><p>一、总体情况</p><p>收到申请12件。</p>
<table>
<tr><td rowspan="2">项目</td><td colspan="2">法人或其他组织</td><td rowspan="2">总计</td></tr>
<tr><td>商业企业</td><td>科研机构</td></tr>
<tr><td>本年新收政府信息公开申请数量</td><td>1</td><td></td><td>3</td></tr>
</table></body></html>"""
RULE = Rule("T3R", ERROR, (), "六类之和等于总计", "six add up to the total", lambda _: ())
WEAK = Rule("TX13", "information", (), "内容齐全", "all is covered", lambda _: ())


def wrong_report() -> bytes:
    """Return the example of 2023 with one total that is wrong, so that rules fail: T3R with severity error."""
    report = (EXAMPLES / "2023.md").read_text("utf-8")
    assert report.count(RECEIVED) == 1
    return report.replace(RECEIVED, WRONG).encode()


def subject_of(text: str, name: str = "a.txt") -> Subject:
    return Subject(load(text.encode("utf-8", "surrogatepass"), name), name)


def words(subject: Subject, said: str, about: str = "s1") -> Mark:
    """Return the place where some words first stand."""
    start = subject.text.index(said)
    return Mark(about, start, start + len(said), printed=said)


def cell(subject: Subject, name: str) -> Mark:
    """Return the place of a cell."""
    (element,) = subject.archive.xpath(".//*[@id=$id]", id=name)
    return mark_of(element, name)


def failed(at: Mark | None, *related: Mark, message: str = "之和为 1，总计为 3") -> Outcome:
    return fail(message, "they add up to 1, the total is 3", at, related, evidence="原文如此", evidence_en="so printed")


def view_of(subject: Subject, *outcomes: Outcome, rule: Rule = RULE) -> View:
    """Return all that these outcomes of a rule come to."""
    state = State.FAIL if any(one.state == State.FAIL for one in outcomes) else State.UNASSESSABLE
    return view(subject, [Result(rule, state, outcomes)], Settings(), unassessable=True)


def shown(subject: Subject, *outcomes: Outcome, width: int | None = 80, language: str = "en", rule: Rule = RULE) -> str:
    """Return what a terminal of this width shows, without colours; None is a pipe."""
    file = io.StringIO()
    console = Console(file=file, width=width or 100_000, force_terminal=bool(width), color_system=None, highlight=False)
    console.print(ReportText(view_of(subject, *outcomes, rule=rule), Words(language)))
    return "\n".join(line.rstrip() for line in file.getvalue().split("\n"))
