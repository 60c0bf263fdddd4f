"""From rows that were matched and read to facts: each figure with its indicator, its status and how it was told."""

from __future__ import annotations

import functools
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from gaixml.forms.facts import Fact
from gaixml.forms.readings import counts_applicants
from gaixml.indicators import indicators
from gaixml.scanners import scanner

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gaixml.forms.matching import MatchedRow
    from gaixml.forms.printed import Figure, PrintedRow
    from gaixml.forms.readings import Reading
    from gaixml.sheets import FormColumn, FormRow

_LONGEST_LABEL: Final = 200
"""A fact names a longer label by its beginning: else a table of n rows below a label of n characters were n² long."""


def facts_of(rows: Sequence[MatchedRow]) -> Iterator[Fact]:
    """Yield the facts of the rows of one printing, in the order of the form."""
    for _, same in groupby(sorted(rows, key=lambda row: row.slot), key=lambda row: row.slot):
        yield from _of_slot(list(same))


def _of_slot(rows: list[MatchedRow]) -> Iterator[Fact]:
    """Yield the facts of the rows that are the same row of the form: one, or parts of it, or a row printed twice."""
    if len(rows) == 1 and rows[0].is_settled and len(rows[0].reading.readings) == 1 and not rows[0].others:
        yield from _of_row(rows[0], rows[0].reading.readings[0])
        return
    for form_row in (rows[0].form_row, *rows[0].others):
        for at, column in enumerate(form_row.columns):
            readings = [_Column(row, at) for row in ([row for row in rows if row.reading.readings] or rows)]
            printed = [one for one in readings if one.figures]
            if printed:
                yield _fact(form_row, column, printed, ambiguous=bool(rows[0].others))


def _of_row(row: MatchedRow, reading: Reading) -> Iterator[Fact]:
    """Yield the facts of a row that is read in one way: mostly it is."""
    for column, figure in zip(row.form_row.columns, reading, strict=True):
        if figure:
            yield _certain(row, row.form_row, column, figure)


class _Column:
    """What the readings of a row say of one column: the different figures, whether some reading has none."""

    def __init__(self, row: MatchedRow, at: int) -> None:
        self.row = row
        readings = row.reading.readings
        found = [reading[at] for reading in readings if reading[at] is not None] if readings else row.printed.figures
        self.figures: dict[tuple[str, str], Figure] = {}
        for figure in found:
            if figure:
                self.figures.setdefault(_meaning(figure), figure)
        self.certain = bool(readings) and len(self.figures) == 1 and len(found) == len(readings) and row.is_settled
        self.may_be_missing = len(found) < len(readings)


class _Place(NamedTuple):
    """What a form asks for in one place: the codes of the vocabulary, the unit and kind of the figure."""

    form: str
    table: str
    indicator: str
    applicant: str
    unit: str
    kind: str


@functools.cache
def _place(form_row: FormRow, column: FormColumn) -> _Place:
    form, table = form_row.grid.form, form_row.grid.table
    by_applicant = counts_applicants(form, form_row.code)
    indicator = form_row.code if by_applicant else form_row.grid.indicator(form_row, column)
    asked = indicators(form)[indicator]
    return _Place(form, table, indicator, column.code if by_applicant else "", asked.unit, asked.kind)


_CHANGES: Final = frozenset({"INCREASE", "DECREASE"})
_RATIOS: Final = frozenset({"%", "％"})


def _value(figure: Figure, kind: str) -> str:
    """Return the number in a cell, '' for one that the indicator's kind does not explain: 50% or 减3 is no count."""
    text, value = figure.text, figure.number
    fits = text.unit not in _RATIOS and (kind == "change" or text.kind not in _CHANGES)
    return value if fits and (kind == "amount" or "." not in value) else ""


def _meaning(figure: Figure) -> tuple[str, str]:
    """Return what makes two figures the same: their number, or what stands for one."""
    text, value = figure.text, figure.number
    return (value, text.unit) if value else ("", "" if text.kind == "BLANK" else figure.printed)


def _fact(form_row: FormRow, column: FormColumn, readings: Sequence[_Column], *, ambiguous: bool) -> Fact:
    """Return the fact of a column: certain when all readings of all rows agree, else ambiguous with all of them."""
    figures = {meaning: figure for one in readings for meaning, figure in one.figures.items()}
    first = readings[0]
    figure = next(iter(figures.values()))
    row = first.row
    if not ambiguous and len(figures) == 1 and all(one.certain for one in readings):
        return _certain(row, form_row, column, figure)
    place = _place(form_row, column)
    return Fact(
        place.form,
        place.table,
        place.indicator,
        place.applicant,
        "",
        _unit(figure, row.printed, place.unit),
        "ambiguous",
        row.printed.printed,
        _label(row.printed, figure),
        figure.cell,
        *row.printed.span,
        _rules(row),
        row.reading.sums,
        _candidates(readings, figures),
    )


def _certain(row: MatchedRow, form_row: FormRow, column: FormColumn, figure: Figure) -> Fact:
    """Return the fact that a figure is the value of a column."""
    place, rules, text = _place(form_row, column), _rules(row), figure.text
    value = _value(figure, place.kind)
    status = "inferred" if rules else "reported"
    if not value:
        status = "text" if text.value else text.status
    return Fact(
        place.form,
        place.table,
        place.indicator,
        place.applicant,
        value,
        _unit(figure, row.printed, place.unit),
        status,
        figure.printed,
        _label(row.printed, figure),
        figure.cell,
        figure.start,
        figure.end,
        rules,
        row.reading.sums,
    )


def _rules(row: MatchedRow) -> tuple[str, ...]:
    return tuple(filter(None, (row.repair, row.reading.repair)))


def _candidates(readings: Sequence[_Column], figures: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return the values that a figure may have, '' for none; nothing where some row is not read at all."""
    if not all(one.row.reading.readings for one in readings):
        return ()
    missing = ("",) if any(one.may_be_missing for one in readings) else ()
    return tuple(dict.fromkeys((*(value for value, _ in figures), *missing)))


def _unit(figure: Figure, row: PrintedRow, prescribed: str) -> str:
    """Return the unit that is printed in the cell, the header or the row, else the one that the form prescribes."""
    header = figure.column.labels if figure.column else ()
    return figure.text.unit or (_column_unit(header[-1]) if header else "") or row.unit or prescribed


@functools.lru_cache(maxsize=1 << 10)
def _column_unit(label: str) -> str:
    match = scanner("cells", "column_unit").search(label)
    return match["unit"] if match else ""


def _label(row: PrintedRow, figure: Figure) -> str:
    """Return the labels that are printed above and beside a figure, from the outermost."""
    column = figure.column.labels[-1:] if figure.column else ()
    return "/".join(label[:_LONGEST_LABEL] for label in (*row.above, row.label, *column) if label)
