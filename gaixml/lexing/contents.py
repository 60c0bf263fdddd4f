"""Tells a table of contents from the sections it lists."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from gaixml.grammars import scanner
from gaixml.model import Block, Heading

if TYPE_CHECKING:
    from collections.abc import Sequence

_FEWEST: Final = 2
"""A list of contents names at least so many sections."""


def mark_contents(text: str, tokens: list[Block]) -> list[Block]:
    """Turn headings that only list the sections behind them into CONTENTS.

    A list of contents is a run of headings with nothing between them, behind which numbering starts anew with the
    first heading of the run: 一、概述 二、… 十、其他 / 一、概述 2018年，…
    """
    run = _first_run(tokens)
    if len(run) < _FEWEST:
        return tokens
    behind = next((token for token in tokens[run[-1] + 1 :] if isinstance(token, Heading)), None)
    last = next((at for at in run[_FEWEST:] if _same(text, tokens[run[0]], tokens[at])), None)
    if last is not None:  # the list runs straight into the first section
        run = [at for at in run if at < last]
    elif behind is None or not _same(text, tokens[run[0]], behind):
        return tokens
    listed = set(run)
    return [Block("CONTENTS", token.start) if at in listed else token for at, token in enumerate(tokens)]


def _first_run(tokens: Sequence[Block]) -> list[int]:
    """Return the places of the first headings of a document as long as nothing stands between them."""
    headings = (at for at, token in enumerate(tokens) if isinstance(token, Heading))
    first = next(headings, None)
    if first is None:
        return []
    run = [first]
    for one, two in pairwise(range(first, len(tokens))):
        if not isinstance(tokens[two], Heading) or two != one + 1:
            break
        run.append(two)
    return run


def _same(text: str, one: Block, two: Block) -> bool:
    """Tell whether two headings have the same number and, page numbers and leaders aside, the same title."""
    if not (isinstance(one, Heading) and isinstance(two, Heading)):
        return False
    return (one.rung, one.ordinal) == (two.rung, two.ordinal) and _name(text, one) == _name(text, two)


def _name(text: str, heading: Heading) -> str:
    match = scanner("lines", "name").match("".join(text[slice(*heading.title)].split()))
    return match.group() if match else ""
