"""Reads what an archive XML says of its report, which stands at its beginning, and no more of the file than that."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from lxml import etree

from gaixml.xml_text import NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

_NS: Final = {"g": NAMESPACE}
_REPORT: Final = f"{{{NAMESPACE}}}report"
_METADATA: Final = f"{{{NAMESPACE}}}metadata"
_CHUNK: Final = 4096
"""Bytes in which the metadata of most archives end."""
_MOST: Final = 4 * 1024 * 1024
"""Bytes after which a file is no archive, if its metadata have not ended."""
_SHA256: Final = re.compile("[0-9a-f]{64}")
_SET_PART: Final = re.compile(r"[A-Za-z0-9_]+")


class Head(NamedTuple):
    """What is kept of an archive: whose it is, which sets it is in, and its Dublin Core.

    ``sha256`` is that of the source document. ``kind``, ``year`` and ``form`` are "" where the report has none.
    ``dublin_core`` is JSON: pairs of an element's name and its value, in their order.
    """

    sha256: str
    kind: str
    year: str
    form: str
    dublin_core: str


def read_head(file: BinaryIO) -> Head | None:
    """Return the head of an archive XML, None for what is none. Raises OSError."""
    try:
        report = _begin(file)
    except etree.XMLSyntaxError:
        return None
    if report is None:
        return None
    source = report.find("g:metadata/g:source", _NS)
    sha256 = "" if source is None else source.get("sha256", "")
    if source is None or not _SHA256.fullmatch(sha256) or report.get("schemaVersion") != "1.0":
        return None
    pairs = [(name, " ".join(value.split())) for name, value in _dublin_core(report, source)]
    stated = (_stated(report, name) for name in ("kind", "year", "form"))
    kind, year, form = (value if _SET_PART.fullmatch(value) and value != "none" else "" for value in stated)
    return Head(sha256, kind, year, form, json.dumps([pair for pair in pairs if pair[1]], ensure_ascii=False))


def _begin(file: BinaryIO) -> etree._Element | None:
    """Return an archive's root with its metadata whole, and what happened to be read behind them."""
    parser = etree.XMLPullParser(
        events=("start", "end"), tag=(_REPORT, _METADATA), resolve_entities=False, no_network=True, load_dtd=False
    )
    report: etree._Element | None = None
    read = 0
    while read < _MOST and (chunk := file.read(_CHUNK)):
        read += len(chunk)
        parser.feed(chunk)
        for event, element in parser.read_events():
            if report is None:
                report = element  # the first element of these names; is it the root?
                if element.tag != _REPORT or element.getparent() is not None or _has_doctype(element):
                    return None
            elif event == "end" and element.tag == _METADATA and element.getparent() is report:
                return report
        if report is None and read >= _CHUNK:
            return None  # an archive begins with its root
    return None


def _has_doctype(root: etree._Element) -> bool:
    return bool(root.getroottree().docinfo.doctype)


def _stated(report: etree._Element, name: str) -> str:
    return report.findtext(f"g:metadata/g:{name}", "", _NS)


def _dublin_core(report: etree._Element, source: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield the elements of unqualified Dublin Core (DCMES 1.1); the date is that of the signature, else the year."""
    yield "title", _stated(report, "title")
    yield "creator", _stated(report, "agency")
    yield "date", _stated(report, "signed") or _stated(report, "year")
    yield "type", _stated(report, "kind")
    yield "type", "Text"  # DCMI Type Vocabulary
    yield "format", source.get("mediaType", "")
    yield "source", source.get("name", "")
    yield "source", f"sha256:{source.get('sha256', '')}"
    yield "language", report.get("{http://www.w3.org/XML/1998/namespace}lang", "")
    yield "coverage", _stated(report, "period")
