"""What references mean: instruments, provisions, years, told from the whole of a document."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import gaixml

if TYPE_CHECKING:
    from collections.abc import Sequence

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
STATUTE = """某市数据条例

第一章 总则

第一条 为了规范数据工作，根据《中华人民共和国数据安全法》（以下简称《安全法》）、宪法，制定本条例。

第二条 本条例所称数据，包括：

（一）政务数据；

（二）公共数据：

1.教育数据；

2.卫生数据。

前款第（二）项的数据目录，由市政府公布。

前两款规定不适用于国家秘密。

第三条 违反本条例第二条第一款第（一）项、第二项规定的，依照《安全法》第四十四条处理。

第二章 附则

第四条 依照前条、本章规定处理；第九条的规定除外。

第五条 有下列情形之一的，适用第三条至第四条：

（一）有第二条第一款第一项情形的；

（二）有前项情形的。
"""


def references(text: str, *kinds: str, name: str = "source.txt") -> list[Any]:
    """Return the references of a text, and check what holds for each."""
    found = gaixml.references(text.encode(), name)
    assert [text[one["start"] : one["end"]] for one in found] == [one["text"] for one in found]
    return [one for one in found if not kinds or one["kind"] in kinds]


def meant(text: str, kind: str, *keys: str) -> list[tuple[Any, ...]]:
    return [(one["text"], *(one["target"].get(key) for key in keys)) for one in references(text, kind)]


def test_a_short_name_stands_for_the_instrument_that_it_is_bound_to() -> None:
    text = "根据《中华人民共和国政府信息公开条例》（以下简称《条例》）编制。\n严格执行《条例》第二十条第（一）项。\n"
    assert meant(text, "act", "title", "basis") == [
        ("《中华人民共和国政府信息公开条例》", "中华人民共和国政府信息公开条例", "title"),
        ("《条例》", "中华人民共和国政府信息公开条例", "alias"),
        ("《条例》", "中华人民共和国政府信息公开条例", "alias"),
    ]
    assert references(text, "act")[0]["target"]["alias"] == "条例"
    assert meant(text, "article", "act", "locator", "basis") == [
        ("第二十条第（一）项", "中华人民共和国政府信息公开条例", "art20.i1", "cited")
    ]


def test_a_short_name_without_antecedent_is_not_guessed() -> None:
    text = "按照《条例》第十条办理。\n"
    assert references(text, "act")[0]["target"] == {"title": "条例", "basis": "unresolved", "reason": "no-antecedent"}
    assert references(text, "article")[0]["target"]["reason"] == "act-unresolved"


def test_a_short_name_may_go_without_being_bound() -> None:
    text = "印发《某市政务公开办法》。\n落实《办法》要求，该办法施行顺利。\n"
    assert meant(text, "act", "title", "basis")[1:] == [
        ("《办法》", "某市政务公开办法", "context"),
        ("该办法", "某市政务公开办法", "context"),
    ]


@pytest.mark.parametrize(
    ("printed", "locators", "ids"),
    [
        ("前款第（二）项", ["art2.p1.i2"], ["art2.p1.i2"]),
        ("前两款", ["art2.p1", "art2.p2"], ["art2.p1", "art2.p2"]),
        ("第二条第一款第（一）项", ["art2.p1.i1"], ["art2.p1.i1"]),
        ("第二项", ["art2.p1.i2"], ["art2.p1.i2"]),
        ("前条", ["art3"], ["art3"]),
        ("本章", ["ch2"], ["ch2"]),
        ("第二条第一款第一项", ["art2.p1.i1"], ["art2.p1.i1"]),
        ("前项", ["art5.p1.i1"], ["art5.p1.i1"]),
        ("第三条至第四条", ["art3"], ["art3", "art4"]),
    ],
)
def test_provisions_of_the_document_itself(printed: str, locators: Sequence[str], ids: Sequence[str]) -> None:
    (target,) = [one["target"] for one in references(STATUTE, "article") if one["text"] == printed]
    located = target["locator"]
    assert ([located] if isinstance(located, str) else located) == list(locators)
    assert (target["basis"], target["act"], target["ids"]) == ("self", "某市数据条例", list(ids))


def test_the_articles_of_another_instrument_are_not_looked_for_here() -> None:
    (target,) = [one["target"] for one in references(STATUTE, "article") if one["text"] == "第四十四条"]
    assert (target["act"], target["basis"], "ids" in target) == ("中华人民共和国数据安全法", "cited", False)


def test_an_article_that_the_document_does_not_have() -> None:
    (target,) = [one["target"] for one in references(STATUTE, "article") if one["text"] == "第九条"]
    assert (target["basis"], target["reason"], target["locator"]) == ("unresolved", "no-such-provision", "art9")


def test_this_regulation_is_the_document() -> None:
    found = meant(STATUTE, "act", "title", "basis")
    assert ("本条例", "某市数据条例", "self") in found
    assert ("宪法", "宪法", "name") in found
    text = "某市工作通知\n\n按照本办法办理。\n"
    assert references(text, "act")[0]["target"]["reason"] == "not-this-document"


def test_what_follows_in_a_paragraph_may_belong_to_its_instrument() -> None:
    text = "《某省公开办法》第三条作了规定，第五条也有要求，同《某市办法》不同。\n依照第六条办理。\n"
    assert meant(text, "article", "act", "basis") == [
        ("第三条", "某省公开办法", "cited"),
        ("第五条", "某省公开办法", "context"),
        ("第六条", None, "unresolved"),
    ]


def test_captions_and_header_notes_of_a_form_are_no_law() -> None:
    text = (EXAMPLES / "example-2023.md").read_text("utf-8")
    items = meant(text, "form_item", "form", "table", "locator", "reason")
    assert items[:4] == [
        (f"第二十条第（{number}）项", "2021", "disclosure", f"art20.i{ordinal}", "caption")
        for number, ordinal in (("一", 1), ("五", 5), ("六", 6), ("八", 8))
    ]
    assert items[4:] == [
        (f"第{number}项", "2021", "requests", f"i{ordinal}", "rows-added-up")
        for number, ordinal in (("一", 1), ("二", 2), ("三", 3), ("四", 4))
    ]
    assert not [one for one in references(text, "article") if one["target"]["basis"] == "unresolved"]


def test_relative_years_count_from_the_reporting_year() -> None:
    text = (
        "某市2018年度政府信息公开工作年度报告\n\n本年度收到申请5件，比上年增加2件。2016年立项，同年完成，次年验收。\n"
    )
    assert meant(text, "period", "value", "basis")[1:] == [
        ("本年度", "2018", "reporting"),
        ("上年", "2017", "reporting"),
        ("2016年", "2016", "printed"),
        ("同年", "2016", "mentioned"),
        ("次年", "2017", "mentioned"),
    ]
    assert references("本年度收到申请5件。\n", "period")[0]["target"] == {"basis": "unresolved", "reason": "no-year"}


def test_a_number_behind_a_title_is_that_of_the_instrument() -> None:
    text = "按照《关于做好公开工作的通知》（国办发[2014]32号）要求办理。\n"
    assert references(text, "act")[0]["target"]["document_number"] == "国办发〔2014〕32号"
    assert references(text, "document_number")[0]["target"] == {
        "value": "国办发〔2014〕32号",
        "issuer": "国办发",
        "year": 2014,
        "number": 32,
        "basis": "printed",
    }


@pytest.mark.parametrize(
    "text",
    [
        "落实《某市**公开**办法》**第三条**。\n",
        "**落实《某市公开办法》第三条。**\n",
        "一是落实[《某市公开办法》第三条](http://example.org/a)。二是落实<!-- 2018年 -->。\n",
    ],
)
def test_markup_neither_hides_nor_cuts_a_reference(text: str) -> None:
    assert [one["text"].replace("*", "") for one in references(text, "act", "article")] == [
        "《某市公开办法》",
        "第三条",
    ]
    assert gaixml.text(gaixml.convert(text.encode(), "source.md")) == text


def test_an_instrument_inside_of_a_title() -> None:
    text = "第十次会议《关于修改〈中华人民共和国产品质量法〉等五部法律的决定》。\n"
    assert meant(text, "act", "title") == [
        (
            "《关于修改〈中华人民共和国产品质量法〉等五部法律的决定》",
            "关于修改〈中华人民共和国产品质量法〉等五部法律的决定",
        ),
        ("〈中华人民共和国产品质量法〉", "中华人民共和国产品质量法"),
    ]


TWO = """某市数据条例

第一条 为了规范数据工作，制定本条例。

第二条 本条例自公布之日起施行。

附件：某市数据办法

第一条 依照《某市数据条例》第二条，制定本办法。

第二条 违反本条例第一条、本办法第一条和前条的，依照前三条处理。
"""


def test_each_statute_of_a_file_has_its_own_articles() -> None:
    assert meant(TWO, "act", "title")[2:] == [
        ("《某市数据条例》", "某市数据条例"),
        ("本办法", "某市数据办法"),
        ("本条例", "某市数据条例"),
        ("本办法", "某市数据办法"),
    ]
    assert [(one["text"], one["target"].get("ids")) for one in references(TWO, "article")] == [
        ("第二条", ["art2"]),
        ("第一条", ["art1"]),
        ("第一条", ["a1.art1"]),
        ("前条", ["a1.art1"]),
        ("前三条", None),
    ]


def test_lists_below_lists_do_not_multiply_without_end() -> None:
    listed = "、".join("一二三四五六七八九十")
    text = "按照《某法》" + "".join(f"第{listed}{unit}" for unit in "编章节条款项") + "办理。\n"
    (one,) = references(text, "article")
    assert len(one["target"]["locator"]) <= 100


@pytest.mark.parametrize("times", [2000])
def test_resolving_grows_with_the_text(times: int) -> None:
    """Instruments that are named last of none of these kinds: what 该条例 means is not looked for in all of them."""
    text = "".join(f"《某{number}意见》。" for number in range(times)) + "该条例。" * times + "\n"
    began = time.process_time()
    references(text)
    once = time.process_time() - began
    began = time.process_time()
    references(text * 3)
    assert time.process_time() - began < 9 * once + 0.5
