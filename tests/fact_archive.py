"""Archives with facts that are made by hand, so that what shows facts is tested apart from what finds them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lxml import etree

import gaixml
from gaixml.indicators import applicants, indicators
from gaixml.schema import parse_archive
from gaixml.xml_text import NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaixml.indicators import Indicator

EXAMPLES: Final = Path(__file__).parent.parent / "examples"
G: Final = f"{{{NAMESPACE}}}"
NS: Final = {"g": NAMESPACE}
Change = Mapping[str, str | None]
"""Attributes that a fact gets instead of its own; None takes one away. ``candidates`` become elements: ``58 5 -``."""

DAMAGE: Final[Mapping[tuple[str, str], Change]] = {
    ("received", "total"): {"status": "inferred", "rules": "label-lost columns-by-order"},
    ("carried_in", "natural_person"): {
        "status": "ambiguous",
        "value": None,
        "printed": "585",
        "rules": "split",
        "identities": "applicants outcome.total",
        "candidates": "58 5 -",
    },
    ("carried_in", "business"): {"status": "blank", "value": None, "printed": ""},
    ("fees.amount", ""): {"status": "text", "value": None, "printed": "见“附件”, [red]另报\n=1+1"},
    ("licensing.decisions", ""): {"status": "dash", "value": None, "printed": "—"},
    ("coercion.decisions", ""): {"unit": None},
}
"""One fact of each status, and one that has no unit."""


@cache
def _converted(name: str) -> bytes:
    return gaixml.convert((EXAMPLES / name).read_bytes(), name)


def _printed(root: etree._Element, form: str) -> Iterator[tuple[Indicator, str, str]]:
    """Yield the form's indicators with applicant ("" if none) and cell: the example prints all, in the form's order."""
    found = iter(
        value.get("cell", "")
        for value in root.iterfind(".//g:value", NS)
        if form != "2014" or (value.get("column") == "t1.k3" and value.get("status") != "blank")
    )
    for indicator in indicators(form).values():
        for applicant in applicants() if indicator.dimension else ("",):
            yield indicator, applicant, next(found)


def with_facts(name: str, form: str, changes: Mapping[tuple[str, str], Change] | None = None) -> bytes:
    """Return the archive of an example with a fact for each figure of its form."""
    root = parse_archive(_converted(name))
    for old in root.iterfind("g:facts", NS):
        root.remove(old)
    facts = etree.Element(f"{G}facts")
    cells = {cell.get("id", ""): cell for cell in root.iter(f"{G}cell")}
    for indicator, applicant, cell in _printed(root, form):
        change = (changes or {}).get((indicator.code, applicant), {})
        facts.append(_fact(indicator, applicant, cells[cell], change))
    root.insert(list(root).index(root.find("g:records", NS)) + 1, facts)  # type: ignore[arg-type]
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _fact(indicator: Indicator, applicant: str, cell: etree._Element, change: Change) -> etree._Element:
    printed = "".join(cell.itertext()).strip()
    label = indicator.label + (f"/{applicants()[applicant].label}" if applicant else "")
    own: Change = {
        "form": indicator.form,
        "table": indicator.table,
        "indicator": indicator.code,
        "applicant": applicant or None,
        "status": "reported",
        "value": printed,
        "unit": indicator.unit,
        "printed": printed,
        "label": label,
        "cell": cell.get("id"),
        "start": cell.get("start"),
        "end": cell.get("end"),
    }
    fact = etree.Element(f"{G}fact", {key: value for key, value in {**own, **change}.items() if value is not None})
    for candidate in fact.attrib.pop("candidates", "").split():
        etree.SubElement(fact, f"{G}candidate", {} if candidate == "-" else {"value": candidate})
    return fact


@cache
def archive_2014() -> bytes:
    """Return the archive of the 2017 report with its 64 facts."""
    return with_facts("example-2017.txt", "2014")


@cache
def archive_2021() -> bytes:
    """Return the archive of the 2023 report with its 200 facts."""
    return with_facts("example-2023.md", "2021")


@cache
def damaged() -> bytes:
    """Return the archive of the 2023 report with one fact of each status."""
    return with_facts("example-2023.md", "2021", DAMAGE)
