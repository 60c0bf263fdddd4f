"""Finds the references of a paragraph (references.lark): each as it is printed, none resolved yet."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any, Final, cast

from lark import Transformer

from gaixml.grammars import Inlined, load_parser
from gaixml.reference.lexemes import Lexemes, Token, find_lexemes
from gaixml.reference.model import Reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lark import Lark

    from gaixml.reference.model import Path

_MOST: Final = 100
"""A list below a list that named more provisions goes on from the last one above only."""
_NONE: Final[tuple[Path, ...]] = ((),)
"""What stands above the outermost step."""


@dataclass(slots=True)
class _Step:
    """A step with what stands below it: deeper steps, the gaps between them."""

    token: Token
    below: list[Any]


@dataclass(slots=True)
class _Cited:
    """An instrument with what is cited of it."""

    token: Token
    below: list[Any]


class _Builder(Transformer[Any, Any]):
    """One method for each rule of references.lark."""

    _c1 = _c2 = _c3 = _c4 = _c5 = _c6 = _c7 = _c8 = _c9 = _links = _stretches = Inlined

    def references(self, children: list[Any]) -> list[Any]:
        return children

    def cited(self, children: list[Any]) -> _Cited:
        return _Cited(children[0], children[1:])

    def step(self, children: list[Any]) -> _Step:
        return _Step(children[0], children[1:])


@functools.cache
def references_parser() -> Lark:
    """Return the parser of the rule ``references``."""
    return load_parser("references", start="references", transformer=_Builder())


def find_references(text: str, start: int, end: int) -> list[Reference]:
    """Return the references of the paragraph ``text[start:end]``, sorted by (start, -end), as they are printed.

    None overlap but instruments inside of the title of another. What a document must be known for is left open: the
    instruments that short names and 本条例 stand for, where 前款 is, which year 今年 is.
    """
    matches = find_lexemes(text, start, end)
    first = next(matches, None)
    if first is None:
        return []
    lexemes = Lexemes(text, start, end, chain([first], matches))
    found = lexemes.found
    if lexemes.has_paths:
        found += _provisions(lexemes.tokens)
        found.sort(key=lambda one: (one.start, -one.end))
    return found


def _provisions(tokens: Sequence[Token]) -> list[Reference]:
    """Return the provisions that tokens print; set the instrument of each, and of the document numbers.

    A step that stands alone between text needs no parser, which takes ten times as long.
    """
    found: list[Reference] = []
    together: list[Token] = []
    for is_text, run in groupby(tokens, key=_is_text):
        first, *more = run
        if more and not is_text:
            together += (first, *more)
        elif together and together[-1].type != "STOP" and is_text:
            together.append(first)
        elif first.steps:
            found.append(Reference("provision", first.start, first.end, paths=first.steps.paths, to=first.steps.end))
    if together:
        found += _join(_cited(cast("list[Any]", references_parser().parse(together))))
    return found


def _is_text(token: Token) -> bool:
    return token.type == "STOP"


def _cited(tree: Iterable[Any]) -> Iterator[Reference | Token]:
    """Yield the provisions of a paragraph, and the tokens between them."""
    for node in tree:
        if isinstance(node, _Cited):
            yield node.token
            yield from _walk(node.below, _NONE, None, _bind(node))
        else:
            yield from _walk([node], _NONE, None, None)


def _bind(cited: _Cited) -> Reference | None:
    """Set the instrument of the document numbers in brackets behind it; return it if what follows belongs to it too.

    In 《条例》和第三条 it does not.
    """
    for one in cited.below:
        if not isinstance(one, Token):
            break
        if one.type == "NUMBER" and one.reference:
            one.reference.act = cited.token.reference
        elif one.type != "G_BRACKET":
            return None
    return cited.token.reference


def _walk(
    nodes: Sequence[Any], above: Sequence[Path], start: int | None, act: Reference | None
) -> Iterator[Reference | Token]:
    """Yield the innermost steps as provisions, and the tokens between them.

    ``above``: the paths they stand below; ``start``: where the first of them begins if it is printed right behind.
    """
    for at, node in enumerate(nodes):
        if isinstance(node, Token):
            yield node
            continue
        begin = node.token.start if at or start is None else start
        steps = node.token.steps
        over = _NONE if steps.members[0].anchor and begin == node.token.start else above
        over = over if len(over) * len(steps.members) <= _MOST else over[-1:]
        paths = tuple((*path, step) for path in over for step in steps.members)
        if not node.below or isinstance(node.below[0], Token):
            to = (*over[-1], steps.to) if steps.to else ()
            yield Reference("provision", begin, node.token.end, paths=paths, to=to, act=act)
        yield from _walk(node.below, paths, begin, act)


def _join(items: Iterable[Reference | Token]) -> Iterator[Reference]:
    """Yield the provisions, two that 至 joins as one; mark those that are added up."""
    last: Reference | None = None
    between = ""
    for item in items:
        if isinstance(item, Token):
            between = "STOP" if between else item.type
            if item.type == "G_SUM" and last:
                last.target["sum"] = "1"
            continue
        if last and between == "G_TO" and _is_range(last, item):
            last.to, last.end = item.paths[0], item.end
        else:
            if last:
                yield last
            last = item
        if between == "G_SUM":
            item.target["sum"] = "1"
        between = ""
    if last:
        yield last


def _is_range(first: Reference, last: Reference) -> bool:
    """Tell whether two provisions are the ends of a range."""
    single = len(first.paths) == len(last.paths) == 1 and not first.to and not last.to
    return single and first.paths[0][-1].unit == last.paths[0][-1].unit
