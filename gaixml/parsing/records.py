"""Parses the cells of a table into records: values with the labels of their row and column (table.lark)."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lark import Transformer

from gaixml.cells import CellText, label_level, read_cell
from gaixml.grammars import load_parser
from gaixml.model import Lexeme, Row
from gaixml.parsing.columns import Column, place_values, read_columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lark import Lark

    from gaixml.model import Table


@dataclass(slots=True)
class Value:
    """A value of a record: its cell's id, what the cell says, and the column it stands under, where that is certain."""

    cell: str
    text: CellText
    column: Column | None


@dataclass(slots=True)
class Record:
    """A label with its values and the records under it. ``cells`` are the ids of the cells that print the label."""

    label: str
    level: str
    cells: list[str]
    content: list[Value | Record | Grid] = field(default_factory=list)


@dataclass(slots=True)
class Grid:
    """The records under one header."""

    columns: list[Column]
    content: list[Value | Record | Grid]


@dataclass(slots=True)
class CellRun(Lexeme):
    """A token of table.lark: neighbouring cells of one row, or the rows of a header, that are one thing."""

    type: str
    label: str = ""
    cells: list[str] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)


class _Builder(Transformer[Any, Any]):
    """One method for each rule of table.lark."""

    def table(self, children: list[Any]) -> list[Value | Record | Grid]:
        return _spread(children)

    def record(self, children: list[Any]) -> Record:
        head: CellRun = children[0]
        return Record(head.label, head.type, head.cells, _spread(children[1:]))

    part = record

    def grid(self, children: list[Any]) -> Grid:
        return Grid(children[0].columns, _spread(children[1:]))


def _spread(children: list[Any]) -> list[Any]:
    """Put the values of VALUES tokens in their place."""
    if not any(isinstance(child, CellRun) for child in children):
        return children
    return [one for child in children for one in (child.values if isinstance(child, CellRun) else [child])]


@functools.cache
def table_parser() -> Lark:
    """Return the parser of table.lark."""
    return load_parser("table", start="table", transformer=_Builder())


@dataclass(slots=True)
class RecordSet:
    """The records of a table and of the tables that continue it."""

    tables: list[Table]
    content: list[Value | Record | Grid]
    figures: int
    unplaced: list[str]


def read_records(text: str, tables: Sequence[Table]) -> list[RecordSet]:
    """Return the records of a document's tables, in order. A table without a header of its own continues the one before."""
    sets: list[RecordSet] = []
    reader = _CellStream(text)
    tokens: list[CellRun] = []
    joined: list[Table] = []
    for table in tables:
        following = list(reader.tokens(table))
        continues = bool(joined) and bool(reader.columns) and table.layout != "flat" and not _has_header(following)
        if joined and not continues:
            sets.append(_record_set(joined, tokens))
            reader.columns, joined, tokens = [], [], []
            following = list(reader.tokens(table))
        table.continues = joined[0].id if joined else ""
        joined.append(table)
        tokens += following
    if joined:
        sets.append(_record_set(joined, tokens))
    return sets


def _has_header(tokens: Sequence[CellRun]) -> bool:
    return not tokens or any(token.type in {"HEADER", "CAPTION"} for token in tokens)


def _record_set(tables: list[Table], tokens: list[CellRun]) -> RecordSet:
    values = [value for token in tokens for value in token.values if value.text.is_figure]
    unplaced = [value.cell for value in values if value.column is None]
    content: list[Value | Record | Grid] = table_parser().parse(tokens)  # type: ignore[arg-type,assignment]
    return RecordSet(tables, content, len(values), unplaced)


class _CellStream:
    """Turns the rows of tables into the tokens of table.lark."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.columns: list[Column] = []
        self.width = 0

    def tokens(self, table: Table) -> Iterator[CellRun]:
        if table.layout == "flat":
            return
        rows = [(number, row) for number, row in enumerate(table.rows, 1) if isinstance(row, Row)]
        cells = [[read_cell(self.text[cell.first : cell.last]) for cell in row.cells] for _, row in rows]
        printed = [[squeeze(self.text[cell.first : cell.last]) for cell in row.cells] for _, row in rows]
        kinds = [_row_kind(row, texts) for row, texts in zip(cells, printed, strict=True)]
        numbered = 0
        at = 0
        while at < len(rows):
            ids = [f"{table.id}.r{rows[at][0]}.c{place}" for place in range(1, len(cells[at]) + 1)]
            if kinds[at] == "HEADER":
                end = next((end for end in range(at, len(rows)) if kinds[end] != "HEADER"), len(rows))
                self.columns = read_columns(table.id, printed[at:end], numbered)
                self.width = max(len(row) for row in printed[at:end])
                numbered += len(self.columns)
                yield CellRun("HEADER", columns=self.columns)
                at = end
                continue
            if kinds[at] == "TITLE" and kinds[at + 1 : at + 2] == ["HEADER"] or kinds[at] == "CAPTION":
                place = next(place for place, label in enumerate(printed[at]) if label)
                yield CellRun("CAPTION", printed[at][place], [ids[place]])
            else:
                yield from self._row(ids, cells[at], printed[at])
            at += 1

    def _row(self, ids: list[str], cells: list[CellText], printed: list[str]) -> Iterator[CellRun]:
        """Yield the labels and values of a row; blanks before a label are merged cells, not values."""
        shape = [None if not cell.is_value else cell.kind != "BLANK" for cell in cells]
        placed = place_values(self.columns, self.width, shape) if self.columns else [-1] * len(cells)
        last_label = max((place for place, cell in enumerate(shape) if cell is None), default=-1)
        label: CellRun | None = None
        values: list[Value] = []
        for place, cell in enumerate(cells):
            if shape[place] is None:
                if values:
                    yield CellRun("VALUES", values=values)
                    values = []
                if label is None or label_level(printed[place]) != "LABEL" and not _is_marker(label.label):
                    if label:
                        yield label
                    label = CellRun(label_level(printed[place]), printed[place], [ids[place]])
                else:
                    label.label += printed[place]
                    label.cells.append(ids[place])
                continue
            if cell.kind == "BLANK" and (place < last_label or (self.columns and placed[place] < 0)):
                continue
            if label:
                yield label
                label = None
            column = self.columns[placed[place]] if placed[place] >= 0 else None
            values.append(Value(ids[place], cell, column))
        if label:
            yield label
        if values:
            yield CellRun("VALUES", values=values)


def _row_kind(cells: list[CellText], printed: list[str]) -> str:
    """Return what a row is: HEADER (it names columns), CAPTION, TITLE (a single label: a caption if a header follows)."""
    labels = [place for place, cell in enumerate(cells) if not cell.is_value]
    if not labels or any(cell.is_value and cell.kind not in {"BLANK", "UNIT"} for cell in cells):
        return "ROW"
    if any(label_level(printed[place]) != "LABEL" for place in labels):
        return "ROW"
    if len(labels) > 1 or labels[0] > 0:
        return "HEADER"
    return "CAPTION" if cells[labels[0]].kind == "ITEM" else "TITLE"


def _is_marker(label: str) -> bool:
    """Tell whether a label is a number alone, the rest of which stands in the next cell."""
    return label_level(label) != "LABEL" and read_cell(label).kind == "MARKER"


@functools.lru_cache(maxsize=1 << 14)
def squeeze(printed: str) -> str:
    """Return a label without the blanks and line ends that were put between its characters."""
    return "".join(printed.split())
