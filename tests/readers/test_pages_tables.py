"""Tables on pages: how cells are drawn, what a cell says line by line, what a page break leaves of a table."""

from __future__ import annotations

from itertools import pairwise

import pytest
from test_pages import PLAIN, ROWS, XS, YS, blank, document, fill, grid, write

from gaixml.readers.pages import Glyph, Page


def test_dotted_lines_draw_a_table() -> None:
    page = blank()
    for y in YS:
        page.rules += [(XS[0] + 1.5 * at, y, XS[0] + 1.5 * at + 0.75, y + 0.75) for at in range(200)]
    for x in XS:
        page.rules += [(x, YS[0] + 1.5 * at, x + 0.75, YS[0] + 1.5 * at + 0.75) for at in range(40)]
    fill(page, XS, YS, ROWS)
    assert document(page).text == PLAIN


def test_filled_cells_without_lines_are_a_table() -> None:
    page = blank()
    for left, right in pairwise(XS):
        page.fills += [(left + 1, top + 1, right - 1, bottom - 1) for top, bottom in pairwise(YS)]
    fill(page, XS, YS, ROWS)
    found = document(page)
    assert found.text == PLAIN
    assert len(found.tables) == 1


def test_stripes_under_every_other_row_draw_none() -> None:
    page = blank()
    ys = [100.0 + 20 * at for at in range(6)]
    page.fills += [(left, top, right, top + 20) for left, right in pairwise(XS) for top in ys[::2]]
    fill(page, XS, ys, [[f"{row}{column}" for column in range(3)] for row in range(6)])
    assert document(page).text.splitlines()[1] == "10\t11\t12"


def test_lines_that_touch_the_text_of_all_their_cells_are_no_underlines() -> None:
    page = blank()
    xs, ys = [100.0, 141.0, 200.0, 300.0], [100.0, 110.2, 120.4]
    for top, bottom in pairwise(ys):
        for left, right in pairwise(xs):
            page.rules += [(left, top, right, top), (left, bottom, right, bottom)]
            page.rules += [(left, top, left, bottom), (right, top, right, bottom)]
    for top in ys[:-1]:
        for left, text in zip(xs, ("四个汉字", "12", "3"), strict=False):
            write(page, left + 0.5, top + 0.1, text)
    assert document(page).text == "四个汉字\t12\t3\n" * 2


def test_lines_under_spread_words_draw_no_rows() -> None:
    page = blank()
    grid(page, [100, 140, 240], [100, 140])
    for top, word in ((103, "社会"), (120, "公益")):
        write(page, 101, top, word[0])
        write(page, 128, top, word[1])
        page.rules.append((101, top + 9.8, 138, top + 9.8))
    write(page, 150, 115, "12")
    assert document(page).text == "社会公益\t12\n"


def test_letters_set_apart_are_one_figure() -> None:
    page = blank()
    grid(page, XS, YS)
    for top, row in zip(YS, [["甲", "12", "345"], ["乙", "67", "8,901"], ["丙", "23", "456"]], strict=False):
        for left, text in zip(XS, row, strict=False):
            page.glyphs += [
                Glyph(char, left + 3 + 7.4 * at, top + 4, left + 8 + 7.4 * at, top + 14) for at, char in enumerate(text)
            ]
    assert document(page).text == "甲\t12\t345\n乙\t67\t8,901\n丙\t23\t456\n"


def test_lines_of_a_cell_that_are_not_full_stay_apart() -> None:
    page = blank()
    grid(page, [100, 200, 300], [100, 140])
    write(page, 104, 104, "10000.00")
    write(page, 104, 120, "¥10000.00")
    write(page, 204, 104, "九个字的一行文字写")
    write(page, 204, 120, "不下去")
    assert document(page).text == "10000.00\n¥10000.00\t九个字的一行文字写不下去\n"


def test_rows_in_a_frame_are_paragraphs() -> None:
    page = blank()
    grid(page, [100, 300], YS)
    fill(page, [100], YS, [["第一行"], ["第二行"], ["第三行"]])
    found = document(page)
    assert found.text == "第一行\n第二行\n第三行\n"
    assert not found.tables


def broken(above: list[list[str]], below: list[list[str]], xs: list[float]) -> list[Page]:
    """Return two pages with a table that goes on from one to the other; its rows are 20 points high."""
    pages = blank(1), blank(2)
    for page, rows, top in zip(pages, (above, below), (780 - 20 * len(above), 80), strict=True):
        ys = [float(top + 20 * at) for at in range(len(rows) + 1)]
        grid(page, xs, ys)
        fill(page, xs, ys, rows)
    return list(pages)


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("（五）不予处理", "（六）其他处理"),
        ("（六）其他处理", "（七）总计"),
        ("自然人", "总计"),
        ("1.信访", "2.重复申请"),
    ],
)
def test_a_label_at_the_top_of_a_page_begins_a_cell(above: str, below: str) -> None:
    found = document(*broken([["", "数量"], [above, ""]], [[below, ""], ["", ""]], [100, 176, 300]))
    assert f"{above}\t\n{below}\t\n" in found.text


def test_a_label_that_a_page_cuts_is_one() -> None:
    found = document(*broken([["项目", "数量"], ["（六）其", "12"]], [["他处理", ""], ["总计", "3"]], [100, 146, 300]))
    assert found.text == "项目\t数量\n（六）其他处理\t12\n总计\t3\n"


def test_a_figure_that_a_page_cuts_is_one() -> None:
    found = document(
        *broken([["项目", "数"], ["行政许可", "１２"]], [["", "３"], ["其他", "４"]], [100.0, 200.0, 226.0])
    )
    assert found.text == "项目\t数\n行政许可\t１２３\n其他\t４\n"


def test_a_dash_and_a_figure_are_two_rows() -> None:
    found = document(*broken([["项目", "数"], ["", "-"]], [["", "２"], ["其他", "4"]], [100.0, 200.0, 216.0]))
    assert "-\n\t２" in found.text


def test_a_caption_left_alone_on_a_page_belongs_to_its_table() -> None:
    first, then = blank(1), blank(2)
    write(first, 100, 100, "前文。")
    grid(first, [XS[0], XS[-1]], [740, 760])
    write(first, 200, 744, "第二十条第（一）项")
    grid(then, XS, YS)
    fill(then, XS, YS, ROWS)
    found = document(first, then)
    assert found.text == "前文。\n第二十条第（一）项\t\t\n" + PLAIN
    assert len(found.tables) == 1


def test_text_that_runs_over_the_end_of_a_page_stays_in_its_cell() -> None:
    first, then = blank(1), blank(2)
    xs = [100.0, 125.0, 300.0]
    grid(first, xs, [700, 720, 740])
    fill(first, xs, [700, 720], [["", "数量"], ["自然", "12"]])
    write(first, 103, 741, "人")
    grid(then, xs, [80, 100])
    fill(then, xs, [80], [["总计", "3"]])
    assert document(first, then).text == "\t数量\n自然人\t12\n总计\t3\n"


def test_what_is_drawn_beyond_the_page_is_not_seen() -> None:
    page = blank()
    grid(page, XS, [700, 720, 740, 1400])
    fill(page, XS, [700, 720, 740], ROWS)
    write(page, 100, 30, "上文")
    assert document(page).text == "上文\n" + PLAIN
