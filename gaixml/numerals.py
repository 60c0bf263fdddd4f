"""The numerals that number the sections of Chinese official documents: text ↔ value.

grammar/numerals.lark says what a numeral looks like; this module gives it its value. The way back, from a value to
its numeral, is format_numeral. Numbering follows GB/T 9704-2012 (一、 （一） 1. （1）), writing GB/T 15835-2011.
"""

import functools
import math
from dataclasses import dataclass
from typing import Final

from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedInput

from gaixml.grammars import load_text
from gaixml.numeral_styles import NumeralStyle, format_numeral, sign_value

__all__ = ["Numeral", "NumeralStyle", "format_numeral", "parse_numeral"]


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral that was read.

    value: what it counts, 0 to 999 999 999 (0 only as 0 ０ ⓪ ⓿)
    style: its family
    text:  as printed, blanks included
    """

    value: int
    style: NumeralStyle
    text: str


@functools.lru_cache(maxsize=4096)
def parse_numeral(text: str) -> Numeral | None:
    """Read a text that is one numeral and nothing else; None when it is not. Never raises, whatever the text.

    Blanks inside and around are allowed (二 十 一), line ends are not. The units of a Chinese numeral descend and are
    counted, so 百, 百一, 十百 and 十十 are none. 一百五 is 105 (the grammar says why), 一二三 is 123 by position.
    The ASCII letters I V X i v x and what they compose (1–39) are Roman, every other single letter is a letter. Where
    the sequence says otherwise, as in G H I, compare with what is due: format_numeral(9, LATIN_UPPER) is "I".
    """
    try:
        style, value = _Reading().transform(_parser().parse(text))
    except UnexpectedInput:
        return None
    return Numeral(value, style, str(text))


@functools.cache
def _parser() -> Lark:
    """Return the parser, built when the first numeral is read."""
    return Lark(load_text("numerals"), parser="lalr", lexer="basic")


# The terminals whose characters count something else here than Unicode says, or of which it says nothing.
_TERMINAL_VALUES: Final = {
    "ZERO": 0,
    "LIANG": 2,
    "UPPER_I": 1,
    "UPPER_V": 5,
    "UPPER_X": 10,
    "LOWER_I": 1,
    "LOWER_V": 5,
    "LOWER_X": 10,
}


class _Reading(Transformer[Token, tuple[NumeralStyle, int]]):
    """From characters to values, from values to places (tens, hundreds …), from places to (style, value)."""

    def __default_token__(self, token: Token) -> int:
        value = _TERMINAL_VALUES.get(token.type)
        return sign_value(token) if value is None else value

    def zero(self, _: list[int]) -> int:
        return 0

    tens = hundreds = thousands = staticmethod(math.prod)

    def arabic(self, figures: list[int]) -> tuple[NumeralStyle, int]:
        return NumeralStyle.ARABIC, _positional(figures)

    def positional(self, figures: list[int]) -> tuple[NumeralStyle, int]:
        return NumeralStyle.POSITIONAL, _positional(figures)

    def roman_upper(self, letters: list[int]) -> tuple[NumeralStyle, int]:
        return NumeralStyle.ROMAN_UPPER, _roman(letters)

    def roman_lower(self, letters: list[int]) -> tuple[NumeralStyle, int]:
        return NumeralStyle.ROMAN_LOWER, _roman(letters)

    def __default__(self, rule: str, places: list[int], _meta: object) -> tuple[NumeralStyle, int]:
        """Every other family is the sum of its places, or one character."""
        return NumeralStyle(rule), sum(places)


def _positional(figures: list[int]) -> int:
    return functools.reduce(lambda value, figure: value * 10 + figure, figures)


def _roman(letters: list[int]) -> int:
    """Return the sum, a letter before a greater one counting negative: XIX is 10 - 1 + 10."""
    pairs = zip(letters, [*letters[1:], 0], strict=True)
    return sum(-one if one < following else one for one, following in pairs)
