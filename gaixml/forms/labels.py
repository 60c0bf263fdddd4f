"""Compares the labels that a document prints with those of the official forms."""

from __future__ import annotations

import functools
import re
import unicodedata
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, NamedTuple

from gaixml.cells import split_label

if TYPE_CHECKING:
    from gaixml.sheets import Wordings

_LIKE: Final = 0.7
"""Labels that have less in common are not the same label with a misprint."""
_LONGER: Final = 1
"""A misprint adds this many characters at most: more is another label (其他行政许可 is not 行政许可)."""
_TRUNCATED: Final = 4
"""A label of fewer characters is not recognised by its beginning …"""
_TRUNCATED_NUMBERED: Final = 2
"""… and one with the right number not by fewer than these."""


class Label(NamedTuple):
    """A label without blanks and signs: its number (（一） → 一) and its words."""

    number: str
    words: str


@functools.lru_cache(maxsize=1 << 14)
def fold(printed: str) -> str:
    """Return the letters and figures of a text: without blanks, points, brackets; full-width forms made plain."""
    return "".join(char for char in unicodedata.normalize("NFKC", printed) if char.isalnum())


@functools.lru_cache(maxsize=1 << 14)
def read_label(printed: str) -> Label:
    """Return the number and the words of a printed label."""
    number, words = split_label(printed)
    return Label(fold(number), fold(words))


@functools.lru_cache(maxsize=1 << 14)
def without_remark(printed: str) -> str:
    """Return a label without the remark in brackets at its end: 采购总金额（万元） → 采购总金额."""
    return re.sub(r"(?<=[^\s（(])[（(][^（()）]*[)）]?\s*\Z", "", printed)


def likeness(printed: Label, label: Label) -> tuple[float, str]:
    """Return how much a printed label is one of the form, 0 to 1, and the repair that it takes to read it so."""
    words = printed.words
    if not words or len(words) > len(label.words) + _LONGER:
        return 0.0, ""
    known_by = _TRUNCATED_NUMBERED if printed.number and printed.number == label.number else _TRUNCATED
    if len(words) >= known_by and label.words.startswith(words):
        return 0.9, "label-truncated"
    common = min(sum(map(_characters(label.words).__contains__, words)), len(label.words))
    if 2 * common / (len(words) + len(label.words)) < _LIKE:  # at most so much can be in common: a cheap look
        return 0.0, ""
    ratio = SequenceMatcher(None, words, label.words, autojunk=False).ratio()
    return (ratio, "label-misprint") if ratio >= _LIKE else (0.0, "")


@functools.cache
def _characters(words: str) -> frozenset[str]:
    return frozenset(words)


@functools.cache
def labels_of(wordings: Wordings) -> tuple[Label, ...]:
    """Return the wordings of a form's label, ready to be compared."""
    return tuple(map(read_label, wordings))
