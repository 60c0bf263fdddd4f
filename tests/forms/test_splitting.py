"""Every way to read glued figures is found, and no other."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaixml.forms.splitting import LIMIT, LONGEST, MOST, Split, Splits, split_figures

Sums = list[tuple[tuple[int, ...], int]]
ROW: Sums = [((0, 1, 2, 3, 4, 5), 6)]
REVIEW: Sums = [((0, 1, 2, 3), 4), ((5, 6, 7, 8), 9), ((10, 11, 12, 13), 14)]


def printed_figures(printed: str, width: int, sums: Sums | None = None) -> list[str]:
    """Return the splits as the printed figures, the spans cut out of the text."""
    found = split_figures(printed, width, sums or [])
    assert found.complete
    return [" ".join(printed[start:end] for start, end in split.spans) for split in found.splits]


# ── By brute force: all cuts ─────────────────────────────────────────────────────────────────────────────────────────


def read(piece: str) -> list[Decimal | None]:
    """Return what a piece of the text is as a figure: nothing when it is none."""
    if piece == "无" or (piece and set(piece) <= set("—-")):
        return [None]
    whole, point, fraction = piece.partition(".")
    head, *groups = whole.split(",")
    digits = head + "".join(groups)
    grouped = not groups or (len(head) <= 3 and all(len(group) == 3 for group in groups))
    plain = digits.isdecimal() and head == str(int(head or "0")) and (fraction.isdecimal() or not point)
    return [Decimal(digits + point + fraction)] if plain and grouped and not (groups and head == "0") else []


def cuts(text: str, width: int) -> list[Split]:
    found = {}
    for inner in combinations(range(1, len(text)), width - 1):
        bounds = [0, *inner, len(text)]
        pieces = [(start, text[start:end]) for start, end in pairwise(bounds)]
        values = [value for _, piece in pieces for value in read(piece.strip())]
        starts = [start + len(piece) - len(piece.lstrip()) for start, piece in pieces]
        spans = tuple((at, at + len(piece.strip())) for at, (_, piece) in zip(starts, pieces, strict=True))
        if len(values) == width:
            found[spans] = Split(tuple(values), spans)
    return [found[spans] for spans in sorted(found)]


def adds_up(split: Split, sums: Sums) -> bool:
    for parts, total in sums:
        cells = [split.values[cell] for cell in (*parts, total)]
        numbers = [cell for cell in cells if cell is not None]
        if len(numbers) == len(cells) and sum(numbers[:-1]) != numbers[-1]:
            return False
    return True


@st.composite
def some_sums(draw: st.DrawFn, width: int) -> Sums:
    cells = st.permutations(range(width)).map(lambda order: (tuple(order[1 : len(order) // 2 + 2]), order[0]))
    return draw(st.lists(cells, max_size=2)) if width > 1 else []


@given(st.data(), st.text("0011123 .", max_size=9) | st.text("01 ,.—-无5", max_size=8), st.integers(1, 5))
def test_exactly_the_cuts_that_add_up_are_found(data: st.DataObject, text: str, width: int) -> None:
    sums = data.draw(some_sums(width))
    hyphen = any(one == "-" and two.isdecimal() for one, two in pairwise(text))
    expected = [] if hyphen else [split for split in cuts(text, width) if adds_up(split, sums)]
    assert split_figures(text, width, sums) == Splits(expected, complete=True)


@given(st.integers(0, 10**6), st.text("012,", max_size=4), st.integers(1, 3))
def test_exactly_the_cuts_with_thousands_groups_are_found(number: int, more: str, width: int) -> None:
    text = f"{number:,}{more}"
    assert split_figures(text, width) == Splits(cuts(text, width), complete=True)


@given(st.lists(st.integers(0, 12) | st.integers(0, 3000), min_size=6, max_size=6), st.data())
def test_the_printed_row_is_among_the_splits(parts: list[int], data: st.DataObject) -> None:
    row = [*parts, sum(parts)]
    gaps = data.draw(st.lists(st.sampled_from(["", "", "", " ", "\u3000\n"]), min_size=7, max_size=7))
    text = "".join(gap + str(figure) for gap, figure in zip(gaps, row, strict=True))
    assert " ".join(map(str, row)) in printed_figures(text, 7, ROW)


# ── Printed rows ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("801000081", "80 1 0 0 0 0 81"),
        ("8010000081", None),  # a zero too many: eight figures
        ("15130000154", "151 3 0 0 0 0 154"),
        ("4910000502", None),  # the next label's number is glued to it: 49 1 0 0 0 0 50 2.
        ("0000000", "0 0 0 0 0 0 0"),
        ("230 000023", "23 0 0 0 0 0 23"),
        ("1 0 0 0 0 01", "1 0 0 0 0 0 1"),
        (" 10 0 00 0 1", "1 0 0 0 0 0 1"),
        ("1,200 00000 1,200", "1,200 0 0 0 0 0 1,200"),
        ("0.511000 2.5", "0.5 1 1 0 0 0 2.5"),
    ],
)
def test_row_of_seven(text: str, split: str | None) -> None:
    assert printed_figures(text, 7, ROW) == ([split] if split else [])


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("000000000000000", "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0"),
        ("25380363300630003", "25 3 8 0 36 3 3 0 0 6 3 0 0 0 3"),
        (" 00 0 00 0 0 0 00 0 0 0 00", "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0"),
    ],
)
def test_row_of_fifteen(text: str, split: str) -> None:
    assert printed_figures(text, 15, REVIEW) == [split]


def test_row_without_sums_is_read_in_every_way() -> None:
    splits = printed_figures("5845546", 3)
    assert (len(splits), splits[0], splits[-1]) == (15, "5 8 45546", "58455 4 6")
    assert printed_figures("580", 3) == ["5 8 0"]


def test_two_ways_to_add_up_are_both_returned() -> None:
    assert printed_figures("330000033", 7, ROW) == ["3 30 0 0 0 0 33", "33 0 0 0 0 0 33"]


def test_row_whose_sum_is_wrong_has_no_split() -> None:
    assert printed_figures("801000082", 7, ROW) == []
    assert printed_figures("25380373300630003", 15, REVIEW) == []


def test_values_are_decimals_and_spans_count_printed_characters() -> None:
    split = Split((Decimal("1234.5"), None, Decimal(6)), ((1, 8), (8, 9), (11, 12)))
    assert split_figures("　１，２３４．５—  ６\n", 3) == Splits([split], complete=True)


def test_sum_with_a_dash_is_not_assessed() -> None:
    sums: Sums = [((0, 1), 2), ((3, 4), 5)]
    assert printed_figures("7 — 9 1 1 2", 6, sums) == ["7 — 9 1 1 2"]
    assert printed_figures("7 1 无 1 1 2", 6, sums) == ["7 1 无 1 1 2"]
    assert printed_figures("7 — 9 1 1 3", 6, sums) == []


@pytest.mark.parametrize(("text", "splits"), [("1——2", ["1 —— 2"]), ("5/—", ["5 / —"]), ("- - 3", ["- - 3"])])
def test_dash_is_a_cell_of_its_own(text: str, splits: list[str]) -> None:
    assert printed_figures(text, 3) == splits


@pytest.mark.parametrize(("text", "width"), [("6-35", 3), ("6-35", 2), ("0-0", 3), ("-1", 2)])
def test_hyphen_that_may_be_a_minus_has_no_split(text: str, width: int) -> None:
    assert split_figures(text, width) == Splits([], complete=True)


@pytest.mark.parametrize("text", ["1件2", "1、2", "², 1", "٣4", "1\u200b2", "1%2", "+12", "𝟏𝟐", "（12）"])
def test_text_with_anything_else_has_no_split(text: str) -> None:
    assert split_figures(text, 2) == Splits([], complete=True)


@pytest.mark.parametrize("text", ["", " ", "00", "012", "1.", ".5", "1.2.", "1,23", "1,,234", "1234,567", "0,123"])
def test_what_is_no_figure_is_not_read_as_one(text: str) -> None:
    assert split_figures(text, 1) == Splits([], complete=True)


def test_no_figures_are_read_from_blanks_only() -> None:
    assert split_figures(" ", 0) == Splits([Split((), ())], complete=True)
    assert split_figures("1", 0) == Splits([], complete=True)


# ── Bounds ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "width", "sums", "enough"),
    [
        ("0" * 15, 15, REVIEW, 30),  # one figure tried and one returned for each cell
        ("25380363300630003", 15, REVIEW, 50),
        ("801000081", 7, ROW, 20),
        ("1234456790089012310522", 7, ROW, 1_000),
        ("1" * 30, 7, ROW, LIMIT),
    ],
)
def test_sums_keep_the_search_small(text: str, width: int, sums: Sums, enough: int) -> None:
    found = split_figures(text, width, sums)
    assert found.complete
    assert split_figures(text, width, sums, enough) == found


def test_limit_that_does_not_suffice_is_told() -> None:
    assert not split_figures("0" * 15, 15, REVIEW, 29).complete
    assert split_figures("0" * 15, 15, REVIEW, 14) == Splits([], complete=False)
    found = split_figures("5845546", 3, limit=40)
    assert not found.complete
    assert 0 < len(found.splits) < 15


@pytest.mark.parametrize(("text", "width"), [("1" * MOST, 15), ("12" * 50, 30), ("-" * MOST, 12)])
def test_too_many_ways_end_at_the_limit(text: str, width: int) -> None:
    found = split_figures(text, width)
    assert not found.complete
    assert len(found.splits) * width <= LIMIT


@pytest.mark.parametrize("text", ["1" * (MOST + 1), "1 " * 100_000, "1" * 100_000, " " * 100_000 + "1"])
def test_too_long_text_is_not_searched(text: str) -> None:
    assert split_figures(text, len(text.split())) == Splits([], complete=False)


def test_longest_figure() -> None:
    assert printed_figures("1" * LONGEST, 1) == ["1" * LONGEST]
    assert printed_figures("1" * (LONGEST + 1), 1) == []


@given(st.text() | st.text("0123456789 .,—-/无"), st.integers(0, 16), st.sampled_from([[], ROW, REVIEW]))
def test_any_text_is_survived(text: str, width: int, sums: Sums) -> None:
    applicable = [one for one in sums if one[1] < width]
    found = split_figures(text, width, applicable)
    assert all(len(split.values) == len(split.spans) == width for split in found.splits)
