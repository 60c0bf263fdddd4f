"""Checks the records of an xls workbook ([MS-XLS]; et files of WPS are the same) before calamine opens it."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from gaixml.document import Omission
from gaixml.errors import InputError
from gaixml.readers.sheets.compound import CompoundFile
from gaixml.readers.sheets.measures import Extent, Measure
from gaixml.readers.sheets.xls_texts import text_lengths

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaixml.readers.draft import Draft
    from gaixml.readers.sheets.measures import Errors

_STREAMS: Final = ("Workbook", "Book")
_MACROS: Final = "_VBA_PROJECT_CUR".encode("utf-16-le")
_NO_MACROS: Final = "_vba_project_cur".encode("utf-16-le")
# The numbers of records (2.3.2)
_EOF, _CONTINUE, _PASSWORD, _SHEET, _DIMENSIONS, _OBJECT, _TEXT_BOX = 0x0A, 0x3C, 0x2F, 0x85, 0x200, 0x5D, 0x1B6
_SHARED_TEXTS, _SHARED_TEXT, _RUN, _TRUTH = 0xFC, 0xFD, 0xBD, 0x205
_FORMULAS: Final = frozenset({0x06, 0x206, 0x406})
_CELLS: Final = frozenset({0x203, 0x204, 0x27E, 0xD6, _SHARED_TEXT, _RUN, _TRUTH}) | _FORMULAS
"""NUMBER, LABEL, RK, RSTRING, LABELSST, MULRK, BOOLERR, FORMULA: what calamine makes cells of."""
_CELL: Final = struct.Struct("<HH2x")
"""Row, column, format: what the records of cells begin with."""
_OFFSET: Final = struct.Struct("<I")
_COLUMN: Final = struct.Struct("<H")
_NOTE: Final = b"\x19\0"
_IS_ERROR: Final = 2
_ERRORS: Final = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_MOST_RECORDS: Final = 1 << 22
"""So many records are looked through; sheets may be said to begin in one and the same place."""
_MOST_DECLARED: Final = 1 << 24
"""So many cells a sheet of this format has; some declare them all. The room for them is not touched (16 Mi)."""


def check_xls(data: bytes, name: str, draft: Draft) -> tuple[bytes, list[Errors]]:
    """Return a workbook as calamine may open it, without macros (it would unpack them), and the errors of each sheet.

    Comments and text boxes are listed in the draft. Raises InputError: ``damaged``, ``encrypted``, ``too-large``.
    """
    file = CompoundFile(data, name)
    streams = [stream for one in _STREAMS for stream in file.streams(one)]
    errors = [found for stream in streams for found in _look_through(stream, name, draft)]
    if _MACROS in data:
        draft.omissions.append(Omission("macro", 0, is_binary=True))
    return data.replace(_MACROS, _NO_MACROS), errors


def _look_through(stream: bytes, name: str, draft: Draft) -> list[Errors]:
    measure = Measure(name)
    sheets: list[int] = []
    left = _MOST_RECORDS
    for kind, pieces in _records(stream, 0):
        left -= 1
        if kind == _PASSWORD:
            raise InputError("encrypted", f"{name}: the workbook is encrypted; remove the password and try again")
        if kind == _SHEET and len(pieces[0]) >= _OFFSET.size:
            sheets.append(_OFFSET.unpack_from(pieces[0])[0])
        elif kind == _SHARED_TEXTS:
            measure.lengths = text_lengths(pieces)
    errors: list[Errors] = []
    for start in sheets:
        extent = Extent()
        left = _measure_sheet(_records(stream, start), measure, extent, draft, left)
        measure.add(extent)
        errors.append(extent.errors)
    measure.check()
    return errors


def _measure_sheet(
    records: Iterator[tuple[int, list[bytes]]], measure: Measure, extent: Extent, draft: Draft, left: int
) -> int:
    """Take in the records of a sheet; return how many may still follow."""
    note = False
    for kind, pieces in records:
        left -= 1
        if left < 0:
            raise InputError("too-large", f"{measure.name}: its sheets have more records than gaixml reads; split it")
        content = pieces[0]
        if kind == _DIMENSIONS:
            _check_dimensions(content, measure)
        elif kind in _CELLS and len(content) >= _CELL.size:
            row, column = _CELL.unpack_from(content)
            extent.add(row, _COLUMN.unpack_from(content, len(content) - 2)[0] if kind == _RUN else column)
            if kind == _SHARED_TEXT and len(content) >= _CELL.size + _OFFSET.size:
                measure.uses[_OFFSET.unpack_from(content, _CELL.size)[0]] += 1
            elif error := _error(kind, content):
                extent.errors[row, column] = error
        elif kind == _OBJECT:
            note = content[4:6] == _NOTE
        elif kind == _TEXT_BOX:
            text = _box_text(pieces)
            draft.omissions += [Omission("annotation" if note else "unsupported", len(text), text=text)] if text else []
    return left


def _error(kind: int, content: bytes) -> str:
    """Return the error that a cell prints ([MS-XLS] 2.4.24 BoolErr, 2.5.133 FormulaValue), '' for any other value."""
    value = content[_CELL.size :]
    if kind == _TRUTH and len(value) > 1 and value[1]:
        return _ERRORS.get(value[0], "")
    if kind in _FORMULAS and value[6:8] == b"\xff\xff" and value[0] == _IS_ERROR:
        return _ERRORS.get(value[2], "")
    return ""


def _box_text(pieces: list[bytes]) -> str:
    """Return the text of a comment or text box: the record behind the first one (2.4.329, TxO)."""
    if len(pieces) < 2 or len(pieces[0]) < 12:  # noqa: PLR2004 - the text, where its length stands
        return ""
    length = _COLUMN.unpack_from(pieces[0], 10)[0]
    flags, text = pieces[1][:1], pieces[1][1:]
    return text[: 2 * length].decode("utf-16-le", "replace") if flags == b"\1" else text[:length].decode("latin-1")


def _check_dimensions(content: bytes, measure: Measure) -> None:
    """Check the range that a sheet declares, for which calamine makes room ([MS-XLS] 2.4.90)."""
    layout = "<IIHH" if len(content) >= 14 else "<HHHH"  # noqa: PLR2004 - BIFF8
    if len(content) < struct.calcsize(layout):
        return
    top, bottom, left, right = struct.unpack_from(layout, content)
    if (bottom - top + 1) * (right - left + 1) > _MOST_DECLARED:
        raise InputError("damaged", f"{measure.name}: a sheet declares more cells than a sheet has; save it anew")


def _records(stream: bytes, at: int) -> Iterator[tuple[int, list[bytes]]]:
    """Yield the records from an offset to the end of the sheet, each with those that continue it."""
    record: tuple[int, list[bytes]] | None = None
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        content = stream[at + 4 : at + 4 + length]
        at += 4 + length
        if kind == _CONTINUE and record:
            record[1].append(content)
            continue
        if record:
            yield record
        record = kind, [content]
        if kind == _EOF:
            return
    if record:
        yield record
