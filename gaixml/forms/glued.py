"""Reads the figures of a row that nothing separates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gaixml.forms.headers import keeps_order
from gaixml.forms.printed import Figure
from gaixml.forms.readings import MOST_READINGS, Reading, RowReadings, breaks, row_sums
from gaixml.forms.splitting import split_figures
from gaixml.scanners import scanner

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gaixml.forms.printed import PrintedRow
    from gaixml.sheets import FormRow

_PLAIN: Final = frozenset({"NUMBER", "AMOUNT", "NOTED_NUMBER", "ZERO", "DASH", "NIL", "BLANK"})


def read_glued(row: PrintedRow, form_row: FormRow) -> RowReadings:
    """Return the ways to split what a row prints behind its label.

    None when its end is torn, a page number stands in it, or the header has not the form's order: then the arithmetic
    of the form does not tell which figure is which.
    """
    figure, width = row.figures[0], len(form_row.columns)
    damaged = row.is_torn or row.header.is_foreign or scanner("cells", "page_number").search(figure.printed)
    if damaged or not keeps_order(row.header, form_row.columns):
        return RowReadings([], "split")
    if not figure.printed:
        return RowReadings([(figure,) * width], is_short=width > 1)
    if width == 1:
        is_figure = figure.text.kind in _PLAIN and not scanner("cells", "leading_zero").match(figure.printed)
        return RowReadings([(figure,)] if is_figure else [])
    sums = row_sums(form_row)
    digits, unit = _without_unit(figure.printed)
    single = split_figures(digits, width, limit=2 * width)  # as much as one way takes: more are not searched for
    forced = single.complete and len(single.splits) == 1
    found = single if forced else split_figures(digits, width, [one for _, one in sums])
    is_summed = bool(found.splits) and found.complete
    if forced and any(breaks(_parts(figure, single.splits[0].spans, unit), one) for _, one in sums):
        forced = is_summed = False  # a sum that fails may be the source's, or a blank cell left nothing behind
    if sums and not is_summed and found.complete:  # more ways than may be read are not searched for
        found = split_figures(digits, width, limit=2 * MOST_READINGS * width)
    readings = [_parts(figure, split.spans, unit) for split in found.splits]
    if not found.complete or len(readings) > MOST_READINGS:
        readings = []
    codes = tuple(code for code, _ in sums) if is_summed and not forced else ()
    return RowReadings(readings, "split", codes, forced, is_summed, _is_short(digits, width))


def _is_short(digits: str, width: int) -> bool:
    """Tell whether there are fewer digits than columns: so blank cells left nothing behind."""
    figures = "".join(digits.split())
    return figures.isdecimal() and len(figures) < width


def _without_unit(printed: str) -> tuple[str, str]:
    """Cut off the unit behind the last figure: 13575394432.52元."""
    unit = scanner("cells", "unit_behind").search(printed)
    return (printed[: unit.start()], unit.group()) if unit else (printed, "")


def _parts(figure: Figure, spans: Sequence[tuple[int, int]], unit: str) -> Reading:
    ends = [end for _, end in spans[:-1]] + [spans[-1][1] + len(unit)]
    return tuple(
        Figure(figure.cell, figure.printed[start:end], figure.start + start, figure.start + end)
        for (start, _), end in zip(spans, ends, strict=True)
    )
