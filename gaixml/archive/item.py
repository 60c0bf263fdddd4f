"""What goes into a package: a report's original file, its archive XML, what it says of itself, what was done to it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from gaixml.archive.names import safe_name
from gaixml.archive.originals import original_of, refuse_altered
from gaixml.archive.steps import Step, steps_of
from gaixml.conversion import convert, is_archive
from gaixml.schema import validate_archive
from gaixml.xml_text import NAMESPACE

if TYPE_CHECKING:
    from pathlib import Path

    from lxml import etree

_NS: Final = {"g": NAMESPACE}


class Description(NamedTuple):
    """What a report says of itself, "" where it does not.

    ``kind`` is a code of the schema (disclosure_report …), ``period`` two ISO dates with a slash between them,
    ``signed`` an ISO date, ``form`` 2014, 2019, 2021 or "" .
    """

    title: str
    kind: str
    agency: str
    year: str
    period: str
    form: str
    signed: str


@dataclass(frozen=True)
class Item:
    """A report to be packaged.

    ``name`` is that of the original file, made safe for any file system; ``original`` its bytes, exactly as they came;
    ``archive`` the bytes of the archive XML, ``root`` the same parsed.
    """

    name: str
    original: bytes
    archive: bytes
    root: etree._Element

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Return what was done to the report; the rules of ``gaixml check`` are run now."""
        return steps_of(self.root, self.name)

    @property
    def findings(self) -> list[str]:
        """Return the codes of the archive's findings, one for each."""
        return [one.get("rule", "") for one in self.root.iterfind("g:findings/g:finding", _NS)]

    @property
    def stem(self) -> str:
        """Return the name without its suffix."""
        return self.name.rpartition(".")[0] or self.name

    @property
    def archive_name(self) -> str:
        """Return what the archive XML is called: never the name of the original."""
        return f"{self.name if self.name.lower().endswith('.xml') else self.stem}.xml"

    @cached_property
    def sha256(self) -> str:
        """Return the SHA-256 of the original, in hexadecimal: what a report is identified by."""
        return hashlib.sha256(self.original).hexdigest()

    @property
    def media_type(self) -> str:
        """Return the IANA media type of the original."""
        return self.source.get("mediaType", "application/octet-stream")

    @property
    def source(self) -> etree._Element:
        """Return the element of the archive that tells of the original."""
        (source,) = self.root.iterfind("g:metadata/g:source", _NS)
        return source

    @cached_property
    def description(self) -> Description:
        """Return what the report says of itself."""
        stated = {name: self.root.findtext(f"g:metadata/g:{name}", "", _NS) for name in Description._fields}
        return Description(**stated | {"form": stated["form"].replace("none", "")})


def read_item(data: bytes, name: str, *, charset: str | None = None, originals: Path | None = None) -> Item:
    """Return what a source document, or an archive XML with its original, is to be packaged as.

    ``originals`` is a folder in which the original of an archive is looked for. Raises InputError (``no-original``
    among others) and InvalidArchiveError.
    """
    if is_archive(data):
        return item_of_archive(data, name, originals)
    archive = convert(data, name, charset=charset)
    return Item(safe_name(name), data, archive, validate_archive(archive, name))


def item_of_archive(data: bytes, name: str, originals: Path | None = None) -> Item:
    """Return what an archive XML is to be packaged as, with its original. Raises as read_item does."""
    root = validate_archive(data, name)
    original = original_of(root, name, originals)
    source = root.find("g:metadata/g:source", _NS)
    called = name if source is None else source.get("name", name)
    refuse_altered(root, data, original, called, name)
    return Item(safe_name(called), original, data, root)
