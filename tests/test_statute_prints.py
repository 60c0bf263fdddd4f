"""What statutes print that looks like something else: citations, names of annexes, straight quotation marks."""

from __future__ import annotations

import re

import pytest

import gaixml
from gaixml.kinds import Line, read_kind
from gaixml.schema import parse_archive
from gaixml.xml_text import NAMESPACE


def ids(text: str) -> list[str]:
    """Return the ids of the sections, 款 and annexes of a text."""
    archive = gaixml.convert(text.encode(), "source.txt")
    assert gaixml.text(archive) == text
    elements = parse_archive(archive).iter(*(f"{{{NAMESPACE}}}{name}" for name in ("section", "paragraph", "annex")))
    return [one.get("id", "") for one in elements]


def count(text: str, name: str) -> int:
    return len(list(parse_archive(gaixml.convert(text.encode(), "source.txt")).iter(f"{{{NAMESPACE}}}{name}")))


CITING = (
    "第八条确定的期限不适用前款。",
    "第二条确定的期限为三日。",
    "第三条、第四条规定的期限除外。",
    "第三章、第四章规定的许可除外。",
)


@pytest.mark.parametrize(("citing", "gap"), [(one, gap) for one in CITING for gap in " 　"] + [(CITING[0], "")])
def test_a_paragraph_that_begins_with_a_citation_opens_no_article(citing: str, gap: str) -> None:
    text = "\n".join(
        ["某办法", f"第一条{gap}为了管理。", citing, f"第二条{gap}国家管理。", citing, f"第三条{gap}施行。", ""]
    )
    assert ids(text) == ["art1", "art1.p1", "art1.p2", "art2", "art2.p1", "art2.p2", "art3", "art3.p1"]


def test_articles_that_are_left_out_make_no_citations() -> None:
    text = "某办法\n第一条甲。\n第五条甲。\n第五条之一甲。\n第九条甲。\n"
    assert [one for one in ids(text) if "." not in one] == ["art1", "art5", "art5-1", "art9"]


@pytest.mark.parametrize("gap", [" ", ""])
def test_divisions_without_blanks(gap: str) -> None:
    text = (
        f"某办法\n第一编{gap}总则\n第一章{gap}行政处罚的实施机关\n第一条{gap}甲。\n"
        f"第二编{gap}分则\n第二章{gap}附则\n第二条{gap}乙。\n"
    )
    assert [one for one in ids(text) if ".p" not in one] == ["book1", "book1.ch1", "art1", "book2", "book2.ch2", "art2"]


def test_what_explains_the_name_of_the_last_item_belongs_to_it() -> None:
    text = (
        "某办法\n第一条 种类：\n（一）决定\n适用于甲。\n（二）公告\n适用于乙。\n"
        "第二条 有下列情形：\n（一）甲\n（二）乙\n从其规定。\n"
    )
    assert ids(text) == [
        "art1", "art1.p1", "art1.p1.i1", "art1.p1.i2",
        "art2", "art2.p1", "art2.p1.i1", "art2.p1.i2", "art2.p2",
    ]  # fmt: skip


def test_a_named_annex_behind_the_articles() -> None:
    text = "某国旗法\n第一条 甲。\n附：国旗制法说明\n一、红色。\n二、五星。\n"
    assert ids(text) == ["art1", "art1.p1", "a1", "a1.s1", "a1.s2"]


def test_an_annex_of_cited_articles() -> None:
    text = "某决定\n一、甲。\n二、乙。\n附：刑法有关条文\n第二百条　丙。\n"
    assert ids(text) == ["s1", "s2", "a1", "a1.art200", "a1.art200.p1"]


def test_a_bracketed_heading() -> None:
    sections = gaixml.outline("纪要\n1.【效力】合同有效。\n2.【期限】三日，自通知之日起。\n".encode(), "source.txt")[
        "sections"
    ]
    assert [section["heading"] for section in sections] == ["【效力】", "【期限】"]


def test_a_list_of_annexes_is_none() -> None:
    text = "某办法\n第一条 甲。\n附件：申请表\n某局\n2020年1月1日\n"
    assert ids(text) == ["art1", "art1.p1"]
    assert count(text, "annex") == 0


def test_straight_marks_quote() -> None:
    text = (
        '某决定\n一、第五条修改为："第五条 条件：\n(一)场所；\n(二)资金。"\n'
        '二、增加一条：\n"第六条 甲。"\n三、删去第七条。\n'
    )
    assert ids(text) == ["s1", "s2", "s3"]


def test_a_list_of_contents_that_says_which_articles() -> None:
    text = (
        "某法\n目　次\n第一章　总则（第一条至第二条）\n第二章　附则（第三条）\n"
        "第一章　总则\n第一条　甲。\n第二章　附则\n第三条　乙。\n"
    )
    assert [one for one in ids(text) if ".p" not in one] == ["ch1", "art1", "ch2", "art3"]


@pytest.mark.parametrize(
    "note",
    [
        "1997年7月31日江苏省第八届人民代表大会常务委员会第二十九次会议通过，1997年8月8日公布。",
        "[一九八一年五月二十日国务院批准实施]",
        "【2012年9月20日某市人民政府令第98号公布】",
    ],
)
def test_notes_of_adoption(note: str) -> None:
    text = f"某条例\n{note}\n第一条 甲。\n"
    assert count(text, "adoption") == 1


def test_an_announcement_is_not_what_it_issues() -> None:
    text = (
        "某省人民代表大会常务委员会公告\n（第31号）\n《某条例》已由某会议通过，现予公布。\n2006年3月1日\n"
        "某省某条例\n第一条 甲。\n"
    )
    assert gaixml.outline(text.encode(), "source.txt")["title"] == "某省某条例"


KINDS = [
    ("中华人民共和国学位条例暂行实施办法", "", "rule"),
    ("全国年节及纪念日放假办法", "（1949年12月23日政务院发布）", "administrative_regulation"),
    ("中华人民共和国宪法", "", "law"),
    ("某市2024年市级预算执行情况和2025年市级预算草案的报告", "", "budget"),
]


@pytest.mark.parametrize(("title", "note", "kind"), KINDS)
def test_kinds(title: str, note: str, kind: str) -> None:
    notes = [Line(note, 0, len(note))] if note else []
    assert read_kind([Line(title, 0, len(title))], notes, [], Line("", 0, 0)).code == kind


def test_a_speech_that_explains_a_draft_has_a_title() -> None:
    text = "关于《中华人民共和国数据安全法（草案）》的说明\n委员长、各位委员：\n现作说明。\n一、必要性\n甲。\n"
    title = gaixml.outline(text.encode(), "source.txt")["title"]
    assert title is not None
    assert re.fullmatch("关于.*的说明", title)
