"""The cells of a sheet: what is printed in its used range, where, and how many columns and rows each takes up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from gaixml.document import Spot
from gaixml.readers.draft import DraftCell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_LETTERS: Final = 26
_MOST_MERGED: Final = 1 << 18
"""Merged cells may take up so many places of a sheet; those beyond are read as single cells."""
Position = tuple[int, int]
"""Row and column, counted from 0."""
Merge = tuple[Position, Position]
"""The first and the last place that a merged cell takes up."""


class GridCell(NamedTuple):
    """A cell with something in it, or a merged one: its place, its text, how many columns and rows it takes up."""

    row: int
    column: int
    text: str
    columns: int = 1
    rows: int = 1


class Band(NamedTuple):
    """Rows that merged cells tie together, mostly one; ``cells`` are those with something in them."""

    first: int
    last: int
    cells: list[GridCell]


@dataclass(frozen=True, slots=True)
class Grid:
    """The used range of a sheet: ``rows`` are its cells by row and column, blank ones only where they are merged."""

    name: str
    rows: dict[int, dict[int, GridCell]]

    def spot(self, row: int, column: int) -> Spot:
        """Return where a cell stands: B7."""
        return Spot(part=self.name, path=cell_name(row, column))

    def bands(self) -> Iterator[Band]:
        """Yield the rows from the first to the last with something in it, blank ones too."""
        first, last, cells = -1, -1, list[GridCell]()
        filled = [number for number, row in self.rows.items() if any(cell.text for cell in row.values())]
        for number in range(min(filled, default=0), max(filled, default=-1) + 1):
            if number > last:
                if first >= 0:
                    yield Band(first, last, cells)
                first, last, cells = number, number, []
            row = self.rows.get(number, {})
            cells += (cell for _, cell in sorted(row.items()) if cell.text)
            last = max(last, *(number + cell.rows - 1 for cell in row.values()), number)
        if first >= 0:
            yield Band(first, last, cells)

    def table(self, first: int, last: int) -> list[list[DraftCell]]:
        """Return some rows as a table, each cell named where it begins, with the places left blank between them."""
        rows = [self.rows.get(number, {}) for number in range(first, last + 1)]
        left = min((column for row in rows for column in row), default=0)
        right = max((cell.column + cell.columns for row in rows for cell in row.values()), default=0)
        covered: dict[int, set[int]] = {}
        return [
            self._draft_row(row, number, range(left, right), covered, last) for number, row in enumerate(rows, first)
        ]

    def _draft_row(
        self, row: dict[int, GridCell], number: int, columns: range, covered: dict[int, set[int]], last: int
    ) -> list[DraftCell]:
        for cell in row.values():
            for below in range(number, min(number + cell.rows, last + 1)):
                covered.setdefault(below, set()).update(range(cell.column, cell.column + cell.columns))
        hidden = covered.pop(number, set()).difference(row)
        cells = (row.get(at, GridCell(number, at, "")) for at in columns if at not in hidden)
        return [
            DraftCell([(cell.text, self.spot(number, cell.column))], cell.columns, min(cell.rows, last + 1 - number))
            for cell in cells
        ]


def make_grid(name: str, start: Position, rows: Iterable[Sequence[str]], merges: Iterable[Merge]) -> Grid:
    """Return the grid of a sheet: its used range from ``start``, row by row; merged cells are cut to that range."""
    found: dict[int, dict[int, GridCell]] = {}
    top, left = start
    bottom = right = -1
    for number, texts in enumerate(rows, top):
        bottom, right = number, max(right, left + len(texts) - 1)
        cells = {at: GridCell(number, at, text) for at, text in enumerate(texts, left) if text.strip()}
        if cells:
            found[number] = cells
    _merge(found, merges, (bottom, right))
    return Grid(name, found)


def _merge(found: dict[int, dict[int, GridCell]], merges: Iterable[Merge], end: Position) -> None:
    """Put in the merged cells; one that would hide a text, or meets another, stays as its single cells."""
    taken: set[Position] = set()
    for (top, left), last in merges:
        bottom, right = min(last[0], end[0]), min(last[1], end[1])
        size = max(bottom - top + 1, 0) * max(right - left + 1, 0)
        if not 1 < size <= _MOST_MERGED - len(taken):
            continue
        places = {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
        filled = {(row, column) for row in range(top, bottom + 1) for column in found.get(row, ()) if left <= column}
        if taken.isdisjoint(places) and not (filled & places) - {(top, left)}:
            taken |= places
            row = found.setdefault(top, {})
            row[left] = GridCell(top, left, row[left].text if left in row else "", right - left + 1, bottom - top + 1)


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell: A1, AA10."""
    letters, number = "", column + 1
    while number:
        number, letter = divmod(number - 1, _LETTERS)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"
