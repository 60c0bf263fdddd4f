"""Naive hand-written nesters: what the ladder grammars must agree with. Plain stacks, no grammar."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LEADS = ("AGENCY", "YEAR")
CLOSERS = {"TITLE": "title", "DATE": "signature", "SIGNATURE": "signature"}
PARTS = {"BACK": "back", "ANNEX": "annex"}
LABELS = ("L1", "L2", "L3", "L4", "LABEL")


@dataclass
class Node:
    """A tree: leaves carry the place of their token in the sequence, inner nodes have a name."""

    name: str
    head: int | None = None
    children: list[Node] = field(default_factory=list)

    def shape(self) -> tuple[object, ...]:
        """Return the tree as nested tuples, to compare."""
        return (self.name, self.head, tuple(child.shape() for child in self.children))


def nest_outline(types: Sequence[str]) -> Node:
    """Nest outline tokens: a heading closes all that are not above it, BACK and ANNEX close everything."""
    root = Node("document")
    stack = [(0, root)]  # (level, open node); the document and its parts are level 0
    at = 0
    while at < len(types):
        kind = types[at]
        if kind in PARTS:
            part = Node(PARTS[kind], at)
            root.children.append(part)
            stack = [(0, part)]
            at += 1
        elif kind.startswith("H"):
            level = int(kind[1:])
            while stack[-1][0] >= level:
                stack.pop()
            section = Node(f"section{level}", at)
            stack[-1][1].children.append(section)
            stack.append((level, section))
            at += 1
        else:
            group = _group(types, at)
            stack[-1][1].children += group
            at += sum(len(node.children) or 1 for node in group)
    return root


def _group(types: Sequence[str], at: int) -> list[Node]:
    """Return a title or signature with the leads before it, or the leads alone, or one block."""
    leads = list(takewhile(lambda place: types[place] in LEADS, range(at, len(types))))
    behind = at + len(leads)
    closer = CLOSERS.get(types[behind]) if behind < len(types) else None
    if closer:
        return [Node(closer, None, [Node("block", place) for place in [*leads, behind]])]
    return [Node("block", place) for place in leads or [at]]


def nest_table(types: Sequence[str]) -> Node:
    """Nest table tokens: a caption closes everything, a header all but its caption, a label what is not above it."""
    root = Node("table")
    stack = [(0, root)]  # 0 table, 1 caption, 2 header, 3 … 7 labels
    for at, kind in enumerate(types):
        if kind == "VALUES":
            stack[-1][1].children.append(Node("values", at))
            continue
        rank = {"CAPTION": 1, "HEADER": 2}.get(kind) or 3 + LABELS.index(kind)
        while stack[-1][0] >= rank:
            stack.pop()
        node = Node(kind, at)
        stack[-1][1].children.append(node)
        stack.append((rank, node))
    return root
