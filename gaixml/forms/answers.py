"""Reads what a document answers to the official forms: the facts in its tables, and what stood in the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from gaixml.forms.assembly import facts_of
from gaixml.forms.evidence import Evidence, find_form
from gaixml.forms.flattened import flattened_rows
from gaixml.forms.matching import MatchedRow, match_rows
from gaixml.forms.printed import PrintedRow, printed_rows, table_contexts
from gaixml.forms.settling import settle
from gaixml.forms.slots import all_slots, exact_slot, is_group

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gaixml.forms.facts import Fact
    from gaixml.model import Block
    from gaixml.parsing.records import RecordSet

_REPEATED: Final = 3
"""So many rows in a row that were there before begin the form anew."""


@dataclass(slots=True)
class Printing:
    """An official form as one part of a document prints it.

    ``missing`` are the labels of the form's rows that are not printed, ``unknown`` the printed rows that no form has:
    they stay records. ``differing`` counts the figures that were printed otherwise before.
    """

    evidence: Evidence
    rows: list[MatchedRow]
    facts: list[Fact]
    missing: list[str] = field(default_factory=list)
    unknown: list[PrintedRow] = field(default_factory=list)
    differing: int = 0


@dataclass(frozen=True, slots=True)
class Answers:
    """All that a document answers: the forms as it prints them, one after another, and the facts of all of them.

    ``place`` is the table in which the label stands that the form was told by.
    """

    printings: list[Printing]
    facts: list[Fact]
    place: tuple[int, int] | None = None


def read_answers(text: str, tokens: Sequence[Block], records: Sequence[RecordSet], year: int | None) -> Answers:
    """Return what a document answers to the official forms; mostly it prints one, or none.

    A figure that is printed twice is one fact; printed differently, it is ambiguous.
    ``year`` is what the document reports on; it decides only between forms that print the same.
    """
    contexts = table_contexts(text, tokens) if records else {}
    rows: list[PrintedRow] = []
    for one in records:
        is_flat = one.tables[0].layout == "flat"
        rows += flattened_rows(text, one.tables[0]) if is_flat else printed_rows(text, one, contexts)
    printings = [printing for part in _parts(rows) if (printing := _read(text, part, year))]
    merged: dict[tuple[str, str], Fact] = {}
    readings: dict[tuple[str, str], dict[str, None]] = {}  # of the facts that say different things
    for printing in printings:
        for fact in printing.facts:
            key = fact.indicator, fact.applicant
            known = merged.setdefault(key, fact)
            said = ("", "ambiguous") if key in readings else (known.value, known.status)
            if known is not fact and (fact.status == "ambiguous" or said != (fact.value, fact.status)):
                printing.differing += 1
                readings.setdefault(key, _readings(known)).update(_readings(fact))
    for key, values in readings.items():
        merged[key] = merged[key]._replace(value="", status="ambiguous", candidates=tuple(values))
    place = _place_of(printings[0].evidence.label, text, records) if printings else None
    return Answers(printings, list(merged.values()), place)


def _place_of(label: str, text: str, records: Sequence[RecordSet]) -> tuple[int, int] | None:
    """Return where the first table stands that prints a label; a header may stand in another table than its rows."""
    tables = (table for one in records for table in one.tables)
    return next(((one.start, one.end) for one in tables if label in "".join(text[one.start : one.end].split())), None)


def _readings(fact: Fact) -> dict[str, None]:
    return dict.fromkeys(fact.candidates or (fact.value,))


def _parts(rows: list[PrintedRow]) -> Iterator[list[PrintedRow]]:
    """Yield the rows of each printing: where several rows in a row come again, the form begins anew."""
    sure = [(at, slot) for at, row in enumerate(rows) if (slot := exact_slot(row.label)) is not None]
    start = 0
    seen: set[int] = set()
    for number, (at, slot) in enumerate(sure):
        if all(one in seen for _, one in sure[number : number + _REPEATED]):
            yield rows[start:at]
            start = at
            seen.clear()
        seen.add(slot)
    yield rows[start:]


def _read(text: str, rows: list[PrintedRow], year: int | None) -> Printing | None:
    evidence = find_form(rows, year)
    if evidence is None:
        return None
    matches = match_rows(rows, evidence.form)
    matched = [match for match in matches if match]
    settle(matched, text, year)
    facts = list(facts_of(matched))
    if not facts:
        return None
    tables = {row.table.id for row in (match.printed for match in matched)}
    unknown = [
        row
        for row, match in zip(rows, matches, strict=True)
        if match is None and row.table.id in tables and not is_group(row.label) and not row.is_blank
    ]
    return Printing(evidence, matched, facts, list(_missing(matched, evidence.form)), unknown)


def _missing(rows: Sequence[MatchedRow], form: str) -> Iterator[str]:
    """Yield the rows of the form that are not printed, of the tables that are."""
    printed = {row.slot for row in rows}
    tables = {row.form_row.grid.table for row in rows}
    for slot in all_slots():
        if form in slot.variants and slot.table in tables and slot.number not in printed:
            yield slot.variants[form].label[0]
