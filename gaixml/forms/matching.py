"""Finds the row of the form that each printed row is."""

from __future__ import annotations

import functools
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from gaixml.forms.alignment import Match, align
from gaixml.forms.figures import read_figures
from gaixml.forms.headers import match_columns
from gaixml.forms.labels import fold, read_label, without_remark
from gaixml.forms.readings import RowReadings, adds_up
from gaixml.forms.row_candidates import group_candidates, row_candidates
from gaixml.forms.slots import EXACT, Candidate, all_slots, exact_slot

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gaixml.forms.printed import Header, PrintedRow
    from gaixml.forms.slots import Slot
    from gaixml.sheets import FormRow

_MISPRINT: Final = "label-misprint"
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
    found = [row_candidates(row, form) for row in rows]
    printed = {one[0].slot for one in found if _is_sure(one)}
    found = [group_candidates(row, form, printed) or one for row, one in zip(rows, found, strict=True)]
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
        is_rest = continues and following is None and not next_row.is_blank
        if one and is_rest and rows[at].is_blank:
            one.reading = RowReadings([], "row-by-order")


def _is_heading(row: MatchedRow, groups: set[tuple[str, str]]) -> bool:
    """Tell whether a row without figures is the heading of rows that another form has below it: （六）其他处理."""
    form, label = row.form_row.grid.form, fold(row.printed.label)
    return row.printed.is_blank and any(group == label and other != form for other, group in groups)


def _is_sure(known: Sequence[Candidate]) -> bool:
    return len(known) == 1 and known[0].cost <= EXACT


def _matched(row: PrintedRow, match: Match, form: str) -> MatchedRow:
    slots = [all_slots()[number] for number in match.slots]
    first, *others = (_variant(row, slot, form) for slot in slots)
    repair = "row-by-order" if match.repair and not first.label else match.repair
    known = MatchedRow(row, first, slots[0].number, repair, read_figures(row, first), tuple(others))
    if repair == _MISPRINT:  # without a number it may be another word: 行政事业性收入 for 收费
        known.is_settled = bool(read_label(row.label).number)
    return known


def _adds_up(row: MatchedRow) -> bool:
    """Tell whether all sums of a row that has no label in the form hold: nothing else tells that it is the row."""
    return not row.form_row.label and any(adds_up(reading, row.form_row) for reading in row.reading.readings)


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
