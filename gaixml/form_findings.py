"""What reading the official forms brought to light: repairs, doubts, rows that are missing or unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gaixml.finding import Finding
from gaixml.indicators import indicators

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gaixml.forms.answers import Printing
    from gaixml.forms.matching import MatchedRow
    from gaixml.forms.printed import PrintedRow

_SHOWN: Final = 5
"""So many rows are named in one message."""


def about_forms(answers: Sequence[Printing]) -> Iterator[Finding]:
    """Yield what a reader of the facts should know about how they were read."""
    for number, printing in enumerate(answers):
        if number:
            yield _again(printing)
        yield from _about_rows(printing)


def _again(printing: Printing) -> Finding:
    table, count = printing.evidence.row.table, printing.differing
    return Finding(
        "FRM05",
        "warning",
        table.id,
        f"表格再次出现，{count} 个数值与前面不同" if count else "表格再次出现，数值相同",
        f"the form's tables are printed again; {count or 'no'} figures differ from those before",
        table.start,
        table.end,
    )


def _about_rows(printing: Printing) -> Iterator[Finding]:
    for row in printing.rows:
        if row.repair:
            yield _of_row(
                row.printed,
                "FRM02",
                "information",
                f"行标签“{row.printed.label}”按格式认作“{_name(row)}”（{row.repair}）",
                f"the row labelled “{row.printed.label}” is read as {_name(row)} ({row.repair})",
            )
    for row in unread_rows(printing):
        yield _of_row(
            row.printed,
            "FRM03",
            "warning",
            f"“{_name(row)}”的数字有多种读法：{row.printed.printed}",
            f"the figures of {_name(row)} can be read in several ways: {row.printed.printed}",
        )
    for printed in printing.unknown:
        yield _of_row(
            printed,
            "FRM04",
            "information",
            f"格式中没有的行：{printed.label or '（无标签）'}",
            f"no form has this row: {printed.label or '(no label)'}",
        )
    yield from _about_units(printing)
    if printing.missing:
        yield _missing(printing)


def _name(row: MatchedRow) -> str:
    return (row.form_row.label or row.form_row.grid.columns[0].labels[0])[0]


def unread_rows(printing: Printing) -> Iterator[MatchedRow]:
    """Yield the rows that give ambiguous facts."""
    doubtful = {(fact.cell, fact.start) for fact in printing.facts if fact.status == "ambiguous"}
    for row in printing.rows:
        if any((figure.cell, figure.start) in doubtful for figure in row.printed.figures):
            yield row


def _about_units(printing: Printing) -> Iterator[Finding]:
    for fact in printing.facts:
        prescribed = indicators(fact.form)[fact.indicator].unit
        if prescribed and fact.value and fact.unit != prescribed:
            yield Finding(
                "FRM06",
                "warning",
                fact.cell,
                f"“{fact.label}”应以{prescribed}为单位，印作{fact.unit}：{fact.printed}，未换算",
                f"{fact.label} is to be stated in {prescribed}, not {fact.unit}: {fact.printed} is not converted",
                fact.start,
                fact.end,
            )


def _missing(printing: Printing) -> Finding:
    table = printing.evidence.row.table
    shown = "、".join(printing.missing[:_SHOWN]) + ("……" if len(printing.missing) > _SHOWN else "")
    return Finding(
        "FRM01",
        "warning",
        table.id,
        f"缺少格式中的 {len(printing.missing)} 行：{shown}",
        f"{len(printing.missing)} rows of the form are not there or not recognised: {shown}",
        table.start,
        table.end,
    )


def _of_row(row: PrintedRow, rule: str, severity: str, message: str, message_en: str) -> Finding:
    return Finding(rule, severity, row.figures[0].cell, message, message_en, *row.span)
