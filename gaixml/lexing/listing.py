"""Tells the numbered lines of a note or of a list of annexes (附件：1.… / 2.…) from headings."""

from __future__ import annotations

from typing import Final

from gaixml.lexing.blocks import block_type
from gaixml.lexing.headings import RANK, line_ordinal
from gaixml.lexing.lines import Line, scan_lines

_WHOLE: Final = frozenset({"PUBLICITY_LINE"})
"""Notes that nothing is listed under."""
_LISTS: Final = frozenset({"ATTACHMENT", "NOTE"})


class Listing:
    """The list that is open in a text, if any: what it lists, the rung of its numbers, the last ordinal."""

    def __init__(self, text: str) -> None:
        """Start without a list."""
        self._text = text
        self._type = self._rung = ""
        self._last = 0

    def type_of(self, line: Line) -> str:
        """Return the block that a line belongs to: ATTACHMENT or NOTE, or nothing when it goes on with no list."""
        block = block_type(line.kind)
        if block in _LISTS and line.kind not in _WHOLE:
            self._begin(block, line)
            return block
        if self._type and line.kind in RANK and self._rung in {"", line.kind} and self._ordinal(line) == self._last + 1:
            self._rung, self._last = line.kind, self._last + 1
            return self._type
        self._type = ""
        return ""

    def _begin(self, block: str, line: Line) -> None:
        """Open a list: its first number stands in the same line or in the next."""
        self._type, self._rung, self._last = block, "", 0
        rest = scan_lines(self._text, "prose", line.mark, line.end)
        if rest and rest[0].kind in RANK:
            self._rung, self._last = rest[0].kind, self._ordinal(rest[0])
        elif rest and rest[0].kind != "BLANK_LINE":
            self._type = ""

    def _ordinal(self, line: Line) -> int:
        return line_ordinal(self._text, line) or 0
