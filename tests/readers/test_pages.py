"""The layout of pages, whatever format they come from: lines that draw tables, paragraphs, what stands around them."""

from __future__ import annotations

import time
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaixml.model import Row
from gaixml.readers.draft import Draft
from gaixml.readers.pages import Glyph, Page, lay_out

if TYPE_CHECKING:
    from gaixml.document import BBox, Document

SIZE = 10.0


def write(page: Page, left: float, top: float, text: str, size: float = SIZE) -> None:
    """Print a text; Latin characters are half as wide as others."""
    for char in text:
        wide = size / 2 if " " <= char <= "~" else size
        page.glyphs.append(Glyph(char, left, top, left + wide, top + size))
        left += wide


def grid(page: Page, xs: list[float], ys: list[float]) -> None:
    """Draw a table without merged cells."""
    page.rules += [(xs[0], y, xs[-1], y) for y in ys] + [(x, ys[0], x, ys[-1]) for x in xs]


def fill(page: Page, xs: list[float], ys: list[float], rows: list[list[str]]) -> None:
    for top, row in zip(ys, rows, strict=False):
        for left, text in zip(xs, row, strict=False):
            write(page, left + 3, top + 4, text)


def blank(number: int = 1) -> Page:
    return Page(number, 595, 842)


def document(*pages: Page) -> Document:
    draft = Draft()
    lay_out(pages, draft)
    return draft.finish(b"", "pages", "")


def spans(found: Document, row: int, table: int = 0) -> list[tuple[int, int]]:
    cells = found.tables[table].rows[row]
    assert isinstance(cells, Row)
    return [(cell.columns, cell.rows) for cell in cells.cells]


XS, YS = [100.0, 200.0, 300.0, 400.0], [100.0, 120.0, 140.0, 160.0]
ROWS = [["甲", "乙", "丙"], ["1", "2", "3"], ["4", "", "6"]]
PLAIN = "甲\t乙\t丙\n1\t2\t3\n4\t\t6\n"


def outer_lines_missing(page: Page) -> None:
    page.rules += [(XS[0], y, XS[-1], y) for y in YS[1:-1]] + [(x, YS[0], x, YS[-1]) for x in XS[1:-1]]


def double_lines(page: Page) -> None:
    grid(page, XS, YS)
    grid(page, [x + 2 for x in XS], [y + 2 for y in YS])


def dashed_lines(page: Page) -> None:
    for y in YS:
        page.rules += [(XS[0] + 5 * step, y, XS[0] + 5 * step + 3, y) for step in range(60)]
    for x in XS:
        page.rules += [(x, YS[0] + 5 * step, x, YS[0] + 5 * step + 3) for step in range(12)]


def thin_rectangles(page: Page) -> None:
    page.rules += [(XS[0], y - 0.4, XS[-1] + 0.4, y + 0.4) for y in YS]
    page.rules += [(x - 0.4, top, x + 0.4, bottom) for x in XS for top, bottom in pairwise(YS)]


def frames_of_cells(page: Page) -> None:
    for left, right in pairwise(XS):
        page.rules += [(left + 0.3, top + 0.3, right, bottom) for top, bottom in pairwise(YS)]


def lines_askew(page: Page) -> None:
    page.rules += [
        (XS[0] + 50 * step, y + 0.3 * step, XS[0] + 50 * step + 50, y + 0.3 * step) for y in YS for step in range(6)
    ]
    page.rules += [(x, YS[0], x, YS[-1] + 1.5) for x in XS]


@pytest.mark.parametrize(
    "draw", [outer_lines_missing, double_lines, dashed_lines, thin_rectangles, frames_of_cells, lines_askew]
)
def test_however_lines_are_drawn_the_table_is_the_same(draw: object) -> None:
    assert callable(draw)
    page = blank()
    draw(page)
    fill(page, XS, YS, ROWS)
    found = document(page)
    assert found.text == PLAIN
    assert len(found.tables) == 1


def test_cells_without_a_line_between_them_are_merged() -> None:
    page = blank()
    page.rules += [(100, 100, 400, 100), (200, 120, 400, 120), (200, 140, 400, 140), (100, 160, 400, 160)]
    page.rules += [(100, 100, 100, 160), (200, 100, 200, 160), (300, 120, 300, 160), (400, 100, 400, 160)]
    write(page, 110, 120, "左边合并")
    write(page, 250, 104, "上边合并")
    for left, top, text in ((210, 124, "1"), (310, 124, "2"), (210, 144, "3"), (310, 144, "4")):
        write(page, left, top, text)
    found = document(page)
    assert found.text == "左边合并\t上边合并\t\n\t1\t2\n\t3\t4\n"
    assert spans(found, 0) == [(1, 3), (2, 1), (0, 0)]


def test_a_frame_around_prose_is_no_table() -> None:
    page = blank()
    page.rules.append((80, 80, 500, 400))
    write(page, 100, 100, "方框里的文字。")
    found = document(page)
    assert found.text == "方框里的文字。\n"
    assert not found.tables


def test_a_table_in_a_frame_is_a_table() -> None:
    page = blank()
    page.rules.append((50, 50, 550, 800))
    write(page, 100, 70, "框里的标题")
    grid(page, XS, YS)
    fill(page, XS, YS, ROWS)
    assert document(page).text == "框里的标题\n" + PLAIN


def test_lines_under_words_draw_no_rows() -> None:
    page = blank()
    grid(page, XS, YS)
    fill(page, XS, YS, ROWS)
    for top in YS[:-1]:
        page.rules += [(left + 1, top + 12.5, left + 13, top + 12.9) for left in XS[:-1]]
        page.rules += [(left, top + 12.5, left + 13, top + 12.9) for left in XS[:-1]]
    assert document(page).text == PLAIN


def test_lines_under_words_that_fill_their_cells_draw_no_rows() -> None:
    page = blank()
    grid(page, [100, 131, 162], YS)
    for top in YS[:-1]:
        for left in (100.5, 131.5):
            write(page, left, top + 4, "三个字")
            page.rules.append((left, top + 12.8, left + 30, top + 13.2))
    assert document(page).text == "三个字\t三个字\n" * 3


def test_a_vertical_label_is_one_text() -> None:
    page = blank()
    xs, ys = [100.0, 114.0, 214.0], [100.0, 140.0, 180.0]
    page.rules += [(100, 100, 214, 100), (114, 140, 214, 140), (100, 180, 214, 180)]
    page.rules += [(x, 100, x, 180) for x in xs]
    for number, char in enumerate("法人或其他组织"):
        write(page, 102, 102 + 11 * number, char)
    write(page, 120, 115, "商业企业")
    write(page, 120, 155, "科研机构")
    assert ys
    assert document(page).text == "法人或其他组织\t商业企业\n\t科研机构\n"


def test_figures_of_two_lines_are_not_joined_to_one() -> None:
    page = blank()
    grid(page, [100, 200, 300], [100, 140])
    write(page, 110, 104, "12")
    write(page, 110, 120, "34")
    write(page, 210, 104, "1,")
    write(page, 210, 120, "234")
    assert document(page).text == "12\n34\t1,234\n"


def test_a_figure_too_long_for_its_cell_is_one() -> None:
    page = blank()
    xs = [100.0, 131.0, 162.0, 193.0]
    grid(page, xs, [100, 140])
    for left, lines in zip(xs, (("12,65", "6"), ("12345", "6"), ("123", "456")), strict=False):
        for top, text in zip((104, 120), lines, strict=True):
            write(page, left + 3, top, text)
    assert document(page).text == "12,656\t123456\t123\n456\n"


def lines_of(page: Page, texts: list[str], top: float = 120, left: float = 80) -> None:
    """Print lines one below another; what begins with a blank is indented by two characters."""
    for number, text in enumerate(texts):
        indent = 2 * SIZE if text.startswith("　") else 0
        write(page, left + indent, top + 18 * number, text.strip())


FULL = "文" * 40


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (["　" + FULL[:38], FULL, "句末。", "　" + "下一段。"], [FULL[:38] + FULL + "句末。", "下一段。"]),
        (["　" + FULL[:38], FULL, FULL, "　" + FULL[:38], FULL[:20]], [FULL[:38] + FULL * 2, FULL[:38] + FULL[:20]]),
        ([FULL, FULL, FULL[:10], FULL, FULL[:10]], [FULL * 2 + FULL[:10], FULL + FULL[:10]]),
        (
            [FULL, "一、总体情况", FULL, FULL[:39] + "。", "二、其他"],
            [FULL, "一、总体情况", FULL + FULL[:39] + "。", "二、其他"],
        ),
        (["　" + "一、总体情况", "　" + FULL[:38], FULL[:3]], ["一、总体情况", FULL[:38] + FULL[:3]]),
    ],
)
def test_lines_are_joined_to_paragraphs(printed: list[str], expected: list[str]) -> None:
    page = blank()
    lines_of(page, [*printed, "　" + FULL[:38], FULL, FULL, "终。"])
    assert document(page).text.splitlines()[: len(expected)] == expected


def test_lines_far_apart_are_not_joined() -> None:
    page = blank()
    lines_of(page, [FULL, FULL])
    lines_of(page, [FULL, FULL], 200)
    assert document(page).text.splitlines() == [FULL * 2, FULL * 2]


def test_a_title_in_two_lines_stays_two() -> None:
    page = blank()
    write(page, 200, 100, "某市人民政府", 20)
    write(page, 150, 130, "政府信息公开工作年度报告", 20)
    lines_of(page, ["　" + FULL[:38], FULL, FULL], 180)
    assert document(page).text.splitlines()[:2] == ["某市人民政府", "政府信息公开工作年度报告"]


def numbered(number: int, top: float = 800, text: str = "") -> Page:
    page = blank(number)
    lines_of(page, [*[FULL] * 10, f"第{number}页的末段。"])
    write(page, 280, top, text or f"—{number}—")
    return page


@pytest.mark.parametrize("text", ["— {} —", "- {} -", "第 {} 页", "{}", "第{}页 共3页", "{}/3"])
@pytest.mark.parametrize("top", [40, 800])
def test_page_numbers_are_found_in_the_margins(text: str, top: float) -> None:
    found = document(*(numbered(number, top, text.format(number)) for number in (1, 2, 3)))
    assert [omission.reason for omission in found.omissions] == ["page-number"] * 3
    assert [omission.spot.page for omission in found.omissions] == [1, 2, 3]
    assert all(f"第{number}页的末段。" in found.text for number in (1, 2, 3))


def test_what_stands_over_every_page_is_a_header() -> None:
    pages = [numbered(number) for number in (1, 2, 3, 4)]
    for page in pages:
        write(page, 80, 40, "某市人民政府文件" if page.number % 2 else "政府信息公开工作年度报告")
    found = document(*pages)
    assert [omission.text for omission in found.omissions if omission.reason == "page-header"] == [
        "某市人民政府文件",
        "政府信息公开工作年度报告",
    ] * 2
    assert "文件" not in found.text


def test_titles_repeated_over_pages_stay() -> None:
    pages = [numbered(number) for number in (1, 2, 3)]
    for page in pages:
        write(page, 150, 60, "部门收支预算总表", 18)
    assert document(*pages).text.count("部门收支预算总表") == 3


def broken(second: list[list[str]], xs: list[float] | None = None) -> Document:
    first, then = blank(1), blank(2)
    ys = [700.0, 720.0, 740.0]
    grid(first, XS, ys)
    fill(first, XS, ys, ROWS[:2])
    grid(then, xs or XS, YS)
    fill(then, xs or XS, YS, second)
    return document(first, then)


def test_a_table_that_goes_on_over_a_page_is_one() -> None:
    found = broken([["4", "5", "6"], ["7", "8", "9"], ["", "", ""]])
    assert len(found.tables) == 1
    assert found.text == "甲\t乙\t丙\n1\t2\t3\n4\t5\t6\n7\t8\t9\n\t\t\n"


def test_a_header_printed_again_is_listed() -> None:
    found = broken([["甲", "乙", "丙"], ["4", "5", "6"], ["7", "8", "9"]])
    assert found.text == "甲\t乙\t丙\n1\t2\t3\n4\t5\t6\n7\t8\t9\n"
    assert [(omission.reason, omission.text) for omission in found.omissions] == [("duplicate", "甲\t乙\t丙")]


def test_a_table_with_other_columns_is_another() -> None:
    found = broken([["4", "5", "6"], ["7", "8", "9"]], [100, 180, 330, 400])
    assert len(found.tables) == 2


def test_a_row_that_the_page_cut_is_joined() -> None:
    first, then = blank(1), blank(2)
    grid(first, XS, [700, 720, 750])
    fill(first, XS, [700], [["项目", "数量", "说明"]])
    for number, text in enumerate(("这一项目的名称很长", "长得一行放不下所以")):
        write(first, 103, 722 + 12 * number, text)
    write(first, 210, 724, "12")
    grid(then, XS, [100, 120, 140])
    write(then, 103, 104, "换页")
    fill(then, XS, [120], [["其他", "3", ""]])
    found = document(first, then)
    assert found.text == "项目\t数量\t说明\n这一项目的名称很长长得一行放不下所以换页\t12\t\n其他\t3\t\n"
    at = found.text.index("换页")
    spot = found.spot(at, at + 2)
    assert spot
    assert spot.page == 2


boxes = st.tuples(*[st.floats(-50, 900, allow_nan=False)] * 4).map(
    lambda box: (min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3]))
)


@given(st.lists(st.tuples(st.text(min_size=1, max_size=2), boxes), max_size=25), st.lists(boxes, max_size=25))
def test_everything_printed_stands_in_the_text_or_is_listed(printed: list[tuple[str, BBox]], rules: list[BBox]) -> None:
    page = blank()
    page.glyphs = [Glyph(text, *box) for text, box in printed]
    page.rules = rules
    found = document(page)
    kept = found.text + "".join(omission.text for omission in found.omissions)
    for glyph in page.glyphs:
        assert all(char in kept for char in glyph.text.strip())
    assert all(0 <= place.start <= place.end <= len(found.text) for place in found.places)


def test_many_small_tables_take_little_time() -> None:
    page = Page(1, 3000, 3000)
    for at in range(2_500):
        left, top = at % 50 * 60.0, at // 50 * 60.0
        grid(page, [left, left + 10, left + 20], [top, top + 20])
        write(page, left, top + 5, "甲乙")
    start = time.perf_counter()
    assert len(document(page).tables) == 2_500
    assert time.perf_counter() - start < 20
