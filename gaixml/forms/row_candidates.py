"""Says which rows of the forms a printed row may be, by its label, its header or its width."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final, NamedTuple

from gaixml.forms.headers import match_columns
from gaixml.forms.labels import fold
from gaixml.forms.slots import Candidate, all_slots, candidates, is_group
from gaixml.indicators import indicators

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gaixml.forms.printed import Header, PrintedRow
    from gaixml.forms.slots import Slot
    from gaixml.sheets import FormRow

_LOST: Final = Candidate(0, 1.0, "label-lost")
_OTHER_GROUP: Final = 0.4
"""What it costs that another group is printed above a row."""
_FEWEST_COLUMNS: Final = 3
"""A header that names fewer columns of a row without a label does not tell that this is the row."""


def row_candidates(row: PrintedRow, form: str) -> tuple[Candidate, ...]:
    """Return the slots that a row may fill: by its label; without one by its header, or any slot that has its width."""
    if row.label:
        found = candidates(row.label)
        return () if row.is_blank and is_group(row.label) and not _leads(found, form) else _by_group(row, found)
    return _unlabelled(_shape(row), form)


class _Shape(NamedTuple):
    """What is known of a row without a label: how many figures it has and prints, under which columns they stand."""

    figures: int
    printed: int
    unit: str
    header: Header
    context: str
    placed: frozenset[str]


def _shape(row: PrintedRow) -> _Shape:
    printed = sum(bool(figure.printed) for figure in row.figures)
    placed = frozenset(figure.column.id for figure in row.figures if figure.column)
    return _Shape(len(row.figures), printed, row.unit, row.header, row.context, placed)


@functools.lru_cache(maxsize=1 << 8)
def _unlabelled(row: _Shape, form: str) -> tuple[Candidate, ...]:
    headed = [slot for slot in all_slots() if not slot.labels and _named_columns(row, slot)]
    if headed:
        return (Candidate(headed[0].number, 0.0, ""),)
    return tuple(
        _LOST._replace(slot=slot.number)
        for slot in all_slots()
        if form in slot.variants and _may_be(row, slot.variants[form])
    )


def _may_be(row: _Shape, form_row: FormRow) -> bool:
    """Tell whether a row without a label can be this one: it has as many figures, or the header names all of them."""
    width = len(form_row.columns)
    if row.unit and row.unit != _unit(form_row):
        return False
    if width in {row.figures, row.printed}:
        return True
    named = match_columns(row.header, form_row.columns, row.context)
    return len(named) == width and named.keys() <= row.placed


def _unit(form_row: FormRow) -> str:
    known = indicators(form_row.grid.form)
    code = form_row.grid.indicator(form_row, form_row.columns[0])
    return known[code].unit if code in known else ""


def group_candidates(row: PrintedRow, form: str, printed: set[int]) -> tuple[Candidate, ...]:
    """Return the rows of a group that a row may be which prints the group's label alone, beside other rows of it."""
    label = "" if row.is_blank else fold(row.label)
    if not label or not is_group(row.label) or _leads(candidates(row.label), form):
        return ()
    members = [slot for slot in all_slots() if form in slot.variants and _stands_in(slot.variants[form], label)]
    if not printed.intersection(slot.number for slot in members):
        return ()
    shape = _shape(row)
    return tuple(_LOST._replace(slot=slot.number) for slot in members if _may_be(shape, slot.variants[form]))


def _stands_in(form_row: FormRow, label: str) -> bool:
    return bool(form_row.groups) and any(fold(text) == label for text in form_row.groups[-1])


def _leads(found: Sequence[Candidate], form: str) -> bool:
    return any(form in all_slots()[one.slot].variants for one in found)


def _by_group(row: PrintedRow, found: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Prefer the slots whose group is printed above the row: several rows are named 其他情形数."""
    if len(found) <= 1 or not row.above:
        return found
    above = {fold(label) for label in row.above}
    return tuple(one if _is_below(one, above) else one._replace(cost=one.cost + _OTHER_GROUP) for one in found)


def _is_below(one: Candidate, above: set[str]) -> bool:
    variants = all_slots()[one.slot].variants.values()
    return any(fold(text) in above for variant in variants if variant.groups for text in variant.groups[-1])


def _named_columns(row: _Shape, slot: Slot) -> bool:
    """Tell whether a header names columns of a row that has no label in the form."""
    return any(
        len(match_columns(row.header, variant.columns, row.context)) >= min(_FEWEST_COLUMNS, len(variant.columns))
        for variant in slot.variants.values()
    )
