"""PDF: what is printed is read in its order, what is not printed is listed."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from pdf_file import A4, PdfFile
from pdf_writer import to_pdf
from printed_blocks import PrintedCell

from gaixml.model import Row
from gaixml.readers import read_document

if TYPE_CHECKING:
    from gaixml.document import Document
    from gaixml.model import Table

pytest.importorskip("pypdfium2")

PROSE = "2023年，本机关坚持以公开为常态、不公开为例外，共主动公开政府信息1234条，收到申请12件，均在法定期限内答复。" * 2
TITLE = "某市人民政府2023年政府信息公开工作年度报告"
GREY = b"/Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray"


def read(data: bytes) -> Document:
    return read_document(data, "report.pdf")


def lines(data: bytes) -> list[str]:
    return read(data).text.splitlines()


def omitted(data: bytes) -> list[tuple[str, str]]:
    return [(omission.reason, omission.text) for omission in read(data).omissions]


def spans(table: Table, row: int) -> list[tuple[int, int]]:
    found = table.rows[row]
    assert isinstance(found, Row)
    return [(cell.columns, cell.rows) for cell in found.cells]


def cells(*texts: str) -> list[PrintedCell]:
    return [PrintedCell(text) for text in texts]


def test_lines_become_paragraphs_over_pages_too() -> None:
    printed = [TITLE, "一、总体情况", *[PROSE] * 20, "二、其他需要报告的事项", "无。"]
    data = to_pdf(printed)
    assert lines(data) == printed
    assert {place.spot.page for place in read(data).places} == {1, 2, 3, 4}


def test_page_numbers_and_headers_are_set_apart() -> None:
    data = to_pdf([TITLE, *[PROSE] * 12], header="某市人民政府")
    assert lines(data) == [TITLE, *[PROSE] * 12]
    pages = len({place.spot.page for place in read(data).places})
    assert sorted(omitted(data)) == sorted(
        (reason, text)
        for number in range(1, pages + 1)
        for reason, text in (("page-header", "某市人民政府"), ("page-number", f"- {number} -"))
    )


TABLE = [
    [PrintedCell("项目", 2, 2), PrintedCell("申请人情况", 2)],
    cells("自然人", "总计"),
    [PrintedCell("一、本年新收政府信息公开申请数量", 2), *cells("12", "12")],
    [PrintedCell("三、本年度办理结果", 1, 40), *cells("（一）予以公开", "1", "1")],
    *[cells(f"{number}.其他法律行政法规禁止公开", "0", str(number)) for number in range(1, 40)],
    [PrintedCell("四、结转下年度继续办理", 2), *cells("0", "")],
]


@pytest.mark.parametrize("repeated", [0, 2])
def test_a_table_is_joined_over_pages(repeated: int) -> None:
    document = read(to_pdf(["表一", TABLE, "表二"], repeated))
    (table,) = document.tables
    rows = document.text.splitlines()[1:-1]
    assert rows[0] == "项目\t\t申请人情况\t"
    assert rows[3] == "三、本年度办理结果\t（一）予以公开\t1\t1"
    assert rows[4:43] == [f"\t{number}.其他法律行政法规禁止公开\t0\t{number}" for number in range(1, 40)]
    assert rows[43:] == ["四、结转下年度继续办理\t\t0\t"]
    assert spans(table, 3) == [(1, 40), (1, 1), (1, 1), (1, 1)]
    assert len({place.spot.page for place in document.places}) > 1
    assert [omission.text for omission in document.omissions if omission.reason == "duplicate"] == (
        ["项目\t申请人情况", "自然人\t总计"] * (len({place.spot.page for place in document.places}) - 1)
        if repeated
        else []
    )


def test_a_cell_says_where_it_stands() -> None:
    document = read(to_pdf([TABLE[:3]]))
    at = document.text.index("12")
    spot = document.spot(at, at + 2)
    assert spot
    assert spot.page == 1
    assert spot.bbox
    left, top, right, bottom = spot.bbox
    assert 80 < left < right < 515
    assert 90 < top < bottom < 180
    assert spans(document.tables[0], 0) == [(1, 2), (2, 1), (0, 0)]


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_turned_page_is_read_as_it_is_seen(quarters: int) -> None:
    matrices = {
        1: "0 1 -1 0 {x:.1f} {y:.1f}",
        2: "-1 0 0 -1 {x:.1f} {y:.1f}",
        3: "0 -1 1 0 {x:.1f} {y:.1f}",
    }
    for entries in (b"/Rotate %d" % (90 * quarters), b""):  # turned back by the viewer, or by nobody
        file = PdfFile()
        page = file.page(A4, entries)
        for number, text in enumerate(("第一行文字", "第二行文字")):
            x, y = {
                1: (100 + 20 * number, 100),
                2: (500, 100 + 20 * number),
                3: (500 - 20 * number, 700),
            }[quarters]
            page.matrix_text(matrices[quarters].format(x=x, y=y), 12, text)
        data = file.build()
        assert lines(data) == ["第一行文字", "第二行文字"]
        spots = [place.spot.bbox for place in read(data).places]
        width, height = A4 if quarters == 2 else A4[::-1]
        assert all(box and 0 <= box[0] < box[2] <= width and 0 <= box[1] < box[3] <= height for box in spots)


def test_text_that_runs_in_another_direction_is_read_in_it() -> None:
    file = PdfFile()
    page = file.page()
    for row, texts in enumerate((("甲", "1"), ("乙", "2"))):
        for column, text in enumerate(texts):
            page.frame(140 + 60 * column, 100 + 60 * row, 200 + 60 * column, 160 + 60 * row)
            page.text(150 + 60 * column, 110 + 60 * row, 10, text)
    page.frame(100, 100, 140, 220)
    page.matrix_text("0 1 -1 0 125 640", 10, "办理结果合计")
    page.text(100, 300, 10, "注：本表数字由各单位报送，截至十二月三十一日。")
    page.matrix_text("0.7 0.7 -0.7 0.7 300 300", 40, "内部资料")
    data = file.build()
    assert lines(data) == ["办理结果合计\t甲\t1", "\t乙\t2", "注：本表数字由各单位报送，截至十二月三十一日。"]
    assert omitted(data) == [("watermark", "内部资料")]


def test_what_is_not_printed_is_listed() -> None:
    file = PdfFile()
    page = file.page()
    page.text(100, 100, 12, "印出来的文字")
    page.text(100, 200, 12, "看不见的文字", "3 Tr /F1")
    page.text(700, 300, 12, "页外的文字")
    page.raw("q 0 0 300 842 re W n")
    page.text(350, 400, 12, "裁掉的文字")
    page.raw("Q")
    data = file.build()
    assert lines(data) == ["印出来的文字"]
    assert omitted(data) == [("hidden", "看不见的文字页外的文字裁掉的文字")]


def test_bold_print_made_by_printing_twice_is_read_once() -> None:
    file = PdfFile()
    page = file.page()
    for shift in (0, 0.3, 0.6):
        page.text(100 + shift, 100, 12, "一一总体情况情况2233")
    assert lines(file.build()) == ["一一总体情况情况2233"]


def test_blanks_between_words_are_kept_and_none_is_made_in_chinese() -> None:
    file = PdfFile()
    page = file.page()
    page.text(124, 100, 12, "本机关使用 Open Document Format 格式和 OFD，也使用 Portable")
    page.text(100, 120, 12, "Document Format，")
    page.text(100, 140, 12, "二者都是开放的格式。")
    assert lines(file.build()) == [
        "本机关使用 Open Document Format 格式和 OFD，也使用 Portable Document Format，",
        "二者都是开放的格式。",
    ]


def test_columns_are_read_one_after_the_other() -> None:
    file = PdfFile()
    page = file.page()
    page.text(200, 60, 16, "通知")
    for number in range(8):
        page.text(70, 100 + 20 * number, 12, f"左{number}栏文字文字文字文字文字文字")
        page.text(310, 107 + 20 * number, 12, f"右{number}栏文字文字文字文字文字文字")
    page.text(70, 300, 12, "横贯全页的文字" * 5)
    text = read(file.build()).text
    assert [text.index(f"左{number}") for number in range(8)] == sorted(
        text.index(f"左{number}") for number in range(8)
    )
    assert (
        text.index("通知")
        < text.index("左0")
        < text.index("左7")
        < text.index("右0")
        < text.index("右7")
        < text.index("横贯")
    )


def test_rows_of_a_table_without_lines_are_set_apart_by_tabs() -> None:
    file = PdfFile()
    page = file.page()
    for number, row in enumerate(
        (("项目", "单位", "数量"), ("主动公开信息数", "条", "15"), ("受理申请总数", "件", "3"))
    ):
        for column, text in enumerate(row):
            page.text(100 + 150 * column, 100 + 20 * number, 12, text)
    assert lines(file.build()) == ["项目\t单位\t数量", "主动公开信息数\t条\t15", "受理申请总数\t件\t3"]


def test_pictures_are_listed() -> None:
    file = PdfFile()
    page = file.page()
    page.text(100, 100, 12, "文字")
    page.image((100, 200, 200, 300), b"\x80", GREY)
    (image,) = read(file.build()).images
    assert (image.name, image.size, image.spot.page) == ("page 1 image 1", 1, 1)
    assert image.spot.bbox == (100, 200, 200, 300)
    assert image.sha256 == hashlib.sha256(b"\x80").hexdigest()


def test_what_a_scanner_recognised_is_marked() -> None:
    file = PdfFile()
    page = file.page()
    page.image((0, 0, *A4), b"\xff", GREY)
    page.text(100, 200, 12, "识别的文字", "3 Tr /F1")
    document = read(file.build())
    assert document.text == "识别的文字\n"
    assert all(place.spot.ocr for place in document.places)
    assert document.source.text_basis == "ocr"


def test_notes_links_forms_and_attachments_are_listed() -> None:
    file = PdfFile()
    look = file.add(
        b"/Type /XObject /Subtype /Form /BBox [ 0 0 100 20 ] /Resources << /Font << /F1 << /Type /Font /Subtype /Type1"
        b" /BaseFont /Helvetica >> >> >>",
        b"BT /F1 12 Tf 2 5 Td (42) Tj ET",
    )
    page = file.page(
        entries=b"/Annots [ << /Type /Annot /Subtype /Text /Rect [ 10 10 20 20 ] /Contents (a note) >>"
        b" << /Type /Annot /Subtype /Link /Rect [ 10 10 20 20 ] /A << /S /URI /URI (http://example.org/) >> >>"
        b" << /Type /Annot /Subtype /Widget /FT /Tx /T (f) /V (42) /F 4 /Rect [ 200 700 300 720 ]"
        b" /AP << /N %d 0 R >> >> ]" % look
    )
    page.text(100, 124, 12, "申请数量")
    stream = file.add(b"/Type /EmbeddedFile /Params << /Size 5 >>", b"hello")
    names = b"(a.txt) << /Type /Filespec /F (a.txt) /UF (a.txt) /EF << /F %d 0 R >> >>" % stream
    file.catalog = b"/Names << /EmbeddedFiles << /Names [ %s ] >> >>" % names
    document = read(file.build())
    assert "".join(document.text.split()) == "申请数量42"
    found = [(omission.reason, omission.text or omission.name, omission.size) for omission in document.omissions]
    assert sorted(found) == [
        ("annotation", "a note", 6),
        ("attachment", "a.txt", 5),
        ("external", "http://example.org/", 19),
    ]
