"""Lets the arithmetic of a table decide between the readings of its rows; the vocabulary says what adds up."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final

from gaixml.forms.prose import stated_counts
from gaixml.forms.readings import adds_up, counts_applicants, number_of, row_sums
from gaixml.forms.solver import Balance, solve
from gaixml.indicators import Identity, identities

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from gaixml.forms.matching import MatchedRow
    from gaixml.forms.readings import Reading

_LOST: Final = "label-lost"
_RECEIVED: Final = "received"
"""The indicator whose figures the prose states."""
_MOST_ROWS: Final = 2 / 3
"""So many of a table's rows have to add up for the order of their figures to be the form's."""


def settle(rows: Sequence[MatchedRow], text: str, year: int | None) -> None:
    """Keep of each row the readings that satisfy all sums of its table together.

    What the prose in ``text`` says of the same figures, of this ``year``, decides where the sums leave more than one
    reading.
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
        _bear_out(known.values())
        _prove_lost(known)
        if any(map(_is_doubtful, known.values())):
            _settle(known)
        if any(len(row.reading.readings) > 1 for row in known.values()) and _heed(known, stated_counts(text, year)):
            _settle(known)


def _bear_out(rows: Iterable[MatchedRow]) -> None:
    """Unsettle the rows whose figures were read in order though neither a header nor the sums bear that out."""
    uncertain = [row for row in rows if not row.reading.is_certain and row.reading.readings]
    summed = [row for row in uncertain if not _is_alike(row)]
    assessed = [row for row in summed if None not in _numbers(row.reading.readings[0])]
    held = sum(adds_up(row.reading.readings[0], row.form_row) for row in assessed)
    borne_out = bool(assessed) and held >= _MOST_ROWS * len(assessed)
    for row in uncertain:
        row.is_settled = row.is_settled and bool(row_sums(row.form_row)) and (_is_alike(row) or borne_out)


def _is_alike(row: MatchedRow) -> bool:
    """Tell whether all figures of a row are the same, whatever their order."""
    return len(set(_numbers(row.reading.readings[0]))) <= 1


def _heed(rows: dict[str, MatchedRow], stated: Sequence[dict[str, Decimal]]) -> bool:
    """Keep the readings of the requests received that a sentence states; tell whether that left some out.

    A sentence that agrees with no reading speaks of another body; where sentences disagree, none is heeded.
    """
    row = rows.get(_RECEIVED)
    places = {column.code: at for at, column in enumerate(row.form_row.columns)} if row else {}
    kept: set[tuple[int, ...]] = set()
    for counts in stated:
        agreeing = tuple(
            at
            for at, reading in enumerate(row.reading.readings if row else ())
            if all(number_of(reading[places[one]]) == count for one, count in counts.items() if one in places)
        )
        kept.add(agreeing)
    kept.discard(())
    if row is None or len(kept) != 1:
        return False
    agreeing = kept.pop()
    if len(agreeing) == len(row.reading.readings):
        return False
    row.reading.readings = [row.reading.readings[at] for at in agreeing]
    row.reading.sums = (*row.reading.sums, "prose")
    return True


def _prove_lost(rows: dict[str, MatchedRow]) -> None:
    """Unsettle rows that lost their label where the sums of the table fail: it may be another row, a subtotal."""
    readable = {code: row.reading.readings[0] for code, row in rows.items() if len(row.reading.readings) == 1}
    forms = frozenset(row.form_row.grid.form for row in rows.values())
    for one in _balances(frozenset(readable), forms):
        lost = [rows[code] for code in _names(one) if rows[code].repair == _LOST]
        if lost and not _balanced([readable[code] for code in one.left], [readable[code] for code in one.right]):
            for row in lost:
                row.is_settled = False


def _balanced(left: Sequence[Reading], right: Sequence[Reading]) -> bool:
    """Tell whether two sums of rows are equal in every column that has all its figures."""
    columns = zip(zip(*left, strict=True), zip(*right, strict=True), strict=True)
    numbers = (([number_of(one) for one in here], [number_of(one) for one in there]) for here, there in columns)
    return all(None in (*here, *there) or sum(here) == sum(there) for here, there in numbers)  # type: ignore[arg-type]


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
    sound = all(row.reading.is_summed for row in rows.values())
    for code, row in rows.items():
        if _is_doubtful(row):
            supported = decided if code in summed else sound  # beside false sums, a row's own sum tells little
            row.is_settled = row.is_settled and row.reading.is_summed and supported
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
