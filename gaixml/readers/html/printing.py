"""Writes the leaves of a page into a draft: text, fields, and what is left aside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gaixml.document import Omission, Property, Spot
from gaixml.readers.html.boxes import Box, Line, spot
from gaixml.readers.html.core import asides
from gaixml.readers.html.fields import split_fields
from gaixml.readers.html.judging import FIELD, TEXT
from gaixml.readers.html.tables import draft_rows, fields_of
from gaixml.readers.html.white_space import drop_widthless

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from gaixml.readers.draft import Draft
    from gaixml.readers.html.leaves import Leaf

_TITLE: Final = "title"


class Printer:
    """Writes one page."""

    def __init__(self, draft: Draft, restore: Callable[[str], str]) -> None:
        """Write into a draft; ``restore`` gives a text of the tree its illegal characters back."""
        self.draft = draft
        self.restore = restore
        self._omitted: list[Leaf] = []
        self._widthless = 0

    def leaves(self, leaves: Sequence[Leaf]) -> None:
        """Write the leaves, each as its verdict says."""
        for leaf in trimmed(leaves):
            if leaf.verdict in {TEXT, FIELD} or (self._omitted and self._omitted[-1].verdict != leaf.verdict):
                self._omit()
            if leaf.verdict == TEXT:
                self._print(leaf)
            elif leaf.verdict == FIELD:
                self._fields(leaf)
            else:
                self._omitted.append(leaf)
        self._omit()

    def _print(self, leaf: Leaf) -> None:
        if isinstance(leaf.item, Line):
            self.draft.paragraph((self.restore(leaf.item.text), spot(leaf.item.node)))
        else:
            self.draft.table(draft_rows(leaf.item, self._cell_text))

    def _cell_text(self, text: str) -> str:
        """Return a line of a cell without the characters that print as nothing, which are counted."""
        text = self.restore(text)
        printed = drop_widthless(text)
        self._widthless += len(text) - len(printed)
        return printed

    def _fields(self, leaf: Leaf) -> None:
        """Write the fields of a line or table; a line that is none is how the page calls its document."""
        place = spot(leaf.item.node)
        fields = fields_of(leaf.item) if isinstance(leaf.item, Box) else split_fields(leaf.item.text)
        for field in fields:
            self._property(field.name, field.label, field.value, place)
        if not fields:
            self._property("" if leaf.is_field else _TITLE, "", leaf.text, place)

    def _property(self, name: str, label: str, value: str, place: Spot) -> None:
        self.draft.properties.append(Property(name, self.restore(label), self.restore(value), place))

    def _omit(self) -> None:
        """List what was left out since the last leaf that was printed."""
        leaves = [leaf for leaf in self._omitted if leaf.text.strip()]
        self._omitted = []
        if leaves:
            text = self.restore("\n".join(leaf.text for leaf in leaves))
            self.draft.omissions.append(Omission(leaves[0].verdict, len(text), spot(leaves[0].item.node), text))

    def asides(self, root: Box) -> None:
        """List what is left aside with all that it holds."""
        for box in asides(root):
            text = self.restore("\n".join(line.text for line in box.lines(with_asides=True)).strip())
            if text:
                self.draft.omissions.append(Omission(box.reason, len(text), spot(box.node), text))

    def unprinted(self, sizes: Iterable[tuple[str, int]]) -> None:
        """List what people never read, by its reason: how many characters there are of it."""
        counted = [*sizes, ("hidden", self._widthless)]
        self.draft.omissions.extend(Omission(reason, size) for reason, size in counted if size)


def trimmed(leaves: Sequence[Leaf]) -> list[Leaf]:
    """Return the leaves without the blank lines before and behind the text."""
    printed = [at for at, leaf in enumerate(leaves) if leaf.verdict == TEXT and leaf.text.strip()]
    if not printed:
        return list(leaves)
    return [leaf for at, leaf in enumerate(leaves) if printed[0] <= at <= printed[-1] or leaf.text.strip()]
