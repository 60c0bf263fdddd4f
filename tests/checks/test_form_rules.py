"""The rules on structure, cells and digits: one change to a correct report, and what each rule then says."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from lxml import etree
from rule_pages import BASES

import gaixml
from gaixml.checks.catalogue import rules_of_scope
from gaixml.checks.engine import assess
from gaixml.checks.model import Scope
from gaixml.checks.subject import Subject

if TYPE_CHECKING:
    from gaixml.checks.engine import Result


class Change(NamedTuple):
    """A change to a base report, and what a rule then says: its state, the cell or section, words of its message."""

    rule: str
    base: str
    old: str
    new: str
    state: str
    about: str = ""
    words: str = ""


def received(figures: str) -> str:
    """Return the first row of the table of requests with these figures."""
    return f"| 一、本年新收政府信息公开申请数量 |  |  | {figures} |"


RECEIVED = received("25 | 7 | 1 | 1 | 5 | 0 | 39")
STATE = "|  | （三）不予公开 | 1.属于国家秘密 |"
CHANGES = (
    Change(
        "STR01", "2023", "2023年政府信息公开工作年度报告", "2019年政府信息公开工作年度报告", "fail", "document", "2019"
    ),
    Change("STR02", "2023", "## 五、存在的主要问题及改进情况", "## 五、工作打算", "fail", "document", "存在的主要问题"),
    Change("STR02", "2023", "## 五、存在的主要问题及改进情况", "## 五、政府信息公开工作中存在的问题和改进措施", "pass"),
    Change(
        "STR02", "2023", "## 六、其他需要报告的事项", "### （一）其他需要报告的事项", "fail", "s5-1", "不是一级标题"
    ),
    Change("STR03", "2023", "## 六、其他", "## 七、其他", "fail", "s7", "跳号"),
    Change("STR03", "2023", "## 六、其他", "## 五、其他", "fail", "s5_2", "重复"),
    Change("STR04", "2023", "### （五）监督保障", "## 二、监督保障", "fail", "", "监督保障"),
    Change("STR05", "2023", f"{STATE} 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n", "", "fail", "", "缺 7 个：1.属于国家秘密"),
    Change("STR06", "2020", "| 行政强制 | 5 | 0 | 2 |\n", "", "fail", "", "缺 3 个"),
    Change(
        "STR07", "2023", "2.其他法律行政法规禁止公开", "2.其他法律行政止公开", "fail", "", "2.其他法律行政法规禁止公开"
    ),
    Change("STR08", "2023", RECEIVED, f"{RECEIVED}\n{RECEIVED.replace('25', '26')}", "fail", "", "印了两次"),
    Change("STR08", "2023", RECEIVED, f"{RECEIVED}\n{RECEIVED}", "pass"),
    Change("CEL02", "2023", RECEIVED, received("25 |  | 1 | 1 | 5 | 0 | 39"), "fail", "t5.r5.c5", "1 个空白"),
    Change("CEL02", "2023", RECEIVED, received("25 | — | 1 | 1 | 5 | 0 | 39"), "pass"),
    Change("CEL03", "2023", RECEIVED, received("25 | 7 | 1 | 1 | 5 | 0 | "), "fail", "t5.r5.c10", "空白"),
    Change("CEL04", "2023", RECEIVED, received("25 | 7.5 | 1 | 1 | 5 | 0 | 39"), "fail", "t5.r5.c5", "7.5"),
    Change("CEL04", "2023", RECEIVED, received("25 | -7 | 1 | 1 | 5 | 0 | 39"), "fail", "t5.r5.c5", "-7"),
    Change("CEL05", "2020", "| 规范性文件 | 3 | 3 | 15 |", "| 规范性文件 | +3 | 3 | 15 |", "fail", "", "+3"),
    Change("CEL07", "2020", "102.4万元", "102.4", "fail", "", "没有写明单位"),
    Change("CEL07", "2020", "102.4万元", "0", "pass"),
    Change("CEL07", "2020", "102.4万元", "", "unassessable"),
    Change(
        "T3R", "2023", RECEIVED, received("25 | 7 | 1 | 1 | 5 | 0 | 38"), "fail", "t5.r5.c10", "之和为 39，总计为 38"
    ),
    Change("T3R", "2023", RECEIVED, received("25 | 7 | 1 | 1 | 5 | 0 | "), "unassessable"),
    Change("T3I", "2023", RECEIVED, received("25 | 7 | 1 | 1 | 5 | 0 | 38"), "fail", "t5.r5.c10"),
    Change(
        "T3D",
        "2023",
        RECEIVED,
        received("2 | 57 | 1 | 1 | 5 | 0 | 39"),
        "fail",
        "t5.r5.c4",
        "“25”“7”",
    ),
    Change(
        "T3D",
        "2023",
        RECEIVED,
        received("257 |  | 1 | 1 | 5 | 0 | 39"),
        "fail",
        "t5.r5.c4",
        "“25”“7”",
    ),
    Change("T3D", "2023", RECEIVED, received("24 | 7 | 1 | 1 | 5 | 0 | 39"), "pass"),
    Change("G03", "2016", "涉及国家秘密", "涉及国家秘密", "pass"),
)


def results(text: str, name: str = "a.md") -> dict[str, Result]:
    subject = Subject(etree.fromstring(gaixml.convert(text.encode(), name)), name)
    return {result.rule.id: result for result in assess(rules_of_scope(Scope.REPORT), subject)}


def base(name: str) -> str:
    return (BASES / f"{name}.md").read_text("utf-8")


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: f"{change.rule}-{change.state}-{change.new[:20]}")
def test_one_change(change: Change) -> None:
    text = base(change.base)
    assert text.count(change.old) == 1
    found = results(text.replace(change.old, change.new))[change.rule]
    told = [(outcome.at.about if outcome.at else "", outcome.message) for outcome in found.outcomes]
    assert found.state == change.state, told
    if change.state == "fail":
        assert any(change.about in about and change.words in message for about, message in told), told
