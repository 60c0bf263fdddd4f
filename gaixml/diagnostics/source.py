"""A line of a source as a terminal shows it: the words meant in sight and marked beneath, wide characters minded."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

from rich.cells import cell_len

from gaixml.terminal_text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HERE: Final = "^"
"""Marks what a finding is about."""
RELATED: Final = "~"
"""Marks what else takes part."""
CUT: Final = "…"
_TAB: Final = 4
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""General categories of characters that steer a terminal, turn text around or cannot be seen."""
_WORDS: Final = re.compile("[\x21-\x7e]+|.", re.DOTALL)
_OPENING: Final = frozenset("（《〈「『【〔“‘([{")
_CLOSING: Final = frozenset("，。、；：？！）》〉」』】〕”’…,.;:?!)]}%")


class Span(NamedTuple):
    """A part of a line with the sign it is marked by: from ``start`` up to ``end``, in characters."""

    start: int
    end: int
    sign: str


@dataclass(frozen=True, slots=True)
class Marked:
    """A line to show, and the line of signs under it."""

    text: str
    signs: str


def seen(character: str) -> str:
    """Return what is shown for a character: for one that cannot be seen, its code."""
    if unicodedata.category(character) not in _UNSEEN:
        return character
    code = ord(character)
    return visible(character) or f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}"  # noqa: PLR2004 - one byte


def one_line(text: str) -> str:
    """Return a text on one line, with nothing in it that cannot be seen."""
    return "".join(seen(character) for character in " ".join(text.split()))


def _pieces(line: str) -> list[str]:
    """Return what is shown for each character of a line; a tab fills up to the next stop."""
    pieces, column = [], 0
    for character in line:
        piece = " " * (_TAB - column % _TAB) if character == "\t" else seen(character)
        pieces.append(piece)
        column += cell_len(piece)
    return pieces


def marked_lines(line: str, spans: Iterable[Span], width: int) -> list[Marked]:
    """Return a line with marks, at most ``width`` cells wide; of a longer one what stands around the marks, in order.

    What a finding is about is in the middle of what is shown; what else takes part and is farther off follows alone.
    """
    rest = sorted(spans, key=lambda span: (span.sign != HERE, span.start))
    found: list[tuple[int, Marked]] = []
    while rest:
        part = _Part(line, rest[0], width)
        inside = [rest[0]] + [span for span in rest[1:] if part.first <= span.start and span.end <= part.last]
        found.append((part.first, Marked(part.text, _signs(part, inside))))
        rest = [span for span in rest if span not in inside]
    return [marked for _, marked in sorted(found, key=lambda one: one[0])]


class _Part:
    """What is shown of a line, at most ``width`` cells: characters ``first`` up to ``last``, a span in the middle."""

    def __init__(self, line: str, span: Span, width: int) -> None:
        near = 2 * width  # no more of a very long line is looked at; most characters take up two cells
        start, end = max(0, span.start - near), min(len(line), min(span.end, span.start + near) + near)
        pieces = _pieces(line[start:end])
        edges = [0, *accumulate(map(cell_len, pieces))]
        first, last = 0, len(pieces)
        if edges[-1] > width or end - start < len(line):
            first, last = _window(edges, Span(span.start - start, span.end - start, span.sign), width - 2 * len(CUT))
        self.first, self.last = start + first, start + last
        before, after = CUT if self.first else "", CUT if self.last < len(line) else ""
        self.text = before + "".join(pieces[first:last]) + after
        self.edges = [edge - edges[first] + len(before) for edge in edges[first : last + 1]]
        """The cells at which the characters begin, then the end of the last."""


def _signs(part: _Part, spans: Sequence[Span]) -> str:
    """Return the signs under a part of a line."""
    signs = [" "] * (part.edges[-1] + 1)
    for span in sorted(spans, key=lambda span: span.sign == HERE):  # what is meant over what else takes part
        left = part.edges[min(max(span.start, part.first), part.last) - part.first]  # an archive may name any place
        right = max(part.edges[min(max(span.end, part.first), part.last) - part.first], left + 1)
        signs[left:right] = span.sign * (right - left)
    return "".join(signs).rstrip()


def _window(edges: Sequence[int], span: Span, room: int) -> tuple[int, int]:
    """Return which characters to show, first and last + 1, so that a span stands in the middle of ``room`` cells.

    ``edges`` are the cells at which the characters begin, then the end of the last.
    """
    left, right = edges[min(span.start, len(edges) - 1)], edges[min(span.end, len(edges) - 1)]
    begin = max(0, min(left - max(0, room - (right - left)) // 2, edges[-1] - room))
    first = next(at for at, edge in enumerate(edges) if edge >= begin)
    last = max(at for at, edge in enumerate(edges) if edge <= edges[first] + room)
    return first, last


def shortened(text: str, width: int) -> str:
    """Return a text at most so many cells wide; the end of a longer one is cut off."""
    if cell_len(text) <= width:
        return text
    kept, used = "", len(CUT)
    for character in text:
        used += cell_len(character)
        if used > width:
            break
        kept += character
    return kept + CUT if width else ""


def padded(text: str, width: int) -> str:
    """Return a text cut or filled up to so many cells."""
    text = shortened(text, width)
    return text + " " * (width - cell_len(text))


def folds(text: str, width: int) -> list[int]:
    """Return where to break a text into lines of so many cells: between Chinese characters, but not in a Latin word.

    No line begins with a closing mark or ends with an opening one; what is longer than a line is broken anywhere.
    """
    breaks: list[int] = []
    used = 0
    for match in _WORDS.finditer(text):
        length = cell_len(match[0])
        if used + length > width and match[0] != " ":
            at = _break(text, match.start(), breaks[-1] if breaks else 0)
            breaks.append(at)
            used = cell_len(text[at : match.start()])
            for inside, character in enumerate(match[0]):
                if used + cell_len(character) > width:
                    breaks.append(match.start() + inside)
                    used = 0
                used += cell_len(character)
        else:
            used += length
    return breaks


def _break(text: str, at: int, start: int) -> int:
    """Return where to break a line that begins at ``start``: at ``at``, or before marks that belong together there."""
    best = at
    while best > start and (text[best] in _CLOSING or text[best - 1] in _OPENING):
        best -= 1
    return best if best > start else at
