"""Prints that were cut or marked inside: a value is right, or there is none."""

from __future__ import annotations

import pytest

import gaixml
from gaixml.reference.parsing import find_references

FORMS = (
    "《中华人民共和国政府信息公开条例》（国务院令第711号，以下简称《条例》）第二十条第一款第（五）项至第（八）项",
    "国办公开办函〔2021〕30号",
    "2018年1月1日起至2018年12月31日",
    "二○一○年四月十日",
    "2018年第一季度",
    "2018年上半年",
    "2018-01-16",
    "本年度",
    "去年5月",
    "55.0592万元",
    "1,234件",
    "百分之九十",
    "三分之二",
    "1:3",
    "电话：0631-5221337，邮编：264200，地址：某市某路45号，邮箱：a@example.org",
)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("cut", ["**", "\n", " ", "\u3000", "\u200b", "号", "》", "第"])
def test_nothing_inside_of_a_print_stops_the_reading(form: str, cut: str) -> None:
    for at in range(len(form) + 1):
        text = form[:at] + cut + form[at:]
        for one in find_references(text, 0, len(text)):
            assert 0 <= one.start < one.end <= len(text)
        gaixml.validate(gaixml.convert(f"按照{text}办理。\n".encode(), "source.md"))


@pytest.mark.parametrize(
    "printed", ["3 000件", "12 345件", "1，234件", "1万2千件", "几十件", "数百件", "上千件", "一八四０年"]
)
def test_the_rest_of_a_number_is_no_number(printed: str) -> None:
    assert gaixml.references(f"公开信息{printed}。\n".encode(), kinds=["amount"]) == []


@pytest.mark.parametrize(
    ("printed", "value"),
    [("二0一八年三月五日", "2018-03-05"), ("二O一八年三月五日", "2018-03-05"), ("２０18年3月5日", "2018-03-05")],
)
def test_years_of_mixed_figures(printed: str, value: str) -> None:
    (date,) = gaixml.references(f"{printed}印发。\n".encode(), kinds=["date"])
    assert date["target"] == {"value": value, "basis": "printed"}


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("发布信息不少于20件", "发布信息"),
        ("占比不超过5%", ""),
        ("费用达到55万元", "费用"),
        ("增长12.5个百分点", ""),
        ("主动公开政府信息624条", "主动公开政府信息"),
        ("公开624条政府信息", "政府信息"),
    ],
)
def test_what_leads_to_a_number_is_no_noun(text: str, noun: str) -> None:
    (amount,) = gaixml.references(f"{text}。\n".encode(), kinds=["amount"])
    assert amount["target"].get("noun", "") == noun
