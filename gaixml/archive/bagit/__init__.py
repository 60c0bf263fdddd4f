"""Bags: a report, its archive XML and its figures below ``data/``, with checksums (BagIt 1.0, RFC 8493)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaixml.archive.bagit.bag import load_library, write_bag
from gaixml.archive.bagit.info import bag_info
from gaixml.archive.bagit.payload import payload, portable

if TYPE_CHECKING:
    from pathlib import Path

    from gaixml.archive.item import Item
    from gaixml.archive.settings import PackageSettings

__all__ = ["fill", "require", "root_of"]


def require(settings: PackageSettings) -> None:  # noqa: ARG001 - nothing has to be said
    """Raise PackageSettingsError ``missing-extra`` if the library that holds bags against the standard is missing."""
    load_library()


def root_of(item: Item) -> str:
    """Return the name of the bag: the report's, and the first 12 digits of its SHA-256."""
    named = portable(item)
    stem = named.stem.replace("manifest-", "manifest_")  # the library looks for that in the whole path
    return f"{stem}-{named.sha256[:12]}"


def fill(folder: Path, item: Item, settings: PackageSettings) -> None:
    """Write a bag into an empty folder, its root, and have the library ``bagit`` validate it.

    Raises InternalError ``bag`` for one it does not accept, OSError for what cannot be written.
    """
    named = portable(item)
    write_bag(folder, payload(named, settings), bag_info(named, root_of(item), settings))
