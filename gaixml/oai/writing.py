"""Writes answers: the XML of OAI-PMH 2.0 (section 3.2) and of unqualified Dublin Core (oai_dc, section 7)."""

from __future__ import annotations

import contextlib
import io
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from gaixml.oai.protocol import datestamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gaixml.oai.index import Record

OAI: Final = "http://www.openarchives.org/OAI/2.0/"
OAI_DC: Final = "http://www.openarchives.org/OAI/2.0/oai_dc/"
_DC: Final = "http://purl.org/dc/elements/1.1/"
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
_LOCATION: Final = f"{{{_XSI}}}schemaLocation"


class Answer:
    """An answer that is being written; ``data`` is what there is of it, UTF-8, whole when ``envelope`` has ended."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._buffer = io.BytesIO()
        self._out: Any = None  # lxml has no public name for the type

    @property
    def data(self) -> bytes:
        """Return the XML."""
        return self._buffer.getvalue()

    @property
    def size(self) -> int:
        """Return about how many bytes were written."""
        return self._buffer.tell()

    @contextlib.contextmanager
    def envelope(self, moment: int, base_url: str, shown: Mapping[str, str]) -> Iterator[None]:
        """Write what stands around every answer; ``shown`` are the attributes of its request element."""
        with etree.xmlfile(self._buffer, encoding="UTF-8") as self._out:
            self._out.write_declaration()
            schema = {_LOCATION: f"{OAI} {OAI}OAI-PMH.xsd"}
            with self._out.element(f"{{{OAI}}}OAI-PMH", schema, nsmap={None: OAI, "xsi": _XSI}):
                self.leaf("responseDate", datestamp(moment))
                self.leaf("request", base_url, shown)
                yield

    @contextlib.contextmanager
    def element(self, name: str, attributes: Mapping[str, str] | None = None) -> Iterator[None]:
        """Write an element of the protocol around what is written meanwhile."""
        with self._out.element(f"{{{OAI}}}{name}", dict(attributes or {})):
            yield

    def leaf(self, name: str, text: str, attributes: Mapping[str, str] | None = None) -> None:
        """Write an element of the protocol with text in it."""
        with self.element(name, attributes):
            if text:
                self._out.write(text)

    def leaves(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Write elements of the protocol with text in them."""
        for name, text in pairs:
            self.leaf(name, text)

    def header(self, record: Record, identifier: str) -> None:
        """Write the header of a record."""
        with self.element("header", {} if record.path else {"status": "deleted"}):
            self.leaves((("identifier", identifier), ("datestamp", datestamp(record.datestamp))))
            for axis in ("kind", "year", "form"):
                if value := getattr(record, axis):
                    self.leaf("setSpec", f"{axis}:{value}")

    def metadata(self, root: etree._Element) -> None:
        """Write what a record is disseminated as."""
        with self.element("metadata"):
            self._out.write(root, with_tail=False)
        self._out.flush()


def dublin_core(record: Record, identifier: str) -> etree._Element:
    """Return the Dublin Core of a record; its OAI identifier is the first of its identifiers."""
    root = etree.Element(f"{{{OAI_DC}}}dc", nsmap={"oai_dc": OAI_DC, "dc": _DC, "xsi": _XSI})
    root.set(_LOCATION, f"{OAI_DC} {OAI}oai_dc.xsd")
    for name, value in (*record.dublin_core, ("identifier", identifier)):
        etree.SubElement(root, f"{{{_DC}}}{name}").text = value
    return root
