"""From text to the tokens of outline.lark: blocks, headings and tables that tile the text."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from gaixml.lexing.articles import open_paragraphs
from gaixml.lexing.contents import mark_contents
from gaixml.lexing.divisions import name_divisions
from gaixml.lexing.front import mark_front
from gaixml.lexing.ladder import Ladder, decide_ladder, join_prints
from gaixml.lexing.tokenizer import Tokenizer
from gaixml.model import ARTICLE, PARAGRAPH, Block, Heading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gaixml.model import Table

LEVELS: Final = 12
"""The levels that outline.lark knows; deeper headings share the last."""


_CLOSING: Final = frozenset({"ATTACHMENT", "SIGNATURE", "DATE"})
"""What begins the back matter, with the name of the agency before it."""


def tokenize(text: str, tables: Sequence[Table] = ()) -> tuple[list[Block], Ladder]:
    """Return the tokens of a text, which tile it, and its ladder.

    ``tables`` are those that the format of the source marks, in order; others are found in the text. Every heading's
    ``type`` is one of H1 … H12, by its place in the ladder.
    """
    tokens = mark_contents(text, name_divisions(text, list(Tokenizer(text, tables).tokens())))
    mark_front(text, tokens)
    headings = [token for token in tokens if isinstance(token, Heading)]
    join_prints(headings)
    ladder = decide_ladder(text, headings)
    places = _places([rung for rung, _ in ladder.rungs])
    tokens = open_paragraphs(text, tokens, places)
    _set_levels(tokens, places)
    _mark_back(tokens)
    _tile(text, tokens)
    return tokens, ladder


def _places(rungs: Sequence[str]) -> dict[str, int]:
    """Return the place of each rung, from 1; 款 stand below articles, though they print no number."""
    ordered = [rung for one in rungs for rung in ((one, PARAGRAPH) if one == ARTICLE else (one,))]
    return {rung: place for place, rung in enumerate(ordered, 1)}


def _set_levels(tokens: Sequence[Block], places: dict[str, int]) -> None:
    """Give each heading its level and its type.

    The lowest rung of a document is H12, because the grammar takes a step for each level below a heading.
    """
    above = max(LEVELS - len(places), 0)
    types = {rung: f"H{min(above + place, LEVELS)}" for rung, place in places.items()}
    levels = {rung: place - (place >= places.get(PARAGRAPH, len(places) + 1)) for rung, place in places.items()}
    for token in tokens:
        if isinstance(token, Heading):
            token.type, token.level = types[token.rung], min(levels[token.rung], LEVELS)


def _mark_back(tokens: list[Block]) -> None:
    """Put BACK before the list of annexes or the signature that stands behind the last section of the main part."""
    main = next((at for at, token in enumerate(tokens) if token.type == "ANNEX"), len(tokens))
    last = next((at for at in range(main - 1, -1, -1) if isinstance(tokens[at], Heading)), None)
    if last is None:
        return
    closing = next((at for at in range(last + 1, main) if tokens[at].type in _CLOSING), None)
    if closing is None:
        return
    while tokens[closing - 1].type in {"AGENCY", "YEAR"}:
        closing -= 1
    tokens.insert(closing, Block("BACK", tokens[closing].start))


def _tile(text: str, tokens: list[Block]) -> None:
    """Let each token reach to the next: blank lines belong to what stands before them, or at the top to the first."""
    if not tokens:
        tokens.append(Block("TEXT", 0))
    tokens[0].start = 0
    for token, following in pairwise(tokens):
        token.end = following.start
    tokens[-1].end = len(text)
