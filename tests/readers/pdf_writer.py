"""Prints a report as PDF, as an office suite does: A4, ruled tables that break over pages, page numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pdf_file import A4, PdfFile, PdfPage, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from printed_blocks import PrintedBlock, PrintedCell, PrintedTable

_LEFT, _RIGHT, _TOP, _BOTTOM = 80.0, 515.0, 90.0, 740.0
_SIZE, _PITCH = 15.0, 26.0
_SMALL, _STEP = 10.0, 12.0
_PADDING = 3.0
_NARROW = 16.0
_CLOSING = "，。、；：？！）》】”’%"


def to_pdf(blocks: Sequence[PrintedBlock], header_rows: int = 0, header: str = "") -> bytes:
    """Return a PDF. ``header_rows``: how many rows of a table each page repeats; ``header``: what stands over pages."""
    writer = _Writer(header_rows, header)
    for block in blocks:
        if isinstance(block, str):
            writer.paragraph(block)
        else:
            writer.table(block)
    return writer.file.build()


@dataclass
class _Placed:
    """A cell with its place in the grid; ``lines`` are those still to be printed."""

    cell: PrintedCell
    row: int
    column: int
    lines: list[str] = field(default_factory=list)


@dataclass
class _Writer:
    header_rows: int
    header: str
    file: PdfFile = field(default_factory=PdfFile)
    top: float = _BOTTOM

    @property
    def page(self) -> PdfPage:
        return self.file.pages[-1]

    def turn(self) -> None:
        """Begin a page."""
        page = self.file.page()
        number = f"- {len(self.file.pages)} -"
        page.text((A4[0] - width(number, _SMALL)) / 2, 790, _SMALL, number)
        page.text((A4[0] - width(self.header, _SMALL)) / 2, 45, _SMALL, self.header)
        self.top = _TOP

    def paragraph(self, text: str) -> None:
        """Print a paragraph: its first line indented by two characters, justified lines broken at the margin."""
        for number, line in enumerate(wrap(text, _RIGHT - _LEFT, _SIZE, 2 * _SIZE)):
            if self.top + _PITCH > _BOTTOM:
                self.turn()
            self.page.text(_LEFT + (0 if number else 2 * _SIZE), self.top, _SIZE, line)
            self.top += _PITCH

    def table(self, table: PrintedTable) -> None:
        """Print a table; rows that do not fit go to the next page."""
        cells = place(table)
        xs = columns(cells)
        for one in cells:
            room = xs[one.column + one.cell.columns] - xs[one.column] - 2 * _PADDING
            one.lines = wrap(one.cell.text, max(room, _SMALL), _SMALL)
        heights = [_height(cells, row) for row in range(len(table))]
        for one in (one for one in cells if one.cell.rows > 1):
            last = one.row + one.cell.rows - 1
            heights[last] += max(len(one.lines) * _STEP + 2 * _PADDING - sum(heights[one.row : last + 1]), 0)
        header, first = [one for one in cells if one.row < self.header_rows], 0
        while first < len(table):
            if first or self.top + heights[0] > _BOTTOM:
                self.turn()
            if first and self.header_rows:
                self._part(_again(header, xs), heights, xs, (0, self.header_rows))
            end = first + 1
            while end < len(table) and self.top + sum(heights[first : end + 1]) <= _BOTTOM:
                end += 1
            self._part(cells, heights, xs, (first, end))
            first = end
        self.top += 10

    def _part(
        self, cells: Iterable[_Placed], heights: Sequence[float], xs: Sequence[float], rows: tuple[int, int]
    ) -> None:
        """Print the cells of some rows, each merged cell as far as it stands in them."""
        ys = [self.top + sum(heights[rows[0] : row]) for row in range(rows[0], rows[1] + 1)]
        for one in cells:
            first, last = max(one.row, rows[0]), min(one.row + one.cell.rows, rows[1])
            if first >= last:
                continue
            box = xs[one.column], ys[first - rows[0]], xs[one.column + one.cell.columns], ys[last - rows[0]]
            self.page.frame(*box)
            fit = int((box[3] - box[1] - _PADDING) / _STEP)
            fit = len(one.lines) if last == one.row + one.cell.rows else fit
            shown, one.lines = one.lines[:fit], one.lines[fit:]
            top = (box[1] + box[3] - len(shown) * _STEP) / 2
            for number, line in enumerate(shown):
                self.page.text((box[0] + box[2] - width(line, _SMALL)) / 2, top + number * _STEP, _SMALL, line)
        self.top = ys[-1]


def wrap(text: str, room: float, size: float, indent: float = 0.0) -> list[str]:
    """Return the lines of a text: no line begins with a closing mark, no figure is broken."""
    if not text:
        return []
    lines: list[str] = []
    line = ""
    word = ""
    for char, behind in zip(text, text[1:] + " ", strict=True):
        word += char
        if behind in _CLOSING or (char.isascii() and char.isalnum() and behind.isascii() and behind.isalnum()):
            continue
        if line and width(line + word, size) > room - (0 if lines else indent):
            lines.append(line)
            line = ""
        line, word = line + word, ""
    return [*lines, line + word]


def place(table: PrintedTable) -> list[_Placed]:
    """Return the cells with their places in the grid."""
    taken: set[tuple[int, int]] = set()
    cells: list[_Placed] = []
    for row, printed in enumerate(table):
        column = 0
        for cell in printed:
            while (row, column) in taken:
                column += 1
            taken |= {(row + down, column + over) for down in range(cell.rows) for over in range(cell.columns)}
            cells.append(_Placed(cell, row, column))
    return cells


def columns(cells: Sequence[_Placed]) -> list[float]:
    """Return where the columns of a table begin and end; one of labels over many rows is one character wide."""
    number = max(one.column + one.cell.columns for one in cells)
    wishes = [_NARROW] * number
    for one in cells:
        if one.cell.columns == 1 and one.cell.rows < 3:
            wishes[one.column] = max(wishes[one.column], min(width(one.cell.text, _SMALL) + 2 * _PADDING, 150))
    scale = min((_RIGHT - _LEFT) / sum(wishes), 3)
    xs = [_LEFT]
    for wish in wishes:
        xs.append(xs[-1] + max(wish * scale, _NARROW))
    return xs


def _height(cells: Iterable[_Placed], row: int) -> float:
    lines = [len(one.lines) for one in cells if one.row == row and one.cell.rows == 1]
    return max([*lines, 1]) * _STEP + 2 * _PADDING


def _again(cells: Iterable[_Placed], xs: Sequence[float]) -> list[_Placed]:
    """Return the cells of a header to print them once more."""
    return [
        _Placed(
            one.cell,
            one.row,
            one.column,
            wrap(one.cell.text, max(xs[one.column + one.cell.columns] - xs[one.column] - 2 * _PADDING, _SMALL), _SMALL),
        )
        for one in cells
    ]
