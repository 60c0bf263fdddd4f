"""What attributes alone say: which pictures and pages a page shows, and what its <meta> tags say of its document."""

from __future__ import annotations

import base64
import binascii
import mimetypes
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_to_bytes

from gaixml.document import Image, Omission, Property
from gaixml.readers.html.elements import FRAMES
from gaixml.readers.html.white_space import collapse
from gaixml.scanners import scanner

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gaixml.readers.html.boxes import Node

_DATA: Final = re.compile(r"data:([^;,]*)((?:;[^;,]*)*),(.*)", re.DOTALL)


class Mentions:
    """What a page mentions: its pictures, other pages and files that it shows, and what it says of its document."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.images: list[tuple[Image, Node]] = []
        self.properties: list[tuple[Property, Node]] = []
        self.external: list[tuple[Omission, Node]] = []

    def take(self, tag: str, attributes: Mapping[str, str], node: Node, text: str) -> None:
        """Note what an element mentions, if anything."""
        if tag == "title" and collapse(text):
            self.properties.append((Property("page-title", "title", collapse(text)), node))
        elif tag == "meta" and (found := meta_property(attributes)):
            self.properties.append((found, node))
        elif tag in FRAMES:
            self.external.append((Omission("external", 0, name=attributes.get(FRAMES[tag], "")), node))
        elif tag == "img":
            self.images.append((make_image(attributes.get("src", "") or attributes.get("data-src", "")), node))


def meta_property(attributes: Mapping[str, str]) -> Property | None:
    """Return what a <meta> tag says of the document, None for what is nothing to pages.lark."""
    name = attributes.get("name") or attributes.get("property") or ""
    match = scanner("pages", "meta", after=r"\Z").match(name)
    value = collapse(attributes.get("content", ""))
    if not match or not match.lastgroup or not value:
        return None
    return Property(match.lastgroup.lower().replace("_", "-"), name, value)


def make_image(address: str) -> Image:
    """Return a picture; one that stands in the address itself (RFC 2397) with size and SHA-256."""
    data = _DATA.match(address)
    if not data:
        return Image(address, mimetypes.guess_type(address.partition("?")[0])[0] or "", 0, "")
    content = unquote_to_bytes(data[3])
    if ";base64" in data[2].lower():
        try:
            content = base64.b64decode(content + b"==")
        except binascii.Error:
            content = b""
    return Image.of_file("", data[1] or "text/plain", content)
