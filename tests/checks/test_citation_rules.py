"""The rules C01 to C03."""

from __future__ import annotations

import pytest
from judging import judge, messages, state

NUMBER = "国办公开办函〔2021〕30号"
FEE = "2023年，本机关依据《政府信息公开信息处理费管理办法》收取信息处理费0元。"
FORM = "《中华人民共和国政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）"
SIGNED = "\n\n示例市水务局\n\n{}\n"


def report(year: int, text: str, signed: str = "") -> str:
    head = f"# 示例市水务局{year}年政府信息公开工作年度报告\n\n## 一、概述\n\n{text}"
    return head + (SIGNED.format(signed) if signed else "")


@pytest.mark.parametrize(
    "printed",
    [
        "国办公开办函[2021]30号",
        "国办公开办函（2021）30号",
        "国办公开办函【2021】30号",
        "国办公开办函﹝2021﹞30号",
        "国办公开办函〔2021〕第30号",
        "国办公开办函〔2021〕030号",
        "国办公开办函2021年30号",
    ],
)
def test_numbers_that_are_not_well_formed(printed: str) -> None:
    found = judge("C01", report(2023, f"根据《格式》（{printed}）编制。"))
    assert found.state == "fail"
    assert NUMBER in messages(found)


@pytest.mark.parametrize(
    "printed",
    [
        NUMBER,
        "国办公开办函〔２０２１〕 ３０ 号",
        "国务院令第711号",
        "中华人民共和国国务院令 第 711 号",
        "国办发〔2019〕14号、15号",
    ],
)
def test_numbers_that_are_well_formed(printed: str) -> None:
    assert judge("C01", report(2023, f"根据有关文件（{printed}）编制。")).state == "pass"


def test_numbers_of_before_2000_follow_older_rules() -> None:
    assert judge("C01", report(2023, "《通知》（国办发[1996]25号）。")).state == "unassessable"
    assert judge("C01", report(2023, "没有文号，只有（2021）30处。")).state == "unassessable"


@pytest.mark.parametrize(
    ("year", "text", "signed", "expected"),
    [
        (2018, "《中华人民共和国政府信息公开条例》（国务院令第711号）。", "2019年1月16日", "fail"),
        (2018, "《中华人民共和国政府信息公开条例》（国务院令第711号）。", "", "fail"),
        (2018, "《中华人民共和国政府信息公开条例》（国务院令第711号）。", "2019年4月20日", "unassessable"),
        (2018, "国务院令第711号即将施行。", "2019年1月16日", "unassessable"),
        (2018, "《中华人民共和国政府信息公开条例》（国务院令第492号）。", "", "pass"),
        (2018, "《中华人民共和国政府信息公开条例》。", "", "pass"),
        (2019, "《中华人民共和国政府信息公开条例》（国务院令第492号）。", "", "pass"),
        (2019, "《中华人民共和国政府信息公开条例》（国令第711号）。", "", "pass"),
        (2020, "《中华人民共和国政府信息公开条例》（国务院令第492号）。", "", "fail"),
        (2020, "原《中华人民共和国政府信息公开条例》（国务院令第492号）已废止。", "", "unassessable"),
        (2025, "《关于政府信息公开工作年度报告有关事项的通知》（国办公开办函〔2019〕60号）。", "", "fail"),
        (2025, "《关于政府信息公开工作年度报告有关事项的通知》。", "", "fail"),
        (2021, "《关于政府信息公开工作年度报告有关事项的通知》（国办公开办函〔2019〕60号）。", "", "pass"),
        (2020, "《政府信息公开信息处理费管理办法》。", "2021年1月20日", "unassessable"),
        (2023, "《示例市政务公开办法》（示政发〔2001〕1号）。", "", "unassessable"),
    ],
)
def test_what_was_in_force(year: int, text: str, signed: str, expected: str) -> None:
    found = judge("C02", report(year, text, signed))
    assert found.state == expected, messages(found)


def test_other_documents_have_no_reporting_year() -> None:
    assert judge("C02", "关于公开工作的通知\n\n根据国务院令第492号。\n", "a.txt").state == "unassessable"


@pytest.mark.parametrize(
    ("year", "cited", "expected"),
    [
        (2023, "第五十条", "pass"),
        (2023, "第二十条第（十五）项", "pass"),
        (2023, "第五十条第一款第（五）项", "pass"),
        (2023, "第二十条第（十六）项", "fail"),
        (2023, "第五十七条", "fail"),
        (2023, "第五十条第三款", "fail"),
        (2023, "第五十条第二款第（一）项", "fail"),
        (2023, "第十条至第六十条", "fail"),
        (2019, "第五十七条", "unassessable"),
        (2019, "第五十条", "pass"),
        (2018, "第五十条", "unassessable"),
    ],
)
def test_provisions(year: int, cited: str, expected: str) -> None:
    found = judge("C03", report(year, f"根据《中华人民共和国政府信息公开条例》{cited}的规定办理。"))
    assert found.state == expected, messages(found)


def test_provisions_of_texts_that_are_not_known_and_captions() -> None:
    assert judge("C03", report(2023, "根据《示例市政务公开办法》第九十九条办理。")).state == "unassessable"
    assert state("C03", "2023") == "unassessable"


def test_a_later_edition_is_no_citation_of_the_first() -> None:
    assert state("C02", "2023", (FORM, FORM.replace("2021", "2019").replace("30号", "60号"))) == "fail"
    assert state("C02", "2023", (FEE, FEE + "原国办公开办函〔2019〕60号同时废止。")) == "unassessable"
