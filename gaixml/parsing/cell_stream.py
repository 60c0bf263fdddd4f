"""Turns the rows of a table into the tokens of table.lark: headers, labels, runs of values."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from gaixml.cells import CellText, label_level, read_cell
from gaixml.model import Lexeme, Row
from gaixml.parsing.columns import Column, place_values, read_columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaixml.model import Table


_DEEPEST: Final = 12
"""So many rows a header has at most; what goes on like one is another."""


@dataclass(slots=True)
class Value:
    """A value of a record: its cell's id, what the cell says, and the column it stands under, where that is certain."""

    cell: str
    text: CellText
    column: Column | None


@dataclass(slots=True)
class CellRun(Lexeme):
    """A token of table.lark: neighbouring cells of one row, or the rows of a header, that are one thing."""

    type: str
    label: str = ""
    cells: list[str] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)


@dataclass(slots=True)
class _Line:
    """A row as the stream sees it: what each cell says and prints, its id, and what the row is."""

    cells: list[CellText]
    printed: list[str]
    ids: list[str]
    kind: str


class CellStream:
    """Reads tables that belong together; the columns of a header hold until the next."""

    def __init__(self, text: str) -> None:
        """Start without columns."""
        self.text = text
        self.columns: list[Column] = []
        self._width = 0
        self._shapes: dict[tuple[bool | None, ...], list[int]] = {}

    def tokens(self, table: Table) -> Iterator[CellRun]:
        """Yield the tokens of a table; none of one whose cells have no separator."""
        if table.layout == "flat":
            self.columns = []
            return
        header: list[list[str]] = []
        numbered = 0
        lines = list(self._lines(table))
        for line, following in zip_longest(lines, lines[1:]):
            if line.kind == "HEADER":
                header.append(line.printed)
                if following is None or following.kind != "HEADER" or len(header) == _DEEPEST:
                    self.columns = read_columns(table.id, header, numbered)
                    self._width = max(map(len, header))
                    self._shapes = {}
                    numbered += len(self.columns)
                    header = []
                    yield CellRun("HEADER", columns=self.columns)
            elif line.kind == "CAPTION" or (line.kind == "TITLE" and following and following.kind == "HEADER"):
                self.columns, self._shapes = [], {}
                at = next(at for at, label in enumerate(line.printed) if label)
                yield CellRun("CAPTION", line.printed[at], [line.ids[at]])
            else:
                yield from self._row(line)

    def _lines(self, table: Table) -> Iterator[_Line]:
        for number, row in enumerate(table.rows, 1):
            if isinstance(row, Row):
                raw = [self.text[cell.first : cell.last] for cell in row.cells]
                cells = [read_cell(text) for text in raw]
                printed = [squeeze(text) for text in raw]
                ids = [f"{table.id}.r{number}.c{place}" for place in range(1, len(raw) + 1)]
                yield _Line(cells, printed, ids, _row_kind(cells, printed))

    def _placed(self, shape: tuple[bool | None, ...]) -> list[int]:
        """Return the columns of the cells of a row; rows of the same shape, of which tables are full, share them."""
        if shape not in self._shapes:
            self._shapes[shape] = place_values(self.columns, self._width, shape) if self.columns else [-1] * len(shape)
        return self._shapes[shape]

    def _row(self, line: _Line) -> Iterator[CellRun]:
        """Yield the labels and values of a row in order; blanks before a label are merged cells, not values."""
        shape = [None if not cell.is_value else cell.kind != "BLANK" for cell in line.cells]
        placed = self._placed(tuple(shape))
        last_label = max((place for place, cell in enumerate(shape) if cell is None), default=-1)
        run: CellRun | None = None
        for place, cell in enumerate(line.cells):
            if shape[place] is None:
                run, done = _with_label(run, line.printed[place], line.ids[place])
            elif shape[place] or not (place < last_label or (self.columns and placed[place] < 0)):
                run, done = _with_value(
                    run, Value(line.ids[place], cell, self.columns[placed[place]] if placed[place] >= 0 else None)
                )
            else:
                continue
            if done:
                yield done
        if run:
            yield run


def _with_label(run: CellRun | None, printed: str, cell: str) -> tuple[CellRun, CellRun | None]:
    """Add a label to the run of a row, or begin a new run; return it with the run that is finished.

    A number alone in its cell (一、) goes on in the next, and so does a label without a number.
    """
    if run and run.type != "VALUES" and (label_level(printed) == "LABEL" or read_cell(run.label).kind == "MARKER"):
        run.label += printed
        run.cells.append(cell)
        return run, None
    return CellRun(label_level(printed), printed, [cell]), run


def _with_value(run: CellRun | None, value: Value) -> tuple[CellRun, CellRun | None]:
    if run and run.type == "VALUES":
        run.values.append(value)
        return run, None
    return CellRun("VALUES", values=[value]), run


def _row_kind(cells: list[CellText], printed: list[str]) -> str:
    """Return what a row is.

    HEADER: it names columns; CAPTION: an item of the law alone; TITLE: a label alone, which is a caption if a header
    follows; ROW: everything else.
    """
    labels = [place for place, cell in enumerate(cells) if not cell.is_value]
    if not labels or any(cell.is_value and cell.kind not in {"BLANK", "UNIT"} for cell in cells):
        return "ROW"
    if any(label_level(printed[place]) != "LABEL" for place in labels):
        return "ROW"
    if len(labels) > 1 or labels[0] > 0:
        return "HEADER"
    return "CAPTION" if cells[labels[0]].kind == "ITEM" else "TITLE"


@functools.lru_cache(maxsize=1 << 14)
def squeeze(printed: str) -> str:
    """Return a label without the blanks and line ends that were put between its characters."""
    return "".join(printed.split())
