"""Damage to the words of a printed table: each function changes the report and says what it allows from then on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from printing_model import Allowance, Cell, Report, Row, Table

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from printing_layouts import Layout
    from printing_model import Role

WORDS: tuple[Role, ...] = ("caption", "head", "group", "label")
ORDINAL = re.compile(r"^\s*(?:[一二三四五六七八九十]、|（[一二三四五六七八九十]）|\d+\.)?")
NARROW = str.maketrans("（），：；“”", '(),:;""')
WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
BLANKS = (" ", "  ", "　", "\u00a0")
MISPRINTS = "止玫戌洧纬囗己日夲末"
"""Characters that optical recognition puts in the place of others; none of them stands in a label of a form."""


@dataclass(frozen=True, slots=True)
class Damage:
    """What happens to a report, and to which forms and in which layouts it can."""

    act: Callable[[Report, Layout, Random], None]
    forms: tuple[str, ...] = ("2014", "2019", "2021")
    never: tuple[str, ...] = ()
    breaks_lines: bool = False


def words(report: Report) -> list[Cell]:
    """Return every cell that says what a figure means, each once."""
    cells = [cell for table in report.tables() for row in table.rows for cell in row.cells if cell.role in WORDS]
    return list({id(cell): cell for cell in cells}.values())


def labelled(report: Report) -> list[tuple[Table, Row, Cell]]:
    """Return the rows that have a label of their own and figures."""
    rows = [(table, row, row.label()) for table in report.tables() for row in table.of_kind("data") if row.keyed()]
    return [(table, row, label) for table, row, label in rows if label is not None and label.text]


def headed(report: Report) -> list[Table]:
    """Return the tables whose head is there."""
    return [table for table in report.tables() if table.leaf_heads()]


def lax(layout: Layout, allowance: Allowance) -> Allowance:
    """Return the allowance; where cells have no borders, damage may cost the figures around it."""
    return Allowance.LOOSE if layout.flat else allowance


def everything(report: Report, allowance: Allowance) -> None:
    report.allow(report.truth, allowance)


def none(_report: Report, _layout: Layout, _rng: Random) -> None:
    """Change nothing."""


def blanks(report: Report, _layout: Layout, rng: Random) -> None:
    """本 年 度 办 理 结 果."""
    blank = rng.choice(BLANKS)
    for cell in words(report):
        if rng.random() < 0.6:
            cell.text = "".join(char + (blank if rng.random() < 0.8 else "") for char in cell.text).rstrip()
    everything(report, Allowance.INFERRED)


def narrow(report: Report, _layout: Layout, _rng: Random) -> None:
    """(一)予以公开."""
    for cell in words(report):
        cell.text = cell.text.translate(NARROW)
    everything(report, Allowance.INFERRED)


def wide(report: Report, _layout: Layout, _rng: Random) -> None:
    """１．属于国家秘密."""
    for cell in words(report):
        cell.text = cell.text.translate(WIDE)
    everything(report, Allowance.INFERRED)


def other_ordinals(report: Report, _layout: Layout, rng: Random) -> None:
    """1、属于国家秘密."""
    point = rng.choice(("、", "．", ". "))
    for cell in words(report):
        cell.text = re.sub(r"^(\s*\d)\.", rf"\g<1>{point}", cell.text)
    everything(report, Allowance.INFERRED)


def line_breaks(report: Report, layout: Layout, rng: Random) -> None:
    """A long label goes on in the next line, indented or not."""
    indent = rng.choice(("", "　　　　　"))
    for cell in words(report):
        text = cell.text
        if len(text.strip()) >= 4 and rng.random() < 0.5:
            at = rng.randint(len(text) // 2, len(text) - 1)
            at -= text[at - 1] in "（("  # no line ends with a bracket that opens
            cell.text = f"{text[:at]}\n{indent if len(text) > 8 else ''}{text[at:]}"
    everything(report, Allowance.LOOSE if layout.splits_labels else Allowance.INFERRED)


def vertical_groups(report: Report, layout: Layout, _rng: Random) -> None:
    """A group cell at the left is so narrow that each character has a line of its own."""
    for cell in words(report):
        if cell.role == "group" and len(cell.text) < 20 and not cell.text.startswith(("　", " ")):
            cell.text = "\n".join(cell.text)
    everything(report, Allowance.LOOSE if layout.splits_labels else Allowance.INFERRED)


def misprint(report: Report, layout: Layout, rng: Random) -> None:
    """其他法律行政法规止止公开."""
    table, row, label = rng.choice(labelled(report))
    start = ORDINAL.match(label.text).end()  # type: ignore[union-attr]  # it matches the empty string
    short = len(label.text) - start < 5
    plain = (
        Allowance.INFERRED if label.text[:start].strip() else Allowance.AMBIGUOUS
    )  # without a number it may be another word
    label.text = mistaken(label.text, rng.randrange(start, len(label.text)), rng)
    report.allow(row.keyed(), lax(layout, Allowance.MISSING if short else plain))
    if layout.flat:  # nothing shows where the figures end and the label begins
        report.allow(around(report, table, row), Allowance.LOOSE)


def misprint_head(report: Report, layout: Layout, rng: Random) -> None:
    """自燃人."""
    if not headed(report):
        return
    table = rng.choice(headed(report))
    head = rng.choice(table.leaf_heads())
    short = len(head.text) < 3
    head.text = mistaken(head.text, rng.randrange(len(head.text)), rng)
    report.allow(table.keyed(), lax(layout, Allowance.AMBIGUOUS if short else Allowance.INFERRED))


def mistaken(text: str, at: int, rng: Random) -> str:
    return text[:at] + rng.choice(MISPRINTS) + text[at + 1 :]


def truncated(report: Report, layout: Layout, rng: Random) -> None:
    """申请人无正当理由逾期不补正、行政机关不再处."""
    table, row, label = rng.choice([each for each in labelled(report) if len(each[2].text.strip()) >= 8])
    start = ORDINAL.match(label.text).end()  # type: ignore[union-attr]  # it matches the empty string
    label.text = label.text[: start + max(3, int((len(label.text) - start) * rng.uniform(0.5, 0.9)))]
    left = label.text[start:]
    alike = [other for _, _, other in labelled(report) if left[:4] in other.text]
    report.allow(row.keyed(), lax(layout, Allowance.AMBIGUOUS if len(alike) > 1 else Allowance.INFERRED))
    if layout.flat:
        report.allow(around(report, table, row), Allowance.LOOSE)
    if table.name == "statistics":
        report.allow(below(row, table), lax(layout, Allowance.AMBIGUOUS))


def below(row: Row, table: Table) -> list[tuple[str, str]]:
    """Return the figures whose indicator is a part of one of that row's."""
    stems = tuple(f"{indicator}." for indicator, _ in row.keyed())
    return [key for key in table.keyed() if key[0].startswith(stems)]


def group_cells(report: Report) -> list[tuple[Table, Cell]]:
    """Return the cells that lead several rows: items of article 20, 三、本年度办理结果, （三）不予公开, categories."""
    found = [
        (table, cell)
        for table in report.tables()
        for row in table.rows
        for cell in row.cells
        if cell.role == "caption" or (cell.role == "group" and row.kind == "data")
    ]
    return list({id(cell): (table, cell) for table, cell in found}.values())


def led_by(cell: Cell, table: Table) -> list[tuple[str, str]]:
    rows = table.rows if cell.role == "caption" else [row for row in table.rows if cell in row.cells]
    return [key for row in rows for key in row.keyed()]


def group_blank(report: Report, layout: Layout, rng: Random) -> None:
    """A leading cell is empty."""
    table, cell = rng.choice(group_cells(report))
    cell.text = ""
    report.allow(table.keyed(), lax(layout, Allowance.INFERRED))


def group_gone(report: Report, layout: Layout, rng: Random) -> None:
    """A leading cell is not there: its rows have one cell fewer than the head."""
    table, cell = rng.choice(group_cells(report))
    cell.gone = True
    report.allow(led_by(cell, table) or table.keyed(), lax(layout, Allowance.INFERRED))


def label_lost(report: Report, layout: Layout, rng: Random) -> None:
    """The label of a row is empty, its figures are there: the form knows which row must come."""
    table, row, label = rng.choice(labelled(report))
    label.text = ""
    blank = not any(report.truth[key].printed for key in row.keyed())
    report.allow(row.keyed(), lax(layout, Allowance.MISSING if blank else Allowance.AMBIGUOUS))
    report.allow(below(row, table), lax(layout, Allowance.AMBIGUOUS))
    if layout.flat:
        report.allow(around(report, table, row), Allowance.LOOSE)


def around(report: Report, table: Table, row: Row) -> list[tuple[str, str]]:
    """Return the figures of the row, of the rows beside it and, at the edge of a table, of the tables beside it."""
    rows = [each for other in report.tables() for each in other.of_kind("data") if each.keyed() or other is table]
    at = rows.index(row)
    return [key for each in rows[max(0, at - 1) : at + 3] for key in each.keyed()]


LABEL_DAMAGE = {
    "none": Damage(none),
    "blanks": Damage(blanks),
    "narrow": Damage(narrow),
    "wide": Damage(wide),
    "other_ordinals": Damage(other_ordinals),
    "line_breaks": Damage(line_breaks, breaks_lines=True),
    "vertical_groups": Damage(
        vertical_groups, forms=("2019", "2021"), never=("flat", "flat_spaced"), breaks_lines=True
    ),
    "misprint": Damage(misprint),
    "misprint_head": Damage(misprint_head),
    "truncated": Damage(truncated),
    "group_blank": Damage(group_blank),
    "group_gone": Damage(group_gone),
    "label_lost": Damage(label_lost),
}
