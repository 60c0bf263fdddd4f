"""The figures of an archive, as rules see them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from gaixml.checks.model import Mark
from gaixml.spots import spot_of
from gaixml.xml_text import NAMESPACE

if TYPE_CHECKING:
    from lxml import etree

_NS: Final = {"g": NAMESPACE}


class Figure(NamedTuple):
    """A fact of the archive: a figure with its meaning, how it was read, and its place.

    ``value`` is None unless one number is known; ``status``, ``repairs`` and ``identities`` are those of the schema's
    type Fact; ``candidates`` are the readings of an ambiguous one, None for a blank.
    """

    form: str
    table: str
    indicator: str
    applicant: str
    value: Decimal | None
    unit: str
    status: str
    printed: str
    label: str
    cell: str
    mark: Mark
    repairs: tuple[str, ...]
    candidates: tuple[Decimal | None, ...]


def figure_of(element: etree._Element) -> Figure:
    """Return the figure that an element fact holds."""
    said = dict(element.attrib)  # 200 facts a report: an attribute of a dict costs less than one of an element
    cell, status, value = said.get("cell", ""), said.get("status", ""), said.get("value")
    printed, label = said.get("printed", ""), said.get("label", "")
    start, end = int(said.get("start", "0")), int(said.get("end", "0"))
    readings = element.iterfind("g:candidate", _NS) if status == "ambiguous" else ()
    return Figure(
        form=said.get("form", ""),
        table=said.get("table", ""),
        indicator=said.get("indicator", ""),
        applicant=said.get("applicant", ""),
        value=None if value is None else Decimal(value.strip()),
        unit=said.get("unit", ""),
        status=status,
        printed=printed,
        label=label,
        cell=cell,
        mark=Mark(cell, start, end, printed, label, spot_of(said)),
        repairs=tuple(said.get("rules", "").split()),
        candidates=tuple(map(_decimal, readings)),
    )


def _decimal(element: etree._Element) -> Decimal | None:
    value = element.get("value")
    return None if value is None else Decimal(value.strip())
