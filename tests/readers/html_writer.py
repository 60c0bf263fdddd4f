"""Prints a report as HTML: as a fragment, such as an editor gives to a site system, and as a whole page."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from printed_blocks import PrintedBlock, PrintedCell, PrintedTable


def to_html(blocks: Sequence[PrintedBlock]) -> bytes:
    """Return a page that shows the report and nothing else."""
    head = '<!DOCTYPE html>\n<html lang="zh-CN">\n<head><meta charset="utf-8"><title>网页</title></head>\n'
    return f"{head}<body>\n{to_fragment(blocks)}\n</body>\n</html>\n".encode()


def to_fragment(blocks: Sequence[PrintedBlock]) -> str:
    """Return the elements of the report."""
    return "\n".join(f"<p>{inline(block)}</p>" if isinstance(block, str) else to_table(block) for block in blocks)


def to_table(table: PrintedTable) -> str:
    rows = "\n".join(f"<tr>{''.join(map(to_cell, row))}</tr>" for row in table)
    return f'<table border="1" cellspacing="0">\n<tbody>\n{rows}\n</tbody>\n</table>'


def to_cell(cell: PrintedCell) -> str:
    columns = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    rows = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    return f"<td{columns}{rows}><p>{inline(cell.text)}</p></td>"


def inline(text: str) -> str:
    """Return a text with what HTML escapes; an empty paragraph has a line break, as editors write it."""
    return escape(text, quote=False).replace("\n", "<br>") or "<br>"
