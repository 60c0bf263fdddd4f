"""Finds the row of the form that each printed row is."""

from __future__ import annotations

import functools
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from gaixml.forms.alignment import Match, align
from gaixml.forms.figures import read_figures
from gaixml.forms.headers import match_columns
from gaixml.forms.labels import fold, read_label, without_remark
from gaixml.forms.readings import RowReadings, holds, row_sums
from gaixml.forms.slots import EXACT, Candidate, all_slots, candidates, exact_slot, is_group
from gaixml.indicators import indicators

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gaixml.forms.printed import Figure, Header, PrintedRow
    from gaixml.forms.slots import Slot
    from gaixml.sheets import FormRow

_LOST: Final = Candidate(0, 1.0, "label-lost")
_MISPRINT: Final = "label-misprint"
_OTHER_GROUP: Final = 0.4
"""What it costs that another group is printed above a row."""
_FEWEST_COLUMNS: Final = 3
"""A header that names fewer columns of a row without a label does not tell that this is the row."""
_FEWEST_ROWS: Final = 3
"""So many numbered rows of a table support all its rows; others need a header or caption of the form."""
_TELLING: Final = 5
"""So many characters of the form's labels above a row tell that it is one of its rows: 总计 stands anywhere."""


@dataclass(slots=True)
class MatchedRow:
    """A printed row with the row of the form that it is, and the ways to read its figures.

    ``others`` are the rows of the form that it may be as well; ``repair`` is what it took to tell ('' for nothing);
    ``is_settled`` says that its readings may be trusted when they agree.
    """

    printed: PrintedRow
    form_row: FormRow
    slot: int
    repair: str
    reading: RowReadings
    others: tuple[FormRow, ...] = ()
    is_settled: bool = True


def match_rows(rows: Sequence[PrintedRow], form: str) -> list[MatchedRow | None]:
    """Return the row of the forms that each printed row is, None for none; ``form`` leads where several print a row."""
    found = [_candidates(row, form) for row in rows]
    printed = {one[0].slot for one in found if _is_sure(one)}
    found = [_in_group(row, form, printed) or one for row, one in zip(rows, found, strict=True)]
    matches = align(found)
    support = Counter(
        all_slots()[match.slots[0]].table
        for match, row in zip(matches, rows, strict=True)
        if match and read_label(row.label).number
    )
    matched: list[MatchedRow | None] = []
    for row, match, known in zip(rows, matches, found, strict=True):
        headed = Match((known[0].slot,), known[0].repair) if not match and _is_sure(known) else match
        one = _matched(row, headed, form) if headed else None
        supported = one and (
            support[all_slots()[one.slot].table] >= _FEWEST_ROWS or _is_headed(row, one) or _adds_up(one)
        )
        matched.append(one if supported else None)
    _leave_torn(rows, matched)
    parts = {
        (one.form_row.grid.form, fold(text))
        for one in matched
        if one
        for group in one.form_row.groups
        for text in group
    }
    return [None if one and _is_heading(one, parts) else one for one in matched]


def _leave_torn(rows: Sequence[PrintedRow], matched: Sequence[MatchedRow | None]) -> None:
    """Take back the blanks of a row whose figures stand in the next, which has no label of a form."""
    for at, (one, following) in enumerate(pairwise(matched)):
        next_row = rows[at + 1]
        continues = not next_row.label or exact_slot(rows[at].label + next_row.label) is not None
        is_rest = continues and following is None and any(map(_is_printed, next_row.figures))
        if one and is_rest and not any(map(_is_printed, rows[at].figures)):
            one.reading = RowReadings([], "row-by-order")


def _is_printed(figure: Figure) -> bool:
    return bool(figure.printed)


def _is_heading(row: MatchedRow, groups: set[tuple[str, str]]) -> bool:
    """Tell whether a row without figures is the heading of rows that another form has below it: （六）其他处理."""
    blank = not any(figure.printed for figure in row.printed.figures)
    form, label = row.form_row.grid.form, fold(row.printed.label)
    return blank and any(group == label and other != form for other, group in groups)


def _is_sure(known: Sequence[Candidate]) -> bool:
    return len(known) == 1 and known[0].cost <= EXACT


def _matched(row: PrintedRow, match: Match, form: str) -> MatchedRow:
    slots = [all_slots()[number] for number in match.slots]
    first, *others = (_variant(row, slot, form) for slot in slots)
    repair = "row-by-order" if match.repair and not first.label else match.repair
    known = MatchedRow(row, first, slots[0].number, repair, read_figures(row, first), tuple(others))
    known.is_settled = repair != _MISPRINT or bool(
        read_label(row.label).number
    )  # 行政事业性收入 is no misprint of 收费
    return known


def _adds_up(row: MatchedRow) -> bool:
    """Tell whether all sums of a row that has no label in the form hold: nothing else tells that it is the row."""
    sums = row_sums(row.form_row)
    return (
        bool(sums)
        and not row.form_row.label
        and any(all(holds(reading, one) for _, one in sums) for reading in row.reading.readings)
    )


def _candidates(row: PrintedRow, form: str) -> tuple[Candidate, ...]:
    """Return the slots that a row may fill: by its label; without one by its header, or any slot that has its width."""
    if row.label:
        found = candidates(row.label)
        blank = not any(figure.printed for figure in row.figures)
        return () if blank and is_group(row.label) and not _leads(found, form) else _by_group(row, found)
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


def _in_group(row: PrintedRow, form: str, printed: set[int]) -> tuple[Candidate, ...]:
    """Return the rows of a group that a row may be which prints the group's label alone, beside other rows of it."""
    label = fold(row.label) if any(figure.printed for figure in row.figures) else ""
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


def _is_headed(row: PrintedRow, matched: MatchedRow) -> bool:
    """Tell whether columns, a caption or a group of the form stand over a row: one that says much, or two of any."""
    printed = {*_texts(row.header), *_folded((*row.above, row.context))}
    form_row = matched.form_row
    labels = [label for column in form_row.columns for label in column.labels]
    wordings = {fold(text) for one in (*form_row.grid.captions, *form_row.groups, *labels) for text in one}
    return len("".join(wordings & printed)) >= _TELLING


@functools.lru_cache(maxsize=1 << 6)
def _texts(header: Header) -> frozenset[str]:
    return frozenset(_folded(header.labels))


def _folded(labels: Sequence[str]) -> Iterator[str]:
    return (fold(text) for label in labels for text in (label, without_remark(label)))


def _variant(row: PrintedRow, slot: Slot, form: str) -> FormRow:
    """Return the variant whose columns the header names, else the leading one if it has room for the figures."""
    printed = sum(bool(figure.printed) for figure in row.figures)

    def fits(name: str) -> tuple[int, bool, bool]:
        columns = slot.variants[name].columns
        named = len(match_columns(row.header, columns, row.context))
        return named, row.glued or printed <= len(columns), name == form

    return slot.variants[max(slot.variants, key=fits)]
