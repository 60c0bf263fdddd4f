"""Parses a paragraph into its items, links and markup (inline.lark)."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from lark import Transformer

from gaixml.grammars import load_parser
from gaixml.model import Lexeme
from gaixml.scanners import scanner
from gaixml.xml_text import quote

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator, Sequence

    from lark import Lark

_SPANS = {"EMPHASIS": "emphasis", "LINK": "link", "AUTOLINK": "link"}


@dataclass(slots=True)
class Piece(Lexeme):
    """A token of inline.lark: its type and its XML."""

    type: str
    xml: str


class _Builder(Transformer[Any, str]):
    """One method for each rule of inline.lark."""

    def paragraph(self, children: list[Any]) -> str:
        return "".join(child if isinstance(child, str) else child.xml for child in children)

    def item(self, children: list[Any]) -> str:
        return f"{self.paragraph(children)}</item>"


@functools.cache
def inline_parser() -> Lark:
    """Return the parser of the rule ``paragraph``."""
    return load_parser("inline", start="paragraph", transformer=_Builder())


@functools.cache
def _scanner() -> re.Pattern[str]:
    return scanner("inline", "inline", before=scanner("inline", "first").pattern)


def find_pieces(text: str, start: int, end: int) -> list[re.Match[str]]:
    """Return what is more than plain text in ``text[start:end]``."""
    return list(_scanner().finditer(text, start, end))


def parse_pieces(start: int, end: int, pieces: Sequence[re.Match[str]], write: Callable[[int, int], str]) -> str:
    """Return a stretch of text as XML content, with elements for the pieces in it; ``write`` writes what they hold."""
    return cast("str", inline_parser().parse(list(_tokens(start, end, pieces, write))))


def _tokens(start: int, end: int, pieces: Sequence[re.Match[str]], write: Callable[[int, int], str]) -> Iterator[Piece]:
    at = start
    for match in pieces:
        if at < match.start():
            yield Piece("TEXT", write(at, match.start()))
        kind = match.lastgroup or ""
        printed = write(*match.span())
        if kind == "ITEM":
            yield Piece("OPEN", f'<item word="{quote(match.group())}">{printed}')
        elif kind in _SPANS:
            yield Piece("SPAN", f"<{_SPANS[kind]}>{printed}</{_SPANS[kind]}>")
        else:
            yield Piece("MARK", f"<markup>{printed}</markup>")
        at = match.end()
    if at < end:
        yield Piece("TEXT", write(at, end))
