"""The package formats in which each report becomes a package of its own."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Final, Protocol, cast

from gaixml.archive.zipping import zipped

if TYPE_CHECKING:
    from pathlib import Path

    from gaixml.archive.item import Item
    from gaixml.archive.settings import PackageSettings

EARK: Final = "eark"
BAGIT: Final = "bagit"
TRANSFER: Final = "transfer"
FORMATS: Final = (EARK, BAGIT, TRANSFER)


class PackageFormat(Protocol):
    """What the module of a package format has."""

    def require(self, settings: PackageSettings) -> None:
        """Raise PackageSettingsError, which names what is missing, if the settings do not say all it needs."""
        ...

    def root_of(self, item: Item) -> str:
        """Return the name of the package's folder: it follows from the report alone."""
        ...

    def fill(self, folder: Path, item: Item, settings: PackageSettings) -> None:
        """Write all files of the package into an empty folder."""
        ...


def package_format(name: str) -> PackageFormat:
    """Return the module of a format: EARK or BAGIT."""
    return cast("PackageFormat", importlib.import_module(f"gaixml.archive.{name}"))


def unpacked(item: Item, name: str, settings: PackageSettings, folder: Path) -> None:
    """Write a report as a package of a format into an empty folder: the package's own folder is in it."""
    chosen = package_format(name)
    inner = folder / chosen.root_of(item)
    inner.mkdir()
    chosen.fill(inner, item, settings)


def packed(item: Item, name: str, settings: PackageSettings, scratch: Path) -> bytes:
    """Return a report as a package of a format, in a ZIP file; ``scratch`` is an empty folder to build it in."""
    chosen = package_format(name)
    chosen.fill(scratch, item, settings)
    return zipped(scratch, chosen.root_of(item), settings.moment)
