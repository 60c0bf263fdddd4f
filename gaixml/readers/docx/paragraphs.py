"""Reads what a paragraph prints, and what of it is left aside (ECMA-376 Part 1, 17.3 and 17.13).

Most paragraphs are runs of plain text: one pass in C finds that out, and reads them. All others are walked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gaixml.readers.docx.content import BREAK, FIXED, TAB, TEXT, Content, line_break, run_text
from gaixml.readers.docx.names import MC, VML, A, M, W
from gaixml.readers.docx.walk import Walk

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml import etree

_PLAIN: Final = (TEXT, TAB, BREAK, *FIXED)
_REVISED: Final = ("del", "moveFrom", "delText", "vanish", "specVanish", "rStyle")
_FIELDS: Final = ("fldChar", "fldSimple", "instrText", "delInstrText", "sdt", "sym", "ptab", "ruby")
_NOTES: Final = ("footnoteReference", "endnoteReference")
_DRAWN: Final = ("drawing", "pict", "object", "txbxContent")
_SPECIAL: Final = (
    *(f"{W}{name}" for name in (*_REVISED, *_FIELDS, *_NOTES, *_DRAWN)),
    *(f"{MC}AlternateContent", f"{M}t", f"{A}t", f"{VML}textpath"),
)
"""What makes a paragraph more than plain text."""


def watched_names(root: etree._Element) -> tuple[str, ...]:
    """Return the names that matter in the paragraphs of a part, of those that stand in it at all."""
    return tuple(name for name in (*_PLAIN, *_SPECIAL) if next(root.iter(name), None) is not None)


def read_content(
    paragraph: etree._Element, watched: Sequence[str], unprinted: Mapping[str, str], style: str, wordart: str = ""
) -> Content:
    """Return what a paragraph, or anything that holds runs, prints.

    ``watched`` is of its part; ``unprinted`` says why the runs of some styles are not printed, ``style`` is the
    paragraph's; ``wordart`` is why text drawn as a picture is left aside, if it is.
    """
    if style not in unprinted:
        text = _plain_text(paragraph, watched, unprinted)
        if text is not None:
            return Content(text)
    walk = Walk(unprinted, unprinted.get(style, ""), wordart)
    walk.children(paragraph)
    return walk.content


def _plain_text(paragraph: etree._Element, watched: Sequence[str], unprinted: Mapping[str, str]) -> list[str] | None:
    """Return the text of a paragraph in which nothing needs thought, None for any other."""
    text: list[str] = []
    for element in paragraph.iter(*watched) if watched else ():
        tag = element.tag
        if tag == TEXT:
            text.append(run_text(element))
        elif tag == TAB:
            text.append("\t" if element.get(f"{W}pos") is None else "")  # a tab stop, among the properties
        elif tag == BREAK:
            text.append(line_break(element))
        elif tag in FIXED:
            text.append(FIXED[str(tag)])
        elif tag != f"{W}rStyle" or element.get(f"{W}val") in unprinted:
            return None
    return text
