"""Fills the folder of a package from below: what a METS file names has to be there before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gaixml.archive.eark.dublin_core import dublin_core
from gaixml.archive.eark.identifiers import ARCHIVE, ORIGINAL, PACKAGE, identifier
from gaixml.archive.eark.layout import (
    DUBLIN_CORE,
    METS_FILE,
    PREMIS,
    XML,
    Stored,
    archive_file,
    archive_schemas,
    documentation,
    original_file,
    package_schemas,
)
from gaixml.archive.eark.mets import REPRESENTATIONS, Group, Part, mets
from gaixml.archive.eark.premis import premis_of_file, premis_of_package
from gaixml.xml_text import NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from gaixml.archive.item import Item
    from gaixml.archive.settings import PackageSettings

_FORMAT: Final = "eark"


def require(settings: PackageSettings) -> None:
    """Raise PackageSettingsError unless the organization has a name and a code: SIP asks who submits a package."""
    settings.require(_FORMAT, "organization", ("name", "code"))


def root_of(item: Item) -> str:
    """Return the name of the package's folder, which is its OBJID: ``uuid-`` and a UUID made of the SHA-256."""
    return identifier(item, PACKAGE)


def fill(folder: Path, item: Item, settings: PackageSettings) -> None:
    """Write all files of the package into an empty folder. Raises OSError for what cannot be written."""
    require(settings)
    originals = _representation(item, ORIGINAL, original_file(item), (), settings)
    archives = _representation(item, ARCHIVE, archive_file(item), archive_schemas(), settings)
    for name, files in ((ORIGINAL, originals), (ARCHIVE, archives)):
        _write(folder, (file.below(f"representations/{name}") for file in files))
    _write(folder, _package(item, originals[-1], archives[-1], settings))


def _representation(
    item: Item, name: str, file: Stored, schemas: tuple[Stored, ...], settings: PackageSettings
) -> tuple[Stored, ...]:
    """Return the files of a representation, as seen from its folder; the last one is its METS."""
    premis = Stored(PREMIS, XML, premis_of_file(item, name, file))
    part = Part(
        package=root_of(item),
        objid=name,
        information_type=_information_type(item, name),
        schemas="../../schemas",
        groups=(*([Group("Schemas", schemas)] if schemas else []), Group("Data", (file,))),
        preservation=(premis,),
    )
    return (file, *schemas, premis, Stored(METS_FILE, XML, mets(part, settings)))


def _information_type(item: Item, name: str) -> str:
    """Return by what rules the content of a representation is made: the archive's namespace, or a media type."""
    return NAMESPACE if name == ARCHIVE else item.media_type


def _package(item: Item, original: Stored, archive: Stored, settings: PackageSettings) -> tuple[Stored, ...]:
    """Return the package's own files; ``original`` and ``archive`` are the METS files of the representations."""
    description = Stored(DUBLIN_CORE, XML, dublin_core(item))
    premis = Stored(PREMIS, XML, premis_of_package(item, settings))
    representations = (
        Group(f"{REPRESENTATIONS}/{name}", (file.below(f"representations/{name}"),), _information_type(item, name))
        for name, file in ((ORIGINAL, original), (ARCHIVE, archive))
    )
    part = Part(
        package=root_of(item),
        objid=root_of(item),
        information_type="MIXED",
        schemas="schemas",
        groups=(Group("Documentation", documentation()), Group("Schemas", package_schemas()), *representations),
        descriptive=(description,),
        preservation=(premis,),
        label=item.description.title,
        archivist=item.description.agency,
    )
    return (*documentation(), *package_schemas(), description, premis, Stored(METS_FILE, XML, mets(part, settings)))


def _write(folder: Path, files: Iterable[Stored]) -> None:
    for file in files:
        target = folder / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.content)
