"""The text of a cell: which of its printed lines go on in the next, and which end."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from gaixml.cells import read_cell
from gaixml.readers.pages.lines import join_lines, printed_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gaixml.readers.draft import Piece
    from gaixml.readers.pages.lines import Line

MOST_PADDING: Final = 0.8
"""Between the text of a cell and its sides there is room of so many heights at most."""
_SLACK: Final = 0.4
"""A line is full if what follows would have fitted by less than so many heights."""
_OCR_SLACK: Final = 1.0
"""The same in what OCR read: its boxes are drawn around the ink."""
_FEW: Final = 20
"""One of so many lines may stand closer to a side of its cell than the padding: it had no room."""


def cell_pieces(lines: Sequence[Line], room: float) -> list[Piece]:
    r"""Return the text of a cell, ``room`` points wide, line by line.

    A full line goes on in the next, as do characters one below another; other lines stay apart (``\n``): two figures
    in one cell are not one. A figure that was too long for its cell is one again.
    """
    pieces: list[Piece] = []
    is_vertical = all(len(line.text) == 1 and not is_figure(line.text) for line in lines)
    for above, line in pairwise(lines):
        behind = "" if is_vertical else _between(above, line, room)
        pieces.append((above.text + behind, above.spot))
    return [*pieces, *((line.text, line.spot) for line in lines[-1:])]


def _between(above: Line, line: Line, room: float) -> str:
    """Return what stands between two lines of a cell."""
    if is_figure(above.text) and is_figure(line.text[:1]):
        return "" if figure_goes_on(above, line, room) else "\n"
    return join_lines(above.text, line.text) if is_full(above, line, room) else "\n"


def is_full(above: Line, line: Line, room: float) -> bool:
    """Tell whether the first word of a line would not have fitted into the one above."""
    slack = (_OCR_SLACK if above.ocr else _SLACK) * above.size
    return above.box[2] - above.box[0] + line.first_word > room - slack


def figure_goes_on(above: Line, line: Line, room: float) -> bool:
    """Tell whether two lines are one figure: not one more character had room, or the first alone is none (``1,2``)."""
    parted = above.text[-1:].isdecimal() or above.text[-1:] in ",.，．"
    if not (parted and line.text[:1].isdecimal() and read_cell(above.text + line.text).is_figure):
        return False
    wide = above.box[2] - above.box[0]
    glyph = wide / printed_width(above.text) * printed_width(line.text[:1])
    return wide + glyph > room or not read_cell(above.text).is_figure


def is_figure(text: str) -> bool:
    """Tell whether a text holds nothing but digits and what stands between or before them."""
    return bool(text) and all(char.isdecimal() or char in "+-,.，．－＋−" for char in text)


def padding(sides: Iterable[tuple[float, float, float]]) -> float:
    """Return how far text stays from the sides of its cell; ``sides``: each line's distances on both, its height."""
    found = sorted(min(left, right, MOST_PADDING * size) for left, right, size in sides if min(left, right) >= 0)
    return found[len(found) // _FEW] if found else 0.0
