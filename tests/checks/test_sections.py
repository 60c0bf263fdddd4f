"""How the prescribed sections are told by their headings, and what an empty table beside a text comes to."""

from __future__ import annotations

import pytest
from judging import judge
from rule_pages import BASES

from gaixml.checks.reading.statutory import behind_name, section_of

BASE = (BASES / "2023.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("总体情况", "OVERVIEW"),
        ("政府信息公开工作概述", "OVERVIEW"),
        ("机构基本情况", ""),
        ("行政机关主动公开政府信息情况", "PROACTIVE"),
        ("收到和处理政府信息公开申请情况", "REQUESTS"),
        ("政府信息公开申请办理情况", ""),
        ("因政府信息公开工作被申请行政复议、提起行政诉讼情况", "REVIEW"),
        ("政府信息公开行政复议、行政诉讼情况", "REVIEW"),
        ("存在的主要问题及改进情况", "PROBLEMS"),
        ("政府信息公开工作中存在的不足和改进措施", "PROBLEMS"),
        ("2023年存在的主要问题", "PROBLEMS"),
        ("解决突出问题情况", ""),
        ("其他需要报告的事项", "MATTERS"),
        ("其它应当说明的情况", "MATTERS"),
    ],
)
def test_sections_are_told_by_their_headings(heading: str, section: str) -> None:
    assert section_of(heading) == section


def test_what_stands_behind_a_name_is_no_part_of_it() -> None:
    assert behind_name("其他 需要报告的事项 无") == "无"


def test_another_section_is_not_taken_for_a_prescribed_one() -> None:
    assert judge("STR02", BASE.replace("## 二、", "## 二、解决突出问题情况\n\n无。\n\n## 二、", 1)).state == "pass"


def emptied() -> str:
    """Return the report with a table of requests that is all zero."""
    head, caption, rest = BASE.partition("| 一、本年新收")
    table, behind, end = rest.partition("## 四、")
    rows = [
        "|".join("0".center(len(cell)) if cell.strip().isdigit() else cell for cell in row.split("|"))
        for row in table.split("\n")
    ]
    return head + caption + "\n".join(rows) + behind + end


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("全年共收到政府信息公开申请40件。", "fail"),
        ("全年共收到四十件政府信息公开申请。", "fail"),
        ("全年收到申请公开政府信息的要求39件。", "fail"),
        ("全年办结政府信息公开申请39件。", "fail"),
        ("全年未收到政府信息公开申请。", "pass"),
    ],
)
def test_a_table_of_nothing_beside_a_text_that_counts_requests(sentence: str, expected: str) -> None:
    text = emptied()
    start = text.index("### （二）依申请公开")
    end = text.index("### （三）")
    assert judge("T3Z", f"{text[:start]}### （二）依申请公开\n\n{sentence}\n\n{text[end:]}").state == expected
