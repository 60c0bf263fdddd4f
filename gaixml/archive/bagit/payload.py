"""The payload of a bag, as Archivematica takes it in: what is kept in objects/, what describes it in metadata/."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

from gaixml.archive.bagit.dublin_core import Entry, metadata_csv
from gaixml.archive.bagit.fact_table import FACTS, FACTS_METADATA, VOCABULARY, facts_csv, facts_metadata
from gaixml.archive.bagit.info import identifier
from gaixml.grammars import resource
from gaixml.xml_text import NAMESPACE

if TYPE_CHECKING:
    from gaixml.archive.item import Item
    from gaixml.archive.settings import PackageSettings

_TAKEN: Final = frozenset({FACTS, FACTS_METADATA, VOCABULARY})
"""Names in objects/ that no original has."""
_DOCUMENTATION: Final = "metadata/submissionDocumentation"
_SCHEMAS: Final = (
    *("report-1.0.xsd", "references-1.0.xsd", "vocabulary-1.0.xsd", "xml.xsd"),
    "bagit-profile-1.0.json",
)
"""What the archive XML and the bag are explained by."""
_CODES: Final = ("applicants.csv", "indicators.csv")


def portable(item: Item) -> Item:
    """Return a report under a name that every reader of manifests takes for the same.

    RFC 8493 wants % encoded, the library ``bagit`` does not decode it and drops white space at the end; a row of CSV
    that begins with # is a comment to some (Metadata Vocabulary for Tabular Data, section 5.9).
    """
    name = item.name.replace("%", "_").rstrip() or "document"
    return replace(item, name=f"_{name}" if name.casefold() in _TAKEN or name.startswith("#") else name)


def payload(item: Item, settings: PackageSettings) -> dict[str, bytes]:
    """Return all files below data/, by their paths; ``item`` is portable."""
    objects = {
        item.name: item.original,
        item.archive_name: item.archive,
        FACTS: facts_csv(item),
        FACTS_METADATA: facts_metadata(item, settings),
        **{f"{VOCABULARY}/{name}": _content(VOCABULARY, name) for name in _CODES},
    }
    return {
        **{f"objects/{name}": content for name, content in objects.items()},
        "metadata/metadata.csv": metadata_csv(item, _entries(item, objects)),
        **{f"{_DOCUMENTATION}/schemas/{name}": _content("schemas", name) for name in _SCHEMAS},
    }


def _entries(item: Item, objects: dict[str, bytes]) -> list[Entry]:
    """Return what metadata.csv says of the files: each is identified by its SHA-256, the derived name their source."""
    original = identifier(item.sha256)
    archive = Entry(item.archive_name, "application/xml", objects[item.archive_name], original, NAMESPACE)
    derived = archive.identifier
    return [
        Entry(item.name, item.media_type, item.original),
        archive,
        Entry(FACTS, "text/csv", objects[FACTS], derived),
        Entry(FACTS_METADATA, "application/csvm+json", objects[FACTS_METADATA], derived),
        *(Entry(f"{VOCABULARY}/{name}", "text/csv", objects[f"{VOCABULARY}/{name}"]) for name in _CODES),
    ]


@cache
def _content(folder: str, name: str) -> bytes:
    return (resource(folder) / name).read_bytes()
