"""Walks over the lines of a text and yields the tokens of outline.lark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gaixml.lexing.blocks import block_type
from gaixml.lexing.flat import Numbering, split_line
from gaixml.lexing.headings import RANK, line_ordinal, read_heading
from gaixml.lexing.lines import TABLE, Line, scan_lines
from gaixml.lexing.listing import Listing
from gaixml.lexing.quotation import Quotation
from gaixml.lexing.rows import ROWS
from gaixml.lexing.tables import find_table, flat_table
from gaixml.lexing.wrapping import broken_width, wrap_width
from gaixml.model import Block, Heading
from gaixml.scanners import scanner

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gaixml.model import Table


_LONG: Final = 60
"""A title or navigation that opens a line of text without line ends has at least so many characters behind it."""
_OPENINGS: Final = 3
"""So many of them may follow one another."""


class Tokenizer:
    """The lines of one text, with what is open at each point of it."""

    def __init__(self, text: str, tables: Sequence[Table] = ()) -> None:
        """Start at the beginning of the text; ``tables`` are those that need not be looked for."""
        self._text = text
        self._tables = {table.start: table for table in tables}
        self._numbering = Numbering()
        self._listing = Listing(text)
        self._quotation = Quotation(text)
        self._begun = False  # whether a title or heading was seen: the front matter is over
        self._unfinished = False  # whether the line before broke off inside a sentence
        self._wrapped = False  # whether it did so because it was full, in a text that was wrapped
        self._in_form = False  # whether the table of applicants is open
        self._full = 0  # from which length on a line is full, if the text is wrapped

    def tokens(self) -> Iterator[Block]:
        """Yield the blocks, headings and tables of the text. Their ends are not final, their starts are."""
        lines = self._lines()
        self._full = wrap_width(self._text, lines)
        at = prose_until = 0
        while at < len(lines):
            if at >= prose_until:
                table, taken = find_table(self._text, lines, at)
                if table:
                    self._begun, self._unfinished = True, False
                    at += taken
                    yield table
                    continue
                prose_until = at + taken
            line = lines[at]
            at += 1
            if line.kind == TABLE:
                self._begun, self._unfinished, self._in_form = True, False, False
                yield self._tables[line.start]
                continue
            if line.kind in ROWS:
                line = scan_lines(self._text, "prose", line.start, line.end)[0]
            if line.kind == "BLANK_LINE":
                self._unfinished = False
                continue
            tokens = list(self._line(line))
            if tokens and isinstance(tokens[-1], Heading):
                at += self._complete(tokens, tokens[-1], line, lines[at : at + 2])
            yield from tokens

    def _lines(self) -> list[Line]:
        """Return the lines of the text; each table that is known is one."""
        lines: list[Line] = []
        at = 0
        for table in self._tables.values():
            lines += scan_lines(self._text, start=at, end=table.start) if at < table.start else []
            lines.append(Line(TABLE, table.start, table.start, table.end))
            at = table.end
        return lines + scan_lines(self._text, start=at)

    def _line(self, line: Line) -> Iterator[Block]:
        line = self._unless_quoted(line)
        for _ in range(_OPENINGS):
            opening = self._opening(line)
            if opening is None:
                break
            yield Block(block_type(opening.kind), opening.start)
            self._begun = self._begun or opening.kind == "FLAT_TITLE"
            line = scan_lines(self._text, "prose", opening.end, line.end)[0]
        if line.kind in RANK and (self._unfinished or self._in_form) and not self._is_next(line):
            line = line._replace(kind="TEXT", mark=line.start)
        self._in_form = line.kind == "FORM_OPEN" or (self._in_form and line.kind not in {"FORM_LAST", *RANK})
        pieces = split_line(self._text, line, self._numbering)
        for piece in pieces:
            yield from self._piece(piece, flat=len(pieces) > 1, basis="line" if piece is pieces[0] else "sequence")

    def _unless_quoted(self, line: Line) -> Line:
        """Return a line of an open quotation as text, unless it goes on with the document's highest sequence."""
        if not self._quotation.read(line.start, line.end):
            return line
        if line.kind in RANK and self._is_next(line, highest=True):
            self._quotation.close()
            return line
        self._unfinished = True
        return line._replace(kind="TEXT", mark=line.start) if line.kind in RANK else line

    def _opening(self, line: Line) -> Line | None:
        """Return the navigation or title that opens a long line, which goes on behind it."""
        if line.end - line.start < _LONG or (self._begun and line.kind != "NAVIGATION"):
            return None
        match = scanner("lines", "opening").match(self._text, line.start, line.end)
        if match is None or line.end - match.end() < _LONG:
            return None
        return Line(match.lastgroup or "", match.start(), match.end(), match.end())

    def _is_next(self, line: Line, *, highest: bool = False) -> bool:
        """Tell whether a marker is the next of its sequence; where a table is open, of the highest sequence."""
        if (self._in_form or highest) and (line.kind,) != tuple(rung for rung, _ in self._numbering.opened[:1]):
            return False
        return line_ordinal(self._text, line) == (self._numbering.last(line.kind) or 0) + 1

    def _piece(self, piece: Line, *, flat: bool, basis: str) -> Iterator[Block]:
        joined, self._unfinished = self._unfinished, False
        listed = self._listing.type_of(piece)
        if piece.kind in {"FLAT_TABLE", "FLAT_FORM"}:
            yield flat_table(self._text, piece)
        elif listed or piece.kind not in RANK:
            block = Block(listed or block_type(piece.kind), piece.start, joined=joined)
            self._begun = self._begun or block.type == "TITLE"
            if not (joined and self._wrapped and block.type == "TEXT"):
                yield block
            self._break_off(piece, block)
            if block.type == "ANNEX":
                self._numbering = Numbering()
        else:
            heading = read_heading(self._text, piece, basis, flat=flat)
            self._numbering.take(piece.kind, heading.ordinal or 0)
            self._begun = True
            yield heading
            self._wrapped = False
            if heading.end < piece.end:
                block = Block("TEXT", heading.end)
                self._break_off(piece, block)
                yield block

    def _break_off(self, piece: Line, block: Block) -> None:
        """Note whether a block ends inside a sentence, and whether only because its last line was full."""
        ends = (
            scanner("lines", "broken_off").match(self._text, piece.start, piece.end) if block.type == "TEXT" else None
        )
        self._unfinished = ends is not None
        self._wrapped = self._unfinished and 0 < self._full <= broken_width(self._text, piece)

    def _complete(self, tokens: list[Block], heading: Heading, line: Line, following: Sequence[Line]) -> int:
        """Let a heading that takes all of its line go on in the next; return how many more lines it takes."""
        if heading.end < line.end:
            return 0
        if heading.title[0] == heading.title[1]:
            return self._take_title_below(heading, following)
        if self._full and following and broken_width(self._text, line) >= self._full:
            return self._unwrap(tokens, heading, following[0])
        return 0

    def _take_title_below(self, heading: Heading, following: Sequence[Line]) -> int:
        """Let a heading that is only a number take the next line as its title."""
        for taken, below in enumerate(following, 1):
            if below.kind == "BLANK_LINE":
                continue
            match = scanner("lines", "heading_below").match(self._text, below.start, below.end)
            if match is None or below.kind not in {"TEXT", "AGENCY_LINE"}:
                return 0
            heading.title, heading.end = match.span(match.lastgroup or 0), below.end
            return taken
        return 0

    def _unwrap(self, tokens: list[Block], heading: Heading, below: Line) -> int:
        """Read on where a heading fills a line of a wrapped text: it ends in the next, or it is a sentence."""
        if below.kind in RANK or below.kind in {"BLANK_LINE", TABLE}:
            return 0
        match = scanner("lines", "heading_below").match(self._text, below.start, below.end)
        if match and match.end() - below.start < self._full:
            heading.title, heading.end = (heading.title[0], match.end()), below.end
            return 1
        heading.title, heading.end = (heading.title[0], heading.title[0]), heading.title[0]
        self._unfinished = True
        tokens.append(Block("TEXT", heading.end))
        return 0
