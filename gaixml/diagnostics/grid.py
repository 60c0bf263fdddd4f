"""A table as a terminal shows it around marked cells: its heads, the rows that are marked, columns in line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gaixml.checks.subject import NS, said
from gaixml.diagnostics.layout import GridCell, Layout
from gaixml.diagnostics.source import Marked, one_line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from lxml import etree

_HEADS: Final = 3
"""So many rows of heads are shown, those nearest to the figures."""


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row to show, with the offset at which it stands in the source; ``shown`` is None where rows are left out."""

    start: int
    shown: Marked | None


class Grid:
    """A table of an archive; ``figures`` are the ids of cells that hold facts, whatever they print."""

    def __init__(self, table: etree._Element, figures: Collection[str]) -> None:
        """Read the cells."""
        self._figures = figures
        self._cells: list[list[GridCell]] = []
        """For each row the cells that stand in each of its columns, those that reach down from above too."""
        for number, row in enumerate(table.iterfind("g:row", NS)):
            self._cells.append([*self._row(number, row)])
        self.by_id: dict[str, GridCell] = {cell.id: cell for row in self._cells for cell in row}

    def _row(self, number: int, row: etree._Element) -> Iterator[GridCell]:
        above = self._cells[-1] if self._cells else []
        left: GridCell | None = None
        for column, element in enumerate(row.iterfind("g:cell", NS)):
            if element.get("covered") and left and left.row == number and column < left.column + left.columns:
                pass  # the cell to the left reaches over it
            elif element.get("covered") and column < len(above) and _reaches(above[column], number):
                left = above[column]
            else:
                left = _cell(element, number, column)
            yield left

    def drawn(self, signs: Mapping[str, str], width: int | None) -> Iterator[GridRow]:
        """Yield the rows of marked cells below their heads, at most ``width`` cells wide; None shows all of them."""
        marked = sorted({self.by_id[name].row for name in signs})
        heads = self._heads(marked[0])
        layout = Layout(self._cells, heads, marked, signs, width)
        before: int | None = None
        for number in (*filter(layout.says_something, heads), *marked):
            if before is not None and number > before + 1:
                yield GridRow(0, None)
            before = number
            own = (cell for cell in self._cells[number] if cell.row == number)
            start = next((cell.start for cell in own if cell.text), self._cells[number][0].start)
            yield GridRow(start, layout.line(number, signs))

    def _heads(self, row: int) -> list[int]:
        """Return the rows of heads nearest above a row: those that hold no figure."""
        numbers = range(row - 1, -1, -1)
        last = next((number for number in numbers if not self._has_figures(number)), None)
        if last is None:
            return []
        first = next((number for number in range(last, -1, -1) if self._has_figures(number)), -1) + 1
        return list(range(max(first, last - _HEADS + 1), last + 1))

    def _has_figures(self, number: int) -> bool:
        own = (cell for cell in self._cells[number] if cell.row == number)
        return any(cell.is_figure or cell.id in self._figures for cell in own)


def _reaches(cell: GridCell, row: int) -> bool:
    return row < cell.row + cell.rows


def _cell(element: etree._Element, row: int, column: int) -> GridCell:
    return GridCell(
        id=element.get("id", ""),
        row=row,
        column=column,
        rows=int(element.get("rows", "1")),
        columns=int(element.get("columns", "1")),
        text=one_line(said(element)),
        start=int(element.get("start", "0")),
        end=int(element.get("end", "0")),
    )
