"""Reads what names an instrument: 《…》 and what it quotes, short names, 本条例, the names of laws."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gaixml.reference.model import Reference
from gaixml.scanners import scanner

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARKS: Final = str.maketrans("《》<>", "〈〉〈〉")
_UNPRINTED: Final = re.compile(r"[\s*\u200b\u200e\u200f\u2060\ufeff]+")
_NAME: Final = 28
"""The name of a law in front of 第…条 begins at most so many characters before it."""
_VERB: Final = 3


def plain_title(printed: str) -> str:
    """Return a title without blanks and emphasis, titles in it between 〈〉."""
    return _UNPRINTED.sub("", printed).translate(_MARKS)


def read_title(text: str, start: int, end: int) -> Iterator[Reference]:
    """Yield the instrument that ``text[start:end]`` names between 《》, then those named in its title."""
    title = plain_title(text[start + 1 : end - 1])
    if not title or not scanner("reference_lexemes", "act_title").fullmatch(title) or _is_medium(text, start, end):
        return
    yield Reference("act", start, end, {"title": title, "basis": "title"})
    for match in scanner("reference_lexemes", "inner").finditer(text, start + 1, end - 1):
        yield from read_title(text, *match.span())


def _is_medium(text: str, start: int, end: int) -> bool:
    """Tell whether the words around a title say that it is a column, a journal or a broadcast."""
    before = scanner("reference_lexemes", "medium_before").fullmatch(text, max(start - _VERB, 0), start)
    return bool(before or scanner("reference_lexemes", "medium_behind").match(text, end))


def read_own(kind: str, printed: str, start: int) -> Reference:
    """Return what 本条例 or 该办法 means: its title is the word behind 本 or 该."""
    basis = "self" if kind == "SELF" else "same"
    title = plain_title(printed)[1:]
    return Reference("act", start, start + len(printed), {"title": title, "basis": basis})


def read_law(printed: str, start: int) -> Reference:
    """Return a law that is named without marks."""
    return Reference("act", start, start + len(printed), {"title": plain_title(printed), "basis": "name"})


def name_before(text: str, floor: int, end: int) -> Reference | None:
    """Return the instrument whose name without marks ends at ``end``, where 第…条 begins."""
    if end <= floor or not scanner("reference_lexemes", "name_end").match(text, end - 1):
        return None
    first = max(end - _NAME, floor)
    match = scanner("reference_lexemes", "name").fullmatch(text[first:end])
    if match is None or (match.start("name") == 0 and first > floor):
        return None
    return read_law(match["name"], first + match.start("name"))


def read_alias(match: re.Match[str]) -> tuple[Reference, bool]:
    """Return a short name that the text binds, and whether it is printed between marks or quotation marks."""
    group = next(name for name in ("alias", "quoted", "unquoted") if match[name])
    start, end = match.span(group)
    title = plain_title(match[group])
    if group == "alias":
        start, end = start - 1, end + 1
    return Reference("act", start, end, {"title": title, "basis": "alias"}), group == "alias"
