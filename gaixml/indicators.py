"""The vocabulary of the official forms (vocabulary/*.csv): what each figure means, and which figures add up."""

from __future__ import annotations

import csv
import functools
import io
from collections import defaultdict
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from gaixml.grammars import resource

if TYPE_CHECKING:
    from collections.abc import Mapping

TOTAL: Final = "total"
"""The applicant that is no kind of applicant: the column in which the six kinds add up."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure that a form asks for; ``code`` is unique within the form.

    ``table`` is the table of the form it stands in, ``parent`` the indicator it is an addend of ("" if none),
    ``dimension`` "applicant" if there is one figure for each applicant, else ""; ``kind`` count, amount or change,
    ``unit`` as the form prescribes it ("" if the form leaves it open), ``label`` the form's own words from the
    outermost to the innermost, joined by "/".
    """

    form: str
    table: str
    code: str
    parent: str
    dimension: str
    kind: str
    unit: str
    label: str


@dataclass(frozen=True, slots=True)
class Applicant:
    """A column of the table of requests; ``group`` is the one it stands under ("" if none)."""

    code: str
    group: str
    label: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Two sums that are equal by what a form says of itself; ``left`` and ``right`` are the codes of the addends.

    ``source`` are the form's words that say so: the note it prints, or the label of the total.
    """

    code: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    source: str


@functools.cache
def forms() -> tuple[str, ...]:
    """Return the official forms, by the year of the notice that prescribes them."""
    return tuple(sorted({row["form"] for row in _rows("indicators")}))


@functools.cache
def indicators(form: str) -> Mapping[str, Indicator]:
    """Return the indicators of a form by code, in the order in which it prints them; KeyError if there is no such form.

    The 2014 form has 64, the 2019 form 22 + 23 + 15, the 2021 form 10 + 25 + 15.
    """
    return _all_indicators()[form]


@functools.cache
def _all_indicators() -> Mapping[str, Mapping[str, Indicator]]:
    found: dict[str, dict[str, Indicator]] = defaultdict(dict)
    for row in _rows("indicators"):
        code = row.pop("indicator")
        found[row["form"]][code] = Indicator(code=code, **row)
    return MappingProxyType({form: MappingProxyType(codes) for form, codes in found.items()})


@functools.cache
def applicants() -> Mapping[str, Applicant]:
    """Return the applicants by code, in the order of the columns: six kinds, then ``TOTAL``."""
    rows = (Applicant(row["applicant"], row["group"], row["label"]) for row in _rows("applicants"))
    return MappingProxyType({applicant.code: applicant for applicant in rows})


@functools.cache
def applicant_identity() -> Identity:
    """Return what holds in every row that has applicants: the six kinds add up to the total."""
    kinds = tuple(code for code in applicants() if code != TOTAL)
    return Identity("applicants", kinds, (TOTAL,), applicants()[TOTAL].label)


@functools.cache
def identities(form: str) -> tuple[Identity, ...]:
    """Return the identities among a form's indicators; they hold in each column of applicants.

    Those of identities.csv come first; then, for each parent, that its parts add up to it (``code`` is the parent's).
    """
    stated = (
        Identity(row["code"], _addends(row["left"]), _addends(row["right"]), row["source"])
        for row in _rows("identities")
        if row["form"] == form
    )
    return (*stated, *_sums(indicators(form)))


def _addends(sum_: str) -> tuple[str, ...]:
    return tuple(sum_.split(" + "))


def _sums(known: Mapping[str, Indicator]) -> tuple[Identity, ...]:
    parts: dict[str, list[str]] = defaultdict(list)
    for indicator in known.values():
        if indicator.parent:
            parts[indicator.parent].append(indicator.code)
    return tuple(Identity(parent, tuple(codes), (parent,), known[parent].label) for parent, codes in parts.items())


def _rows(name: str) -> list[dict[str, str]]:
    """Return the rows of ``vocabulary/<name>.csv``, each by the names of its columns."""
    return list(csv.DictReader(io.StringIO((resource("vocabulary") / f"{name}.csv").read_text("utf-8"))))
