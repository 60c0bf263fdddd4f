"""Turns the rules of a grammar that are tables of terminals into regular expressions.

In the grammars, ␣ stands for some blanks, ␢ inside brackets for one, and ⟪rows⟫ for what the official forms print
(gaixml/form_words.py): their labels stand in grammar/forms/ alone.
"""

from __future__ import annotations

import functools
import re

from gaixml.form_words import form_words
from gaixml.grammars import productions

_BLANK = " \t\x0b\x0c\x1c-\x1f\x85\xa0\u1680\u2000-\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
"""What ␢ stands for inside a character class: all that prints as nothing within a line."""
_BLANKS = f"[{_BLANK}]{{0,120}}"
"""What ␣ stands for in a regular expression: some blanks or none, bounded, so that no search is quadratic."""
_SPACES = r"[^\S\r\n]{0,120}"
"""The same for a text in which no character is without width: Python compiles it in a tenth of the time."""
_WIDTHLESS = "\u200b\u200e\u200f\u2060\ufeff"
"""What prints as nothing and is no white space to Python."""
_WORDS = re.compile("⟪([a-z]+)⟫")
"""Labels of the official forms, by what they are labels of."""


def is_plain(text: str, start: int = 0, end: int | None = None) -> bool:
    """Tell whether the labels in ``text[start:end]`` can be found with a ``plain`` scanner.

    A byte-order mark at the beginning of the text stands in no label.
    """
    return all(text.find(char, start or 1, end) < 0 for char in _WIDTHLESS)


@functools.cache
def _regexp(name: str, terminal: str, *, plain: bool) -> str:
    """Return a terminal's regular expression; ``plain`` for labels of the forms in which all blanks are white space."""
    blanks = _SPACES if plain else _BLANKS
    pattern = productions(name).patterns[terminal]
    pattern = _WORDS.sub(lambda match: form_words(match[1]).replace("␣", blanks), pattern)
    return pattern.replace("␣", _BLANKS).replace("␢", _BLANK)


@functools.cache
def alternatives(name: str, rule: str) -> tuple[str, ...]:
    """Return the terminals of a rule that is a table of alternatives, in the order in which the grammar lists them."""
    rules = productions(name).rules
    return tuple(
        terminal
        for symbols in rules[rule]
        for symbol in symbols
        for terminal in (alternatives(name, symbol) if symbol in rules else (symbol,))
    )


@functools.cache
def scanner(name: str, rule: str, before: str = "", after: str = "", *, plain: bool = False) -> re.Pattern[str]:
    """Return one compiled regular expression for a rule that is a table of terminals.

    A match's ``lastgroup`` names the terminal; the first alternative that fits wins. ``before`` and ``after`` are put
    around the alternatives. A ``plain`` scanner finds the labels of the forms in texts that is_plain allows.
    """
    groups = "|".join(f"(?P<{one}>{_regexp(name, one, plain=plain)})" for one in alternatives(name, rule))
    return re.compile(f"{before}(?:{groups}){after}")
