"""What the official forms print, as regular expressions: the ⟪words⟫ that other grammars draw from grammar/forms/."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Final

from gaixml.sheets import FORMS, form_grids

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaixml.sheets import Grid

_SIGNS: Final = {
    **dict.fromkeys("（(", r"\\?[（(]"),
    **dict.fromkeys("）)", r"\\?[）)]"),
    **dict.fromkeys("、.．，,", r"\\?[、.．，,]"),
    **dict.fromkeys('“”"《》：:/', r"[“”\"《》：:/／]?"),
    **{figure: f"[{figure}{chr(ord(figure) + 0xFEE0)}]" for figure in "0123456789"},
}
"""How the signs and figures in a label may be printed."""
_NUMBER: Final = re.compile(r"(?:[^、）.]{1,2}[、.]|（[^）]{1,2}）)")
"""The number of a label in a form grammar: 一、 （一） 1."""
_SURE: Final = 6, 8
"""A label is known by half of its characters, at least and at most so many: it may be cut off, or go on otherwise."""


@functools.cache
def form_words(kind: str) -> str:
    """Return the expression for some labels of the forms, longer ones first, with blanks (␣) between their characters.

    ``rows``: numbered labels of rows; ``groups``: numbered labels that stand over rows; ``plain``: labels without a
    number; ``heads``: labels of columns; ``firsts``: what a header begins with; ``captions``: what stands above it. Of
    a table of several columns whose rows are numbered, ``openings``: what begins it, ``tops``: its labels of the
    highest level without their number, ``lasts``: the label of its last row.
    """
    found: dict[str, None] = {}
    for form in FORMS:
        for grid in form_grids(form):
            found |= dict.fromkeys(_labels(grid, kind))
    whole = kind in {"heads", "firsts", "captions", "openings"}
    trie = _Node()
    for label in found:
        trie.add(label, len(label) if whole else _known_by(label))
    return trie.expression()


def _known_by(label: str) -> int:
    """Return by how many characters a label is known."""
    number = _NUMBER.match(label)
    start = number.end() if number else 0
    fewest, most = _SURE
    return start + min(most, max(fewest, (len(label) - start + 1) // 2))


def _labels(grid: Grid, kind: str) -> Iterator[str]:
    rows = [text for row in grid.rows for text in row.label]
    groups = [text for row in grid.rows for group in row.groups for text in group]
    columns = [text for column in grid.columns for label in column.labels for text in label]
    match kind:
        case "rows":
            yield from filter(_NUMBER.match, rows)
        case "groups":
            yield from filter(_NUMBER.match, groups)
        case "plain":
            yield from (text for text in (*rows, *groups) if not _NUMBER.match(text))
        case "heads":
            yield from (*columns, *(text for caption in grid.captions[1:] for text in caption))
        case "firsts":
            yield from (text for label in (*grid.captions[1:], *grid.columns[0].labels) for text in label)
        case "captions":
            yield from (text for caption in grid.captions[:1] for text in caption)
        case "openings" if _is_main(grid):
            first = (*grid.captions, *(column.labels[0] for column in grid.columns))
            yield from first[0]
        case "tops" if _is_main(grid):
            yield from (_NUMBER.sub("", text, count=1) for text in (*rows, *groups) if "、" in text[:2])
        case "lasts" if _is_main(grid):
            yield from (one for text in grid.rows[-1].label for one in (text, _NUMBER.sub("", text, count=1)))


def _is_main(grid: Grid) -> bool:
    """Tell whether a grid is a table of several columns with numbered rows: among its labels none is a heading."""
    return len(grid.columns) > 1 and all(_NUMBER.match(text) for row in grid.rows for text in row.label or ("",))


class _Node:
    """A place in labels: the characters that may come next, and whether a label may end here."""

    def __init__(self) -> None:
        self.following: dict[str, _Node] = {}
        self.may_end = False

    def add(self, label: str, known_by: int) -> None:
        """Add a label that may end behind so many characters."""
        node = self
        for length, char in enumerate(label, 1):
            node = node.following.setdefault(_SIGNS.get(char, re.escape(char)), _Node())
            node.may_end = node.may_end or length >= known_by
        node.may_end = True

    def expression(self) -> str:
        """Return the expression for what follows: what labels begin with in common is tried once."""
        parts = [char + node.rest() for char, node in self.following.items()]
        return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"

    def rest(self) -> str:
        """Return the expression for what follows, set off by blanks, and optional where a label may end."""
        if not self.following:
            return ""
        return f"(?:␣{self.expression()})?" if self.may_end else f"␣{self.expression()}"
