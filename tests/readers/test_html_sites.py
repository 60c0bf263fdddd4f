from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from html_noise import make_page
from html_sites import SITES
from html_writer import to_fragment
from lxml import etree
from printed_blocks import PrintedBlock, PrintedCell

from gaixml.readers.html import read

if TYPE_CHECKING:
    from gaixml.document import Document, Image, Omission, Property

TITLE = "某某市教育局2025年政府信息公开工作年度报告"


def data(label: str, *rows: tuple[str, ...]) -> list[list[PrintedCell]]:
    width = len(rows[0])
    return [[PrintedCell(label, width)], *([PrintedCell(text) for text in row] for row in rows)]


BLOCKS: list[PrintedBlock] = [
    "根据《中华人民共和国政府信息公开条例》，现公布2025年政府信息公开工作年度报告。",
    "一、总体情况",
    "（一）主动公开情况",
    "2025年，我局主动公开政府信息120条，其中规范性文件3件，政策解读5篇。",
    "（二）依申请公开情况",
    "全年收到政府信息公开申请8件，均按时答复。",
    "二、主动公开政府信息情况",
    data(
        "第二十条第（一）项",
        ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
        ("规章", "0", "0", "0"),
        ("行政规范性文件", "3", "1", "20"),
    ),
    data("第二十条第（八）项", ("信息内容", "本年收费金额（单位：万元）"), ("行政事业性收费", "0")),
    "三、收到和处理政府信息公开申请情况",
    [
        [
            PrintedCell("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 2, 2),
            PrintedCell("申请人情况", 2),
        ],
        [PrintedCell("自然人"), PrintedCell("总计")],
        [PrintedCell("一、本年新收政府信息公开申请数量", 2), PrintedCell("8"), PrintedCell("8")],
        [PrintedCell("二、上年结转政府信息公开申请数量", 2), PrintedCell("0"), PrintedCell("")],
    ],
    "四、存在的主要问题及改进情况",
    "我局的公开工作还有不足，一是主动性不够；二是形式单一。下一步，我局将认真改进。",
    "五、其他需要报告的事项",
    "无。",
    "某某市教育局",
    "2026年1月20日",
]
WANTED = read(to_fragment([TITLE, *BLOCKS]).encode(), "a.html", None)


def site(name: str) -> str:
    return SITES[name](TITLE, to_fragment(BLOCKS))


def characters(*texts: str) -> Counter[str]:
    return Counter("".join("".join(texts).split()))


def said(document: Document) -> Counter[str]:
    """Count the characters of a document: of its text, what was left aside of it, what it says of itself."""
    head = {"page-title"}
    properties = [
        (one.label, one.value) for one in document.properties if one.name not in head and "meta" not in one.name
    ]
    return characters(document.text, *(one.text for one in document.omissions), *map("".join, properties))


def there(page: str) -> Counter[str]:
    """Count the characters between the tags of a page, by another way: those of scripts and the title apart."""
    root = etree.fromstring(page.encode(), etree.HTMLParser(encoding="utf-8"))
    for element in root.xpath("//script|//style|//title|//comment()"):
        element.text = ""
    return characters(*root.itertext(), *root.xpath("//input[@type='text' or @type='submit']/@value"))


@pytest.mark.parametrize("name", SITES)
def test_the_report_and_nothing_else(name: str) -> None:
    document = read(site(name).encode(), "a.html", None)
    assert document.text == WANTED.text
    assert [table.start for table in document.tables] == [table.start for table in WANTED.tables]


@pytest.mark.parametrize("name", SITES)
def test_nothing_disappears(name: str) -> None:
    page = site(name)
    assert said(read(page.encode(), "a.html", None)) == there(page)


@pytest.mark.parametrize("seed", range(100))
def test_the_report_among_anything(seed: int) -> None:
    page = make_page(seed, TITLE, to_fragment(BLOCKS))
    document = read(page.encode(), "a.html", None)
    assert document.text.replace("　", "").split("\n") == WANTED.text.split("\n")
    assert len(document.tables) == len(WANTED.tables)
    assert said(document) == there(page)


@pytest.mark.parametrize("name", SITES)
def test_every_place_is_found(name: str) -> None:
    page = site(name).encode()
    document = read(page, "a.html", None)
    tree = etree.fromstring(page, etree.HTMLParser(encoding="utf-8")).getroottree()
    for place in document.places:
        (element,) = tree.xpath(place.spot.path)
        assert tree.getpath(element) == place.spot.path
        assert characters(document.text[place.start : place.end]) <= characters(*element.itertext())
    listed: list[Omission | Property | Image] = [*document.omissions, *document.properties, *document.images]
    for one in listed:
        assert not one.spot.path or len(tree.xpath(one.spot.path)) == 1


@pytest.mark.parametrize("charset", ["gb18030", "gbk", "utf-8", "utf-16"])
@pytest.mark.parametrize("declared", ["", "utf-8", "gb2312", "iso-8859-1", "big5"])
@pytest.mark.parametrize("name", ["div_soup", "tables_of_2008"])
def test_charset_missing_or_wrong(name: str, charset: str, declared: str) -> None:
    page = site(name).replace('<meta charset="utf-8">', f'<meta charset="{declared}">' if declared else "")
    assert read(page.encode(charset), "a.html", None).text == WANTED.text


def test_fields_are_properties() -> None:
    document = read(site("data_box").encode(), "a.html", None)
    found = {one.name: one.value for one in document.properties}
    assert found == {
        "page-title": TITLE,
        "meta-site-name": "某某市人民政府",
        "meta-column-name": "年度报告",
        "meta-title": TITLE,
        "meta-published": "2026-01-22 10:30",
        "meta-source": "市教育局",
        "index-number": "11100000MB1234567X/2026-00012",
        "topic": "政务公开",
        "publisher": "某某市教育局",
        "date-published": "2026-01-22",
        "title": TITLE,
        "document-number": "",
        "validity": "有效",
    }
    found = {one.name: one.value for one in read(site("list_of_data").encode(), "a.html", None).properties}
    assert (
        found.items() >= {"index-number": "1110-2026-12", "date-written": "2026年1月20日", "validity": "有效"}.items()
    )
    found = {one.name: one.value for one in read(site("div_soup").encode(), "a.html", None).properties}
    assert found.items() >= {"source": "市教育局", "date-published": "2026-01-22 10:30"}.items()
