"""Builds XML of texts that come from anywhere: what XML cannot hold becomes U+FFFD."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lxml import etree

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

XLINK: Final = "http://www.w3.org/1999/xlink"
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
SCHEMA_LOCATION: Final = f"{{{XSI}}}schemaLocation"
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What is no character of XML 1.0 (section 2.2)."""


def clean(text: str) -> str:
    """Return a text as XML can hold it, each other character as U+FFFD."""
    return _ILLEGAL.sub("\ufffd", text)


class Builder:
    """Adds elements of one namespace to a tree."""

    def __init__(self, namespace: str, prefixes: Mapping[str | None, str]) -> None:
        """Take the namespace of the elements, "" for none, and the prefixes that the root declares."""
        self._namespace = f"{{{namespace}}}" if namespace else ""
        self._prefixes = dict(prefixes)

    def root(self, name: str, attributes: Mapping[str, str]) -> etree._Element:
        """Return a new root element."""
        made = etree.Element(f"{self._namespace}{name}", nsmap=self._prefixes)
        _put(made, attributes)
        return made

    def add(
        self, parent: etree._Element, name: str, attributes: Mapping[str, str] | None = None, text: str = ""
    ) -> etree._Element:
        """Append an element and return it; an attribute without a value is left out."""
        made = etree.SubElement(parent, f"{self._namespace}{name}")
        _put(made, attributes or {})
        if text:
            made.text = clean(text)
        return made


def _put(element: etree._Element, attributes: Mapping[str, str]) -> None:
    for name, value in attributes.items():
        if value:
            element.set(name, clean(value))


def serialized(root: etree._Element) -> bytes:
    """Return a tree as a file: UTF-8, indented."""
    etree.indent(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


def date_time(moment: dt.datetime) -> str:
    """Return a moment in UTC as xs:dateTime."""
    return f"{moment.replace(tzinfo=None).isoformat(timespec='seconds')}Z"
