"""The facts of an archive: as data, as lines of JSON and as rows of CSV."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final, NotRequired, Required, TypedDict

from gaixml.json_lines import json_lines as lines_of
from gaixml.spots import Spot, spot_of
from gaixml.xml_text import NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml import etree

_NS: Final = {"g": NAMESPACE}
COLUMNS: Final = (
    "file", "form", "table", "indicator", "applicant", "value", "unit", "status", "printed", "label",
    "cell", "start", "end", "rule", "identities", "candidates", "part", "path", "page", "bbox", "read",
)  # fmt: skip
"""The columns of CSV. Their names and order are stable: a new one goes to the end."""


class Place(Spot):
    """Where a figure is printed: the cell, the offsets of the figure in the text, and where that is in the source."""

    cell: Required[str]
    start: Required[int]
    end: Required[int]


class Fact(TypedDict):
    """A figure and its meaning: what ``gaixml facts --format jsonl`` prints, a line each.

    ``form``, ``table``, ``indicator`` and ``applicant`` ("" where the indicator has none) are codes of vocabulary/.
    ``value`` is a decimal, None unless there is one reading and it is a number; ``unit`` is that of the cell or else of
    the form, "" for none; ``status`` is reported, blank, dash, text, inferred or ambiguous; ``printed`` and ``label``
    are as printed. ``rule`` names the repairs, ``identities`` the sums that the reading rests on; ``candidates`` are
    the readings of an ambiguous figure, None for a blank.
    """

    form: str
    table: str
    indicator: str
    applicant: str
    value: str | None
    unit: str
    status: str
    printed: str
    label: str
    where: Place
    rule: NotRequired[list[str]]
    identities: NotRequired[list[str]]
    candidates: NotRequired[list[str | None]]


def facts_of(archive: etree._Element) -> list[Fact]:
    """Return the facts of an archive, in its order; none if the report has no table of an official form."""
    return [_fact(element) for element in archive.iterfind("g:facts/g:fact", _NS)]


def _fact(element: etree._Element) -> Fact:
    fact = Fact(
        form=element.get("form", ""),
        table=element.get("table", ""),
        indicator=element.get("indicator", ""),
        applicant=element.get("applicant", ""),
        value=_decimal(element),
        unit=element.get("unit", ""),
        status=element.get("status", ""),
        printed=element.get("printed", ""),
        label=element.get("label", ""),
        where=_place(element),
    )
    if rules := element.get("rules", "").split():
        fact["rule"] = rules
    if identities := element.get("identities", "").split():
        fact["identities"] = identities
    if fact["status"] == "ambiguous":
        fact["candidates"] = [_decimal(candidate) for candidate in element.iterfind("g:candidate", _NS)]
    return fact


def _place(element: etree._Element) -> Place:
    cell, start, end = element.get("cell", ""), int(element.get("start", "0")), int(element.get("end", "0"))
    return Place(cell=cell, start=start, end=end, **spot_of(element))


def _decimal(element: etree._Element) -> str | None:
    value = element.get("value")
    return None if value is None else value.strip()


def json_lines(facts: Iterable[Fact], file: str | None = None) -> bytes:
    """Return facts as JSON, one object a line, each with the name of its file as first key if one is given."""
    named = {} if file is None else {"file": file}
    return lines_of(named | fact for fact in facts)


def csv_header(*, bom: bool = False) -> bytes:
    """Return the first row of CSV; ``bom`` puts the byte-order mark before it that Excel knows UTF-8 by."""
    return ("\ufeff" if bom else "").encode() + _csv([COLUMNS])


def csv_rows(facts: Iterable[Fact], file: str) -> bytes:
    """Return facts as rows of CSV (RFC 4180); lists are joined by a blank, candidates by `` | ``, a blank one empty."""
    return _csv(_row(fact, file) for fact in facts)


def _row(fact: Fact, file: str) -> tuple[str | int | None, ...]:
    where = fact["where"]
    return (
        *(file, fact["form"], fact["table"], fact["indicator"], fact["applicant"], fact["value"], fact["unit"]),
        *(fact["status"], fact["printed"], fact["label"], where["cell"], where["start"], where["end"]),
        " ".join(fact.get("rule", ())),
        " ".join(fact.get("identities", ())),
        " | ".join(candidate or "" for candidate in fact.get("candidates", ())),
        *(where.get("part"), where.get("path"), where.get("page")),
        *(" ".join(map(str, where.get("bbox", ()))), where.get("read")),
    )


def _csv(rows: Iterable[Iterable[str | int | None]]) -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator="\r\n").writerows(rows)
    return _encoded(file.getvalue())


def _encoded(text: str) -> bytes:
    """Return UTF-8; what is no character (in the name of a file) is spelled out, as JSON does."""
    return text.encode("utf-8", "backslashreplace")
