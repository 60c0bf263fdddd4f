"""Walks a paragraph that is more than plain text: revisions, fields, drawings, hidden text (ECMA-376 Part 1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gaixml.readers.docx.blocks import first_branch
from gaixml.readers.docx.content import BREAK, FIXED, TAB, TEXT, Content, line_break, run_text
from gaixml.readers.docx.names import (
    MC,
    OFFICE,
    VAL,
    VML,
    A,
    M,
    R,
    W,
    child_of,
    child_value,
    is_on,
    local_name,
    number,
    text_within,
)
from gaixml.readers.docx.symbols import UNKNOWN, read_symbol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lxml import etree

_RELATED: Final = (f"{R}id", f"{R}embed", f"{R}link", f"{R}pict", f"{R}dm", f"{OFFICE}relid")
"""The attributes by which a drawing or object names other parts."""


class Walk:
    """A walk over the elements of one paragraph. Recursive: the parser lets no element stand deeper than 256."""

    def __init__(self, unprinted: Mapping[str, str], leave: str, wordart: str) -> None:
        """Begin a walk; ``leave`` is why the paragraph's style is not printed, the rest is as in read_content."""
        self.content = Content()
        self._unprinted = unprinted
        self._hidden = leave  # what the paragraph's style says of runs that do not say otherwise
        self._leave = ""  # why what stands here is left aside; '' for what is printed
        self._wordart = wordart
        self._fields: list[bool] = []  # for each open field, whether its code is being read

    def children(self, parent: etree._Element) -> None:
        """Walk what stands in an element."""
        for child in parent.iterchildren("*"):
            handler = _HANDLERS.get(str(child.tag))
            if handler:
                handler(self, child)
            else:
                self.children(child)

    def leave(self, reason: str, text: str) -> None:
        """Keep text that is left aside."""
        if text:
            self.content.omitted.setdefault(reason, []).append(text)

    def print(self, text: str) -> None:
        """Keep text where it belongs: in the text, or in what is left aside here."""
        if self._leave:
            self.leave(self._leave, text)
        elif any(self._fields):
            self.leave("field-code", text)
        else:
            self.content.text.append(text)

    def text(self, element: etree._Element) -> None:
        """Print a w:t."""
        self.print(run_text(element))

    def tab(self, _element: etree._Element) -> None:
        """Print a tab."""
        self.print("\t")

    def fixed(self, element: etree._Element) -> None:
        """Print what an element always prints."""
        self.print(FIXED[str(element.tag)])

    def line_break(self, element: etree._Element) -> None:
        """Print a w:br."""
        self.print(line_break(element))

    def skip(self, _element: etree._Element) -> None:
        """Leave properties: they print nothing."""

    def run(self, element: etree._Element) -> None:
        """Walk a run, which may be hidden."""
        properties = child_of(element, f"{W}rPr")
        reason = self._hidden if properties is None else self._run_reason(properties)
        self.aside(element, reason)

    def _run_reason(self, properties: etree._Element) -> str:
        vanish = child_of(properties, f"{W}vanish")
        if vanish is not None or is_on(child_of(properties, f"{W}specVanish")):
            return "hidden" if vanish is None or is_on(vanish) else ""
        return self._unprinted.get(child_value(properties, f"{W}rStyle") or "", self._hidden)

    def aside(self, element: etree._Element, reason: str) -> None:
        """Walk on in an element that is left aside for a reason; '' goes on as before."""
        outer, self._leave = self._leave, self._leave or reason
        self.children(element)
        self._leave = outer

    def deleted(self, element: etree._Element) -> None:
        """Leave aside what was deleted."""
        self.aside(element, "deleted")

    def moved(self, element: etree._Element) -> None:
        """Leave aside what was moved away from here."""
        self.aside(element, "moved")

    def deleted_text(self, element: etree._Element) -> None:
        """Leave aside deleted text, wherever it stands."""
        self.leave(self._leave or "deleted", element.text or "")

    def field_char(self, element: etree._Element) -> None:
        """Begin a field, go on from its code to its result, or end it (17.16.18)."""
        match element.get(f"{W}fldCharType"):
            case "begin":
                self._fields.append(True)
                self._form_field(child_of(element, f"{W}ffData"))
            case "separate" if self._fields:
                self._fields[-1] = False
            case "end" if self._fields:
                self._fields.pop()

    def _form_field(self, data: etree._Element | None) -> None:
        """Print what a form field shows that has no result (17.16.7 checkBox, 17.16.9 ddList)."""
        box, choice = (None, None) if data is None else (child_of(data, f"{W}checkBox"), child_of(data, f"{W}ddList"))
        shown = ""
        if box is not None:
            checked = child_of(box, f"{W}checked")
            shown = "☑" if is_on(child_of(box, f"{W}default") if checked is None else checked) else "☐"
        elif choice is not None:
            entries = [entry.get(VAL, "") for entry in choice.iterchildren(f"{W}listEntry")]
            chosen = number(child_value(choice, f"{W}result") or child_value(choice, f"{W}default"))
            shown = entries[chosen] if 0 <= chosen < len(entries) else ""
        if shown:
            codes, self._fields = self._fields, self._fields[:-1]
            self.print(shown)
            self._fields = codes

    def field_code(self, element: etree._Element) -> None:
        """Leave aside the code of a field."""
        self.leave("field-code", element.text or "")

    def simple_field(self, element: etree._Element) -> None:
        """Print the result of a field that is one element (17.16.19)."""
        self.leave("field-code", element.get(f"{W}instr", ""))
        self.children(element)

    def symbol(self, element: etree._Element) -> None:
        """Print a character of a font of symbols."""
        font, char = element.get(f"{W}font", ""), element.get(f"{W}char", "")
        text = read_symbol(font, char)
        self.print(text)
        if text == UNKNOWN:
            self.leave("unsupported", f"{font} {char}".strip())

    def ruby(self, element: etree._Element) -> None:
        """Print what a reading is given for, and leave the reading aside (17.3.3.25)."""
        for child in element.iterchildren(f"{W}rt", f"{W}rubyBase"):
            self.aside(child, "annotation" if child.tag == f"{W}rt" else "")

    def control(self, element: etree._Element) -> None:
        """Walk a content control; the text that waits in an empty one is none of the document's."""
        waiting = is_on(element.find(f"{W}sdtPr/{W}showingPlcHdr"))
        for child in element.iterchildren(f"{W}sdtContent"):
            self.aside(child, "template" if waiting else "")

    def alternative(self, element: etree._Element) -> None:
        """Walk one branch of an alternative."""
        branch = first_branch(element)
        if branch is not None:
            self.children(branch)

    def note(self, element: etree._Element) -> None:
        """Keep the reference to a note that is printed."""
        if not self._leave:
            kind = local_name(element).removesuffix("Reference")
            self.content.notes.append((kind, element.get(f"{W}id", "")))

    def box(self, element: etree._Element) -> None:
        """Keep a text box for behind the paragraph."""
        if self._leave:
            self.leave(self._leave, text_within(element))
        else:
            self.content.boxes.append(element)

    def drawn(self, element: etree._Element) -> None:
        """Walk a drawing or object, and keep the relationships that are used in it."""
        for part in element.iter("*"):
            self.content.related += [str(part.get(name)) for name in _RELATED if part.get(name) is not None]
        self.children(element)

    def wordart(self, element: etree._Element) -> None:
        """Print text that is drawn as a picture."""
        self.aside(element, self._wordart)
        text = element.get("string", "")
        if self._wordart:
            self.leave(self._wordart, text)
        else:
            self.print(text)

    def below(self, element: etree._Element) -> None:
        """Print a denominator or exponent so that it is not taken for a part of the figure before it."""
        self.print("/" if local_name(element) == "den" else "^")
        self.children(element)


_HANDLERS: Final[dict[str, Callable[[Walk, etree._Element], None]]] = {
    TEXT: Walk.text,
    f"{A}t": Walk.text,
    f"{M}t": Walk.text,
    TAB: Walk.tab,
    f"{W}ptab": Walk.tab,
    BREAK: Walk.line_break,
    **dict.fromkeys(FIXED, Walk.fixed),
    f"{W}r": Walk.run,
    **dict.fromkeys((f"{W}pPr", f"{W}rPr", f"{M}rPr", f"{M}ctrlPr", f"{W}sdtPr", f"{W}smartTagPr"), Walk.skip),
    f"{W}del": Walk.deleted,
    f"{W}moveFrom": Walk.moved,
    f"{W}delText": Walk.deleted_text,
    f"{W}fldChar": Walk.field_char,
    f"{W}instrText": Walk.field_code,
    f"{W}delInstrText": Walk.field_code,
    f"{W}fldSimple": Walk.simple_field,
    f"{W}sym": Walk.symbol,
    f"{W}ruby": Walk.ruby,
    f"{W}sdt": Walk.control,
    f"{MC}AlternateContent": Walk.alternative,
    f"{W}footnoteReference": Walk.note,
    f"{W}endnoteReference": Walk.note,
    f"{W}txbxContent": Walk.box,
    f"{W}drawing": Walk.drawn,
    f"{W}pict": Walk.drawn,
    f"{W}object": Walk.drawn,
    f"{VML}textpath": Walk.wordart,
    f"{M}den": Walk.below,
    f"{M}sup": Walk.below,
}
