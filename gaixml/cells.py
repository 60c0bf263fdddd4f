"""Reads a table cell with cells.lark: what it is, and which figure it prints."""

from __future__ import annotations

import functools
import unicodedata
from decimal import Decimal
from typing import Final, NamedTuple

from gaixml.numerals import NumeralStyle, parse_numeral
from gaixml.scanners import scanner

_STATUS: Final = {"BLANK": "blank", "DASH": "dash", "NIL": "dash"}
_FIGURES: Final = frozenset({"NUMBER", "ZERO", "AMOUNT", "NOTED_NUMBER", "INCREASE", "DECREASE"})
_SEPARATORS: Final = str.maketrans("", "", ",")
_CHINESE: Final = frozenset({NumeralStyle.CHINESE, NumeralStyle.POSITIONAL, NumeralStyle.FORMAL})


class CellText(NamedTuple):
    """What a cell says: its terminal in cells.lark, its status, the figure in it as a decimal, the figure's unit.

    Only a plain number is ``reported``; a figure with a unit (251000元), a remark (22（其中…）) or words (增3) is
    ``text``, and what ``value`` and ``unit`` say of it is for those who know what the column asks for.
    """

    kind: str
    status: str
    value: str = ""
    unit: str = ""

    @property
    def is_value(self) -> bool:
        """Tell whether the cell can stand under a column: a figure, with or without remarks, a blank or a dash."""
        return self.kind not in {"LABEL", "MARKER", "ITEM"}

    @property
    def is_figure(self) -> bool:
        """Tell whether the cell prints a number."""
        return self.kind in _FIGURES


@functools.lru_cache(maxsize=1 << 14)
def squeeze(printed: str) -> str:
    """Return a label without the blanks and line ends that were put between its characters, and without markup."""
    return "".join(_plain(printed).split())


def _plain(printed: str) -> str:
    """Return the text of a cell without markup (<br>, **, backslashes); mostly there is none."""
    return scanner("cells", "markup").sub(" ", printed) if scanner("cells", "marked").search(printed) else printed


@functools.lru_cache(maxsize=1 << 14)
def read_cell(printed: str) -> CellText:
    """Return what a cell says."""
    printed = _plain(printed).strip()
    match = scanner("cells", "cell", after=r"\Z").match(printed)
    kind = match.lastgroup if match and match.lastgroup else "LABEL"
    if kind == "ZERO":
        return CellText(kind, "reported", "0")
    if kind not in _FIGURES:
        return CellText(kind, _STATUS.get(kind, "text"))
    figure = scanner("cells", "figure").search(printed)
    if figure is None:
        return CellText(kind, "text")
    sign = "-" if kind == "DECREASE" and figure["figure"].strip("0０") else ""
    status = "reported" if kind == "NUMBER" else "text"
    return CellText(kind, status, sign + _decimal(figure["figure"]), figure["unit"] or "")


@functools.lru_cache(maxsize=1 << 12)
def read_numeral(printed: str) -> str:
    """Return a Chinese numeral in a column of figures as a decimal, '' when it is none: 十二."""
    numeral = parse_numeral(printed)
    return str(numeral.value) if numeral and numeral.style in _CHINESE else ""


@functools.lru_cache(maxsize=1 << 12)
def label_level(printed: str) -> str:
    """Return the level of a row's label, ``L1`` to ``L4``, or ``LABEL`` when it is not numbered."""
    match = scanner("cells", "level", before=_before()).match(printed)
    return match.lastgroup or "LABEL" if match else "LABEL"


@functools.lru_cache(maxsize=1 << 12)
def split_label(printed: str) -> tuple[str, str]:
    """Return the number of a row's label, without what may stand before it (其中：), and its words."""
    match = scanner("cells", "level", before=_before()).match(printed)
    return (match[match.lastgroup or 0], printed[match.end() :]) if match else ("", printed)


@functools.cache
def _before() -> str:
    return scanner("cells", "before").pattern


def _decimal(printed: str) -> str:
    """Return a printed number as a decimal: full-width figures and signs made plain, separators taken out."""
    plain = unicodedata.normalize("NFKC", printed).translate(_SEPARATORS).replace("−", "-")
    return format(Decimal("".join(plain.split())), "f")
