"""What all table layouts share: runs of lines, cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gaixml.cells import squeeze
from gaixml.model import Cell
from gaixml.scanners import is_plain, scanner

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gaixml.lexing.lines import Line


PIPES: Final = frozenset({"PIPE_ROW", "PIPE_RULE_LINE", "OPEN_PIPE_ROW"})
TABS: Final = frozenset({"TAB_ROW", "TAB_CELL"})
ROWS: Final = PIPES | TABS
BETWEEN: Final = frozenset({"BLANK_LINE", "PAGE_NUMBER_LINE"})
"""What may stand between the rows of a table."""


def take_run(lines: Sequence[Line], at: int, belongs: Callable[[str], bool]) -> list[Line]:
    """Return the lines from ``at`` on that belong to a table, without the blank lines and page numbers at the end."""
    end = at
    while end < len(lines) and belongs(lines[end].kind):
        end += 1
    while end > at + 1 and lines[end - 1].kind in BETWEEN:
        end -= 1
    return list(lines[at:end])


def make_cell(text: str, start: int, mark: int, last: int, end: int) -> Cell:
    """Return a cell; ``mark`` … ``last`` is what it prints, blanks around it included."""
    printed = text[mark:last]
    bare = printed.strip()
    if not bare:
        return Cell(start, mark, mark, mark, end)
    first = mark + len(printed) - len(printed.lstrip())
    return Cell(start, mark, first, first + len(bare), end)


def form_label(text: str) -> str:
    """Return what the official forms print in a cell: the terminal of rule form_label, '' when it is none of theirs."""
    printed = squeeze(text)
    match = scanner("lines", "form_label", plain=is_plain(printed)).fullmatch(printed)
    return match.lastgroup or "" if match else ""


def line_stop(text: str, line: Line) -> int:
    """Return where a line ends without its line end."""
    end = line.end
    while end > line.start and text[end - 1] in "\r\n":
        end -= 1
    return end
