"""What bag-info.txt says of a bag (RFC 8493, section 2.2.2): nothing that neither the report nor the settings say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gaixml.version import __version__

if TYPE_CHECKING:
    from gaixml.archive.item import Item
    from gaixml.archive.settings import PackageSettings

PROFILE: Final = "urn:gaixml:bagit-profile:1"
"""The identifier of schemas/bagit-profile-1.0.json."""
LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
"""The attribute of the archive's root that says in what language the report is."""


def bag_info(item: Item, root: str, settings: PackageSettings) -> dict[str, str]:
    """Return labels and values in the order of the file; ``root`` is the bag's name."""
    values = {
        "Source-Organization": settings.organization.get("name", ""),
        "Source-Organization-Code": settings.organization.get("code", ""),
        "External-Description": item.description.title,
        "Bagging-Date": settings.moment.date().isoformat(),
        "External-Identifier": identifier(item.sha256),
        "Internal-Sender-Identifier": root,
        "BagIt-Profile-Identifier": PROFILE,
        "Bag-Software-Agent": f"gaixml {__version__}",
    }
    said = {label: on_one_line(value) for label, value in values.items()}
    return {label: value for label, value in said.items() if value}


def identifier(sha256: str) -> str:
    """Return what a file is identified by: a URN made of its SHA-256."""
    return f"urn:sha256:{sha256}"


def on_one_line(text: str) -> str:
    """Return a text without line ends: they would begin another label, another row."""
    return " ".join(text.split())
