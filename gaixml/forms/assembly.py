"""From rows that were matched and read to facts: each figure with its indicator, its status and how it was told."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from gaixml.cells import read_numeral
from gaixml.forms.facts import Fact
from gaixml.forms.readings import counts_applicants
from gaixml.indicators import indicators
from gaixml.scanners import scanner

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gaixml.forms.matching import MatchedRow
    from gaixml.forms.printed import Figure, PrintedRow
    from gaixml.sheets import FormColumn, FormRow


def facts_of(rows: Sequence[MatchedRow]) -> Iterator[Fact]:
    """Yield the facts of the rows of one printing, in the order of the form."""
    for _, same in groupby(sorted(rows, key=lambda row: row.slot), key=lambda row: row.slot):
        yield from _of_slot(list(same))


def _of_slot(rows: list[MatchedRow]) -> Iterator[Fact]:
    """Yield the facts of the rows that are the same row of the form: one, or parts of it, or a row printed twice."""
    for form_row in (rows[0].form_row, *rows[0].others):
        for at, column in enumerate(form_row.columns):
            readings = [_Column(row, at) for row in rows]
            printed = [one for one in readings if one.figures]
            if printed:
                yield _fact(form_row, column, printed, ambiguous=bool(rows[0].others))


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


def _meaning(figure: Figure) -> tuple[str, str]:
    """Return what makes two figures the same: their number, or what stands for one."""
    value = _value(figure)
    return (value, figure.text.unit) if value else ("", "" if figure.text.kind == "BLANK" else figure.printed)


def _value(figure: Figure) -> str:
    return figure.text.value or read_numeral(figure.printed)


def _fact(form_row: FormRow, column: FormColumn, readings: Sequence[_Column], *, ambiguous: bool) -> Fact:
    """Return the fact of a column: certain when all readings of all rows agree, else ambiguous with all of them."""
    figures = {meaning: figure for one in readings for meaning, figure in one.figures.items()}
    first = readings[0]
    figure = next(iter(figures.values()))
    row = first.row
    certain = not ambiguous and len(figures) == 1 and all(one.certain for one in readings)
    rules = tuple(rule for rule in (row.repair, row.reading.repair) if rule)
    value, status = _value(figure), figure.text.status
    if value:
        status = "inferred" if rules else "reported"
    candidates = [meaning[0] for meaning in figures] if all(one.row.reading.readings for one in readings) else []
    if candidates and any(one.may_be_missing for one in readings) and "" not in candidates:
        candidates.append("")
    form, table = form_row.grid.form, form_row.grid.table
    by_applicant = counts_applicants(form, form_row.code)
    indicator = form_row.code if by_applicant else form_row.grid.indicator(form_row, column)
    return Fact(
        form,
        table,
        indicator,
        column.code if by_applicant else "",
        value if certain else "",
        _unit(figure, row.printed, indicators(form)[indicator].unit),
        status if certain else "ambiguous",
        figure.printed if certain else row.printed.printed,
        _label(row.printed, figure),
        figure.cell,
        *((figure.start, figure.end) if certain else row.printed.span),
        rules,
        row.reading.sums,
        () if certain else tuple(dict.fromkeys(candidates)),
    )


def _unit(figure: Figure, row: PrintedRow, prescribed: str) -> str:
    """Return the unit that is printed in the cell, the header or the row, else the one that the form prescribes."""
    header = figure.column.labels if figure.column else ()
    match = scanner("cells", "column_unit").search(header[-1]) if header else None
    return figure.text.unit or (match["unit"] if match else "") or row.unit or prescribed


def _label(row: PrintedRow, figure: Figure) -> str:
    """Return the labels that are printed above and beside a figure, from the outermost."""
    column = figure.column.labels[-1:] if figure.column else ()
    return "/".join(label for label in (*row.above, row.label, *column) if label)
