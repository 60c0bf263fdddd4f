"""The references of an archive: as data and as lines of JSON."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NotRequired, TypedDict

from gaixml.reference.model import KINDS
from gaixml.source_text import text_of
from gaixml.spots import Spot, spot_of
from gaixml.xml_text import NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree

USUAL: Final = tuple(kind for kind in KINDS.values() if kind != "contact")
"""The kinds that are shown unless others are asked for."""
_STEP: Final = re.compile(r"([a-z]+)([0-9]+)(?:-([0-9]+))?")
_UNITS: Final = {
    "book": "book", "sub": "subbook", "part": "part", "ch": "chapter", "sec": "section", "art": "article",
    "p": "paragraph", "i": "item", "s": "subitem",
}  # fmt: skip
_NAMES: Final = {"documentNumber": "document_number"}
_NUMBERS: Final = frozenset({"year", "number"})
_PLACE: Final = frozenset({"start", "end", *Spot.__annotations__})


class Reference(TypedDict):
    """Something that a text refers to: what ``gaixml references --format jsonl`` prints, a line each.

    ``text[start:end]`` of the source's text is ``text``. ``target`` says what is meant, by ``kind``:

    act: ``title``, ``basis``, perhaps ``alias`` (a short name bound to it) and ``document_number``;
    article: ``basis``, ``act``, ``locator`` (art20.p1.i5, as far as printed; a list of them where several are named),
    ``to`` (the end of a range), ``article``, ``paragraph``, ``item`` … of a single one as numbers, ``ids`` (where it is
    in this very document); act and article, looked up in a folder of archives: ``archive`` (gaixml.library.Found);
    document_number: ``value``, ``issuer``, ``year``, ``number``; date and period: ``value`` (ISO 8601) and ``basis``;
    amount: ``value`` or ``ratio``, ``unit``, perhaps ``qualifier`` and ``noun``; form_item: ``form``, ``table``,
    ``locator``, ``reason``; contact: ``type``, ``value``.

    What is not resolved has the basis ``unresolved`` and a ``reason``. ``where`` is given where the source is no plain
    text.
    """

    kind: str
    text: str
    start: int
    end: int
    target: dict[str, Any]
    where: NotRequired[Spot]


def references_of(archive: etree._Element, kinds: Iterable[str] = USUAL) -> list[Reference]:
    """Return the references of an archive, in the order of its text, one inside of another behind that."""
    wanted = frozenset(kinds)
    names = [f"{{{NAMESPACE}}}{name}" for name, kind in KINDS.items() if kind in wanted]
    document = archive.find("g:document", {"g": NAMESPACE})
    return [] if document is None or not names else [_reference(element) for element in document.iter(*names)]


def _reference(element: etree._Element) -> Reference:
    kind = KINDS[str(element.tag).rpartition("}")[2]]
    reference = Reference(
        kind=kind,
        text=text_of(element),
        start=int(element.get("start", "0")),
        end=int(element.get("end", "0")),
        target=dict(_target(element)),
    )
    if where := spot_of(element):
        reference["where"] = where
    return reference


def _target(element: etree._Element) -> Iterator[tuple[str, Any]]:
    """Yield what is said of a reference, in the order and under the names of JSON."""
    for name, value in element.attrib.items():
        if name in _PLACE:
            continue
        if name == "locator":
            yield from _located(value.split())
        elif name == "target":
            yield "ids", value.split()
        else:
            yield _NAMES.get(name, name), int(value) if name in _NUMBERS else value


def _located(locators: list[str]) -> Iterator[tuple[str, Any]]:
    """Yield a locator, with the numbers of its steps, or several."""
    if len(locators) != 1:
        yield "locator", locators
        return
    yield "locator", locators[0]
    for unit, ordinal, insertion in _STEP.findall(locators[0]):
        yield _UNITS[unit], int(ordinal)
        if insertion:
            yield "insertion", int(insertion)
