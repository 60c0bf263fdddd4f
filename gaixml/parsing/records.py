"""Parses the cells of a document's tables into records: values with the labels of their row and column (table.lark)."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, cast

from lark import Transformer

from gaixml.cells import read_cell
from gaixml.grammars import load_parser
from gaixml.model import Heading, Table
from gaixml.parsing.cell_stream import CellRun, CellStream, Value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lark import Lark

    from gaixml.model import Block
    from gaixml.parsing.columns import Column


_LONGEST_NUMBER: Final = 12
"""Characters of a page number, blank lines behind it included."""


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
    """The records under one header; ``header`` are its labels as they stand one after another, row by row."""

    columns: list[Column]
    header: list[str]
    content: list[RecordContent]


RecordContent = Value | Record | Grid


@dataclass(slots=True)
class RecordSet:
    """The records of a table and of the tables that continue it.

    ``unplaced`` are the ids of the cells whose value stands under no column for certain, ``unlabelled`` those where a
    row's label is missing.
    """

    tables: list[Table]
    content: list[RecordContent]
    unplaced: list[str]
    unlabelled: list[str]


class _Builder(Transformer[Any, Any]):
    """One method for each rule of table.lark."""

    def table(self, children: list[Any]) -> list[RecordContent]:
        return _spread(children)

    def record(self, children: list[Any]) -> Record:
        head: CellRun = children[0]
        return Record(head.label, head.type, head.cells, _spread(children[1:]))

    part = record

    def grid(self, children: list[Any]) -> Grid:
        return Grid(children[0].columns, children[0].header, _spread(children[1:]))


def _spread(children: list[Any]) -> list[Any]:
    """Put the values of VALUES tokens in their place."""
    if not any(isinstance(child, CellRun) for child in children):
        return children
    return [one for child in children for one in (child.values if isinstance(child, CellRun) else [child])]


@functools.cache
def table_parser() -> Lark:
    """Return the parser of table.lark."""
    return load_parser("table", start="table", transformer=_Builder())


def read_records(text: str, tokens: Sequence[Block]) -> list[RecordSet]:
    """Return the records of a document's tables, in order, and note in each table which one it continues.

    A table without a header of its own continues the one before it when it was cut off by a page or a heading: nothing
    but page numbers and one heading stands between them.
    """
    sets: list[RecordSet] = []
    joined: list[Table] = []
    runs: list[CellRun] = []
    stream = CellStream(text)
    cut = False
    headings = 0
    for token in tokens:
        if not isinstance(token, Table):
            headings += isinstance(token, Heading)
            cut = cut or headings > 1 or not (isinstance(token, Heading) or _is_page_number(text, token))
            continue
        if cut:
            stream = CellStream(text)
        columns = stream.layout.columns
        following = list(stream.tokens(token))
        continues = bool(columns and following) and following[0].type not in {"HEADER", "CAPTION"}
        if joined and not continues:
            sets.append(_record_set(joined, runs))
            joined, runs = [], []
        token.continues = joined[0].id if joined else ""
        joined.append(token)
        runs += following
        cut, headings = False, 0
    return [*sets, _record_set(joined, runs)] if joined else sets


def _is_page_number(text: str, token: Block) -> bool:
    """Tell whether a block is what a page puts between two parts of a table; there, a bare number is a page number."""
    short = token.end - token.start <= _LONGEST_NUMBER
    return token.type == "FURNITURE" or (short and read_cell(text[token.start : token.end]).kind == "NUMBER")


def _record_set(tables: list[Table], runs: list[CellRun]) -> RecordSet:
    content = cast("list[RecordContent]", table_parser().parse(runs))
    printed = (value for run in runs for value in run.values if value.text.kind != "BLANK")
    unlabelled = [run.cells[0] for run in runs if run.type == "LABEL" and not run.label]
    return RecordSet(tables, content, [value.cell for value in printed if value.column is None], unlabelled)
