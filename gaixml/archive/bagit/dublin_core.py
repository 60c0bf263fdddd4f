"""metadata.csv: the Dublin Core of a report and of its files, as Archivematica imports it from a bag.

A row of a file names it by its path in the bag (``data/objects/…``), the row of the whole is called ``objects``:
Archivematica matches files with where they were, folders with where they are (its documentation, “Import metadata”).
"""

from __future__ import annotations

import csv
import hashlib
import io
from typing import TYPE_CHECKING, Final, NamedTuple

from gaixml.archive.bagit.info import LANGUAGE, identifier, on_one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gaixml.archive.item import Item

_COLUMNS: Final = (
    *("filename", "dc.title", "dc.creator", "dc.date", "dc.format", "dc.identifier", "dc.language", "dc.source"),
    *("dcterms.temporal", "dcterms.conformsTo"),
)


class Entry(NamedTuple):
    """A file of objects/: its path there, its media type, its bytes, what it was made from, what it conforms to."""

    path: str
    media_type: str
    content: bytes
    source: str = ""
    conforms_to: str = ""

    @property
    def identifier(self) -> str:
        """Return the URN of the file."""
        return identifier(hashlib.sha256(self.content).hexdigest())


def metadata_csv(item: Item, entries: Iterable[Entry]) -> bytes:
    """Return the CSV (RFC 4180, UTF-8): a row of the report, a row for each file; what is not known is empty."""
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, _COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerow(_report(item))
    writer.writerows(_file(entry) for entry in entries)
    return file.getvalue().encode()


def _report(item: Item) -> dict[str, str]:
    said = item.description
    return {
        "filename": "objects",
        "dc.title": on_one_line(said.title),
        "dc.creator": on_one_line(said.agency),
        "dc.date": said.signed,
        "dc.identifier": identifier(item.sha256),
        "dc.language": item.root.get(LANGUAGE, ""),
        "dcterms.temporal": said.period,
    }


def _file(entry: Entry) -> dict[str, str]:
    return {
        "filename": f"data/objects/{entry.path}",
        "dc.title": entry.path,
        "dc.format": entry.media_type,
        "dc.identifier": entry.identifier,
        "dc.source": entry.source,
        "dcterms.conformsTo": entry.conforms_to,
    }
