"""Classifies the lines of a text with lines.lark."""

from __future__ import annotations

from typing import Final, NamedTuple

from gaixml.scanners import is_plain, scanner

TABLE: Final = "TABLE"
"""The kind of a line that is a whole table, because the format of the source marks it as one."""
_REST = r"[^\r\n]*(?:\r\n|\r|\n|\Z)"


class Line(NamedTuple):
    """A line. ``kind``: the terminal that begins it; ``mark``: where that ends; ``end``: behind the line end."""

    kind: str
    start: int
    mark: int
    end: int


def scan_lines(text: str, rule: str = "line", start: int = 0, end: int | None = None) -> list[Line]:
    """Return the lines of ``text[start:end]``, which tile it. ``rule`` is ``line``, or ``prose`` for no tables."""
    pattern = scanner("lines", rule, after=_REST, plain=is_plain(text, start, end))
    lines = [
        Line(match.lastgroup or "", match.start(), match.end(match.lastgroup or 0), match.end())
        for match in pattern.finditer(text, start, len(text) if end is None else end)
    ]
    if lines and lines[-1].start == lines[-1].end:
        lines.pop()  # the empty match behind the last line end
    return lines
