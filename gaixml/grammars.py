"""Finds, loads and names the Lark grammars in grammar/: the source of truth for what gaixml recognises."""

from __future__ import annotations

import functools
import hashlib
import re
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lark import Lark, Token
from lark.lexer import Lexer, TerminalDef
from lark.load_grammar import load_grammar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from importlib.resources.abc import Traversable


_BLANK = r" \t\x0b\x0c\x1c-\x1f\x85\xa0\u1680\u2000-\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
"""What ␢ stands for inside a character class: all that prints as nothing within a line."""
_BLANKS = f"[{_BLANK}]{{0,120}}"
"""What ␣ stands for in a regular expression: some blanks or none, bounded, so that no search is quadratic."""


def resource(folder: str) -> Traversable:
    """Return the folder ``grammar`` or ``schemas``: inside the installed package, else at the top of the checkout."""
    inside = resources.files("gaixml") / folder
    return inside if inside.is_dir() else Path(__file__).parent.parent / folder


@functools.cache
def load_text(name: str) -> str:
    """Return the text of ``grammar/<name>.lark``."""
    return (resource("grammar") / f"{name}.lark").read_text("utf-8")


@functools.cache
def digest() -> str:
    """Return the SHA-256 of all grammars together, in hexadecimal: an archive names the grammars it was read with."""
    names = sorted(file.name for file in resource("grammar").iterdir() if file.name.endswith(".lark"))
    joined = "".join(f"{name}\0{load_text(name.removesuffix('.lark'))}\0" for name in names)
    return hashlib.sha256(joined.encode()).hexdigest()


class TokenStream(Lexer):
    """Lark's view of tokens that were found beforehand: passes a list of tokens on as it is."""

    def __init__(self, lexer_conf: Any) -> None:  # noqa: ANN401 - Lark's own signature
        """Take Lark's configuration, of which nothing is needed."""

    def lex(self, data: Iterable[Token]) -> Iterator[Token]:  # type: ignore[override]
        """Yield the tokens."""
        return iter(data)


def load_parser(name: str, **options: Any) -> Lark:  # noqa: ANN401 - Lark's options
    """Return the LALR(1) parser of a grammar over declared tokens; its ``parse`` takes a list of tokens."""
    return Lark(load_text(name), parser="lalr", lexer=TokenStream, **options)


@functools.cache
def _compiled(name: str) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Return a grammar's regular expressions by terminal, and the symbols of each rule's alternatives in order."""
    grammar, _ = load_grammar(load_text(name), name, [], False)  # type: ignore[no-untyped-call]  # noqa: FBT003
    terminals, rules, _ = grammar.compile([definition[0] for definition in grammar.rule_defs], "*")
    symbols: dict[str, list[str]] = {}
    for rule in sorted(rules, key=lambda rule: rule.order):
        symbols.setdefault(rule.origin.name, []).extend(symbol.name for symbol in rule.expansion)
    return {terminal.name: _regexp(terminal) for terminal in terminals if terminal.pattern}, symbols


def _regexp(terminal: TerminalDef) -> str:
    return terminal.pattern.to_regexp().replace("␣", _BLANKS).replace("␢", _BLANK)


@functools.cache
def alternatives(name: str, rule: str) -> tuple[str, ...]:
    """Return the terminals of a rule that is a table of alternatives, in the order in which the grammar lists them."""
    _, symbols = _compiled(name)
    return tuple(
        terminal
        for symbol in symbols[rule]
        for terminal in (alternatives(name, symbol) if symbol in symbols else (symbol,))
    )


@functools.cache
def scanner(name: str, rule: str, before: str = "", after: str = "") -> re.Pattern[str]:
    """Return one compiled regular expression for a rule that is a table of terminals.

    A match's ``lastgroup`` names the terminal; the first alternative that fits wins. ``before`` and ``after`` are put
    around the alternatives.
    """
    patterns, _ = _compiled(name)
    groups = "|".join(f"(?P<{terminal}>{patterns[terminal]})" for terminal in alternatives(name, rule))
    return re.compile(f"{before}(?:{groups}){after}")
