"""Lays the rows that a document prints beside the slots of the forms.

Rows whose label is the form's own are sure. Between two sure rows the order of the form decides: a row whose label is
damaged or lost fills the slot that must come there. Where more than one way is equally good, all of them are kept.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from gaixml.forms.slots import EXACT, Candidate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SKIP_ROW: Final = 1.5
"""What it costs to leave a printed row without a slot …"""
_SKIP_SLOT: Final = 1.0
"""… and a slot without a row: together more than any repair, so that a row that fits is taken."""
_LARGEST_GAP: Final = 200
"""So many rows without a sure one among them are no damage but another table: they are not compared one by one."""


class Match(NamedTuple):
    """The slots that a row may fill, and the repair that this takes; more than one slot: the row is ambiguous."""

    slots: tuple[int, ...]
    repair: str


def align(rows: Sequence[Sequence[Candidate]]) -> list[Match | None]:
    """Return the slot of each row, given the candidates of each; None for a row that no slot can be said to be."""
    matches: list[Match | None] = [None] * len(rows)
    anchors = _anchors(rows)
    for row, candidate in anchors:
        matches[row] = Match((candidate.slot,), candidate.repair)
    taken = {candidate.slot for _, candidate in anchors}
    chain = _chain([candidate.slot for _, candidate in anchors])
    bounds = [(-1, -1), *((anchors[at][0], anchors[at][1].slot) for at in chain), (len(rows), 1 << 20)]
    for (row, slot), (next_row, next_slot) in pairwise(bounds):
        gap = [at for at in range(row + 1, next_row) if matches[at] is None]
        if len(gap) > _LARGEST_GAP:
            continue
        open_slots = sorted(
            {one.slot for at in gap for one in rows[at] if slot < one.slot < next_slot and one.slot not in taken}
        )
        if open_slots:
            for at, match in zip(gap, _fill([rows[at] for at in gap], open_slots), strict=True):
                matches[at] = match
    return matches


def _anchors(rows: Sequence[Sequence[Candidate]]) -> list[tuple[int, Candidate]]:
    """Return the rows with the one label that only one slot has; the first of several that print the same."""
    anchors: list[tuple[int, Candidate]] = []
    taken: set[int] = set()
    for at, found in enumerate(rows):
        if len(found) == 1 and found[0].cost <= EXACT and found[0].slot not in taken:
            anchors.append((at, found[0]))
            taken.add(found[0].slot)
    return anchors


def _chain(slots: Sequence[int]) -> list[int]:
    """Return the places of a longest increasing subsequence: the sure rows that stand in the form's order."""
    ends: list[int] = []
    places: list[int] = []
    before: list[int] = []
    for at, slot in enumerate(slots):
        length = bisect_left(ends, slot)
        ends[length:] = [slot, *ends[length + 1 :]]
        places[length:] = [at, *places[length + 1 :]]
        before.append(places[length - 1] if length else -1)
    chain = [places[-1]] if places else []
    while chain and before[chain[-1]] >= 0:
        chain.append(before[chain[-1]])
    return chain[::-1]


def _fill(rows: Sequence[Sequence[Candidate]], slots: Sequence[int]) -> Iterator[Match | None]:
    """Yield the match of each row of a gap, from the ways to fill it that cost least.

    The cost of a way is that of its repairs, of the rows and of the slots that it leaves out. ``ahead[i][j]`` is the
    least cost up to row i and slot j, ``behind[i][j]`` from there on.
    """
    costs = [{one.slot: one for one in found} for found in rows]
    ahead = _least(costs, slots)
    behind = [line[::-1] for line in _least(costs[::-1], slots[::-1])[::-1]]
    best = ahead[-1][-1]
    for at, found in enumerate(costs):
        filled = [
            found[slot]
            for place, slot in enumerate(slots)
            if slot in found and _same(ahead[at][place] + found[slot].cost + behind[at + 1][place + 1], best)
        ]
        left_out = any(
            _same(ahead[at][place] + _SKIP_ROW + behind[at + 1][place], best) for place in range(len(slots) + 1)
        )
        yield None if left_out or not filled else Match(tuple(one.slot for one in filled), filled[0].repair)


def _same(one: float, two: float) -> bool:
    return abs(one - two) < 1e-9  # noqa: PLR2004 - sums of a few costs differ by rounding alone


def _least(costs: Sequence[dict[int, Candidate]], slots: Sequence[int]) -> list[list[float]]:
    lines = [[_SKIP_SLOT * place for place in range(len(slots) + 1)]]
    for found in costs:
        above = lines[-1]
        line = [above[0] + _SKIP_ROW]
        for place, slot in enumerate(slots):
            least = min(above[place + 1] + _SKIP_ROW, line[place] + _SKIP_SLOT)
            if slot in found:
                least = min(least, above[place] + found[slot].cost)
            line.append(least)
        lines.append(line)
    return lines
