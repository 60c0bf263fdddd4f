"""Finds, loads and names the Lark grammars in grammar/: the source of truth for what gaixml recognises."""

from __future__ import annotations

import functools
import hashlib
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from lark import Lark, Token
from lark import __version__ as LARK  # noqa: N812 - a constant
from lark.lexer import Lexer
from lark.load_grammar import load_grammar

from gaixml.cache import remember
from gaixml.version import __version__

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


class Inlined:
    """The node of a rule whose name begins with _, in the place of which Lark puts its children.

    A transformer that names it for such a rule spares Lark the making of a tree, which takes twice as long.
    """

    __slots__ = ("children",)

    def __init__(self, children: list[Any]) -> None:
        """Take the children."""
        self.children = children


def load_parser(name: str, **options: Any) -> Lark:  # noqa: ANN401 - Lark's options
    """Return the LALR(1) parser of a grammar over declared tokens; its ``parse`` takes a list of tokens."""
    return Lark(load_text(name), parser="lalr", lexer=TokenStream, **options)


class Productions(NamedTuple):
    """What a grammar is made of, its ``*`` and ``?`` and ``|`` resolved.

    ``rules``: each rule's alternatives as symbols, in order; ``texts``: what each terminal that is a string prints, the
    expression of any other; ``patterns``: each terminal as a regular expression.
    """

    rules: dict[str, list[list[str]]]
    texts: dict[str, str]
    patterns: dict[str, str]


@functools.cache
def productions(name: str) -> Productions:
    """Return what the grammar of this name is made of.

    Lark takes a fifth of a second to read all of them; what it read is kept in the user's cache folder, by the text of
    the grammar.
    """
    text = load_text(name)
    key = hashlib.sha256(f"{LARK}\0{__version__}\0{text}".encode()).hexdigest()
    return Productions(**remember(f"grammar-{key}", lambda: _read(name, text)._asdict(), is_valid=_is_whole))


def _read(name: str, text: str) -> Productions:
    grammar, _ = load_grammar(text, name, [], False)  # type: ignore[no-untyped-call]  # noqa: FBT003
    terminals, rules, _ = grammar.compile([definition[0] for definition in grammar.rule_defs], "*")
    found: dict[str, list[list[str]]] = {}
    for rule in sorted(rules, key=lambda rule: rule.order):
        found.setdefault(rule.origin.name, []).append([symbol.name for symbol in rule.expansion])
    known = {terminal.name: terminal.pattern for terminal in terminals if terminal.pattern}
    texts = {terminal: pattern.value for terminal, pattern in known.items()}
    return Productions(found, texts, {terminal: pattern.to_regexp() for terminal, pattern in known.items()})


def _is_whole(kept: object) -> bool:
    if not isinstance(kept, dict) or kept.keys() != set(Productions._fields):
        return False
    return all(isinstance(part, dict) for part in kept.values())
