"""Finds which readings of a table's rows agree with one another.

A row may be readable in several ways; the form says which rows add up to which others, in each column. Read the rows
one after another, and keep what each balance gives so far: these are the states of an automaton whose letters are the
readings. A reading is supported when it lies on a way from nothing to balances that hold. One column alone has few
states. All columns together may have many, so only those are followed that each column allows by itself.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

LIMIT: Final = 300_000
"""So many steps, of a state and a reading each, are tried for one table; a real one takes about 250."""

Figures = tuple[Decimal | None, ...]
"""The figures of a row, column by column; None where there is none."""


class Balance(NamedTuple):
    """In each column, the rows of the left side have the same sum as those of the right side."""

    left: tuple[str, ...]
    right: tuple[str, ...]


class Solution(NamedTuple):
    """What the balances leave of the readings.

    rows:     for each row, the readings that occur in an assignment for which every balance holds, in the given order
    feasible: whether there is such an assignment; when not, no row keeps a reading
    complete: whether the search came to its end; when not, nothing may be concluded, and all readings are kept
    """

    rows: dict[str, list[Figures]]
    feasible: bool
    complete: bool


def solve(rows: Mapping[str, Sequence[Figures]], balances: Sequence[Balance], limit: int = LIMIT) -> Solution:
    """Return which readings of the rows can stand together; exact when complete.

    ``rows`` holds all readings of each row, all of one width. A balance is not assessed in a column where one of its
    rows has no figure, and not at all when it names a row that is not given.
    """
    order = sorted(rows, key=lambda key: len(rows[key]))
    known = [balance for balance in balances if rows.keys() >= {*balance.left, *balance.right}]
    factors = [[_factor(balance, key) for key in order] for balance in known]
    numbers = _whole_numbers(rows)
    try:
        found = _supported([numbers[key] for key in order], factors, _Budget(limit))
    except _LimitReachedError:
        return Solution({key: list(readings) for key, readings in rows.items()}, feasible=True, complete=False)
    supported = dict(zip(order, found, strict=True))
    kept = {
        key: [one for one, number in zip(readings, numbers[key], strict=True) if number in supported[key]]
        for key, readings in rows.items()
    }
    return Solution(kept, feasible=all(kept.values()), complete=True)


_Number = int | None
_Numbers = tuple[_Number, ...]
_Factor = int | None  # how often a row counts in left - right; None when the balance does not name it
_Factors = Sequence[Sequence[_Factor]]  # for each balance and row
_Range = tuple[int, int] | None  # the least and the most; None when a balance may turn out not to be assessed
_Sums = tuple[int | None, ...]
_State = TypeVar("_State")
_Letter = TypeVar("_Letter")
_Ways = list[dict[tuple[_State, _Letter], _State]]  # for each row, its steps


def _factor(balance: Balance, key: str) -> _Factor:
    return balance.left.count(key) - balance.right.count(key) if key in balance.left + balance.right else None


def _whole_numbers(rows: Mapping[str, Sequence[Figures]]) -> dict[str, list[_Numbers]]:
    """Return the readings in the largest unit that makes all figures whole numbers, whose sums are exact."""
    figures = [figure for readings in rows.values() for one in readings for figure in one if figure is not None]
    unit = math.lcm(*(figure.as_integer_ratio()[1] for figure in figures))

    def whole(figure: Decimal | None) -> _Number:
        if figure is None:
            return None
        numerator, denominator = figure.as_integer_ratio()
        return numerator * (unit // denominator)

    return {key: [tuple(map(whole, one)) for one in readings] for key, readings in rows.items()}


class _LimitReachedError(Exception):
    """More steps were needed than may be tried."""


class _Budget:
    """How many steps may still be tried."""

    def __init__(self, left: int) -> None:
        self.left = left

    def spend(self, steps: int) -> None:
        """Raise _LimitReachedError when so many are not left."""
        self.left -= steps
        if self.left < 0:
            raise _LimitReachedError


def _supported(rows: Sequence[Sequence[_Numbers]], factors: _Factors, budget: _Budget) -> list[set[_Numbers]]:
    """Return for each row the readings that lie on a way through all columns at once: a state is one of each column."""
    if not all(rows):
        return [set() for _ in rows]
    columns = [
        _column_ways([set(numbers) for numbers in column], factors, budget)
        for column in zip(*(zip(*readings, strict=True) for readings in rows), strict=True)
    ]

    def step(row: int, states: tuple[_Sums, ...], reading: _Numbers) -> tuple[_Sums, ...] | None:
        reached = []
        for ways, state, number in zip(columns, states, reading, strict=True):
            after = ways[row].get((state, number))
            if after is None:
                return None
            reached.append(after)
        return tuple(reached)

    nothing: _Sums = (0,) * len(factors)
    return [{reading for _, reading in steps} for steps in _ways(rows, (nothing,) * len(columns), step, budget)]


def _column_ways(column: Sequence[Collection[_Number]], factors: _Factors, budget: _Budget) -> _Ways[_Sums, _Number]:
    """Return the ways through one column: a state is what each balance gives so far, None when not assessed."""
    behind = [_behind(list(map(_share, each, column))) for each in factors]

    def step(row: int, state: _Sums, number: _Number) -> _Sums | None:
        reached = []
        for given, each, ranges in zip(state, factors, behind, strict=True):
            after = _add(given, each[row], number)
            if not _can_close(after, ranges[row]):
                return None
            reached.append(after)
        return tuple(reached)

    return _ways(column, (0,) * len(factors), step, budget)


def _add(given: int | None, factor: _Factor, number: _Number) -> int | None:
    if factor is None:
        return given
    return None if given is None or number is None else given + factor * number


def _share(factor: _Factor, numbers: Collection[_Number]) -> _Range:
    """Return the least and the most that a row, which may have these numbers, adds to a balance."""
    if factor is None:
        return 0, 0
    added = [factor * number for number in numbers if number is not None]
    return (min(added), max(added)) if len(added) == len(numbers) else None


def _behind(shares: Sequence[_Range]) -> list[_Range]:
    """Return for each row what all rows behind it add to a balance."""
    behind: list[_Range] = [(0, 0)]
    for share in shares[:0:-1]:
        behind.append(_plus(behind[-1], share))
    return behind[::-1]


def _plus(one: _Range, other: _Range) -> _Range:
    return (one[0] + other[0], one[1] + other[1]) if one and other else None


def _can_close(given: int | None, behind: _Range) -> bool:
    """Tell whether the rows behind can make up for what a balance gives so far."""
    return given is None or behind is None or behind[0] <= -given <= behind[1]


def _ways(
    rows: Sequence[Collection[_Letter]],
    start: _State,
    step: Callable[[int, _State, _Letter], _State | None],
    budget: _Budget,
) -> _Ways[_State, _Letter]:
    """Return for each row the steps, (state, letter) → state, that lie on a way from the start through all rows."""
    ways: _Ways[_State, _Letter] = []
    states = {start}
    for row, letters in enumerate(rows):
        budget.spend(len(states) * len(letters))
        tried = {(state, letter): step(row, state, letter) for state in states for letter in letters}
        ways.append({key: after for key, after in tried.items() if after is not None})
        states = set(ways[-1].values())
    for row in reversed(range(len(ways))):
        ways[row] = {key: after for key, after in ways[row].items() if after in states}
        states = {state for state, _ in ways[row]}
    return ways
