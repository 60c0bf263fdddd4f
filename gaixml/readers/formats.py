"""Tells the format of a file by its content."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gaixml.errors import InputError
from gaixml.readers.container import Container

if TYPE_CHECKING:
    from collections.abc import Callable

_HEAD: Final = 1 << 16
"""So many bytes are looked at for what begins a file."""
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# [MS-CFB] 2.6.1: the names of streams stand in the directory in UTF-16; [MS-OFFCRYPTO] 2.3.4.4 names the first
_STREAMS: Final = {"EncryptedPackage": "encrypted", "WordDocument": "doc", "Workbook": "xls", "Book": "xls"}
_MARK: Final = re.compile(rb"\xff\xfe|\xfe\xff|\x84\x31\x95\x33")
"""Byte-order marks: of UTF-16 and UTF-32 without their NULs, of GB18030."""
_LEAD: Final = rb"(?:\xef\xbb\xbf)?\s*(?:<!--(?:(?!-->).)*+-->\s*+)*+"
_PAGE: Final = re.compile(
    _LEAD + rb"<(?:!doctype\s+html|(?:html|head|title|body|link|style|script|table)[\s>])", re.IGNORECASE | re.DOTALL
)
_TAG: Final = re.compile(_LEAD + rb"<[a-z]", re.IGNORECASE | re.DOTALL)
_ELEMENT: Final = re.compile(rb"<(?:p|div|span|td|tr|table|br|h[1-6]|ul|li|strong)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_BLOCK: Final = re.compile(rb"<(?:p|div|td|tr|table|h[1-6]|ul|li)(?:\s[^<>]*)?/?>", re.IGNORECASE)
"""Elements that stand in no cell of a Markdown table, as <br> does."""
_FEWEST_ELEMENTS: Final = 2
"""So many of HTML's elements make a page of text that begins with a tag."""
_FEWEST_BLOCKS: Final = 8
"""So many of its blocks make a page of text that begins otherwise."""
_XML: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml\s")
_XHTML: Final = re.compile(rb"<html[\s>]|<!doctype\s+html", re.IGNORECASE)
_WORD_XML: Final = re.compile(rb"progid=\"Word\.Document\"|<w:wordDocument[\s>]|<pkg:package[\s>]")
_MIME: Final = re.compile(rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?content-type:\s*multipart/related", re.IGNORECASE)
_OPENDOCUMENT: Final = b"application/vnd.oasis.opendocument.text"
_OPENDOCUMENT_OF_ANY_KIND: Final = b"application/vnd.oasis.opendocument."
_OTHERS: Final = {
    b"\x1f\x8b": "a gzip file",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"II*\0": "a picture",
    b"MM\0*": "a picture",
}


def format_of(data: bytes, name: str) -> str:
    """Return the format of a file: text, html, mhtml, docx, ofd, pdf, xlsx, xls, or legacy (what LibreOffice converts).

    Raises InputError: ``format`` (nothing that gaixml reads), ``encrypted``, and those of a damaged container.
    """
    head = data[:_HEAD]
    if data.startswith(_ZIP):
        return _zip_format(data, name)
    if data.startswith(_OLE):
        return _ole_format(data, name)
    found = next((found for found, shows in _SHOWN_BY if shows(head)), "text")
    other = next((what for signature, what in _OTHERS.items() if data.startswith(signature)), "")
    if found == "xml" or other:
        raise _refused(name, other or "an XML file that gaixml does not know")
    return found


def _is_html(head: bytes) -> bool:
    narrow = head.replace(b"\0", b"")  # UTF-16
    if mark := _MARK.match(narrow):
        narrow = narrow[mark.end() :]
    if _XML.match(narrow):
        return _XHTML.search(narrow) is not None
    if _TAG.match(narrow) and len(_ELEMENT.findall(narrow)) >= _FEWEST_ELEMENTS:
        return True
    return _PAGE.match(narrow) is not None or len(_BLOCK.findall(narrow)) >= _FEWEST_BLOCKS


_SHOWN_BY: Final[tuple[tuple[str, Callable[[bytes], object]], ...]] = (
    ("pdf", lambda head: b"%PDF-" in head[:1024]),  # ISO 32000-1, annex H, 3.4.1
    ("legacy", lambda head: head.startswith(b"{\\rtf") or _WORD_XML.search(head)),
    ("mhtml", _MIME.match),
    ("html", _is_html),
    ("xml", _XML.match),
)


def _zip_format(data: bytes, name: str) -> str:
    container = Container(data, name)
    for member, found in (("word/document.xml", "docx"), ("OFD.xml", "ofd"), ("xl/workbook.xml", "xlsx")):
        if member in container:
            return found
    if "[Content_Types].xml" in container:
        types = container.read("[Content_Types].xml", 1 << 20)
        if b"wordprocessingml" in types:
            return "docx"
        if b"spreadsheetml" in types or b"ms-excel" in types:
            return "xlsx"
    if "mimetype" in container and container.read("mimetype", 1 << 10).startswith(_OPENDOCUMENT):
        return "legacy"
    if "mimetype" in container and container.read("mimetype", 1 << 10).startswith(_OPENDOCUMENT_OF_ANY_KIND):
        raise _refused(name, "an OpenDocument file, and no text", "save it as docx or xlsx")
    raise _refused(name, "a ZIP container of something else", "if it holds reports, unpack it and convert those")


def _ole_format(data: bytes, name: str) -> str:
    found = next((found for stream, found in _STREAMS.items() if stream.encode("utf-16-le") in data), "")
    if found == "encrypted":
        raise InputError("encrypted", f"{name}: the file is encrypted; remove the password and try again")
    if not found:
        raise _refused(name, "an old Office file that holds neither text nor sheets, or what is left of one")
    return "legacy" if found == "doc" else found


def _refused(name: str, what: str, advice: str = "save or export it as one of these") -> InputError:
    reads = "text, Markdown, HTML, docx, OFD, PDF, xlsx and xls"
    return InputError("format", f"{name}: this is {what}, whatever its name; gaixml reads {reads}; {advice}")
