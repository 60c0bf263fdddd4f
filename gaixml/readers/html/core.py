"""Finds the box of a page that holds its document, among tabs that show it twice and boxes that are hidden."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final

from gaixml.readers.html.boxes import Box, Line
from gaixml.readers.html.leaves import parts
from gaixml.readers.html.tables import close_table

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

_SHARE: Final = 0.8
"""A box that holds so much of what a page is worth holds its document."""
_BURIED: Final = 3
"""What is hidden is the document where it is worth so many times as much as what is shown."""
_TWINS: Final = 4
"""So many boxes are compared, those that are worth most."""
_ALIKE: Final = 0.97
"""A box whose lines stand in another, but for so many of their characters, says the same."""
_ALONE: Final = 2
"""So many headings may follow one another in a document; more are a list of them."""
_LEAST: Final = 30
"""A table or list of headings of fewer characters is not looked after."""
_FIGURE: Final = re.compile(r"\d")
_FIGURES: Final = re.compile(r"[\s\d.,%/—-]*")


def find_core(root: Box) -> Box:
    """Return the smallest box that holds nearly all that is worth anything, and all headings and tables.

    Boxes are shown that were hidden and hold the document; of boxes that say the same all but one are left aside.
    """
    if _unfold(_descend(root)):
        _close_again(root)
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


def _unfold(core: Box) -> bool:
    """Show the parts of a document that its page folds up: sections that open when somebody asks for them.

    Such a part has headings or tables of figures that do not stand in what is shown: another version of the document
    has the same ones. What is folded up beside such a part is one too.
    """
    folded = list(_folded(core))
    if not any(box.measures.is_strong for _, box in folded):
        return False
    shown = _shown(core)
    parents = {id(parent) for parent, box in folded if box.measures.is_strong and _is_new(box, shown)}
    unfolded: set[str] = set()
    for parent, box in folded:
        if id(parent) in parents and (not box.measures.is_strong or _is_new(box, shown | unfolded)):
            box.reason = ""
            unfolded |= _shown(box)
    return bool(parents)


def _folded(core: Box) -> Iterator[tuple[Box, Box]]:
    """Yield the hidden boxes in a box outside of its tables of data, each behind the one it stands in."""
    boxes = [core]
    for box in boxes:
        for item in box.items:
            if isinstance(item, Line) or item.is_data:
                continue
            if not item.reason:
                boxes.append(item)
            elif item.reason == "hidden" and item.role in {"block", "table"}:
                yield box, item


def _shown(core: Box) -> set[str]:
    """Return the lines in a box without those of lists of headings, which say what is folded up."""
    runs = [list(run) for _, run in groupby(core.lines(), lambda line: line.kind == "HEADING_LINE")]
    lists = [run for run in runs if len(run) > _ALONE and run[0].kind == "HEADING_LINE"]
    listed = {id(line) for run in lists for line in run}
    return {_squeeze(line.text) for line in core.lines() if id(line) not in listed}


def _is_new(box: Box, shown: Container[str]) -> bool:
    """Tell whether a box says what is not shown: its headings and half of its lines at least."""
    lines = [(_squeeze(line.text), line.kind) for line in box.lines() if not _FIGURES.fullmatch(line.text)]
    if any(text in shown for text, kind in lines if kind == "HEADING_LINE"):
        return False
    return sum(text in shown for text, _ in lines) * 2 <= len(lines)


def _squeeze(text: str) -> str:
    return "".join(text.split())


def asides(root: Box) -> Iterator[Box]:
    """Yield the outermost boxes that are left aside, in order."""
    for item in root.walk(lambda box: not box.reason and not box.is_simple):
        if isinstance(item, Box) and item.reason:
            yield item


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
    lines = [text for line in box.lines() if (text := _squeeze(line.text))]
    there = {_squeeze(line.text) for line in larger.lines()}
    missing = [text for text in lines if text not in there]
    if any(_FIGURE.search(text) for text in missing):
        return False
    return sum(map(len, missing)) <= (1 - _ALIKE) * sum(map(len, lines))
