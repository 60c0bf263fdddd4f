"""One table as text: with tabs, as pipe tables, one cell per line, without borders."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from random import Random

    from printing_model import Cell, Row, Table

ORDINAL = re.compile(r"[一二三四五六七八九十]、|[（(][一二三四五六七八九十][）)]|\d+[.．、]")
MARKS = ("数据1", "数据2", "数据3", "数据4", "数据5", "数据6", "总计")


def expand(table: Table, *, repeated: bool = False, filled: bool = True) -> Iterator[tuple[Row, list[str]]]:
    """Return each row with its cells as text; a merged cell is printed once, or in every place that it covers.

    Not ``filled``: in rows of data the places that a merged cell covers at its right are not printed at all.
    """
    seen: set[int] = set()
    for row in table.rows:
        texts = []
        for cell in row.cells:
            if not cell.gone:
                again = cell.text if repeated else ""
                places = cell.span if filled or row.kind != "data" else 1
                texts += [again if id(cell) in seen else cell.text, *([again] * (places - 1))]
        seen |= {id(cell) for cell in row.cells}
        yield row, texts


def new_cells(table: Table) -> Iterator[tuple[Row, list[Cell]]]:
    """Return each row with those of its cells that did not stand in a row above."""
    seen: set[int] = set()
    for row in table.rows:
        yield row, [cell for cell in row.cells if id(cell) not in seen and not cell.gone]
        seen |= {id(cell) for cell in row.cells}


def tab_table(table: Table, rng: Random, *, filled: bool) -> str:
    trail = rng.choice(("", "\t"))
    return "\n".join(
        "\t".join(cells) + (trail if row.kind != "page" else "") for row, cells in expand(table, filled=filled)
    )


def pipe_tables(table: Table, rng: Random, *, repeated: bool = False, extra: int = 0) -> str:
    """Print pipe tables: a page number or a page break ends one, and the next row is the head of another.

    A caption above the heads is a row of the table or a line before it. Where the heads are lost, the head that
    Markdown demands is blank or the first row of data.
    """
    caption_inside = rng.random() < 0.5
    text: list[str] = []
    begun = False
    for row, texts in expand(table, repeated=repeated):
        if row.kind == "page":
            text += ["", *texts, ""] if any(texts) else [""]
            begun = False
        elif not texts:
            continue
        elif row.kind == "caption" and not caption_inside and not begun:
            text += [texts[0], ""]
        else:
            cells = [each.replace("\n", "<br>") for each in texts] + [""] * extra
            if not begun and row.kind == "data" and rng.random() < 0.5:
                text += [pipe_row([""] * len(cells)), pipe_row(["---"] * len(cells)), pipe_row(cells)]
            else:
                text += [pipe_row(cells)] + ([] if begun else [pipe_row(["---"] * len(cells))])
            begun = True
    return "\n".join(text)


def pipe_row(cells: Iterable[str]) -> str:
    return "|" + "|".join("---" if cell == "---" else f" {cell} " for cell in cells) + "|"


def lines_table(table: Table, *, bare: bool) -> str:
    """Print one cell per line; not ``bare``: after a tab, and with an empty line after each row, as Word's text is."""
    text: list[str] = []
    for row, cells in new_cells(table):
        if bare or row.kind == "page":
            text += [cell.text for cell in cells if cell.text]
        else:
            text += ["\t" + cell.text for cell in cells] + [""]
    return "\n".join(text)


def flat_table(table: Table, rng: Random, *, spaced: bool) -> str:
    """Print without borders; ``spaced``: with blanks between some of the figures."""
    text = []
    for _, cells in new_cells(table):
        for cell in cells:
            text.append(cell.text if spaced else cell.text.strip())
            text.append(rng.choice((" ", " ", "")) if spaced and cell.role == "value" else "")
    return "".join(text)


def ocr_tables(table: Table, rng: Random) -> str:
    """Print the rows of each group in a small table of their own, under a heading of its own."""
    heads = [cell.text for cell in table.leaf_heads()]
    if table.name == "review":
        return review_tables(table, heads)
    shown = heads if table.name != "requests" or (heads and rng.random() < 0.5) else list(MARKS)
    text: list[str] = [f"### {row.cells[0].text}" for row in table.of_kind("caption") if not row.cells[0].gone]
    last = "?"
    for row in table.rows:
        if row.kind == "page":
            text += ["", *[cell.text for cell in row.cells], ""]
            last = "?"
        elif row.kind == "data":
            text, last = ocr_row(row, table.name, shown, text, last)
    return "\n".join(text)


def ocr_row(row: Row, name: str, heads: list[str], text: list[str], last: str) -> tuple[list[str], str]:
    """Add one row, with a new heading and a new table when its group is another than that of the row above."""
    groups = [cell.text.strip() for cell in row.cells if cell.role == "group" and not cell.gone]
    label = row.label()
    own = label.text.strip() if label else ""
    values = [cell.text for cell in row.cells if cell.role in ("unit", "value")]
    if not row.values():
        return [*text, "", *(f"### {group}" for group in groups if group)], "?"
    inner = len([cell for cell in row.cells if cell.role == "group"]) > 1
    under = "" if name == "disclosure" else " ".join(groups) if inner else own
    if under != last:
        heading = "" if name == "disclosure" else groups[-1] if inner and groups else own
        outer = [f"### {group}" for group in groups[:1] if f"### {group}" not in text and name == "requests"]
        columns = ["单位", "统计数"] if name == "statistics" else heads or [""] * len(values)
        first = {"disclosure": "信息内容", "requests": "类别", "statistics": "统计指标"}[name]
        text = [
            *text,
            *([""] if text else []),
            *outer,
            *([f"### {heading}"] if heading else []),
            pipe_row([first, *columns]),
            pipe_row(["---"] * (len(columns) + 1)),
        ]
    shown = own if inner or name != "requests" else ORDINAL.sub("", own, count=1)
    return [*text, pipe_row([shown, *values])], under


def review_tables(table: Table, heads: list[str]) -> str:
    titles = ("行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）")
    values = [cell.text for row in table.of_kind("data") for cell in row.values()]
    text = []
    for start, title in zip(range(0, 15, 5), titles, strict=True):
        shown = heads[start : start + 5] or [""] * 5
        text += [f"### {title}", pipe_row(shown), pipe_row(["---"] * 5), pipe_row(values[start : start + 5]), ""]
    return "\n".join(text)
