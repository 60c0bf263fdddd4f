"""Checks the container of an xlsx workbook (ECMA-376, part 1, 18.3 and 18.4) before calamine opens it."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Final

from lxml import etree

from gaixml.errors import InputError
from gaixml.readers.container import MOST_XML, has_document_type, not_well_formed
from gaixml.readers.sheets.measures import Extent, Measure
from gaixml.readers.sheets.xlsx_parts import list_aside, sheet_parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaixml.readers.container import Container
    from gaixml.readers.draft import Draft
    from gaixml.readers.sheets.measures import Errors

_REFERENCE: Final = re.compile(r"([A-Za-z]{1,7})([0-9]{1,10})")
_LETTERS: Final = 26
_MARKUP: Final = 64
"""A member without < in so many bytes is no XML."""
_SHEETS: Final = (b"sheetData", b"sst")
"""What a part that calamine reads cells from has in it."""
_CHARSET: Final = "UTF-8"
_BINARY: Final = "xl/workbook.bin"


def check_xlsx(container: Container, name: str, draft: Draft) -> list[Errors]:
    """Look through a workbook's container; list in the draft what is no cell of it; return the errors in each sheet.

    Raises InputError: ``format`` (a binary workbook, xlsb), ``damaged`` and ``unsafe`` for its XML parts,
    ``encrypted``, ``too-large``.
    """
    if _BINARY in container:
        raise InputError("format", f"{name}: this is a binary workbook (xlsb); save it as xlsx and try again")
    measure = Measure(name)
    extents: dict[str, Extent] = {}
    for member in container.names:
        part = container.read(member, MOST_XML)
        if b"<" in part[:_MARKUP]:
            extents[member] = _measure_part(part, f"{name}: its part {member}", measure)
        list_aside(member, part, draft)
    measure.check()
    return [extents[part].errors if part in extents else {} for part in sheet_parts(container)]


def _measure_part(part: bytes, what: str, measure: Measure) -> Extent:
    """Take in the cells and shared texts of a part; return how far it reaches."""
    extent = Extent()
    row, column = -1, -1
    try:
        for element in _elements(part, what):
            kind = str(element.tag).rpartition("}")[2]  # a name space may hold what QName refuses
            if kind == "si":
                measure.lengths.append(sum(map(len, element.itertext())))
                element.clear()
            elif kind == "c":
                row, column = _position(element, row, column)
                if len(element):
                    extent.add(row, column)
                    _look_at(element, measure, extent, (row, column))
            else:
                row, column = (row if column >= 0 else _row_number(element, row)), -1
                element.clear()
    except etree.XMLSyntaxError as error:
        if any(word in part for word in _SHEETS):
            raise not_well_formed(error, part, what) from None
    measure.add(extent)
    return extent


def _elements(part: bytes, what: str) -> Iterator[etree._Element]:
    """Yield the elements ``c``, ``row`` and ``si``, each when it has ended. Raises InputError ``unsafe``."""
    events = etree.iterparse(
        io.BytesIO(part),
        events=("end",),
        tag=("{*}c", "{*}row", "{*}si"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    is_read = False
    for _, element in events:
        is_read = True
        yield element
    if events.root is None:
        return
    info = events.root.getroottree().docinfo
    if info.doctype:
        raise has_document_type(what)
    if is_read and (info.encoding or _CHARSET).upper() not in {_CHARSET, "ASCII"}:  # calamine takes all for UTF-8
        raise InputError("damaged", f"{what} is written in {info.encoding}; open it in Excel or WPS and save it anew")


def _row_number(row: etree._Element, last: int) -> int:
    number = row.get("r", "")
    return int(number[:10]) - 1 if number.isdecimal() else last + 1


def _position(cell: etree._Element, row: int, column: int) -> tuple[int, int]:
    """Return the row and column of a cell, from 0; one that does not name them stands behind the one before it."""
    match = _REFERENCE.fullmatch(cell.get("r", ""))
    if match:
        number = 0
        for letter in match[1].upper():
            number = number * _LETTERS + ord(letter) - ord("A") + 1
        return int(match[2]) - 1, number - 1
    parent = cell.getparent()
    beside = row if parent is None or column >= 0 else _row_number(parent, row)
    return beside, column + 1


def _look_at(cell: etree._Element, measure: Measure, extent: Extent, place: tuple[int, int]) -> None:
    """Count the use of a shared text; keep an error."""
    kind = cell.get("t")
    printed = (cell.findtext("{*}v") or "").strip() if kind in {"s", "e"} else ""
    if kind == "e":
        extent.errors[place] = printed
    elif printed.isdecimal() and len(printed) < len(str(1 << 32)):
        measure.uses[int(printed)] += 1
