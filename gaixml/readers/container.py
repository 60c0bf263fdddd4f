"""Opens the ZIP containers that documents come in (docx, xlsx, OFD) without trusting them.

Members are read into memory by name, never extracted: no path of a member is ever used as a path. What is read is
bounded, however little it was compressed to.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from typing import Final

from lxml import etree

from gaixml.errors import InputError

MOST_MEMBERS: Final = 1 << 16
"""So many members a container may have: an OFD file of 10,000 pages has 20,000."""
MOST_BYTES: Final = 1 << 28
"""So many bytes all that is read from a container may have (256 MiB)."""
MOST_XML: Final = 1 << 26
"""So many bytes one XML part may have (64 MiB): its tree takes ten times as many."""
_CHUNK: Final = 1 << 20
_ENCRYPTED: Final = 1
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The ways of compression that documents may use (ECMA-376, part 2, annex B)."""
_HEAD: Final = 1 << 12
"""In so many bytes a document type is looked for in XML that is broken."""
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,  # NotImplementedError too
    ValueError,  # a negative offset; UnicodeError too
)
"""What zipfile raises for a container that is no good."""
_AGAIN: Final = "fetch the file again, or save it anew with the program that made it"
_SMALLER: Final = "if it is no bomb, take out what is large, or split it"
_ANEW: Final = "no office program writes that: save the document anew and convert that"
_ESCAPES: Final = re.compile(r"\Z|\.\.(?:/|\Z)|/|[A-Za-z]:|.*(?:/\.\.(?:/|\Z)|[\\\0])", re.DOTALL)
"""A member's name that is none, that leaves the container, or that systems read in different ways."""


class Container:
    """An opened container; ``names`` are its members, in order."""

    def __init__(self, data: bytes, name: str) -> None:
        """Open the container in the bytes of file ``name``.

        Raises InputError: ``damaged`` (truncated, no container), ``encrypted``, ``too-large``, ``unsafe`` (a member
        whose name leaves the container or that stands in it twice, a link).
        """
        self._name = name
        self._left = MOST_BYTES
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN:
            raise self._error("damaged", "the file is damaged or cut off; fetch it again") from None
        self._members = {_readable_name(member): member for member in self._zip.infolist()}
        self._check()
        self.names = [name for name, member in self._members.items() if not member.is_dir()]

    def _check(self) -> None:
        members = self._zip.infolist()
        if len(members) > MOST_MEMBERS:
            raise self._error("too-large", f"it has {len(members)} parts, more than {MOST_MEMBERS}; split it")
        for name, member in self._members.items():
            written = member.orig_filename
            if _ESCAPES.match(name) or _ESCAPES.match(written):
                raise self._error("unsafe", f"its part named {written!r} is none that a part may have; {_ANEW}")
            if stat.S_ISLNK(member.external_attr >> 16):
                raise self._error("unsafe", f"its part {name!r} is a link; {_ANEW}")
        alike = {unicodedata.normalize("NFC", name).casefold() for name in self._members}
        if len(alike) < len(members):
            raise self._error("unsafe", f"two of its parts have one name; {_ANEW}")

    def __contains__(self, member: str) -> bool:
        """Tell whether there is a member of this name."""
        return member in self._members

    def size(self, member: str) -> int:
        """Return how many bytes a member has, as the container declares it."""
        return self._members[member].file_size

    def read(self, member: str, most: int = MOST_BYTES) -> bytes:
        """Return the bytes of a member.

        Raises InputError: ``damaged`` (not there, broken), ``encrypted``, ``too-large`` (more than ``most`` bytes, or
        more than a container may have in all).
        """
        if member not in self._members:
            raise self._error("damaged", f"its part {member} is missing; {_AGAIN}")
        if self._members[member].flag_bits & _ENCRYPTED:
            raise self._error("encrypted", "the file is encrypted; remove the password and try again")
        if self._members[member].compress_type not in _METHODS:
            raise self._error("damaged", f"its part {member} is compressed in a way documents do not use; {_AGAIN}")
        most = min(most, self._left)
        pieces: list[bytes] = []
        try:
            with self._zip.open(self._members[member]) as file:
                while piece := file.read(_CHUNK):
                    most -= len(piece)
                    self._left -= len(piece)
                    if most < 0:
                        raise self._error(
                            "too-large", f"its part {member} unpacks to more than gaixml reads; {_SMALLER}"
                        )
                    pieces.append(piece)
        except _BROKEN:
            raise self._error("damaged", f"its part {member} is damaged; {_AGAIN}") from None
        return b"".join(pieces)

    def xml(self, member: str) -> etree._Element:
        """Return the root of an XML part.

        Raises InputError like ``read``, and: ``damaged`` (not well-formed), ``unsafe`` (a document type).
        """
        return parse_xml(self.read(member, MOST_XML), f"{self._name}: its part {member}")

    def _error(self, code: str, message: str) -> InputError:
        return InputError(code, f"{self._name}: {message}")


def parse_xml(data: bytes, what: str) -> etree._Element:
    """Return the root of an XML document: no network, no entities, no document type, bounded depth.

    Raises InputError, whose message begins with ``what``: ``damaged``, ``unsafe``.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise not_well_formed(error, data, what) from None
    if root.getroottree().docinfo.doctype:
        raise has_document_type(what)
    return root


def not_well_formed(error: etree.XMLSyntaxError, data: bytes, what: str) -> InputError:
    """Return the error about XML that cannot be parsed, in other words than libxml2's.

    A document type is what is said to be wrong where there is one: what breaks off the parser may be its entities.
    """
    if b"<!DOCTYPE" in data[:_HEAD].replace(b"\0", b""):
        return has_document_type(what)
    if error.code == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
        return InputError("damaged", f"{what} is nested deeper, or holds longer text, than documents are; {_AGAIN}")
    return InputError("damaged", f"{what} is no well-formed XML (line {error.lineno or 1}); {_AGAIN}")


def has_document_type(what: str) -> InputError:
    """Return the error about XML that has a document type."""
    return InputError(
        "unsafe", f"{what} declares a document type, by which files are read and bombs are built; {_ANEW}"
    )


def _readable_name(member: zipfile.ZipInfo) -> str:
    """Return the name of a member; one that is not said to be UTF-8 is GBK in China."""
    try:
        return member.filename if member.flag_bits & 0x800 else member.filename.encode("cp437").decode("gbk")
    except UnicodeError:
        return member.filename
