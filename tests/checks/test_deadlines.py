"""The rules D01 to D03."""

from __future__ import annotations

import pytest
from judging import changed, judge, messages, state

from gaixml.checks.model import Blame

PUBLISHED = "发布时间：2024-01-22"
SIGNED = "2024年1月20日"
AGENCY = "# 示例市水务局2023年"


def of(agency: str, day: str) -> str:
    return state("D01", "2023", (AGENCY, f"# {agency}2023年"), (PUBLISHED, f"发布时间：{day}"))


@pytest.mark.parametrize(
    ("agency", "day", "expected"),
    [
        ("示例市水务局", "2024-01-31", "pass"),
        ("示例市水务局", "2024-02-01", "fail"),
        ("示例县示例镇人民政府", "2024-02-01", "fail"),
        ("示例街道办事处", "2024-02-01", "fail"),
        ("开发区示例街道办事处", "2024-02-01", "fail"),
        ("示例县人民政府", "2024-02-20", "pass"),
        ("示例县人民政府", "2024-02-21", "fail"),
        ("示例县人民政府办公室", "2024-02-20", "fail"),
        ("示例市示例区人民政府", "2024-02-21", "fail"),
        ("示例区人民政府", "2024-02-21", "unassessable"),
        ("上海市示例区人民政府", "2024-03-01", "unassessable"),
        ("示例市人民政府", "2024-02-20", "pass"),
        ("示例市人民政府", "2024-03-10", "unassessable"),
        ("示例市人民政府", "2024-03-11", "fail"),
        ("示例自治州人民政府", "2024-03-10", "pass"),
        ("示例省人民政府", "2024-03-31", "pass"),
        ("北京市人民政府", "2024-03-31", "pass"),
        ("示例省人民政府办公厅", "2024-03-31", "fail"),
        ("示例经济技术开发区管理委员会", "2024-02-20", "unassessable"),
        ("示例经济技术开发区管理委员会", "2024-01-31", "pass"),
        ("示例经济技术开发区管理委员会", "2024-04-01", "fail"),
        ("国家税务总局示例市税务局", "2024-02-01", "unassessable"),
        ("国家税务总局", "2024-03-31", "unassessable"),
        ("示例海关", "2024-02-01", "unassessable"),
        ("示例市城乡建设局", "2024-01-31", "pass"),
    ],
)
def test_the_last_day_follows_from_the_body(agency: str, day: str, expected: str) -> None:
    assert of(agency, day) == expected


def test_a_body_that_stands_behind_the_year() -> None:
    title = "# 示例市水务局2023年政府信息公开工作年度报告"
    changes = (title, "# 2023年示例市水务局政府信息公开工作年度报告"), (PUBLISHED, "发布时间：2024-02-01")
    assert state("D01", "2023", *changes) == "fail"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("发布日期: 2024/2/5 10:00", "fail"),
        ("公布时间：2024年1月9日", "pass"),
        ("发布时间：2024-02-05\n\n来源：某网 时间：2024-01-22 10:00", "pass"),
        ("成文日期：2024-01-20", "unassessable"),
        ("发布时间：2024-13-45", "unassessable"),
        ("发布时间：2022-01-22", "unassessable"),
    ],
)
def test_how_a_day_of_publication_is_printed(line: str, expected: str) -> None:
    assert state("D01", "2023", (PUBLISHED, line)) == expected


def test_a_page_that_was_published_again_blames_nobody() -> None:
    found = judge("D01", changed("2023", (PUBLISHED, "发布时间：2024-04-17")))
    assert found.outcomes[0].blame == Blame.NEITHER
    assert "2024-01-31" in messages(found)


def test_a_signature_shows_only_what_is_too_late() -> None:
    assert state("D01", "2023", (PUBLISHED, ""), (SIGNED, "2024年2月1日")) == "fail"
    assert state("D01", "2023", (PUBLISHED, "")) == "unassessable"
    assert state("D01", "2023", (PUBLISHED, ""), (SIGNED, "")) == "unassessable"


@pytest.mark.parametrize(("day", "expected"), [("2017-03-31", "pass"), ("2017-04-01", "fail")])
def test_the_last_day_of_the_regulation_of_2007(day: str, expected: str) -> None:
    assert state("D02", "2016", ("发布时间：2017-03-15", f"发布时间：{day}")) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2024年1月22日", "pass"),
        ("2024年1月23日", "fail"),
        ("2023年12月31日", "fail"),
        ("2024年1月1日", "pass"),
        ("二〇二四年一月二十日", "pass"),
        ("", "unassessable"),
    ],
)
def test_the_signature(day: str, expected: str) -> None:
    assert state("D03", "2023", (SIGNED, day)) == expected


def test_a_signature_without_a_day_of_publication() -> None:
    assert state("D03", "2023", (PUBLISHED, "")) == "unassessable"
    assert state("D03", "2023", (PUBLISHED, ""), (SIGNED, "2023年1月20日")) == "fail"


def test_a_page_says_when_it_was_published() -> None:
    text = "<html><head><meta name='PubDate' content='2024-02-05 10:00'></head><body><h1>{}</h1><p>{}</p></body></html>"
    page = text.format("示例市水务局2018年政府信息公开工作年度报告", "示例市水务局</p><p>2024年2月6日")
    found = judge("D03", page, "a.html")
    assert "晚于公布日期2024-02-05" in messages(found)
