"""What a story of a docx (its body, a note, a header, a cell) is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from gaixml.readers.docx.names import MC, W, steps
from gaixml.readers.draft import DraftCell

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from lxml import etree

    from gaixml.document import Spot
    from gaixml.readers.draft import Piece

_PROPERTIES: Final = frozenset(
    f"{W}{name}"
    for name in ("sdtPr", "sdtEndPr", "customXmlPr", "tblPr", "tblGrid", "tblPrEx", "trPr", "tcPr", "sectPr")
)


@dataclass(slots=True)
class Paragraph:
    """A paragraph: its text in pieces, and the notes (kind, id) it refers to."""

    pieces: list[Piece]
    notes: list[tuple[str, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return what the paragraph prints."""
        return "".join(text for text, _ in self.pieces)


@dataclass(slots=True)
class GridCell:
    """A cell: what stands in it, and how many columns and rows it takes up."""

    blocks: list[Block]
    spot: Spot
    columns: int = 1
    rows: int = 1

    @property
    def text(self) -> str:
        """Return what the cell prints, a paragraph a line, without blank lines around it."""
        return "\n".join(block.text for block in self.blocks).strip("\n")

    def draft(self) -> DraftCell:
        """Return the cell as Draft takes it."""
        return DraftCell([(self.text, self.spot)], self.columns, self.rows)


@dataclass(slots=True)
class Grid:
    """A table: its rows, each cell named where it begins."""

    rows: list[list[GridCell]]

    @property
    def text(self) -> str:
        """Return what the table prints, a row a line with tabs between its cells."""
        return "\n".join("\t".join(cell.text for cell in row) for row in self.rows)

    @property
    def notes(self) -> list[tuple[str, str]]:
        """Return the notes that its cells refer to."""
        return [note for row in self.rows for cell in row for block in cell.blocks for note in block.notes]


Block = Paragraph | Grid


class BlockReader(Protocol):
    """What reads the blocks of a part (Story is one)."""

    @property
    def part(self) -> str:
        """Return the part's name."""
        ...

    def blocks(self, parent: etree._Element, path: str) -> Iterator[Block]:
        """Yield what stands in an element."""
        ...

    def leave_aside(self, reason: str, element: etree._Element, path: str) -> None:
        """List what is left aside."""
        ...


def first_branch(element: etree._Element) -> etree._Element | None:
    """Return the one branch of mc:AlternateContent that is read: the first with anything in it (Part 3, 7.2)."""
    return next((branch for branch in element.iterchildren(f"{MC}Choice", f"{MC}Fallback") if len(branch)), None)


def members(parent: etree._Element, path: str, wanted: Container[str]) -> Iterator[tuple[etree._Element, str]]:
    """Yield the wanted elements in order, with their paths, out of whatever is wrapped around them.

    Content controls, custom XML, insertions and alternatives are wrappers (ECMA-376 Part 1, 17.5); so is whatever
    nobody knows: what stands in it is printed.
    """
    open_ones = [steps(parent, path)]
    while open_ones:
        for child, at in open_ones[-1]:
            if child.tag in wanted:
                yield child, at
            elif child.tag == f"{MC}AlternateContent":
                open_ones.append(_branch(child, at))
                break
            elif child.tag not in _PROPERTIES and len(child):
                open_ones.append(steps(child, at))
                break
        else:
            open_ones.pop()


def _branch(element: etree._Element, path: str) -> Iterator[tuple[etree._Element, str]]:
    branch = first_branch(element)
    for child, at in steps(element, path):
        if child is branch:
            yield from steps(child, at)
