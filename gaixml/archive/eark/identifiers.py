"""Identifiers that follow from the report alone: UUIDs of version 5 (RFC 9562, section 5.5)."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Final

from gaixml.xml_text import NAMESPACE

if TYPE_CHECKING:
    from gaixml.archive.item import Item

UUID: Final = "UUID"
"""The type of these identifiers, as PREMIS calls it."""
PACKAGE: Final = "package"
REPORT: Final = "report"
ORIGINAL: Final = "rep1"
ARCHIVE: Final = "rep2"
_SPACE: Final = uuid.uuid5(uuid.NAMESPACE_URL, NAMESPACE)


def identifier(item: Item, *what: str) -> str:
    """Return the identifier of something about a report: ``uuid-`` and a UUID, which is an XML ID too."""
    return general_identifier(item.sha256, *what)


def general_identifier(*what: str) -> str:
    """Return the identifier of something that is the same for all reports."""
    return f"uuid-{uuid.uuid5(_SPACE, '/'.join(what))}"


def urn(said: str) -> str:
    """Return an identifier as a URN (RFC 9562, section 4)."""
    return said.replace("uuid-", "urn:uuid:", 1)
