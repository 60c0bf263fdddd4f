"""Reads a marker of the numbering ladder and the heading behind it (lines.lark: ``rungs``, ``heading``)."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final

from gaixml.model import Heading
from gaixml.numerals import parse_numeral
from gaixml.scanners import alternatives, scanner

if TYPE_CHECKING:
    from gaixml.lexing.lines import Line

_EMPHASIS: Final = ("**", "__", "*")
RANK: Final = {rung: rank for rank, rung in enumerate(alternatives("lines", "rungs"))}
"""The rungs of the ladder, from the highest, in the order that 立法技术规范 and GB/T 9704-2012 (7.3.3) give them."""


def number_start(text: str, line: Line) -> int:
    """Return where the printed number of a line's marker begins, behind blanks and Markdown signs."""
    lead = scanner("lines", "lead").match(text, line.start, line.mark)
    return lead.end() if lead else line.start


@functools.lru_cache(maxsize=4096)
def read_ordinal(number: str) -> int | None:
    """Return the value of a printed number such as ``（二）``, None when no numeral stands in it."""
    match = scanner("lines", "numeral").search(number)
    numeral = parse_numeral(match.group()) if match else None
    return numeral.value if numeral else None


def read_insertion(number: str) -> int:
    """Return the 1 of 第一百二十条之一, 0 for any other number."""
    match = scanner("lines", "insertion").search(number)
    return (read_ordinal(match["numeral"]) or 0) if match else 0


def line_ordinal(text: str, line: Line) -> int | None:
    """Return the value of the number that a line's marker prints."""
    return read_ordinal(text[number_start(text, line) : line.mark])


def read_heading(text: str, line: Line, basis: str = "line", *, flat: bool = False) -> Heading:
    """Return the heading that a line's marker opens; ``flat``: it is one of several in its line.

    The heading's ``end`` is where the text of its section begins; it is the line's end when nothing follows.
    """
    number = number_start(text, line)
    gap = scanner("lines", "gap").match(text, line.mark, line.end)
    after = gap.end() if gap else line.mark
    rules = ["heading_article" if line.kind == "ARTICLE" else "heading_flat" if flat else "heading"]
    if text[line.start : number].endswith(_EMPHASIS):
        rules.insert(0, "heading_bold")
    matches = (scanner("lines", rule).match(text, after, line.end) for rule in rules)
    match = next((match for match in matches if match), None)
    title = match.span() if match else (after, after)
    stop = scanner("lines", "heading_end").match(text, title[1], line.end)
    end = stop.end() if stop and (match or stop.end() == line.end) else after
    return Heading(
        type="",
        start=line.start,
        end=end,
        rung=line.kind,
        ordinal=read_ordinal(text[number : line.mark]),
        insertion=read_insertion(text[number : line.mark]) if line.kind == "ARTICLE" else 0,
        number=(number, line.mark),
        title=title,
        depth=text.count("#", line.start, number),
        basis=basis,
    )
