"""Tells the divisions of a statute from what looks like one: 附则 without a number is, a quoted 第七节 is not.

Nor is an article that a paragraph begins with citing (citations.py); 附：… behind the last article is an annex.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from gaixml.lexing.citations import without_citations
from gaixml.lexing.headings import RANK
from gaixml.model import ARTICLE, Block, Heading
from gaixml.scanners import scanner

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_DIVISIONS: Final = ("BOOK", "PART", "CHAPTER")
_LONGEST: Final = 60
"""The name of a division has fewer characters, with the blank lines behind it."""
_CONTENT: Final = frozenset({"TEXT", "TABLE", "CAPTION", "TITLE"})
"""What stands below the name of an annex, and not below a list of them."""
_SIGNED: Final = frozenset({"DATE", "SIGNATURE"})
_NEAR: Final = 3
"""A list of annexes is signed so many blocks behind it."""


def name_divisions(text: str, tokens: list[Block]) -> list[Block]:
    """Return the tokens of a statute with a heading for each division that has a name and no number.

    It is taken for one of the highest that the statute has: 附则 stands beside 第一编 or, without these, 第一章.
    """
    tokens = list(_without_orphans(without_citations(text, tokens)))
    _open_annexes(text, tokens)
    rungs = {token.rung for token in tokens if isinstance(token, Heading)}
    highest = min(rungs.intersection(_DIVISIONS), key=RANK.__getitem__, default="")
    if ARTICLE not in rungs or not highest:
        return tokens
    ends = [token.start for token in tokens[1:]] + [len(text)]
    begun = False
    named: list[Block] = []
    for token, end in zip(tokens, ends, strict=True):
        begun = begun or isinstance(token, Heading)
        named.append((_division(text, token, end, highest) if begun else None) or token)
    return named


def _without_orphans(tokens: Iterable[Block]) -> Iterator[Block]:
    """Yield the tokens; a 节 that follows neither a 章 nor another 节 and is not the first is quoted: it is text."""
    begun = False
    for token in tokens:
        if isinstance(token, Heading) and token.rung == "SECTION" and not begun and (token.ordinal or 0) > 1:
            yield Block("TEXT", token.start)
            continue
        begun = begun or (isinstance(token, Heading) and token.rung in {*_DIVISIONS, "SECTION"})
        yield token


def _open_annexes(text: str, tokens: Sequence[Block]) -> None:
    """Let 附：国旗制法说明 behind articles, or 附：刑法有关条文 above them, begin an annex that stands below it."""
    begun = False
    for at, (token, below) in enumerate(pairwise(tokens), 1):
        begun = begun or (isinstance(token, Heading) and token.rung == ARTICLE)
        if token.type != "ATTACHMENT" or any(one.type in _SIGNED for one in tokens[at : at + _NEAR]):
            continue
        is_above = begun or below.rung == ARTICLE if isinstance(below, Heading) else begun and below.type in _CONTENT
        if not is_above:
            continue
        if scanner("lines", "named_annex").fullmatch(text, token.start, _line_end(text, token.start, below.start)):
            token.type = "ANNEX"


def _division(text: str, token: Block, end: int, rung: str) -> Heading | None:
    """Return the heading that a line is if it prints the name of a division and nothing else."""
    if token.type != "TEXT" or end - token.start > _LONGEST:
        return None
    match = scanner("lines", "division").fullmatch(text, token.start, _line_end(text, token.start, end))
    if match is None:
        return None
    at, stop = match.span("name")
    depth = text.count("#", token.start, at)
    return Heading("", token.start, end, rung=rung, number=(at, at), title=(at, stop), depth=depth)


def _line_end(text: str, start: int, end: int) -> int:
    """Return where what a block prints ends."""
    return start + len(text[start:end].rstrip())
