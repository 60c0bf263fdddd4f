"""The ways to read a row of figures, and what adds up in it."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from gaixml.forms.printed import Figure
from gaixml.indicators import applicant_identity, identities, indicators

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gaixml.sheets import FormRow

MOST_READINGS: Final = 200
"""A row that can be read in more ways is not read at all."""

Reading = tuple[Figure | None, ...]
"""For each column of the form its figure; None where the row has none for it."""
Sum = tuple[tuple[int, ...], int]
"""The columns of the parts, the column of their total."""


@dataclass(slots=True)
class RowReadings:
    """The ways to read a row.

    ``repair`` names what was mended to read it ('' for nothing); ``sums`` the identities that the readings rest on.
    ``forced`` tells whether a single reading needs no identity, ``is_summed`` whether the row's own sums hold in the
    readings, ``is_short`` whether fewer figures are printed than the row has columns, ``is_certain`` whether more than
    the number of the figures tells their columns.
    """

    readings: list[Reading]
    repair: str = ""
    sums: tuple[str, ...] = ()
    forced: bool = True
    is_summed: bool = True
    is_short: bool = False
    is_certain: bool = True


def number_of(figure: Figure | None) -> Decimal | None:
    """Return the number that a figure prints, None for a blank, a dash or words."""
    printed = figure.number if figure else ""
    return Decimal(printed) if printed else None


@functools.cache
def counts_applicants(form: str, code: str) -> bool:
    """Tell whether a row has a figure for each kind of applicant."""
    indicator = indicators(form).get(code)
    return indicator is not None and indicator.dimension == "applicant"


@functools.cache
def row_sums(form_row: FormRow) -> tuple[tuple[str, Sum], ...]:
    """Return what adds up within a row: the code of the identity, the columns."""
    form, grid = form_row.grid.form, form_row.grid
    if counts_applicants(form, form_row.code):
        codes = [column.code for column in form_row.columns]
        known = [applicant_identity()]
    else:
        codes = [grid.indicator(form_row, column) for column in form_row.columns]
        known = list(identities(form))
    return tuple(
        (one.code, (tuple(map(codes.index, one.left)), codes.index(one.right[0])))
        for one in known
        if len(one.right) == 1 and {*one.left, *one.right} <= set(codes)
    )


def breaks(reading: Sequence[Figure | None], one: Sum) -> bool:
    """Tell whether a sum fails of which every figure is there."""
    parts, total = one
    numbers = [number_of(reading[at]) for at in (*parts, total)]
    return None not in numbers and sum(number or 0 for number in numbers[:-1]) != numbers[-1]


def holds(reading: Sequence[Figure | None], one: Sum) -> bool:
    """Tell whether a sum holds, what is missing being nothing; its total has to be there."""
    parts, total = one
    value = number_of(reading[total])
    return value is not None and sum(number_of(reading[part]) or 0 for part in parts) == value


def adds_up(reading: Sequence[Figure | None], form_row: FormRow) -> bool:
    """Tell whether a row has sums in the form, and all of them hold."""
    sums = row_sums(form_row)
    return bool(sums) and all(holds(reading, one) for _, one in sums)
