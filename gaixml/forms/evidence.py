"""Decides which official form the tables of a document answer to, on the labels that they print."""

from __future__ import annotations

import functools
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from gaixml.forms.labels import fold, without_remark
from gaixml.forms.slots import EXACT, all_slots, form_labels, known_slots
from gaixml.sheets import FORMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gaixml.forms.printed import Header, PrintedRow

_FEWEST_LABELS: Final = 3
"""Fewer labels of a form are chance: 总计 and 其他 stand in any table."""
_FEWEST_ROWS: Final = {"2014": 6}
"""Fewer rows of this form are one of the local tables that it was made from."""
_EARLY: Final = 2
"""The form of 2021 has the rows of that of 2019: a report of 2019 or 2020 may print either."""
_FIRST_YEAR: Final = {form: int(form) for form in FORMS}


class Evidence(NamedTuple):
    """A form with what speaks for it.

    ``basis`` is ``labels`` when labels are printed that no other form has (``label`` is the first of them, ``row`` the
    row it was found at), ``year`` when the reporting year decides between forms that print the same.
    """

    form: str
    basis: str
    label: str
    row: PrintedRow


def find_form(rows: Sequence[PrintedRow], year: int | None) -> Evidence | None:
    """Return the form of some printed rows, None when they are no table of an official form."""
    labels = list(_labels(rows))
    known = {form for form in _possible(rows, [label for label, _, _ in labels]) if _is_in_force(form, year)}
    if not known:
        return None
    own: Counter[str] = Counter()
    first: dict[str, tuple[str, PrintedRow]] = {}
    for label, printed, row in labels:
        for form in form_labels()[label] if len(form_labels()[label]) == 1 else ():
            own[form] += form in known
            first.setdefault(form, (printed, row))
    ranked = own.most_common(2)
    if ranked and ranked[0][1] and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]):
        return Evidence(ranked[0][0], "labels", *first[ranked[0][0]])
    _, printed, row = labels[0]
    return Evidence(_by_year(known, year), "year", printed, row)


def _is_in_force(form: str, year: int | None) -> bool:
    """Tell whether a form, or one that prints most of the same, was in force: offices fill in the next year's early."""
    return year is None or year >= min(one for one in map(int, FORMS) if one >= int(form) - _EARLY)


def _by_year(forms: Iterable[str], year: int | None) -> str:
    """Return the latest form that was in force in a year; the latest of all when the year is not known."""
    in_force = [form for form in forms if year is None or _FIRST_YEAR[form] <= year]
    return max(in_force or forms)


def _possible(rows: Sequence[PrintedRow], labels: Sequence[str]) -> set[str]:
    """Return the forms of which enough is printed: labels, and rows among them."""
    printed = Counter(form for label in labels for form in form_labels()[label])
    found = {one.slot for row in rows for one in known_slots(row.label) if one.cost <= EXACT}
    answered = Counter(form for slot in found for form in all_slots()[slot].variants)
    return {form for form in FORMS if printed[form] >= _FEWEST_LABELS and answered[form] >= _FEWEST_ROWS.get(form, 0)}


def _labels(rows: Sequence[PrintedRow]) -> Iterator[tuple[str, str, PrintedRow]]:
    """Yield the different labels of the forms that stand in rows and headers, in order."""
    seen: set[str] = set()
    header: Header | None = None
    for row in rows:
        named = () if row.header is header else _named(row.header)
        header = row.header
        for printed in (*named, *row.above, row.label):
            for label in (fold(printed), fold(without_remark(printed))):
                if label in form_labels() and label not in seen:
                    seen.add(label)
                    yield label, printed, row


@functools.lru_cache(maxsize=1 << 6)
def _named(header: Header) -> tuple[str, ...]:
    """Return the different labels of a header that are labels of the forms, or may be, but for a remark."""
    printed = dict.fromkeys(header.labels)
    return tuple(one for one in printed if not form_labels().keys().isdisjoint((fold(one), fold(without_remark(one)))))
