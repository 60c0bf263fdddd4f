"""Parts the prose of an archive into sentences and clauses, its figures read (statements.lark)."""

from __future__ import annotations

import functools
import re
import unicodedata
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from gaixml.checks.model import Mark
from gaixml.checks.reading.passages import lines, spoken
from gaixml.checks.subject import NS
from gaixml.reference.numbers import read_number
from gaixml.scanners import scanner
from gaixml.spots import Spot, spot_of
from gaixml.xml_text import NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from lxml import etree

    from gaixml.checks.subject import Subject

GRAMMAR: Final = "statements"
EXACT: Final = "№"
PERCENT: Final = "℅"
INEXACT: Final = "≈"
"""What a figure is replaced by, so that the words around it can be matched. NFKC leaves none of the first two."""
_UNSAID: Final = frozenset({"markup", "furniture", "char"})
_NOT_PROSE: Final = frozenset({"annex", "back", "table", "front"})


class _Plain(dict[int, str]):
    """What each character is in its plain form (NFKC), for str.translate; '' for one that prints as nothing."""

    def __missing__(self, code: int) -> str:
        """Return the plain form of a character, and remember it."""
        char = chr(code)
        plain = "" if unicodedata.category(char) in {"Cf", "Cc"} else unicodedata.normalize("NFKC", char)
        self[code] = "".join(plain.split())
        return self[code]


_RUN: Final = re.compile(r"\S+")
_PLAIN: Final = _Plain()


class Clause(NamedTuple):
    """The words between two marks of punctuation, without blanks and titles; each figure is one character.

    ``numbers`` are the values of its № and ℅ in order, ``units`` what each counts in ("%" of a percentage); ``start``
    and ``end`` are offsets in the text of the source; ``aside`` is set between brackets.
    """

    words: str
    numbers: tuple[Decimal, ...]
    units: tuple[str, ...]
    start: int
    end: int
    aside: bool


class Paragraph(NamedTuple):
    """A paragraph of prose.

    ``headings`` are those of the sections it is in, joined; ``text`` is what it says and ``places`` the offset of each
    of its characters; ``sentences`` are its sentences as clauses.
    """

    about: str
    spot: Spot
    headings: str
    text: str
    places: Sequence[int]
    sentences: tuple[tuple[Clause, ...], ...]

    def mark(self, start: int, end: int, printed: str = "") -> Mark:
        """Return a place in this paragraph."""
        return Mark(self.about, start, end, printed, spot=self.spot)


class _Words(NamedTuple):
    """Words and, for each character, where it begins and ends in the source."""

    text: str
    starts: list[int]
    ends: list[int]


def paragraphs(subject: Subject) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a report's own prose: no tables, captions, headings, annexes."""
    return subject.kept(_paragraphs)


def _paragraphs(subject: Subject) -> tuple[Paragraph, ...]:
    title_of = functools.cache(_title)  # a section without a title would be searched through for each paragraph
    return tuple(
        _paragraph(subject, element, title_of)
        for element in lines(subject, ("p",))
        if _NOT_PROSE.isdisjoint(_name(one) for one in element.iterancestors())
    )


def _name(element: etree._Element) -> str:
    return str(element.tag).removeprefix(f"{{{NAMESPACE}}}")


def _title(section: etree._Element) -> str:
    title = section.find("g:heading/g:title", NS)
    return "" if title is None else "".join(title.itertext())


def _paragraph(subject: Subject, element: etree._Element, title_of: Callable[[etree._Element], str]) -> Paragraph:
    pieces = list(spoken(subject, element, _UNSAID))
    text = "".join(piece for piece, _ in pieces)
    places = [place for piece, at in pieces for place in range(at, at + len(piece))]
    sections = [one for one in element.iterancestors() if _name(one) == "section"]
    headings = "/".join(filter(None, map(title_of, sections)))
    about = sections[0].get("id", "document") if sections else "document"
    return Paragraph(about, spot_of(element), headings, text, places, tuple(_sentences(text, places)))


def _sentences(text: str, places: Sequence[int]) -> Iterator[tuple[Clause, ...]]:
    words, numbers, units = _with_figures(_normal(text, places))
    ends = [match.end() for match in scanner(GRAMMAR, "sentence").finditer(words.text)]
    known = dict(zip((at for at, char in enumerate(words.text) if char in (EXACT, PERCENT)), numbers, strict=True))
    counted = dict(zip(known, units, strict=True))
    for start, end in pairwise([0, *ends, len(words.text)]):
        clauses = tuple(_clauses(words, start, end, known, counted))
        if clauses:
            yield clauses


def _normal(text: str, places: Sequence[int]) -> _Words:
    """Return a text without blanks and titles, its characters in their plain forms."""
    pieces, starts = list[str](), list[int]()
    for run in _RUN.finditer(text):
        plain, along = run[0].translate(_PLAIN), places[run.start() : run.end()]
        pieces.append(plain)
        if len(plain) == len(along):
            starts += along
        else:  # … becomes three points, a zero-width blank nothing
            starts += [place for char, place in zip(run[0], along, strict=True) for _ in char.translate(_PLAIN)]
    whole = "".join(pieces)
    titles = scanner(GRAMMAR, "title").finditer(whole)
    edges = [0, *(at for match in titles for at in match.span()), len(whole)]
    kept = list(zip(edges[::2], edges[1::2], strict=True))
    starts = [place for start, end in kept for place in starts[start:end]]
    return _Words("".join(whole[start:end] for start, end in kept), starts, [place + 1 for place in starts])


def _with_figures(words: _Words) -> tuple[_Words, list[Decimal], list[str]]:
    """Return the words with each figure replaced by one character, and the values and units of № and ℅."""
    text, starts, ends = list[str](), list[int](), list[int]()
    values, units, done = list[Decimal](), list[str](), 0
    for match in scanner(GRAMMAR, "number").finditer(words.text):
        value, unit = _figure(match)
        sign = INEXACT if value is None else PERCENT if unit == "%" else EXACT
        if value is not None:
            values.append(value)
            units.append(unit)
        text += [words.text[done : match.start()], sign]
        starts += [*words.starts[done : match.start()], words.starts[match.start()]]
        ends += [*words.ends[done : match.start()], words.ends[match.end() - 1]]
        done = match.end()
    text.append(words.text[done:])
    return _Words("".join(text), starts + words.starts[done:], ends + words.ends[done:]), values, units


def _figure(match: re.Match[str]) -> tuple[Decimal | None, str]:
    """Return the value and the unit of a figure; no value of one that is not exact."""
    printed, unit = match[0][:-1], match[0][-1]
    return (None if match.lastgroup == "INEXACT" else read_number(printed)), unit


def _clauses(words: _Words, start: int, end: int, known: dict[int, Decimal], units: dict[int, str]) -> Iterator[Clause]:
    depth, at = 0, start
    marks = [*scanner(GRAMMAR, "boundary").finditer(words.text, start, end)]
    for to, after, mark in [*((match.start(), match.end(), match[0]) for match in marks), (end, end, "")]:
        if at < to:
            figures = [place for place in range(at, to) if place in known]
            yield Clause(
                words.text[at:to],
                tuple(known[place] for place in figures),
                tuple(units[place] for place in figures),
                words.starts[at],
                words.ends[to - 1],
                depth > 0,
            )
        depth = max(0, depth + (mark == "(") - mark.startswith(")"))
        at = after
