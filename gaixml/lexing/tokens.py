"""From text to the tokens of outline.lark: blocks, headings and tables that tile the text."""

from __future__ import annotations

import functools
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from gaixml.grammars import alternatives, scanner
from gaixml.lexing.contents import mark_contents
from gaixml.lexing.flat import SHORTEST, Numbering, split_line
from gaixml.lexing.headings import RANK, read_heading
from gaixml.lexing.ladder import Ladder, decide_ladder
from gaixml.lexing.lines import Line, scan_lines
from gaixml.lexing.tables import find_table, flat_table
from gaixml.model import Block, Heading

if TYPE_CHECKING:
    from collections.abc import Iterator

LEVELS: Final = 12
"""The levels that outline.lark knows; deeper headings share the last."""
_BLOCKS: Final = (
    "title", "agency", "year", "date", "signature", "addressee",
    "annex", "attachment", "contents", "note", "caption", "furniture",
)  # fmt: skip


_CLOSING: Final = frozenset({"ATTACHMENT", "SIGNATURE", "DATE"})
"""What begins the back matter, with the name of the agency before it."""


@functools.cache
def _block_types() -> dict[str, str]:
    """Return which token of outline.lark each terminal of lines.lark becomes."""
    return {terminal: block.upper() for block in _BLOCKS for terminal in alternatives("lines", block)}


def tokenize(text: str) -> tuple[list[Block], Ladder]:
    """Return the tokens of a text, which tile it, and its ladder.

    Every heading's ``type`` is H1 … H12, its place in the ladder.
    """
    tokens = mark_contents(text, list(_Tokenizer(text).tokens()))
    headings = [token for token in tokens if isinstance(token, Heading)]
    ladder = decide_ladder(text, headings)
    level = {rung: f"H{min(place, LEVELS)}" for place, (rung, _) in enumerate(ladder.rungs, 1)}
    for heading in headings:
        heading.type = level[heading.rung]
    _mark_back(tokens)
    _tile(text, tokens)
    return tokens, ladder


def _mark_back(tokens: list[Block]) -> None:
    """Put BACK before the list of annexes or the signature that stands behind the last section of the main part."""
    main = next((at for at, token in enumerate(tokens) if token.type == "ANNEX"), len(tokens))
    last = next((at for at in range(main - 1, -1, -1) if isinstance(tokens[at], Heading)), None)
    if last is None:
        return
    closing = next((at for at in range(last + 1, main) if tokens[at].type in _CLOSING), None)
    if closing is None:
        return
    while tokens[closing - 1].type in {"AGENCY", "YEAR"}:
        closing -= 1
    tokens.insert(closing, Block("BACK", tokens[closing].start))


def _tile(text: str, tokens: list[Block]) -> None:
    """Let each token reach to the next: blank lines belong to what stands before them, or at the top to the first."""
    if not tokens:
        tokens.append(Block("TEXT", 0))
    tokens[0].start = 0
    for token, following in pairwise(tokens):
        token.end = following.start
    tokens[-1].end = len(text)


class _Tokenizer:
    """Walks over the lines of one text, with what is open at each point."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.numbering = Numbering()
        self.begun = False  # whether a title or heading was seen: the front matter is over
        self.listing: tuple[str, int, str] = ("", 0, "")  # a list in a note or of annexes: rung, last ordinal, type

    def tokens(self) -> Iterator[Block]:
        lines = scan_lines(self.text)
        at = prose_until = 0
        while at < len(lines):
            if at >= prose_until:
                table, taken = find_table(self.text, lines, at)
                if table:
                    self.begun = True
                    at += taken
                    yield table
                    continue
                prose_until = at + taken
            line = lines[at]
            at += 1
            if line.kind.startswith("TAB"):
                line = scan_lines(self.text, "prose", line.start, line.end)[0]
            if line.kind != "BLANK_LINE":
                yield from self._line(line)

    def _line(self, line: Line) -> Iterator[Block]:
        opening = self._opening(line)
        if opening:
            yield Block(_block_types()[opening.kind], opening.start)
            self.begun = self.begun or opening.kind == "FLAT_TITLE"
            for rest in scan_lines(self.text, "prose", opening.end, line.end):
                if rest.kind != "BLANK_LINE":
                    yield from self._line(rest)
            return
        for piece in split_line(self.text, line, self.numbering):
            basis = "line" if piece.start == line.start else "sequence"
            yield from self._piece(piece, basis)

    def _opening(self, line: Line) -> Line | None:
        """Return the navigation or title that opens a long line, which goes on behind it."""
        if line.end - line.start < SHORTEST or (self.begun and line.kind != "NAVIGATION"):
            return None
        match = scanner("lines", "opening").match(self.text, line.start, line.end)
        if match is None or line.end - match.end() < SHORTEST:
            return None
        return Line(match.lastgroup or "", match.start(), match.end(), match.end())

    def _piece(self, piece: Line, basis: str) -> Iterator[Block]:
        listed = self._listed(piece)
        if piece.kind == "FLAT_TABLE":
            yield flat_table(self.text, piece)
        elif listed or piece.kind not in RANK:
            yield Block(listed or self._type(piece), piece.start)
        else:
            heading = read_heading(self.text, piece, basis)
            self.numbering.take(piece.kind, heading.ordinal or 0)
            self.begun = True
            yield heading
            if heading.end < piece.end:
                yield Block("TEXT", heading.end)

    def _type(self, piece: Line) -> str:
        block = _block_types().get(piece.kind, "TEXT")
        self.begun = self.begun or block == "TITLE"
        return block

    def _listed(self, piece: Line) -> str:
        """Return the type of the list that a numbered line goes on with (附件：1.… / 2.…), or nothing."""
        block = _block_types().get(piece.kind, "")
        marker = piece
        if block in {"ATTACHMENT", "NOTE"}:
            marker = scan_lines(self.text, "prose", piece.mark, piece.end)[0]
        rung, last, listed = self.listing
        ordinal = self._ordinal(marker)
        if block not in {"ATTACHMENT", "NOTE"}:
            if (piece.kind, ordinal) != (rung, last + 1):
                self.listing = ("", 0, "")
                return ""
            block = listed
        self.listing = (marker.kind, ordinal, block)
        return block

    def _ordinal(self, marker: Line) -> int:
        if marker.kind not in RANK:
            return 0
        return read_heading(self.text, marker).ordinal or 0
