"""Reads what a document says of itself (metadata.lark): title, kind, agency, year, period, date of signing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gaixml.kinds import Kind, Line, read_kind
from gaixml.lexing.blocks import unmarked
from gaixml.model import Annex, Back, Block, Content, Section, Signature, Title
from gaixml.numerals import parse_numeral
from gaixml.scanners import scanner

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from gaixml.document import Property

_FRONT = 40
"""Among so many blocks at the beginning the note of adoption and the document number are looked for."""
_LINE = 100
"""A document number stands in a line of fewer characters."""
_BEGINNING = 600
"""Characters in which a document without a title says what it is."""
_PREFACE = 4000
"""Characters in which the period of the figures is looked for: it is stated before the first section or in it."""


@dataclass(frozen=True, slots=True)
class Stated:
    """Something the report states: the value, on what evidence, and where it stands in the text."""

    value: str
    basis: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a report says of itself; None where it does not.

    ``kind`` is what kind of document it is; ``year`` is four digits, ``signed`` an ISO date, ``period`` an ISO
    interval (2018-01-01/2018-12-31).
    """

    title: Stated | None
    kind: Kind
    agency: Stated | None
    year: Stated | None
    period: Stated | None
    signed: Stated | None


def read_metadata(text: str, content: Sequence[Content], properties: Sequence[Property] = ()) -> Metadata:
    """Return the metadata of a parsed document; ``properties`` are what its page says of it."""
    front = [item for item in content if not isinstance(item, Section | Back | Annex)]
    title = _title(text, front) or _property(properties, "title")
    kind = _kind(text, front, title, properties)
    period = _period(text)
    signature = _last_signature(content)
    return Metadata(
        title=title,
        kind=kind,
        agency=_agency(text, front, title, signature),
        year=_year(title, period),
        period=period,
        signed=_signed(text, signature),
    )


def _property(properties: Sequence[Property], name: str) -> Stated | None:
    """Return what a page says of its document, which stands nowhere in the text."""
    value = next((one.value for one in properties if one.name == name), "")
    return Stated("".join(value.split()), "furniture") if value else None


def _kind(text: str, front: Sequence[Content], title: Stated | None, properties: Sequence[Property]) -> Kind:
    """Return what kind of document it is."""
    titles = [Line(title.value, title.start, title.end)] if title else []
    titles += [_line(text, *item.blocks) for item in front[:_FRONT] if isinstance(item, Title)]
    blocks = [item for item in front[:_FRONT] if isinstance(item, Block)]
    adoption = (_line(text, block) for block in blocks if block.type == "ADOPTION")
    lines = (_line(text, block) for block in blocks if block.type == "TEXT" and block.end - block.start < _LINE)
    numbers = [line for line in lines if _find("number", line.printed)]
    number = _property(properties, "document-number")
    beginning = Line("".join(text[:_BEGINNING].split()), 0, min(len(text), _BEGINNING))
    return read_kind(titles, adoption, [*numbers, *([Line(number.value, 0, 0)] if number else [])], beginning)


def _line(text: str, *blocks: Block) -> Line:
    """Return what some blocks print, without blanks and Markdown signs."""
    stated = _stated(text, "", "", blocks[0].start, blocks[-1].end)
    return Line("".join(squeezed(text, block) for block in blocks), stated.start, stated.end)


def _stated(text: str, value: str, basis: str, start: int, end: int) -> Stated:
    """Return a statement that stands in ``text[start:end]``, without the blanks around it."""
    printed = text[start:end]
    return Stated(value, basis, end - len(printed.lstrip()), start + len(printed.rstrip()))


def squeezed(text: str, block: Block) -> str:
    """Return a block's text without blanks and Markdown signs."""
    return unmarked(text[block.start : block.end])


def _find(rule: str, text: str) -> re.Match[str] | None:
    return scanner("metadata", rule).search(text)


def _title(text: str, front: Sequence[Content]) -> Stated | None:
    """Return the title; without one what a site calls the page.

    Of several titles that of a report counts, which may be wrapped in a letter; else the first, if it is no order: the
    title of what an order issues stands behind it.
    """
    titles = [_line(text, *item.blocks) for item in front if isinstance(item, Title)]
    reports = [line for line in titles if _find("title", line.printed) and _find("of_year", line.printed)]
    issued = [line for line in titles if not _find("order", line.printed)]
    for line in (*reports, *issued, *titles):
        return Stated(line.printed, "title", line.start, line.end)
    for item in front:
        if isinstance(item, Block) and item.type == "FURNITURE":
            match = _find("published_title", squeezed(text, item))
            if match:
                return _stated(text, match["title"], "furniture", item.start, item.end)
    return None


def _in_title(title: Stated | None) -> re.Match[str] | None:
    """Return the agency and year in the title of what reports on a year."""
    return _find("title", title.value) if title and _find("of_year", title.value) else None


def _agency(text: str, front: Sequence[Content], title: Stated | None, signature: Signature | None) -> Stated | None:
    """Return the agency: named in the title, alone on a line before it, in the signature, or by the site."""
    match = _in_title(title) or (_find("issuer", title.value) if title else None)
    if title and match and match["agency"]:
        return Stated(match["agency"], "title", title.start, title.end)
    for basis, blocks in (("line", front), ("signature", signature.blocks if signature else ())):
        for block in blocks:
            if isinstance(block, Block) and block.type == "AGENCY":
                return _stated(text, squeezed(text, block), basis, block.start, block.end)
    for block in signature.blocks if signature else ():
        date = _find("date", squeezed(text, block))
        if date and date.start():
            return _stated(text, squeezed(text, block)[: date.start()], "signature", block.start, block.end)
    for block in front:
        found = _find("published_by", squeezed(text, block)) if isinstance(block, Block) else None
        if found and isinstance(block, Block) and block.type == "FURNITURE":
            return _stated(text, found["agency"], "furniture", block.start, block.end)
    return None


def _year(title: Stated | None, period: Stated | None) -> Stated | None:
    match = _in_title(title)
    if title and match:
        year = _number(match["year"])
        return Stated(str(year), "title", title.start, title.end) if year else None
    return Stated(period.value[:4], "period", period.start, period.end) if period else None


def _period(text: str) -> Stated | None:
    """Return the first interval of days that the beginning of the text states."""
    kept = [at for at in range(min(len(text), _PREFACE)) if not text[at].isspace()]
    match = _find("period", "".join(text[at] for at in kept))
    if match is None:
        return None
    first = _date(match["year"], match["month"], match["day"])
    last = _date(match["last_year"] or match["year"], match["last_month"], match["last_day"])
    if not first or not last:
        return None
    return Stated(f"{first}/{last}", "text", kept[match.start()], kept[match.end() - 1] + 1)


def _last_signature(content: Sequence[Content]) -> Signature | None:
    """Return the last signature outside annexes: a report may be wrapped in a letter that is signed before it."""
    found = None
    for item in content:
        if isinstance(item, Signature):
            found = item
        elif isinstance(item, Section | Back):
            found = _last_signature(item.content) or found
    return found


def _signed(text: str, signature: Signature | None) -> Stated | None:
    for block in reversed(signature.blocks if signature else ()):
        match = _find("date", squeezed(text, block))
        date = _date(match["year"], match["month"], match["day"]) if match else ""
        if date:
            return _stated(text, date, "signature", block.start, block.end)
    return None


def _number(printed: str) -> int:
    numeral = parse_numeral(printed)
    return numeral.value if numeral else 0


def _date(year: str, month: str, day: str) -> str:
    """Return an ISO date, empty when there is no such day."""
    try:
        return dt.date(_number(year), _number(month), _number(day)).isoformat()
    except ValueError:
        return ""
