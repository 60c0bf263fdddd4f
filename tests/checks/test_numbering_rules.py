"""The rules N01 and N02."""

from __future__ import annotations

import pytest
from judging import changed, judge, messages, state

FIVE = "## 五、存在的主要问题及改进情况"
HEAD = "示例市水务局2018年政府信息公开工作年度报告\n"


def lines(*printed: str) -> str:
    return HEAD + "".join(f"{line}\n" for line in printed)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (("一、概述", "1.组织领导。", "2.制度建设。", "二、公开情况", "（一）数量。", "（二）形式。"), "fail"),
        (("一、概述", "（一）领导。", "（1）会议。", "（2）培训。", "（二）制度。", "1.其一。", "2.其二。"), "fail"),
        (("一、概述", "（一）领导。", "1.会议。", "（1）其一。", "（2）其二。", "2.培训。"), "pass"),
        (("一、概述", "1.组织领导。", "2.制度建设。", "二、公开情况"), "unassessable"),
        (("一、概述", "做了工作。", "二、公开情况"), "unassessable"),
    ],
)
def test_levels(printed: tuple[str, ...], expected: str) -> None:
    found = judge("N01", lines(*printed), "a.txt")
    assert found.state == expected, messages(found)


def test_one_finding_for_each_place() -> None:
    text = changed("2023", (FIVE, f"{FIVE}\n\n### 1.水质\n\n做。\n\n### 2.答复\n\n做。"))
    found = judge("N01", text)
    assert len(found.outcomes) == 1
    assert [mark.label for mark in found.outcomes[0].related] == ["存在的主要问题及改进情况", "答复"]


def test_numbers_within_a_line_may_be_a_list() -> None:
    inside = "一、概述 1.公开预算。 2.完善机制。 二、公开情况 （一）数量。共3条。 （二）形式。网站。 三、申请 没有。"
    assert judge("N01", f"{HEAD}{inside}\n", "a.txt").state == "unassessable"


@pytest.mark.parametrize("mark", ["、", ".", "．", "，", "：", " 、"])
def test_point_marks_behind_brackets(mark: str) -> None:
    text = changed("2023", ("### （一）主动公开", f"### （一）{mark}主动公开"))
    found = judge("N02", text)
    at = found.outcomes[0].at
    assert (found.state, at is not None) == ("fail", True)
    assert at is not None
    assert text[at.start : at.end] == f"（一）{mark}"


@pytest.mark.parametrize("printed", ["### （一） 主动公开", "### (一)主动公开", "### （一）“主动”公开"])
def test_brackets_without_point_marks(printed: str) -> None:
    assert state("N02", "2023", ("### （一）主动公开", printed)) == "pass"


def test_no_bracketed_numbers() -> None:
    assert judge("N02", lines("一、概述", "做了工作。"), "a.txt").state == "unassessable"
    assert judge("N02", lines("一、概述", "1、其一", "做。", "2、其二", "做。"), "a.txt").state == "unassessable"
