"""A report as plain text and as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from printed_blocks import PrintedTable, filled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from printed_blocks import PrintedBlock


def to_txt(blocks: Sequence[PrintedBlock]) -> bytes:
    """Print paragraphs on lines and the cells of a row between tabs."""
    lines = [block if isinstance(block, str) else _tabs(block) for block in blocks]
    return "".join(f"{line}\n" for line in lines).encode()


def _tabs(table: PrintedTable) -> str:
    return "\n".join("\t".join(cell.replace("\n", "") for cell in row) for row in filled(table))


def to_md(blocks: Sequence[PrintedBlock]) -> bytes:
    """Print paragraphs between blank lines and tables with pipes."""
    return "\n".join(f"{block}\n" if isinstance(block, str) else _pipes(block) for block in blocks).encode()


def _pipes(table: PrintedTable) -> str:
    first, *rows = (f"| {' | '.join(cell.replace(chr(10), '<br>') for cell in row)} |\n" for row in filled(table))
    rule = "|" + " --- |" * first.count(" | ") + " --- |\n"
    return first + rule + "".join(rows)
