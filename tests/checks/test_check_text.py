"""What a person sees of a finding: the place in the source, marked."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from check_reports import EXAMPLES, HTML, WRONG, cell, failed, shown, subject_of, words, wrong_report
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from gaixml.checks.model import Mark, unassessable
from gaixml.diagnostics.source import HERE, RELATED, Span, folds, marked_lines, one_line, padded, shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

TEXT = "某局2023年政府信息公开工作年度报告\n一、总体情况\n全年收到申请12件，答复13件。\n"
LONG = TEXT.replace("全年", "推进政府信息公开工作，" * 300 + "全年").replace("\n二", "。" * 900 + "\n二")


def under(text: str, signs: str, sign: str) -> str:
    """Return the characters of a line that stand over a sign."""
    found, column = "", 0
    for character in text:
        if signs[column : column + 1] == sign:
            found += character
        column += cell_len(character)
    return found


def marks(drawn: str, sign: str = HERE) -> list[str]:
    """Return what is marked in a drawing, line by line."""
    lines = drawn.split("\n")
    return [
        under(line, signs, sign) for line, signs in pairwise(lines) if sign in signs and not set(signs) - set(" |^~")
    ]


def test_a_finding_says_where_what_and_whom_to_blame() -> None:
    subject = subject_of(TEXT)
    assert shown(subject, failed(words(subject, "12件"), words(subject, "13"))) == (
        "a.txt:3:7: error[T3R] they add up to 1, the total is 3\n"
        "  |\n"
        "3 | 全年收到申请12件，答复13件。\n"
        "  |             ^^^^      ~~\n"
        "  = blame: source: so printed\n"
        "\n"
    )


def test_a_finding_in_chinese() -> None:
    subject = subject_of(TEXT)
    drawn = shown(subject, failed(words(subject, "12件")), language="zh")
    assert drawn.startswith("a.txt:3:7: 错误[T3R] 之和为 1，总计为 3\n")
    assert drawn.endswith("  = 责任: 原文: 原文如此\n\n")


def test_findings_are_in_the_order_of_the_text() -> None:
    subject = subject_of(TEXT)
    drawn = shown(subject, failed(words(subject, "13")), failed(words(subject, "12")), failed(None))
    assert [line.split(" ")[0] for line in drawn.split("\n") if "[T3R]" in line] == [
        "a.txt:1:1:",
        "a.txt:3:7:",
        "a.txt:3:13:",
    ]


def test_a_finding_on_the_document_shows_no_line() -> None:
    assert " | " not in shown(subject_of(TEXT), failed(None))


def test_what_could_not_be_assessed_takes_one_line() -> None:
    subject = subject_of(TEXT)
    outcome = unassessable("没有数字", "there is no figure", words(subject, "12"))
    assert shown(subject, outcome) == "a.txt:3:7: unassessable[T3R] there is no figure\n"
    assert shown(subject, outcome, language="zh") == "a.txt:3:7: 无法判断[T3R] 没有数字\n"


def test_places_on_other_lines_are_shown_in_their_order() -> None:
    subject = subject_of(TEXT)
    drawn = shown(subject, failed(words(subject, "12"), words(subject, "2023"), words(subject, "总体")))
    assert [line[:4] for line in drawn.split("\n")[1:9]] == [
        "  |",
        "1 | ",
        "  | ",
        "...",
        "2 | ",
        "  | ",
        "...",
        "3 | ",
    ]
    assert (marks(drawn), marks(drawn, RELATED)) == (["12"], ["2023", "总体"])


def test_places_in_other_files_are_named() -> None:
    subject = subject_of(TEXT)
    other = Mark("t2.r5.c4", 40, 42, "17", "结转", file="2022.md")
    assert "  = related: 2022.md: t2.r5.c4: 结转 17\n" in shown(subject, failed(words(subject, "12"), other))


def test_places_that_are_too_many_are_counted() -> None:
    subject = subject_of(TEXT)
    drawn = shown(subject, failed(words(subject, "12"), *[words(subject, "2023")] * 20))
    assert "  = related: 15 more\n" in drawn


@pytest.mark.parametrize("width", [20, 60, 80, 120, None])
def test_a_report_on_one_line_is_cut_around_the_words(width: int | None) -> None:
    subject = subject_of(LONG)
    drawn = shown(subject, failed(words(subject, "12件")), width=width)
    line = next(line for line in drawn.split("\n") if line.startswith("3 | "))
    assert line.startswith("3 | …")
    assert cell_len(line) <= (width or 124)
    assert marks(drawn) == ["12件"]
    assert width == 20 or "答复13件。" in line


def test_words_far_apart_on_one_line_are_each_in_sight() -> None:
    subject = subject_of(LONG)
    drawn = shown(subject, failed(words(subject, "12件"), words(subject, "推进")))
    assert (marks(drawn), marks(drawn, RELATED)) == (["12件"], ["推进"])
    assert drawn.count("\n3 | ") == 2


def test_what_cannot_be_seen_is_spelled_out() -> None:
    subject = subject_of("一、总体情况\na\tb\x1b[31m\u202e收到12件\u200b\x7f。\n")
    drawn = shown(subject, failed(words(subject, "12"), message="\x1b[2J"), language="zh")
    assert r"a   b\x1b[31m\u202e收到12件\u200b\x7f。" in drawn
    assert r"[T3R] \x1b[2J" in drawn
    assert marks(drawn) == ["12"]
    assert not {"\x1b", "\u202e", "\x7f"} & set(drawn)


def test_bytes_that_are_no_characters_are_spelled_out() -> None:
    assert one_line("a\udc80") == r"a\udc80"


# ── tables ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_cell_is_shown_in_its_table() -> None:
    subject = subject_of(HTML, "a.html")
    drawn = shown(subject, failed(cell(subject, "t1.r3.c4"), cell(subject, "t1.r3.c2"), cell(subject, "t1.r3.c3")))
    table = drawn.split("\n")[1:]
    assert [line.split("|", 1)[1] for line in table[:5]] == [
        "",
        " 项目                         | 法人或其他组织      | 总计",
        "                              | 商业企业 | 科研机构 |",
        " 本年新收政府信息公开申请数量 | 1        |          | 3",
        "                                ~          ~~~~~~~~   ^",
    ]
    assert table[5] == "  = place: /html/body/table/tr[3]/td[4], t1.r3.c4"


def test_a_row_of_which_nothing_is_meant_itself_is_marked_aside() -> None:
    subject = subject_of(HTML, "a.html")
    drawn = shown(subject, failed(words(subject, "12"), cell(subject, "t1.r3.c2"), cell(subject, "t1.r3.c3")))
    assert " | 本年新收政府信息公开申请数量 |~1        |~         | 3\n" in drawn


def the_example() -> tuple[str, Mark, list[Mark]]:
    subject = subject_of(wrong_report().decode(), "2023.md")
    row = subject.text[: subject.text.index(WRONG)].count("\n") + 1
    cells = [one.cell for one in subject.figures if one.indicator == "received"]
    return str(row), cell(subject, cells[-1]), [cell(subject, one) for one in cells[:-1]]


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_a_table_is_cut_to_the_terminal_around_the_cell(width: int) -> None:
    subject = subject_of(wrong_report().decode(), "2023.md")
    row, total, parts = the_example()
    drawn = shown(subject, failed(total, *parts), width=width)
    assert max(map(cell_len, drawn.split("\n"))) <= width
    assert any(line.startswith(f"{row} | ") and "一、本年" in line for line in drawn.split("\n"))
    assert "总计" in drawn
    assert marks(drawn) == ["40"]
    related = marks(drawn, RELATED)[0]
    assert related == ("2571150" if width > 60 else "1150")


def test_text_that_does_not_fit_its_cell_reaches_over_empty_ones() -> None:
    _, total, parts = the_example()
    drawn = shown(subject_of(wrong_report().decode(), "2023.md"), failed(total, *parts), width=100)
    assert "| 法人或其他组织        |" in drawn


def test_a_table_in_a_pipe_is_not_cut() -> None:
    subject = subject_of(wrong_report().decode(), "2023.md")
    row, total, parts = the_example()
    drawn = shown(subject, failed(total, *parts), width=None)
    assert "…" not in drawn
    line = next(line for line in drawn.split("\n") if line.startswith(f"{row} | "))
    assert [one.strip() for one in line.split("|")][1:] == [one.strip() for one in WRONG.split("|")][1:-1]


def test_some_words_of_a_long_cell_are_shown_in_their_line() -> None:
    text = (
        "<table><tr><td>项目</td><td>说明</td></tr><tr><td>甲</td><td>"
        + "办理情况良好，" * 9
        + "共12件。</td></tr></table>"
    )
    subject = subject_of(f"<html><body><p>某局报告</p>{text}</body></html>", "a.html")
    drawn = shown(subject, failed(words(subject, "12件", "t1.r2.c2")), width=60)
    assert marks(drawn) == ["12件"]
    assert "共12件。" in drawn


def test_the_place_of_a_finding_on_an_archive_names_the_source() -> None:
    subject = subject_of(TEXT)
    subject.name = "out/a.xml"
    assert "  = place: a.txt, s1\n" in shown(subject, failed(words(subject, "12")))


# ── lines ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@st.composite
def spans_in_a_line(draw: st.DrawFn) -> tuple[str, list[Span]]:
    line = draw(st.text(st.sampled_from("某局a1 ，。\t　é\x1b"), min_size=1, max_size=200))
    edges = st.integers(0, len(line))
    spans = draw(st.lists(st.tuples(edges, edges, st.sampled_from((HERE, RELATED))), min_size=1, max_size=4))
    return line, [Span(min(one, two), max(one, two), sign) for one, two, sign in spans]


@example(("111111\x1b\x1b", [Span(0, 0, HERE), Span(0, 8, RELATED)]), 12)
@given(spans_in_a_line(), st.integers(12, 90))
def test_a_line_fits_and_its_signs_stand_under_the_words(drawn: tuple[str, Sequence[Span]], width: int) -> None:
    line, spans = drawn
    parts = marked_lines(line, spans, width)
    assert all(cell_len(part.text) <= width for part in parts)
    assert all(cell_len(part.signs) <= width + 1 for part in parts)
    assert {sign for part in parts for sign in part.signs} - {" "} <= {span.sign for span in spans}
    assert any(HERE in part.signs for part in parts) == any(span.sign == HERE for span in spans)
    if len(spans) == 1 and spans[0].start < spans[0].end and parts[0].text == line:
        assert under(parts[0].text, parts[0].signs, spans[0].sign) == line[spans[0].start : spans[0].end]


@given(st.text(), st.integers(2, 60))
def test_shortened_and_padded_texts_have_their_width(text: str, width: int) -> None:
    text = one_line(text)
    assert cell_len(shortened(text, width)) <= width
    assert cell_len(padded(text, width)) == width


@given(st.text(st.sampled_from("某局ab（，。） ")), st.integers(4, 30))
def test_folded_lines_fit(text: str, width: int) -> None:
    edges = [0, *folds(text, width), len(text)]
    lines = [text[start:end] for start, end in pairwise(edges)]
    assert "".join(lines) == text
    assert all(cell_len(line.rstrip()) <= width for line in lines)


def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one() -> None:
    text = "收到申请（一二三四五），答复。"
    assert [text[: folds(text, width)[0]] for width in (10, 22, 24)] == [
        "收到申请",
        "收到申请（一二三四",
        "收到申请（一二三四五），",
    ]


def test_latin_words_are_not_broken() -> None:
    assert [("a long_word_here"[: folds("a long_word_here", width)[0]]) for width in (15, 14)] == ["a ", "a "]


def test_examples_are_where_pages_say() -> None:
    assert (EXAMPLES / "2023.md").is_file()
