"""Parses the tokens of a document into its tree of sections (outline.lark)."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, cast

from lark import Transformer

from gaixml.grammars import Inlined, load_parser
from gaixml.model import ARTICLE, Annex, Back, Block, Content, Heading, Section, Signature, Title
from gaixml.parsing.naming import Namer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lark import Lark


class _Lead(list[Block]):
    """The lines before a title or date; loose when neither follows."""


class _Builder(Transformer[Any, Any]):
    """One method for each rule of outline.lark."""

    _c1 = _c2 = _c3 = _c4 = _c5 = _c6 = _c7 = _c8 = _c9 = _c10 = _c11 = _c12 = _blocks = _closed = _block = Inlined

    def document(self, children: list[Any]) -> list[Content]:
        return _flatten(children)

    def section(self, children: list[Any]) -> Section:
        heading: Heading = children[0]
        return Section(heading.level or int(heading.type[1:]), heading, _flatten(children[1:]))

    def back(self, children: list[Any]) -> Back:
        content = _flatten(children[1:])
        return Back(content, (content or children)[-1].end)

    def annex(self, children: list[Any]) -> Annex:
        return Annex(children[0], _flatten(children[1:]))

    def lead(self, children: list[Any]) -> _Lead:
        first, *rest = children
        lead = first if isinstance(first, _Lead) else _Lead([first])
        lead.extend(rest)  # in place: copying for every line would be quadratic
        return lead

    def title(self, children: list[Any]) -> Title:
        return Title(_flatten(children))

    def signature(self, children: list[Any]) -> Signature:
        return Signature(_flatten(children))


def _flatten(children: list[Any]) -> list[Any]:
    if not any(isinstance(child, _Lead) for child in children):
        return children
    return [block for child in children for block in (child if isinstance(child, _Lead) else [child])]


@functools.cache
def outline_parser() -> Lark:
    """Return the parser of outline.lark."""
    return load_parser("outline", start="document", transformer=_Builder())


def parse_outline(tokens: Sequence[Block]) -> list[Content]:
    """Return the content of a document: blocks, sections and annexes, with ids.

    A section's id is the path of its ordinals (``s3-2`` is 三、（二）), 0 for a level that is skipped, ``_2`` and so on
    behind an id that stands for a second section with the same numbers; an annex's sections begin with its own id.
    Where there are articles, ids name what they stand for: ``ch2.sec1``, ``art20.p1.i5``. 款 take no level.
    """
    content = cast("list[Content]", outline_parser().parse(tokens))
    Namer(has_articles=any(isinstance(token, Heading) and token.rung == ARTICLE for token in tokens)).name(content)
    return content
