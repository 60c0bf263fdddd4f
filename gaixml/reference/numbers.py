"""Gives the numbers of running text their values: 1,234.5, 二十万, 三点五, 二〇一八."""

from __future__ import annotations

import functools
from decimal import Decimal
from typing import Final

_POSITIONAL: Final = str.maketrans(
    "０１２３４５６７８９〇○零ОOoＯ一二三四五六七八九两．，", "0123456789000000012345678" + "92.,"
)
_ARABIC: Final = frozenset("0123456789０１２３４５６７８９")
_SCALES: Final = {"十": 10, "百": 100, "千": 1000}
_LARGE: Final = {"万": 10**4, "亿": 10**8}


def scale(word: str) -> int:
    """Return what 万, 亿, 万亿, 百 … multiply by; 1 for no word."""
    value = 1
    for char in word:
        value *= _SCALES.get(char, 0) or _LARGE[char]
    return value


def is_figure(char: str) -> bool:
    """Tell whether a character is an Arabic figure, of either width."""
    return char in _ARABIC


def figures(printed: str) -> str:
    """Return figures of any kind, place by place, as ASCII: ２０１８, 二○一八."""
    return printed.translate(_POSITIONAL)


def decimal(value: Decimal) -> str:
    """Return a number as xs:decimal prints it: no exponent, no needless zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@functools.lru_cache(maxsize=4096)
def read_number(printed: str) -> Decimal | None:
    """Return the value of a number in figures or words, None if it is none (1.2.3, 十百千)."""
    whole, _, fraction = printed.partition("点")
    if not whole:
        return None
    if is_figure(whole[0]):
        text = figures(printed).replace(",", "")
        return Decimal(text) if text.count(".") <= 1 and not text.endswith(".") else None
    value = _words(whole)
    if value is None or not fraction:
        return None if value is None else Decimal(value)
    return Decimal(f"{value}.{figures(fraction)}")


def small_number(printed: str) -> int:
    """Return the value of a day or month: 31, 三十一, 廿一; 0 if it is none."""
    value = read_number(printed.replace("廿", "二十").replace("卅", "三十"))
    return int(value) if value is not None else 0


def _words(words: str) -> int | None:
    """Return the value of a Chinese numeral: sections of four places, each with its 万 or 亿.

    一二三 measures nothing.
    """
    if len(words) > 1 and not any(char in _SCALES or char in _LARGE for char in words):
        return None
    total = section = digit = 0
    for char in words:
        if char in _LARGE:
            total = (total + section + digit) * _LARGE[char] if char == "亿" else total + (section + digit) * 10**4
            section = digit = 0
        elif char in _SCALES:
            if not digit and (section or char != "十"):
                return None
            section += (digit or 1) * _SCALES[char]
            digit = 0
        else:
            if digit:
                return None
            digit = int(figures(char))
    return total + section + digit
