"""Walks over a page's tree and makes boxes and lines of it, as a browser does; never recursive."""

from __future__ import annotations

import base64
import binascii
import hashlib
import mimetypes
import re
from collections import Counter
from typing import Final, NamedTuple
from urllib.parse import unquote_to_bytes

from lxml import etree

from gaixml.document import Image, Omission, Property
from gaixml.readers.html.boxes import Box, Node, make_line
from gaixml.readers.html.elements import (
    BLOCKS,
    DOWNLOADS,
    PAGE_LINK,
    TABLE_PARTS,
    UNPRINTED,
    aside_reason,
    display,
    is_preformatted,
)
from gaixml.readers.html.listing import Numbering, is_numbered, parse_number
from gaixml.readers.html.tables import close_table
from gaixml.readers.html.white_space import collapse, is_blank, raise_figures
from gaixml.scanners import scanner

_INLINE_DISPLAYS: Final = frozenset({"inline", "inline-block", "contents"})
_LABELLED: Final = frozenset({"submit", "button", "reset", "text", ""})
"""Types of <input> that show their value."""
_FRAMES: Final = {"iframe": "src", "frame": "src", "embed": "src", "object": "data"}
"""Elements that show another file, and the attribute that names it."""
_TABLE_INSIDES: Final = frozenset({"table", "group", "row"})
_DATA: Final = re.compile(r"data:([^;,]*)((?:;[^;,]*)*),(.*)", re.DOTALL)


class _Opened(NamedTuple):
    """What the end of an element has to undo."""

    box: Box | None = None
    line: tuple[list[str], int, str] | None = None
    is_link: bool = False
    raised: str = ""
    numbering: bool = False


class Flow:
    """What a page prints, while it is being walked over."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.images: list[tuple[Image, Node]] = []
        self.properties: list[tuple[Property, Node]] = []
        self.external: list[tuple[Omission, Node]] = []
        self.unprinted: Counter[str] = Counter()
        self._orders: Counter[str] = Counter()
        self._boxes: list[Box] = []
        self._opened: list[_Opened] = []
        self._numberings: list[Numbering] = []
        self._pieces: list[str] = []
        self._linked = 0
        self._links = 0
        self._number = ""
        self._raised = ""

    def walk(self, root: etree._Element) -> Box:
        """Return the box of the page."""
        node: Node | None = None
        walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        self._boxes = [Box(Node("html", None, 1))]
        for event, element in walker:
            if event == "start":
                tag = str(element.tag)
                self._orders[tag] += 1
                node = Node(tag, node, self._orders[tag])
                if self._start(tag, dict(element.items()), node, element.text or ""):
                    walker.skip_subtree()
            elif event == "end":
                self._end()
                node = node.above if node else None
                self._text(element.tail)
            else:
                self.unprinted["comment"] += len(element.text or "")
                self._text(element.tail)
        self._flush()
        close_table(self._boxes[0])
        return self._boxes[0]

    def _start(self, tag: str, attributes: dict[str, str], node: Node, text: str) -> bool:
        """Open an element; tell whether what is in it need not be looked at."""
        if tag in UNPRINTED:
            self.unprinted[UNPRINTED[tag]] += len(text)
            self._opened.append(_Opened())
            return True
        style = attributes.get("style", "") if attributes else ""
        reason = aside_reason(tag, attributes, style)
        if tag in {"meta", "title", "img", "input", "br", "hr", *_FRAMES}:
            self._void(tag, attributes, node, text)
        if reason:
            self._opened.append(self._open_aside(reason, tag, node))
        elif tag == "title":
            self._opened.append(_Opened())
            return True
        else:
            self._opened.append(self._open(tag, attributes, node, style))
        self._text(text)
        return False

    def _open(self, tag: str, attributes: dict[str, str], node: Node, style: str) -> _Opened:
        """Open an element that is printed."""
        shown = display(style) if style else ""
        role = TABLE_PARTS.get(tag, "block" if tag in BLOCKS or (shown and shown not in _INLINE_DISPLAYS) else "")
        if role == "block" and (
            shown in _INLINE_DISPLAYS or (tag == "form" and self._boxes[-1].role in _TABLE_INSIDES)
        ):
            role = ""
        if role:
            return self._open_box(role, tag, attributes, node, style)
        if tag == "a" and PAGE_LINK.match(attributes.get("href", "#")) and not DOWNLOADS.search(attributes["href"]):
            self._links += 1
            return _Opened(is_link=True)
        if tag in {"sup", "sub"}:
            raised, self._raised = self._raised, tag
            return _Opened(raised=raised or "none")
        return _Opened()

    def _open_box(self, role: str, tag: str, attributes: dict[str, str], node: Node, style: str) -> _Opened:
        self._flush()
        box = Box(node, role, is_pre=is_preformatted(tag, style))
        if role == "cell":
            box.columns = parse_number(attributes.get("colspan", ""), 1)
            box.rows = parse_number(attributes.get("rowspan", ""), 1)
        self._boxes.append(box)
        if tag in {"ol", "ul"}:
            self._numberings.append(Numbering(tag, attributes))
            return _Opened(box, numbering=True)
        if tag == "li" and self._numberings:
            self._number = self._numberings[-1].take(attributes)
        return _Opened(box)

    def _open_aside(self, reason: str, tag: str, node: Node) -> _Opened:
        """Open an element that is left aside: the line around it goes on behind it."""
        line = (self._pieces, self._linked, self._number)
        self._pieces, self._linked, self._number = [], 0, ""
        box = Box(node, TABLE_PARTS.get(tag, "block"), reason, is_pre=is_preformatted(tag, ""))
        self._boxes.append(box)
        return _Opened(box, line)

    def _end(self) -> None:
        """Close the element opened last."""
        opened = self._opened.pop()
        if opened.is_link:
            self._links -= 1
        elif opened.raised:
            self._raised = "" if opened.raised == "none" else opened.raised
        elif opened.box:
            self._flush()
            box = self._boxes.pop()
            if opened.numbering:
                self._numberings.pop()
            self._close(box)
            if opened.line:
                self._pieces, self._linked, self._number = opened.line

    def _close(self, box: Box) -> None:
        close_table(box)
        if box.items or box.role == "cell":
            self._boxes[-1].append(box)

    def _text(self, text: str | None) -> None:
        if not text:
            return
        if self._raised:
            text = raise_figures(text, self._raised)
        self._pieces.append(text)
        if self._links:
            self._linked += len(text.strip())

    def _flush(self, *, is_forced: bool = False) -> None:
        """End the line."""
        box = self._boxes[-1]
        text = "".join(self._pieces)
        linked = self._linked
        self._pieces, self._linked = [], 0
        if box.is_pre:
            lines = text.removeprefix("\n").removesuffix("\n").split("\n") if not is_blank(text) else []
        else:
            text = collapse(text)
            lines = [text] if text or is_forced else []
        for line in lines:
            printed = line
            if self._number and line.strip():
                printed = line if is_numbered(line) else self._number + line
                self._number = ""
            box.items.append(make_line(printed, box.node, min(linked, len(line))))

    # ── Elements without text of their own ──────────────────────────────────────────────────────────────────────

    def _void(self, tag: str, attributes: dict[str, str], node: Node, text: str) -> None:
        if tag in {"br", "hr"}:
            self._flush(is_forced=tag == "br")
        elif tag == "title":
            if collapse(text):
                self.properties.append((Property("page-title", "title", collapse(text)), node))
        elif tag == "meta":
            self._meta(attributes, node)
        elif tag in _FRAMES:
            self.external.append((Omission("external", 0, name=attributes.get(_FRAMES[tag], "")), node))
        elif tag == "img":
            self.images.append((make_image(attributes.get("src", "") or attributes.get("data-src", "")), node))
        elif tag == "input" and attributes.get("type", "").lower() in _LABELLED and attributes.get("value"):
            box = Box(node, reason="interface")
            box.items.append(make_line(collapse(attributes["value"]), node, 0))
            self._close(box)

    def _meta(self, attributes: dict[str, str], node: Node) -> None:
        name = attributes.get("name") or attributes.get("property") or ""
        match = scanner("pages", "meta", after=r"\Z").match(name)
        value = collapse(attributes.get("content", ""))
        if match and match.lastgroup and value:
            code = match.lastgroup.lower().replace("_", "-")
            self.properties.append((Property(code, name, value), node))


def make_image(address: str) -> Image:
    """Return a picture; one that stands in the address itself (RFC 2397) with size and SHA-256."""
    data = _DATA.match(address)
    if not data:
        return Image(address, mimetypes.guess_type(address.partition("?")[0])[0] or "", 0, "")
    content = unquote_to_bytes(data[3])
    if ";base64" in data[2].lower():
        try:
            content = base64.b64decode(content + b"==")
        except binascii.Error:
            content = b""
    return Image("", data[1] or "text/plain", len(content), hashlib.sha256(content).hexdigest())
