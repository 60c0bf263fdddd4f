"""Pictures of pages are read with the Tesseract of the machine, and what is read so is marked."""

from __future__ import annotations

import importlib
import io
import sys
from typing import TYPE_CHECKING, Any

import pytest
from pdf_file import A4, PdfFile
from pdf_writer import to_pdf
from printed_blocks import PrintedCell

from gaixml.errors import InputError
from gaixml.readers import ocr, read_document
from gaixml.readers.ocr_judging import UNREADABLE, Box, Word, judge
from gaixml.readers.ocr_lines import drawn_lines

if TYPE_CHECKING:
    from gaixml.document import Document

pdfium = pytest.importorskip("pypdfium2")

TABLE = [[PrintedCell(text) for text in row] for row in (("项目", "数量"), ("行政许可", "550"), ("行政处罚", "4119"))]
needs_engine = pytest.mark.skipif(ocr.find_engine() is None, reason="Tesseract with chi_sim is not installed")


def scanned(data: bytes) -> bytes:
    """Return a PDF whose pages are pictures of those of another."""
    file = PdfFile()
    document = pdfium.PdfDocument(data)
    for number in range(len(document)):
        picture = document[number].render(scale=200 / 72, grayscale=True).to_pil().convert("L")
        if picture.getextrema()[0] > 128:
            pytest.skip("no Chinese font to draw with")
        drawn = io.BytesIO()
        picture.save(drawn, "JPEG", quality=80)
        size = b"/Width %d /Height %d" % picture.size
        entries = size + b" /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /DCTDecode"
        file.page().image((0, 0, *A4), drawn.getvalue(), entries)
    document.close()
    return file.build()


@pytest.fixture(scope="module")
def document() -> Document:
    printed = to_pdf(["一、总体情况", "本机关收到政府信息公开申请，均在法定期限内答复。" * 3, TABLE])
    return read_document(scanned(printed), "scan.pdf")


@needs_engine
def test_prose_and_tables_are_read(document: Document) -> None:
    lines = document.text.splitlines()
    assert lines[0].startswith("一、")
    assert lines[0].endswith("总体情况")
    assert lines[1].count("法定期限") >= 2
    assert lines[2:] == ["项目\t数量", "行政许可\t550", "行政处罚\t4119"]
    assert len(document.tables) == 1


@needs_engine
def test_all_of_it_is_marked(document: Document) -> None:
    assert document.source.text_basis == "ocr"
    assert all(place.spot.ocr for place in document.places)
    at = document.text.index("4119")
    spot = document.spot(at, at + 4)
    assert spot
    assert spot.ocr
    assert spot.bbox
    assert 80 < spot.bbox[0] < 515
    assert 150 < spot.bbox[1] < 300


class Tesseract:
    """Stands in for the module pytesseract."""

    class TesseractError(RuntimeError):
        pass

    class TesseractNotFoundError(EnvironmentError):
        pass

    class Output:
        DICT = "dict"

    def __init__(self, languages: list[str]) -> None:
        self.languages = languages

    def get_languages(self) -> list[str]:
        if not self.languages:
            raise self.TesseractNotFoundError
        return self.languages

    def image_to_data(self, *_: object, **__: object) -> dict[str, list[Any]]:
        raise self.TesseractError


@pytest.mark.parametrize("languages", [[], ["eng", "osd"]])
def test_an_engine_without_chinese_is_none(monkeypatch: pytest.MonkeyPatch, languages: list[str]) -> None:
    monkeypatch.setitem(sys.modules, "pytesseract", Tesseract(languages))
    assert ocr.find_engine() is None
    with pytest.raises(InputError, match="tesseract-ocr-chi-sim") as caught:
        read_document(blank_picture(), "scan.pdf")
    assert caught.value.code == "no-text"


def test_an_engine_that_fails_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("PIL")
    importlib.import_module("PIL.Image")
    monkeypatch.setitem(sys.modules, "pytesseract", Tesseract(["chi_sim"]))
    with pytest.raises(InputError, match=r"scan\.pdf: Tesseract failed on page 1") as caught:
        read_document(blank_picture(), "scan.pdf")
    assert caught.value.code == "no-text"


def blank_picture() -> bytes:
    file = PdfFile()
    grey = b"/Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray"
    file.page().image((0, 0, *A4), b"\xf0", grey)
    return file.build()


CELL = Box(0, 0, 40, 20)


def readings(*found: tuple[str, float]) -> list[list[Word]]:
    return [[Word(text, CELL, sure)] if text else [] for text, sure in found]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([("27", 90), ("27", 60)], "27"),
        ([("27", 60), ("27", 65)], "27" + UNREADABLE),  # never sure
        ([("580", 91), ("580这", 47)], "580" + UNREADABLE),  # 5802
        ([("9", 12), ("0", 88)], "0"),
        ([("20", 89), ("20", 87), ("26", 95)], "20" + UNREADABLE),
        ([("0", 89), ("0", 87), ("0)", 75)], "0"),
        ([("9", 60), ("0", 70), ("0", 85)], "0"),
        ([("", 0), ("", 0)], UNREADABLE),  # ink that is nothing is not blank
        ([("行政许可", 30), ("行政许叮", 20)], "行政许可"),
    ],
)
def test_readings_of_a_cell_are_judged(found: list[tuple[str, float]], expected: str) -> None:
    assert "".join(word.text for word in judge(readings(*found), CELL)) == expected


def test_lines_of_a_table_are_found_in_its_picture() -> None:
    width, height = 200, 120
    rows = [bytearray(width) for _ in range(height)]
    for y in (10, 11, 60, 110):
        rows[y][10:191] = bytes([1]) * 181
    for row in rows[10:111]:
        row[10] = row[100] = row[190] = 1
    rows[80][20:40] = bytes([1]) * 20  # a stroke of a character
    picture = b"".join(rows), width
    turned = b"".join(bytes(row[x] for row in rows) for x in range(width)), height
    assert sorted(drawn_lines(picture, turned, 150)) == [
        (10, 10, 11, 111),
        (10, 10, 191, 12),
        (10, 60, 191, 61),
        (10, 110, 191, 111),
        (100, 10, 101, 111),
        (190, 10, 191, 111),
    ]
