"""Writes text as XML 1.0: what its syntax reserves, and what it cannot hold at all."""

from __future__ import annotations

import re
from typing import Final

NAMESPACE: Final = "urn:gaixml:report:1"

_ILLEGAL: Final = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
_SPECIAL: Final = re.compile(f"[&<>\r{_ILLEGAL}]")
_SPECIAL_IN_ATTRIBUTE: Final = re.compile(f'[&<>"\r\n\t{_ILLEGAL}]')
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}


def escape(text: str) -> str:
    """Return a text as XML content."""
    if not _SPECIAL.search(text):
        return text
    return _SPECIAL.sub(lambda match: _ENTITIES.get(match[0]) or f'<char code="{ord(match[0]):04X}"/>', text)


def quote(text: str) -> str:
    """Return a text as the value of an attribute; a character that XML cannot hold becomes U+FFFD."""
    if not _SPECIAL_IN_ATTRIBUTE.search(text):
        return text
    return _SPECIAL_IN_ATTRIBUTE.sub(lambda match: _ENTITIES.get(match[0], "\ufffd"), text)
