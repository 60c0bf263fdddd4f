from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from xls_writer import error, make_xls, merged, number, text
from xlsx_writer import make_xlsx, part, sheet_xml

from gaixml.readers import read_document
from gaixml.readers.sheets.values import print_value

if TYPE_CHECKING:
    from gaixml.document import Document
    from gaixml.readers.sheets.values import Value

pytest.importorskip("python_calamine")
CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "other"
needs_corpus = pytest.mark.skipif(
    not CORPUS.is_dir() and os.environ.get("CI") != "true",
    reason=f"the corpus is not at {CORPUS}; it must be in CI",
)
HEADER = {(1, 1): "项目", (1, 2): "数量"}
TABLE = {**HEADER, (2, 1): "甲", (2, 2): "1"}


def typed(*rows: str, start: int = 1) -> dict[tuple[int, int], str]:
    """Return cells: a string a row, its cells between strokes."""
    return {
        (row, column): cell
        for row, cells in enumerate(rows, start)
        for column, cell in enumerate(cells.split("|"), 1)
        if cell
    }


def read(cells: dict[tuple[int, int], str], *ranges: str) -> Document:
    return read_document(make_xlsx({"表": sheet_xml(cells, ranges)}), "a.xlsx")


def grids(document: Document) -> list[list[list[str]]]:
    """Return what each table prints, cell by cell."""
    return [
        [[document.text[cell.first : cell.last] for cell in row.cells] for row in table.rows if hasattr(row, "cells")]
        for table in document.tables
    ]


def reasons(document: Document) -> list[tuple[str, str]]:
    return [(omission.reason, omission.text) for omission in document.omissions]


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (12.0, "12"),
        (0.1 + 0.2, "0.3"),
        (-0.0, "0"),
        (1e20, "100000000000000000000"),
        (1e-9, "0.000000001"),
        (1 / 3, "0.333333333333333"),
        (251000.5, "251000.5"),
        (7, "7"),
        (True, "TRUE"),
        (dt.date(2024, 1, 31), "2024-01-31"),
        (dt.datetime(2024, 1, 31), "2024-01-31"),  # noqa: DTZ001 - a workbook knows no time zone
        (dt.datetime(2024, 1, 31, 8, 30), "2024-01-31 08:30:00"),  # noqa: DTZ001
        (dt.time(8, 30), "08:30:00"),
        (dt.timedelta(hours=27, minutes=30), "27:30:00"),
        (-dt.timedelta(minutes=1), "-0:01:00"),
        ("1.0", "1.0"),
    ],
)
def test_values_print_as_general(value: Value, printed: str) -> None:
    assert print_value(value) == printed


def test_a_report_typed_into_a_sheet_has_paragraphs_and_tables() -> None:
    document = read(typed("一、总体情况", "做了工作。", "项目|数量", "甲|1", "乙|", "二、其他", "无。"))
    assert document.text == "一、总体情况\n做了工作。\n项目\t数量\n甲\t1\n乙\n二、其他\n无。\n"
    assert grids(document) == [[["项目", "数量"], ["甲", "1"]]]


def test_a_cell_knows_where_it_stands() -> None:
    document = read(typed("标题", "", "项目|数量", "甲|1"))
    at = document.text.index("1")
    spot = document.spot(at, at + 1)
    assert spot is not None
    assert (spot.part, spot.path) == ("表", "B4")


def test_merged_cells_keep_their_spans() -> None:
    document = read(typed("项目|申请人||总计", "|自然人|法人|", "甲|1|2|3"), "A1:A2", "B1:C1", "D1:D2")
    spans = [
        [(cell.columns, cell.rows) for cell in row.cells] for row in document.tables[0].rows if hasattr(row, "cells")
    ]
    assert spans[:2] == [[(1, 2), (2, 1), (0, 0), (1, 2)], [(0, 0), (1, 1), (1, 1), (0, 0)]]


def test_a_text_that_a_merged_cell_would_hide_is_read() -> None:
    document = read(typed("项目|数量", "甲|1"), "A1:B2")
    assert grids(document) == [[["项目", "数量"], ["甲", "1"]]]


def test_a_merged_cell_over_many_rows_is_one_paragraph() -> None:
    document = read({(1, 1): "说明", (3, 1): "第一行\n第二行", (20, 1): "完"}, "A3:A17")
    assert document.text == "说明\n第一行\n第二行\n完\n"


def test_the_title_and_the_unit_above_a_table_are_paragraphs() -> None:
    document = read(typed("收支总表", "编制单位：|单位：元", "", "项目|数", "甲|1"), "A1:B1")
    assert document.text.startswith("收支总表\n编制单位：\n单位：元\n项目\t数\n")


def test_a_label_whose_figures_are_blank_stays_in_the_table() -> None:
    document = read(typed("一、收入|5", "二、其他收入", "三、支出|6"))
    assert grids(document) == [[["一、收入", "5"], ["二、其他收入", ""], ["三、支出", "6"]]]


def test_a_total_behind_blank_rows_is_of_the_table() -> None:
    document = read(typed("项目|数", "甲|1", "", "", "合计|1"))
    assert grids(document) == [[["项目", "数"], ["甲", "1"], ["", ""], ["", ""], ["合计", "1"]]]


def test_two_tables_with_a_blank_row_between_are_two() -> None:
    document = read(typed("项目|数", "甲|1", "", "名称|额", "乙|2"))
    assert len(document.tables) == 2


def test_a_heading_between_two_tables_is_a_paragraph() -> None:
    document = read(typed("项目|数", "甲|1", "二、依申请公开", "名称|额", "乙|2"))
    assert grids(document) == [[["项目", "数"], ["甲", "1"]], [["名称", "额"], ["乙", "2"]]]


def test_a_caption_of_the_official_form_stands_in_its_table() -> None:
    rows = (
        "第二十条第（一）项",
        "信息内容|本年制发件数",
        "规章|1",
        "第二十条第（五）项",
        "信息内容|本年处理决定数量",
        "行政许可|2",
    )
    document = read(typed(*rows), "A1:B1", "A4:B4")
    assert [table[0][0] for table in grids(document)] == ["第二十条第（一）项", "第二十条第（五）项"]


def test_hidden_sheets_are_left_aside_with_their_text() -> None:
    sheets = {
        "表": sheet_xml(TABLE),
        "底稿": sheet_xml({(1, 1): "算"}),
        "深": sheet_xml({(1, 1): "密"}),
        "空": sheet_xml({}),
    }
    document = read_document(make_xlsx(sheets, states={"底稿": "hidden", "深": "veryHidden"}), "a.xlsx")
    assert document.text == "项目\t数量\n甲\t1\n"
    assert reasons(document) == [("hidden", "算\n"), ("hidden", "密\n")]


def test_errors_are_printed() -> None:
    cells = '<c r="A1"><v>5</v></c><c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
    sheet = part("worksheet", f'<sheetData><row r="1">{cells}</row></sheetData>')
    assert read_document(make_xlsx({"表": sheet}), "a.xlsx").text == "5\t#DIV/0!\n"


def test_shared_texts_are_read() -> None:
    sheet = part("worksheet", '<sheetData><row r="1"><c r="A1" t="s"><v>1</v></c></row></sheetData>')
    strings = part("sst", "<si><t>甲</t></si><si><r><t>乙</t></r><r><t>丙</t></r></si>")
    assert read_document(make_xlsx({"表": sheet}, {"xl/sharedStrings.xml": strings}), "a.xlsx").text == "乙丙\n"


def test_what_is_no_cell_is_listed() -> None:
    head = "<headerFooter><oddHeader>&amp;C机密</oddHeader><oddFooter>第&amp;P页</oddFooter></headerFooter>"
    comment = '<commentList><comment ref="A1"><text><t>核对</t></text></comment></commentList>'
    shape = '<a:p xmlns:a="urn:a"><a:r><a:t>文本框</a:t></a:r></a:p>'
    extra: dict[str, str | bytes] = {
        "xl/comments1.xml": part("comments", comment),
        "xl/drawings/drawing1.xml": part("wsDr", shape),
        "xl/media/image1.png": b"\x89PNG",
        "xl/vbaProject.bin": b"macro",
        "xl/embeddings/oleObject1.bin": b"object",
        "xl/externalLinks/externalLink1.xml": part("externalLink", ""),
    }
    document = read_document(make_xlsx({"表": sheet_xml(TABLE, behind=head)}, extra), "a.xlsm")
    assert sorted(reasons(document)) == [
        ("annotation", "核对"),
        ("embedded", ""),
        ("external", ""),
        ("macro", ""),
        ("page-footer", "第&P页"),
        ("page-header", "&C机密"),
        ("unsupported", "文本框"),
    ]
    assert [(image.name, image.media_type, image.size) for image in document.images] == [
        ("xl/media/image1.png", "image/png", 4)
    ]


def test_a_workbook_of_excel_97() -> None:
    cells = text(0, 0, 0) + text(1, 0, 1) + text(1, 1, 2) + text(2, 0, 3) + number(2, 1, 12.5) + error(2, 2, 23)
    document = read_document(make_xls({"表": cells + merged((1, 1, 1, 2))}, ["标题", "项目", "数量", "甲"]), "a.et")
    assert document.text == "标题\n项目\t数量\t\n甲\t12.5\t#REF!\n"
    spot = document.spot(document.text.index("12.5"), document.text.index("12.5") + 1)
    assert spot is not None
    assert (spot.part, spot.path) == ("表", "B3")
    assert document.source.media_type == "application/vnd.ms-excel"


def test_a_hidden_sheet_of_excel_97() -> None:
    data = make_xls({"表": number(0, 0, 1), "乙": number(0, 0, 2)}, state=0)
    assert read_document(data, "a.xls").text == "1\n2\n"


@needs_corpus
@pytest.mark.parametrize("name", ["budget-template-xls/source.xls", "budget-template-dept-xlsx/source.xlsx"])
def test_real_budgets(name: str) -> None:
    document = read_document((CORPUS / name).read_bytes(), name)
    assert len(document.tables) >= 9
    assert "\n目  录\n" in document.text
    assert "\n类\t款\t项\t" in document.text
