"""Tells a table of contents from the sections it lists."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from gaixml.model import Block, Heading
from gaixml.scanners import scanner

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FEWEST: Final = 2
"""A list of contents names at least so many sections."""


def mark_contents(text: str, tokens: list[Block]) -> list[Block]:
    """Turn headings that only list the sections behind them into CONTENTS.

    A list of contents is a run of headings with no sentence between them, behind which numbering starts anew with the
    first of them: 一、概述；二、…；十、其他。/ 一、概述 / 2018年，…
    """
    run = _first_run(text, tokens)
    listed = _between_contents(tokens)
    if len(run) >= _FEWEST:
        again = next((at for at in run[_FEWEST:] if _same(text, tokens[run[0]], tokens[at])), None)
        behind = next((token for token in tokens[run[-1] + 1 :] if isinstance(token, Heading)), None)
        if again is not None:  # the list runs straight into the first section
            listed.update(range(run[0], again))
        elif _same(text, tokens[run[0]], behind):
            listed.update(range(run[0], run[-1] + 1))
    listed.update(_unnumbered(text, tokens, listed))
    return [Block("CONTENTS", token.start) if at in listed else token for at, token in enumerate(tokens)]


def _unnumbered(text: str, tokens: Sequence[Block], listed: set[int]) -> Iterator[int]:
    """Yield the short lines that stand between a line 目录 or an entry and another entry: 序言."""
    for at in range(1, len(tokens) - 1):
        is_between = (at - 1 in listed or tokens[at - 1].type == "CONTENTS") and at + 1 in listed
        if not is_between or tokens[at].type != "TEXT":
            continue
        if scanner("lines", "entry").fullmatch(text, tokens[at].start, tokens[at + 1].start):
            yield at


def _first_run(text: str, tokens: Sequence[Block]) -> list[int]:
    """Return the places of the first headings of a text as long as each stands close behind the one before."""
    run: list[int] = []
    for at, token in enumerate(tokens):
        if isinstance(token, Heading):
            last = tokens[run[-1]] if run else token
            between = isinstance(last, Heading) and scanner("lines", "entry").fullmatch(
                text, last.number[1], token.start
            )
            if run and not between:
                break
            run.append(at)
        elif run and token.type != "TEXT":
            break
    return run


def _between_contents(tokens: Sequence[Block]) -> set[int]:
    """Return the headings that stand between entries of a list of contents: one that runs over two lines."""
    found = set()
    for one, two in pairwise(range(len(tokens))):
        heading = isinstance(tokens[one], Heading)
        if heading and tokens[two].type == "CONTENTS" and one and tokens[one - 1].type == "CONTENTS":
            found.add(one)
    return found


def _same(text: str, one: Block, two: Block | None) -> bool:
    """Tell whether two headings have the same number and, page numbers and leaders aside, the same title."""
    if not (isinstance(one, Heading) and isinstance(two, Heading)):
        return False
    numbers = [(heading.rung, heading.ordinal, heading.insertion) for heading in (one, two)]
    return numbers[0] == numbers[1] and _name(text, one) == _name(text, two)


def _name(text: str, heading: Heading) -> str:
    match = scanner("lines", "name").match(text, heading.number[1])
    return "".join(match.group().split()) if match else ""
