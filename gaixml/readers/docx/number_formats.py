"""Prints the numbers of automatic lists in the formats that Word offers (ECMA-376 Part 1, 17.18.59 ST_NumberFormat)."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final

from gaixml.numeral_styles import STEMS, NumeralStyle, format_numeral, roman_letters

if TYPE_CHECKING:
    from collections.abc import Callable

BULLET: Final = "•"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_LONGEST: Final = 20
"""A numeral of letters or Roman figures that would be longer is printed in figures."""

# What counts on by itself; the styles of gaixml.numeral_styles that reach the value print it
_STYLES: Final = {
    "chineseCountingThousand": NumeralStyle.CHINESE,
    "japaneseCounting": NumeralStyle.CHINESE,
    "taiwaneseCountingThousand": NumeralStyle.CHINESE,
    "chineseCounting": NumeralStyle.CHINESE,
    "taiwaneseCounting": NumeralStyle.CHINESE,
    "chineseLegalSimplified": NumeralStyle.FORMAL,
    "ideographLegalTraditional": NumeralStyle.FORMAL,
    "japaneseLegal": NumeralStyle.FORMAL,
    "decimalEnclosedCircle": NumeralStyle.CIRCLED,
    "decimalEnclosedCircleChinese": NumeralStyle.CIRCLED,
    "decimalEnclosedFullstop": NumeralStyle.FULL_STOP,
    "decimalEnclosedParen": NumeralStyle.PARENTHESIZED,
    "ideographEnclosedCircle": NumeralStyle.PARENTHESIZED_CHINESE,
    "ideographTraditional": NumeralStyle.STEM,
}
_BY_FIGURE: Final = frozenset({"ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital", "koreanDigital2"})
_SHORT_COUNTING: Final = frozenset({"chineseCounting", "taiwaneseCounting"})
"""From a hundred on these print figure by figure."""
_HUNDRED: Final = 100
_FULL_WIDTH: Final = str.maketrans("0123456789", "０１２３４５６７８９")
_TRADITIONAL: Final = str.maketrans("贰叁陆", "貳參陸")


@functools.lru_cache(maxsize=4096)
def print_number(value: int, number_format: str, pattern: str = "") -> str:
    """Return a value as a list prints it; in figures where the format is unknown or does not reach so far.

    ``pattern`` is that of the format ``custom`` (001, 002, 003, ...).
    """
    printer = _PRINTERS.get(number_format)
    if printer:
        return printer(value)
    if number_format == "custom":
        return f"{value:0{min(len(pattern.partition(',')[0].strip()), _LONGEST)}d}"
    return _ideographs(value, number_format) or f"{value:d}"


def _ideographs(value: int, number_format: str) -> str:
    if number_format in _BY_FIGURE or (number_format in _SHORT_COUNTING and value >= _HUNDRED):
        return "".join("〇一二三四五六七八九"[int(figure)] for figure in f"{value:d}")
    if number_format == "ideographZodiac" and 0 < value <= len(_BRANCHES):
        return _BRANCHES[value - 1]
    try:
        text = format_numeral(value, _STYLES[number_format])
    except (ValueError, KeyError):
        return ""
    if text.startswith("拾"):
        text = f"壹{text}"  # Word prints 壹拾贰
    if number_format == "ideographLegalTraditional":
        return text.translate(_TRADITIONAL)
    return text.replace("零", "〇") if number_format.startswith("chineseCounting") else text


def _sexagenary(value: int) -> str:
    return STEMS[(value - 1) % len(STEMS)] + _BRANCHES[(value - 1) % len(_BRANCHES)]


def _letters(value: int) -> str:
    """Return a to z, aa to zz, aaa and so on."""
    times, letter = divmod(value - 1, 26)
    return chr(ord("a") + letter) * (times + 1) if 0 <= times < _LONGEST else f"{value:d}"


def _roman(value: int) -> str:
    return roman_letters(value) if 0 < value < 1000 * _LONGEST else f"{value:d}"


_PRINTERS: Final[dict[str, Callable[[int], str]]] = {
    "none": lambda _: "",
    "bullet": lambda _: BULLET,
    "decimalZero": "{:02d}".format,
    "decimalFullWidth": lambda value: f"{value:d}".translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda value: f"{value:d}".translate(_FULL_WIDTH),
    "numberInDash": "- {:d} -".format,
    "upperRoman": lambda value: _roman(value).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerLetter": _letters,
    "ideographZodiacTraditional": _sexagenary,
}
