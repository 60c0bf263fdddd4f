"""The CEL rules: what stands in the cells of the official forms."""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Final

from gaixml.cells import read_cell, read_numeral, squeeze
from gaixml.checks.model import ERROR, FORM_2019, FORM_2021, PASSED, STATUTORY, WARNING, fail, rule, unassessable
from gaixml.indicators import TOTAL, indicators

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaixml.checks.figures import Figure
    from gaixml.checks.model import Outcome
    from gaixml.checks.subject import Subject

_SHOWN: Final = 5
_SIGNS: Final = ("+", "-", "−", "＋", "－", "↑", "↓", "增", "减")


@rule(
    "CEL01",
    ERROR,
    "单元格是数字、空白、横线或文字，没有强行转换",
    "a cell is a number, blank, dash or text; none was coerced",
)
def not_coerced(subject: Subject) -> Iterator[Outcome]:
    """Read each cell again and compare: a value has to be what the cell prints, and no value where it prints none."""
    for figure in subject.figures:
        if "split" in figure.repairs or figure.status == "ambiguous":
            continue
        yield (
            PASSED
            if _is_what_is_printed(figure)
            else fail(
                f"“{figure.label}”印作“{figure.printed}”，记为 {_value(figure)}（{figure.status}）",
                f"{figure.indicator} is printed “{figure.printed}” and recorded as {_value(figure)} ({figure.status})",
                figure.mark,
            )
        )


def _is_what_is_printed(figure: Figure) -> bool:
    cell = read_cell(figure.printed)
    if figure.value is None:
        return (figure.status == "blank") == (not squeeze(figure.printed))
    printed = cell.value or read_numeral(squeeze(figure.printed))
    return bool(printed) and Decimal(printed) == figure.value


def _value(figure: Figure) -> str:
    return "空" if figure.value is None else str(figure.value)


def _is_total(figure: Figure) -> bool:
    """Tell whether others add up to a figure: the column 总计, or a total of outcomes."""
    return figure.applicant == TOTAL or figure.indicator.endswith(".total")


@rule("CEL02", WARNING, "数据单元格没有空白", "no blank data cell", forms=STATUTORY)
def no_blank(subject: Subject) -> Iterator[Outcome]:
    """Name the blank cells of each table; what is nothing is to be stated as 0, not left out."""
    for table, found in groupby(subject.figures, key=lambda figure: figure.table):
        cells = [figure for figure in found if not _is_total(figure)]
        blank = [figure for figure in cells if figure.status == "blank"]
        if any(None in figure.candidates for figure in cells):
            yield unassessable("有的数可能是空白", "some figures may be blank", cells[0].mark)
        if not blank:
            yield PASSED
            continue
        shown = "、".join(figure.label for figure in blank[:_SHOWN]) + ("……" if len(blank) > _SHOWN else "")
        yield fail(
            f"{len(cells)} 个数据单元格中有 {len(blank)} 个空白：{shown}",
            f"table {table}: {len(blank)} of {len(cells)} data cells are blank, the first is {blank[0].cell}",
            blank[0].mark,
            [figure.mark for figure in blank[1:]],
        )


@rule("CEL03", WARNING, "有分项时总计不空白", "no blank total where its components are present", forms=STATUTORY)
def no_blank_total(subject: Subject) -> Iterator[Outcome]:
    """Name each total that is blank although figures which it adds up are printed."""
    for figure in subject.figures:
        if not _is_total(figure):
            continue
        parts = [part for part in _parts(subject, figure) if part.value is not None]
        if figure.status == "blank" and parts:
            yield fail(
                f"“{figure.label}”空白，其分项已填（{'、'.join(part.printed for part in parts[:_SHOWN])}）",
                f"the total {figure.indicator} {figure.applicant} is blank, {len(parts)} of its components are stated",
                figure.mark,
                [part.mark for part in parts],
            )
        else:
            yield PASSED


def _parts(subject: Subject, total: Figure) -> list[Figure]:
    """Return the figures that a total adds up: those of its row, or those of its column."""
    if total.applicant == TOTAL:
        return [one for one in subject.figures if one.indicator == total.indicator and one.applicant != TOTAL]
    stem = total.indicator.removesuffix("total")
    return [
        one
        for one in subject.figures
        if one.applicant == total.applicant and one.indicator.startswith(stem) and one.indicator != total.indicator
    ]


@rule("CEL04", ERROR, "件数是不小于 0 的整数", "counts are whole numbers ≥ 0")
def whole_counts(subject: Subject) -> Iterator[Outcome]:
    """Name each count that is negative or has decimals."""
    for figure in subject.figures:
        if indicators(figure.form)[figure.indicator].kind != "count":
            continue
        if (printed := _not_whole(figure)) or (figure.value is not None and figure.value < 0):
            yield fail(
                f"“{figure.label}”为 {printed or figure.value}，件数应是不小于 0 的整数",
                f"{figure.indicator} is {printed or figure.value}: a count is a whole number ≥ 0",
                figure.mark,
            )
        elif figure.value is not None:
            yield PASSED


def _not_whole(figure: Figure) -> str:
    """Return the number of a cell that prints one with decimals, '' of others; of such a count no value is taken."""
    printed = read_cell(figure.printed).value if figure.status == "text" else str(figure.value or "")
    return printed if "." in printed else ""


@rule("CEL05", WARNING, "只有“本年增/减”带正负号", "a sign stands in 本年增/减 only", forms=FORM_2019)
def signs(subject: Subject) -> Iterator[Outcome]:
    """Name each other figure that is printed with a sign."""
    for figure in subject.figures:
        signed = figure.printed.strip().startswith(_SIGNS) and read_cell(figure.printed).is_figure
        if signed and indicators(figure.form)[figure.indicator].kind != "change":
            yield fail(
                f"“{figure.label}”印作“{figure.printed}”，只有“本年增/减”可带正负号",
                f"{figure.indicator} is printed {figure.printed}: only 本年增/减 has a sign",
                figure.mark,
            )
        else:
            yield PASSED


@rule(
    "CEL06",
    ERROR,
    "收费金额不小于 0，以万元为单位",
    "fee is a decimal ≥ 0 in 万元; 元 printed in the cell is named",
    forms=FORM_2021,
)
def fee(subject: Subject) -> Iterator[Outcome]:
    """Look at the amount of fees."""
    figure = subject.figure("fees.amount")
    if figure is None or figure.value is None:
        yield unassessable("没有收费金额", "no amount of fees is stated", figure.mark if figure else None)
    elif figure.value < 0:
        yield fail(f"收费金额为负：{figure.printed}", f"the fees are negative: {figure.printed}", figure.mark)
    elif figure.unit != "万元" and figure.value:
        yield fail(
            f"收费金额应以万元为单位，单元格印作“{figure.printed}”（{figure.unit}）",
            f"the fees are to be stated in 万元; the cell prints {figure.printed} ({figure.unit})",
            figure.mark,
        )
    else:
        yield PASSED


@rule("CEL07", WARNING, "采购总金额写明单位", "采购总金额 says its unit", forms=FORM_2019)
def procurement_unit(subject: Subject) -> Iterator[Outcome]:
    """Look for the unit: the form prescribes none, so it has to be printed. Nothing needs no unit."""
    figure = subject.figure("procurement.amount")
    if figure is None or figure.value is None:
        yield unassessable("没有采购总金额", "no amount is stated", figure.mark if figure else None)
    elif figure.unit or not figure.value:
        yield PASSED
    else:
        yield fail(f"采购总金额 {figure.printed} 没有写明单位", f"the amount {figure.printed} has no unit", figure.mark)
