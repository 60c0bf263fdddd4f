"""The readings that can stand together are found, and no others: compared with trying every assignment."""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaixml.forms.solver import Balance, Figures, Solution, solve
from gaixml.forms.splitting import split_figures

ROW = [((0, 1, 2, 3, 4, 5), 6)]
PARTS = tuple(f"outcome.{number}" for number in range(22))
BALANCES = [
    Balance(PARTS, ("outcome.total",)),
    Balance(("received", "carried_in"), ("outcome.total", "carried_out")),
]
Table = dict[str, list[Figures]]


def figures(*numbers: float | None) -> Figures:
    return tuple(None if number is None else Decimal(str(number)) for number in numbers)


# ── By brute force: all assignments ──────────────────────────────────────────────────────────────────────────────────


def holds(balance: Balance, chosen: dict[str, Figures]) -> bool:
    if not {*balance.left, *balance.right} <= chosen.keys():
        return True
    for column in range(len(next(iter(chosen.values())))):
        left, right = ([chosen[key][column] for key in side] for side in balance)
        known = [figure for figure in (*left, *right) if figure is not None]
        if len(known) == len(left + right) and sum(known[: len(left)]) != sum(known[len(left) :]):
            return False
    return True


def try_all(rows: Table, balances: list[Balance]) -> Solution:
    assignments = [dict(zip(rows, readings, strict=True)) for readings in product(*rows.values())]
    fitting = [chosen for chosen in assignments if all(holds(balance, chosen) for balance in balances)]
    kept = {key: [one for one in rows[key] if any(chosen[key] == one for chosen in fitting)] for key in rows}
    return Solution(kept, feasible=bool(fitting), complete=True)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    figure = st.sampled_from([*map(Decimal, ("0", "1", "1", "2", "3", "-1", "0.5")), None])
    reading = st.tuples(*[figure] * draw(st.integers(1, 3)))
    return {
        key: draw(st.lists(reading, min_size=1, max_size=4)) for key in draw(st.sampled_from(["ab", "abc", "abcde"]))
    }


SIDE = st.lists(st.sampled_from("abcde"), max_size=3).map(tuple)


@given(tables(), st.lists(st.builds(Balance, SIDE, SIDE), max_size=3))
def test_exactly_what_some_assignment_has_is_kept(rows: Table, balances: list[Balance]) -> None:
    assert solve(rows, balances) == try_all(rows, balances)


@given(st.lists(st.lists(st.integers(0, 2), min_size=3, max_size=3, unique=True), min_size=5, max_size=5))
def test_columns_and_balances_are_solved_jointly(rows: list[list[int]]) -> None:
    table = {key: [figures(one % 2, one // 2) for one in readings] for key, readings in zip("abcde", rows, strict=True)}
    balances = [Balance(("a", "b"), ("c",)), Balance(("c", "d"), ("e",))]
    assert solve(table, balances) == try_all(table, balances)


# ── Printed tables ───────────────────────────────────────────────────────────────────────────────────────────────────


def form(parts: list[list[int]], carried: list[list[int]]) -> dict[str, list[int]]:
    """Return a table whose identities hold, from the outcomes and (received, carried_out) by applicant."""
    rows = {f"outcome.{number}": part for number, part in enumerate(parts)}
    total = [sum(column) for column in zip(*parts, strict=True)]
    out = carried[1]
    received = [min(one) for one in zip(carried[0], map(sum, zip(total, out, strict=True)), strict=True)]
    into = [of + left - new for of, left, new in zip(total, out, received, strict=True)]
    rows |= {"outcome.total": total, "received": received, "carried_in": into, "carried_out": out}
    return {key: [*row, sum(row)] for key, row in rows.items()}


def split_row(row: list[int]) -> list[Figures]:
    found = split_figures("".join(map(str, row)), 7, ROW)
    assert found.complete
    return [split.values for split in found.splits]


APPLICANTS = st.lists(st.sampled_from([0, 0, 0, 1, 2, 11, 12, 100, 345]), min_size=6, max_size=6)


@given(st.lists(APPLICANTS | st.just([0] * 6), min_size=22, max_size=22), st.lists(APPLICANTS, min_size=2, max_size=2))
def test_the_printed_table_is_among_what_is_kept(parts: list[list[int]], carried: list[list[int]]) -> None:
    table = form(parts, carried)
    solution = solve({key: split_row(row) for key, row in table.items()}, BALANCES)
    assert solution.feasible
    assert all(figures(*row) in solution.rows[key] for key, row in table.items())


NONE = [0] * 6
AMBIGUOUS = [3, 30, 0, 0, 0, 0]  # 330000033 is also 33 0 0 0 0 0 33


def test_ambiguous_row_is_settled_by_the_others() -> None:
    table = form([AMBIGUOUS, [5, 1, 0, 0, 0, 0], *[NONE] * 20], [[8, 31, 0, 0, 0, 0], NONE])
    readings = {key: split_row(row) for key, row in table.items()}
    assert [key for key in table if len(readings[key]) > 1] == ["outcome.0"]
    solution = solve(readings, BALANCES)
    assert solution == Solution({key: [figures(*row)] for key, row in table.items()}, feasible=True, complete=True)


def test_rows_that_are_ambiguous_alike_stay_so() -> None:
    readings = {key: split_row(row) for key, row in form([AMBIGUOUS, *[NONE] * 21], [AMBIGUOUS, NONE]).items()}
    assert [key for key, each in readings.items() if len(each) > 1] == ["outcome.0", "outcome.total", "received"]
    assert solve(readings, BALANCES) == Solution(readings, feasible=True, complete=True)


def test_balances_that_cannot_hold_leave_nothing() -> None:
    rows: Table = {"a": [figures(1, 2), figures(2, 1)], "b": [figures(2, 2)]}
    assert solve(rows, [Balance(("a",), ("b",))]) == Solution({"a": [], "b": []}, feasible=False, complete=True)


def test_row_without_readings_leaves_nothing() -> None:
    rows: Table = {"a": [], "b": [figures(2)]}
    assert solve(rows, []) == Solution({"a": [], "b": []}, feasible=False, complete=True)


def test_columns_that_hold_only_one_by_one_do_not_hold() -> None:
    rows: Table = {"a": [figures(0, 1), figures(1, 0)], "b": [figures(0, 0), figures(1, 1)], "c": [figures(0, 0)]}
    assert not solve(rows, [Balance(("a",), ("b",))]).feasible
    assert solve(rows, [Balance(("b",), ("c",))]).rows["b"] == [figures(0, 0)]


def test_balances_that_hold_only_one_by_one_do_not_hold() -> None:
    rows: Table = {"a": [figures(1)], "b": [figures(1), figures(2)], "c": [figures(2)]}
    assert solve(rows, [Balance(("a",), ("b",))]).feasible
    assert solve(rows, [Balance(("b",), ("c",))]).feasible
    assert not solve(rows, [Balance(("a",), ("b",)), Balance(("b",), ("c",))]).feasible


def test_column_without_a_figure_is_not_assessed() -> None:
    rows: Table = {"a": [figures(1, None)], "b": [figures(1, 5), figures(2, 5)]}
    assert solve(rows, [Balance(("a",), ("b",))]).rows["b"] == [figures(1, 5)]
    some: Table = {"a": [figures(5), figures(None)], "b": [figures(1)]}
    assert solve(some, [Balance(("a",), ("b",))]).rows["a"] == [figures(None)]


def test_row_named_twice_counts_twice() -> None:
    rows: Table = {"a": [figures(1), figures(2), figures(4)], "b": [figures(2)]}
    assert solve(rows, [Balance(("a",), ("b", "b"))]).rows["a"] == [figures(4)]
    assert solve(rows, [Balance(("a", "a"), ("b",))]).rows["a"] == [figures(1)]


def test_balance_with_an_unknown_row_is_skipped() -> None:
    rows: Table = {"a": [figures(1)], "b": [figures(2)]}
    assert solve(rows, [Balance(("a",), ("b", "nowhere"))]).feasible


def test_nothing_is_solved() -> None:
    assert solve({}, BALANCES) == Solution({}, feasible=True, complete=True)


def test_sums_are_exact() -> None:
    parts: Table = {"a": [figures(0.5)], "b": [figures(0.25), figures(5)], "c": [figures(0.75)]}
    assert solve(parts, [Balance(("a", "b"), ("c",))]).rows["b"] == [figures(0.25)]
    great = Decimal(10**40)
    rows: Table = {"a": [(great,)], "b": [figures(0.1), figures(0)], "c": [(great,)]}
    assert solve(rows, [Balance(("a", "b"), ("c",))]).rows["b"] == [figures(0)]


# ── Bounds ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def random_table(seed: int, ambiguous: int, readings: int) -> tuple[dict[str, list[int]], Table]:
    """Return a table that holds, and for some of its outcomes many readings with its total, the true one in."""
    random = Random(seed)  # noqa: S311 - figures, not secrets
    parts = [[random.choice((0, 1, 2, 12)) for _ in range(6)] for _ in range(22)]
    table = form(parts, [[1] * 6, [0] * 6])
    rows = {key: [figures(*row)] for key, row in table.items()}
    for key in PARTS[:ambiguous]:
        others = [random.sample(table[key][:6], 6) for _ in range(readings - 1)]
        rows[key] = sorted({*rows[key], *(figures(*one, sum(one)) for one in others)})
    return table, rows


@pytest.mark.parametrize("seed", range(5))
def test_many_ambiguous_rows_stay_within_the_limit(seed: int) -> None:
    table, rows = random_table(seed, ambiguous=8, readings=12)
    solution = solve(rows, BALANCES)
    assert (solution.feasible, solution.complete) == (True, True)
    assert all(figures(*row) in solution.rows[key] for key, row in table.items())


def test_certain_rows_take_one_step_for_each_column_and_one_for_all() -> None:
    _, rows = random_table(0, ambiguous=0, readings=1)
    steps = len(rows) * (7 + 1)
    assert solve(rows, BALANCES, steps).complete
    assert not solve(rows, BALANCES, steps - 1).complete


def test_certain_rows_come_first() -> None:
    _, rows = random_table(2, ambiguous=2, readings=12)
    apart = {key: rows[key] for key in (PARTS[0], *sorted(rows.keys() - PARTS[:2]), PARTS[1])}
    assert solve(apart, BALANCES, 400).complete


def test_nothing_is_concluded_when_the_limit_is_reached() -> None:
    _, rows = random_table(0, ambiguous=22, readings=200)
    assert solve(rows, BALANCES) == Solution(rows, feasible=True, complete=False)
