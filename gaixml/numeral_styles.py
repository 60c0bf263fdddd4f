"""The families of numerals, and how a value is printed in each. gaixml.numerals reads them and offers both sides.

Sources: GB/T 15835-2011 for Chinese numerals in publications, the Unicode character database for everything that is
one character: names and numeric values are asked of it rather than listed here.
"""

import enum
import functools
import re
import string
import unicodedata
from typing import Final


class NumeralStyle(enum.StrEnum):
    """The families of numerals; each member is named like its rule in grammar/numerals.lark.

    Variants that number one series are one style: half- and full-width figures (1 １), simplified and traditional
    formal characters (贰 貳), Roman numerals as one character or as letters (Ⅳ IV).
    """

    ARABIC = enum.auto()  # 1  12  １２
    CHINESE = enum.auto()  # 一  十二  一百零五
    POSITIONAL = enum.auto()  # 二〇二三
    FORMAL = enum.auto()  # 壹  拾贰
    CIRCLED = enum.auto()  # ⓪  ①  ㊿
    NEGATIVE_CIRCLED = enum.auto()  # ❶  ⓴
    PARENTHESIZED = enum.auto()  # ⑴  ⒇
    FULL_STOP = enum.auto()  # ⒈  ⒛
    PARENTHESIZED_CHINESE = enum.auto()  # ㈠  ㈩
    CIRCLED_CHINESE = enum.auto()  # ㊀  ㊉
    PARENTHESIZED_UPPER = enum.auto()  # 🄐  🄩
    PARENTHESIZED_LOWER = enum.auto()  # ⒜  ⒵
    CIRCLED_UPPER = enum.auto()  # Ⓐ  Ⓩ
    CIRCLED_LOWER = enum.auto()  # ⓐ  ⓩ
    ROMAN_UPPER = enum.auto()  # Ⅳ  IV
    ROMAN_LOWER = enum.auto()  # ⅳ  iv
    STEM = enum.auto()  # 甲  癸
    LATIN_UPPER = enum.auto()  # A  Z
    LATIN_LOWER = enum.auto()  # a  z


STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_ROMAN: Final = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)

# The styles made of single characters: the first and the last of each run of code points (one, if they are the same).
_RUNS: Final = {
    NumeralStyle.CIRCLED: ("⓪", "①⑳", "㉑㉟", "㊱㊿"),
    NumeralStyle.NEGATIVE_CIRCLED: ("⓿", "❶❿", "⓫⓴"),
    NumeralStyle.PARENTHESIZED: ("⑴⒇",),
    NumeralStyle.FULL_STOP: ("⒈⒛",),
    NumeralStyle.PARENTHESIZED_CHINESE: ("㈠㈩",),
    NumeralStyle.CIRCLED_CHINESE: ("㊀㊉",),
    NumeralStyle.PARENTHESIZED_UPPER: ("🄐🄩",),
    NumeralStyle.PARENTHESIZED_LOWER: ("⒜⒵",),
    NumeralStyle.CIRCLED_UPPER: ("ⒶⓏ",),
    NumeralStyle.CIRCLED_LOWER: ("ⓐⓩ",),
    NumeralStyle.STEM: tuple(STEMS),
    NumeralStyle.LATIN_UPPER: ("AZ",),
    NumeralStyle.LATIN_LOWER: ("az",),
}

# The styles that are composed, and how far.
_REACH: Final = {
    NumeralStyle.ARABIC: range(10**9),
    NumeralStyle.CHINESE: range(1, 10_000),
    NumeralStyle.POSITIONAL: range(10, 10**9),
    NumeralStyle.FORMAL: range(1, 10_000),
    NumeralStyle.ROMAN_UPPER: range(1, 40),
    NumeralStyle.ROMAN_LOWER: range(1, 40),
}


def sign_value(sign: str) -> int:
    """Return what one character counts: 3 for 三 叁 3 ③ ⑶ ㊂ Ⅲ, for the letters C ⓒ, for the stem 丙.

    Raises ValueError for a character that counts nothing.
    """
    if sign in STEMS:
        return STEMS.index(sign) + 1
    name = unicodedata.name(sign, "")
    if " LETTER " in name:  # CIRCLED LATIN SMALL LETTER C
        return string.ascii_uppercase.index(name[-1]) + 1
    if name.startswith("KANGXI RADICAL"):  # drawn like the numeral, but without its value
        sign = unicodedata.normalize("NFKC", sign)
    return int(unicodedata.numeric(sign))


def format_numeral(value: int, style: NumeralStyle) -> str:
    """Print a value in a style, in its plain form: what parse_numeral reads back as the same value and style.

    0 is 零 between units, as laws print 第一百零一条, and 〇 in positional numerals (GB/T 15835-2011: years).
    10 is 十, not 一十; figures are half-width and Roman numerals ASCII letters. The letters I V X i v x are printed for
    9, 22 and 24, although parse_numeral, which knows no sequence, reads them as Roman.

    Raises ValueError when the style does not reach the value: circled numbers end at 50, stems at 10.
    """
    reach = _reach(style)
    if value not in reach:
        raise ValueError(f"no {style} numeral for {value}: this style runs from {reach[0]} to {reach[-1]}")
    match style:
        case NumeralStyle.ARABIC:
            return f"{value:d}"
        case NumeralStyle.POSITIONAL:
            return "".join("〇一二三四五六七八九"[int(figure)] for figure in f"{value:d}")
        case NumeralStyle.CHINESE:
            return _cardinal(value, "零一二三四五六七八九", "千百十")
        case NumeralStyle.FORMAL:
            return _cardinal(value, "零壹贰叁肆伍陆柒捌玖", "仟佰拾")
        case NumeralStyle.ROMAN_UPPER | NumeralStyle.ROMAN_LOWER:
            letters = roman_letters(value)
            return letters.upper() if style is NumeralStyle.ROMAN_UPPER else letters
        case _:
            return _series(style)[value]


def _reach(style: NumeralStyle) -> range:
    """Return the values that a style can print."""
    return _REACH.get(style) or range(min(_series(style)), max(_series(style)) + 1)


@functools.cache
def _series(style: NumeralStyle) -> dict[int, str]:
    """Return value → character for a style made of single characters."""
    signs = (chr(code) for run in _RUNS[style] for code in range(ord(run[0]), ord(run[-1]) + 1))
    return {sign_value(sign): sign for sign in signs}


def _cardinal(value: int, figures: str, units: str) -> str:
    """Print 1–9999 with units, one zero for each gap between places, and 10–19 without the leading one."""
    places = zip(f"{value:04d}", [*units, ""], strict=True)
    text = "".join(figures[int(figure)] + (unit if figure != "0" else "") for figure, unit in places)
    zero, one = figures[0], figures[1]
    text = re.sub(f"{zero}+", zero, text).strip(zero)
    return text.removeprefix(one) if value in range(10, 20) else text


def roman_letters(value: int) -> str:
    """Print a value from 1 on in small Roman letters; what is greater than 3999 begins with more than three m."""
    printed = ""
    for worth, letters in _ROMAN:
        times, value = divmod(value, worth)
        printed += letters * times
    return printed
