"""A printed report as paragraphs and tables with merged cells, for the formats that know what a table is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from printed_blocks import PrintedBlock, PrintedCell, PrintedTable

if TYPE_CHECKING:
    from printing_model import Cell, Report, Row, Table


def blocks(report: Report) -> list[PrintedBlock]:
    """Return title, opening, and each section's heading, prose and tables."""
    printed: list[PrintedBlock] = [report.title, *report.opening]
    for section in report.sections:
        printed += [section.heading, *section.prose]
        for table in section.tables:
            printed += table_blocks(table)
    return printed


def table_blocks(table: Table) -> list[PrintedBlock]:
    """Return a table, in parts where a page cuts it; what the cut goes through is printed in the first part only."""
    printed: list[PrintedBlock] = []
    part: list[Row] = []
    seen: set[int] = set()
    for row in [*table.rows, None]:
        if row and row.kind != "page":
            part.append(row)
            continue
        if any(row.cells for row in part):
            printed.append(merged(part, seen))
        seen |= {id(cell) for row in part for cell in row.cells}
        part = []
        printed += [cell.text for cell in row.cells if cell.text] if row else []
    return printed


def merged(rows: list[Row], seen: set[int]) -> PrintedTable:
    """Return rows of cells, each named where it begins; a cell stands in every row it covers as the same object."""
    taken: set[int] = set()
    table: PrintedTable = []
    for number, row in enumerate(rows):
        fresh = [cell for cell in row.cells if id(cell) not in taken and not cell.gone]
        table.append([printed_cell(cell, rows[number:], seen) for cell in fresh])
        taken |= {id(cell) for cell in fresh}
    return table


def printed_cell(cell: Cell, rows: list[Row], seen: set[int]) -> PrintedCell:
    height = 0
    for row in rows:
        if not any(one is cell for one in row.cells):
            break
        height += 1
    return PrintedCell("" if id(cell) in seen else cell.text, cell.span, height)
