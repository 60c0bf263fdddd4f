"""Reads the stories of a docx: the paragraphs and tables of one part, in order (ECMA-376 Part 1, 17.2)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from gaixml.document import Omission, Spot
from gaixml.readers.docx.blocks import Block, Paragraph, members
from gaixml.readers.docx.content import PAGE_BREAK
from gaixml.readers.docx.names import M, R, W, child_of, child_value, is_on, paths_of, text_within
from gaixml.readers.docx.paragraphs import read_content
from gaixml.readers.docx.styles import is_led
from gaixml.readers.docx.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from gaixml.readers.docx.content import Content
    from gaixml.readers.docx.numbering import Numbering
    from gaixml.readers.docx.styles import Styles

_TABLE: Final = f"{W}tbl"
_CHUNK: Final = f"{W}altChunk"
_REASONS: Final = {f"{W}del": "deleted", f"{W}moveFrom": "moved"}
_LOOSE: Final = frozenset({f"{W}r", f"{W}hyperlink", f"{W}fldSimple", f"{M}oMathPara", f"{M}oMath"})
"""What belongs into a paragraph; where it stands alone it is one."""
_BLOCKS: Final = frozenset({f"{W}p", _TABLE, _CHUNK, *_REASONS, *_LOOSE})
_LEADER: Final = "……"


class _Read(NamedTuple):
    """A paragraph that was read, its text boxes, and whether it goes on in the next."""

    paragraph: Paragraph
    boxes: list[etree._Element]
    is_joined: bool


@dataclass(frozen=True, slots=True)
class Story:
    """A part that is being read: its name, the names that matter in it, the document's styles and numbers.

    What is left aside is added to ``omissions``; ``related`` says where the part's relationships are used; ``wordart``
    is why text drawn as a picture is left aside.
    """

    part: str
    watched: tuple[str, ...]
    styles: Styles
    numbering: Numbering
    omissions: list[Omission]
    related: dict[str, Spot] = field(default_factory=dict)
    wordart: str = ""

    def blocks(self, parent: etree._Element, path: str) -> Iterator[Block]:
        """Yield what stands in a body, cell, note, header or text box.

        A paragraph whose mark is deleted or hidden goes on in the next.
        """
        open_one: Paragraph | None = None
        for element, at in members(parent, path, _BLOCKS):
            if element.tag in _REASONS:
                self.leave_aside(_REASONS[str(element.tag)], element, at)
            elif element.tag == _CHUNK:
                self.related[element.get(f"{R}id", "")] = Spot(self.part, at)
            elif element.tag == _TABLE:
                yield from _unfinished(open_one)
                open_one = None
                yield from read_table(self, element, at)
            else:
                read = self._paragraph(element, at)
                open_one = _joined(open_one, read.paragraph)
                if not read.is_joined:
                    yield from [open_one] if not read.boxes else _unfinished(open_one)
                    open_one = None
                if read.boxes:
                    yield from self._boxes(read.boxes, element, at)
        yield from _unfinished(open_one)

    def _boxes(self, boxes: list[etree._Element], paragraph: etree._Element, path: str) -> Iterator[Block]:
        """Yield what stands in the text boxes of a paragraph."""
        for box, box_path in zip(boxes, paths_of(boxes, paragraph, path), strict=True):
            yield from replace(self, numbering=self.numbering.anew()).blocks(box, box_path)

    def _paragraph(self, element: etree._Element, path: str) -> _Read:
        properties = child_of(element, f"{W}pPr")
        style = self.styles.name_of(child_value(properties, f"{W}pStyle"))
        content = read_content(element, self.watched, self.styles.unprinted, style, self.wordart)
        spot = Spot(self.part, path)
        self._keep(content, spot)
        text = "".join(content.text)
        if PAGE_BREAK in text:
            text = text.strip(PAGE_BREAK).replace(PAGE_BREAK, "\n")
        if "\t" in text.strip("\t") and (style in self.styles.led or is_led(properties)):
            text = _LEADER.join(text.rsplit("\t", 1))
        is_joined = self._mark_is_gone(properties, spot)
        if not is_joined or (text and not _is_revised(properties)):
            text = self.numbering.label(style, child_of(properties, f"{W}numPr")) + text
        return _Read(Paragraph([(text, spot)], content.notes), content.boxes, is_joined)

    def _mark_is_gone(self, properties: etree._Element | None, spot: Spot) -> bool:
        """Tell whether the end of a paragraph is deleted or hidden (17.3.1.29, 17.13.5)."""
        mark = child_of(properties, f"{W}rPr")
        if mark is None:
            return False
        if _is_revised(properties):
            moved = child_of(mark, f"{W}moveFrom") is not None
            self.omissions.append(Omission("moved" if moved else "deleted", 1, spot, "\n"))
            return True
        return is_on(child_of(mark, f"{W}vanish"))

    def _keep(self, content: Content, spot: Spot) -> None:
        for reason, texts in content.omitted.items():
            text = "".join(texts)
            self.omissions.append(Omission(reason, len(text), spot, text))
        for name in content.related:
            self.related.setdefault(name, spot)

    def leave_aside(self, reason: str, element: etree._Element, path: str) -> None:
        """List what is left aside, if it has any text."""
        text = text_within(element)
        if text:
            self.omissions.append(Omission(reason, len(text), Spot(self.part, path), text))


def _is_revised(properties: etree._Element | None) -> bool:
    mark = None if properties is None else child_of(properties, f"{W}rPr")
    return mark is not None and any(child_of(mark, f"{W}{name}") is not None for name in ("del", "moveFrom"))


def _joined(first: Paragraph | None, second: Paragraph) -> Paragraph:
    """Return two paragraphs as one."""
    if first is None:
        return second
    first.pieces.extend(second.pieces)
    first.notes.extend(second.notes)
    return first


def _unfinished(paragraph: Paragraph | None) -> Iterator[Paragraph]:
    """Yield a paragraph that has no end of its own, if it prints anything."""
    if paragraph and (paragraph.notes or paragraph.text):
        yield paragraph
