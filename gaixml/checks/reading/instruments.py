"""When instruments were in force (vocabulary/instruments.csv), and what articles they have (provisions.csv)."""

from __future__ import annotations

import csv
import datetime as dt
import functools
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gaixml.grammars import resource

if TYPE_CHECKING:
    from collections.abc import Mapping

_COUNTRY = "中华人民共和国"


@dataclass(frozen=True, slots=True)
class Instrument:
    """One edition of an instrument: its titles and document numbers, promulgated, in force from a day, until another.

    ``until`` is the first day on which it was no longer in force, None if it is.
    """

    titles: tuple[str, ...]
    numbers: tuple[str, ...]
    promulgated: dt.date
    since: dt.date
    until: dt.date | None

    def in_force(self, year: int) -> bool:
        """Tell whether it was in force on some day of a year."""
        return self.since.year <= year and (self.until is None or self.until > dt.date(year, 1, 1))


@dataclass(slots=True)
class Articles:
    """The articles of an edition: by id (art20) the number of their paragraphs, and of the items of each paragraph."""

    since: dt.date
    paragraphs: dict[str, int] = field(default_factory=dict)
    items: dict[str, dict[int, int]] = field(default_factory=dict)


def plain_title(title: str) -> str:
    """Return a title as it is compared: without blanks and without the name of the country before it."""
    return "".join(title.split()).removeprefix(_COUNTRY)


def by_number(number: str) -> Instrument | None:
    """Return the instrument that has a document number, in its normal form."""
    return _by_number().get(number.removeprefix(_COUNTRY))


def by_title(title: str) -> tuple[Instrument, ...]:
    """Return the editions of an instrument, from the oldest; () if none is known."""
    return _by_title().get(plain_title(title), ())


@functools.cache
def _by_number() -> Mapping[str, Instrument]:
    return {number: one for one in _instruments() for number in one.numbers}


@functools.cache
def _by_title() -> Mapping[str, tuple[Instrument, ...]]:
    found: dict[str, tuple[Instrument, ...]] = {}
    for one in _instruments():
        for title in map(plain_title, one.titles):
            found[title] = (*found.get(title, ()), one)
    return found


@functools.cache
def _instruments() -> tuple[Instrument, ...]:
    return tuple(
        Instrument(
            titles=tuple(row["title"].split("|")),
            numbers=tuple(filter(None, row["numbers"].split("|"))),
            promulgated=dt.date.fromisoformat(row["promulgated"]),
            since=dt.date.fromisoformat(row["from"]),
            until=dt.date.fromisoformat(row["until"]) if row["until"] else None,
        )
        for row in _rows("instruments")
    )


def articles(title: str) -> Articles | None:
    """Return the articles of the latest edition of an instrument; None where its text is not known."""
    return _articles().get(plain_title(title))


@functools.cache
def _articles() -> Mapping[str, Articles]:
    found: dict[str, Articles] = {}
    for row in _rows("provisions"):
        one = found.setdefault(plain_title(row["title"]), Articles(dt.date.fromisoformat(row["from"])))
        one.paragraphs[row["article"]] = int(row["paragraphs"])
        items = {int(part): int(count) for part, _, count in (pair[1:].partition(":") for pair in row["items"].split())}
        one.items[row["article"]] = items
    return found


def _rows(name: str) -> list[dict[str, str]]:
    text = (resource("vocabulary") / f"{name}.csv").read_text("utf-8")
    return list(csv.DictReader(io.StringIO(text)))
