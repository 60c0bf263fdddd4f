from __future__ import annotations

import pytest
from docx_reading import grids, left_aside, read_body, spans, text_of
from docx_writer import cell, paragraph, printed_table, row, run, table
from printed_blocks import PrintedCell

from gaixml.document import Spot

RESTART, CONTINUE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
DATA = table(row(cell("甲"), cell("乙")), row(cell("1"), cell("2")))


def span(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


def test_merged_cells() -> None:
    printed = [
        [PrintedCell("项目", 1, 2), PrintedCell("申请人", 2)],
        [PrintedCell("自然人"), PrintedCell("总计")],
        [PrintedCell("公开"), PrintedCell("1"), PrintedCell("")],
    ]
    document = read_body(printed_table(printed))
    assert grids(document) == [[["项目", "申请人", ""], ["", "自然人", "总计"], ["公开", "1", ""]]]
    assert spans(document) == [[[(1, 2), (2, 1), (0, 0)], [(0, 0), (1, 1), (1, 1)], [(1, 1), (1, 1), (1, 1)]]]
    assert document.text == "项目\t申请人\t\n\t自然人\t总计\n公开\t1\t\n"


def test_a_cell_is_placed_by_its_path() -> None:
    document = read_body(paragraph("段") + DATA + DATA)
    assert document.spot(6, 7) == Spot("word/document.xml", "/w:document/w:body/w:tbl[1]/w:tr[2]/w:tc[1]")


def test_columns_left_out_at_the_sides() -> None:
    before = '<w:gridBefore w:val="1"/>'
    body = table(row(cell("甲"), cell("乙"), cell("丙")), row(cell("1"), cell("2"), properties=before))
    assert grids(read_body(body)) == [[["甲", "乙", "丙"], ["", "1", "2"]]]


def test_horizontally_merged_cells() -> None:
    body = table(
        row(cell("宽", '<w:hMerge w:val="restart"/>'), cell("藏", "<w:hMerge/>"), cell("丙")), row(*map(cell, "123"))
    )
    document = read_body(body)
    assert spans(document)[0][0] == [(2, 1), (0, 0), (1, 1)]
    assert left_aside(document) == [("hidden", "藏")]


def test_text_in_the_covered_part_of_a_merged_cell_is_hidden() -> None:
    body = table(row(cell("上", RESTART), cell("1")), row(cell("下", CONTINUE), cell("2")))
    document = read_body(body)
    assert document.text == "上\t1\n\t2\n"
    assert left_aside(document) == [("hidden", "下")]


@pytest.mark.parametrize(
    "below",
    [
        row(cell("下", CONTINUE), cell("2"), cell("3")),  # narrower than what is above
        row(cell("下", span(2) + RESTART), cell("3")),  # begins anew
    ],
)
def test_a_merge_that_does_not_fit_is_a_cell(below: str) -> None:
    document = read_body(table(row(cell("上", span(2) + RESTART), cell("1")), below))
    assert "下" in document.text
    assert left_aside(document) == []


def test_a_merge_without_a_beginning_is_a_cell() -> None:
    body = table(row(cell("甲", CONTINUE), cell("1")), row(cell("乙", CONTINUE), cell("2")))
    assert spans(read_body(body))[0] == [[(1, 2), (1, 1)], [(0, 0), (1, 1)]]


def test_a_row_that_is_covered_all_over_prints_nothing() -> None:
    body = table(
        row(cell("甲", RESTART), cell("乙", RESTART)),
        row(cell("", CONTINUE), cell("", CONTINUE)),
        row(cell("", CONTINUE), cell("丙")),
        row(cell("丁"), cell("戊")),
    )
    document = read_body(body)
    assert spans(document)[0] == [[(1, 2), (1, 1)], [(0, 0), (1, 1)], [(1, 1), (1, 1)]]
    assert document.text == "甲\t乙\n\t丙\n丁\t戊\n"


def test_deleted_and_hidden_rows_and_deleted_cells() -> None:
    body = table(
        row(cell("甲", RESTART), cell("删"), properties="<w:del/>"),
        row(cell("", CONTINUE), cell("乙"), cell("除", "<w:cellDel/>"), properties="<w:ins/>"),
        row(cell("", '<w:cellMerge w:vMerge="cont"/>'), cell("丙")),
        row(cell("藏"), cell("匿"), properties="<w:hidden/>"),
    )
    document = read_body(body)
    assert document.text == "\t乙\n\t丙\n"
    assert left_aside(document) == [("deleted", "甲\n删"), ("deleted", "除"), ("hidden", "藏\n匿")]
    assert document.tables
    assert read_body(table(row(cell("删"), properties="<w:del/>"))).text == ""


def test_several_paragraphs_in_a_cell() -> None:
    inner = paragraph() + paragraph("商业") + paragraph("企业") + paragraph()
    assert grids(read_body(table(row(cell(raw=inner), cell("1"))))) == [[["商业\n企业", "1"]]]


def test_content_controls_around_rows_and_cells() -> None:
    wrapped_cell = f"<w:sdt><w:sdtPr/><w:sdtContent>{cell('2')}</w:sdtContent></w:sdt>"
    wrapped_row = f"<w:sdt><w:sdtContent>{row(cell('1'), wrapped_cell)}</w:sdtContent></w:sdt>"
    assert grids(read_body(table(row(cell("甲"), cell("乙")), wrapped_row))) == [[["甲", "乙"], ["1", "2"]]]


def test_one_cell_or_one_column_is_no_table() -> None:
    framed = table(row(cell("标题")), row(cell("一、总体情况\n正文")), row(cell("二〇二三年")))
    document = read_body(framed)
    assert document.text == "标题\n一、总体情况\n正文\n二〇二三年\n"
    assert document.tables == []
    assert document.places[2].spot.path == "/w:document/w:body/w:tbl/w:tr[2]/w:tc/w:p[2]"


def test_a_table_around_tables_is_layout() -> None:
    inner = paragraph("一、总体情况") + DATA + paragraph("末")
    document = read_body(table(row(cell("左"), cell("右")), row(cell(raw=inner, properties=span(2)))))
    assert document.text == "左\t右\n一、总体情况\n甲\t乙\n1\t2\n末\n"
    assert grids(document) == [[["左", "右"]], [["甲", "乙"], ["1", "2"]]]


def test_a_report_in_a_cell_is_layout() -> None:
    report = "一、总体情况\n" + "本年度依法公开政府信息。" * 5 + "\n二、存在问题\n无。"
    document = read_body(table(row(cell(""), cell(report), cell(""))))
    assert document.text == f"\n{report}\n\n"
    assert document.tables == []


def test_a_small_table_in_a_cell_of_data_is_text() -> None:
    small = table(row(cell("x"), cell("y")))
    rows = [row(cell(f"项目名称{number}"), cell("本年数量")) for number in range(5)]
    document = read_body(table(*rows, row(cell("末项"), cell(raw=small + paragraph()))))
    assert len(document.tables) == 1
    assert document.text.endswith("末项\tx\ty\n")


def test_labels_of_the_official_form_are_no_sections() -> None:
    labels = ["一、本年新收", "二、上年结转", "三、本年度办理结果", "四、结转下年度"]
    document = read_body(table(*(row(cell(label), cell("1")) for label in labels)))
    assert len(document.tables[0].rows) == 4


def test_a_table_without_rows_and_a_row_without_cells() -> None:
    assert text_of(table() + table(row()) + paragraph("段")) == "段\n"
    assert grids(read_body(table(row(), row(cell("甲"), cell("乙"))))) == [[["甲", "乙"]]]


@pytest.mark.parametrize("value", ["0", "-3", "x", "99999999999999999999", "1000000"])
def test_odd_spans(value: str) -> None:
    body = table(row(cell("甲", f'<w:gridSpan w:val="{value}"/>'), cell("乙")), row(cell("1"), cell("2"), cell("3")))
    assert read_body(body).text.replace("\t", "") == "甲乙\n123\n"


def test_tables_nested_deep_and_runs_in_them() -> None:
    deep = 60
    body = (
        "<w:tbl><w:tr><w:tc>" * deep
        + paragraph(raw=run("底", "<w:vanish/>") + run("底"))
        + "</w:tc></w:tr></w:tbl>" * deep
    )
    assert read_body(body).text == "底\n"
