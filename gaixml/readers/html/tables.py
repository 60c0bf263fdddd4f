"""Tables: which of them are data and which only lay out the page, and their cells (HTML Living Standard, 4.9.12)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from gaixml.readers.draft import DraftCell
from gaixml.readers.html.boxes import Box, Line, spot
from gaixml.readers.html.fields import read_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from gaixml.readers.draft import Piece
    from gaixml.readers.html.fields import Field

_ORDER: Final = {"thead": 0, "tfoot": 2}
"""Where a group of rows is printed, wherever it stands; all others in between."""
_MANY_LINES: Final = 3
"""A cell of so many lines may hold a document rather than data."""
_MUCH_PROSE: Final = 150
"""So many characters of prose in such a cell are a document's."""


def adopt(box: Box) -> None:
    """Put the cells in a box that are in no row into one, rows that are in no table too, as browsers do."""
    if box.role != "row":
        _gather(box, {"cell"}, "row")
    if box.role not in {"table", "group"}:
        _gather(box, {"row", "group"}, "table")


def _gather(box: Box, roles: set[str], role: str) -> None:
    """Put each run of parts with one of the roles into a new box."""
    kept: list[Line | Box] = []
    gathered: list[Box] = []
    is_open = False
    for item in box.items:
        if isinstance(item, Line) or item.role not in roles or item.reason:
            kept.append(item)
            is_open = False
            continue
        if not is_open:
            gathered.append(Box(item.node, role))
            kept.append(gathered[-1])
        gathered[-1].append(item)
        is_open = True
    for new in gathered:
        close_table(new)
    box.items = kept


def close_table(box: Box) -> None:
    """Close a box; decide about a table whether it is data."""
    if box.has_orphans:
        adopt(box)
    if box.role == "table":
        box.close()
        box.is_layout = is_layout(box)
        box.is_fields = not box.is_layout and bool(fields_of(box))
    box.close()


def is_layout(table: Box) -> bool:
    """Tell whether a table only lays out what is in its cells.

    It has one column; or a cell of it holds a document: headings and prose, much prose over all the width; or its
    text stands in the tables that are nested in it.
    """
    given = rows_of(table)
    rows = [printed for row in given if (printed := [cell for cell in row if cell.measures.lines])]
    if all(len(row) == 1 for row in rows):
        return not any(len(row) > 1 for row in given) or len(rows) <= 1
    holders = [[cell for cell in row if _holds_table(cell)] for row in rows]
    nested = sum(cell.measures.characters for row in holders for cell in row)
    if nested:
        plain_rows = sum(len(row) - len(held) > 1 for row, held in zip(rows, holders, strict=True))
        if plain_rows < len(rows) - plain_rows or nested * 2 > table.measures.characters:
            return True
    return any(_is_document(cell, len(row), len(rows)) for row in rows for cell in row)


def _is_document(cell: Box, beside: int, rows: int) -> bool:
    """Tell whether a cell holds a document; ``beside`` cells of its row and ``rows`` have text."""
    measures = cell.measures
    if measures.lines < _MANY_LINES or measures.prose < _MUCH_PROSE:
        return False
    return measures.headings > 1 or rows == 1 or beside == 1


def fields_of(table: Box) -> list[Field]:
    """Return what a table says of the page's document, nothing for a table of data."""
    return read_cells(["\n".join([line.text for line in cell_lines(cell)]) for cell in row] for row in rows_of(table))


def _holds_table(box: Box) -> bool:
    return not box.is_simple and any(True for _ in tables_in(box))


def tables_in(box: Box) -> Iterator[Box]:
    """Yield the outermost tables in a box, in order."""
    for item in box.walk(lambda one: not one.reason and one.role != "table"):
        if isinstance(item, Box) and not item.reason:
            yield item


def _groups(table: Box) -> list[list[Box]]:
    """Return the rows of a table by group, in the order in which they are printed."""
    groups: list[tuple[int, list[Box]]] = []
    is_open = False
    for item in table.items:
        if not isinstance(item, Box) or item.reason:
            continue
        if item.role == "group":
            rows = [row for row in item.items if isinstance(row, Box) and row.role == "row" and not row.reason]
            groups.append((_ORDER.get(item.node.tag, 1), rows))
            is_open = False
        elif item.role == "row":
            if not is_open:
                groups.append((1, []))
            groups[-1][1].append(item)
            is_open = True
    return [rows for _, rows in sorted(groups, key=lambda group: group[0])]


def rows_of(table: Box) -> list[list[Box]]:
    """Return the cells of a table by row, each where it begins."""
    return [
        [cell for cell in row.items if isinstance(cell, Box) and cell.role == "cell" and not cell.reason]
        for rows in _groups(table)
        for row in rows
    ]


def strays(table: Box) -> list[Line | Box]:
    """Return what stands in a table but in none of its cells: browsers print it before the table."""
    found: list[Line | Box] = []
    parents = [table, *(item for item in table.items if isinstance(item, Box) and item.role == "group")]
    parents += [row for rows in _groups(table) for row in rows]
    for parent in parents:
        if not parent.reason:
            parts = {"table": ("group", "row"), "group": ("row",)}.get(parent.role, ("cell",))
            found += [item for item in parent.items if isinstance(item, Line) or item.reason or item.role not in parts]
    return found


def draft_rows(table: Box, restore: Callable[[str], str]) -> list[list[DraftCell]]:
    """Return the cells of a table; no cell reaches out of its group of rows."""
    drafted: list[list[DraftCell]] = []
    for rows in _groups(table):
        for number, row in enumerate(rows):
            cells = [cell for cell in row.items if isinstance(cell, Box) and cell.role == "cell" and not cell.reason]
            left = len(rows) - number
            drafted.append([_draft_cell(cell, left, restore) for cell in cells])
    return drafted


def _draft_cell(cell: Box, left: int, restore: Callable[[str], str]) -> DraftCell:
    """Return a cell; it may take up ``left`` rows. Zero rows are all that are left (HTML 4.9.11)."""
    rows = min(cell.rows, left) if cell.rows > 0 else left if cell.rows == 0 else 1
    pieces: list[Piece] = []
    for line in cell_lines(cell):
        if line.text:
            text = restore(line.text)
            pieces.append(("\n" + text if pieces else text, spot(line.node)))
    return DraftCell(tuple(pieces) or (("", spot(cell.node)),), max(cell.columns, 1), rows)


def cell_lines(cell: Box) -> Iterable[Line]:
    """Return the lines of a cell without those of the tables of data that are nested in it."""
    return cast("list[Line]", cell.items) if cell.is_simple else _lines_outside_of_data(cell)


def _lines_outside_of_data(cell: Box) -> Iterator[Line]:
    items = cell.walk(lambda box: not box.reason and not box.is_data)
    return (item for item in items if isinstance(item, Line))
