"""Reads plain text and Markdown, in every charset that Chinese offices write."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from gaixml.document import Document
from gaixml.errors import InputError
from gaixml.readers.charset import decode, is_binary
from gaixml.readers.draft import make_source

_MARKDOWN = frozenset({".md", ".markdown", ".mkd"})


def read(data: bytes, name: str, charset: str | None) -> Document:
    """Return the document: the text is every character of the file, byte-order mark and line ends included."""
    decoded = decode(data, charset)
    if decoded.undecodable and is_binary(data):
        raise InputError("binary", f"{name}: these bytes are no text in any charset; convert the file to text first")
    media_type = "text/markdown" if PurePath(name).suffix.lower() in _MARKDOWN else "text/plain"
    source = replace(
        make_source(data, name, media_type),
        charset=decoded.charset,
        charset_basis=decoded.basis,
        undecodable=decoded.undecodable,
    )
    return Document(source, decoded.text)
