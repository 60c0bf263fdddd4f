"""Finds, loads and names the Lark grammars in grammar/: the source of truth for what gaixml recognises."""

from __future__ import annotations

import functools
import hashlib
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lark import Lark, Token
from lark.lexer import Lexer
from lark.load_grammar import load_grammar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from importlib.resources.abc import Traversable


def resource(folder: str) -> Traversable:
    """Return a folder of the repository's top (grammar, schemas, vocabulary): in a wheel it is inside the package."""
    inside = resources.files("gaixml") / folder
    return inside if inside.is_dir() else Path(__file__).parent.parent / folder


@functools.cache
def load_text(name: str) -> str:
    """Return the text of ``grammar/<name>.lark``."""
    return (resource("grammar") / f"{name}.lark").read_text("utf-8")


@functools.cache
def digest() -> str:
    """Return the SHA-256 of all grammars together, in hexadecimal: an archive names the grammars it was read with."""
    joined = "".join(f"{name}.lark\0{load_text(name)}\0" for name in sorted(_names(resource("grammar"))))
    return hashlib.sha256(joined.encode()).hexdigest()


def _names(folder: Traversable, above: str = "") -> Iterator[str]:
    """Yield the names of the grammars in a folder and the folders in it."""
    for file in folder.iterdir():
        if file.is_dir():
            yield from _names(file, f"{above}{file.name}/")
        elif file.name.endswith(".lark"):
            yield above + file.name.removesuffix(".lark")


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
def productions(name: str, start: str) -> tuple[dict[str, list[tuple[str, ...]]], dict[str, str]]:
    """Return each rule's alternatives as symbols, without * and ? and |, and the text that each terminal prints."""
    grammar, _ = load_grammar(load_text(name), name, [], False)  # type: ignore[no-untyped-call]  # noqa: FBT003
    terminals, rules, _ = grammar.compile([start], "*")
    found: dict[str, list[tuple[str, ...]]] = {}
    for rule in sorted(rules, key=lambda rule: rule.order):
        found.setdefault(rule.origin.name, []).append(tuple(symbol.name for symbol in rule.expansion))
    return found, {terminal.name: terminal.pattern.value for terminal in terminals if terminal.pattern}
