"""Writes running text as XML: its references and dates, its items and links, each an element around what is printed."""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate
from typing import TYPE_CHECKING

from gaixml.elements import place_xml
from gaixml.parsing.inline import find_pieces, parse_pieces
from gaixml.xml_text import escape, quote

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Sequence

    from gaixml.document import Document
    from gaixml.reference.model import Reference


class RunningText:
    """The text of a document with what it refers to."""

    def __init__(self, document: Document, references: Sequence[Reference]) -> None:
        """Take the references sorted by (start, -end); one may stand inside of another."""
        self._document = document
        self._text = document.text
        self._references = references
        self._starts = [reference.start for reference in references]
        self._reach = list(accumulate((reference.end for reference in references), max))

    def paragraph(self, start: int, end: int) -> str:
        """Return ``text[start:end]`` as XML content: references, items, links and markup."""
        pieces = find_pieces(self._text, start, end)
        if not pieces:
            return self.plain(start, end)
        return parse_pieces(start, end, list(self._beside_references(pieces)), self.plain)

    def plain(self, start: int, end: int) -> str:
        """Return ``text[start:end]`` as XML content, with the references in it and nothing else."""
        at = bisect_left(self._starts, start)
        if at == len(self._starts) or self._starts[at] >= end:
            return escape(self._text[start:end])
        out: list[str] = []
        self._write(out, start, end, at)
        return "".join(out)

    def _write(self, out: list[str], start: int, end: int, at: int) -> int:
        """Write ``text[start:end]`` from the reference with number ``at`` on; return the number of the next one."""
        while at < len(self._references) and self._references[at].start < end:
            reference = self._references[at]
            out.append(escape(self._text[start : reference.start]))
            attributes = "".join(f' {name}="{quote(value)}"' for name, value in reference.target.items())
            place = place_xml(self._document, reference.start, reference.end)
            out.append(f"<{reference.kind}{attributes} {place}>")
            at = self._write(out, reference.start, reference.end, at + 1)
            out.append(f"</{reference.kind}>")
            start = reference.end
        out.append(escape(self._text[start:end]))
        return at

    def _beside_references(self, pieces: Sequence[re.Match[str]]) -> Iterator[re.Match[str]]:
        """Yield the pieces that cut no reference: markup inside of 《…》 stays a part of its text."""
        for piece in pieces:
            if not self._cuts(*piece.span()):
                yield piece

    def _cuts(self, start: int, end: int) -> bool:
        """Tell whether a stretch begins or ends inside of a reference."""
        before, within = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return (before > 0 and self._reach[before - 1] > start) or (within > 0 and self._reach[within - 1] > end)
