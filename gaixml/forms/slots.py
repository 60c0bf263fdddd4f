"""The rows of all forms as one sequence of slots, and which of them a printed label may fill.

Offices mix the forms, so rows are recognised one by one: a row that two forms print is one slot with two variants.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from gaixml.forms.labels import Label, fold, labels_of, likeness, read_label, without_remark
from gaixml.sheets import FORMS, FormRow, form_grids

if TYPE_CHECKING:
    from collections.abc import Iterable

EXACT: Final = 0.7
"""A label that costs no more is the form's own, whatever its number and remarks."""
_WORDS_ALONE: Final = 0.3
_OTHER_NUMBER: Final = 0.6
_DAMAGED: Final = 1.0
_LONG: Final = 6
"""Fewer characters with another number are another label."""
_TELLING: Final = 3
"""Fewer characters do not tell a row of the form without their number."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A row in its place: ``variants`` are what each form prints there, ``labels`` the labels of all of them."""

    number: int
    table: str
    code: str
    variants: dict[str, FormRow] = field(compare=False)
    labels: tuple[Label, ...] = field(compare=False)


class Candidate(NamedTuple):
    """A slot that a printed label may fill: what the differences cost, and the repair they would be ('' for none)."""

    slot: int
    cost: float
    repair: str


@functools.cache
def all_slots() -> tuple[Slot, ...]:
    """Return the slots in printed order; a row that only the older form has stands behind its predecessor there."""
    order: list[tuple[str, str]] = []
    variants: dict[tuple[str, str], dict[str, FormRow]] = {}
    for form in reversed(FORMS):
        place = 0
        for grid in form_grids(form):
            for row in grid.rows:
                key = grid.table, row.code
                if key not in variants:
                    order.insert(place, key)
                place = order.index(key) + 1
                variants.setdefault(key, {})[form] = row
    return tuple(Slot(number, *key, variants[key], _labels(variants[key])) for number, key in enumerate(order))


def _labels(variants: dict[str, FormRow]) -> tuple[Label, ...]:
    return tuple(dict.fromkeys(label for row in variants.values() for label in labels_of(row.label)))


@functools.lru_cache(maxsize=1 << 13)
def candidates(printed: str) -> tuple[Candidate, ...]:
    """Return the slots that a printed label may fill: those whose own label it is, or else those it is like."""
    label = read_label(printed)
    return known_slots(printed) or (tuple(_like(label)) if label not in _groups() else ())


@functools.lru_cache(maxsize=1 << 13)
def known_slots(printed: str) -> tuple[Candidate, ...]:
    """Return the slots whose own label this is, or at least its words: without a look at what it is like."""
    exact, words = _index()
    for text in (printed, without_remark(printed)):
        label = read_label(text)
        found = [Candidate(slot, 0.0, "") for slot in exact.get(label, ())]
        if not found and label.words in words:
            same = words[label.words]
            found = [Candidate(slot, *_number_cost(label, number)) for slot, number in same if _may_be(label, number)]
        if found:
            return tuple(found)
    return ()


def exact_slot(printed: str) -> int | None:
    """Return the slot whose own label this is, None when it is no slot's or more than one has it."""
    found = known_slots(printed)
    return found[0].slot if len(found) == 1 and found[0].cost <= EXACT else None


def _may_be(printed: Label, number: str) -> bool:
    """Tell whether few words with another number can be a label: 3.其他处理 is not （六）其他处理."""
    return len(printed.words) >= _LONG or not printed.number or not number or printed.number == number


def _number_cost(printed: Label, number: str) -> tuple[float, str]:
    """Return what it costs that a label has the form's words, but not its number: many a table has a row 其他."""
    if printed.number == number:
        return 0.0, ""
    if number and len(printed.words) < _TELLING:
        return _DAMAGED, "label-number"
    return (_OTHER_NUMBER, "label-number") if printed.number and number else (_WORDS_ALONE, "")


def _like(printed: Label) -> Iterable[Candidate]:
    for slot in all_slots():
        best, repair = max((likeness(printed, label) for label in slot.labels), default=(0.0, ""))
        if repair:
            yield Candidate(slot.number, _DAMAGED + (1 - best), repair)


@functools.cache
def _index() -> tuple[dict[Label, list[int]], dict[str, list[tuple[int, str]]]]:
    exact: dict[Label, list[int]] = {}
    words: dict[str, list[tuple[int, str]]] = {}
    for slot in all_slots():
        for label in slot.labels:
            exact.setdefault(label, []).append(slot.number)
            words.setdefault(label.words, []).append((slot.number, label.number))
    return exact, words


@functools.cache
def _groups() -> frozenset[Label]:
    """Return the labels that stand over several rows."""
    return frozenset(
        label
        for form in FORMS
        for grid in form_grids(form)
        for row in grid.rows
        for group in row.groups
        for label in labels_of(group)
    )


def is_group(printed: str) -> bool:
    """Tell whether a printed label stands over several rows in one of the forms."""
    return read_label(printed) in _groups()


@functools.cache
def form_labels() -> dict[str, frozenset[str]]:
    """Return the forms that print each label, of rows, groups, columns and captions alike, by its folded text."""
    found: dict[str, set[str]] = {}
    for form in FORMS:
        for grid in form_grids(form):
            columns = [label for column in grid.columns for label in column.labels]
            rows = [label for row in grid.rows for label in (row.label, *row.groups)]
            for wordings in (*grid.captions, *columns, *rows):
                for text in wordings:
                    found.setdefault(fold(text), set()).add(form)
    return {label: frozenset(forms) for label, forms in found.items()}
