"""Finds the box of a page that holds its document, among tabs that show it twice and boxes that are hidden."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gaixml.readers.html.boxes import Box, Line
from gaixml.readers.html.leaves import parts
from gaixml.readers.html.tables import close_table

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHARE: Final = 0.8
"""A box that holds so much of what a page is worth holds its document."""
_BURIED: Final = 3
"""What is hidden is the document where it is worth so many times as much as what is shown."""
_TWINS: Final = 4
"""So many boxes are compared, those that are worth most."""
_ALIKE: Final = 0.97
"""A box whose lines stand in another, but for so many of their characters, says the same."""
_LEAST: Final = 30
"""A table or list of headings of fewer characters is not looked after."""
_FIGURE: Final = re.compile(r"\d")


def find_core(root: Box) -> Box:
    """Return the smallest box that holds nearly all that is worth anything, and all headings and tables.

    Boxes are shown that were hidden and hold the document; of boxes that say the same all but one are left aside.
    """
    _unbury(root)
    for _ in range(_TWINS):
        core = _descend(root)
        twin = _twin(core)
        if twin is None:
            return core
        twin.reason = "duplicate"
        _close_again(root)
    return _descend(root)


def _boxes(box: Box) -> list[Box]:
    return [part for part in parts(box) if isinstance(part, Box) and part is not box and not part.reason]


def _descend(root: Box) -> Box:
    box = root
    while True:
        inner = _boxes(box)
        best = max(inner, key=lambda part: part.measures.worth, default=None)
        if best is None or best.measures.lines <= 1 or best.is_data:
            return box
        others = any(part.measures.is_strong for part in inner if part is not best and part.measures.worth > _LEAST)
        if others or best.measures.worth < _SHARE * box.measures.worth or _has_headings(box):
            return box
        box = best


def _has_headings(box: Box) -> bool:
    return any(isinstance(item, Line) and item.kind == "HEADING_LINE" and not item.is_link for item in box.items)


# ── What is hidden ─────────────────────────────────────────────────────────────────────────────────────────────────


def _unbury(root: Box) -> None:
    """Show the hidden box that holds the document if what is shown does not."""
    shown = root.measures
    best = max(asides(root), key=lambda box: box.measures.worth, default=None)
    if best is None or best.reason in {"deleted", "interface"} or not best.measures.is_strong:
        return
    if best.measures.worth > _BURIED * (shown.worth if shown.is_strong else shown.worth // _BURIED):
        best.reason = ""
        _close_again(root)


def asides(root: Box) -> Iterator[Box]:
    """Yield the outermost boxes that are left aside, in order."""
    stack = [iter(root.items)]
    while stack:
        for item in stack[-1]:
            if isinstance(item, Line):
                continue
            if item.reason:
                yield item
            else:
                stack.append(iter(item.items))
                break
        else:
            stack.pop()


def _close_again(root: Box) -> None:
    """Add up anew, from the innermost boxes outwards, after one of them has changed."""
    order = [root]
    for box in order:
        order += [item for item in box.items if isinstance(item, Box)]
    for box in reversed(order):
        close_table(box)


# ── What stands in a page twice ────────────────────────────────────────────────────────────────────────────────────


def _twin(core: Box) -> Box | None:
    """Return a box that says what another one beside it says."""
    whole = [box for box in _boxes(core) if box.measures.headings > 1 and box.measures.prose > _LEAST]
    inner = sorted(whole, key=lambda box: -box.measures.worth)[:_TWINS]
    for number, box in enumerate(inner):
        for larger in inner[:number]:
            if box.measures.worth * 4 > larger.measures.worth and _says_the_same(box, larger):
                return box
    return None


def _says_the_same(box: Box, larger: Box) -> bool:
    lines = [text for line in box.lines() if (text := "".join(line.text.split()))]
    there = {"".join(line.text.split()) for line in larger.lines()}
    missing = [text for text in lines if text not in there]
    if any(_FIGURE.search(text) for text in missing):
        return False
    return sum(map(len, missing)) <= (1 - _ALIKE) * sum(map(len, lines))
