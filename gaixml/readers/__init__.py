"""From bytes to a Document: one module for each format. Content decides the format, a file's name only helps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gaixml.errors import InputError
from gaixml.readers.text import read_text

if TYPE_CHECKING:
    from gaixml.document import Document

__all__ = ["read_document"]

_MARKED_UP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html[\s>]|\?xml\s|body[\s>]|table[\s>]|(?:div|p|span|section)\s+[a-z-]+\s*=\s*[\"'][^<>]*>\s*<)",
    re.IGNORECASE,
)
_SIGNATURES = {
    b"%PDF-": "a PDF file",
    b"PK\x03\x04": "a ZIP container (docx, xlsx, OFD …)",
    b"PK\x05\x06": "a ZIP container",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "a legacy Office file (doc, xls, wps)",
    b"{\\rtf": "an RTF file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a gzip file",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7z archive",
}


def read_document(data: bytes, name: str, *, charset: str | None = None) -> Document:
    """Return the document in the bytes of a source file.

    ``charset`` is what somebody declares it to be; content that contradicts it wins. Raises InputError for what is no
    text, with a code: ``empty``, ``format`` (a format that no reader reads), ``binary``.
    """
    if not data:
        raise InputError("empty", f"{name}: the file is empty; nothing was written")
    if _MARKED_UP.match(data):
        raise InputError("format", f"{name}: this is HTML or XML, whatever its name; gaixml reads text and Markdown")
    for signature, what in _SIGNATURES.items():
        if data.startswith(signature):
            raise InputError("format", f"{name}: this is {what}, whatever its name; gaixml reads text and Markdown")
    return read_text(data, name, charset=charset)
