"""Lets the arithmetic of a table decide between the readings of its rows; the vocabulary says what adds up."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from gaixml.forms.prose import stated_counts
from gaixml.forms.readings import counts_applicants, number_of, row_sums
from gaixml.forms.solver import Balance, solve
from gaixml.indicators import Identity, identities

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from gaixml.forms.matching import MatchedRow
from gaixml.forms.readings import Reading


def settle(rows: Sequence[MatchedRow], text: str) -> None:
    """Keep of each row the readings that satisfy all sums of its table together.

    What the prose in ``text`` says of the same figures decides where the sums leave more than one reading.
    A row whose only reading rests on a sum is not settled when the sums of the table cannot all hold: then nothing
    tells the false one. A table without doubtful rows is left alone, whether its sums hold or not.
    """
    if any(row.reading.is_short for row in rows):  # so blank cells leave nothing behind in this document
        for row in rows:
            row.is_settled = row.is_settled and not _may_hide_blanks(row)
    tables: dict[str, dict[str, MatchedRow]] = {}
    for row in rows:
        known = tables.setdefault(row.form_row.grid.table, {})
        is_first = known.setdefault(row.form_row.code, row) is row
        row.is_settled = row.is_settled and (is_first or not _is_doubtful(row))
    for known in tables.values():
        if any(map(_is_doubtful, known.values())):
            _settle(known)
        if any(len(row.reading.readings) > 1 for row in known.values()) and _heed(known, stated_counts(text)):
            _settle(known)


def _heed(rows: dict[str, MatchedRow], stated: dict[tuple[str, str], set[Decimal]]) -> bool:
    """Keep of each row the readings that agree with all that the prose says of it; tell whether that left some out.

    Prose that agrees with no reading speaks of another year or another body.
    """
    heeded = False
    for code, row in rows.items():
        places = {column.code: at for at, column in enumerate(row.form_row.columns)}
        counts = {places[one]: found for (of, one), found in stated.items() if of == code and one in places}
        agreeing = [
            reading
            for reading in row.reading.readings
            if all(number_of(reading[at]) in found for at, found in counts.items())
        ]
        if 0 < len(agreeing) < len(row.reading.readings):
            row.reading.readings = agreeing
            row.reading.sums = (*row.reading.sums, "prose")
            heeded = True
    return heeded


def _is_doubtful(row: MatchedRow) -> bool:
    return len(row.reading.readings) > 1 or not row.reading.forced


def _may_hide_blanks(row: MatchedRow) -> bool:
    """Tell whether glued figures could be fewer than they seem: 123 is 1 2 3 or 12, a blank, 3; 000 is only 0 0 0."""
    if row.reading.repair != "split" or row_sums(row.form_row):
        return False
    if len(row.printed.figures[0].printed.split()) == len(row.form_row.columns):
        return False
    figures = [figure for reading in row.reading.readings for figure in reading if figure]
    return any(map(number_of, figures))


def _settle(rows: dict[str, MatchedRow]) -> None:
    readable = frozenset(code for code, row in rows.items() if row.reading.readings)
    balances = _balances(readable, frozenset(row.form_row.grid.form for row in rows.values()))
    summed = {code for one in balances for code in _names(one)}
    numbers = {code: [_numbers(reading) for reading in rows[code].reading.readings] for code in summed}
    solution = solve(numbers, [Balance(one.left, one.right) for one in balances])
    decided = solution.feasible and solution.complete
    for code, row in rows.items():
        if _is_doubtful(row):
            row.is_settled = row.is_settled and row.reading.is_summed and (decided or code not in summed)
        if decided and code in summed and _is_doubtful(row):
            kept = set(solution.rows[code])
            pairs = zip(row.reading.readings, numbers[code], strict=True)
            row.reading.readings = [reading for reading, figures in pairs if figures in kept]
            used = tuple(one.code for one in balances if code in _names(one))
            row.reading.sums = tuple(dict.fromkeys((*row.reading.sums, *used)))


def _numbers(reading: Reading) -> tuple[Decimal | None, ...]:
    return tuple(map(number_of, reading))


def _names(identity: Identity) -> set[str]:
    return {*identity.left, *identity.right}


@functools.cache
def _balances(codes: frozenset[str], forms: frozenset[str]) -> list[Identity]:
    """Return the sums among rows that are all printed, those of each form in use."""
    found = {
        (one.left, one.right): one
        for form in sorted(forms)
        for one in identities(form)
        if _names(one) <= codes and all(counts_applicants(form, code) for code in _names(one))
    }
    return list(found.values())
