"""Parses the cells of a document's tables into records: values with the labels of their row and column (table.lark)."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from lark import Transformer

from gaixml.grammars import load_parser
from gaixml.parsing.cell_stream import CellRun, CellStream, Value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lark import Lark

    from gaixml.model import Table
    from gaixml.parsing.columns import Column


@dataclass(slots=True)
class Record:
    """A row's label with its values and the records under it.

    ``level`` is the token of table.lark (L1 … L4, LABEL, CAPTION); ``cells`` are the ids of the cells that print the
    label.
    """

    label: str
    level: str
    cells: list[str]
    content: list[RecordContent] = field(default_factory=list)


@dataclass(slots=True)
class Grid:
    """The records under one header."""

    columns: list[Column]
    content: list[RecordContent]


RecordContent = Value | Record | Grid


@dataclass(slots=True)
class RecordSet:
    """The records of a table and of the tables that continue it.

    ``figures`` counts the numbers in them; ``unplaced`` are the ids of the cells whose number stands under no column
    for certain.
    """

    tables: list[Table]
    content: list[RecordContent]
    figures: int
    unplaced: list[str]


class _Builder(Transformer[Any, Any]):
    """One method for each rule of table.lark."""

    def table(self, children: list[Any]) -> list[RecordContent]:
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


def read_records(text: str, tables: Sequence[Table]) -> list[RecordSet]:
    """Return the records of a document's tables, in order, and note in each table which one it continues.

    A table without a header of its own continues the one before it: it was cut in two by a page or a heading.
    """
    sets: list[RecordSet] = []
    joined: list[Table] = []
    tokens: list[CellRun] = []
    stream = CellStream(text)
    for table in tables:
        following = list(stream.tokens(table))
        if joined and (not stream.columns or not following or following[0].type in {"HEADER", "CAPTION"}):
            sets.append(_record_set(joined, tokens))
            joined, tokens = [], []
        table.continues = joined[0].id if joined else ""
        joined.append(table)
        tokens += following
    return [*sets, _record_set(joined, tokens)] if joined else sets


def _record_set(tables: list[Table], tokens: list[CellRun]) -> RecordSet:
    figures = [value for token in tokens for value in token.values if value.text.is_figure]
    content = cast("list[RecordContent]", table_parser().parse(tokens))
    return RecordSet(tables, content, len(figures), [value.cell for value in figures if value.column is None])
