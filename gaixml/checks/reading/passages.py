"""What a stretch of a report says, without blanks and syntax, with the place of every character."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from lxml import etree

from gaixml.checks.model import Mark
from gaixml.checks.subject import NS
from gaixml.scanners import scanner
from gaixml.source_text import text_of
from gaixml.spots import Spot, spot_of
from gaixml.xml_text import NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from gaixml.checks.subject import Part, Subject

GRAMMAR: Final = "prose_rules"
_SYNTAX: Final = frozenset({"markup", "furniture", "char"})
_PROSE: Final = _SYNTAX | {"table", "grid", "caption"}
_RUN: Final = re.compile(r"\S+")
_NEAR: Final = 200
"""So many characters on each side tell what a citation is about: a sentence of many citations is not read for each."""
_FIGURES: Final = str.maketrans("０１２３４５６７８９", "0123456789")


class Passage(NamedTuple):
    """Some prose: ``printed`` without blanks, full-width figures as ASCII; ``places`` says where each stands."""

    printed: str
    places: tuple[int, ...]
    about: str
    spot: Spot

    def search(self, rule: str) -> re.Match[str] | None:
        """Return the first match of a rule of prose_rules.lark."""
        return scanner(GRAMMAR, rule).search(self.printed)

    def mark(self, start: int, end: int) -> Mark:
        """Return the place of ``printed[start:end]``, which must not be empty."""
        first, last = self.places[start], self.places[end - 1] + 1
        return Mark(self.about, first, last, self.printed[start:end], spot=self.spot)


EMPTY: Final = Passage("", (), "document", Spot())


def passage(
    subject: Subject, element: etree._Element, about: str, without: Collection[str] = (), *, captions: bool = False
) -> Passage:
    """Return what an element says, less its tables and what stands in elements ``without``."""
    runs, places = list[str](), list[int]()
    for text, at in spoken(subject, element, (_SYNTAX if captions else _PROSE) | frozenset(without)):
        for run in _RUN.finditer(text):
            runs.append(run[0])
            places.extend(range(at + run.start(), at + run.end()))
    return Passage("".join(runs).translate(_FIGURES), tuple(places), about, _spot(subject, element))


def _spot(subject: Subject, element: etree._Element) -> Spot:
    """Return the spot of an element; of one without, as far as it tells that its words were recognised in a picture."""
    if (spot := spot_of(element)) or not subject.is_recognised:
        return spot
    inside = (spot_of(one).get("read") for one in element.iterdescendants(f"{{{NAMESPACE}}}*"))
    read = next(filter(None, inside), None)
    return Spot(read=read) if read else Spot()


def spoken(subject: Subject, element: etree._Element, skipped: Collection[str]) -> Iterator[tuple[str, int]]:
    """Yield what an element says, less what stands in elements of the names ``skipped``, each piece with its offset."""
    unsaid = {f"{{{NAMESPACE}}}{name}" for name in skipped}
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, one in walk:
        if event == "end":
            if one.tail and one is not element:
                yield one.tail, subject.spans[one][1]
        elif one.tag in unsaid and one is not element:
            walk.skip_subtree()
        elif one.text:
            yield one.text, subject.spans[one][0]


def lines(subject: Subject, names: Collection[str]) -> Iterator[etree._Element]:
    """Yield the document's elements of these names."""
    document = subject.archive.find("g:document", NS)
    if document is not None:
        yield from document.iter(*(f"{{{NAMESPACE}}}{name}" for name in names))


def preface(subject: Subject, without: Collection[str] = ()) -> Passage:
    """Return what a report says before its first section, less its title."""
    document = subject.archive.find("g:document", NS)
    if document is None:
        return EMPTY
    return passage(subject, document, "document", {"section", "back", "annex", "title", *without})


def prose(subject: Subject, part: Part, without: Collection[str] = ()) -> Passage:
    """Return what a section says below its heading: its own text, and that of its subsections with their headings."""
    heading = part.element.find("g:heading", NS)
    whole = passage(subject, part.element, part.id, without)
    behind = part.mark.start + (0 if heading is None else len(text_of(heading)))
    kept = [at for at, place in enumerate(whole.places) if place >= behind]
    first = kept[0] if kept else len(whole.places)
    return whole._replace(printed=whole.printed[first:], places=whole.places[first:])


def sentence(text: str, start: int, end: int) -> str:
    """Return the sentence around ``text[start:end]``, without blanks; of a very long one what is near."""
    ends, left, right = "。；\n", max(0, start - _NEAR), min(len(text), end + _NEAR)
    first = max(left, *(text.rfind(mark, left, start) + 1 for mark in ends))
    last = min((at for mark in ends if (at := text.find(mark, end, right)) >= 0), default=right)
    return "".join(text[first:last].split())


def heading_mark(part: Part) -> Mark:
    """Return the place of a section's heading."""
    return part.mark._replace(spot=spot_of(part.element))
