"""Small valid reports in every format, and ways to spoil them: what the tests of bad input begin with."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from docx_writer import part, to_docx
from html_writer import to_html
from ofd_writer import page_xml, text_object, to_ofd
from pdf_writer import to_pdf
from printed_blocks import PrintedCell
from xls_writer import make_xls, number, text
from xlsx_writer import MAIN, to_xlsx

if TYPE_CHECKING:
    from collections.abc import Mapping

    from printed_blocks import PrintedBlock

BLOCKS: list[PrintedBlock] = [
    "某某市人民政府2023年政府信息公开工作年度报告",
    "一、总体情况",
    "本机关依法公开政府信息，正文。",
    [
        [PrintedCell("项目"), PrintedCell("数量")],
        [PrintedCell("甲项"), PrintedCell("31")],
        [PrintedCell("乙项"), PrintedCell("47")],
    ],
    "二、其他需要报告的事项",
    "没有其他需要报告的事项。",
]
DOCX, OFD, XLSX = to_docx(BLOCKS), to_ofd(BLOCKS), to_xlsx(BLOCKS)
HTML, PDF = to_html(BLOCKS), to_pdf(BLOCKS)
MHTML = (
    b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="B"; type="text/html"\n\n'
    b"--B\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n" + HTML + b"\n--B--\n"
)
XHTML = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><head><title>页</title></head>'
    + HTML.decode().partition("</head>")[2]
).encode()
RTF = b"{\\rtf1\\ansi\\ansicpg936 " + "".join(f"\\u{ord(char)}?" for char in "一、总体情况").encode() + b"\\par}"
DOC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + b"\xec\xa5" + bytes(600) + "WordDocument".encode("utf-16-le")
"""As much of a Word 97 document as tells what it is."""


@cache
def xls() -> bytes:
    """Return the report as a workbook of Excel 97."""
    texts = [cell for block in BLOCKS for row in ([[block]] if isinstance(block, str) else block) for cell in flat(row)]
    cells, row, at = b"", 0, 0
    for block in BLOCKS:
        for line in [[block]] if isinstance(block, str) else block:
            for column, _ in enumerate(line):
                value = texts[at]
                cells += number(row, column, int(value)) if value.isdecimal() else text(row, column, at)
                at += 1
            row += 1
    return make_xls({"年度报告": cells}, texts)


def flat(row: list[str] | list[PrintedCell]) -> list[str]:
    """Return the texts of a row."""
    return [cell if isinstance(cell, str) else cell.text for cell in row]


XLS = xls()
WHOLE = {
    "html": HTML, "xhtml": XHTML, "mhtml": MHTML, "docx": DOCX, "ofd": OFD, "pdf": PDF, "xlsx": XLSX, "xls": XLS,
}  # fmt: skip
"""The report in each format that is read without another program."""
ZIPPED = {"docx": DOCX, "ofd": OFD, "xlsx": XLSX}
MAIN_PARTS = {"docx": "word/document.xml", "ofd": "Doc_0/Pages/Page_0/Content.xml", "xlsx": "xl/worksheets/sheet1.xml"}


class Member(NamedTuple):
    """A member to be added to a container; ``mode`` are its bits in Unix."""

    name: str
    content: bytes = b"x"
    mode: int = 0


def with_members(data: bytes, *members: Member) -> bytes:
    """Return a container with more members, whatever their names."""
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as container:
        for member in members:
            info = zipfile.ZipInfo("x")
            info.filename = member.name
            info.external_attr = member.mode << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            container.writestr(info, member.content)
    return file.getvalue()


def with_parts(data: bytes, parts: Mapping[str, str | bytes | None]) -> bytes:
    """Return a container with other contents of some members, without those that are None."""
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        members: dict[str, str | bytes | None] = {name: container.read(name) for name in container.namelist()}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in {**members, **parts}.items():
            if content is not None:
                container.writestr(name, content)
    return file.getvalue()


def marked_encrypted(data: bytes) -> bytes:
    """Return a container whose members are all said to be encrypted."""
    changed = bytearray(data)
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := changed.find(signature, at + 1)) >= 0:
            changed[at + flags] |= 1
    return bytes(changed)


def main_part(kind: str, content: str, doctype: str = "") -> bytes:
    """Return the main part of a container format, printing a text, behind a document type."""
    if kind == "docx":
        made = part("document", f"<w:body><w:p><w:r><w:t>{content}</w:t></w:r></w:p></w:body>")
    elif kind == "ofd":
        made = page_xml([text_object("字", 30, 40, 5).replace("字", content)])
    else:
        cell = f'<c r="A1" t="inlineStr"><is><t>{content}</t></is></c>'
        made = (
            f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><sheetData><row r="1">{cell}</row></sheetData></worksheet>'
        )
    return made.replace("?>", f"?>{doctype}", 1).encode()


def printing(kind: str, content: str, doctype: str = "") -> bytes:
    """Return a file of a container format whose main part prints a text."""
    return with_parts(ZIPPED[kind], {MAIN_PARTS[kind]: main_part(kind, content, doctype)})
