"""What a record is handed out as: Dublin Core, or the archive XML itself."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gaixml.errors import InvalidArchiveError
from gaixml.oai.writing import OAI, OAI_DC, dublin_core
from gaixml.schema import parse_archive
from gaixml.xml_text import NAMESPACE

if TYPE_CHECKING:
    from lxml import etree

    from gaixml.oai.index import Record
    from gaixml.oai.scanning import Folder

_DUBLIN_CORE: Final = "oai_dc"
_ARCHIVE: Final = "gaixml"
PREFIXES: Final = (_DUBLIN_CORE, _ARCHIVE)
SCHEMAS: Final = frozenset({"report-1.0.xsd", "vocabulary-1.0.xsd", "references-1.0.xsd", "xml.xsd"})
"""The schema of the archive XML, and what it includes."""


class OutdatedError(Exception):
    """A file is not what the index says; the index was brought up to date, and the request may be tried again."""


def formats(schemas_url: str) -> tuple[tuple[str, str, str], ...]:
    """Return the metadata formats: prefix, URL of the schema, namespace."""
    return (
        (_DUBLIN_CORE, f"{OAI}oai_dc.xsd", OAI_DC),
        (_ARCHIVE, f"{schemas_url}/report-1.0.xsd", NAMESPACE),
    )


def dissemination(prefix: str, record: Record, identifier: str, folder: Folder) -> etree._Element:
    """Return a record that was not deleted in one of the formats. Raises OutdatedError."""
    return dublin_core(record, identifier) if prefix == _DUBLIN_CORE else _archive(record, folder)


def _archive(record: Record, folder: Folder) -> etree._Element:
    """Return the archive XML of a record, which is well-formed, whatever the file has become."""
    path = Path(os.fsdecode(os.path.join(os.fsencode(folder.path), record.path or b"")))  # noqa: PTH118 - bytes
    data = _indexed(path, record)
    if data is None:
        folder.refresh(at_once=True)
        raise OutdatedError(f"{path}: it is not there, or has changed")
    try:
        return parse_archive(data, str(path))
    except InvalidArchiveError as error:
        folder.reject(record.path or b"")
        raise OutdatedError(str(error)) from None


def _indexed(path: Path, record: Record) -> bytes | None:
    """Return the bytes of a file, None if it is not the one that was indexed."""
    try:
        with path.open("rb") as file:
            data = file.read()
            status = os.fstat(file.fileno())
    except OSError:
        return None
    return data if (status.st_size, status.st_mtime_ns) == (record.size, record.mtime) else None
