"""Damage to the build of a printed table: pages, heads, columns, rows; and mixed forms, which are no damage."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from printing_cells import print_figure
from printing_damage import Damage, around, below, headed, labelled, lax
from printing_figures import applicants, entries, leaf
from printing_forms import item_table
from printing_model import Allowance, Cell, Figure, Report, Row, Table

if TYPE_CHECKING:
    from random import Random

    from printing_layouts import Layout

BORDERED = ("7", "- 7 -", "—7—", "第7页 共12页")
LOCAL = {
    "disclosure": ("行政征收", "政府信息公开指南"),
    "requests": ("其中：网络申请", "本年度咨询数量"),
    "statistics": ("其中：电话咨询数", "（九）公共企事业单位公开信息数"),
}
OTHER = "outcome.other_handling"
SWAPPED = {"2019": "2021", "2021": "2019"}


def long_tables(report: Report) -> list[Table]:
    return [table for table in report.tables() if len(table.of_kind("data")) > 1]


def break_page(report: Report, layout: Layout, rng: Random, text: str, heads: int) -> None:
    """Put a page break before some row of data that is not the first; ``heads``: with that many rows of the head."""
    table = rng.choice(long_tables(report))
    row = rng.choice(table.of_kind("data")[1:])
    at = table.rows.index(row)
    repeated = deepcopy(table.of_kind("head"))[:heads]
    report.allow(table.keyed(), Allowance.INFERRED)
    if row.keyed() and (layout.flat or text.isdigit()):
        report.allow(around(report, table, row), lax(layout, Allowance.AMBIGUOUS))
    elif layout.flat:
        report.allow(table.keyed(), Allowance.LOOSE)
    table.rows[at:at] = [Row([Cell(text, "unit")], "page"), *repeated]


def page_number(report: Report, layout: Layout, rng: Random) -> None:
    """A page number stands between two rows."""
    break_page(report, layout, rng, rng.choice(BORDERED[1:] if layout.flat else BORDERED), 0)


def page_break_head(report: Report, layout: Layout, rng: Random) -> None:
    """The table goes on on the next page, under its head once more."""
    break_page(report, layout, rng, rng.choice(("", "", "- 7 -")), 3)


def page_break_bare(report: Report, layout: Layout, rng: Random) -> None:
    """The table goes on on the next page without a head."""
    break_page(report, layout, rng, "", 0)


def head_lost(report: Report, layout: Layout, rng: Random) -> None:
    """The rows of a table's head are not there."""
    table = rng.choice(list(report.tables()))
    table.rows = [row for row in table.rows if row.kind != "head"]
    kind = {"requests": Allowance.AMBIGUOUS, "statistics": Allowance.INFERRED}.get(table.name, Allowance.MISSING)
    report.allow(table.keyed(), lax(layout, kind))


def head_cell_gone(report: Report, layout: Layout, rng: Random) -> None:
    """One cell of the head is not there: those at its right stand one place too far left."""
    if not headed(report):
        return
    table = rng.choice(headed(report))
    rng.choice(table.leaf_heads()).gone = True
    alone = table.name == "disclosure" or (table.name == "review" and layout.splits_labels)
    report.allow(table.keyed(), lax(layout, Allowance.MISSING if alone else Allowance.AMBIGUOUS))


def head_shifted(report: Report, layout: Layout, rng: Random) -> None:
    """The head has a blank cell too many: its cells stand one place too far right."""
    table = rng.choice(list(report.tables()))
    blank = Cell("", "head")
    for row in table.of_kind("head"):
        row.cells.insert(0 if table.name == "review" else 1, blank)
    report.allow(table.keyed(), lax(layout, Allowance.AMBIGUOUS))


def columns_permuted(report: Report, layout: Layout, rng: Random) -> None:
    """The columns stand in another order, and so do their heads: the reader must follow the heads."""
    for table in report.tables():
        columns = len(table.leaf_heads())
        blocks = {
            "disclosure": [range(-columns, 0)],
            "requests": [range(-6, -1)],
            "review": [range(-15, -10), range(-10, -5), range(-5, 0)],
            "statistics": [range(-2, 0)],
        }[table.name]
        for block in blocks if columns else []:
            permute(table, dict(zip(block, rng.sample(block, len(block)), strict=True)))
    report.allow(report.truth, Allowance.LOOSE if layout.linear_heads else lax(layout, Allowance.INFERRED))


def permute(table: Table, order: dict[int, int]) -> None:
    """Put the columns, counted from the right, into a new order, with every head that stands over them."""
    heads = table.of_kind("head")
    upper = [row for row, below in pairwise(heads) if set(row.cells) & set(below.cells) or row.cells[-1].span > 1]
    for row in [row for row in heads if row not in upper] + table.of_kind("data"):
        moved = [row.cells[at] for at in order.values()]
        for above in upper if row.kind == "head" else []:
            places = [at for at, cell in enumerate(above.cells) if cell in moved]
            for at, cell in zip(places, [cell for cell in moved if cell in above.cells], strict=True):
                above.cells[at] = cell
        for at, cell in zip(order, moved, strict=True):
            row.cells[at] = cell


def local_row(report: Report, layout: Layout, rng: Random) -> None:
    """A row that no form knows stands between two others."""
    table, row, label = rng.choice(labelled(report))
    figures = {"value": str(rng.randint(0, 30)), "unit": "件"}
    cells = [Cell(figures[cell.role], cell.role) if cell.role in figures else cell for cell in row.cells]
    named = Cell(rng.choice(LOCAL[table.name]), "label", span=label.span)
    report.allow(table.keyed(), Allowance.INFERRED)
    if layout.flat:
        report.allow(around(report, table, row), Allowance.LOOSE)
    table.rows.insert(table.rows.index(row) + 1, Row([named if cell is label else cell for cell in cells]))


def row_missing(report: Report, layout: Layout, rng: Random) -> None:
    """A row of the form is not printed: nothing may be said of its figures."""
    table, row, _ = rng.choice(labelled(report))
    report.allow(table.keyed(), lax(layout, Allowance.INFERRED))
    if table.name == "statistics":
        report.allow(below(row, table), lax(layout, Allowance.MISSING))
    table.rows.remove(row)
    report.drop(row.keyed())


def mixed_name(report: Report, layout: Layout, _rng: Random) -> None:
    """规范性文件 for 行政规范性文件, or the other way round."""
    for _, row, label in labelled(report):
        if "规范性文件" in label.text:
            label.text = "规范性文件" if report.form == "2021" else "行政规范性文件"
            report.allow(row.keyed(), Allowance.MISSING if layout.flat else Allowance.INFERRED)


def mixed_other(report: Report, layout: Layout, _rng: Random) -> None:
    """（六）其他处理 as the one row of 2019 in a report of 2021, or as the three rows of 2021 in one of 2019."""
    table = next(table for table in report.tables() if table.name == "requests")
    old = [row for row in table.rows if any(key[0].startswith(OTHER) for key in row.keyed())]
    if not old:
        return
    at = table.rows.index(old[0])
    sums = {
        name: sum((value_of(report, row, column) for row in old), Decimal())
        for column, (name, _) in enumerate(applicants())
    }
    group = Cell("（六）其他处理", "group")
    rows = []
    for entry in entries(SWAPPED[report.form]):
        if entry.indicator.startswith(OTHER):
            alone = report.form == "2021"
            label = Cell(entry.path[-1], "label", span=2 if alone else 1)
            shown = alone or entry.indicator.endswith(".other")
            cells = [figure_cell(report, (entry.indicator, name), sums[name] if shown else Decimal()) for name in sums]
            rows.append(Row([old[0].cells[0], *([] if alone else [group]), label, *cells]))
    report.drop([key for row in old for key in row.keyed()])
    table.rows = [row for row in table.rows if row not in old]
    table.rows[at:at] = rows
    report.allow(table.keyed(), Allowance.MISSING if layout.flat else Allowance.INFERRED)


def value_of(report: Report, row: Row, column: int) -> Decimal:
    return report.truth[row.keyed()[column]].value or Decimal()


def figure_cell(report: Report, key: tuple[str, str], value: Decimal) -> Cell:
    report.truth[key] = Figure(value, "reported", str(value), ("件",), "requests")
    return Cell(str(value), "value", key=key)


def mixed_item(report: Report, layout: Layout, rng: Random) -> None:
    """One item of article 20 is printed as the other form has it: 上一年项目数量 in a report of 2021."""
    item = rng.choice(("第二十条第（五）项", "第二十条第（六）项", "第二十条第（八）项"))
    section = next(section for section in report.sections if section.tables and section.tables[0].name == "disclosure")
    old = {(entry.indicator, "") for entry in entries(report.form) if entry.path[0] == item}
    at = next((n for n, table in enumerate(section.tables) if old & set(table.keyed())), -1)
    report.drop(section.tables[at].keyed())
    lines = [entry for entry in entries(SWAPPED[report.form]) if entry.path[0] == item]
    for entry in lines:
        value = leaf(entry.kind, "", 0.5, rng)
        report.truth[entry.indicator, ""] = print_figure(value, entry, "plain", rng)
    things = {entry.path[1]: [line for line in lines if line.path[1] == entry.path[1]] for entry in lines}
    section.tables[at] = item_table(item, things, report.truth)
    report.allow(section.tables[at].keyed(), Allowance.MISSING if layout.flat else Allowance.INFERRED)


BREAKS = {
    "page_number": Damage(page_number),
    "page_break_head": Damage(page_break_head),
    "page_break_bare": Damage(page_break_bare, never=("lines", "lines_bare", "flat", "flat_spaced")),
    "head_lost": Damage(head_lost),
    "head_cell_gone": Damage(head_cell_gone),
    "head_shifted": Damage(head_shifted, never=("ocr", "lines_bare", "flat", "flat_spaced")),
    "columns_permuted": Damage(columns_permuted, never=("ocr",)),
    "local_row": Damage(local_row),
    "row_missing": Damage(row_missing),
    "mixed_name": Damage(mixed_name, forms=("2019", "2021")),
    "mixed_other": Damage(mixed_other, forms=("2019", "2021")),
    "mixed_item": Damage(mixed_item, forms=("2019", "2021")),
}
