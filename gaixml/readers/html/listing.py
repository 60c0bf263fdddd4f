"""The numbers that browsers print before the items of lists (CSS Counter Styles 3), and those of the UEditor."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gaixml.numeral_styles import NumeralStyle, format_numeral, roman_letters

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_DIGITS: Final = "〇一二三四五六七八九"
_MOST: Final = 3999
"""Numbers above (or below 1) are printed in figures in every style."""
_STYLE: Final = re.compile(r"list-style(?:-type)?\s*:\s*(?:(?:inside|outside)\s+)?([a-z0-9-]+)", re.IGNORECASE)
_UEDITOR: Final = re.compile(r"\bcustom_(cn2?|cn1|num2?|num1|dash|dot)\b")
_NUMBER: Final = re.compile(r"\s*([+-]?\d{1,9})")
_NUMBERED: Final = re.compile(r"\s*(?:[0-9０-９]{1,3}[.．、)）]|[（(]?[一二三四五六七八九十0-9]{1,3}[、)）]|[①-⑳⑴-⒛])")


def chinese(number: int) -> str:
    """Return a number from 1 to 3999 in Chinese: 十二, 一百零五."""
    return format_numeral(number, NumeralStyle.CHINESE)


def alphabetic(number: int) -> str:
    """Return a number in small letters: a … z, aa, ab."""
    printed = ""
    while number:
        number, letter = divmod(number - 1, 26)
        printed = chr(ord("a") + letter) + printed
    return printed


_STYLES: Final[dict[str, tuple[Callable[[int], str], str]]] = {
    "decimal": (str, "{}. "),
    "lower-alpha": (alphabetic, "{}. "),
    "lower-latin": (alphabetic, "{}. "),
    "upper-alpha": (lambda number: alphabetic(number).upper(), "{}. "),
    "upper-latin": (lambda number: alphabetic(number).upper(), "{}. "),
    "lower-roman": (roman_letters, "{}. "),
    "upper-roman": (lambda number: roman_letters(number).upper(), "{}. "),
    "cjk-ideographic": (chinese, "{}、"),
    "simp-chinese-informal": (chinese, "{}、"),
    "cjk-decimal": (lambda number: "".join(_DIGITS[int(figure)] for figure in str(number)), "{}、"),
    "decimal-leading-zero": (lambda number: f"{number:02d}", "{}. "),
    # UEditor, plugins/list.js: the style is a picture of the number
    "cn": (chinese, "{}、"),
    "cn1": (chinese, "{}) "),
    "cn2": (chinese, "（{}）"),
    "num": (str, "{}、"),
    "num1": (str, "{}) "),
    "num2": (str, "({}) "),
}
_TYPES: Final = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}


class Numbering:
    """The numbering of one list: what comes next, in which style ('' for a list whose items print no number)."""

    def __init__(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Read a list's attributes."""
        self.style = list_style(attributes) or ("decimal" if tag == "ol" else "")
        self._next = parse_number(attributes.get("start", ""), 1)
        self._step = -1 if "reversed" in attributes else 1

    def take(self, attributes: Mapping[str, str]) -> str:
        """Return what is printed before the next item."""
        number = parse_number(attributes.get("value", ""), self._next)
        self._next = number + self._step
        form, pattern = _STYLES.get(list_style(attributes) or self.style, (None, ""))
        if form is None:
            return ""
        return pattern.format(form(number) if 0 < number <= _MOST else number)


def list_style(attributes: Mapping[str, str]) -> str:
    """Return the name of the style that a list or item declares, '' for none; ``none`` too is a style."""
    ueditor = _UEDITOR.search(attributes.get("class", ""))
    if ueditor:
        return ueditor[1]
    style = _STYLE.search(attributes.get("style", ""))
    return style[1].lower() if style else _TYPES.get(attributes.get("type", ""), "")


def parse_number(printed: str, default: int) -> int:
    """Return the number that an attribute begins with (HTML 2.3.4.1)."""
    match = _NUMBER.match(printed)
    return int(match[1]) if match else default


def is_numbered(text: str) -> bool:
    """Tell whether an item's text has its number already."""
    return _NUMBERED.match(text) is not None
