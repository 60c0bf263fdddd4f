"""Writes the code lists of the archive's schema from the vocabulary of the official forms.

``python -m gaixml.code_lists > schemas/vocabulary-1.0.xsd`` brings the schema in line with vocabulary/*.csv.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from gaixml.indicators import applicants, forms, indicators
from gaixml.xml_text import NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gaixml.indicators import Indicator

_HEAD: Final = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<!--
  gaixml: the codes of the official forms, part of report-1.0.xsd.

  Made from vocabulary/*.csv by python -m gaixml.code_lists > schemas/vocabulary-1.0.xsd; do not edit it by hand.
-->
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="{NAMESPACE}"
           targetNamespace="{NAMESPACE}" elementFormDefault="qualified" version="1.0">
"""


def code_lists() -> str:
    """Return schemas/vocabulary-1.0.xsd: FactForm, TableCode, IndicatorCode and ApplicantCode."""
    known = [indicator for form in forms() for indicator in indicators(form).values()]
    columns = applicants().values()
    lists = (
        _code_list("FactForm", "An official form: the year of the notice that prescribes it", dict.fromkeys(forms())),
        _code_list("TableCode", "A table of the official forms; with it, the forms that have it", _tables(known)),
        _code_list("IndicatorCode", "What a figure means; with it, the forms and their labels", _named(known)),
        _code_list("ApplicantCode", "Whose requests a figure counts", {one.code: one.label for one in columns}),
    )
    return _HEAD + "".join(lists) + "</xs:schema>\n"


def _code_list(name: str, meaning: str, codes: Mapping[str, str | None]) -> str:
    lines = [
        f'  <xs:simpleType name="{name}">',
        f"    <xs:annotation><xs:documentation>{meaning}</xs:documentation></xs:annotation>",
        '    <xs:restriction base="xs:string">',
        *(_enumeration(code, label) for code, label in codes.items()),
        "    </xs:restriction>",
        "  </xs:simpleType>",
    ]
    return "\n".join(lines) + "\n"


def _enumeration(code: str, label: str | None) -> str:
    if label is None:
        return f"      <xs:enumeration value={quoteattr(code)}/>"
    words = f'<xs:documentation xml:lang="zh-CN">{escape(label)}</xs:documentation>'
    return f"      <xs:enumeration value={quoteattr(code)}><xs:annotation>{words}</xs:annotation></xs:enumeration>"


def _tables(known: Sequence[Indicator]) -> dict[str, str]:
    """Return the tables, each with the forms that have it."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for indicator in known:
        found[indicator.table][indicator.form] = None
    return {table: "、".join(having) for table, having in found.items()}


def _named(known: Sequence[Indicator]) -> dict[str, str]:
    """Return the indicators with their labels, each behind the forms that print it so."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for indicator in known:
        found[indicator.code][indicator.label].append(indicator.form)
    return {code: "；".join(_labels(labels)) for code, labels in found.items()}


def _labels(labels: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for label, printing in labels.items():
        yield f"{'、'.join(printing)}：{label}"


if __name__ == "__main__":
    sys.stdout.buffer.write(code_lists().encode())
