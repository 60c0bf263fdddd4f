"""The files of a package and the parts they belong to (CSIP 2.2.0, section 4: the folder structure)."""

from __future__ import annotations

import functools
import hashlib
from importlib import resources
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote

from gaixml.archive.eark.pronom import XML_1, puid
from gaixml.grammars import resource

if TYPE_CHECKING:
    from gaixml.archive.item import Item

METS_FILE: Final = "METS.xml"
XML: Final = "application/xml"
"""The media type of XML (RFC 7303)."""
DUBLIN_CORE: Final = "metadata/descriptive/dc.xml"
PREMIS: Final = "metadata/preservation/premis.xml"
_METS_SCHEMAS: Final = ("mets1_12.xsd", "xlink.xsd", "DILCISExtensionMETS.xsd", "DILCISExtensionSIPMETS.xsd")
_REPORT_SCHEMAS: Final = ("report-1.0.xsd", "vocabulary-1.0.xsd", "references-1.0.xsd", "xml.xsd")


class Stored(NamedTuple):
    """A file: its path in its part of the package, its media type, its bytes; ``puid`` is "" where it is uncertain."""

    path: str
    media_type: str
    content: bytes
    puid: str = ""

    @property
    def name(self) -> str:
        """Return the name of the file."""
        return PurePosixPath(self.path).name

    @property
    def href(self) -> str:
        """Return the path as a relative URI reference (RFC 3986, section 2.1)."""
        return quote(self.path)

    @property
    def sha256(self) -> str:
        """Return the SHA-256 in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()

    def below(self, folder: str) -> Stored:
        """Return the same file as it is seen from above."""
        return self._replace(path=f"{folder}/{self.path}")


def original_file(item: Item) -> Stored:
    """Return the original, of rep1."""
    return Stored(f"data/{item.name}", item.media_type, item.original, puid(item.name, item.media_type, item.original))


def archive_file(item: Item) -> Stored:
    """Return the archive XML, of rep2."""
    return Stored(f"data/{item.archive_name}", XML, item.archive, XML_1)


@functools.cache
def package_schemas() -> tuple[Stored, ...]:
    """Return the schemas of METS and of the attributes that E-ARK adds to it."""
    return tuple(_schema(f"third-party/mets/{name}") for name in _METS_SCHEMAS)


@functools.cache
def archive_schemas() -> tuple[Stored, ...]:
    """Return the schema of the archive XML and what it includes and imports."""
    return tuple(_schema(name) for name in _REPORT_SCHEMAS)


@functools.cache
def documentation() -> tuple[Stored, ...]:
    """Return what a reader has to know who has nothing but the package."""
    content = (resources.files("gaixml.archive.eark") / "about.txt").read_bytes()
    return (Stored("documentation/about.txt", "text/plain", content, puid("about.txt", "text/plain", content)),)


def _schema(name: str) -> Stored:
    with resources.as_file(resource("schemas")) as folder:
        content = (folder / name).read_bytes()
    return Stored(f"schemas/{PurePosixPath(name).name}", XML, content)
