"""Turns the rows of a table into the tokens of table.lark: headers, labels, runs of values."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from gaixml.cells import CellText, label_level, read_cell, read_numeral, squeeze
from gaixml.model import Lexeme, Row
from gaixml.parsing.columns import Column, Layout, read_columns
from gaixml.scanners import is_plain, scanner

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
    """A token of table.lark: neighbouring cells of one row, or the rows of a header, that are one thing.

    ``header`` are the labels of a header as they stand one after another, row by row.
    """

    type: str
    label: str = ""
    cells: list[str] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    header: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Line:
    """A row as the stream sees it: what each cell says and prints, its id, what the row is, which cells are covered."""

    cells: list[CellText]
    printed: list[str]
    ids: list[str]
    kind: str
    covered: frozenset[int]

    @property
    def names_columns(self) -> bool:
        """Tell whether the row begins with a word that headers begin with."""
        first = next(label for label in self.printed if label)
        return scanner("cells", "column_name").match(first) is not None


class CellStream:
    """Reads tables that belong together; the columns of a header hold until the next."""

    def __init__(self, text: str) -> None:
        """Start without columns."""
        self._text = text
        self.layout = Layout()
        self._labelled = False  # whether rows below the header have labels
        self._header: list[list[str]] = []

    def tokens(self, table: Table) -> Iterator[CellRun]:
        """Yield the tokens of a table; none of one whose cells have no separator."""
        if table.layout == "flat":
            self.layout = Layout()
            return
        numbered = 0
        bare = False  # whether nothing stands below the header yet
        fresh = True  # whether a header may begin here: at the top or behind a caption
        rows: list[list[str]] = []
        lines = list(self._lines(table))
        for line, following in zip_longest(lines, lines[1:]):
            if line.kind == "HEADER" and (fresh or line.names_columns or line.printed in self._header):
                rows.append(line.printed)
                if following is None or following.kind != "HEADER" or len(rows) == _DEEPEST:
                    columns = read_columns(table.id, rows, numbered)
                    self.layout, self._header, self._labelled = Layout(columns, max(map(len, rows))), rows, False
                    numbered += len(columns)
                    rows, fresh, bare = [], False, True
                    labels = [label for row in self._header for label in row if label]
                    yield CellRun("HEADER", columns=columns, header=labels)
            elif line.kind == "CAPTION" or (
                fresh and line.kind == "TITLE" and following and following.kind == "HEADER"
            ):
                self.layout, fresh = Layout(), True
                at = next(at for at, label in enumerate(line.printed) if label)
                yield CellRun("CAPTION", line.printed[at], [line.ids[at]])
            elif any(line.printed) or (bare and following is None):  # a form whose only row was left blank
                fresh = bare = False
                yield from self._row(line)

    def _lines(self, table: Table) -> Iterator[_Line]:
        for number, row in enumerate(table.rows, 1):
            if isinstance(row, Row):
                raw = [self._text[cell.first : cell.last] for cell in row.cells]
                cells = _cells(raw)
                printed = [squeeze(text) for text in raw]
                ids = [f"{table.id}.r{number}.c{place}" for place in range(1, len(raw) + 1)]
                covered = frozenset(place for place, cell in enumerate(row.cells) if not cell.columns)
                yield _Line(cells, printed, ids, _row_kind(cells, printed), covered)

    def _row(self, line: _Line) -> Iterator[CellRun]:
        """Yield the labels and values of a row in order; blanks before a label are merged cells, not values."""
        shape = self._shape(line)
        placed = self.layout.place(shape)
        last_label = max((place for place, cell in enumerate(shape) if cell is None), default=-1)
        run: CellRun | None = None
        if last_label < 0 and self._labelled and shape[0] is False:
            run = CellRun("LABEL", "", [line.ids[0]])  # the label was lost: the values must not go to the row above
        self._labelled = self._labelled or last_label >= 0
        for place, cell in enumerate(line.cells):
            column = self.layout.columns[placed[place]] if placed[place] >= 0 else None
            if shape[place] is None:
                run, done = _with_label(run, line.printed[place], line.ids[place])
            elif shape[place] or (place not in line.covered and self._is_blank_value(place, last_label, column, run)):
                run, done = _with_value(run, Value(line.ids[place], cell, column))
            else:
                continue
            if done:
                yield done
        if run:
            yield run

    def _is_blank_value(self, place: int, last_label: int, column: Column | None, run: CellRun | None) -> bool:
        """Tell a blank that is a value from what a merged cell or a lost label left."""
        lost = run is not None and run.type == "LABEL" and not run.label
        return place > last_label and not lost and (column is not None or not self.layout.columns)

    def _shape(self, line: _Line) -> tuple[bool | None, ...]:
        """Return what each cell is: a label (None), blank (False), printed (True); words under a column are a value."""
        shape: list[bool | None] = []
        for place, cell in enumerate(line.cells):
            words = cell.kind == "LABEL" and label_level(line.printed[place]) == "LABEL"
            beside = words and None in shape and self.layout.is_beside(place, len(line.cells))
            shape.append(None if not cell.is_value and not beside else cell.kind != "BLANK")
        return tuple(shape)


def _cells(raw: list[str]) -> list[CellText]:
    """Return what the cells of a row say; behind the first of them a Chinese numeral is a figure: 十二."""
    cells = [read_cell(text) for text in raw]
    for place, text in enumerate(raw):
        value = read_numeral(text) if place and cells[place].kind == "LABEL" else ""
        if value:
            cells[place] = CellText("NUMERAL", "reported", value)
    return cells


def _with_label(run: CellRun | None, printed: str, cell: str) -> tuple[CellRun, CellRun | None]:
    """Add a label to the run of a row, or begin a new run; return it with the run that is finished.

    A label goes on in the next cell if that has no number: 一、 | 本年新收政府信息公开申请数量.
    """
    if run and run.type != "VALUES" and label_level(printed) == "LABEL":
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
    label = printed[labels[0]]
    if scanner("lines", "form_row", plain=is_plain(label)).fullmatch(label):
        return "ROW"  # with words where figures should stand
    if len(labels) > 1 or labels[0] > 0:
        return "HEADER"
    return "CAPTION" if cells[labels[0]].kind == "ITEM" else "TITLE"
