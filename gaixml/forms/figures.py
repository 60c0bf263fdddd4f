"""Reads the figures of a printed row: which of them stands under which column of the form.

A reading gives each column its figure. Mostly there is one; where cells were lost, or nothing separates the figures,
there may be several, and the arithmetic of the form decides (gaixml/forms/settling.py).
"""

from __future__ import annotations

from itertools import combinations, islice
from typing import TYPE_CHECKING, Final

from gaixml.forms.glued import read_glued
from gaixml.forms.headers import is_explained, keeps_order, match_columns, names_in_order
from gaixml.forms.readings import MOST_READINGS, Reading, RowReadings, adds_up, number_of, row_sums

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gaixml.forms.printed import Figure, PrintedRow
    from gaixml.sheets import FormRow


_FEWEST_ROWS: Final = 5
"""Fewer rows do not tell that nothing is printed in a column."""


def read_figures(row: PrintedRow, form_row: FormRow) -> RowReadings:
    """Return the ways to read a printed row as a row of the form; none when no way explains it."""
    if row.glued:
        return read_glued(row, form_row)
    columns = match_columns(row.header, form_row.columns, row.context)
    width = len(form_row.columns)
    if not _is_linear(row, form_row):
        placed = _by_header(row.figures, columns, width, is_whole=is_explained(row.header, form_row.columns))
        if placed:
            return RowReadings([placed])
    elif not keeps_order(row.header, form_row.columns):
        return RowReadings([], "columns-by-order")
    surplus = len(row.figures) - width
    if surplus < 0:
        return _with_gaps(row.figures, form_row)
    readings = [way for kept in _kept(row.figures, surplus) if (way := _in_order(kept, row, form_row, columns))]
    if len(readings) > 1:
        readings = [way for way in readings if adds_up(way, form_row)] or readings
    found = RowReadings(readings, "blank-column" if surplus else "columns-by-order")
    found.is_certain = _shows_columns(row, form_row, columns)
    return found


def _shows_columns(row: PrintedRow, form_row: FormRow, columns: dict[str, int]) -> bool:
    """Tell whether the header bears out the form's order: it names all columns, or some right over their figures.

    Where it does not, the sums have to (settling.py); so they have to for a figure where no other row prints one.
    """
    is_filled = len(row.figures) > len(form_row.columns) or row.peers < _FEWEST_ROWS
    if not is_filled and any(figure.is_in_blank_column for figure in row.figures):
        return False
    over = any(figure.column and figure.column.id in columns for figure in row.figures)
    over = over and len(row.header.columns) >= len(form_row.columns)  # not the head of a table that is narrower
    width = len(form_row.columns)
    if names_in_order(row.header, form_row.columns) or _is_linear(row, form_row):
        return names_in_order(row.header, form_row.columns)
    return is_explained(row.header, form_row.columns) and (over or width in {1, len(columns)})


def _is_linear(row: PrintedRow, form_row: FormRow) -> bool:
    """Tell whether a header was read cell by cell: what stands over several columns does not show which they are.

    So it is where nothing fills the cells that merged ones take up: no row of the header is as wide as the figures.
    """
    has_levels = len(form_row.columns) > 1 and any(len(column.labels) > 1 for column in form_row.columns)
    return row.glued or (has_levels and row.table.layout in {"line", "cell"})


def _by_header(figures: Sequence[Figure], columns: dict[str, int], width: int, *, is_whole: bool) -> Reading | None:
    """Return the reading that the header gives, None when the header does not name every column that has a figure.

    A header that names most columns, and others that are not the form's (not ``is_whole``), is read as far as it goes.

    Printed figures beside blank columns of the form mean that the header stands out of line with them.
    """
    if len(columns) < width and len(columns) != len(figures) and (is_whole or 2 * len(columns) < width):
        return None
    placed: list[Figure | None] = [None] * width
    beside: list[Figure] = []
    for figure in figures:
        at = columns.get(figure.column.id) if figure.column else None
        if at is not None and placed[at] is None:
            placed[at] = figure
        else:
            beside.append(figure)
    named = [figure for figure in (placed[at] for at in columns.values()) if figure]
    if not named or any(_is_out_of_line(figure, named, len(columns)) for figure in beside):
        return None
    return tuple(placed)


def _is_out_of_line(figure: Figure, named: Sequence[Figure], expected: int) -> bool:
    """Tell whether a figure beside the form's columns means that the header is not in line with the figures.

    A column that the office added has a label, and what it prints does not take the place of a figure that is missing.
    """
    if figure.column is None or not figure.column.labels:
        return bool(figure.printed) or (figure.start < named[-1].start and not figure.is_in_blank_column)
    printed = sum(bool(one.printed) for one in named)
    return printed < expected and bool(figure.printed) and (figure.text.is_value or number_of(figure) is not None)


def _kept(figures: Sequence[Figure], surplus: int) -> Iterator[tuple[Figure, ...]]:
    """Yield the ways to leave out surplus cells: of columns in which no row prints anything, or else any blanks."""
    blanks = [at for at, figure in enumerate(figures) if figure.is_in_blank_column]
    if len(blanks) < surplus:
        blanks = [at for at, figure in enumerate(figures) if not figure.printed]
    ways: dict[tuple[int, ...], tuple[Figure, ...]] = {}
    for left_out in map(frozenset, _few(combinations(blanks, surplus))):
        kept = tuple(figure for at, figure in enumerate(figures) if at not in left_out)
        ways[tuple(figure.start for figure in kept)] = kept
    yield from ways.values()


def _few(ways: Iterator[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Return the ways if they are few enough to try all of them, else none: some of them would tell nothing."""
    found = list(islice(ways, MOST_READINGS + 1))
    return found if len(found) <= MOST_READINGS else []


def _in_order(
    figures: tuple[Figure, ...], row: PrintedRow, form_row: FormRow, columns: dict[str, int]
) -> Reading | None:
    """Return the reading in the form's order or, where the header has another, in the header's."""
    if keeps_order(row.header, form_row.columns):
        return figures if _agrees(figures, columns) else None
    places = [columns[column.id] for column in row.header.columns if column.id in columns]
    if len(places) < len(figures):
        return None
    return tuple(figures[places.index(place)] for place in range(len(places)))


def _agrees(figures: Sequence[Figure], columns: dict[str, int]) -> bool:
    """Tell whether no label of the header speaks against reading the figures in order; all may be shifted alike."""
    known = ((at, columns.get(figure.column.id)) for at, figure in enumerate(figures) if figure.column)
    return len({at - place for at, place in known if place is not None}) <= 1


def _with_gaps(figures: Sequence[Figure], form_row: FormRow) -> RowReadings:
    """Read fewer figures than columns: cells were lost, or two of them run together. The sums have to hold."""
    width = len(form_row.columns)
    ways: list[Reading] = []
    for places in _few(combinations(range(width), len(figures))):
        reading: list[Figure | None] = [None] * width
        for at, figure in zip(places, figures, strict=True):
            reading[at] = figure
        if adds_up(reading, form_row):
            ways.append(tuple(reading))
    found = RowReadings(ways, "columns-by-sum", tuple(code for code, _ in row_sums(form_row)), forced=False)
    found.is_certain = len(ways) == 1  # several that agree in a column agree by chance
    return found
