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
_CONTENT: Final = "编码数据"
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
    """What an encapsulation package holds.

    ``texts``: the first text of each element by its name (题名 stands twice: first that of the record, then that of the
    document in it); ``size`` and ``sha256`` of the content; ``errors``: the first that the schema finds;
    ``damage``: why the content is no Base64, "" if it is.
    """

    texts: dict[str, str]
    size: int
    sha256: str
    errors: list[str]
    damage: str


def read_eep(path: Path) -> Encapsulated:
    """Return what a package of DA/T 48-2009 holds; its Base64 is decoded piece by piece, strictly.

    The schema is applied to the package without its content, as libxml2 takes time with the square of its length.
    Raises UnreadableError for what is not well-formed, OSError.
    """
    reader = _EepReader()
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                reader.parser.Parse(chunk, False)  # noqa: FBT003 - expat takes no keyword
            reader.parser.Parse(b"", True)  # noqa: FBT003
        except expat.ExpatError as error:
            raise UnreadableError(str(error)) from None
    return reader.result()


class _EepReader:
    """Collects the first text of every element, the digest of the content, and a tree of all but the content."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.buffer_text = True
        self.parser.buffer_size = _LONGEST
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data
        self.parser.StartDoctypeDeclHandler = self._refuse
        self._builder = etree.TreeBuilder()
        self._texts: dict[str, str] = {}
        self._digest = hashlib.sha256()
        self._size = 0
        self._damage = ""
        self._open: list[str] = []
        self._closed: set[str] = set()
        self._rest = b""

    def _refuse(self, *_: object) -> None:
        raise UnreadableError("有DOCTYPE声明")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        said = {f"{{{key}" if "}" in key else key: value for key, value in attributes.items()}
        self._builder.start(f"{{{name}" if "}" in name else name, said)
        self._open.append(name.removeprefix(f"{EEP_NAMESPACE}}}"))

    def _end(self, name: str) -> None:
        self._builder.end(f"{{{name}" if "}" in name else name)
        self._closed.add(self._open.pop())

    def _data(self, text: str) -> None:
        name = self._open[-1]
        if name == _CONTENT:
            self._decode(text)
            return
        self._builder.data(text)
        if name not in self._closed and len(known := self._texts.get(name, "")) < _LONGEST:
            self._texts[name] = known + text

    def _decode(self, text: str) -> None:
        """Decode whole groups of four characters; what is left waits for more."""
        if self._damage:
            return
        encoded = self._rest + "".join(text.split()).encode("ascii", "replace")
        whole = len(encoded) // 4 * 4
        try:
            decoded = binascii.a2b_base64(encoded[:whole], strict_mode=True)
        except binascii.Error as error:
            self._damage = str(error)
            return
        self._rest = encoded[whole:]
        self._digest.update(decoded)
        self._size += len(decoded)

    def result(self) -> Encapsulated:
        damage = self._damage or ("最后一组不足四个字符" if self._rest else "")
        rules = schema("eep")
        rules.validate(self._builder.close())
        errors = [error.message for error in rules.error_log][:_SHOWN]
        return Encapsulated(self._texts, self._size, self._digest.hexdigest(), errors, damage)
