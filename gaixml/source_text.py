"""Gives an archive's source back: the exact text, the exact bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from gaixml.readers.charset import encode
from gaixml.xml_text import NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHAR = f"{{{NAMESPACE}}}char"
_WIDE = "surrogatepass"


def source_text(archive: etree._Element) -> str:
    """Return the text of the source that an archive was made from, character for character."""
    document = archive.find(f"{{{NAMESPACE}}}document")
    return "" if document is None else text_of(document)


def text_of(element: etree._Element) -> str:
    """Return the text of the source that an element holds."""
    if not len(element):
        return element.text or ""
    return "".join(_pieces(element))


def _pieces(whole: etree._Element) -> Iterator[str]:
    for event, element in etree.iterwalk(whole, events=("start", "end")):
        if event == "start":
            yield chr(int(element.get("code", ""), 16)) if element.tag == _CHAR else element.text or ""
        elif element is not whole:
            yield element.tail or ""


def is_exact(archive: etree._Element) -> bool:
    """Tell whether the text is the file's, character for character; of other formats it is what a reader prints."""
    source = archive.find(f"{{{NAMESPACE}}}metadata/{{{NAMESPACE}}}source")
    return source is None or source.get("textBasis") == "exact"


def source_charset(archive: etree._Element) -> str:
    """Return the charset of the source file."""
    source = archive.find(f"{{{NAMESPACE}}}metadata/{{{NAMESPACE}}}source")
    return "UTF-8" if source is None else source.get("charset", "UTF-8")


def source_bytes(archive: etree._Element, *, original: bool = False) -> bytes:
    """Return the text of the source in UTF-8 or, with ``original``, the very bytes of a source that is text.

    Bytes that were no characters of the source's charset come back as they were when the output is in that charset;
    in UTF-8 made from another charset they are lone surrogates in three bytes each, as Python's surrogatepass writes.
    """
    text, charset = source_text(archive), source_charset(archive)
    if not is_exact(archive):
        return text.encode("utf-8", _WIDE)
    if original or charset == "UTF-8":
        return encode(text, charset)
    return text.encode("utf-8", _WIDE)
