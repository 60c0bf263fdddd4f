"""White space as browsers print it (CSS Text 3, 4.1): runs collapse, line ends between wide characters are nothing."""

from __future__ import annotations

import re
from typing import Final

_WIDE: Final = "\u1100-\u115f\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003fffd"
_BROKEN: Final = re.compile(f"(?<=[{_WIDE}])[ \t\r\f]*\n[ \t\r\n\f]*(?=[{_WIDE}])")
_RUN: Final = re.compile("[ \t\r\n\f]+")
_COLLAPSIBLE: Final = " \t\r\n\f"
_WIDTHLESS: Final = re.compile("[\u200b\u200e\u200f\u2060\ufeff]+")
_SUPERSCRIPT: Final = str.maketrans("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ")
_SUBSCRIPT: Final = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_RAISED: Final = {"sup": _SUPERSCRIPT, "sub": _SUBSCRIPT}


def collapse(text: str) -> str:
    """Return a line of text as it is printed. No-break and ideographic spaces stay."""
    text = text.strip(_COLLAPSIBLE)
    if "\n" in text:
        text = _BROKEN.sub("", text)
    return _RUN.sub(" ", text)


def drop_widthless(text: str) -> str:
    """Return a text without characters that have no width: editors leave them in labels and figures."""
    return text if text.isascii() else _WIDTHLESS.sub("", text)


def is_blank(text: str) -> bool:
    """Tell whether a browser prints nothing for a text between blocks."""
    return not text.strip(_COLLAPSIBLE)


def raise_figures(text: str, tag: str) -> str:
    """Return a text in <sup> or <sub> so that its figures do not become part of those beside it: 12¹, m²."""
    return text.translate(_RAISED[tag])
