"""Counts the automatic numbers of paragraphs and prints them (ECMA-376 Part 1, 17.9).

The counters belong to the abstract numbering: lists that share it go on counting, unless one overrides a start.
"""

from __future__ import annotations

import copy
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gaixml.readers.docx.names import VAL, W, child_value, is_on, number
from gaixml.readers.docx.number_formats import BULLET, print_number

if TYPE_CHECKING:
    from lxml import etree

    from gaixml.readers.docx.styles import Styles

_LEVELS: Final = 9
_PLACE: Final = re.compile("%([1-9])")
_PRIVATE: Final = re.compile("[\ue000-\uf8ff]")
"""What fonts of symbols print their bullets with."""
_WIDE: Final = frozenset("WFA")
"""The widths (UAX #11) of characters behind which no blank is typed: 、 ） ① stand in a square of their own."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list (17.9.6 lvl). ``restart`` is the level, counted from 1, behind which it begins anew."""

    start: int
    number_format: str
    pattern: str
    text: str
    suffix: str
    restart: int | None
    is_legal: bool
    style: str

    def restarts_behind(self, level: int, own: int) -> bool:
        """Tell whether level ``own`` begins anew behind a number of a higher ``level``, both counted from 0."""
        return level < (own if self.restart is None or self.restart > own else self.restart)


_NO_LEVEL: Final = Level(1, "none", "", "", "nothing", None, is_legal=False, style="")


@dataclass(frozen=True, slots=True)
class List:
    """A list (17.9.15 num): its levels, and where it overrides what they start with."""

    abstract: str
    levels: list[Level]
    starts: dict[int, int]

    def level_of(self, style: str) -> int | None:
        """Return the level that a paragraph style belongs to (17.9.23 pStyle)."""
        return next((at for at, level in enumerate(self.levels) if level.style == style), None)


class Numbering:
    """The lists of a document, and how far each has counted."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        """Read the numbering part; without one nothing is numbered."""
        self._styles = styles
        self._abstracts: dict[str, etree._Element] = {}
        self._nums: dict[str, etree._Element] = {}
        if root is not None:
            self._abstracts = {one.get(f"{W}abstractNumId", ""): one for one in root.iterchildren(f"{W}abstractNum")}
            self._nums = {one.get(f"{W}numId", ""): one for one in root.iterchildren(f"{W}num")}
        self._lists: dict[str, List | None] = {}
        self.begin()

    def anew(self) -> Numbering:
        """Return the same lists before they count: text boxes, notes, headers and comments count for themselves."""
        again = copy.copy(self)
        again.begin()
        return again

    def begin(self) -> None:
        """Forget what was counted."""
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    def label(self, style: str, properties: etree._Element | None) -> str:
        """Return the number of the next paragraph with what parts it from the text, '' for one without.

        ``style`` is the paragraph's, ``properties`` its own w:numPr. Each call counts.
        """
        num_id, level = child_value(properties, f"{W}numId"), child_value(properties, f"{W}ilvl")
        inherited = self._styles.numbering(style)
        listed = self._list(num_id or inherited.num_id or "0")
        if listed is None:
            return ""
        at = None if level is not None or num_id is not None else listed.level_of(style)
        at = number(level or inherited.level) if at is None else at
        if not 0 <= at < _LEVELS:
            return ""
        values = self._count(num_id or inherited.num_id or "0", listed, at)
        return _print_label(listed, at, values)

    def _count(self, num_id: str, listed: List, at: int) -> list[int]:
        """Count on at a level; return the values of it and of those above it."""
        counts = self._counts.setdefault(listed.abstract, [None] * _LEVELS)
        if at in listed.starts and (num_id, at) not in self._begun:
            counts[at] = listed.starts[at]
        else:
            before = counts[at]
            counts[at] = listed.starts.get(at, listed.levels[at].start) if before is None else before + 1
        self._begun.add((num_id, at))
        for up in range(at):
            if counts[up] is None:  # a level that was left out counts as if it had been there
                counts[up] = listed.starts.get(up, listed.levels[up].start)
        for below in range(at + 1, _LEVELS):
            if listed.levels[below].restarts_behind(at, below):
                counts[below] = None
        return [value or 0 for value in counts[: at + 1]]

    def _list(self, num_id: str) -> List | None:
        if num_id not in self._lists:
            num = self._nums.get(num_id)
            self._lists[num_id] = None if num is None or num_id == "0" else self._read_list(num)
        return self._lists[num_id]

    def _read_list(self, num: etree._Element) -> List | None:
        abstract = self._abstract(num, 0)
        if abstract is None:
            return None
        levels = [_NO_LEVEL] * _LEVELS
        starts: dict[int, int] = {}
        for level in abstract.iterchildren(f"{W}lvl"):
            _put(levels, level)
        for override in num.iterchildren(f"{W}lvlOverride"):
            start = override.find(f"{W}startOverride")
            if start is not None:
                starts[number(override.get(f"{W}ilvl"))] = number(start.get(VAL))
            for level in override.iterchildren(f"{W}lvl"):
                _put(levels, level)
        return List(abstract.get(f"{W}abstractNumId", ""), levels, starts)

    def _abstract(self, num: etree._Element, depth: int) -> etree._Element | None:
        """Return a list's abstract numbering, through the numbering style that stands in for it (17.9.21)."""
        abstract = self._abstracts.get(child_value(num, f"{W}abstractNumId") or "")
        link = child_value(abstract, f"{W}numStyleLink")
        if link is None or depth >= _LEVELS:
            return abstract
        linked = self._nums.get(self._styles.numbering(link).num_id or "")
        if linked is not None:
            return self._abstract(linked, depth + 1)
        return next((one for one in self._abstracts.values() if child_value(one, f"{W}styleLink") == link), None)


def _put(levels: list[Level], level: etree._Element) -> None:
    at = number(level.get(f"{W}ilvl"), -1)
    if not 0 <= at < _LEVELS:
        return
    formats = level.find(f"{W}numFmt")
    if formats is None:  # the format proper may stand in an alternative (custom formats do)
        formats = next(level.iter(f"{W}numFmt"), None)
    restart = child_value(level, f"{W}lvlRestart")
    levels[at] = Level(
        start=number(child_value(level, f"{W}start"), 0),
        number_format="decimal" if formats is None else formats.get(VAL, "decimal"),
        pattern="" if formats is None else formats.get(f"{W}format", ""),
        text=child_value(level, f"{W}lvlText") or "",
        suffix=child_value(level, f"{W}suff") or "tab",
        restart=None if restart is None else number(restart),
        is_legal=is_on(level.find(f"{W}isLgl")),
        style=child_value(level, f"{W}pStyle") or "",
    )


def _print_label(listed: List, at: int, values: list[int]) -> str:
    """Print a level's text with the numbers in their places (17.9.11 lvlText) and what follows it (17.9.28 suff).

    The tab that follows a number by default prints as the gap that a person would type: none behind 一、 and （一）,
    a blank behind 1. and (1).
    """
    level = listed.levels[at]

    def printed(place: int) -> str:
        if place > at:
            return ""
        one = listed.levels[place]
        number_format = "decimal" if level.is_legal and one.number_format != "none" else one.number_format
        return print_number(values[place], number_format, one.pattern)

    if level.number_format == "bullet":
        text = _PRIVATE.sub(BULLET, level.text)
    else:
        text = _PLACE.sub(lambda match: printed(int(match[1]) - 1), level.text)
    if not text or level.suffix == "nothing":
        return text
    is_set_off = level.number_format == "bullet" or unicodedata.east_asian_width(text[-1]) not in _WIDE
    return text + " " if level.suffix == "space" or is_set_off else text
