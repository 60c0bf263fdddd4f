"""Reads the header of a table: which labels stand over which column, and which value belongs under which.

Rows are read by position where they are laid out like the header. Other rows (a merged label takes up a cell more or
less) are read by counting: as many values as columns, the first of them printed, or beginning where the values of rows
with as many cells began. Everything else has no column for certain.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(slots=True)
class Column:
    """A column: its labels from the top (法人或其他组织, 商业企业), the first and last of the cells below it."""

    id: str
    labels: tuple[str, ...]
    first: int
    last: int


def read_columns(table: str, header: Sequence[Sequence[str]], numbered: int) -> list[Column]:
    """Return the columns of a header, given its rows of printed cells.

    A blank cell repeats what stands left of it, as far as the label above reaches: that is how merged cells come out of
    a text. ``numbered`` is how many columns the table had before, so that ids go on.
    """
    width = max(len(row) for row in header)
    paths: list[tuple[str, ...]] = [()] * width
    for row in header:
        above = list(paths)
        label = ""
        for place in range(width):
            printed = row[place] if place < len(row) else ""
            if printed:
                label = printed
            elif place and above[place] != above[place - 1]:
                label = ""
            paths[place] = (*above[place], label) if label else above[place]
    columns: list[Column] = []
    for place, path in enumerate(paths):
        if columns and columns[-1].labels == path:
            columns[-1].last = place
        else:
            columns.append(Column(f"{table}.k{numbered + len(columns) + 1}", path, place, place))
    return columns


class Layout:
    """The columns of a header, and what the rows below it have shown about where their values stand."""

    def __init__(self, columns: list[Column] | None = None, width: int = 0) -> None:
        """Start with the columns of a header of ``width`` cells; without columns nothing has a place."""
        self.columns = columns or []
        self._width = width
        self._starts: dict[int, int] = {}  # number of cells in a row → where the values of such rows begin
        self._placed: dict[tuple[bool | None, ...], list[int]] = {}

    def is_beside(self, place: int, cells: int) -> bool:
        """Tell whether a cell of a row of so many cells stands under a column of values, not of labels."""
        return bool(self.columns) and cells == self._width and place > self.columns[0].last

    def place(self, row: tuple[bool | None, ...]) -> list[int]:
        """Return, for each cell of a row, the number of its column, -1 where it has none or none for certain.

        ``row`` tells of each cell whether it is a label (None), a blank (False) or printed (True).
        """
        if row not in self._placed or not self._by_position(row):
            self._placed[row] = self._place(row) if self.columns else [-1] * len(row)
        return self._placed[row]

    def _by_position(self, row: tuple[bool | None, ...]) -> bool:
        """Tell whether a row is laid out like the header: as many cells, labels under the first column alone."""
        labels_fit = not self.columns or all(at <= self.columns[0].last for at, cell in enumerate(row) if cell is None)
        return len(row) == self._width and labels_fit

    def _place(self, row: tuple[bool | None, ...]) -> list[int]:
        first = 1 if None in row else 0
        placed = [-1] * len(row)
        if self._by_position(row):
            for number, column in enumerate(self.columns[first:], first):
                at = self._only(row, column)
                if at is not None:
                    placed[at] = number
            return placed
        start = next((at + 1 for at in range(len(row) - 1, -1, -1) if row[at] is None), 0)
        count = len(self.columns) - first
        learned = self._starts.get(len(row))
        if 0 < count == len(row) - start and row[start]:
            self._starts[len(row)] = start
        elif learned is not None and len(row) - learned == count and not any(row[start:learned]):
            start = learned
        else:
            return placed
        placed[start:] = range(first, len(self.columns))
        return placed

    def _only(self, row: tuple[bool | None, ...], column: Column) -> int | None:
        """Return the cell that holds a column's value: the printed one, the first if all are blank, None of several."""
        cells = range(column.first, column.last + 1)
        printed = [at for at in cells if row[at]]
        return (printed or [column.first])[0] if len(printed) <= 1 else None
