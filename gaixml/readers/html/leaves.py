"""A page as a row of leaves: its lines and tables of data in the order in which they are printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gaixml.readers.html.boxes import Box, Line
from gaixml.readers.html.fields import split_fields
from gaixml.readers.html.tables import rows_of, strays, tables_in

if TYPE_CHECKING:
    from collections.abc import Iterator

_BARS: Final = {
    "NAVIGATION_LINE": "navigation",
    "FOOTER_LINE": "footer",
    "COMMENTS_LINE": "navigation",
    "INTERFACE_LINE": "interface",
}


@dataclass(slots=True)
class Leaf:
    """A line or table of data, the box it stands in, and what it is: text, a field, or the reason for omitting it."""

    item: Line | Box
    box: Box
    verdict: str = ""

    @property
    def is_real(self) -> bool:
        """Tell whether this is surely part of a document."""
        if isinstance(self.item, Box):
            return self.item.measures.worth > 0
        return self.item.kind in {"PROSE_LINE", "HEADING_LINE"} and not self.item.is_link

    @property
    def bar(self) -> str:
        """Return the reason for leaving out what is surely no part of a document."""
        if isinstance(self.item, Box):
            return "navigation" if self.item.measures.linked * 2 > self.item.measures.characters else ""
        return _BARS.get(self.item.kind, "navigation" if self.item.is_link else "")

    @property
    def is_field(self) -> bool:
        """Tell whether this is a field, or several; a date alone may be one."""
        return self.item.is_fields if isinstance(self.item, Box) else self.item.kind == "FIELD_LINE"

    @property
    def has_label(self) -> bool:
        """Tell whether this is a field that says what it is."""
        return self.is_field and (isinstance(self.item, Box) or bool(split_fields(self.item.text)))

    @property
    def text(self) -> str:
        """Return what the leaf prints."""
        return self.item.text if isinstance(self.item, Line) else "\n".join(line.text for line in self.item.lines())


def parts(box: Box) -> Iterator[Line | Box]:
    """Yield what is in a box in the order in which it is printed; a table of data itself stands for its cells."""
    if box.role != "table":
        yield from box.items
        return
    yield from strays(box)
    if box.is_layout:
        yield from (cell for row in rows_of(box) for cell in row)
        return
    yield box
    for row in rows_of(box):
        for cell in row:
            yield from (table for table in tables_in(cell) if table.is_data)


def lay_out(root: Box) -> tuple[list[Leaf], dict[int, tuple[int, int]]]:
    """Return the leaves of a page, and where those of each box (by its id) begin and end."""
    leaves: list[Leaf] = []
    spans: dict[int, tuple[int, int]] = {}
    stack = [(root, parts(root), 0)]
    while stack:
        box, items, start = stack[-1]
        for item in items:
            if isinstance(item, Line) or item is box:
                leaves.append(Leaf(item, box))
            elif not item.reason:
                stack.append((item, parts(item), len(leaves)))
                break
        else:
            spans[id(box)] = (start, len(leaves))
            stack.pop()
    return leaves, spans
