"""Statutes are printed from trees, in the prints that occur; the trees come back."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

import gaixml
from gaixml.numerals import NumeralStyle, format_numeral
from gaixml.schema import parse_archive
from gaixml.xml_text import NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

SENTENCES = (
    "国家保护公民、法人的合法权益。",
    "前款规定的情形，依照本法第三条第一款第（二）项的规定办理。",
    "县级以上人民政府应当加强领导，将所需经费列入本级预算；没有预算的，由上级人民政府“统筹安排”。",
    "当事人对决定不服的，可以自收到决定之日起六十日内申请行政复议，也可以依法提起行政诉讼。",
)
LEADS = ("有下列情形之一的，予以处罚：", "申请应当包括下列内容：")
ITEMS = ("违反规定的", "法律、行政法规规定的其他情形", "姓名或者名称、身份证明、联系方式")
TITLES = ("总则", "监督和保障", "公开的主体和范围", "法律责任")
FRONTS = (
    "（2007年4月5日中华人民共和国国务院令第492号公布　2019年4月3日中华人民共和国国务院令第711号修订）",
    "2003年8月27日 第十届全国人民代表大会常务委员会第四次会议通过\n2004年7月1日 施行",
    "（1987年9月5日第六届全国人民代表大会常务委员会第二十二次会议通过\n根据1996年7月5日第八届全国人民代表大会常务委员会第二十次会议修正）",
)
BELOW = {"book": ("ch", "sub"), "sub": ("ch",), "ch": ("sec",), "sec": ()}
UNITS = {"book": "编", "sub": "分编", "ch": "章", "sec": "节"}


@dataclass
class Node:
    """A division, article, paragraph, item or subitem: its id, what opens it in print, what it says."""

    id: str
    mark: str
    text: str
    children: list[Node] = field(default_factory=list)


@dataclass(frozen=True)
class Print:
    """How a statute is printed."""

    gap: str
    between: str
    bold: bool
    below: bool
    arabic: bool
    hashes: bool


def numeral(value: int) -> str:
    return format_numeral(value, NumeralStyle.CHINESE)


@st.composite
def prints(draw: st.DrawFn) -> Print:
    return Print(
        draw(st.sampled_from([" ", "　", "  ", "　　"])),
        draw(st.sampled_from(["\n", "\n\n", "\r\n", "\n　　"])),
        *(draw(st.booleans()) for _ in range(4)),
    )


@st.composite
def paragraphs(draw: st.DrawFn, above: str) -> list[Node]:
    found = []
    for place in range(1, draw(st.integers(1, 3)) + 1):
        name = f"{above}.p{place}"
        items = [
            Node(f"{name}.i{one}", f"（{numeral(one)}）", draw(st.sampled_from(ITEMS)))
            for one in range(1, draw(st.sampled_from([0, 0, 2, 3, 12])) + 1)
        ]
        for item in items[:1]:
            item.children = [
                Node(f"{item.id}.s{one}", f"{one}.", draw(st.sampled_from(ITEMS)))
                for one in range(1, draw(st.sampled_from([0, 0, 2])) + 1)
            ]
        found.append(Node(name, "", draw(st.sampled_from(LEADS if items else SENTENCES)), items))
    return found


@st.composite
def articles(draw: st.DrawFn, numbers: Iterator[int], *, arabic: bool) -> list[Node]:
    found = []
    for _ in range(draw(st.integers(1, 3))):
        number = next(numbers)
        for insertion in range(draw(st.sampled_from([1, 1, 1, 3]))):
            name = f"art{number}-{insertion}" if insertion else f"art{number}"
            mark = f"第{number if arabic else numeral(number)}条" + (f"之{numeral(insertion)}" if insertion else "")
            heading = draw(st.sampled_from(["", "", "【目的】", "（定义和范围）"]))
            found.append(Node(name, mark, heading, draw(paragraphs(name))))
    return found


@st.composite
def divisions(draw: st.DrawFn, unit: str, above: str, numbers: Iterator[int], *, arabic: bool) -> list[Node]:
    found = []
    for place in range(1, draw(st.integers(1, 3)) + 1):
        name = f"{above}{unit}{place}"
        node = Node(name, f"第{numeral(place)}{UNITS[unit]}", draw(st.sampled_from(TITLES)))
        below = draw(st.sampled_from([*BELOW[unit], ""] if unit in {"ch", "sec"} else BELOW[unit]))
        node.children = draw(
            divisions(below, f"{name}.", numbers, arabic=arabic) if below else articles(numbers, arabic=arabic)
        )
        found.append(node)
    return found


def lines(node: Node, style: Print, depth: int = 2) -> Iterator[str]:
    """Yield the lines that print a node and what is below it."""
    if not node.mark:
        yield node.text
        yield from item_lines(node)
    elif "art" in node.id:
        mark = f"**{node.mark}**" if style.bold else node.mark
        first, *rest = (line for child in node.children for line in lines(child, style))
        if style.below:
            yield from (mark + node.text, first, *rest)
        else:
            yield from (f"{mark}{node.text}{style.gap}{first}", *rest)
    else:
        yield f"{'#' * depth + ' ' if style.hashes else ''}{node.mark}{style.gap}{node.text}"
        for child in node.children:
            yield from lines(child, style, depth + 1)


def item_lines(node: Node) -> Iterator[str]:
    for child in node.children:
        last = child is node.children[-1]
        yield f"{child.mark}{child.text}{'：' if child.children else '。' if last else '；'}"
        yield from item_lines(child)


def contents(node: Node, style: Print) -> Iterator[str]:
    if "art" not in node.id:
        yield f"{node.mark}{style.gap}{node.text}"
        for child in node.children:
            yield from contents(child, style)


def flat(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from flat(child)


def local(element: etree._Element) -> str:
    return str(element.tag).removeprefix(f"{{{NAMESPACE}}}")


@given(
    st.data(), prints(), st.sampled_from(["book", "ch", ""]), st.sets(st.sampled_from(["contents", "note", "preamble"]))
)
def test_a_statute_comes_back(data: st.DataObject, style: Print, top: str, front_matter: set[str]) -> None:
    numbers = count(1)
    tree = data.draw(
        divisions(top, "", numbers, arabic=style.arabic) if top else articles(numbers, arabic=style.arabic)
    )
    front = [("# " if style.hashes else "") + "中华人民共和国数据档案法"]
    front += data.draw(st.sampled_from(FRONTS)).split("\n") if "note" in front_matter else []
    entries = [line for node in tree for line in contents(node, style)]
    front += ["目　录", *entries] if "contents" in front_matter and len(entries) > 1 else []
    front += ["为了保护权益，总结经验，特制定本法。"] if "preamble" in front_matter else []
    text = style.between.join([*front, *(line for node in tree for line in lines(node, style))]) + "\n"
    archive = parse_archive(gaixml.convert(text.encode(), "source.txt"))
    assert gaixml.text(gaixml.convert(text.encode(), "source.txt")) == text
    found = [one for one in archive.iter() if isinstance(one.tag, str) and local(one) in {"section", "paragraph"}]
    assert [one.get("id") for one in found] == [node.id for tops in tree for node in flat(tops)]
    document = archive.find(f"{{{NAMESPACE}}}document")
    assert document is not None
    named = {name: [one for one in document if local(one) == name] for name in ("title", "adoption", "preamble")}
    assert len(named["title"]) == 1
    assert bool(named["adoption"]) == ("note" in front_matter)
    assert len(named["preamble"]) == ("preamble" in front_matter)
    for element in found:
        parent, name = element.getparent(), element.get("id", "")
        assert parent is not None
        if "." in name:
            assert parent.get("id") == name.rpartition(".")[0]
