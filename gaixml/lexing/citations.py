"""Tells articles from those that a paragraph begins with citing (第八条确定的期限不适用前款).

A citation has nothing behind its number that sets it off, and it is out of turn: it goes back, or the article that is
due comes behind it, or the cited one itself, set off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gaixml.model import ARTICLE, Block, Heading
from gaixml.scanners import scanner

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class _Article(NamedTuple):
    """A candidate: its place among the tokens, its number (第一百二十条之一: 120, 1), whether that is set off."""

    at: int
    number: tuple[int, int]
    is_set_off: bool


def without_citations(text: str, tokens: Sequence[Block]) -> Iterator[Block]:
    """Yield the tokens; what only cites an article at the beginning of a line is text, with what follows in it."""
    cited = {at for statute in _statutes(_articles(text, tokens)) for at in _cited(statute)}
    behind = -1
    for at, token in enumerate(tokens):
        if at in cited:
            behind = token.end
            yield Block("TEXT", token.start)
        elif token.start != behind or token.type != "TEXT":
            yield token


def _articles(text: str, tokens: Sequence[Block]) -> Iterator[_Article]:
    for at, token in enumerate(tokens):
        if isinstance(token, Heading) and token.rung == ARTICLE:
            set_off = scanner("lines", "set_off").match(text, token.number[1]) is not None
            yield _Article(at, (token.ordinal or 0, token.insertion), set_off)


def _statutes(articles: Iterator[_Article]) -> Iterator[list[_Article]]:
    """Yield the articles of each statute: a first article that is set off begins another."""
    statute: list[_Article] = []
    for article in articles:
        if article.number == (1, 0) and article.is_set_off and statute:
            yield statute
            statute = []
        statute.append(article)
    yield statute


def _cited(articles: Sequence[_Article]) -> Iterator[int]:
    """Yield the places of the citations among the articles of a statute."""
    last = {article.number: place for place, article in enumerate(articles)}
    set_off = {article.number: place for place, article in enumerate(articles) if article.is_set_off}
    before = (0, 0)
    for place, (at, number, is_set_off) in enumerate(articles):
        due = (before[0] + 1, 0)
        in_turn = number == due or (number[0] == before[0] and number > before)
        out_of_turn = not in_turn and (number < before or last.get(due, -1) > place)
        if not is_set_off and (out_of_turn or set_off.get(number, -1) > place):
            yield at
        else:
            before = number
