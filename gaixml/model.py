"""The classes of a parsed document: one for each grammar rule and XML element.

All offsets count the characters of the source's text. Blocks tile the text: each begins where the one before it ends,
so that writing them one after another gives the text back, character for character.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple

ARTICLE: Final = "ARTICLE"
PARAGRAPH: Final = "PARAGRAPH"
"""The rungs of articles (条) and of their paragraphs (款), which are known by no number of their own."""


UNITS: Final = {
    "BOOK": "book", "SUBBOOK": "sub", "PART": "part", "CHAPTER": "ch", "SECTION": "sec", ARTICLE: "art", PARAGRAPH: "p",
}  # fmt: skip
"""What the ids of statutes call what stands on a rung: book3.sub1.ch2, art20.p1."""


class Lexeme:
    """What a parser of declared tokens reads: an object with a ``type``.

    Lark asks its tokens for positions when the input ends; these have none to tell, their offsets are their own.
    """

    __slots__ = ()
    start_pos = end_pos = line = column = end_line = end_column = None


@dataclass(slots=True)
class Block(Lexeme):
    """A stretch of the text that is one thing: a paragraph, a title, a note, furniture.

    ``type`` is the terminal of outline.lark; ``end`` is where the next block starts, blank lines included. ``joined``:
    it goes on with the sentence or quotation of the block before it.
    """

    type: str
    start: int
    end: int = 0
    joined: bool = field(default=False, kw_only=True)


@dataclass(slots=True)
class Heading(Block):
    """A marker of the numbering ladder with the heading it opens.

    ``rung`` is the marker's terminal in lines.lark, ``level`` its place in the ladder from 1, where 款 do not count;
    ``ordinal`` its value (None when no numeral can be read from it), ``insertion`` the 1 of 第一百二十条之一, else 0;
    ``number`` and ``title`` are offsets of the printed number and of the heading proper (without its final 。; empty
    when the marker opens a sentence). ``depth`` counts Markdown's # signs. ``basis`` says why this is a heading:
    ``line`` (the marker opens a line) or ``sequence`` (inside a line, because its ordinal continues a sequence).
    """

    rung: str = ""
    level: int = 0
    ordinal: int | None = None
    insertion: int = 0
    number: tuple[int, int] = (0, 0)
    title: tuple[int, int] = (0, 0)
    depth: int = 0
    basis: str = "line"


class Cell(NamedTuple):
    """A table cell: ``start`` … ``end`` is its share of the text, ``first`` … ``last`` what is printed in it.

    ``start`` … ``mark`` is the syntax before it (Markdown's ``|``), which is no text of the document. ``columns`` and
    ``rows`` are what a merged cell takes up; the places that it covers are cells too, empty ones with neither.
    """

    start: int
    mark: int
    first: int
    last: int
    end: int
    columns: int = 1
    rows: int = 1


@dataclass(slots=True)
class Row:
    """The cells of a table row; what follows the last cell up to ``end`` is syntax."""

    cells: list[Cell]
    end: int

    @property
    def start(self) -> int:
        """Return where the row begins."""
        return self.cells[0].start


@dataclass(slots=True)
class Table(Block):
    """A table as printed: rows, and the stretches between them that are no row (delimiter rows, page numbers).

    ``layout`` is how it stands in a text: ``tab``, ``pipe``, ``cell`` (a cell a line, marked by a tab), ``line`` (a
    cell a line, unmarked), ``flat`` (without separators); ``grid`` where the format itself marks rows and cells.
    """

    layout: str = "tab"
    rows: list[Row | Block] = field(default_factory=list)
    id: str = ""
    continues: str = ""


@dataclass(slots=True)
class Title:
    """A title, with the lines it is spread over."""

    blocks: list[Block]

    @property
    def end(self) -> int:
        """Return where the title ends."""
        return self.blocks[-1].end


@dataclass(slots=True)
class Signature:
    """Who signed, and when."""

    blocks: list[Block]

    @property
    def end(self) -> int:
        """Return where the signature ends."""
        return self.blocks[-1].end


@dataclass(slots=True)
class Section:
    """What a heading opens: its text, tables and subsections, in the order of the source."""

    level: int
    heading: Heading
    content: list[Content]
    id: str = ""
    end: int = 0


@dataclass(slots=True)
class Annex:
    """What stands behind 附件 or 附表."""

    heading: Block
    content: list[Content]
    id: str = ""
    end: int = 0


@dataclass(slots=True)
class Back:
    """The back matter: what stands behind the last section, from the list of annexes or the signature on."""

    content: list[Content]
    end: int


Content = Block | Section | Back | Annex | Title | Signature
