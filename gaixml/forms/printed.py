"""The rows of figures that a document prints: what its records say, row by row, ready to be compared with a form."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from gaixml.cells import CellText, read_cell, read_numeral
from gaixml.model import Block, Heading, Row, Table
from gaixml.parsing.records import Grid, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gaixml.parsing.columns import Column
    from gaixml.parsing.records import RecordContent, RecordSet

_LONGEST_CONTEXT: Final = 60
"""A longer text above a table is a paragraph, not its heading."""


class Figure(NamedTuple):
    """What is printed in one place of a row: the cell it stands in, its place in the text, the column above it.

    ``is_in_blank_column``: no row of the table with as many cells prints anything in this place.
    """

    cell: str
    printed: str
    start: int
    end: int
    column: Column | None = None
    is_in_blank_column: bool = False

    @property
    def number(self) -> str:
        """Return the number that is printed, in figures or as a Chinese numeral, as a decimal; '' for none."""
        return self.text.value or read_numeral(self.printed)

    @property
    def text(self) -> CellText:
        """Return what the figure says."""
        return read_cell(self.printed)


@dataclass(frozen=True, slots=True, eq=False)
class Header:
    """What stands over the figures: the columns, and all labels as they stand one after another, row by row.

    ``is_foreign``: words of columns that no form has stand between them.
    Rows that stand under the same header share it: what is found out about a header is kept by its identity.
    """

    columns: Sequence[Column] = ()
    labels: Sequence[str] = ()
    is_foreign: bool = False


@dataclass(slots=True)
class PrintedRow:
    """A row of figures with its labels.

    ``label`` is printed in the row ('' when it is not), ``above`` are the labels it stands under, from the top,
    ``header`` what stands over its figures, ``context`` the heading or caption above the table. ``glued`` says that
    nothing separates the figures: they are one Figure; ``is_torn`` that its end is not certain. ``peers``
    counts the rows of figures in its table.
    """

    table: Table
    label: str
    above: tuple[str, ...]
    header: Header
    context: str
    figures: list[Figure] = field(default_factory=list)
    unit: str = ""
    glued: bool = False
    is_torn: bool = False
    peers: int = 0

    @property
    def is_blank(self) -> bool:
        """Tell whether nothing is printed where the figures should stand."""
        return not any(figure.printed for figure in self.figures)

    @property
    def span(self) -> tuple[int, int]:
        """Return where the figures stand in the text."""
        return self.figures[0].start, self.figures[-1].end

    @property
    def printed(self) -> str:
        """Return the figures as printed, with blanks between the cells."""
        return " ".join(figure.printed for figure in self.figures)


def printed_rows(text: str, records: RecordSet, contexts: Mapping[str, str]) -> list[PrintedRow]:
    """Return the rows of figures in the records of tables that belong together, in the order of the text."""
    tables = {table.id: table for table in records.tables}
    gathered: dict[str, _Gathered] = {}
    _gather(records.content, (), Header(), gathered)
    used = _used_places(text, tables.values())
    rows = [_printed_row(text, tables[_table_of(name)], name, row, used) for name, row in gathered.items()]
    for row in rows:
        row.context, row.peers = contexts.get(row.table.id, ""), len(rows)
    return [row for row in rows if row.figures]


_Used = dict[int, set[int]]
"""For a number of cells, the places in which some row of so many cells prints a figure."""


def _used_places(text: str, tables: Iterable[Table]) -> _Used:
    used: _Used = {}
    for table in tables:
        for row in table.rows:
            if isinstance(row, Row):
                places = used.setdefault(len(row.cells), set())
                places.update(
                    at
                    for at, cell in enumerate(row.cells)
                    if at not in places and _prints_figure(text[cell.first : cell.last])
                )
    return used


def table_contexts(text: str, tokens: Sequence[Block]) -> dict[str, str]:
    """Return the heading, caption or short line right above each table, by the table's id."""
    contexts: dict[str, str] = {}
    above = ""
    for token in tokens:
        if isinstance(token, Table):
            contexts[token.id] = above
        elif token.type != "FURNITURE":
            end = token.end if not isinstance(token, Heading) else token.title[1]
            above = text[token.start : end].strip(" \t\r\n#*") if end - token.start <= _LONGEST_CONTEXT else ""
    return contexts


@dataclass(slots=True)
class _Gathered:
    """What the records say of one row: the records that are open, the header, the column of each cell with a value."""

    path: tuple[Record, ...]
    header: Header
    columns: dict[str, Column | None] = field(default_factory=dict)


def _gather(
    content: Sequence[RecordContent],
    path: tuple[Record, ...],
    header: Header,
    rows: dict[str, _Gathered],
) -> None:
    """Collect the values of records by the row that prints them."""
    for item in content:
        if isinstance(item, Record):
            _gather(item.content, (*path, item), header, rows)
        elif isinstance(item, Grid):
            _gather(item.content, path, Header(item.columns, item.header), rows)
        else:
            name = item.cell.rpartition(".c")[0]
            if name not in rows:
                rows[name] = _Gathered(path, header)
            row = rows[name]
            row.path = path  # of the last value: a serial number before the label stands under the row above
            row.columns[item.cell] = item.column


def _table_of(row: str) -> str:
    return row.rpartition(".r")[0]


def _printed_row(text: str, table: Table, name: str, gathered: _Gathered, used: _Used) -> PrintedRow:
    path = gathered.path
    own = path[-1].label if path and _stands_in(path[-1], name) else ""
    above = tuple(record.label for record in (path[:-1] if own else path))
    row = PrintedRow(table, own, above, gathered.header, "")
    for figure in _figures(text, table, name, gathered, used):
        if figure.text.kind == "UNIT":
            row.unit = figure.printed
        else:
            row.figures.append(figure)
    return row


def _figures(text: str, table: Table, name: str, gathered: _Gathered, used: _Used) -> Iterator[Figure]:
    """Yield what stands behind the row's labels, blanks included; a place that a merged cell covers is none of them."""
    row = table.rows[int(name.rpartition(".r")[2]) - 1]
    labels = {cell for record in gathered.path if _stands_in(record, name) for cell in record.cells}
    cells = [(f"{name}.c{at}", cell) for at, cell in enumerate(row.cells, 1)] if isinstance(row, Row) else []
    start = max((at for at, (cell, _) in enumerate(cells, 1) if cell in labels), default=0)
    for at, (cell, place) in enumerate(cells[start:], start):
        if not place.columns:
            continue
        printed = text[place.first : place.last]
        is_blank = not printed and at not in used[len(cells)]
        yield Figure(cell, printed, place.first, place.last, gathered.columns.get(cell), is_blank)


def _stands_in(record: Record, row: str) -> bool:
    """Tell whether a row prints the label of a record; all its cells stand in one row."""
    return record.cells[0].startswith(f"{row}.c")


def _prints_figure(printed: str) -> bool:
    return bool(printed) and read_cell(printed).is_value
