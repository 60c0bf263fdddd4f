"""Parses the tokens of a document into its tree of sections (outline.lark)."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, cast

from lark import Transformer

from gaixml.grammars import load_parser
from gaixml.model import Annex, Back, Block, Content, Heading, Section, Signature, Table, Title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lark import Lark


class _Lead(list[Block]):
    """The lines before a title or date; loose when neither follows."""


class _Builder(Transformer[Any, Any]):
    """One method for each rule of outline.lark."""

    def document(self, children: list[Any]) -> list[Content]:
        return _flatten(children)

    def section(self, children: list[Any]) -> Section:
        heading: Heading = children[0]
        return Section(int(heading.type[1:]), heading, _flatten(children[1:]))

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
    """
    content = cast("list[Content]", outline_parser().parse(tokens))
    _Namer().name(content, "s", 0)
    return content


class _Namer:
    """Gives sections, annexes and tables their ids."""

    def __init__(self) -> None:
        self.taken: dict[str, int] = {}
        self.tables = self.annexes = 0

    def name(self, content: list[Content], prefix: str, level: int) -> None:
        for child in content:
            if isinstance(child, Section):
                skipped = "0-" * (child.level - level - 1)
                ordinal = "x" if child.heading.ordinal is None else str(child.heading.ordinal)
                child.id = self._unique(f"{prefix}{skipped}{ordinal}")
                self.name(child.content, f"{child.id}-", child.level)
                child.end = child.content[-1].end if child.content else child.heading.end
            elif isinstance(child, Back):
                self.name(child.content, prefix, level)
            elif isinstance(child, Annex):
                self.annexes += 1
                child.id = f"a{self.annexes}"
                self.name(child.content, f"{child.id}.s", 0)
                child.end = child.content[-1].end if child.content else child.heading.end
            elif isinstance(child, Table):
                self.tables += 1
                child.id = f"t{self.tables}"

    def _unique(self, name: str) -> str:
        count = self.taken[name] = self.taken.get(name, 0) + 1
        return name if count == 1 else f"{name}_{count}"
