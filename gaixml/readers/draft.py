"""Collects what a reader finds, in the order of reading, and makes a Document of it.

The text is what a person would type from the print: a paragraph a line, a row a line with tabs between its cells. A
merged cell stands in its first place; the places that it covers are empty.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Final, NamedTuple

from gaixml.document import Document, Image, Omission, Place, Property, Source, Spot
from gaixml.model import Cell, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Piece = tuple[str, Spot]
"""A stretch of text and where it stands."""

_WIDEST: Final = 1000
"""No cell takes up more columns (the limit of the HTML standard, 4.9.11)."""
_ROOM: Final = 16
"""Merged cells may make a grid so many times larger than its printed cells are many; a wider one is not a grid."""
_SMALL: Final = 1 << 14
"""A grid of so many places is never too large."""


class DraftCell(NamedTuple):
    """A cell as a format marks it: its text, piece by piece, and how many columns and rows it takes up."""

    pieces: Sequence[Piece]
    columns: int = 1
    rows: int = 1

    @property
    def text(self) -> str:
        """Return what the cell prints."""
        return self.pieces[0][0] if len(self.pieces) == 1 else "".join([text for text, _ in self.pieces])


_COVERED: Final = DraftCell((), 0, 0)
"""What stands in a place that another cell covers."""


class Draft:
    """A document in the making."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._text: list[str] = []
        self._length = 0
        self._tables: list[Table] = []
        self._places: list[Place] = []
        self.omissions: list[Omission] = []
        self.images: list[Image] = []
        self.properties: list[Property] = []

    def paragraph(self, *pieces: Piece) -> None:
        """Add a paragraph in one or more pieces; a blank one is an empty line. Line ends in it are kept."""
        self._add(pieces)
        self._write("\n")

    def table(self, rows: Sequence[Sequence[DraftCell]]) -> None:
        """Add a table, row by row, each cell named once, where it begins. A table of one cell is paragraphs."""
        printed = [cell for row in rows for cell in row]
        if len(printed) == 1:
            self.paragraph(*printed[0].pieces)
            return
        start = self._length
        table = Table("TABLE", start, layout="grid")
        grid = _grid(rows)
        if grid is None:  # columns may not stand under one another: that must be said
            spot = next((spot for cell in printed for _, spot in cell.pieces), Spot())
            self.omissions.append(Omission("unsupported", 0, spot, name="merged cells"))
        table.rows += [self._row(row) for row in grid or rows if row]
        table.end = self._length
        if table.rows:
            self._tables.append(table)

    def finish(  # noqa: PLR0913 - all that is known of a source
        self,
        data: bytes,
        name: str,
        media_type: str,
        *,
        charset: str = "",
        charset_basis: str = "",
        undecodable: int = 0,
    ) -> Document:
        """Return the document. ``data`` and ``name`` are the source file's."""
        recognised = any(place.spot.ocr for place in self._places)
        source = replace(
            make_source(data, name, media_type),
            charset=charset,
            charset_basis=charset_basis,
            undecodable=undecodable,
            text_basis="ocr" if recognised else "reader",
        )
        return Document(
            source, "".join(self._text), self._tables, self._places, self.omissions, self.images, self.properties
        )

    def _row(self, row: Sequence[DraftCell]) -> Row:
        cells: list[Cell] = []
        left = len(row)
        for cell in row:
            left -= 1
            start = self._length
            self._add(cell.pieces)
            self._write("\t" if left else "\n")
            text = cell.text
            printed = text.strip()
            first = start + len(text) - len(text.lstrip()) if printed else start
            cells.append(Cell(start, start, first, first + len(printed), self._length, cell.columns, cell.rows))
        return Row(cells, self._length)

    def _add(self, pieces: Iterable[Piece]) -> None:
        for text, spot in pieces:
            start = self._length
            self._write(text)
            self._places.append(Place(start, self._length, spot))

    def _write(self, text: str) -> None:
        self._text.append(text)
        self._length += len(text)


def make_source(data: bytes, name: str, media_type: str) -> Source:
    """Return a source without charset."""
    return Source(PurePath(name).name, media_type, "", "", 0, len(data), hashlib.sha256(data).hexdigest())


def _grid(rows: Sequence[Sequence[DraftCell]]) -> list[list[DraftCell]] | None:
    """Return the rows with a cell of no size in each place that a cell above or to the left covers.

    Merged cells are given room as in the HTML standard (4.9.12); rows too few for a cell cut it short. None for
    cells that claim far more room than any table has.
    """
    room = max(_SMALL, _ROOM * sum(map(len, rows)))
    grid: list[dict[int, DraftCell]] = [{} for _ in rows]
    filled = 0
    for number, row in enumerate(rows):
        at = 0
        here = grid[number]
        for cell in row:
            while at in here:
                at += 1
            columns = min(max(cell.columns, 1), _WIDEST)
            height = min(max(cell.rows, 1), len(rows) - number)
            filled += columns * height
            if filled > room:
                return None
            if columns > 1 or height > 1:
                for covered in grid[number : number + height]:
                    for beside in range(at, at + columns):
                        covered.setdefault(beside, _COVERED)
            here[at] = _sized(cell, columns, height)
    starts = sorted({at for row in grid for at, cell in row.items() if cell is not _COVERED})
    if len(starts) * len(grid) > room:
        return None
    return [_tight(row, starts) for row in grid]


def _sized(cell: DraftCell, columns: int, rows: int) -> DraftCell:
    return cell if (cell.columns, cell.rows) == (columns, rows) else cell._replace(columns=columns, rows=rows)


def _tight(row: dict[int, DraftCell], columns: Sequence[int]) -> list[DraftCell]:
    """Return a row without the columns in which no cell of the table begins: they are nothing but parts of others."""
    behind = max(row, default=-1) + 1
    kept = columns[: bisect_left(columns, behind)]
    cells = [(at, row.get(at, _COVERED)) for at in kept]
    return [
        _sized(cell, _width(at, cell.columns, columns), cell.rows) if cell.columns > 1 else cell for at, cell in cells
    ]


def _width(at: int, width: int, columns: Sequence[int]) -> int:
    return bisect_left(columns, at + width) - bisect_left(columns, at)
