"""Gives sections, annexes and tables their ids: the path of their numbers, which edits elsewhere do not change.

In a document with articles the ids say what they name: ch2.sec1, art20.p1.i5 (第二十条第一款第五项). Articles are
numbered through a statute (立法技术规范), so nothing above them stands in their ids; those in an annex begin with its
own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gaixml.model import ARTICLE, PARAGRAPH, UNITS, Annex, Back, Section, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gaixml.model import Content


class _Place(NamedTuple):
    """Where sections stand: ``stem`` is what their ids begin with, ``joint`` what joins those of their subsections.

    ``above`` is what the ids of 编 章 节 begin with, ``annex`` those of articles, ``level`` that of the section above.
    """

    stem: str
    joint: str
    above: str
    annex: str
    level: int


class Namer:
    """Names the parts of one document. A name that is taken gets ``_2`` and so on behind it."""

    def __init__(self, *, has_articles: bool) -> None:
        """Start without names; ``has_articles`` tells whether the document is or holds a statute."""
        self._has_articles = has_articles
        self._taken: dict[str, int] = {}
        self._tables = self._annexes = 0

    def name(self, content: Sequence[Content]) -> None:
        """Name all that a document holds."""
        self._name(content, _Place("s", "-", "", "", 0))

    def _name(self, content: Sequence[Content], place: _Place) -> None:
        for child in content:
            if isinstance(child, Section):
                self._section(child, place)
            elif isinstance(child, Back):
                self._name(child.content, place)
            elif isinstance(child, Annex):
                self._annexes += 1
                child.id = f"a{self._annexes}"
                prefix = f"{child.id}."
                self._name(child.content, _Place(f"{prefix}s", "-", prefix, prefix, 0))
                child.end = child.content[-1].end if child.content else child.heading.end
            elif isinstance(child, Table):
                self._tables += 1
                child.id = f"t{self._tables}"

    def _section(self, section: Section, place: _Place) -> None:
        named = self._in_statute(section, place) if self._has_articles else self._by_level(section, place)
        self._name(section.content, named)
        section.end = section.content[-1].end if section.content else section.heading.end

    def _by_level(self, section: Section, place: _Place) -> _Place:
        """Name a section by its ordinal, with 0 for each level that is skipped above it."""
        skipped = "0-" * (section.level - place.level - 1)
        section.id = self._unique(f"{place.stem}{skipped}{_number(section)}")
        return place._replace(stem=f"{section.id}-", level=section.level)

    def _in_statute(self, section: Section, place: _Place) -> _Place:
        """Name a section by what it is: a division, an article, a 款, an item, or none of these."""
        rung, number = section.heading.rung, _number(section)
        named = f"{UNITS.get(rung)}{number}"
        if rung == ARTICLE:
            section.id = self._unique(f"{place.annex}{named}")
        elif rung == PARAGRAPH:
            section.id = self._unique(f"{place.stem.removesuffix('i')}{named}")
        elif rung in UNITS:
            section.id = self._unique(f"{place.above}{named}")
            return place._replace(stem=f"{section.id}.s", above=f"{section.id}.")
        else:
            section.id = self._unique(f"{place.stem}{number}")
            return place._replace(stem=f"{section.id}{place.joint}")
        return place._replace(stem=f"{section.id}.i", joint=".s")

    def _unique(self, name: str) -> str:
        count = self._taken[name] = self._taken.get(name, 0) + 1
        return name if count == 1 else f"{name}_{count}"


def _number(section: Section) -> str:
    """Return the number of a section as ids print it: 120-1 for 第一百二十条之一, x where there is none to read."""
    heading = section.heading
    ordinal = "x" if heading.ordinal is None else str(heading.ordinal)
    return f"{ordinal}-{heading.insertion}" if heading.insertion else ordinal
