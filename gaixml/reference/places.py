"""Knows the provisions of the document itself: 第二十条第（五）项 → art20.p1.i5, where there is such an item."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from gaixml.model import UNITS, Annex, Back, Section
from gaixml.reference.model import Path, Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gaixml.model import Content

_BELOW: Final = {"art": "i", "p": "i", "i": "s"}
"""The unit of any other rung: what stands below a 款 is an item, below that a subitem."""
_ITEMS: Final = frozenset({"i", "s"})
_NUMBERED_THROUGH: Final = frozenset({"book", "ch", "art"})


class Provisions:
    """The articles, paragraphs and items of a document, and the chapters above them.

    A file may hold several statutes, each with an article 1: they are told apart by a number.
    """

    def __init__(self, content: Sequence[Content]) -> None:
        """Read the tree of a document."""
        self._ids: dict[tuple[int, Path], str] = {}
        self._articles: dict[int, list[Step]] = defaultdict(list)
        self._article_at: dict[tuple[int, Step], int] = {}
        self._by_item: dict[tuple[int, Path], list[Path]] = defaultdict(list)
        self._places: dict[str, tuple[int, Path]] = {}
        self._number = 0
        self._read(content, ())

    def place(self, section: Section | None) -> tuple[int, Path]:
        """Return the number of the statute in which a section stands, and the full path to it."""
        return self._places[section.id] if section else (0, ())

    def has_articles(self, number: int) -> bool:
        """Tell whether the statute with a number has any article."""
        return bool(self._articles[number])

    def find(self, number: int, path: Path) -> str:
        """Return the id of a provision, '' if there is none or more than one: art20.i5 may be art20.p1.i5."""
        path = from_article(path)
        known = [path] if (number, path) in self._ids else self._by_item.get((number, path), [])
        return self._ids[number, known[0]] if len(known) == 1 else ""

    def articles_before(self, number: int, article: Step, count: int) -> list[Step]:
        """Return some articles before one (前三条); none where there are fewer."""
        at = self._article_at.get((number, article), 0)
        return self._articles[number][at - count : at] if at >= count else []

    def _read(self, content: Iterable[Content], above: Path) -> None:
        for item in content:
            if isinstance(item, Section):
                self._read(item.content, self._add(item, above))
            elif isinstance(item, Back | Annex):
                self._read(item.content, () if isinstance(item, Annex) else above)

    def _add(self, section: Section, above: Path) -> Path:
        """Take a section; return the full path to it, that of the one above where it is no part of a statute."""
        ordinal = section.heading.ordinal
        unit = UNITS.get(section.heading.rung) or (_BELOW.get(above[-1].unit) if above else None)
        if unit is None or ordinal is None:
            self._places[section.id] = self._number, above
            return above
        path = (*above, Step(unit, ordinal, section.heading.insertion))
        short = from_article(path)
        if unit in _NUMBERED_THROUGH and (self._number, short) in self._ids:
            self._number += 1  # numbering begins anew: another statute
        if unit == "art":
            self._article_at.setdefault((self._number, path[-1]), len(self._articles[self._number]))
            self._articles[self._number].append(path[-1])
        self._places[section.id] = self._number, path
        if self._ids.setdefault((self._number, short), section.id) == section.id and unit in _ITEMS:
            self._by_item[self._number, tuple(step for step in short if step.unit != "p")].append(short)
        return path


def from_article(path: Path) -> Path:
    """Return a path from its article on: articles are numbered through the chapters (立法技术规范)."""
    for at, step in enumerate(path):
        if step.unit == "art":
            return path[at:]
    return path
