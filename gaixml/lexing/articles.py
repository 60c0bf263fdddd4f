"""Finds the paragraphs (款) of articles, which carry no number: each paragraph of an article is one.

A paragraph that ends in ，or ： goes on in the next, and so does a line that was broken inside a sentence or quotation.
What stands between two items （一） （二） belongs to the first of them; behind the last one a new 款 begins, unless
the items are names that are explained below them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gaixml.model import ARTICLE, PARAGRAPH, Block, Heading
from gaixml.scanners import scanner

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CLOSING: Final = frozenset({"TITLE", "DATE", "SIGNATURE", "ATTACHMENT", "ANNEX"})
"""What no article goes on behind."""


def open_paragraphs(text: str, tokens: Sequence[Block], places: dict[str, int]) -> list[Block]:
    """Return the tokens with a heading of rung PARAGRAPH, empty, before what each 款 begins with.

    ``places`` gives the places of the rungs in the ladder; without ARTICLE nothing is changed.
    """
    if ARTICLE not in places:
        return list(tokens)
    return list(_Paragraphs(text, tokens, places).mark())


class _Paragraphs:
    """The article that is open at a point of the text, with its 款."""

    def __init__(self, text: str, tokens: Sequence[Block], places: dict[str, int]) -> None:
        """Start before the first token."""
        self._text, self._tokens, self._places = text, tokens, places
        self._coming = _coming_items(tokens, places)
        self._is_open = False
        self._count = 0
        self._item: Heading | None = None
        self._hangs = False  # whether text stands below the names of items

    def mark(self) -> Iterator[Block]:
        """Yield the tokens with the headings of the paragraphs."""
        before: Block | None = None
        ends = [token.start for token in self._tokens[1:]] + [len(self._text)]
        for token, end in zip(self._tokens, ends, strict=True):
            if isinstance(token, Heading):
                yield from self._heading(token)
            elif self._is_open and token.type in _CLOSING:
                self._is_open = False
            elif self._is_open and token.type == "TEXT" and self._begins(before, token, end):
                self._item, self._hangs = None, False
                yield self._paragraph(token)
            before = token
            yield token

    def _heading(self, heading: Heading) -> Iterator[Block]:
        place = self._places[heading.rung]
        article = self._places[ARTICLE]
        if place <= article:
            self._is_open, self._count, self._item, self._hangs = place == article, 0, None, False
        elif self._is_open:
            if not self._count:  # the article begins with its items
                yield self._paragraph(heading)
            if self._item is None or place <= self._places[self._item.rung]:
                self._item = heading

    def _paragraph(self, token: Block) -> Heading:
        """Return the heading of the next 款, which prints nothing."""
        self._count += 1
        at = token.start
        return Heading("", at, at, rung=PARAGRAPH, ordinal=self._count, number=(at, at), title=(at, at))

    def _begins(self, before: Block | None, token: Block, end: int) -> bool:
        """Tell whether a new 款 begins with a block of text."""
        if scanner("lines", "silent").fullmatch(self._text, token.start, end):
            return False
        if not self._count:
            return True
        if isinstance(before, Heading) and (self._is_run_in(before, token) or self._is_below_name(before, token)):
            return False
        return not (token.joined or self._is_between_items(token) or self._goes_on(before, token))

    def _is_run_in(self, heading: Heading, token: Block) -> bool:
        """Tell whether a block is the text of the item whose heading stands before it."""
        title, end = heading.title
        return title == end or not scanner("lines", "line_end").search(self._text, end, token.start)

    def _is_below_name(self, heading: Heading, token: Block) -> bool:
        """Tell whether a block says what the item above it, a mere name, means: as it is with the item before that."""
        if heading is not self._item or not scanner("lines", "unpunctuated").search(
            self._text, heading.start, token.start
        ):
            return False
        self._hangs = self._hangs or self._is_between_items(token)
        return self._hangs

    def _is_between_items(self, token: Block) -> bool:
        """Tell whether the item that follows the open one still comes."""
        item = self._item
        return item is not None and self._coming[token.start].get(item.rung) == (item.ordinal or 0) + 1

    def _goes_on(self, before: Block | None, token: Block) -> bool:
        """Tell whether the block before a token ends inside of an enumeration or sentence."""
        printed = self._text[before.start : token.start].rstrip() if before else ""
        rule = "goes_on_below_item" if self._item else "goes_on"
        return scanner("lines", rule).fullmatch(printed[-1:]) is not None


def _coming_items(tokens: Sequence[Block], places: dict[str, int]) -> dict[int, dict[str, int]]:
    """Return, for the start of each block of text, the ordinals of the next headings in the same article, by rung."""
    coming: dict[str, int] = {}
    found: dict[int, dict[str, int]] = {}
    for token in reversed(tokens):
        if not isinstance(token, Heading):
            if token.type == "TEXT":
                found[token.start] = dict(coming)
        elif places[token.rung] <= places[ARTICLE]:
            coming = {}
        else:
            coming[token.rung] = token.ordinal or 0
    return found
