"""Describes a report in Dublin Core (DCMES 1.1): nothing that it does not say itself.

The elements are those of the Simple DC XML schema (2002-12-12), in no namespace: RODA, for which SIPs are made first of
all, takes no others. It takes ``type`` for the level of description, which no report says: that is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gaixml.archive.eark.building import Builder, serialized
from gaixml.archive.eark.identifiers import REPORT, identifier, urn
from gaixml.archive.eark.layout import XML
from gaixml.kinds import LABELS
from gaixml.kinds import REPORT as DISCLOSURE_REPORT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaixml.archive.item import Item

_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
VERSION: Final = "SimpleDC20021212"
"""What METS calls the schema (MDTYPEVERSION), as RODA and RODA-in do."""
_DISCLOSURE: Final = "政府信息公开"
"""What the reports of this kind are about, by its definition."""


def dublin_core(item: Item) -> bytes:
    """Return the description as an XML file; an element for each thing that is known."""
    elements = Builder("", {})
    root = elements.root("simpledc", {})
    for name, value in _statements(item):
        if value.strip():
            elements.add(root, name, text=value)
    return serialized(root)


def _statements(item: Item) -> Iterator[tuple[str, str]]:
    said = item.description
    yield "title", said.title
    yield "creator", said.agency
    yield "subject", _DISCLOSURE if said.kind == DISCLOSURE_REPORT else ""
    yield "subject", LABELS.get(said.kind, "")
    yield "publisher", said.agency
    yield "date", said.signed
    yield from (("format", media_type) for media_type in dict.fromkeys((item.media_type, XML)))
    yield "identifier", urn(identifier(item, REPORT))
    yield "identifier", f"urn:sha256:{item.sha256}"
    yield "language", item.root.get(_LANGUAGE, "")
    yield "coverage", said.period or said.year
