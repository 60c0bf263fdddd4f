"""Every value stands under its row and column, or a finding says that it does not."""

from __future__ import annotations

import pytest
from lxml import etree

import gaixml

NS = {"g": "urn:gaixml:report:1"}
RECORD = f"{{{NS['g']}}}record"
HEADER = "项目\tA\tB\tC\n"


def read(text: str) -> tuple[list[tuple[str, str, str]], list[str]]:
    """Return (row path, column path, printed) of every value that is not blank, and the rules of the findings."""
    root = etree.fromstring(gaixml.convert(text.encode()))
    columns = {one.get("id"): ">".join(one.itertext()) for one in root.iterfind(".//g:column", NS)}
    cells = {one.get("id"): "".join(map(str, one.itertext())).strip() for one in root.iterfind(".//g:cell", NS)}
    values = [
        ("/".join(str(record.get("label")) for record in reversed(list(one.iterancestors(RECORD)))), one)
        for one in root.iterfind(".//g:value", NS)
        if one.get("status") != "blank"
    ]
    found = [(path, columns.get(one.get("column"), "?"), cells[one.get("cell")]) for path, one in values]
    return found, [str(finding.get("rule")) for finding in root.iterfind(".//g:finding", NS)]


def test_row_of_words_is_no_header() -> None:
    values, findings = read(HEADER + "甲\t1\t2\t3\n其他\t详见附件\t\t\n丙\t4\t5\t6\n")
    assert values[3:] == [("其他", "A", "详见附件"), ("丙", "A", "4"), ("丙", "B", "5"), ("丙", "C", "6")]
    assert findings == []


def test_values_of_a_row_that_lost_its_label_do_not_go_to_the_row_above() -> None:
    values, findings = read("项目\tA\tB\n甲\t1\t2\n\t5\t6\n")
    assert values == [("甲", "A", "1"), ("甲", "B", "2"), ("", "A", "5"), ("", "B", "6")]
    assert findings == ["TAB03"]


@pytest.mark.parametrize("between", ["散文一段。\n", "二、其他\n散文一段。\n", "第二十条第（六）项\n"])
def test_table_behind_something_else_continues_nothing(between: str) -> None:
    values, findings = read(HEADER + "甲\t1\t2\t3\n" + between + "收入\t5\t6\t7\n支出\t1\t2\t3\n")
    assert {column for path, column, _ in values if path != "甲"} == {"?"}
    assert findings == ["TAB02"]


@pytest.mark.parametrize("between", ["\n", "- 3 -\n", "\n第 3 页\n\n"])
def test_table_cut_by_a_page_goes_on(between: str) -> None:
    values, findings = read(HEADER + "一、甲\t1\t2\t3\n" + between + "1.乙\t4\t5\t6\n")
    assert values[3:] == [("一、甲/1.乙", "A", "4"), ("一、甲/1.乙", "B", "5"), ("一、甲/1.乙", "C", "6")]
    assert findings == []


def test_table_cut_by_a_heading_goes_on_and_says_so() -> None:
    values, findings = read(
        f"二、情况\n{HEADER}（一）甲\t1\t2\t3\n## （二）乙的情况\n（二）乙\t4\t5\t6\n（三）丙\t7\t8\t9\n"
    )
    assert ("（二）乙", "B", "5") in values
    assert findings == ["TAB04"]


def test_two_figures_under_one_column_have_none_for_certain() -> None:
    values, findings = read("项目\tA\t\tB\n丙\t1\t2\t3\n")
    assert values == [("丙", "?", "1"), ("丙", "?", "2"), ("丙", "B", "3")]
    assert findings == ["TAB02"]


def test_row_with_a_cell_too_few_is_not_guessed() -> None:
    values, findings = read("项目\t\tA\tB\tC\n甲\t\t1\t2\t3\n乙\t\t1\t2\n")
    assert values[3:] == [("乙", "?", "1"), ("乙", "?", "2")]
    assert findings == ["TAB02"]


def test_blank_row_before_a_new_header_keeps_its_blanks() -> None:
    values, findings = read("项目\tA\tB\n甲\t1\t2\n乙\t\t\n项目\tC\tD\n丙\t4\t5\n")
    assert values == [("甲", "A", "1"), ("甲", "B", "2"), ("丙", "C", "4"), ("丙", "D", "5")]
    assert findings == []


def test_merged_label_that_takes_a_cell_more() -> None:
    text = "表\t\t甲\t乙\n一、\t新收\t1\t2\n二、\t（一）公开\t3\t4\n\t（二）不公开\t1. 秘密\t5\t6\n\t\t2. 其他\t7\t8\n"
    values, _ = read(text)
    assert ("一、新收", "甲", "1") in values
    assert ("二、/（一）公开", "乙", "4") in values
    assert values[-1] == ("二、/（二）不公开/2.其他", "乙", "8")


@pytest.mark.parametrize(
    ("printed", "status", "decimal"),
    [
        ("0", "reported", "0"),
        ("１２", "reported", "12"),
        ("1,234", "reported", "1234"),
        ("-3", "reported", "-3"),
        ("-\x0b5", "reported", "-5"),
        ("55.0592", "reported", "55.0592"),
        ("", "blank", None),
        ("—", "dash", None),
        ("无", "dash", None),
        ("50%", "text", None),
        ("251000元", "text", None),
        ("22（其中修订16件）", "text", None),
    ],
)
def test_nothing_is_coerced(printed: str, status: str, decimal: str | None) -> None:
    root = etree.fromstring(gaixml.convert(f"项目\tA\tB\n甲\t{printed}\t1\n".encode()))
    value = root.find(".//g:value", NS)
    assert value is not None
    assert (value.get("status"), value.get("decimal")) == (status, decimal)
