"""Finds the labels of the forms in tables without separators: what stands between two of them are figures.

`一、本年新收政府信息公开申请数量801000081二、上年结转…`: the labels show where a row begins, nothing where a figure
ends.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from gaixml.forms.printed import Figure, Header, PrintedRow
from gaixml.parsing.columns import Column
from gaixml.scanners import scanner

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Sequence

    from gaixml.model import Table


class _Found(NamedTuple):
    """A label in the text: its terminal in lines.lark, where it begins and ends."""

    kind: str
    start: int
    end: int


_HEAD: Final = frozenset({"CAPTION_LABEL", "HEAD_LABEL"})


def flattened_rows(text: str, table: Table) -> list[PrintedRow]:
    """Return the rows of a table without separators; the figures of each are one Figure."""
    found = list(_labels(text, table.start, table.end))
    stops = [label.start for label in found[1:]] + [table.end]
    places = [row.end for row in table.rows]
    rows: list[PrintedRow] = []
    head: list[tuple[_Found, int]] = []  # the labels of the header, each with where its figures or the next label begin
    header = before = Header()
    for label, stop in zip(found, stops, strict=True):
        glued = _glued(text, label, stop)
        if label.kind in _HEAD:
            head, before = (head, before) if header is _OPEN else ([], header)
            head.append((label, glued.start if glued.start < glued.end else stop))
            header = _OPEN
        if label.kind in _HEAD and glued.start == glued.end:
            continue
        if header is _OPEN:
            header = _header(text, table, head) if len(head) > 1 or not rows else before  # one word is no header
        if label.kind == "ROW_LABEL" or glued.start < glued.end:
            printed = _squeezed(text, label.start, glued.label) if label.kind == "ROW_LABEL" else ""
            row = PrintedRow(table, printed, (), header, "", unit=glued.unit, glued=True)
            row.is_torn = _is_torn(text[glued.end : stop])
            end = glued.start + len(text[glued.start : stop].rstrip()) if row.is_torn else glued.end
            cell = f"{table.id}.r{min(bisect_right(places, glued.start), len(places) - 1) + 1}.c1"
            row.figures = [Figure(cell, text[glued.start : end], glued.start, end)]
            rows.append(row)
            if row.is_torn and not printed and not header.is_foreign:  # no figures, but the head of a column: 2021年
                header = replace(header, is_foreign=True)
    return rows


_OPEN: Final = Header()
"""Stands for a header whose labels are still being collected."""


def _header(text: str, table: Table, labels: Sequence[tuple[_Found, int]]) -> Header:
    """Return the header of these labels; words of others between them are those of columns that no form has."""
    printed = [_squeezed(text, label.start, label.end) for label, _ in labels]
    columns = [Column(f"{table.id}.k{at}", (name,), 0, 0) for at, name in enumerate(printed, 1)]
    remarks = scanner("cells", "remarks")
    is_foreign = any(not remarks.match(text, label.end, stop) for label, stop in labels)
    return Header(columns, printed, is_foreign)


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
    """Tell whether what stands behind the figures, up to the next label, may belong to them: 0|2022年我局…, 1.5|万.

    A bracket cannot, neither that of a label's number, （三）, nor that of a remark; nor can the beginning of a label
    that a page cut in two.
    """
    rest = rest.strip()
    return bool(rest) and rest[0] not in "（(" and not scanner("cells", "cut_label").match(rest)


def _labels(text: str, start: int, end: int) -> Iterator[_Found]:
    """Yield the labels of the forms in a text; what only ends as a head does (五、行政诉讼数量) is none."""
    last = start
    for match in scanner("lines", "form_label").finditer(text, start, end):
        begins_word = match.start() == start or not text[match.start() - 1].isalpha() or match.start() == last
        if match.lastgroup != "HEAD_LABEL" or begins_word:
            yield _Found(match.lastgroup or "", match.start(), match.end())
        last = match.end()
