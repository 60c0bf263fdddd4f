"""Small XML documents as nested tuples, and their text."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gaixml.xml_text import quote

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


class Node(NamedTuple):
    """An element: its name, its text (before its children), its children, its attributes as they are to be written."""

    name: str
    text: str = ""
    children: Sequence[Node] = ()
    attributes: str = ""


def said(name: str, text: str | None) -> tuple[Node, ...]:
    """Return an element with a text, nothing where there is no text: for what the standards let be absent."""
    return (Node(name, text),) if text else ()


def all_said(terms: Mapping[str, str], *names: str) -> tuple[Node, ...]:
    """Return an element for each of these keys that has a text."""
    return tuple(node for name in names for node in said(name, terms.get(name)))


def plain(text: str) -> str:
    """Return a text on one line, without blanks at its ends."""
    return " ".join(text.split())


def render(node: Node, depth: int = 0) -> str:
    """Return the XML of an element, indented, with a line end."""
    return "".join(_lines(node, depth))


def _lines(node: Node, depth: int) -> Iterator[str]:
    indent, begin = "  " * depth, f"<{node.name}{node.attributes}"
    text = quote(plain(node.text)).replace("&quot;", '"')
    if not node.children:
        yield f"{indent}{begin}>{text}</{node.name}>\n" if text else f"{indent}{begin}/>\n"
        return
    yield f"{indent}{begin}>{text}\n"
    for child in node.children:
        yield from _lines(child, depth + 1)
    yield f"{indent}</{node.name}>\n"
