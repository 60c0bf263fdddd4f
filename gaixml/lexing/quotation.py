"""Follows a quotation over several lines: what an amendment puts in the place of a provision is no heading of its own.

Chinese quotations open with “ at every paragraph and close with ” at the last one only.
"""

from __future__ import annotations

from typing import Final

from gaixml.scanners import scanner

_STRAIGHT: Final = '"'
_NEAR: Final = 200
"""What announces a quotation stands in so many characters before it."""
_LONGEST: Final = 200
"""A quotation of more lines was never closed."""


class Quotation:
    """Whether a quotation is open at a point of the text, because a line said 修改为：“… and did not close it."""

    def __init__(self, text: str) -> None:
        """Start outside of any quotation."""
        self._text = text
        self._is_announced = False
        self._lines = 0
        self.is_open = False

    def read(self, start: int, end: int) -> bool:
        """Go on over a line; return whether it goes on with a quotation that was announced or open before it."""
        if not self.is_open and self._last(start, end) < 0:
            self._is_announced = self._announces(start, end)
            return False
        begins = scanner("lines", "quoted").match(self._text, start, end) is not None
        quoted = self.is_open or (begins and self._is_announced)
        excess = self._excess(start, end, begins=begins)
        if self.is_open:
            self._lines += 1
            self.is_open = excess >= begins and self._lines < _LONGEST
        elif excess > 0:
            self.is_open = quoted or self._ends_in("quoting", start, self._last(start, end))
            self._lines = 0
        self._is_announced = self._announces(start, end)
        return quoted

    def _excess(self, start: int, end: int, *, begins: bool) -> int:
        """Return how many more quotations a line opens than it closes; a straight mark says by its place which."""
        excess = self._text.count("“", start, end) - self._text.count("”", start, end)
        if self._text.count(_STRAIGHT, start, end) % 2:
            excess += 1 if begins or not self.is_open else -1
        return excess

    def _last(self, start: int, end: int) -> int:
        """Return the place of the last mark of a line that may open a quotation."""
        return max(self._text.rfind(mark, start, end) for mark in ("“", _STRAIGHT))

    def close(self) -> None:
        """Give up a quotation whose end was never printed."""
        self.is_open = self._is_announced = False

    def _announces(self, start: int, end: int) -> bool:
        return self._text.find("：", start, end) >= 0 and self._ends_in("announcing", start, end)

    def _ends_in(self, rule: str, start: int, end: int) -> bool:
        return scanner("lines", rule).search(self._text[max(start, end - _NEAR) : end]) is not None
