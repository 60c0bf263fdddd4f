"""Finds what stands before the first heading of an instrument: its title, the note of its adoption, its preamble.

Only where they stand tells titles from text: at the top of a document, before any sentence, or behind a signature,
where a notice is followed by what it issues. A title may be spread over several lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gaixml.lexing.blocks import unmarked
from gaixml.model import ARTICLE, Block, Heading
from gaixml.scanners import scanner

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINES: Final = 5
"""A title is spread over so many lines at most."""
_SKIPPED: Final = 8
"""So many lines may stand before it: letterhead, document number."""
_NOTE: Final = 12
"""A note in brackets is spread over so many lines at most."""
_PARTS: Final = frozenset({"TEXT", "AGENCY", "YEAR"})
_BEHIND: Final = frozenset({"DATE", "SIGNATURE", "ANNEX"})
"""What a second title stands behind."""
_ASIDE: Final = frozenset({"FURNITURE", "NOTE", "CONTENTS"})
"""What may stand between a title, the note of adoption and the preamble."""


def mark_front(text: str, tokens: list[Block]) -> None:
    """Give the lines of titles, adoption notes and preambles their types."""
    front = _Front(text, tokens)
    has_articles = any(isinstance(token, Heading) and token.rung == ARTICLE for token in tokens)
    for at in [*front.openings(), *front.restarts()]:
        title = front.mark_title(at)
        if title:
            behind = front.mark_adoption(title)
            if has_articles:
                front.mark_preamble(behind)


class _Front:
    """The lines of a document that stand before headings."""

    def __init__(self, text: str, tokens: list[Block]) -> None:
        """Take the tokens, whose types are changed."""
        self._text, self._tokens = text, tokens

    def openings(self) -> list[int]:
        """Return the places of the tokens at which a text may begin: the first, and what stands behind a signature."""
        tokens = self._tokens
        return [0] + [
            at + 1 for at in range(len(tokens) - 1) if tokens[at].type in _BEHIND and tokens[at + 1].type not in _BEHIND
        ]

    def restarts(self) -> Iterator[int]:
        """Yield the places of the titles behind which articles begin anew: another statute."""
        begun = False
        for at, token in enumerate(self._tokens):
            if not isinstance(token, Heading) or token.rung != ARTICLE:
                continue
            if begun and token.ordinal == 1 and not token.insertion:
                yield from self._title_before(at)
            begun = True

    def _title_before(self, at: int) -> Iterator[int]:
        """Yield the place of the title between the last text of one statute and the first heading of the next."""
        top = max(at - _NOTE, 0)
        while at > top and isinstance(self._tokens[at - 1], Heading):
            at -= 1
        first = at
        while first > top and not isinstance(self._tokens[first - 1], Heading):
            first -= 1
        found = next((one for one in range(first, at) if self._is_part(one) and self._title_lines(one)), None)
        if found is not None:
            yield found

    def mark_title(self, at: int) -> int:
        """Mark the title that stands at a place, if any; return the place behind it, 0 without one."""
        tokens = self._tokens
        for first in range(at, min(at + _SKIPPED, len(tokens))):
            token = tokens[first]
            if token.type == "TITLE":
                return first + 1
            if token.type in _ASIDE or (token.type in _PARTS and self._is_skipped(first)):
                continue
            if token.type not in _PARTS or not self._is_part(first):
                return 0
            lines = self._title_lines(first)
            if lines:
                for line in tokens[first : first + lines]:
                    line.type = "YEAR"  # a line of a title that goes on
                tokens[first + lines - 1].type = "TITLE"
                return first + lines
        return 0

    def mark_adoption(self, at: int) -> int:
        """Mark the note of adoption that stands from a place on, if any; return the place behind it."""
        tokens, is_open = self._tokens, 0
        if self._fits("subtitle", at) and tokens[at].type == "TEXT":
            tokens[at].type = "TITLE"
        behind = at
        while at < len(tokens) and (tokens[at].type in {"TEXT", "DATE", "TITLE"} or tokens[at].type in _ASIDE):
            if is_open:
                is_open = 0 if self._fits("adoption_close", at) else is_open - 1
            elif self._fits("adoption_open", at) and self._adopts(at):
                is_open = _NOTE
            elif not self._fits("adoption", at):
                if not self._is_skipped(at) and tokens[at].type not in {*_ASIDE, "TITLE"}:
                    break
                at += 1
                continue
            tokens[at].type = "ADOPTION"
            at = behind = at + 1
        return behind

    def mark_preamble(self, at: int) -> None:
        """Mark the text between a place and the first heading, if nothing else stands between them."""
        until = at
        while until < len(self._tokens) and self._tokens[until].type in {"TEXT", *_ASIDE}:
            until += 1
        if until < len(self._tokens) and isinstance(self._tokens[until], Heading):
            for one in range(at, until):
                if self._tokens[one].type == "TEXT" and not self._is_skipped(one):
                    self._tokens[one].type = "PREAMBLE"

    def _adopts(self, at: int) -> bool:
        """Tell whether the lines from a place on, up to the end of a bracket, are a note of adoption."""
        stop = next((one for one in range(at, at + _NOTE) if self._fits("adoption_close", one)), at)
        return scanner("lines", "adoption").fullmatch(self._squeezed(at, stop - at + 1)) is not None

    def _title_lines(self, first: int) -> int:
        """Return of how many lines the title consists that begins with a line, 0 if none does."""
        for lines in range(1, _LINES + 1):
            if first + lines > len(self._tokens) or not self._is_part(first + lines - 1):
                return 0
            if scanner("lines", "instrument").fullmatch(self._squeezed(first, lines)):
                return self._with_rest(first, lines)
        return 0

    def _with_rest(self, first: int, lines: int) -> int:
        """Return the number of a title's lines with what goes on behind a line that is a title already."""
        behind = first + lines
        if behind < len(self._tokens) and self._is_part(behind) and self._fits("title_rest", behind):
            return lines + bool(scanner("lines", "instrument").fullmatch(self._squeezed(first, lines + 1)))
        return lines

    def _is_part(self, at: int) -> bool:
        return self._tokens[at].type in _PARTS and self._fits("title_part", at) and not self._fits("before_title", at)

    def _is_skipped(self, at: int) -> bool:
        """Tell whether a line is a letterhead, a document number or nothing at all."""
        return self._fits("before_title", at) or self._fits("silent", at)

    def _fits(self, rule: str, at: int) -> bool:
        return at < len(self._tokens) and scanner("lines", rule).fullmatch(self._printed(at)) is not None

    def _printed(self, at: int, count: int = 1) -> str:
        """Return what some lines print, without the blanks around it."""
        tokens = self._tokens
        end = tokens[at + count].start if at + count < len(tokens) else len(self._text)
        return self._text[tokens[at].start : end].strip("\ufeff").strip()

    def _squeezed(self, at: int, count: int) -> str:
        """Return what some lines print, without blanks and Markdown signs."""
        return unmarked(self._printed(at, count))
