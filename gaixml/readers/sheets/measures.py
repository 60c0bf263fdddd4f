"""How large a workbook is, found before it is opened: calamine gives each sheet room for every place of its used range.

A cell in XFD1048576 would take room for seventeen billion, and one long text that many cells share is copied for each.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from gaixml.errors import InputError

MOST_PLACES: Final = 1 << 20
"""A workbook's sheets may have so many places, blank ones included (a million)."""
MOST_CHARACTERS: Final = 1 << 26
"""The cells of a workbook may print so many characters that they share with others (64 million)."""

Errors = dict[tuple[int, int], str]
"""The cells that print an error (#REF!), by row and column: calamine leaves them blank."""


@dataclass(slots=True)
class Extent:
    """How far a sheet reaches from A1: the last row and column with a cell, counted from 0; the errors in it."""

    bottom: int = -1
    right: int = -1
    errors: Errors = field(default_factory=dict)

    @property
    def places(self) -> int:
        """Return how many places the sheet has."""
        return (self.bottom + 1) * (self.right + 1)

    def add(self, row: int, column: int) -> None:
        """Take in a cell."""
        self.bottom, self.right = max(self.bottom, row), max(self.right, column)


@dataclass(slots=True)
class Measure:
    """The size of the workbook in file ``name``: how long its shared texts are, how often each is printed."""

    name: str
    lengths: list[int] = field(default_factory=list)
    uses: Counter[int] = field(default_factory=Counter)
    places: int = 0

    def add(self, extent: Extent) -> None:
        """Take in a sheet. Raises InputError ``too-large``."""
        self.places += extent.places
        if self.places > MOST_PLACES:
            what = f"its sheets reach over more than {MOST_PLACES} cells"
            raise InputError("too-large", f"{self.name}: {what}; delete what stands far off the tables, or split it")

    def check(self) -> None:
        """Raise InputError ``too-large`` if all the cells print too much."""
        lengths = enumerate(self.lengths)
        if sum(length * self.uses[number] for number, length in lengths) > MOST_CHARACTERS:
            message = f"{self.name}: its cells print more than {MOST_CHARACTERS} characters; split the workbook"
            raise InputError("too-large", message)
