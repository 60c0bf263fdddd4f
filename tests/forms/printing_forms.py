"""The three official forms as they are printed: 国办公开办函〔2021〕30号, 〔2019〕60号, and the statistics of 2014.

Labels come from vocabulary/; what else a form prints (heads, captions, column order, category rows) is written here
from the printed forms, and nothing of it from the project's own grammars.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from printing_cells import print_figure
from printing_figures import applicants, entries
from printing_model import Cell, Report, Row, Section, Table

if TYPE_CHECKING:
    from random import Random

    from printing_figures import Entry, Figures
    from printing_model import Figure, Key

HEADINGS = {
    "2014": ("一、概述", "二、主动公开政府信息的情况", "三、存在的主要问题及改进情况", "四、附表"),
    "2019": ("一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况",
             "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项"),
}  # fmt: skip
HEADINGS["2021"] = HEADINGS["2019"]
YEARS = {"2014": 2016, "2019": 2020, "2021": 2025}
BALANCE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
INDENTS = ("", "　　", "　　　　　", "　　　　　　　")


def report(form: str, figures: Figures, style: str, rng: Random) -> Report:
    """Print a form with its figures; ``style`` says how cells are printed (printing_cells)."""
    facts = {entry.indicator: entry for entry in entries(form)}
    truth = {key: print_figure(value, facts[key[0]], style, rng) for key, value in figures.items()}
    year = YEARS[form]
    sections = [Section(heading, [f"{year}年工作平稳有序，较上年增加3件。"]) for heading in HEADINGS[form]]
    sections[0].prose = [f"{year}年，我局按照《中华人民共和国政府信息公开条例》要求开展工作，召开会议2次。"]
    if form == "2014":
        sections[3].prose = [f"政府信息公开情况统计表（{year}年度）"]
        sections[3].tables = [statistics(truth)]
    else:
        sections[0].prose += mentions(figures)
        sections[1].prose, sections[2].prose, sections[3].prose = [], [], []
        sections[1].tables = disclosure(form, truth)
        sections[2].tables = [requests(entries(form), truth, rng)]
        sections[3].tables = [review(truth)]
    title = f"某某市教育局{year}年政府信息公开工作年度报告"
    opening = [f"本报告所列数据统计期限为{year}年1月1日至{year}年12月31日。"]
    return Report(form, title, opening, sections, truth)


def mentions(figures: Figures) -> list[str]:
    """Say some of the printed figures in words, as reports do: the solver may lean on it."""
    received, natural = figures["received", "total"], figures["received", "natural_person"]
    return [
        f"全年共收到政府信息公开申请{received}件，其中自然人{natural}件，办结{figures['outcome.total', 'total']}件。"
    ]


def value(key: Key, truth: dict[Key, Figure]) -> Cell:
    return Cell(truth[key].printed, "value", key=key)


def disclosure(form: str, truth: dict[Key, Figure]) -> list[Table]:
    """Print one table for each item of article 20: caption, heads, a row for each kind of thing."""
    items: dict[str, dict[str, list[Entry]]] = {}
    for entry in entries(form):
        if entry.table == "disclosure":
            items.setdefault(entry.path[0], {}).setdefault(entry.path[1], []).append(entry)
    return [item_table(caption, rows, truth) for caption, rows in items.items()]


def item_table(caption: str, things: dict[str, list[Entry]], truth: dict[Key, Figure]) -> Table:
    heads = [entry.path[2] for entry in next(iter(things.values()))]
    rows = [
        Row([Cell(caption, "caption", span=len(heads) + 1)], "caption"),
        Row([Cell(text, "head") for text in ["信息内容", *heads]], "head"),
    ]
    for label, line in things.items():
        rows.append(Row([Cell(label, "label"), *(value((entry.indicator, ""), truth) for entry in line)]))
    return Table("disclosure", rows)


def requests(lines: tuple[Entry, ...], truth: dict[Key, Figure], rng: Random) -> Table:
    """Print the table of requests: three columns of labels, seven applicants under a head of three rows."""
    return Table("requests", request_heads(rng) + request_rows([e for e in lines if e.table == "requests"], truth))


def request_heads(rng: Random) -> list[Row]:
    names = [label for _, label in applicants()]
    balance, natural, total = Cell(BALANCE, "group", span=3), Cell(names[0], "head"), Cell(names[6], "head")
    legal = [Cell(name, "head") for name in names[1:6]]
    on_top = rng.random() < 0.3  # 总计 beside 申请人情况, over three rows, as some offices print it
    top = [Cell("申请人情况", "head", span=6), total] if on_top else [Cell("申请人情况", "head", span=7)]
    return [
        Row([balance, *top], "head"),
        Row([balance, natural, Cell("法人或其他组织", "head", span=5), total], "head"),
        Row([balance, natural, *legal, total], "head"),
    ]


def request_rows(lines: list[Entry], truth: dict[Key, Figure]) -> list[Row]:
    groups: dict[tuple[str, ...], Cell] = {}
    rows = []
    for entry in lines:
        above = [groups.setdefault(entry.path[:depth], Cell(entry.path[depth - 1], "group"))
                 for depth in range(1, len(entry.path))]  # fmt: skip
        label = Cell(entry.path[-1], "label", span=3 - len(above))
        rows.append(Row([*above, label, *(value((entry.indicator, name), truth) for name, _ in applicants())]))
    return rows


def review(truth: dict[Key, Figure]) -> Table:
    """Print the table of reviews: fifteen columns, one row, no label."""
    lines = [entry for entry in entries("2021") if entry.table == "review"]
    leaves = [Cell(entry.path[-1], "head") for entry in lines]
    top = Row([Cell("行政复议", "head", span=5), Cell("行政诉讼", "head", span=10)], "head")
    blocks = [Cell("未经复议直接起诉", "head", span=5), Cell("复议后起诉", "head", span=5)]
    row = Row([value((entry.indicator, ""), truth) for entry in lines])
    return Table("review", [top, Row([*leaves[:5], *blocks], "head"), Row(leaves, "head"), row])


def statistics(truth: dict[Key, Figure]) -> Table:
    """Print the table of 2014: 统计指标, 单位, 统计数; a path that has no figure of its own is a category row."""
    rows = [Row([Cell("统　　计　　指　　标", "head"), Cell("单位", "head"), Cell("统计数", "head")], "head")]
    own = {(*entry.path[:-1], entry.path[-1].split("（不同")[0]) for entry in entries("2014")}
    seen: set[tuple[str, ...]] = set()
    for entry in entries("2014"):
        for depth in range(1, len(entry.path)):
            if entry.path[:depth] not in own | seen:
                text = INDENTS[depth - 1] + entry.path[depth - 1]
                rows.append(Row([Cell(text, "group"), Cell("", "unit"), Cell("", "unit")]))
            seen.add(entry.path[:depth])
        indent = INDENTS[min(len(entry.path), 4) - 1]
        unit = Cell(entry.unit, "unit")
        rows.append(Row([Cell(indent + entry.path[-1], "label"), unit, value((entry.indicator, ""), truth)]))
    return Table("statistics", rows)
