"""What a page prints, as boxes and lines: a line is a paragraph, or the part of one between two line breaks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

from gaixml.document import Spot
from gaixml.scanners import scanner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LONGEST_PATH: Final = 240
"""A path of so many characters is said in short: with elements nested in one another paths grow without bound."""
_INDEX_LENGTH: Final = 4
"""Characters of a step of a path around the element's name: a slash and, mostly, three for its number."""
_MARKED: Final = 3
"""A line of fewer characters is nothing that pages.lark knows; a number neither."""
_REPEATED: Final = 40
"""A line of fewer characters may well stand in a page again: labels of rows, links."""


_XML_NAME: Final = re.compile(r"[A-Za-z_][\w.-]*\Z")
_NAME: Final = re.compile(r"[\u4e00-\u9fff]{2}")
"""What names a row or column."""
_FIGURE: Final = re.compile(r"\s*(?:[-+]?[0-9０-９][0-9０-９,.]*%?|[-—/]+|无)\s*\Z")
_BESIDE: Final = re.compile(r"[\d\s:/.\-\[\]()（）【】|·•>»]+")
"""What may stand beside the link in an entry of a list."""
_PARENTS: Final = {"group": ("table",), "row": ("table", "group"), "cell": ("row",)}


class Node:
    """An element's place in the tree, from which its path is made when somebody asks for it.

    ``children``: the last of each name, while the element is open. ``index`` is zero for the only child of its name;
    then it has no number in the path. ``known_path`` is None for an element with one child
    or none, which need not keep it.
    """

    __slots__ = ("above", "children", "index", "known_path", "order", "path_length", "tag")

    def __init__(self, tag: str, above: Node | None, order: int) -> None:
        """Count the element among the children of the one above; ``order`` counts all of its name in the page."""
        self.tag = tag
        self.above = above
        self.children: dict[str, Node] | None = None
        self.known_path: str | None = None
        self.index = 0
        self.path_length = len(tag) + _INDEX_LENGTH
        if above:
            self.path_length += above.path_length
            siblings = above.children
            if siblings is None:
                above.children = {tag: self}
            else:
                above.known_path = ""
                if last := siblings.get(tag):
                    last.index = last.index or 1
                    self.index = last.index + 1
                siblings[tag] = self
        self.order = order if self.path_length > _LONGEST_PATH else 0

    def leave(self) -> Node | None:
        """Return the element around this one, which is being closed: all of its children are known."""
        self.children = None
        return self.above

    @property
    def path(self) -> str:
        """Return the XPath of the element: as lxml's getpath prints it, in short where that would be very long.

        It is known when all of the page has been walked over.
        """
        if self.known_path:
            return self.known_path
        if self.path_length > _LONGEST_PATH:
            return f"/descendant::{_step(self.tag, self.order)}"
        path = f"{self.above.path if self.above else ''}/{_step(self.tag, self.index)}"
        if self.known_path is not None:
            self.known_path = path
        return path


def _step(tag: str, index: int) -> str:
    """Return a step of a path; the index of an only child is zero."""
    if not tag.isalnum() and not _XML_NAME.match(tag):
        tag = f"*[name()='{tag}']" if "'" not in tag else f'*[name()="{tag}"]'
    return f"{tag}[{index}]" if index else tag


class Measures(NamedTuple):
    """What the lines of a box add up to. ``tables``: characters in tables with figures, those of others are prose."""

    lines: int = 0
    characters: int = 0
    linked: int = 0
    links: int = 0
    prose: int = 0
    headings: int = 0
    tables: int = 0

    @property
    def worth(self) -> int:
        """Return how much of a document this is: a heading counts as much as a line of prose."""
        return self.prose + 40 * self.headings + self.tables

    @property
    def is_strong(self) -> bool:
        """Tell whether this is more than prose: headings or tables of data."""
        return self.headings > 0 or self.tables > 0


_NOTHING: Final = Measures()


@dataclass(slots=True)
class Line:
    """A line: its text, how many characters of it are links to other pages, what pages.lark says of it."""

    text: str
    node: Node
    linked: int = 0
    kind: str = ""
    reason: ClassVar[str] = ""

    @property
    def is_link(self) -> bool:
        """Tell whether the line is a link and next to nothing else: a date, a number."""
        return self.linked > 0 and self.linked * 5 > len(_BESIDE.sub("", self.text)) * 4

    @property
    def measures(self) -> Measures:
        """Return what the line adds to its box."""
        return _line_measures(len(self.text.strip()), self.linked, self.kind, self.is_link)


@lru_cache(1 << 12)
def _line_measures(size: int, linked: int, kind: str, is_link: bool) -> Measures:  # noqa: FBT001 - a cache's key
    """Return the measures of a line: the same object for all that are alike."""
    if is_link:
        return Measures(1, size, linked, 1)
    is_heading = kind == "HEADING_LINE"
    prose = size - linked if is_heading or kind == "PROSE_LINE" else 0
    return Measures(1, size, linked, 0, prose, int(is_heading))


@dataclass(slots=True)
class Box:
    """An element with what it prints, in order.

    ``role``: block, table, group (of rows), row, cell. ``reason``: why all of it is left aside ('' when it is not).
    ``is_layout``: a table that is no data; ``is_fields``: a box of what the page says of its document.
    ``has_orphans``: parts of a table stand in it that are in no table. ``is_simple``: it holds nothing but lines.
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
    is_simple: bool = True
    items: list[Line | Box] = field(default_factory=list)
    measures: Measures = _NOTHING

    @property
    def is_data(self) -> bool:
        """Tell whether this is a table of data."""
        return self.role == "table" and not self.is_layout and not self.reason

    def close(self) -> None:
        """Add up what the box holds, without what is left aside in it."""
        parts = [item.measures for item in self.items if not item.reason]
        if len(parts) > 1:
            self.measures = Measures(*map(sum, zip(*parts, strict=True)))
        else:
            self.measures = parts[0] if parts else _NOTHING
        if self.is_data:
            self._close_data()

    def _close_data(self) -> None:
        """Count the text of a table of data by what is in its cells: figures, or words only."""
        total = self.measures
        worth = 0 if self.is_fields or total.linked * 2 > total.characters else total.characters
        is_named = worth and any(_NAME.search(line.text) for line in self.lines())
        has_figures = is_named and any(_FIGURE.match(line.text) for line in self.lines())
        tables = worth if has_figures else 0
        self.measures = total._replace(headings=0, tables=tables, prose=worth - tables if is_named else 0)

    def append(self, box: Box) -> None:
        """Add a box."""
        self.items.append(box)
        self.is_simple = False
        if box.role in _PARENTS and self.role not in _PARENTS[box.role] and not box.reason:
            self.has_orphans = True

    def lines(self, *, with_asides: bool = False) -> Iterator[Line]:
        """Yield all lines in the box, in order."""
        return (item for item in self.walk(lambda box: with_asides or not box.reason) if isinstance(item, Line))

    def walk(self, enter: Callable[[Box], bool]) -> Iterator[Line | Box]:
        """Yield what is in the box, in order: its lines, those of the boxes in it that are entered, the other boxes."""
        stack: list[Iterator[Line | Box]] = [iter(self.items)]
        while stack:
            for item in stack[-1]:
                if isinstance(item, Box) and enter(item):
                    stack.append(iter(item.items))
                    break
                yield item
            else:
                stack.pop()


def make_line(text: str, node: Node, linked: int) -> Line:
    """Return a line, read with pages.lark."""
    if len(text) < _MARKED or text.isdecimal():
        return Line(text, node, linked)
    return Line(text, node, linked, _short_kind(text) if len(text) < _REPEATED else _kind(text))


def _kind(text: str) -> str:
    """Return what pages.lark says of a line, '' for nothing."""
    match = scanner("pages", "line").match(text)
    return match.lastgroup or "" if match else ""


_short_kind: Final = lru_cache(1 << 12)(_kind)


def is_figure(text: str) -> bool:
    """Tell whether a text is what stands in a table for a number."""
    return _FIGURE.match(text) is not None


def spot(node: Node) -> Spot:
    """Return where an element stands."""
    return Spot("", node.path)
