"""Tells the paragraphs of a sheet from its tables: calamine knows no borders, so the filling of the rows must show it.

Rows with several cells in them are a table; a row with one is a paragraph, unless it is a label of the table: one whose
figures are blank, the next in the numbering of the labels above, one of the official forms'.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gaixml.cells import read_cell
from gaixml.lexing.headings import RANK, line_ordinal
from gaixml.lexing.lines import scan_lines
from gaixml.lexing.rows import form_label

if TYPE_CHECKING:
    from gaixml.readers.draft import Draft
    from gaixml.readers.sheets.grid import Band, Grid, GridCell

_LONGEST_LABEL: Final = 40
"""A row's label with blank figures, known by nothing else, has no more characters."""
_MOST_BLANK: Final = 30
"""A table has no more blank rows, one below the other, in it."""
Ordinals = dict[str, int]
"""The last number of each rung of the numbering ladder that the labels of a table print."""


def add_blocks(grid: Grid, draft: Draft) -> None:
    """Add what a sheet prints to the draft: its paragraphs and tables, in order."""
    blocks = _Blocks(grid, draft)
    for band in grid.bands():
        blocks.add(band)
    blocks.close()


class _Blocks:
    """The rows of a sheet, taken one after another: those of the ``table`` begun, those ``waiting`` behind it."""

    def __init__(self, grid: Grid, draft: Draft) -> None:
        self._grid = grid
        self._draft = draft
        self._table: list[Band] = []
        self._waiting: list[Band] = []
        self._columns: set[int] = set()
        self._ordinals: Ordinals = {}

    def add(self, band: Band) -> None:
        """Take in a row, or rows that merged cells tie together."""
        if len(band.cells) < 2:  # noqa: PLR2004 - several
            self._waiting.append(band)
            return
        self._take_labels()
        if not self._table or not self._goes_on(band):
            captions = self._take_captions()
            self.close()
            for caption in captions:
                self._take(caption)
        for one in (*self._waiting, band):
            self._take(one)
        self._waiting = []

    def close(self) -> None:
        """Add the table begun and the paragraphs behind it to the draft."""
        self._take_labels()
        if self._table:
            self._add_table()
        for cell in (cell for band in self._waiting for cell in band.cells):
            self._paragraph(cell)
        self._table, self._waiting, self._columns, self._ordinals = [], [], set(), {}

    def _take(self, band: Band) -> None:
        """Take a row into the table."""
        self._table.append(band)
        self._columns.update(cell.column for cell in band.cells)
        rung, ordinal = _marker(band.cells[0].text) if band.cells else ("", None)
        if ordinal is not None:
            self._ordinals[rung] = ordinal

    def _add_table(self) -> None:
        """Add the table; a row alone without a figure is no table (编制单位：… 单位：万元)."""
        cells = [cell for band in self._table for cell in band.cells]
        if self._table[0].first == self._table[-1].last and not any(read_cell(cell.text).is_figure for cell in cells):
            for cell in cells:
                self._paragraph(cell)
        else:
            self._draft.table(self._grid.table(self._table[0].first, self._table[-1].last))

    def _paragraph(self, cell: GridCell) -> None:
        self._draft.paragraph((cell.text, self._grid.spot(cell.row, cell.column)))

    def _take_labels(self) -> None:
        """Give the table those rows right behind it that hold a label of its."""
        taken = 0
        for band in self._waiting if self._table else ():
            if not band.cells or not _is_label(band.cells[0], min(self._columns), self._ordinals):
                break
            self._take(band)
            taken += 1
        del self._waiting[:taken]

    def _take_captions(self) -> list[Band]:
        """Take the rows right above a table that are its own caption, from those waiting."""
        at = len(self._waiting)
        while at and self._waiting[at - 1].cells and form_label(self._waiting[at - 1].cells[0].text) == "CAPTION_LABEL":
            at -= 1
        captions = self._waiting[at:]
        del self._waiting[at:]
        return captions

    def _goes_on(self, band: Band) -> bool:
        """Tell whether the table goes on with this row, behind those waiting.

        Behind blank rows it goes on with figures, in columns that the table has: a table that begins has a header. A
        caption of the official forms begins a table of its own.
        """
        if any(one.cells for one in self._waiting):
            return all(one.cells and _may_be_label(one.cells[0]) for one in self._waiting)
        if not self._waiting or len(self._waiting) > _MOST_BLANK:
            return not self._waiting
        return self._columns.issuperset(cell.column for cell in band.cells) and any(
            read_cell(cell.text).is_figure for cell in band.cells
        )


def _is_label(cell: GridCell, left: int, ordinals: Ordinals) -> bool:
    """Tell whether a cell alone in its row is surely a label of the table above, or a value in one of its columns."""
    if cell.column > left or form_label(cell.text) not in {"", "CAPTION_LABEL", "HEAD_LABEL"}:
        return True
    rung, ordinal = _marker(cell.text)
    return ordinal is not None and ordinals.get(rung) == ordinal - 1


def _may_be_label(cell: GridCell) -> bool:
    """Tell whether a cell alone between two rows of a table may be a label of its: short, no heading, no sentence."""
    printed = cell.text.strip()
    label = form_label(cell.text)
    if label:
        return label != "CAPTION_LABEL"
    line = scan_lines(printed, "prose")[0]
    return line.kind == "TEXT" and len(printed) <= _LONGEST_LABEL and "。" not in printed


def _marker(text: str) -> tuple[str, int | None]:
    """Return the rung of the marker that a text begins with, and its number."""
    printed = text.strip()
    lines = scan_lines(printed[:_LONGEST_LABEL], "rungs") if printed else []
    return (lines[0].kind, line_ordinal(printed, lines[0])) if lines and lines[0].kind in RANK else ("", None)
