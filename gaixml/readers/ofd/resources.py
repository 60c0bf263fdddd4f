"""What a document's pages refer to by number: pictures and composite objects (GB/T 33190-2016, 7.9 and 13)."""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from gaixml.document import Image
from gaixml.readers.ofd.package import child, children, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml import etree

    from gaixml.document import Spot
    from gaixml.readers.ofd.package import Package

_UNKNOWN: Final = "application/octet-stream"
_TYPES: Final = {"jb2": "image/x-jbig2", "jbig2": "image/x-jbig2", "gbig2": "image/x-jbig2"}


@dataclass(slots=True)
class Resources:
    """The resources of a document: by number, the location of each picture and the element of each composite object."""

    package: Package
    media: dict[str, str] = field(default_factory=dict)
    composites: dict[str, etree._Element] = field(default_factory=dict)

    def add(self, parts: Iterable[str]) -> None:
        """Take in parts that list resources; those that are missing are passed over."""
        for part in parts:
            root = self.package.xml(part)
            if root is None:
                continue
            for media in children(child(root, "MultiMedias"), "MultiMedia"):
                location = text_of(child(media, "MediaFile"))
                within = f"{root.get('BaseLoc', '')}/{location}" if not location.startswith(("/", "\\")) else location
                member = self.package.find(within, part) or self.package.find(location, part)
                self.media[media.get("ID", "")] = member or location
            for unit in children(child(root, "CompositeGraphicUnits"), "CompositeGraphicUnit"):
                self.composites[unit.get("ID", "")] = unit

    def image(self, number: str, spot: Spot) -> Image:
        """Return the picture of a number, without size and hash where its file is not there."""
        location = self.media.get(number, "")
        data = self.package.read(self.package.find(location, "/"))
        digest = hashlib.sha256(data).hexdigest() if data is not None else ""
        return Image(location or f"#{number}", media_type(location), len(data or b""), digest, spot)


def media_type(location: str) -> str:
    """Return the media type that a file's name says."""
    suffix = PurePosixPath(location).suffix.lower()
    return _TYPES.get(suffix[1:]) or mimetypes.types_map.get(suffix, _UNKNOWN)
