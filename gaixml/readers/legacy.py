"""Reads doc, wps, rtf and OpenDocument text, of which the user's own LibreOffice makes docx, and Word's XML files."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final, NamedTuple

from gaixml.errors import InputError
from gaixml.readers.container import Container, parse_xml
from gaixml.readers.docx import read_converted
from gaixml.readers.flat_package import pack
from gaixml.readers.office import convert_to_docx
from gaixml.readers.word_2003 import to_docx

if TYPE_CHECKING:
    from gaixml.document import Document


class _Format(NamedTuple):
    """A format: the suffix by which LibreOffice knows it, and its media type."""

    suffix: str
    media_type: str


_DOC: Final = _Format(".doc", "application/msword")
_RTF: Final = _Format(".rtf", "application/rtf")
_ODT: Final = _Format(".odt", "application/vnd.oasis.opendocument.text")
_HEADER: Final = struct.Struct("<H8xH")
"""[MS-DOC] 2.5.2: wIdent, …, the flags of a FibBase."""
_MANIFEST: Final = "META-INF/manifest.xml"
_SECTOR: Final = 512
_WORD: Final = 0xA5EC
_IS_ENCRYPTED: Final = 0x0100


def read(data: bytes, name: str, charset: str | None) -> Document:
    """Return the document that LibreOffice finds in the bytes of file ``name``; its media type is the original's.

    Raises InputError: ``converter`` (no LibreOffice, or it failed), ``encrypted``, ``format``, those of a docx.
    """
    del charset
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return read_converted(_from_xml(data, name), data, name, "application/xml")
    found = _format(data, name)
    return read_converted(convert_to_docx(data, name, found.suffix), data, name, found.media_type)


def _format(data: bytes, name: str) -> _Format:
    if data.startswith(b"{\\rtf"):
        return _RTF
    if data.startswith(b"PK"):
        _check_text(data, name)
        return _ODT
    _check_open(data, name)
    return _DOC


def _from_xml(data: bytes, name: str) -> bytes:
    """Return the docx in a file of Word's XML, of 2003 or of later versions."""
    root = parse_xml(data, name)
    docx = pack(root, name) or to_docx(root)
    if docx is None:
        raise InputError("format", f"{name}: this XML file is no document of Word; save it as docx")
    return docx


def _check_text(data: bytes, name: str) -> None:
    """Check that an OpenDocument file is safe to open, and text."""
    container = Container(data, name)
    if _MANIFEST in container and b"encryption-data" in container.read(_MANIFEST, 1 << 20):
        raise _encrypted(name)
    media_type = container.read("mimetype", 1 << 10).decode("ascii", "replace")
    if not media_type.startswith(_ODT.media_type):
        message = (
            f"{name}: this is an OpenDocument file of another kind ({media_type.strip()}); save it as docx or xlsx"
        )
        raise InputError("format", message)


def _check_open(data: bytes, name: str) -> None:
    """Check that a doc has no password; its header stands in the first sector, as nearly all programs write it."""
    head = data[_SECTOR : _SECTOR + _HEADER.size]
    if len(head) == _HEADER.size:
        ident, flags = _HEADER.unpack(head)
        if ident == _WORD and flags & _IS_ENCRYPTED:
            raise _encrypted(name)


def _encrypted(name: str) -> InputError:
    return InputError("encrypted", f"{name}: the file is encrypted; remove the password and try again")
