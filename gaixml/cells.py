"""Reads a table cell with cells.lark: what it is, and which figure it prints."""

from __future__ import annotations

import functools
import unicodedata
from decimal import Decimal
from typing import Final, NamedTuple

from gaixml.grammars import scanner

_STATUS: Final = {"BLANK": "blank", "NUMBER": "reported", "DASH": "dash", "NIL": "dash"}
_SEPARATORS: Final = str.maketrans("", "", ",%")


class CellText(NamedTuple):
    """What a cell says: the terminal of cells.lark, the status of its value, the decimal when it is a plain number."""

    kind: str
    status: str
    value: str

    @property
    def is_value(self) -> bool:
        """Tell whether the cell can stand under a column: a figure, with or without remarks, a blank or a dash."""
        return self.kind not in {"LABEL", "MARKER", "ITEM"}

    @property
    def is_figure(self) -> bool:
        """Tell whether the cell prints a number."""
        return self.kind in {"NUMBER", "AMOUNT", "NOTED_NUMBER"}


@functools.lru_cache(maxsize=1 << 14)
def read_cell(printed: str) -> CellText:
    """Return what a cell says. Only a plain number gets a value: 251000元 and 22（其中…） stay text."""
    match = scanner("cells", "cell", after=r"\Z").match(printed.strip())
    kind = match.lastgroup if match and match.lastgroup else "LABEL"
    return CellText(kind, _STATUS.get(kind, "text"), _decimal(printed) if kind == "NUMBER" else "")


@functools.lru_cache(maxsize=1 << 12)
def label_level(printed: str) -> str:
    """Return the level of a row's label, ``L1`` to ``L4``, or ``LABEL`` when it is not numbered."""
    match = scanner("cells", "level", before=_before()).match(printed)
    return match.lastgroup or "LABEL" if match else "LABEL"


@functools.cache
def _before() -> str:
    return scanner("cells", "before").pattern


def _decimal(printed: str) -> str:
    """Return a printed number as a decimal: full-width figures and signs made plain, separators taken out."""
    plain = unicodedata.normalize("NFKC", printed).translate(_SEPARATORS).replace("−", "-")
    return format(Decimal("".join(plain.split())), "f")
