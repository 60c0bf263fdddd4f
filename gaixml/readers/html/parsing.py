"""From the bytes of a page to its tree: charset, characters that XML does not allow, depth.

libxml2 gives up at a depth and leaves the rest of the page out. Pages that are so deep are flattened first.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lxml import etree

from gaixml.errors import InputError
from gaixml.readers.charset import Decoded, decode, is_binary
from gaixml.readers.html.elements import INLINE, VOID

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD: Final = 1 << 14
"""Bytes in which the page's own word about its charset is looked for; browsers look at 1024 (HTML 4.2.5.4)."""
_CHARSET: Final = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w:.-]{2,40})""", re.IGNORECASE)
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot say (XML 1.0, 2.2); libxml2 makes other characters of it."""
_HIGHEST: Final = 0x10000
"""As many code points need room where the illegal ones wait."""
_PLANES: Final = (0x100000, 0xF0000)
"""Supplementary Private Use Areas B and A."""
_TAG: Final = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|textarea|title|xmp|iframe|noembed|noframes)\b[^<>]*>.*?(?:</\1\s*>|\Z)"
    r"|<(?P<end>/?)(?P<name>[a-zA-Z][^\s/<>]*)[^<>]*?(?P<empty>/?)>",
    re.IGNORECASE | re.DOTALL,
)
_LONG_TAG: Final = re.compile(r"<[a-zA-Z][^\s/>]{0,40}(?P<attributes>[^>]{8000,})")
_QUOTED: Final = re.compile(r"\"[^\"]*\"|'[^']*'")
_BETWEEN: Final = re.compile(r"[\s/=]+")
_MOST_ATTRIBUTES: Final = 1000
"""An element with more attributes loses them all: libxml2 compares each with each."""
_DEEPEST: Final = 240
"""Elements deeper than this are flattened in pages that libxml2 finds too deep; its own limit is 2048."""


@dataclass(frozen=True, slots=True)
class Page:
    """How a page was decoded, and where its illegal characters wait."""

    decoded: Decoded
    plane: int = 0

    def restore(self, text: str) -> str:
        """Return a text of the tree with the characters that XML does not allow."""
        if not self.plane:
            return text
        low, high = chr(self.plane), chr(self.plane + _HIGHEST - 1)
        return re.sub(f"[{low}-{high}]", lambda match: chr(ord(match[0]) - self.plane), text)


def parse_page(data: bytes, name: str, charset: str | None) -> tuple[etree._Element | None, Page]:
    """Return the tree (None for one without content) and the page in the bytes of file ``name``.

    Raises InputError: ``binary``, ``too-large`` (nested too deep).
    """
    declared = _CHARSET.search(data, 0, _HEAD)
    decoded = decode(data, charset or (declared[1].decode("ascii", "ignore") if declared else None))
    if decoded.undecodable and is_binary(data):
        raise InputError("binary", f"{name}: these bytes are no page in any charset; save the page again")
    text, plane = _escape(decoded.text.removeprefix("\ufeff"))
    text = _LONG_TAG.sub(_without_attributes, text)
    root, is_whole = _parse(text)
    if not is_whole:
        root, is_whole = _parse("".join(_flatten(text)))
    if not is_whole:
        raise InputError("too-large", f"{name}: its elements are nested too deep to be read; save the page as text")
    return root, Page(decoded, plane)


def _without_attributes(tag: re.Match[str]) -> str:
    attributes = _BETWEEN.findall(_QUOTED.sub("", tag["attributes"]))
    return tag[0][: tag.start("attributes") - tag.start()] if len(attributes) > _MOST_ATTRIBUTES else tag[0]


def _escape(text: str) -> tuple[str, int]:
    """Move the illegal characters to a private plane that the text does not use."""
    if not _ILLEGAL.search(text):
        return text, 0
    plane = next((one for one in _PLANES if not re.search(f"[{chr(one)}-{chr(one + _HIGHEST - 1)}]", text)), _PLANES[0])
    return _ILLEGAL.sub(lambda match: chr(plane + ord(match[0])), text), plane


def _parse(text: str) -> tuple[etree._Element | None, bool]:
    """Return the tree and whether it holds all of the text."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError:  # "Document is empty"
        return None, True
    return root, not any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log)


def _flatten(text: str) -> Iterator[str]:
    """Yield the text with a line break for each tag of an element that stands too deep: what it holds stays."""
    opened: list[str] = []
    too_deep: Counter[str] = Counter()
    at = 0
    for tag in _TAG.finditer(text):
        name = (tag["name"] or "").lower()
        if not name or name in VOID or tag["empty"]:
            continue
        if tag["end"] and not too_deep[name]:
            while name in opened and opened.pop() != name:
                pass
        elif not tag["end"] and len(opened) < _DEEPEST:
            opened.append(name)
        else:
            too_deep[name] += -1 if tag["end"] else 1
            yield text[at : tag.start()]
            yield " " if name in INLINE else "<br>"
            at = tag.end()
    yield text[at:]
