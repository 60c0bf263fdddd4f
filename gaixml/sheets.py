"""Reads the form grammars: an official form as rows and columns with their labels.

grammar/forms/2021.lark says how such a grammar is written. Lark reads it; what its rules are follows from their shape:
a rule with FIGURES is a row, a rule above rows is a grid or a group of rows, every other rule is a column.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from gaixml.grammars import productions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FORMS: Final = ("2014", "2019", "2021")
"""The official forms, each in its grammar: grammar/forms/<name>.lark."""
_FIGURES: Final = "FIGURES"
_START: Final = "form"

Wordings = tuple[str, ...]
"""What a form prints in one place: the wordings in use, that of the form first."""


@dataclass(frozen=True, slots=True, eq=False)
class FormColumn:
    """A column: its half of the indicator's code ('' where rows say it all), its labels from the top."""

    code: str
    labels: tuple[Wordings, ...]

    @property
    def leaf(self) -> Wordings:
        """Return the label that stands right above the figures."""
        return self.labels[-1]


@dataclass(frozen=True, slots=True, eq=False)
class FormRow:
    """A row: its half of the indicator's code, its label ((), where it has none), the labels of the groups it is in."""

    code: str
    label: Wordings
    groups: tuple[Wordings, ...]
    grid: Grid = field(repr=False)

    @property
    def columns(self) -> Sequence[FormColumn]:
        """Return the columns that the row's figures stand under."""
        return self.grid.columns


@dataclass(slots=True, eq=False)
class Grid:
    """The rows under one header; ``captions`` stand above or beside it: 第二十条第（一）项, 信息内容."""

    form: str
    table: str
    captions: tuple[Wordings, ...]
    columns: list[FormColumn] = field(default_factory=list)
    rows: list[FormRow] = field(default_factory=list)

    def indicator(self, row: FormRow, column: FormColumn) -> str:
        """Return the code of a value that counts no applicants: its row's and its column's half."""
        return ".".join(half for half in (row.code, column.code) if half)


@functools.cache
def form_grids(form: str) -> tuple[Grid, ...]:
    """Return the grids of a form in printed order."""
    return tuple(_Reader(form).grids())


class _Reader:
    """Walks over the rules of a form grammar."""

    def __init__(self, form: str) -> None:
        self._form = form
        self._rules, self._texts, _ = productions(f"forms/{form}")

    def grids(self) -> Iterator[Grid]:
        for table in self._children(_START):
            yield from self._grids(table, table)

    def _grids(self, rule: str, table: str) -> Iterator[Grid]:
        """Yield a rule of columns and rows as a grid, a rule of grids as its grids."""
        children = self._children(rule)
        if all(map(self._has_figures, children)):
            for child in children:
                yield from self._grids(child, table)
            return
        grid = Grid(self._form, table, tuple(self._labels(rule)))
        for child in children:
            if self._has_figures(child):
                grid.rows.extend(self._rows(child, grid, ()))
            else:
                grid.columns.extend(self._columns(child, (), ()))
        yield grid

    def _rows(self, rule: str, grid: Grid, groups: tuple[Wordings, ...]) -> Iterator[FormRow]:
        label = self._label(rule)
        if any(_FIGURES in symbols for symbols in self._rules[rule]):
            yield FormRow(_code([rule]), label, groups, grid)
        for child in self._children(rule):
            yield from self._rows(child, grid, (*groups, label) if label else groups)

    def _columns(self, rule: str, codes: tuple[str, ...], labels: tuple[Wordings, ...]) -> Iterator[FormColumn]:
        label = self._label(rule)
        codes, labels = (*codes, rule), (*labels, label) if label else labels
        children = self._children(rule)
        for child in children:
            yield from self._columns(child, codes, labels)
        if not children:
            yield FormColumn(_code(codes), labels)

    @functools.cache  # noqa: B019 - a reader lives as long as the grammar is read
    def _has_figures(self, rule: str) -> bool:
        return any(
            symbol == _FIGURES or (symbol in self._rules and self._has_figures(symbol))
            for symbols in self._rules[rule]
            for symbol in symbols
        )

    def _children(self, rule: str) -> list[str]:
        """Return the rules that a rule is made of, in order; its alternatives differ in their labels alone."""
        longest = max(self._rules[rule], key=len)
        return [symbol for symbol in longest if symbol in self._rules]

    def _label(self, rule: str) -> Wordings:
        """Return the wordings of a row or column: what each alternative prints, the longest first."""
        printed = ["".join(self._printed(symbols)) for symbols in self._rules[rule]]
        return tuple(sorted({text: None for text in printed if text}, key=len, reverse=True))

    def _labels(self, rule: str) -> Iterator[Wordings]:
        """Yield what a grid prints beside its header, piece by piece."""
        pieces = [list(self._printed(symbols)) for symbols in self._rules[rule]]
        for place in range(max(map(len, pieces))):
            yield tuple({texts[place]: None for texts in pieces if place < len(texts)})

    def _printed(self, symbols: Sequence[str]) -> Iterator[str]:
        return (self._texts[symbol] for symbol in symbols if symbol in self._texts)


def _code(names: Sequence[str]) -> str:
    """Return the code that rules give: names that begin with _ add nothing, __ is the point."""
    return ".".join(name.replace("__", ".") for name in names if not name.startswith("_"))
