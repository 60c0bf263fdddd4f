"""PDF files that cannot be read, and those that seem so: BAD_INPUT 1, 2, 3, 5, 6, 22, 23, 37, 38."""

from __future__ import annotations

import re
import sys
import time
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_file import A4, PdfFile
from pdf_writer import to_pdf
from printed_blocks import PrintedCell

from gaixml.document import Document
from gaixml.errors import InputError
from gaixml.readers import ocr, read_document

pytest.importorskip("pypdfium2")

REPORT = to_pdf(
    ["一、总体情况", "内容。" * 30, [[PrintedCell("甲"), PrintedCell("1")], [PrintedCell("乙"), PrintedCell("2")]]]
)
GREY = b"/Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray"


def error_of(data: bytes) -> InputError:
    with pytest.raises(InputError) as caught:
        read_document(data, "report.pdf")
    assert str(caught.value).startswith("report.pdf: ")
    return caught.value


def scanned(*, pages: int = 1, text: str = "") -> bytes:
    file = PdfFile()
    for _ in range(pages):
        file.page().image((0, 0, *A4), b"\xf0", GREY)
    if text:
        file.page().text(100, 300, 12, text)
    return file.build()


@pytest.fixture
def without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pytesseract", None)


def test_an_empty_file() -> None:
    assert error_of(b"").code == "empty"


def test_content_decides_whatever_the_name() -> None:
    assert read_document(REPORT, "report.docx").text.startswith("一、总体情况\n")


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.95])
def test_a_file_that_was_cut_off(share: float) -> None:
    assert error_of(REPORT[: int(len(REPORT) * share)]).code == "damaged"


def test_a_signature_and_nothing_else() -> None:
    assert error_of(b"%PDF-1.7\n%%EOF\n").code == "damaged"


def test_a_password() -> None:
    file = PdfFile(user="secret")
    file.page().text(100, 100, 12, "文字")
    error = error_of(file.build())
    assert error.code == "encrypted"
    assert "remove the password" in str(error)


def test_an_encrypted_file_without_a_password_is_read() -> None:
    file = PdfFile(user="")
    file.page().text(100, 100, 12, "文字")
    assert read_document(file.build(), "report.pdf").text == "文字\n"


@pytest.mark.usefixtures("without_ocr")
def test_a_scanned_file_names_the_extra_and_the_engine() -> None:
    error = error_of(scanned())
    assert error.code == "no-text"
    assert "pip install 'gaixml[ocr]'" in str(error)
    assert "apt install tesseract-ocr tesseract-ocr-chi-sim" in str(error)


@pytest.mark.usefixtures("without_ocr")
def test_scanned_pages_among_others_are_listed() -> None:
    document = read_document(scanned(pages=2, text="第三页的文字"), "report.pdf")
    assert document.text == "第三页的文字\n"
    listed = [omission for omission in document.omissions if omission.reason == "unsupported"]
    assert [omission.spot.page for omission in listed] == [1, 2]
    assert all(ocr.HOW_TO_INSTALL in omission.text for omission in listed)


def test_a_blank_file() -> None:
    file = PdfFile()
    file.page()
    assert error_of(file.build()).code == "no-text"


@pytest.mark.usefixtures("without_ocr")
def test_characters_without_a_code() -> None:
    file = PdfFile()
    page = file.page()
    page.text(100, 100, 12, "这些字没有编码" * 3, "0 Tr /F2")
    error = error_of(file.build())
    assert error.code == "no-text"
    assert "does not say which characters it prints" in str(error)


def test_a_few_characters_without_a_code_are_kept_as_such() -> None:
    file = PdfFile()
    page = file.page()
    page.text(100, 100, 12, "有编码的文字" * 5)
    page.text(100, 120, 12, "没有", "0 Tr /F2")
    assert "\ufffd" in read_document(file.build(), "report.pdf").text


def test_private_characters_are_kept() -> None:
    file = PdfFile()
    file.page().text(100, 100, 12, "姓名\ue000某" * 10)
    assert "\ue000" in read_document(file.build(), "report.pdf").text


@pytest.mark.usefixtures("without_ocr")
def test_a_table_that_is_a_picture_is_listed() -> None:
    file = PdfFile()
    page = file.page()
    page.text(100, 100, 12, "表格见下图")
    page.image((100, 150, 500, 700), b"\xf0", GREY)
    document = read_document(file.build(), "report.pdf")
    assert document.text == "表格见下图\n"
    assert [image.name for image in document.images] == ["page 1 image 1"]


def test_too_many_pages() -> None:
    file = PdfFile()
    for _ in range(2001):
        file.page()
    assert error_of(file.build()).code == "too-large"


def test_too_much_on_a_page() -> None:
    file = PdfFile()
    page = file.page()
    places = ((at % 100 * 5, at // 100 % 100 * 6) for at in range(101_000))
    page.raw("".join(f"BT /F1 5 Tf 1 0 0 1 {x} {y} Tm <4e004e01> Tj ET\n" for x, y in places))
    assert error_of(file.build()).code == "too-large"


def test_a_bomb_of_lines_ends_soon() -> None:
    file = PdfFile()
    page = file.page()
    page.text(100, 100, 12, "文字")
    page.raw("".join(f"0 {at % 840} m 595 {at % 840} l S {at % 590} 0 m {at % 590} 842 l S\n" for at in range(60_000)))
    start = time.perf_counter()
    assert "文字" in read_document(file.build(), "report.pdf").text
    assert time.perf_counter() - start < 20


def test_a_compressed_bomb_ends_soon() -> None:
    file = PdfFile()
    page = file.page()
    page.raw("BT ET " * 4_000_000)
    page.text(100, 100, 12, "文字")
    data = file.build()
    assert len(data) < 200_000
    start = time.perf_counter()
    assert read_document(data, "report.pdf").text == "文字\n"
    assert time.perf_counter() - start < 20


def test_forms_that_hold_one_another_end() -> None:
    file = PdfFile()
    file.page().text(100, 100, 12, "文字")
    data = file.build()
    loop = b"<< /Type /XObject /Subtype /Form /BBox [ 0 0 9 9 ] /Resources << /XObject << /X 99 0 R >> >> /Length 5 >>"
    data = data.replace(b"/XObject <<  >>", b"/XObject << /X 99 0 R >>")
    data = data.replace(b"xref\n", b"99 0 obj\n" + loop + b"\nstream\n/X Do\nendstream\nendobj\nxref\n", 1)
    assert read_document(data, "report.pdf").text == "文字\n"


def outcome(data: bytes) -> None:
    try:
        document = read_document(data, "report.pdf")
    except InputError as error:
        assert re.fullmatch(r"[a-z-]+", error.code)  # noqa: PT017 - a document is as good
    else:
        assert isinstance(document, Document)


@pytest.mark.usefixtures("without_ocr")
@settings(max_examples=60)
@given(st.binary(max_size=400))
def test_any_bytes_behind_the_signature(data: bytes) -> None:
    outcome(b"%PDF-1.4\n" + data)


@pytest.mark.usefixtures("without_ocr")
@settings(max_examples=150)
@given(st.lists(st.tuples(st.integers(0, len(REPORT) - 1), st.binary(min_size=1, max_size=6)), max_size=12))
def test_any_changes_of_a_file(changes: list[tuple[int, bytes]]) -> None:
    data = bytearray(REPORT)
    for at, piece in changes:
        data[at : at + len(piece)] = piece
    outcome(bytes(data))


@pytest.mark.usefixtures("without_ocr")
@settings(max_examples=100)
@given(st.text("0123456789.- BTETqQmlreSfcmWnDo<>()[]/F1", max_size=300))
def test_any_drawing(operators: str) -> None:
    file = PdfFile()
    page = file.page()
    page.text(100, 100, 12, "文字")
    page.raw(operators)
    assert zlib.crc32(file.build())
    outcome(file.build())
