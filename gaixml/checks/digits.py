"""T3D and T3Z: a row that would add up if its digits stood in other cells, and a table of nothing beside a text."""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from gaixml.checks.model import ERROR, PASSED, STATUTORY, WARNING, Blame, fail, rule, unassessable
from gaixml.checks.reading.statements import statements
from gaixml.indicators import TOTAL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gaixml.checks.figures import Figure
    from gaixml.checks.model import Outcome
    from gaixml.checks.subject import Subject


_COUNTS: Final = frozenset({"received", "closed", "answered"})
"""Kinds of statements that count requests."""


class Repair(NamedTuple):
    """Two neighbouring cells whose digits, divided otherwise, make their row add up."""

    cells: tuple[Figure, Figure]
    digits: tuple[str, str]

    def __str__(self) -> str:
        """Return what would have to be read: “1”“23”→“12”“3”."""
        (one, two), (first, second) = self.cells, self.digits
        return f"“{one.printed}”“{two.printed}”→“{first}”“{second}”"


def repairs(row: Sequence[Figure]) -> list[Repair]:
    """Return what joining or splitting the digits of two neighbouring cells would do for a row that does not add up.

    ``row`` are the figures of the seven columns in the order in which they are printed.
    """
    found = []
    for one, two in pairwise(row):
        joined = _digits(one) + _digits(two)
        for at in range(len(joined) + 1):
            digits = joined[:at], joined[at:]
            values = {id(one): int(digits[0] or 0), id(two): int(digits[1] or 0)}
            if digits != (_digits(one), _digits(two)) and _plain(digits) and _adds_up(row, values):
                found.append(Repair((one, two), digits))
    return found


def _digits(figure: Figure) -> str:
    """Return the digits of a cell; none for a blank."""
    return "" if figure.value is None else format(figure.value, "f")


def _plain(digits: tuple[str, str]) -> bool:
    """Tell whether these are figures as they are printed: no zero before another digit."""
    return not any(len(one) > 1 and one.startswith("0") for one in digits)


def _adds_up(row: Sequence[Figure], values: dict[int, int]) -> bool:
    total = sum(_value(figure, values) for figure in row if figure.applicant != TOTAL)
    return total == next((_value(figure, values) for figure in row if figure.applicant == TOTAL), None)


def _value(figure: Figure, values: dict[int, int]) -> int:
    return values[id(figure)] if id(figure) in values else int(figure.value or 0)


def _rows(subject: Subject) -> Iterator[list[Figure]]:
    """Yield the rows of the table of requests whose figures are whole numbers or blank."""
    for _, found in groupby(subject.figures, key=lambda figure: (figure.form, figure.indicator)):
        row = [figure for figure in found if figure.applicant]
        values = [figure.value for figure in row if figure.value is not None]
        known = all(figure.value is not None or figure.status == "blank" for figure in row)
        if row and values and known and all(value == int(value) >= 0 for value in values):
            yield sorted(row, key=lambda figure: figure.mark.start)


def repairs_of(subject: Subject, cells: set[str]) -> list[Repair]:
    """Return the repairs of the row that these cells are of."""
    return next((repairs(row) for row in _rows(subject) if cells & {figure.cell for figure in row}), [])


@rule(
    "T3D",
    WARNING,
    "不平的行不能用相邻数字的合并或拆分解释",
    "a failed sum that joining or splitting neighbouring digits would repair is named as a suspected extraction fault",
    forms=STATUTORY,
)
def digits_astray(subject: Subject) -> Iterator[Outcome]:
    """Try on each row that does not add up whether digits of neighbouring cells, divided otherwise, would repair it."""
    for row in _rows(subject):
        if _adds_up(row, {}):
            yield PASSED
            continue
        found = repairs(row)
        if not found:
            yield PASSED
            continue
        shown = "；".join(map(str, found))
        yield fail(
            f"“{row[0].label}”行不平，若数字这样断开则平：{shown}",
            f"row {row[0].indicator} does not add up; it would if its digits were divided so: {shown}",
            found[0].cells[0].mark,
            list({cell.cell: cell.mark for repair in found for cell in repair.cells}.values())[1:],
            blame=Blame.EXTRACTION,
            evidence=f"相邻数字合并或拆分后六类之和等于总计：{shown}",
            evidence_en=f"the row adds up once neighbouring digits are joined or split: {shown}",
        )


@rule(
    "T3Z",
    ERROR,
    "正文说收到申请时，申请办理表不全为零或空白",
    "the table is not all zero or blank while the text reports requests",
    forms=STATUTORY,
)
def not_nothing(subject: Subject) -> Iterator[Outcome]:
    """Compare a table of nothing with the sentences of the text that count requests received in the year."""
    table = [figure for figure in subject.figures if figure.table == "requests"]
    if not table:
        return
    if any(figure.value for figure in table):
        yield PASSED
        return
    if any(figure.status == "ambiguous" for figure in table):
        yield unassessable("表中有不能确定的数", "some figures of the table are ambiguous", table[0].mark)
        return
    counts = [one for one in statements(subject) if one.kind in _COUNTS and one.value]
    sure = [one for one in counts if one.doubt is None]
    if sure:
        yield fail(
            f"申请办理表全为零或空白，正文说“{sure[0].mark.printed}”",
            f"all figures of the table of requests are zero or blank; the text says {sure[0].mark.printed}",
            sure[0].mark,
            (table[0].mark,),
        )
    elif counts:
        yield unassessable(
            f"申请办理表全为零或空白，“{counts[0].mark.printed}”是否属于本表不能确定",
            f"all figures are zero or blank; whether {counts[0].mark.printed} is of this table cannot be told",
            counts[0].mark,
        )
    else:
        yield PASSED
