"""Walks over a page's tree and makes boxes and lines of it, as a browser does; never recursive."""

from __future__ import annotations

from collections import Counter
from typing import Final, NamedTuple, cast

from lxml import etree

from gaixml.readers.html.boxes import Box, Node, is_figure, make_line
from gaixml.readers.html.elements import (
    PREFORMATTED,
    TABLE_PARTS,
    UNPRINTED,
    VOIDS,
    Rendering,
    is_page_link,
    rendering,
    shown_value,
)
from gaixml.readers.html.listing import Numbering, is_numbered, parse_number
from gaixml.readers.html.mentions import Mentions
from gaixml.readers.html.tables import close_table
from gaixml.readers.html.white_space import collapse, is_blank, raise_figures

_TABLE_INSIDES: Final = frozenset({"table", "group", "row"})


class _Opened(NamedTuple):
    """What the end of an element has to undo, unless it is a box and nothing else."""

    box: Box | None = None
    line: tuple[list[str], int, str] | None = None
    is_link: bool = False
    raised: str = ""
    numbering: bool = False


_NO_BOX: Final = _Opened()
_LINK: Final = _Opened(is_link=True)
_PARAGRAPH: Final = Rendering("block", "", is_pre=False)
_NO_ATTRIBUTES: Final[dict[str, str]] = {}


class Flow:
    """What a page prints, while it is being walked over."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.mentions = Mentions()
        self.unprinted: Counter[str] = Counter()
        self._orders: Counter[str] = Counter()
        self._boxes: list[Box] = []
        self._opened: list[Box | _Opened] = []
        self._numberings: list[Numbering] = []
        self._pieces: list[str] = []
        self._linked = 0
        self._links = 0
        self._number = ""
        self._raised = ""

    def walk(self, root: etree._Element) -> Box:
        """Return the box of the page."""
        node: Node | None = None
        walker = etree.iterwalk(root, events=("start", "end"))  # with comments it takes quadratic time
        self._boxes = [Box(Node("html", None, 1))]
        for event, element in walker:
            if event == "start":
                node = self._node(cast("str", element.tag), node)
                if self._start(element, node):
                    walker.skip_subtree()
                elif len(element):
                    self._comments(element[0])
            else:
                self._end()
                node = node.leave() if node else None
                if tail := element.tail:
                    self._text(tail)
                if node:
                    self._comments(element.getnext())
        self._flush()
        close_table(self._boxes[0])
        return self._boxes[0]

    def _comments(self, element: etree._Element | None) -> None:
        """Go over the comments that an element and those after it may be, and take up the text after each."""
        while element is not None and not isinstance(element.tag, str):
            self.unprinted["comment"] += len(element.text or "")
            self._text(element.tail or "")
            element = element.getnext()

    def _node(self, tag: str, above: Node | None) -> Node:
        self._orders[tag] += 1
        return Node(tag, above, self._orders[tag])

    def _start(self, element: etree._Element, node: Node) -> bool:
        """Open an element; tell whether what is in it need not be looked at."""
        tag, text = node.tag, element.text
        if tag in UNPRINTED:
            self.unprinted[UNPRINTED[tag]] += len(text or "")
            self._opened.append(_NO_BOX)
            return True
        given = element.items()
        attributes = dict(given) if given else _NO_ATTRIBUTES
        how = rendering(tag, attributes)
        if tag in VOIDS:
            self._void(tag, attributes, node, text or "")
        if how.reason and not (tag == "textarea" and is_figure(text or "")):
            self._opened.append(self._open_aside(how, node))
        elif tag == "title":
            self._opened.append(_NO_BOX)
            return True
        elif how.role and not (tag == "form" and self._boxes[-1].role in _TABLE_INSIDES):
            if how == _PARAGRAPH and tag != "li" and not len(element) and not self._boxes[-1].is_pre:
                self._paragraph(text, node)
                self._opened.append(_NO_BOX)
                return False
            self._opened.append(self._open_box(how, attributes, node))
            if how.role == "cell" and len(element) == 1 and (not text or is_blank(text)):
                return self._only_paragraph(element[0], node)
        else:
            self._opened.append(self._open_inline(how, tag, attributes))
        if text:
            self._text(text)
        return False

    def _open_inline(self, how: Rendering, tag: str, attributes: dict[str, str]) -> _Opened:
        """Open an element that stands in a line."""
        if tag == "a" and is_page_link(attributes):
            self._links += 1
            return _LINK
        if how.raised:
            raised, self._raised = self._raised, how.raised
            return _Opened(raised=raised or "none")
        return _NO_BOX

    def _paragraph(self, text: str | None, node: Node) -> None:
        """Print a paragraph that holds no elements."""
        if self._pieces:
            self._flush()
        if text:
            self._text(text)
            self._flush(node)

    def _only_paragraph(self, element: etree._Element, above: Node) -> bool:
        """Print what is the only element in a cell and a paragraph that holds no elements; tell whether it is that."""
        if not isinstance(element.tag, str) or len(element) or not is_blank(element.tail or ""):
            return False
        how = rendering(element.tag, dict(element.items()))
        if how != _PARAGRAPH or element.tag == "li" or element.tag in VOIDS:
            return False
        self._paragraph(element.text, self._node(element.tag, above))
        return True

    def _open_box(self, how: Rendering, attributes: dict[str, str], node: Node) -> Box | _Opened:
        if self._pieces:
            self._flush()
        box = Box(node, how.role, is_pre=how.is_pre)
        self._boxes.append(box)
        if attributes and how.role == "cell":
            box.columns = parse_number(attributes.get("colspan", ""), 1)
            box.rows = parse_number(attributes.get("rowspan", ""), 1)
        if node.tag in {"ol", "ul"}:
            self._numberings.append(Numbering(node.tag, attributes))
            return _Opened(box, numbering=True)
        if node.tag == "li" and self._numberings:
            self._number = self._numberings[-1].take(attributes)
        return box

    def _open_aside(self, how: Rendering, node: Node) -> _Opened:
        """Open an element that is left aside: the line around it goes on behind it."""
        line = (self._pieces, self._linked, self._number)
        self._pieces, self._linked, self._number = [], 0, ""
        box = Box(node, TABLE_PARTS.get(node.tag, "block"), how.reason, is_pre=node.tag in PREFORMATTED)
        self._boxes.append(box)
        return _Opened(box, line)

    def _end(self) -> None:
        """Close the element opened last."""
        opened = self._opened.pop()
        if isinstance(opened, Box):
            if self._pieces:
                self._flush()
            self._close(self._boxes.pop())
        elif opened.box:
            self._flush()
            self._close(self._boxes.pop())
            if opened.numbering:
                self._numberings.pop()
            if opened.line:
                self._pieces, self._linked, self._number = opened.line
        elif opened.is_link:
            self._links -= 1
        elif opened.raised:
            self._raised = "" if opened.raised == "none" else opened.raised

    def _close(self, box: Box) -> None:
        """Put a box into the one around it; a paragraph of one line is a line."""
        if len(box.items) == 1 and box.is_simple and box.role == "block" and not box.reason:
            self._boxes[-1].items.append(box.items[0])
            return
        close_table(box)
        if box.items or box.role == "cell":
            self._boxes[-1].append(box)

    def _text(self, text: str) -> None:
        if not self._pieces and is_blank(text) and not self._boxes[-1].is_pre:
            return
        if self._raised:
            text = raise_figures(text, self._raised)
        self._pieces.append(text)
        if self._links:
            self._linked += len(text.strip())

    def _flush(self, node: Node | None = None, *, is_forced: bool = False) -> None:
        """End the line, which stands in ``node`` or in the box opened last."""
        if not self._pieces and not is_forced:
            return
        box = self._boxes[-1]
        text, linked = "".join(self._pieces), self._linked
        self._pieces, self._linked = [], 0
        if box.is_pre:
            lines = text.removeprefix("\n").removesuffix("\n").split("\n") if not is_blank(text) else []
        else:
            text = collapse(text)
            lines = [text] if text or is_forced else []
        for line in lines:
            printed = self._numbered(line) if self._number else line
            box.items.append(make_line(printed, node or box.node, min(linked, len(line))))

    def _numbered(self, line: str) -> str:
        """Return the first line of an item of a list as it is printed."""
        if not line.strip():
            return line
        number, self._number = self._number, ""
        return line if is_numbered(line) else number + line

    # ── Elements without text of their own ──────────────────────────────────────────────────────────────────────

    def _void(self, tag: str, attributes: dict[str, str], node: Node, text: str) -> None:
        if tag in {"br", "hr"}:
            self._flush(is_forced=tag == "br")
        elif tag == "input" and (shown := shown_value(attributes)) and is_figure(shown):
            self._text(shown)
        elif tag == "input" and shown:
            box = Box(node, reason="interface")
            box.items.append(make_line(collapse(shown), node, 0))
            self._close(box)
        else:
            self.mentions.take(tag, attributes, node, text)
