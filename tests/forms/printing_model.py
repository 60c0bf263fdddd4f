"""A printed report before it becomes text: sections of tables of rows of cells, and the truth about every figure.

Tables are kept the way a word processor keeps them: a merged cell stands in every row it covers as *the same object*,
so a row can be taken out, moved or repeated without any counting of spans; the layouts print it where it is met first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

Key = tuple[str, str]
"""Indicator and applicant of one figure, as in vocabulary/: ("outcome.total", "business"), ("fees.amount", "")."""
Role = Literal["caption", "head", "group", "label", "unit", "value"]
Kind = Literal["caption", "head", "data", "page"]
Status = Literal["reported", "blank", "dash", "text"]


class Allowance(IntEnum):
    """How a figure may come out, from the strictest to the laxest; a wrong value is never allowed."""

    EXACT = 0
    """As printed, with the status the print has: reported, blank, dash, text."""
    INFERRED = 1
    """The right value, repaired or not."""
    AMBIGUOUS = 2
    """Also ambiguous, with the truth among the candidates."""
    MISSING = 3
    """Also no fact at all."""
    LOOSE = 4
    """Also ambiguous without the truth among the candidates: the print has lost it."""


@dataclass(eq=False, slots=True)
class Cell:
    """One printed cell; ``span`` columns wide. ``gone``: not printed at all, not even as an empty cell."""

    text: str
    role: Role
    span: int = 1
    key: Key | None = None
    gone: bool = False


@dataclass(eq=False, slots=True)
class Row:
    cells: list[Cell]
    kind: Kind = "data"

    def values(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.role == "value"]

    def keyed(self) -> list[Key]:
        return [cell.key for cell in self.cells if cell.key is not None]

    def label(self) -> Cell | None:
        """Return the row's own label: the innermost, so not a group that covers several rows."""
        return next((cell for cell in reversed(self.cells) if cell.role == "label"), None)


@dataclass(eq=False, slots=True)
class Table:
    """One table of an official form: ``name`` as in vocabulary/ (disclosure, requests, review, statistics)."""

    name: str
    rows: list[Row]

    def of_kind(self, kind: Kind) -> list[Row]:
        return [row for row in self.rows if row.kind == kind]

    def keyed(self) -> list[Key]:
        return [key for row in self.rows for key in row.keyed()]

    def width(self) -> int:
        return max(sum(cell.span for cell in row.cells) for row in self.rows if row.kind != "page")

    def leaf_heads(self) -> list[Cell]:
        """Return the column head of every value column, or nothing when the head is lost."""
        heads = self.of_kind("head")
        columns = max((len(row.values()) for row in self.of_kind("data")), default=0)
        lowest = [cell for cell in heads[-1].cells if not cell.gone] if heads else []
        return lowest[-columns:] if len(lowest) >= columns else []


@dataclass(eq=False, slots=True)
class Section:
    heading: str
    prose: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Figure:
    """What one cell says: ``value`` is None where it says none; ``units``: what its unit may be called.

    That is the unit of the form, or the one printed in the cell; 2019 prescribes none for 采购总金额: "" will do.
    """

    value: Decimal | None
    status: Status
    printed: str
    units: tuple[str, ...]
    table: str


@dataclass(eq=False, slots=True)
class Report:
    """A whole report: ``truth`` names every figure that is printed, ``allowed`` those that may come out otherwise."""

    form: str
    title: str
    opening: list[str]
    sections: list[Section]
    truth: dict[Key, Figure]
    allowed: dict[Key, Allowance] = field(default_factory=dict)

    def tables(self) -> Iterator[Table]:
        for section in self.sections:
            yield from section.tables

    def allow(self, keys: Iterable[Key], allowance: Allowance) -> None:
        for key in keys:
            self.allowed[key] = max(self.allowed.get(key, Allowance.EXACT), allowance)

    def drop(self, keys: Iterable[Key]) -> None:
        """Take figures out of the truth: they are not printed any more, so no fact may be named after them."""
        for key in keys:
            self.truth.pop(key, None)
            self.allowed.pop(key, None)
