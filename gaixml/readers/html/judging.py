"""Says of every leaf of a page whether it is the document's text, a field, or why it is left aside.

From the first and the last leaf of the core that are surely the document's it goes on outwards, to its title on one
side and its signature on the other, until something stands there that is no part of a document. What is doubtful inside
of the core is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gaixml.readers.html.boxes import Box, Line
from gaixml.scanners import scanner

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gaixml.readers.html.leaves import Leaf

TEXT: Final = "text"
FIELD: Final = "field"
_REACH: Final = 60
"""So many leaves above a document its title and its data are looked for."""
_APART: Final = 3
"""So many links in a row are a list that stands between two things, where a page's own navigation is near."""
_HEADS: Final = frozenset({"h1", "h2", "h3"})
_AROUND: Final = frozenset({"navigation", "footer"})
_SHORTEST: Final = 4
"""Characters that a title has at least."""


def judge(leaves: Sequence[Leaf], core: tuple[int, int], titles: Iterable[str]) -> None:
    """Give every leaf its verdict. ``core`` are the bounds of the core; ``titles`` what the page says it is called."""
    Judge(leaves, core, titles).judge()


class Judge:
    """The leaves of one page."""

    def __init__(self, leaves: Sequence[Leaf], core: tuple[int, int], titles: Iterable[str]) -> None:
        """Take the leaves."""
        self.leaves = leaves
        self.begin, self.end = core
        self.titles = [title for one in titles if len(title := _squeeze(one)) >= _SHORTEST]

    def judge(self) -> None:
        """Give every leaf its verdict."""
        first, last = self._middle()
        if first <= last:
            self._above(first)
            self._below(last)
        else:
            self._whole()
        self._rest(first)
        if not any(leaf.verdict == TEXT and leaf.text.strip() for leaf in self.leaves):
            for leaf in self.leaves:
                leaf.verdict = TEXT

    def _whole(self) -> None:
        """Keep all of a page that has nothing that is surely a document's, but what is surely none."""
        for leaf in self.leaves:
            leaf.verdict = leaf.bar or (FIELD if leaf.is_field else TEXT)

    # ── Between the first and the last leaf that are surely the document's ──────────────────────────────────────

    def _middle(self) -> tuple[int, int]:
        """Judge what stands between them; return the two (the second before the first, when there are none)."""
        is_loose = any(leaf.bar in _AROUND and not _is_link(leaf) for leaf in self._core())
        groups = self._groups(is_loose=is_loose)
        if not groups:
            return 0, -1
        main = max(groups, key=lambda group: sum(_worth(self.leaves[at]) for at in group))
        kept = [group for group in groups if group is main or any(_is_strong(self.leaves[at]) for at in group)]
        for group in kept:
            for leaf in self.leaves[group[0] : group[-1] + 1]:
                leaf.verdict = "interface" if is_loose and leaf.bar == "interface" else TEXT
        first, last = kept[0][0], kept[-1][-1]
        for leaf in self.leaves[first : last + 1]:
            leaf.verdict = leaf.verdict or leaf.bar or ("navigation" if leaf.is_real else TEXT)
        return first, last

    def _core(self) -> Sequence[Leaf]:
        return self.leaves[self.begin : self.end]

    def _groups(self, *, is_loose: bool) -> list[list[int]]:
        """Return the leaves that are surely a document's, parted where a bar or a list of links stands between."""
        groups: list[list[int]] = []
        links, is_parted = 0, True
        for at in range(self.begin, self.end):
            leaf = self.leaves[at]
            if leaf.is_real:
                if is_parted or links >= _APART:
                    groups.append([])
                groups[-1].append(at)
                links, is_parted = 0, False
            elif is_loose and leaf.bar:
                links += 1
                is_parted = is_parted or not _is_link(leaf)
            elif leaf.bar and isinstance(leaf.item, Line) and leaf.item.kind == "COMMENTS_LINE":
                is_parted = True
        return groups

    # ── Above ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _above(self, first: int) -> None:
        """Judge what stands before the first leaf that is surely the document's."""
        kept: list[int] = []
        at = first - 1
        while at >= self.begin and self.leaves[at].bar not in _AROUND:
            leaf = self.leaves[at]
            leaf.verdict = leaf.bar or (FIELD if leaf.is_field else TEXT)
            if leaf.verdict == TEXT:
                kept.append(at)
            at -= 1
        title = next((one for one in kept if self._is_title(one)), None)
        self._outside(
            at, has_title=title is not None, own=_squeeze("".join(self.leaves[one].text for one in kept[::-1]))
        )

    def _outside(self, start: int, *, has_title: bool, own: str) -> None:
        """Go on above the core, to the title. ``own``: what stands in the core above the document."""
        pending: list[int] = []
        is_open = True
        for at in range(start, max(start - _REACH, 0) - 1, -1):
            leaf = self.leaves[at]
            is_open = is_open and leaf.bar not in _AROUND
            if leaf.is_field:
                leaf.verdict = FIELD
            elif self._is_title(at) and (is_open or self._is_called(at)):
                leaf.verdict = self._title_verdict(leaf, own) if has_title else TEXT
                for one in pending if not has_title else ():
                    self.leaves[one].verdict = TEXT
                if not has_title:
                    self._whole_title(at)
                has_title, pending = True, []
            elif is_open and leaf.is_real and not has_title:
                for one in [*pending, at]:
                    self.leaves[one].verdict = TEXT
                pending = []
            elif is_open and not leaf.bar and leaf.text.strip():
                pending.append(at)

    def _whole_title(self, at: int) -> None:
        """Keep the lines of a title that has several, in one element."""
        box = self.leaves[at].box
        for step in (-1, 1):
            one = at + step
            while 0 <= one < len(self.leaves) and self.leaves[one].box is box and box.node.tag in _HEADS:
                self.leaves[one].verdict = TEXT
                one += step

    def _title_verdict(self, leaf: Leaf, own: str) -> str:
        """Say what a title above a document is that has its own: the same again, or how the page calls it."""
        return "duplicate" if _squeeze(leaf.text) in own else FIELD

    def _is_title(self, at: int) -> bool:
        """Tell whether a leaf is what a document may be called."""
        item = self.leaves[at].item
        if isinstance(item, Box) or item.is_link or len(item.text.strip()) < _SHORTEST:
            return False
        return item.kind == "TITLE_LINE" or item.node.tag in _HEADS or self._is_called(at)

    def _is_called(self, at: int) -> bool:
        """Tell whether a leaf is what the page says it is called, or a long part of it."""
        text = _squeeze(self.leaves[at].text)
        return len(text) >= _SHORTEST and any(title.startswith(text) or text == title for title in self.titles)

    # ── Below ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _below(self, last: int) -> None:
        """Judge what stands behind the last leaf that is surely the document's.

        Inside of the core all is kept up to the first button, then what leads to a line that closes a document.
        """
        pending: list[int] = []
        was_bar = False
        for at in range(last + 1, len(self.leaves)):
            leaf = self.leaves[at]
            is_inside = at < self.end
            if leaf.bar in _AROUND or (leaf.bar and not is_inside):
                return
            was_bar = was_bar or bool(leaf.bar)
            leaf.verdict = leaf.bar or (FIELD if leaf.has_label else TEXT if is_inside and not was_bar else "")
            pending.append(at)
            if leaf.is_real or _is_closing(leaf) or at == self.end - 1:
                for one in pending:
                    self.leaves[one].verdict = self.leaves[one].verdict or TEXT
                pending = []

    def _rest(self, first: int) -> None:
        """Give those leaves their reason that nothing has been said of. A fragment without navigation is kept whole."""
        is_fragment = not any(leaf.bar in _AROUND for leaf in self.leaves)
        is_footer = False
        for at, leaf in enumerate(self.leaves):
            is_footer = is_footer or (at > first and leaf.bar == "footer")
            place = TEXT if is_fragment else "footer" if is_footer else "navigation"
            leaf.verdict = leaf.verdict or leaf.bar or place


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _is_link(leaf: Leaf) -> bool:
    return isinstance(leaf.item, Box) or (
        leaf.item.is_link and leaf.item.kind not in {"FOOTER_LINE", "NAVIGATION_LINE"}
    )


def _is_strong(leaf: Leaf) -> bool:
    return leaf.item.measures.tables > 0 if isinstance(leaf.item, Box) else leaf.item.kind == "HEADING_LINE"


def _worth(leaf: Leaf) -> int:
    return leaf.item.measures.worth if isinstance(leaf.item, Box) else len(leaf.item.text)


def _is_closing(leaf: Leaf) -> bool:
    return isinstance(leaf.item, Line) and scanner("pages", "closing").match(leaf.item.text) is not None
