"""From text to the tokens of outline.lark: blocks, headings and tables that tile the text."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from gaixml.lexing.contents import mark_contents
from gaixml.lexing.ladder import Ladder, decide_ladder, join_prints
from gaixml.lexing.tokenizer import Tokenizer
from gaixml.model import Block, Heading

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
    ``type`` is H1 … H12, its place in the ladder.
    """
    tokens = mark_contents(text, list(Tokenizer(text, tables).tokens()))
    headings = [token for token in tokens if isinstance(token, Heading)]
    join_prints(headings)
    ladder = decide_ladder(text, headings)
    level = {rung: f"H{min(place, LEVELS)}" for place, (rung, _) in enumerate(ladder.rungs, 1)}
    for heading in headings:
        heading.type = level[heading.rung]
    _mark_back(tokens)
    _tile(text, tokens)
    return tokens, ladder


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
