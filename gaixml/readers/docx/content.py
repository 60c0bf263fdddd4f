"""What a paragraph holds, and the elements of a run that are text (ECMA-376 Part 1, 17.3.3)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from gaixml.readers.docx.names import W

if TYPE_CHECKING:
    from lxml import etree

PAGE_BREAK: Final = "\f"
"""Stands in the text where a page ends inside a paragraph; no XML text can hold it."""
TEXT: Final = f"{W}t"
TAB: Final = f"{W}tab"
BREAK: Final = f"{W}br"
FIXED: Final = {f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
"""The elements that always print the same."""
_BLANKS: Final = " \t\r\n"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_ONE_LINE: Final = str.maketrans("\r\n", "  ")


@dataclass(slots=True)
class Content:
    """What a paragraph holds: its text, its text boxes, the notes it refers to (kind, id), what it leaves aside.

    ``omitted`` is by reason; ``related`` are the relationships that its drawings and objects use.
    """

    text: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    omitted: dict[str, list[str]] = field(default_factory=dict)
    related: list[str] = field(default_factory=list)


def run_text(element: etree._Element) -> str:
    """Return the text of a w:t; blanks at its ends count where xml:space says so (17.3.3.31)."""
    text = element.text or ""
    if text and (text[0] in _BLANKS or text[-1] in _BLANKS) and element.get(_SPACE) != "preserve":
        text = text.strip(_BLANKS)
    return text.translate(_ONE_LINE) if "\n" in text or "\r" in text else text


def line_break(element: etree._Element) -> str:
    """Return what a w:br prints: a line end, or the mark of a page's end."""
    return "\n" if element.get(f"{W}type", "textWrapping") == "textWrapping" else PAGE_BREAK
