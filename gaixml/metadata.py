"""Reads what a report says of itself (metadata.lark): title, agency, year, period, date of signing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gaixml.model import Annex, Back, Block, Content, Section, Signature, Title
from gaixml.numerals import parse_numeral
from gaixml.scanners import scanner

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

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

    ``year`` is four digits, ``signed`` an ISO date, ``period`` an ISO interval (2018-01-01/2018-12-31).
    """

    title: Stated | None
    agency: Stated | None
    year: Stated | None
    period: Stated | None
    signed: Stated | None


def read_metadata(text: str, content: Sequence[Content]) -> Metadata:
    """Return the metadata of a parsed document."""
    front = [item for item in content if not isinstance(item, Section | Back | Annex)]
    title = _title(text, front)
    period = _period(text)
    signature = _last_signature(content)
    return Metadata(
        title=title,
        agency=_agency(text, front, title, signature),
        year=_year(title, period),
        period=period,
        signed=_signed(text, signature),
    )


def _stated(text: str, value: str, basis: str, start: int, end: int) -> Stated:
    """Return a statement that stands in ``text[start:end]``, without the blanks around it."""
    printed = text[start:end]
    return Stated(value, basis, end - len(printed.lstrip()), start + len(printed.rstrip()))


def squeezed(text: str, block: Block) -> str:
    """Return a block's text without blanks and Markdown signs."""
    return "".join(text[block.start : block.end].split()).strip("#*_")


def _find(rule: str, text: str) -> re.Match[str] | None:
    return scanner("metadata", rule).search(text)


def _title(text: str, front: Sequence[Content]) -> Stated | None:
    """Return the first title; without one what a site calls the page; else the first short line of a plain document."""
    titles = [item for item in front if isinstance(item, Title)]
    best = next((item for item in titles if _find("title", "".join(squeezed(text, one) for one in item.blocks))), None)
    if best or titles:
        blocks = (best or titles[0]).blocks
        return _stated(text, "".join(squeezed(text, one) for one in blocks), "title", blocks[0].start, blocks[-1].end)
    for item in front:
        if isinstance(item, Block) and item.type == "FURNITURE":
            match = _find("published_title", squeezed(text, item))
            if match:
                return _stated(text, match["title"], "furniture", item.start, item.end)
    return None


def _agency(text: str, front: Sequence[Content], title: Stated | None, signature: Signature | None) -> Stated | None:
    """Return the agency: named in the title, alone on a line before it, in the signature, or by the site."""
    match = _find("title", title.value) if title else None
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
    match = _find("title", title.value) if title else None
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
