"""A report as the writers of this folder print it in each format: paragraphs and tables with merged cells."""

from __future__ import annotations

from typing import NamedTuple


class PrintedCell(NamedTuple):
    """A cell: what it prints, how many columns and rows it takes up. Covered places are not named again."""

    text: str
    columns: int = 1
    rows: int = 1


PrintedTable = list[list[PrintedCell]]
PrintedBlock = str | PrintedTable
"""A paragraph, or a table: its rows, each cell named where it begins."""


def filled(table: PrintedTable) -> list[list[str]]:
    """Return the rows of a table with '' in each place that a merged cell covers."""
    rows: list[dict[int, str]] = [{} for _ in table]
    for number, row in enumerate(table):
        at = 0
        for cell in row:
            while at in rows[number]:
                at += 1
            for below in range(number, number + cell.rows):
                rows[below].update(dict.fromkeys(range(at, at + cell.columns), ""))
            rows[number][at] = cell.text
    return [[text for _, text in sorted(row.items())] for row in rows]
