"""Compares the labels that a document prints with those of the official forms."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import TYPE_CHECKING, Final, NamedTuple

from gaixml.cells import split_label

if TYPE_CHECKING:
    from gaixml.sheets import Wordings

_FEWEST: Final = 5
"""A label of fewer characters is not recognised with a misprint …"""
_LEAST: Final = 0.7
"""… nor one of which less is left."""
_EXCHANGED: Final = 2
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
    """Return how much a printed label is one of the form, 0 to 1, and the repair that this takes.

    A misprint has characters too few, one wrong, or two exchanged. More would be another word (复议案卷, 执法案卷), and
    whatever is put before or into a label says something else.
    """
    words, whole = printed.words, label.words
    known_by = _TRUNCATED_NUMBERED if printed.number and printed.number == label.number else _TRUNCATED
    if len(words) >= known_by and whole.startswith(words):
        return 0.9, "label-truncated"
    if len(words) < max(_FEWEST, _LEAST * len(whole)) or len(words) > len(whole):
        return 0.0, ""
    if len(words) < len(whole):
        rest = iter(whole)
        return (len(words) / len(whole), "label-misprint") if all(char in rest for char in words) else (0.0, "")
    wrong = [at for at, (one, two) in enumerate(zip(words, whole, strict=True)) if one != two]
    exchanged = len(wrong) == _EXCHANGED and words[wrong[0]] == whole[wrong[1]] and words[wrong[1]] == whole[wrong[0]]
    return (1 - 1 / len(whole), "label-misprint") if len(wrong) == 1 or exchanged else (0.0, "")


@functools.cache
def labels_of(wordings: Wordings) -> tuple[Label, ...]:
    """Return the wordings of a form's label, ready to be compared."""
    return tuple(map(read_label, wordings))
