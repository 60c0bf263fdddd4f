"""Reads the XML of a transfer package as a stream, without DOCTYPE, entities or network."""

from __future__ import annotations

import binascii
import functools
import hashlib
from importlib import resources
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from xml.parsers import expat

from lxml import etree

from gaixml.archive.transfer.naming import EEP_NAMESPACE
from gaixml.grammars import resource

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_CHUNK: Final = 1 << 20
_LONGEST: Final = 1 << 16
"""Characters kept of a single value."""
_SHOWN: Final = 5
_SAFE: Final[dict[str, Any]] = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": True}


class Row(NamedTuple):
    """A line of the catalogue, its elements as they are printed."""

    order: str
    reference: str
    agency: str
    title: str
    date: str
    secrecy: str
    name: str
    note: str


ROW: Final = ("顺序号", "档号", "责任者", "题名", "日期", "密级", "电子档案名称", "备注")


class UnreadableError(ValueError):
    """XML that is not well-formed or has a DOCTYPE."""


class _Refusing:
    """A parser's target that builds nothing and takes no DOCTYPE."""

    def doctype(self, *_: object) -> None:
        raise UnreadableError("有DOCTYPE声明")

    def close(self) -> None:
        """End, without a result."""


@functools.cache
def schema(name: str) -> etree.XMLSchema:
    """Return a compiled schema of schemas/transfer."""
    with resources.as_file(resource("schemas") / "transfer") as folder:
        return etree.XMLSchema(etree.parse(folder / f"{name}-1.0.xsd"))


def schema_errors(path: Path, name: str) -> list[str]:
    """Return the first errors of a file against a schema, without building a tree. Raises UnreadableError, OSError."""
    parser: Any = etree.XMLParser(target=_Refusing(), schema=schema(name), **_SAFE)  # type: ignore[call-overload]
    with path.open("rb") as file:
        try:
            etree.parse(file, parser)
        except etree.XMLSyntaxError as error:
            raise UnreadableError(error.msg or "空文件") from None
    return [error.message for error in parser.error_log][:_SHOWN]


def rows(path: Path) -> Iterator[Row]:
    """Yield the lines of a catalogue that has been found well-formed."""
    with path.open("rb") as file:
        for _, element in etree.iterparse(file, events=("end",), tag="文件", **_SAFE):
            yield Row(*(" ".join((element.findtext(name) or "").split()) for name in ROW))
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]


def parse(path: Path) -> etree._Element:
    """Return the root of a small XML file that has been found well-formed."""
    parser: etree.XMLParser = etree.XMLParser(**_SAFE)
    return etree.parse(path, parser).getroot()


def digest_of(path: Path) -> tuple[int, str]:
    """Return the size and SHA-256 of a file. Raises OSError."""
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        return file.tell(), sha256


class Encapsulated(NamedTuple):
    """What an encapsulation package holds: the first text of each element by its name, size and SHA-256 of its content.

    题名 stands twice: the first is that of the record, the second that of the document in it.
    """

    texts: dict[str, str]
    size: int
    sha256: str


def read_eep(path: Path) -> Encapsulated:
    """Return what a package of DA/T 48-2009 holds; its Base64 is decoded piece by piece.

    Raises UnreadableError for what is not well-formed or no Base64, OSError.
    """
    reader = _EepReader()
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                reader.parser.Parse(chunk, False)  # noqa: FBT003 - expat takes no keyword
            reader.parser.Parse(b"", True)  # noqa: FBT003
            reader.end_content()
        except (expat.ExpatError, binascii.Error) as error:
            raise UnreadableError(str(error)) from None
    return Encapsulated(reader.texts, reader.size, reader.digest.hexdigest())


class _EepReader:
    """Collects the first text of every element, and the digest of the decoded content."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.buffer_text = True
        self.parser.buffer_size = _LONGEST
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.texts: dict[str, str] = {}
        self.digest = hashlib.sha256()
        self.size = 0
        self._open: list[str] = []
        self._closed: set[str] = set()
        self._rest = b""

    def _refuse(self, *_: object) -> None:
        raise UnreadableError("有DOCTYPE声明")

    def _start(self, name: str, _: dict[str, str]) -> None:
        self._open.append(name.removeprefix(f"{EEP_NAMESPACE}}}"))

    def _end(self, _: str) -> None:
        self._closed.add(self._open.pop())

    def _data(self, text: str) -> None:
        name = self._open[-1]
        if name == "编码数据":
            self._decode(text)
        elif name not in self._closed and len(known := self.texts.get(name, "")) < _LONGEST:
            self.texts[name] = known + text

    def _decode(self, text: str) -> None:
        """Decode whole groups of four characters; what is left waits for more."""
        encoded = self._rest + "".join(text.split()).encode("ascii", "replace")
        whole = len(encoded) // 4 * 4
        decoded = binascii.a2b_base64(encoded[:whole], strict_mode=True)
        self._rest = encoded[whole:]
        self.digest.update(decoded)
        self.size += len(decoded)

    def end_content(self) -> None:
        """Raise binascii.Error if the content ends within a group."""
        if self._rest:
            raise binascii.Error("Base64数据不完整")
