"""Collects the running text of a document: the stretches in which references are looked for, each with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from gaixml.model import Annex, Back, Block, Row, Section, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gaixml.model import Content

_SILENT: Final = frozenset({"FURNITURE", "CONTENTS"})
"""Blocks that are no text of the document: what a site or printer put around it, and what only lists its headings."""
_FIGURES: Final = 6
"""A cell of fewer characters names no provision and no instrument."""


class Passage(NamedTuple):
    """A stretch of running text: the type of its block (CELL for a table's), and the section it stands in, if any."""

    type: str
    start: int
    end: int
    section: Section | None


def passages(text: str, content: Sequence[Content]) -> list[Passage]:
    """Return the running text of a document in its order; passages do not overlap."""
    found: list[Passage] = []
    _collect(found, text, content, None)
    return found


def _collect(found: list[Passage], text: str, content: Iterable[Content], section: Section | None) -> None:
    for item in content:
        if isinstance(item, Section):
            if item.heading.title[0] < item.heading.title[1]:
                found.append(Passage("HEADING", *item.heading.title, item))
            _collect(found, text, item.content, item)
        elif isinstance(item, Table):
            found += _cells(text, item, section)
        elif isinstance(item, Block):
            if item.type not in _SILENT:
                found.append(Passage(item.type, item.start, item.end, section))
        elif isinstance(item, Annex):
            found.append(Passage("ANNEX", item.heading.start, item.heading.end, None))
            _collect(found, text, item.content, None)
        elif isinstance(item, Back):
            _collect(found, text, item.content, section)
        else:
            found.append(Passage(type(item).__name__.upper(), item.blocks[0].start, item.blocks[-1].end, section))


def _cells(text: str, table: Table, section: Section | None) -> Iterator[Passage]:
    """Yield the cells that may name a provision or an instrument: figures are the business of records and facts."""
    for row in table.rows:
        if isinstance(row, Row):
            for cell in row.cells:
                if cell.last - cell.first >= _FIGURES and not text[cell.first : cell.last].isascii():
                    yield Passage("CELL", cell.first, cell.last, section)
