"""From pages to a document: the one way that PDF, OFD and OCR share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaixml.readers.draft import DraftCell
from gaixml.readers.pages.blocks import TableBlock, page_blocks
from gaixml.readers.pages.furniture import take_furniture
from gaixml.readers.pages.joining import join_tables
from gaixml.readers.pages.lines import Line, line_pieces, tabbed
from gaixml.readers.pages.margins import find_margins
from gaixml.readers.pages.paragraphs import join_paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gaixml.readers.draft import Draft
    from gaixml.readers.pages.blocks import TableCell
    from gaixml.readers.pages.margins import Margins, Place
    from gaixml.readers.pages.page import Page


def lay_out(pages: Iterable[Page], draft: Draft) -> None:
    """Write what pages print into a draft: paragraphs and tables; headers, footers, page numbers as omissions."""
    laid = [page_blocks(page) for page in pages]
    draft.omissions += take_furniture(laid)
    draft.omissions += join_tables(laid)
    for page in laid:
        page.blocks = [one for block in page.blocks for one in _without_frame(block)]
    margins = find_margins(laid)
    lines: list[Line] = []
    for page in laid:
        for block in page.blocks:
            if isinstance(block, Line):
                lines.append(block)
                continue
            _write_lines(lines, margins, draft)
            lines = []
            _write_table(block, draft)
    _write_lines(lines, margins, draft)


def _without_frame(block: Line | TableBlock) -> list[Line] | list[TableBlock]:
    """Return the lines in a frame, what is none as it is."""
    if isinstance(block, Line):
        return [block]
    return [line for row in block.rows for cell in row for line in cell.lines] if block.is_frame else [block]


def _write_lines(lines: Sequence[Line], margins: Mapping[Place, Margins], draft: Draft) -> None:
    """Write the lines between two tables: paragraphs, and the rows of tables that no lines draw."""
    paragraphs = join_paragraphs(lines, margins)
    rows = [paragraph[0] if len(paragraph) == 1 else None for paragraph in paragraphs]
    for number, (paragraph, row) in enumerate(zip(paragraphs, rows, strict=True)):
        if row and row.gaps:
            beside = rows[max(number - 1, 0) : number] + rows[number + 1 : number + 2]
            draft.paragraph((tabbed(row, [one for one in beside if one]), row.spot))
        else:
            draft.paragraph(*line_pieces(paragraph))


def _write_table(table: TableBlock, draft: Draft) -> None:
    """Write a table; a cell's columns are counted in the lines that the table has in all."""
    draft.table([[_draft_cell(cell, table) for cell in row] for row in table.rows])


def _draft_cell(cell: TableCell, table: TableBlock) -> DraftCell:
    return DraftCell(cell.pieces(table.padding), table.column(cell.right) - table.column(cell.left), cell.rows)
