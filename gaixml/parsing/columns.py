"""Reads the header of a table: which labels stand over which column, and which value belongs under which."""

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
        elif path or columns:
            columns.append(Column(f"{table}.k{numbered + len(columns) + 1}", path, place, place))
    return columns


def place_values(columns: Sequence[Column], width: int, row: tuple[bool | None, ...]) -> list[int]:
    """Return, for each cell of a row, the place of its column in ``columns``, -1 where it has none or none for certain.

    ``row`` tells of each cell whether it is a label (None), a blank (False) or a printed value (True); ``width`` is the
    number of cells in the header. A row that is laid out like the header is read by position; any other by counting its
    values, and only when there are as many as columns.
    """
    labelled = None in row
    labels_fit = all(place <= columns[0].last for place, cell in enumerate(row) if cell is None)
    if len(row) == width and labels_fit:
        return _by_position(columns, row, labelled=labelled)
    return _by_count(columns, row, labelled=labelled)


def _by_position(columns: Sequence[Column], row: Sequence[bool | None], *, labelled: bool) -> list[int]:
    """Put each value under the column above it; of a merged column's cells the first counts, blanks behind do not."""
    placed = [-1] * len(row)
    for at, column in enumerate(columns):
        if labelled and at == 0:
            continue
        taken = False
        for place in range(column.first, column.last + 1):
            if row[place] or (row[place] is False and not taken):
                placed[place] = at
                taken = True
    return placed


def _by_count(columns: Sequence[Column], row: Sequence[bool | None], *, labelled: bool) -> list[int]:
    """Match values and columns one by one; blanks before or behind the values are left aside if there are too many."""
    first = 1 if labelled else 0
    start = next((place + 1 for place in range(len(row) - 1, -1, -1) if row[place] is None), 0)
    end = len(row)
    while end - start > len(columns) - first and row[start] is not row[end - 1]:
        if row[start] is False:
            start += 1
        else:
            end -= 1
    if end - start != len(columns) - first:
        return [-1] * len(row)
    return [-1] * start + list(range(first, len(columns))) + [-1] * (len(row) - end)
