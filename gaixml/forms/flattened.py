"""Finds the labels of the forms in tables without separators: what stands between two of them are figures.

`一、本年新收政府信息公开申请数量801000081二、上年结转…`: the labels show where a row begins, nothing where a figure
ends.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from gaixml.forms.printed import Figure, Header, PrintedRow
from gaixml.parsing.columns import Column
from gaixml.scanners import scanner

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from gaixml.model import Table


class _Found(NamedTuple):
    """A label in the text: its terminal in lines.lark, where it begins and ends."""

    kind: str
    start: int
    end: int


def flattened_rows(text: str, table: Table) -> list[PrintedRow]:
    """Return the rows of a table without separators; the figures of each are one Figure."""
    found = list(_labels(text, table.start, table.end))
    stops = [label.start for label in found[1:]] + [table.end]
    places = [row.end for row in table.rows]
    rows: list[PrintedRow] = []
    header: list[Column] = []
    over = Header()
    is_open = True  # whether the labels that come still belong to the header
    for label, stop in zip(found, stops, strict=True):
        if label.kind in {"CAPTION_LABEL", "HEAD_LABEL"}:
            header = header if is_open else []
            header.append(Column(f"{table.id}.k{len(header) + 1}", (_squeezed(text, label.start, label.end),), 0, 0))
            is_open, over = True, Header()
        is_row = label.kind == "ROW_LABEL"
        glued = _glued(text, label, stop)
        if is_row or glued.start < glued.end:
            if header and not over.columns:
                over = Header(header, [column.labels[0] for column in header])
            cell = f"{table.id}.r{min(bisect_right(places, glued.start), len(places) - 1) + 1}.c1"
            row = PrintedRow(
                table,
                _squeezed(text, label.start, glued.label) if is_row else "",
                (),
                over,
                "",
            )
            row.figures = [Figure(cell, text[glued.start : glued.end], glued.start, glued.end)]
            row.unit, row.glued = glued.unit, True
            row.is_torn = _is_torn(text[glued.end : stop])
            if row.is_torn:
                end = glued.start + len(text[glued.start : stop].rstrip())
                row.figures = [Figure(cell, text[glued.start : end], glued.start, end)]
            rows.append(row)
        is_open = is_open and label.kind in {"CAPTION_LABEL", "HEAD_LABEL"} and glued.start == glued.end
    return rows


def _squeezed(text: str, start: int, end: int) -> str:
    return "".join(text[start:end].split())


class _Glued(NamedTuple):
    """Where a label ends, the unit behind it, where its figures begin and end."""

    label: int
    unit: str
    start: int
    end: int


def _glued(text: str, label: _Found, stop: int) -> _Glued:
    """Return the figures behind a label, blanks around them left out; its damaged end belongs to the label."""
    end = label.end
    match = _figures(text, end, stop)
    tail = (
        scanner("cells", "label_tail").match(text, end, stop)
        if label.kind == "ROW_LABEL" and not match["figures"].strip()
        else None
    )
    if tail:
        end = tail.end()
        match = _figures(text, end, stop)
    start, last = match.span("figures")
    remark = scanner("cells", "remark_behind").match(text, last, stop)
    last = remark.end() if remark else last
    printed = text[start:last]
    first = start + len(printed) - len(printed.lstrip())
    return _Glued(end, match["unit"] or "", first, first + len(printed.strip()))


def _figures(text: str, start: int, stop: int) -> re.Match[str]:
    match = scanner("cells", "glued").match(text, start, stop)
    assert match, "the figures may be none"  # noqa: S101 - the terminal matches the empty text
    return match


def _is_torn(rest: str) -> bool:
    """Tell whether what stands behind the figures, up to the next label, may have begun among them: 0|2.传真申谱数0.

    A bracket cannot: neither that of a label's number, （三）, nor that of a remark.
    """
    rest = rest.strip()
    if not rest or rest[0] in "（(":
        return False
    return not rest[0].isalpha() or any(char.isdigit() for char in rest)


def _labels(text: str, start: int, end: int) -> Iterator[_Found]:
    """Yield the labels of the forms in a text."""
    for match in scanner("lines", "form_label").finditer(text, start, end):
        yield _Found(match.lastgroup or "", match.start(), match.end())
