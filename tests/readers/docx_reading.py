"""What the tests of the docx reader ask of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx_writer import package

from gaixml.model import Row
from gaixml.readers import read_document

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from docx_writer import Target

    from gaixml.document import Document


def read_body(body: str, parts: Mapping[str, str | bytes] | None = None, relations: Sequence[Target] = ()) -> Document:
    """Return the document with this body."""
    return read_document(package(body, parts, relations), "报告.docx")


def text_of(body: str, parts: Mapping[str, str | bytes] | None = None, relations: Sequence[Target] = ()) -> str:
    """Return the text of a body."""
    return read_body(body, parts, relations).text


def left_aside(document: Document) -> list[tuple[str, str]]:
    """Return what was left aside: reason and text."""
    return [(omission.reason, omission.text) for omission in document.omissions]


def grids(document: Document) -> list[list[list[str]]]:
    """Return the cells of the tables, covered places as ''."""
    return [
        [[document.text[cell.first : cell.last] for cell in row.cells] for row in table.rows if isinstance(row, Row)]
        for table in document.tables
    ]


def spans(document: Document) -> list[list[list[tuple[int, int]]]]:
    """Return how many columns and rows the cells of the tables take up, covered places (0, 0)."""
    return [
        [[(cell.columns, cell.rows) for cell in row.cells] for row in table.rows if isinstance(row, Row)]
        for table in document.tables
    ]
