"""Judges what OCR read in the cells of a table: readings of a figure that do not agree make it unreadable.

Tesseract is sure of itself where it leaves out the last digit of a figure, but seldom does so in two sizes of the same
picture; and where it takes 6 for 0 with its Chinese data in both, it does not with the English. A figure that is not
read alike, or with little confidence, gets U+FFFD behind it, as does ink that is read as nothing: it is then no figure
to anybody, and is reported as text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from gaixml.cells import read_cell, read_numeral

if TYPE_CHECKING:
    from collections.abc import Sequence

UNREADABLE: Final = "\ufffd"
_SURE: Final = 70.0
"""Tesseract's confidence, of 100, that it needs in one of two readings that agree …"""
_VERY_SURE: Final = 80.0
_UNSURE: Final = 40.0
"""… and in one of two as long that do not, if it has no more than this in the other."""


class Box(NamedTuple):
    """A part of a picture, in dots."""

    left: int
    top: int
    right: int
    bottom: int


class Word(NamedTuple):
    """A word as read: its box, how sure Tesseract is of it, of 100."""

    text: str
    box: Box
    sure: float


def judge(readings: Sequence[Sequence[Word]], cell: Box) -> list[Word]:
    """Return the words of a cell with ink in it, as it was read several times, ``cell`` is where the first saw it."""
    texts = [_text(words) for words in readings]
    if not texts[0]:
        return [Word("".join(texts[1:2]) + UNREADABLE, cell, 0)]
    if not any(map(_is_value, texts[:2])):
        return list(readings[0])
    sure = [_sureness(words) for words in readings]
    found = _agreed(texts, sure)
    if found == texts[0]:
        return list(readings[0])
    return [Word(found or texts[0] + UNREADABLE, cell, 0)]


def _agreed(texts: Sequence[str], sure: Sequence[float]) -> str:
    """Return what two readings agree on and no other contradicts, '' if there is no such text."""
    best = max(texts[:2], key=lambda text: (texts.count(text), max(_of(text, texts, sure))))
    rivals = [one for text, one in zip(texts, sure, strict=True) if text != best and read_cell(text).is_figure]
    if texts.count(best) > 1:
        is_sure = max(_of(best, texts, sure)) >= _SURE
        return best if is_sure and max(rivals, default=0.0) < _SURE else ""
    alike = len(texts[0]) == len(texts[1]) and max(sure[:2]) >= _VERY_SURE
    return best if alike and max(rivals, default=0.0) <= _UNSURE else ""


def _of(text: str, texts: Sequence[str], sure: Sequence[float]) -> list[float]:
    """Return how sure the readings are that give a text."""
    return [one for other, one in zip(texts, sure, strict=True) if other == text]


def _text(words: Sequence[Word]) -> str:
    return "".join(word.text for word in words)


def _sureness(words: Sequence[Word]) -> float:
    return min((word.sure for word in words), default=0.0)


def _is_value(text: str) -> bool:
    """Tell whether a text can stand for a figure: a number, a numeral, a dash."""
    return bool(text) and (read_cell(text).is_value or bool(read_numeral(text)))
