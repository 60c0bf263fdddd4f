# ruff: noqa: E501 - pages are written as sites write them
from __future__ import annotations

import hashlib
from base64 import b64encode
from typing import TYPE_CHECKING
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from gaixml.errors import InputError
from gaixml.readers import read_document
from gaixml.readers.html import read

if TYPE_CHECKING:
    from gaixml.document import Document


def page(body: str) -> Document:
    return read(f"<!DOCTYPE html><html><body>{body}</body></html>".encode(), "a.html", None)


def rows(document: Document, number: int = 0) -> list[list[str]]:
    table = document.tables[number]
    return [
        [document.text[cell.first : cell.last] for cell in row.cells] for row in table.rows if hasattr(row, "cells")
    ]


def omitted(document: Document) -> dict[str, str]:
    return {one.reason: one.text for one in document.omissions if one.text}


PROSE = "<p>一、总体情况</p><p>全年收到申请12件，均已办结。</p>"


# ── Lines ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>主动公<span>开</span><b>信</b>\n<i>息</i></p>", "主动公开信息\n"),
        ("<p>收到 \n  12\n件</p>", "收到 12 件\n"),
        ("<p>按\n    照要求</p>", "按照要求\n"),
        ("<p>邮&nbsp;&nbsp;编：1 </p>", "邮\xa0\xa0编：1\n"),
        ("<p>　　甲<br>乙<br/><br>丙<br></p>", "　　甲\n乙\n\n丙\n"),
        ("甲<div>乙</div>丙<p>丁", "甲\n乙\n丙\n丁\n"),
        ("<p>甲</p><p><br></p><p></p><p>乙</p>", "甲\n\n乙\n"),
        ("<pre>\n甲  1\n\n乙\t2\n</pre>", "甲  1\n\n乙\t2\n"),
        ("<span style='display:block'>甲</span><div style='display:inline'>乙</div>丙", "甲\n乙丙\n"),
        ("<dl><dt>甲</dt><dd>乙</dd></dl><address>丙</address>", "甲\n乙\n丙\n"),
        ("<p>面积3m<sup>2</sup>，数12<sup>①</sup>，3<sup>1</sup>，H<sub>2</sub>O</p>", "面积3m²，数12①，3¹，H₂O\n"),
        ("<p>&lt;条例&gt;&amp;&#25919;&#x5e9c;</p>", "<条例>&政府\n"),
        ("<p>甲\ue000\U00020000𪚥</p>", "甲\ue000\U00020000𪚥\n"),
        (
            "<p>一、<![if !supportLists]><span style='mso-list:Ignore'>概<span>&nbsp;</span></span><![endif]>述</p>",
            "一、概\xa0述\n",
        ),
    ],
)
def test_lines_are_those_of_a_browser(body: str, text: str) -> None:
    assert page(body).text == text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<ol><li>甲<li><p>乙</p><p>丙</p></ol>", "1. 甲\n2. 乙\n丙\n"),
        ("<ol start=3 type=a><li>甲<li value=7>乙<li>丙</ol>", "c. 甲\ng. 乙\nh. 丙\n"),
        ("<ol reversed start=2><li>甲<li>乙</ol>", "2. 甲\n1. 乙\n"),
        ("<ol style='list-style-type:cjk-ideographic' start=11><li>甲</ol>", "十一、甲\n"),
        (
            "<ol class='custom_cn2 list-paddingleft-1'><li class=list-cn-1-1><p>甲</p><li>乙</ol>",
            "（一）甲\n（二）乙\n",
        ),
        ("<ol><li>甲<ol type=I><li>乙</ol><li>丙</ol>", "1. 甲\nI. 乙\n2. 丙\n"),
        (
            "<ol><li>1、甲<li>（二）乙</ol><ol style='list-style:none'><li>丙</ol><ul><li>丁</ul>",
            "1、甲\n（二）乙\n丙\n丁\n",
        ),
    ],
)
def test_numbers_of_lists_are_printed(body: str, text: str) -> None:
    assert page(body).text == text


def test_illegal_characters_stay() -> None:
    data = (
        "<p>甲\x00乙\x01丙\x0b丁\ufffe戊\x1f</p><td>1\x08</td>".encode()
        + b"<p>\xe5\xff</p>"
        + "政府信息公开".encode() * 9
    )
    text = read(data, "a.html", None).text
    assert text.startswith("甲\x00乙\x01丙\x0b丁\ufffe戊\x1f\n1\x08\n\udce5\udcff\n")
    used = "<p>\U00100001\x01</p>"
    assert read(used.encode(), "a.html", None).text == "\U00100001\x01\n"


# ── Tables ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_merged_cells() -> None:
    document = page(
        "<table><thead><tr><th rowspan=2>内容<th colspan=2>件数<tr><th>本年<th>现行</thead>"
        "<tfoot><tr><td>合计<td>1<td>2</tfoot><tbody><tr><td>规章<td>1<td>2</tbody></table>"
    )
    assert rows(document) == [["内容", "件数", ""], ["", "本年", "现行"], ["规章", "1", "2"], ["合计", "1", "2"]]
    cells = [cell for row in document.tables[0].rows for cell in getattr(row, "cells", ())]
    assert [(cell.columns, cell.rows) for cell in cells[:3]] == [(1, 2), (2, 1), (0, 0)]


@pytest.mark.parametrize(
    ("row", "spans"),
    [
        ("<td rowspan=0>甲<td>1", (1, 2)),
        ("<td rowspan=99999999999>甲<td>1", (1, 2)),
        ("<td rowspan=-1>甲<td>1", (1, 1)),
        ("<td colspan=0>甲<td>1", (1, 1)),
        ("<td colspan='2%'>甲<td>1", (2, 1)),
        ("<td colspan=甲 rowspan=''>甲<td>1", (1, 1)),
        ("<td colspan=100000>甲<td>1", (2, 1)),
    ],
)
def test_wrong_spans_lose_no_cell(row: str, spans: tuple[int, int]) -> None:
    document = page(f"<table><tr>{row}<tr><td>2<td>3<tr></table><table><tr><td>乙<td>9<tr><td>4<td>5</table>")
    printed = sorted(text for number in range(2) for one in rows(document, number) for text in one if text)
    assert printed == sorted("甲123乙945")
    cell = getattr(document.tables[0].rows[0], "cells")[0]  # noqa: B009 - a row or a block
    assert (cell.columns, cell.rows) == spans


def test_overlapping_spans_lose_no_cell() -> None:
    document = page("<table><tr><td>1<td rowspan=3>2<tr><td colspan=2>3<td>4<tr><td>5<td>6</table>")
    assert sorted(text for row in rows(document) for text in row if text) == list("123456")


def test_cells_of_several_paragraphs_and_words_cut() -> None:
    document = page(
        "<table><tr><td><p>商业</p><p>企<span>业</span></p></td><td>结果<br>纠正</td></tr><tr><td>1<td>&nbsp;</table>"
    )
    assert rows(document) == [["商业\n企业", "结果\n纠正"], ["1", ""]]


def test_parts_without_a_table() -> None:
    document = page(f"{PROSE}<tr><td>规章<td>1<tr><td>文件<td>2</tr><p>二、其他</p><td>许可<td>3")
    assert rows(document) == [["规章", "1"], ["文件", "2"]]
    assert document.text.endswith("二、其他\n许可\t3\n")
    document = page("<table><caption>表一</caption>游离<form><tr><td>规章<td>1</tr></form><td>文件<td>2</table>")
    assert rows(document) == [["规章", "1"], ["文件", "2"]]
    assert document.text.startswith("表一\n游离\n规章")


def test_a_table_in_a_cell_stands_behind_the_outer_one() -> None:
    inner = "<table><tr><td>甲<td>1<tr><td>乙<td>2</table>"
    document = page(
        f"<table><tr><td>项目<td>件数<tr><td>许可<td>7{inner}<tr><td>处罚<td>8<tr><td>其他事项说明<td>9</table><p>完</p>"
    )
    assert rows(document) == [["项目", "件数"], ["许可", "7"], ["处罚", "8"], ["其他事项说明", "9"]]
    assert rows(document, 1) == [["甲", "1"], ["乙", "2"]]
    assert document.text.endswith("乙\t2\n完\n")


def test_a_table_that_only_lays_out_is_none() -> None:
    data = "<table border=1><tr><td>规章<td>1<tr><td>文件<td>2</table>"
    body = "".join(f"<p>{text}</p>" for text in ("一、总体情况", "全年公开信息12条，" + "做了工作，" * 40, "二、情况"))
    document = page(f"<table><tr><td>{body}{data}<td>&nbsp;</table>")
    assert len(document.tables) == 1
    assert document.text.startswith("一、总体情况\n全年")


# ── What is left aside ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("element", "reason"),
    [
        ("<span style='color:red;DISPLAY: none'>隐</span>", "hidden"),
        ("<i hidden>隐</i>", "hidden"),
        ("<span style='mso-hide:all'>隐</span>", "hidden"),
        ("<span style='visibility:hidden'>隐</span>", "hidden"),
        ("<noscript>隐</noscript>", "hidden"),
        ("<dialog>隐</dialog>", "hidden"),
        ("<del>隐</del>", "deleted"),
        ("<s>隐</s>", "deleted"),
        ("<strike>隐</strike>", "deleted"),
        ("<span style='text-decoration: underline line-through'>隐</span>", "deleted"),
        ("<template>隐</template>", "template"),
        ("<textarea>隐</textarea>", "interface"),
        ("<button>隐</button>", "interface"),
        ("<select><option>隐</select>", "interface"),
        ("<input value=隐>", "interface"),
        ("<iframe>隐</iframe>", "external"),
        ("<svg><text>隐</text></svg>", "embedded"),
        ("<nav>隐</nav>", "navigation"),
    ],
)
def test_what_is_not_printed_is_listed(element: str, reason: str) -> None:
    document = page(f"{PROSE}<p>收到12{element}件，办结。</p>")
    assert document.text.endswith("收到12件，办结。\n")
    assert omitted(document) == {reason: "隐"}


def test_sizes_of_what_nobody_reads() -> None:
    document = page(f"<script>var a=1;</script><style>p{{}}</style><!--注释-->{PROSE}<script src=a.js></script>")
    assert {one.reason: one.size for one in document.omissions} == {"script": 8, "style": 3, "comment": 2}


def test_images_and_frames() -> None:
    picture = b"\x89PNG\r\n"
    document = page(
        f"{PROSE}<img src='a/b.jpg?x=1' alt=图><img src='data:image/png;base64,{b64encode(picture).decode()}'>"
        "<iframe src=report.pdf></iframe><img src='data:;base64,!!!'><img>"
    )
    assert [one[:4] for one in document.images] == [
        ("a/b.jpg?x=1", "image/jpeg", 0, ""),
        ("", "image/png", 6, hashlib.sha256(picture).hexdigest()),
        ("", "text/plain", 0, hashlib.sha256(b"").hexdigest()),
        ("", "", 0, ""),
    ]
    assert [one.spot.path for one in document.images] == [f"/html/body/img[{at}]" for at in (1, 2, 3, 4)]
    assert [(one.reason, one.name) for one in document.omissions] == [("external", "report.pdf")]


def test_the_report_is_shown_when_the_page_hides_it() -> None:
    body = f"<h1>某局年度报告</h1><div><img src=1.jpg></div><div style='display:none'>{PROSE}<p>附：无</p></div>"
    assert page(body).text == "某局年度报告\n一、总体情况\n全年收到申请12件，均已办结。\n附：无\n"
    both = f"<div>{PROSE}</div><div style='display:none'>{PROSE}</div>"
    assert page(both).text == "一、总体情况\n全年收到申请12件，均已办结。\n"
    assert set(omitted(page(both))) == {"hidden"}


FOLDED = "<h3>二、公开情况</h3><div style='display:none'><table><tr><td>规章<td>1<tr><td>文件<td>2</table></div>"


def test_folded_sections_are_shown() -> None:
    body = f"<h1>某局年度报告</h1><div>{PROSE}{FOLDED}<h3>三、其他事项</h3><div style='display:none'>无。</div></div>"
    document = page(body)
    assert rows(document) == [["规章", "1"], ["文件", "2"]]
    assert document.text.endswith("文件\t2\n三、其他事项\n无。\n")
    assert not omitted(document)


def test_panes_of_sections_are_shown_and_other_versions_are_not() -> None:
    names = ("一、总体情况", "二、公开情况", "三、其他事项")
    panes = "".join(
        f"<div {'' if name == names[0] else 'hidden'}><h3>{name}</h3><p>本局{name[2:]}如下，共三项。</p></div>"
        for name in names
    )
    lists = "".join(f"<li><a href='#{at}'>{name}</a></li>" for at, name in enumerate(names))
    document = page(f"<h1>某局年度报告</h1><ul>{lists}</ul><div>{panes}</div>")
    assert document.text.count("如下，共三项。") == 3
    other = PROSE.replace("12", "13")
    for hidden in ("hidden", "style='position:absolute;left:-9999px'"):
        document = page(f"<div><div>{PROSE}</div><div {hidden}>{other}</div></div>")
        assert "13件" not in document.text
        assert "13件" in omitted(document)["hidden"]


@pytest.mark.parametrize(
    "cell",
    [
        "<input type=text value=15 readonly>",
        "<input type=number value='15'>",
        "<textarea readonly>15</textarea>",
        "\u200b1\u200b5\ufeff",
        "<a name=x></a><a>15</a>",
        "<ruby>15<rp>(</rp><rt>shiwu</rt><rp>)</rp></ruby>",
        "<span style='position:absolute; left:-9999px'>7</span>15",
    ],
)
def test_figures_however_they_are_marked(cell: str) -> None:
    document = page(f"{PROSE}<table><tr><td><a>规章</a><td>{cell}<tr><td><a>文件</a><td>{cell}</table>")
    assert rows(document) == [["规章", "15"], ["文件", "15"]]


def test_notes_do_not_become_part_of_figures() -> None:
    raised = "<span style='font-size:8px;vertical-align:super'>1</span>"
    assert rows(page(f"<table><tr><td>规章<td>15{raised}<td>2<tr><td>文件<td>3<td>4</table>"))[0] == [
        "规章",
        "15¹",
        "2",
    ]


def test_characters_without_width_are_no_part_of_cells() -> None:
    document = page("<p>一、总\u200b体情况</p><table><tr><td>规\u200b章<td>1<tr><td>文件<td>\ufeff2</table>")
    assert document.text == "一、总\u200b体情况\n规章\t1\n文件\t2\n"
    assert [(one.reason, one.size) for one in document.omissions] == [("hidden", 2)]


@pytest.mark.parametrize(
    "line",
    [
        "You are here: <a href=/>Home</a> &gt; Reports",
        "主办：某某市人民政府",
        "{{ item.name }}",
        "Date: 2020-01-01 Source: Bureau Views: 12",
    ],
)
def test_lines_of_the_site(line: str) -> None:
    above = "" if line.startswith("主办") else f"<div>{line}</div>"
    below = f"<div>{line}</div>" if not above else ""
    assert page(f"{above}<h1>某局年度报告</h1><div>{PROSE}</div>{below}").text.startswith("某局年度报告\n一、总体情况")
    assert page(f"{above}<h1>某局年度报告</h1><div>{PROSE}</div>{below}").text.endswith("均已办结。\n")


def test_alike_tables_and_reports_of_two_years_stay() -> None:
    table = "<table><tr><td>规章<td>0<tr><td>文件<td>0</table>"
    assert len(page(f"{PROSE}{table}{table}").tables) == 2
    year = "<div><p>{0}年报告</p><p>一、总体情况</p><p>{0}年收到申请0件，均已办结。</p><p>二、其他</p><p>无，没有。</p></div>"
    text = page(year.format(2019) + year.format(2020)).text
    assert "2019年收到" in text
    assert "2020年收到" in text


# ── The document in its page ───────────────────────────────────────────────────────────────────────────────────────


NOTICE = "<p>各区县人民政府：</p><p>现将有关事项通知如下，请认真执行。</p><p>某某市人民政府</p><p>2020年1月2日</p>"


def test_a_short_notice() -> None:
    links = "".join(f"<li><a href={number}>栏目{number}</a></li>" for number in range(9))
    document = page(f"<div><ul>{links}</ul></div><h1>关于放假的通知</h1><div>{NOTICE}</div><div><ul>{links}</ul></div>")
    assert (
        document.text
        == "关于放假的通知\n各区县人民政府：\n现将有关事项通知如下，请认真执行。\n某某市人民政府\n2020年1月2日\n"
    )


def test_lines_between_breaks_in_one_box() -> None:
    text = NOTICE.replace("</p>", "<br>").replace("<p>", "")
    document = page(
        f"<div><a href=/>首页</a> &gt; <a href=/a>通知</a></div><div>关于放假的通知<br>{text}</div><div>版权所有：某某市</div>"
    )
    assert document.text.splitlines()[0] == "关于放假的通知"
    assert document.text.endswith("2020年1月2日\n")


def test_several_articles_are_all_kept() -> None:
    one = "<div class=item><h2>某局{0}年报告</h2><p>一、总体情况</p><p>{0}年收到申请3件，办结3件。</p></div>"
    document = page("<div class=list>" + "".join(one.format(year) for year in (2019, 2020, 2021)) + "</div>")
    assert document.text.count("一、总体情况") == 3
    assert document.text.count("年报告") == 3


def test_a_page_without_any_report_is_kept() -> None:
    assert page("<div><a href=/>首页</a></div>").text == "首页\n"
    assert page("<div>某某市</div>").text == "某某市\n"


def test_a_title_that_differs_from_the_reports_own_is_a_property() -> None:
    document = page(f"<h1>2019年政府信息公开年报</h1><div><p>某局2019年度政府信息公开工作报告</p>{PROSE}{PROSE}</div>")
    assert document.text.startswith("某局2019年度")
    assert [(one.name, one.value) for one in document.properties] == [("title", "2019年政府信息公开年报")]


def test_columns_of_dates_and_names_are_no_box_of_fields() -> None:
    table = "<table><tr><td>名称<td>文号<td>发布日期<tr><td>某办法<td>某政发〔2020〕1号<td>2020-01-01<tr><td>某规定<td>〔2020〕2号<td>2</table>"
    document = page(f"<p>一、总体情况</p><p>制定的文件如下，共两件。</p>{table}")
    assert rows(document)[0] == ["名称", "文号", "发布日期"]
    assert not document.properties


# ── Bad input ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "data", [b"<html></html>", b"<html><body><img src=a.png><script>x</script></body></html>", b"<!--"]
)
def test_no_text(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        read(data, "空.html", None)
    assert caught.value.code == "no-text"
    assert str(caught.value).startswith("空.html: ")


def test_binary() -> None:
    with pytest.raises(InputError) as caught:
        read(b"<html>" + bytes(range(256)) * 40, "a.html", None)
    assert caught.value.code == "binary"


@pytest.mark.parametrize("depth", [100, 255, 300, 2100, 100_000])
@pytest.mark.parametrize("tag", ["div", "span", "table><tr><td", "ul><li", "font"])
def test_nothing_is_lost_in_the_depth(depth: int, tag: str) -> None:
    closing = "".join(f"</{name}>" for name in reversed(tag.split("><"))) if depth < 3000 else ""
    body = f"<p>前，</p>{f'<{tag}>' * depth}深处{closing * depth}<p>后</p>"
    assert "".join(page(body).text.split()) == "前，深处后"


def test_paths_stay_short_in_the_depth() -> None:
    body = "<div>" * 1500 + "<p>甲</p><p>乙</p>"
    document = page(body)
    assert document.text == "甲\n乙\n"
    tree = etree.fromstring(body.encode(), etree.HTMLParser(encoding="utf-8", huge_tree=True))
    assert [tree.xpath(place.spot.path)[0].text for place in document.places] == ["甲", "乙"]


def test_no_entity_and_no_network() -> None:
    data = b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>a&x;b</p></body></html>'
    assert "root" not in read(data, "a.html", None).text


@given(st.binary(max_size=400))
def test_any_bytes_are_a_page_or_an_input_error(data: bytes) -> None:
    for prefix in (b"<html>", b"<table><tr><td>", b"<p>\xb9\xab\xbf\xaa"):
        try:
            assert read(prefix + data, "a.html", None).text.strip()
        except InputError as error:
            assert error.code in {"no-text", "binary", "too-large"}  # noqa: PT017 - an error, or none


_PIECES = st.sampled_from(
    [
        "<div>",
        "</div>",
        "<p>",
        "</p>",
        "<td>",
        "</td>",
        "<tr>",
        "</tr>",
        "<table>",
        "</table>",
        "<tbody>",
        "<tfoot>",
        "<caption>",
        "<form>",
        "</form>",
        "<ol>",
        "<li>",
        "</ol>",
        "<ul>",
        "</ul>",
        "<span>",
        "</span>",
        "<a/href=x>",
        "</a>",
        "<br>",
        "<pre>",
        "</pre>",
        "<b/hidden>",
        "</b>",
        "<del>",
        "</del>",
        "<nav>",
        "</nav>",
        "<h1>",
        "</h1>",
        "<sup>",
        "</sup>",
        "<noscript>",
        "</noscript>",
        "<td/colspan=3>",
        "<td/rowspan=0>",
        "一、总体情况",
        "全年收到申请12件，办结。",
        "12",
        "索引号：",
        "首页",
        "打印",
        "<!--",
        "-->",
        "<o:p>",
        "</o:p>",
        "<select>",
        "</select>",
        "<body>",
        "</body>",
        "<html>",
        "</html>",
        "<head>",
        "<title>",
        "</title>",
        "<input/value=甲>",
        "<svg>",
        "</svg>",
        "&nbsp;",
    ]
)


@settings(max_examples=300)
@given(st.lists(_PIECES, max_size=60))
def test_elements_in_any_order_lose_no_character(pieces: list[str]) -> None:
    data = ("<p>始，" + "".join(pieces)).replace("/href", " href").replace("/colspan", " colspan").encode()
    try:
        document = read(data, "a.html", None)
    except InputError as error:
        assert error.code == "no-text"  # noqa: PT017 - the only one there may be
        return
    root = etree.fromstring(data, etree.HTMLParser(encoding="utf-8"))
    for element in root.xpath("//script|//style|//comment()"):
        element.text = ""
    found = [
        document.text,
        *(one.text for one in document.omissions),
        *(one.label + one.value for one in document.properties),
    ]
    printed = normalize("NFKC", "".join(found)).replace("−", "-")
    wanted = normalize("NFKC", "".join(root.itertext()))
    assert all(printed.count(char) >= wanted.count(char) for char in set("".join(wanted.split())))
    tree = root.getroottree()
    assert all(tree.xpath(place.spot.path) for place in document.places)


# ── Whole programs ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "data",
    ["<html><p>甲</p>", "\ufeff<!DOCTYPE html><p>甲</p>", "<?xml version='1.0'?><html xmlns='x'><p>甲</p></html>"],
)
def test_the_format_is_recognised(data: str) -> None:
    document = read_document(data.encode(), "a.txt")
    assert document.source.media_type == "text/html"
    assert document.text == "甲\n"


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030"])
def test_the_format_is_recognised_behind_a_byte_order_mark(charset: str) -> None:
    mark = "" if charset in {"utf-8-sig", "utf-16", "utf-32"} else "\ufeff"
    document = read_document(f"{mark}<!DOCTYPE html><html><p>政府信息公开".encode(charset), "a.txt")
    assert document.source.media_type == "text/html"
    assert document.text == "政府信息公开\n"


def test_a_text_with_line_breaks_in_its_cells_is_no_page() -> None:
    data = "# 某局年度报告\n\n" + "| 内<br>容 | <strong>本年</strong><br>件数 |\n" * 9
    assert read_document(data.encode(), "a.md").source.media_type != "text/html"
