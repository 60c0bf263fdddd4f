"""What a page prints, as boxes and lines: a line is a paragraph, or the part of one between two line breaks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from gaixml.document import Spot
from gaixml.scanners import scanner

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_PATH: Final = 240
"""A path of so many characters is said in short: with elements nested in one another paths grow without bound."""
_MARKED: Final = 3
"""A line of fewer characters is nothing that pages.lark knows."""


_XML_NAME: Final = re.compile(r"[A-Za-z_][\w.-]*\Z")
_NAME: Final = re.compile(r"[\u4e00-\u9fff]{2}")
"""What names a row or column."""
_FIGURE: Final = re.compile(r"\s*(?:[-+]?[0-9０-９][0-9０-９,.]*%?|[-—/]+|无)\s*\Z")
_BESIDE: Final = re.compile(r"[\d\s:/.\-\[\]()（）【】|·•>»]+")
"""What may stand beside the link in an entry of a list."""
_PARENTS: Final = {"group": ("table",), "row": ("table", "group"), "cell": ("row",)}


class Node:
    """An element's place in the tree, from which its path is made when somebody asks for it."""

    __slots__ = ("above", "children", "index", "known_path", "order", "path_length", "tag")

    def __init__(self, tag: str, above: Node | None, order: int) -> None:
        """Count the element among the children of the one above; ``order`` counts all of its name in the page."""
        self.tag = tag
        self.above = above
        self.order = order
        self.children: dict[str, int] | None = None
        self.known_path = ""
        self.index = 1
        self.path_length = len(tag) + 1
        if above:
            counts = above.children
            if counts is None:
                counts = above.children = {}
            self.index = counts[tag] = counts.get(tag, 0) + 1
            self.path_length += above.path_length + len(str(self.index)) + 2

    @property
    def path(self) -> str:
        """Return the XPath of the element: as lxml's getpath prints it, in short where that would be very long.

        It is known when all of the page has been walked over.
        """
        if self.path_length > _LONGEST_PATH:
            return f"/descendant::{_step(self.tag, self.order, is_only=False)}"
        nodes: list[Node] = []
        node: Node | None = self
        while node and not node.known_path:
            nodes.append(node)
            node = node.above
        path = node.known_path if node else ""
        for node in reversed(nodes):
            counts = node.above.children if node.above else None
            path += "/" + _step(node.tag, node.index, is_only=not counts or counts[node.tag] == 1)
            if node.children:
                node.known_path = path
        return path


def _step(tag: str, index: int, *, is_only: bool) -> str:
    if not tag.isalnum() and not _XML_NAME.match(tag):
        tag = f"*[name()='{tag}']" if "'" not in tag else f'*[name()="{tag}"]'
    return tag if is_only else f"{tag}[{index}]"


@dataclass(slots=True)
class Line:
    """A line: its text, how many characters of it are links to other pages, what pages.lark says of it."""

    text: str
    node: Node
    linked: int = 0
    kind: str = ""

    @property
    def is_link(self) -> bool:
        """Tell whether the line is a link and next to nothing else: a date, a number."""
        return self.linked > 0 and self.linked * 5 > len(_BESIDE.sub("", self.text)) * 4


@dataclass(slots=True)
class Measures:
    """What the lines of a box add up to."""

    lines: int = 0
    characters: int = 0
    linked: int = 0
    links: int = 0
    prose: int = 0
    headings: int = 0
    tables: int = 0
    """Characters in tables with figures; those of other tables of data count as prose."""

    def add(self, other: Measures) -> None:
        """Add what another box holds."""
        self.lines += other.lines
        self.characters += other.characters
        self.linked += other.linked
        self.links += other.links
        self.prose += other.prose
        self.headings += other.headings
        self.tables += other.tables

    @property
    def worth(self) -> int:
        """Return how much of a document this is: a heading counts as much as a line of prose."""
        return self.prose + 40 * self.headings + self.tables

    @property
    def is_strong(self) -> bool:
        """Tell whether this is more than prose: headings or tables of data."""
        return self.headings > 0 or self.tables > 0


@dataclass(slots=True)
class Box:
    """An element with what it prints, in order.

    ``role``: block, table, group (of rows), row, cell. ``reason``: why all of it is left aside ('' when it is not).
    ``is_layout``: a table that is no data; ``is_fields``: a box of what the page says of its document.
    ``has_orphans``: parts of a table stand in it that are in no table.
    """

    node: Node
    role: str = "block"
    reason: str = ""
    columns: int = 1
    rows: int = 1
    is_pre: bool = False
    is_layout: bool = True
    is_fields: bool = False
    has_orphans: bool = False
    items: list[Line | Box] = field(default_factory=list)
    measures: Measures = field(default_factory=Measures)

    @property
    def is_data(self) -> bool:
        """Tell whether this is a table of data."""
        return self.role == "table" and not self.is_layout and not self.reason

    def close(self) -> None:
        """Add up what the box holds, without what is left aside in it."""
        self.measures = total = Measures()
        for item in self.items:
            if isinstance(item, Line):
                add_line(total, item)
            elif not item.reason:
                total.add(item.measures)
        if self.is_data:
            worth = 0 if self.is_fields or total.linked * 2 > total.characters else total.characters
            has_figures = worth and any(_FIGURE.match(line.text) for line in self.lines())
            is_named = worth and any(_NAME.search(line.text) for line in self.lines())
            total.headings = 0
            total.tables, total.prose = (
                (worth if has_figures else 0, 0 if has_figures else worth) if is_named else (0, 0)
            )

    def append(self, box: Box) -> None:
        """Add a box."""
        self.items.append(box)
        if box.role in _PARENTS and self.role not in _PARENTS[box.role] and not box.reason:
            self.has_orphans = True

    def lines(self, *, with_asides: bool = False) -> Iterator[Line]:
        """Yield all lines in the box, in order."""
        stack: list[Iterator[Line | Box]] = [iter(self.items)]
        while stack:
            for item in stack[-1]:
                if isinstance(item, Line):
                    yield item
                elif with_asides or not item.reason:
                    stack.append(iter(item.items))
                    break
            else:
                stack.pop()


def add_line(total: Measures, line: Line) -> None:
    """Count a line."""
    size = len(line.text.strip())
    total.lines += 1
    total.characters += size
    total.linked += line.linked
    if line.is_link:
        total.links += 1
    elif line.kind == "PROSE_LINE":
        total.prose += size - line.linked
    elif line.kind == "HEADING_LINE":
        total.headings += 1
        total.prose += size - line.linked


def make_line(text: str, node: Node, linked: int) -> Line:
    """Return a line, read with pages.lark."""
    kind = ""
    if len(text) >= _MARKED:
        match = scanner("pages", "line").match(text)
        kind = match.lastgroup or "" if match else ""
    return Line(text, node, linked, kind)


def spot(node: Node) -> Spot:
    """Return where an element stands."""
    return Spot(path=node.path)
