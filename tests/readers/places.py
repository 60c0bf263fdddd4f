"""Takes a place back to the source: what is printed there, read with other libraries than the readers use."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

import pytest
from lxml import etree, html

if TYPE_CHECKING:
    from gaixml.fact_rows import Place

NAMESPACES = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
MILLIMETRE = 72 / 25.4
SLACK = 1.0


def printed_at(data: bytes, suffix: str, where: Place) -> str:
    """Return the characters that a source prints at a place, without blanks."""
    printed = {"html": in_html, "docx": in_docx, "pdf": in_pdf, "ofd": in_ofd, "xlsx": in_xlsx}[suffix](data, where)
    return "".join(printed.split())


def in_html(data: bytes, where: Place) -> str:
    (element,) = html.document_fromstring(data).getroottree().xpath(where["path"])
    return str(element.text_content())


def in_docx(data: bytes, where: Place) -> str:
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(where["part"]))
    (element,) = root.getroottree().xpath(where["path"], namespaces=NAMESPACES)
    return "".join(text.text or "" for text in element.iter(f"{{{NAMESPACES['w']}}}t"))


def in_pdf(data: bytes, where: Place) -> str:
    pdfplumber = pytest.importorskip("pdfplumber")
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[where["page"] - 1]
        left, top, right, bottom = where["bbox"]
        return "".join(
            char["text"]
            for char in page.chars
            if left - SLACK <= (char["x0"] + char["x1"]) / 2 <= right + SLACK
            and top - SLACK <= (char["top"] + char["bottom"]) / 2 <= bottom + SLACK
        )


def in_ofd(data: bytes, where: Place) -> str:
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(where["part"]))
    left, top, right, bottom = (edge / MILLIMETRE for edge in where["bbox"])
    found = []
    for code in root.iter("{*}TextCode"):
        text = code.getparent()
        assert text is not None
        x, y = (
            float(text.get("Boundary", "0 0").split()[axis]) + float(code.get("XY"[axis], "0")) for axis in range(2)
        )
        if left - SLACK <= x <= right + SLACK and top - SLACK <= y <= bottom + SLACK:
            found.append(code.text or "")
    return "".join(found)


def in_xlsx(data: bytes, where: Place) -> str:
    openpyxl = pytest.importorskip("openpyxl")
    sheet = openpyxl.load_workbook(io.BytesIO(data))[where["part"]]
    value = sheet[re.sub(":.*", "", where["path"])].value
    return "" if value is None else str(value)
