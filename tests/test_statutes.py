"""Statutes as trees: 编 分编 章 节 条 款 项 目, on the corpus with the signs of its Markdown headings removed."""

from __future__ import annotations

import functools
import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import pytest
from test_corpus import CORPUS, needs_corpus

import gaixml
from gaixml.schema import parse_archive
from gaixml.source_text import source_text
from gaixml.xml_text import NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from lxml import etree

    from gaixml.outlines import SectionOutline

_NUMERAL = "[一二三四五六七八九十百千零〇两]+"
_ARTICLE = re.compile(rf"第{_NUMERAL}条(?:之{_NUMERAL})?(?=[ 　])")
_HEADING = re.compile(r"(#{2,6})\s+(.*\S)")
_DIVISION = re.compile(rf"第{_NUMERAL}(?:编|分编|章|节)")
NAMELESS = {"39-关于职工全年月平均工作时间和工资折算问题的通知": {"三"}}
"""Markdown headings that are no headings of the document: a number without point and title."""
QUOTED = {"14-宪法修正案（2018年）": "第七节监察委员会"}
"""Divisions without a sign of a heading: 增加一节, whose articles the amendment prints below it."""
SKIPPED = {
    "06-民法典合同编": (463, 988),
    "07-民法典物权编": (205, 462),
    "08-民法典附则": (1259, 1260),
    "13-宪法修正案（1988年）": (1, 2),
    "14-宪法修正案（2018年）": (32, 127),
}
"""The first and last articles of files that hold a part of a statute."""


class Place(NamedTuple):
    """A heading of the gold outline: the names of what stands above it, and its own; articles have numbers alone."""

    above: tuple[str, ...]
    name: str


def statutes() -> list[Path]:
    return sorted((CORPUS / "statutes").glob("*/source.md"))


def squeezed(text: str) -> str:
    return "".join(text.split())


def gold(source: str) -> list[Place]:
    """Return the outline that the Markdown headings give, with the articles below them."""
    found: list[Place] = []
    open_headings: list[tuple[int, str]] = []
    for line in source.split("\n"):
        if heading := _HEADING.match(line):
            depth = len(heading[1])
            open_headings = [one for one in open_headings if one[0] < depth]
            found.append(Place(tuple(name for _, name in open_headings), squeezed(heading[2])))
            open_headings.append((depth, squeezed(heading[2])))
        elif article := _ARTICLE.match(line):
            found.append(Place(tuple(name for _, name in open_headings), article[0]))
    return found


def outline(sections: Sequence[SectionOutline], known: set[str], above: tuple[str, ...] = ()) -> Iterator[Place]:
    """Yield the divisions and articles of an outline, and the sections with a name that is ``known``."""
    for section in sections:
        number = squeezed(section["number"])
        is_article = "条" in number
        name = number if is_article else number + squeezed(section["heading"])
        is_counted = is_article or name in known or _DIVISION.match(number) is not None
        if is_counted:
            yield Place(above, name)
        yield from outline(section["children"], known, (*above, name) if is_counted and not is_article else above)


@functools.cache
def archive(path: Path) -> etree._Element:
    """Return the archive of a statute whose headings are marked by no sign."""
    return parse_archive(gaixml.convert(unmarked(path).encode(), "source.txt"))


def unmarked(path: Path) -> str:
    return re.sub(r"(?m)^#+ ?", "", path.read_text("utf-8"))


def named(path: Path) -> dict[str, etree._Element]:
    return {element.get("id", ""): element for element in archive(path).iter() if isinstance(element.tag, str)}


def local(element: etree._Element) -> str:
    return str(element.tag).removeprefix(f"{{{NAMESPACE}}}")


@needs_corpus
@pytest.mark.parametrize("path", statutes(), ids=lambda path: path.parent.name)
def test_every_heading_has_the_right_parent(path: Path) -> None:
    name = path.parent.name
    wanted = [place for place in gold(path.read_text("utf-8")) if place.name not in NAMELESS.get(name, ())]
    sections = gaixml.outline(unmarked(path).encode(), "source.txt")["sections"]
    found = outline(sections, {place.name for place in wanted})
    quoted = QUOTED.get(name, "")
    assert [
        Place(tuple(one for one in place.above if one != quoted), place.name) for place in found if place.name != quoted
    ] == wanted


@needs_corpus
@pytest.mark.parametrize("path", statutes(), ids=lambda path: path.parent.name)
def test_no_article_is_missing(path: Path) -> None:
    sections = archive(path).iter(f"{{{NAMESPACE}}}section")
    ordinals = [int(one.get("ordinal", "")) for one in sections if one.get("rung") == "ARTICLE"]
    if not ordinals:
        return
    first, last = SKIPPED.get(path.parent.name, (1, len(ordinals)))
    if path.parent.name.startswith("14-"):
        assert ordinals == [*range(32, 53), *range(123, 128)]
    else:
        assert ordinals == list(range(first, last + 1))


@needs_corpus
@pytest.mark.parametrize("path", statutes(), ids=lambda path: path.parent.name)
def test_nothing_is_lost(path: Path) -> None:
    assert source_text(archive(path)) == unmarked(path)


@needs_corpus
@pytest.mark.parametrize("path", statutes(), ids=lambda path: path.parent.name)
def test_all_that_an_article_says_stands_in_its_paragraphs(path: Path) -> None:
    for article in archive(path).iter(f"{{{NAMESPACE}}}section"):
        if article.get("rung") != "ARTICLE":
            continue
        inside = Counter(map(local, article))
        assert inside["paragraph"] >= 1
        assert not inside["section"]
        silent = [p for p in article if local(p) == "p"]
        assert all(re.fullmatch(r"(?:\s|<!--.*-->)*", "".join(map(str, p.itertext()))) for p in silent)
        ordinals = [one.get("ordinal") for one in article if local(one) == "paragraph"]
        assert ordinals == [str(number) for number in range(1, len(ordinals) + 1)]


# Counted by hand: the 款 of an article, and the 项 of each of them.
COUNTED = [
    ("01", "art3", [0, 0, 0, 0]),
    ("01", "art20", [15]),
    ("01", "art27", [0]),
    ("01", "art36", [7]),
    ("01", "art39", [0, 0]),
    ("05", "art27", [0, 3]),
    ("05", "art36", [3, 0, 0]),
    ("20", "art12", [6]),
    ("23", "art2", [6, 0]),
]


@needs_corpus
@pytest.mark.parametrize(("number", "article", "items"), COUNTED)
def test_paragraphs_and_items(number: str, article: str, items: list[int]) -> None:
    path = next(path for path in statutes() if path.parent.name.startswith(number))
    paragraphs = [one for one in named(path)[article] if local(one) == "paragraph"]
    assert [one.get("id") for one in paragraphs] == [f"{article}.p{place}" for place in range(1, len(items) + 1)]
    found = [[item.get("id") for item in one if local(item) == "section"] for one in paragraphs]
    wanted = [
        [f"{one.get('id')}.i{place}" for place in range(1, count + 1)]
        for one, count in zip(paragraphs, items, strict=True)
    ]
    assert found == wanted


def test_a_second_statute_in_the_file_has_a_title_of_its_own() -> None:
    text = "甲办法\n第一条 甲。\n第二条 乙。\n乙办法\n（2020年1月1日财政部令第3号公布）\n第一条 丙。\n"
    root = parse_archive(gaixml.convert(text.encode(), "source.txt"))
    ids = [one.get("id") for one in root.iter(f"{{{NAMESPACE}}}paragraph")]
    assert ids == ["art1.p1", "art2.p1", "art1_2.p1"]
    assert [len(list(root.iter(f"{{{NAMESPACE}}}{name}"))) for name in ("adoption", "preamble")] == [1, 0]


@needs_corpus
def test_subbooks_stand_above_chapters() -> None:
    ids = named(next(path for path in statutes() if path.parent.name.startswith("06")))
    parent = ids["sub1.ch1"].getparent()
    assert parent is not None
    assert parent.get("rung") == "SUBBOOK"
    assert ids["sub2.ch9"].get("number") == "第九章"
    assert "art463" in ids


@needs_corpus
def test_what_stands_above_the_first_article() -> None:
    path = next(path for path in statutes() if path.parent.name.startswith("45"))
    counted = Counter(map(local, archive(path).iterfind(f"{{{NAMESPACE}}}document/*")))
    assert counted["title"] == 1
    assert counted["adoption"] == 3
    assert counted["preamble"] == 1
