from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import etree
from ofd_writer import make_ofd, page_xml, text_object, to_ofd, xml
from printed_blocks import PrintedCell

from gaixml.errors import InputError
from gaixml.readers import read_document
from gaixml.readers.ofd.marks import path_rules, text_glyphs
from gaixml.readers.pages.geometry import Matrix

if TYPE_CHECKING:
    from gaixml.document import Document, Omission

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "ofd"
needs_corpus = pytest.mark.skipif(
    not CORPUS.is_dir() and os.environ.get("CI") != "true",
    reason=f"the corpus is not at {CORPUS}; it must be in CI",
)
HELLO = page_xml([text_object("一、总体情况", 30, 40, 5)])
PAGE = "Doc_0/Pages/Page_0/Content.xml"
SCALE = Matrix()


def read(data: bytes) -> Document:
    return read_document(data, "a.ofd")


def listed(document: Document, reason: str) -> list[Omission]:
    return [omission for omission in document.omissions if omission.reason == reason]


def element(content: str) -> etree._Element:
    return etree.fromstring(xml("Page", content).encode())[0]


def test_paragraphs_and_tables() -> None:
    table = [
        [PrintedCell("项目", rows=2), PrintedCell("申请人", columns=2)],
        [PrintedCell("自然人"), PrintedCell("法人")],
        [PrintedCell("新收"), PrintedCell("12"), PrintedCell("3")],
    ]
    document = read(to_ofd(["二〇二四年年度报告", "一、总体情况", "全年做了工作。" * 12, table, "二、其他"]))
    assert document.text.startswith(f"二〇二四年年度报告\n一、总体情况\n{'全年做了工作。' * 12}\n项目\t申请人")
    assert document.text.endswith("新收\t12\t3\n二、其他\n")
    (found,) = document.tables
    spans = [[(cell.columns, cell.rows) for cell in row.cells] for row in found.rows if hasattr(row, "cells")]
    assert spans[0] == [(1, 2), (2, 1), (0, 0)]
    assert [one.text for one in listed(document, "page-number")] == ["— 1 —"]


@pytest.mark.parametrize(("x", "attributes"), [(300, ""), (30, 'Fill="false"'), (30, 'Alpha="0"')])
def test_text_that_nobody_sees_is_listed(x: float, attributes: str) -> None:
    document = read(
        make_ofd([page_xml([text_object("看得见", 30, 40, 5), text_object("看不见", x, 60, 5, attributes)])])
    )
    assert document.text == "看得见\n"
    assert [one.text for one in listed(document, "hidden")] == ["看不见"]


def test_a_spot_is_a_part_a_page_and_a_box_in_points() -> None:
    document = read(make_ofd([HELLO, page_xml([text_object("二、其他", 30, 40, 5)])]))
    spot = document.spot(document.text.index("二"), document.text.index("二") + 1)
    assert spot is not None
    assert (spot.part, spot.page) == ("Doc_0/Pages/Page_1/Content.xml", 2)
    assert spot.bbox == pytest.approx((85.04, 113.39, 141.73, 127.56), abs=0.02)


@pytest.mark.parametrize("namespace", ["http://www.ofdspec.org", "urn:other", ""])
def test_any_namespace_or_none(namespace: str) -> None:
    page = HELLO.replace("http://www.ofdspec.org/2016", namespace or "urn:x")
    if not namespace:
        page = page.replace("ofd:", "").replace('xmlns:ofd="urn:x"', "")
    assert read(make_ofd([page])).text == "一、总体情况\n"


@pytest.mark.parametrize(
    "location",
    ["/Doc_0/Pages/Page_0/Content.xml", "Doc_0/Pages/Page_0/Content.xml", "Pages\\Page_0\\Content.xml",
     "pages/PAGE_0/content.XML", "./Pages/../Pages/Page_0/Content.xml", "../../../Doc_0/Pages/Page_0/Content.xml"],
)  # fmt: skip
def test_locations_in_every_manner(location: str) -> None:
    document = xml("Document", f'<ofd:Pages><ofd:Page ID="1" BaseLoc="{location}"/></ofd:Pages>')
    assert read(make_ofd([HELLO], {"Doc_0/Document.xml": document})).text == "一、总体情况\n"


def test_chinese_names() -> None:
    document = xml("Document", '<ofd:Pages><ofd:Page ID="1" BaseLoc="页面/第一页.xml"/></ofd:Pages>')
    assert read(make_ofd([], {"Doc_0/Document.xml": document, "Doc_0/页面/第一页.xml": HELLO})).text == "一、总体情况\n"


def test_several_documents_in_one_file() -> None:
    bodies = "".join(f"<ofd:DocBody><ofd:DocRoot>Doc_{at}/Document.xml</ofd:DocRoot></ofd:DocBody>" for at in range(3))
    pages = '<ofd:Pages><ofd:Page ID="1" BaseLoc="Page.xml"/></ofd:Pages>'
    extra: dict[str, str | bytes] = {
        "OFD.xml": xml("OFD", bodies),
        "Doc_1/Document.xml": xml("Document", pages),
        "Doc_1/Page.xml": page_xml([text_object("第二份", 30, 40, 5)]),
    }
    document = read(make_ofd([HELLO], extra))
    assert document.text == "一、总体情况\n第二份\n"
    assert [place.spot.page for place in document.places] == [1, 2]
    assert [(one.spot.part, one.name) for one in listed(document, "unsupported")] == [("Doc_2/Document.xml",) * 2]


def test_templates_are_printed_with_the_page() -> None:
    template = page_xml([text_object("编号", 30, 30, 5)])
    common = '<ofd:TemplatePage ID="7" BaseLoc="Tpls/Tpl_0/Content.xml"/>'
    page = page_xml([text_object("正文", 30, 40, 5)], '<ofd:Template TemplateID="7"/><ofd:Template TemplateID="8"/>')
    document = read(make_ofd([page], {"Doc_0/Tpls/Tpl_0/Content.xml": template}, common=common))
    assert document.text == "编号\n正文\n"
    assert [one.name for one in listed(document, "unsupported")] == ["8"]


def test_blocks_and_composite_objects() -> None:
    units = (
        '<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="9" Width="50" Height="9"><ofd:Content>'
        f"{text_object('印章', 0, 0, 10)}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>"
    )
    block = f"<ofd:PageBlock><ofd:PageBlock>{text_object('块', 30, 30, 5)}</ofd:PageBlock></ofd:PageBlock>"
    composite = '<ofd:CompositeObject ResourceID="9" Boundary="30 50 50 9" CTM="0.5 0 0 0.5 0 0"/>'
    extra: dict[str, str | bytes] = {"Doc_0/Res.xml": xml("Res", units)}
    data = make_ofd([page_xml([block, composite])], extra, common="<ofd:DocumentRes>Res.xml</ofd:DocumentRes>")
    document = read(data)
    assert document.text == "块\n印章\n"
    assert document.places[-1].spot.bbox == pytest.approx((85.04, 141.73, 113.39, 155.91), abs=0.02)


def test_what_is_not_visible_is_listed() -> None:
    page = page_xml(
        [
            text_object("看得见", 30, 30, 5),
            text_object("看不见", 30, 40, 5, 'Visible="false"'),
            text_object("透明", 30, 50, 5, 'Alpha="0"'),
        ]
    )
    document = read(make_ofd([page]))
    assert document.text == "看得见\n"
    assert [(one.text, one.spot.page) for one in listed(document, "hidden")] == [("看不见", 1), ("透明", 1)]


def test_pictures_are_listed() -> None:
    media = (
        '<ofd:MultiMedias><ofd:MultiMedia ID="5"><ofd:MediaFile>图.png</ofd:MediaFile></ofd:MultiMedia>'
        '<ofd:MultiMedia ID="6"><ofd:MediaFile>none.jb2</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias>'
    )
    extra: dict[str, str | bytes] = {
        "Doc_0/Res.xml": xml("Res", media, 'BaseLoc="Res"'),
        "Doc_0/Res/图.png": b"\x89PNG",
    }
    shown = "".join(f'<ofd:ImageObject ResourceID="{at}" Boundary="1 1 9 9" CTM="9 0 0 9 0 0"/>' for at in (5, 6, 5))
    page = page_xml([text_object("文", 30, 30, 5), shown])
    document = read(make_ofd([page], extra, common="<ofd:PublicRes>Res.xml</ofd:PublicRes>"))
    assert [(one.name, one.media_type, one.size, one.sha256) for one in document.images] == [
        ("Doc_0/Res/图.png", "image/png", 4, hashlib.sha256(b"\x89PNG").hexdigest()),
        ("none.jb2", "image/x-jbig2", 0, ""),
    ]
    assert document.images[0].spot.bbox == pytest.approx((2.83, 2.83, 28.35, 28.35), abs=0.01)


def test_annotations_and_attachments_are_listed() -> None:
    notes = '<ofd:Page PageID="0"><ofd:FileLoc>Annot_0.xml</ofd:FileLoc></ofd:Page>'
    shown = f'<ofd:Appearance Boundary="0 0 90 9">{text_object("内部", 1, 1, 9)}</ofd:Appearance>'
    mark = f'<ofd:Annot Type="Watermark">{shown}</ofd:Annot>'
    remark = '<ofd:Annot Type="Highlight"><ofd:Remark>请核对</ofd:Remark></ofd:Annot>'
    files = (
        '<ofd:Attachment ID="1" Name="附表"><ofd:FileLoc>附表.xls</ofd:FileLoc></ofd:Attachment>'
        '<ofd:Attachment ID="2" Name="缺"><ofd:FileLoc>none.txt</ofd:FileLoc></ofd:Attachment>'
    )
    extra: dict[str, str | bytes] = {
        "Doc_0/Annots/Annotations.xml": xml("Annotations", notes),
        "Doc_0/Annots/Annot_0.xml": xml("PageAnnot", f"{mark}{remark}"),
        "Doc_0/Attachs/Attachments.xml": xml("Attachments", files),
        "Doc_0/Attachs/附表.xls": b"12345",
    }
    named = (
        "<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>"
        "<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>"
    )
    document = read(make_ofd([HELLO], extra, document=named))
    assert document.text == "一、总体情况\n"
    assert [(one.text, one.spot.page) for one in listed(document, "watermark")] == [("内部", 1)]
    assert [one.text for one in listed(document, "annotation")] == ["请核对"]
    assert [(one.name, one.size, one.is_binary) for one in listed(document, "attachment")] == [
        ("附表", 5, True),
        ("缺", 0, True),
    ]


def test_signatures_are_listed_broken_or_not() -> None:
    signed = (
        '<ofd:SignedInfo><ofd:Provider ProviderName="签名" Company="某公司" Version="1"/>'
        "<ofd:SignatureDateTime>2024-01-31 08:00:00</ofd:SignatureDateTime>"
        '<ofd:References><ofd:Reference FileRef="/Doc_0/Document.xml"/></ofd:References></ofd:SignedInfo>'
    )
    names = ("Good.xml", "Broken.xml", "Missing.xml")
    signatures = "".join(f'<ofd:Signature ID="{at}" BaseLoc="{name}"/>' for at, name in enumerate(names))
    extra: dict[str, str | bytes] = {
        "Doc_0/Signs/Signatures.xml": xml("Signatures", signatures),
        "Doc_0/Signs/Good.xml": xml("Signature", signed),
        "Doc_0/Signs/Broken.xml": "<Signature",
    }
    document = read(make_ofd([HELLO], extra, body="<ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures>"))
    found = listed(document, "signature")
    assert [one.name for one in found] == list(names)
    assert found[0].text.split("\n") == ["签名", "某公司", "1", "2024-01-31 08:00:00", "/Doc_0/Document.xml"]
    assert [one.text for one in found[1:]] == ["", ""]
    assert document.text == "一、总体情况\n"


@pytest.mark.parametrize("page", [None, "<Page"])
def test_a_page_that_is_missing_or_damaged_is_listed_and_the_rest_is_read(page: str | None) -> None:
    pages = "".join(f'<ofd:Page ID="{at}" BaseLoc="P_{at}.xml"/>' for at in range(3))
    extra: dict[str, str | bytes] = {"Doc_0/Document.xml": xml("Document", f"<ofd:Pages>{pages}</ofd:Pages>")}
    extra |= {"Doc_0/P_0.xml": HELLO, "Doc_0/P_2.xml": page_xml([text_object("二、其他", 30, 40, 5)])}
    extra |= {"Doc_0/P_1.xml": page} if page else {}
    document = read(make_ofd([], extra))
    assert document.text == "一、总体情况\n二、其他\n"
    (missing,) = listed(document, "unsupported")
    assert (missing.name, missing.spot.page) == ("P_1.xml", 2)
    assert document.places[-1].spot.page == 3


def boxes(attributes: str, code: str, outer: Matrix = SCALE) -> list[tuple[str, float, float, float, float]]:
    found = element(f'<ofd:TextObject Boundary="10 20 50 9" Size="4" {attributes}>{code}</ofd:TextObject>')
    return [(text, *(round(edge, 2) for edge in box)) for text, *box in text_glyphs(found, outer)]  # type: ignore[misc]


@pytest.mark.parametrize(
    ("attributes", "code", "lefts"),
    [
        ("", '<ofd:TextCode X="0" Y="4" DeltaX="4 2">甲1乙</ofd:TextCode>', [10, 14, 16]),
        ("", '<ofd:TextCode X="1" Y="4" DeltaX="g 2 5 7">甲乙丙丁</ofd:TextCode>', [11, 16, 21, 28]),
        ("", '<ofd:TextCode X="0" Y="4" DeltaX="g 999999999 1">甲乙丙</ofd:TextCode>', [10, 11, 12]),
        ("", '<ofd:TextCode X="0" Y="4" DeltaX="5">甲乙丙</ofd:TextCode>', [10, 15, 20]),
        ("", '<ofd:TextCode X="0" Y="4">甲a乙</ofd:TextCode>', [10, 14, 16]),
        ('HScale="0.5"', '<ofd:TextCode X="0" Y="4">甲乙</ofd:TextCode>', [10, 12]),
        ('CTM="2 0 0 2 1 0"', '<ofd:TextCode X="0" Y="4" DeltaX="4">甲乙</ofd:TextCode>', [11, 19]),
        ("", '<ofd:TextCode X="0" Y="4" DeltaY="4">甲乙</ofd:TextCode>', [10, 10]),
        ('ReadDirection="90"', '<ofd:TextCode X="0" Y="4">甲乙</ofd:TextCode>', [10, 10]),
        ("", '<ofd:TextCode X="3" Y="4">甲</ofd:TextCode><ofd:TextCode Y="9">乙</ofd:TextCode>', [13, 13]),
    ],
)
def test_where_glyphs_stand(attributes: str, code: str, lefts: list[float]) -> None:
    assert [left for _, left, *_ in boxes(attributes, code)] == lefts


def test_glyphs_stand_on_their_line() -> None:
    assert boxes("", '<ofd:TextCode X="0" Y="4">甲</ofd:TextCode>') == [("甲", 10, 20.48, 14, 24.48)]
    turned = boxes('CTM="0 1 -1 0 0 0"', '<ofd:TextCode X="0" Y="4">甲乙</ofd:TextCode>')
    assert [(left, top) for _, left, top, _, _ in turned] == [(5.52, 20), (5.52, 24)]


@pytest.mark.parametrize(
    ("attributes", "data", "rules"),
    [
        ("", "M 0 0 L 9 0", [(1, 2, 10, 2)]),
        ("", "M 0 0 L 9 9", []),
        ("", "M 0 0 L 9 0 L 9 5 L 0 5 C", [(1, 2, 10, 2), (10, 2, 10, 7), (1, 7, 10, 7), (1, 2, 1, 7)]),
        ('Stroke="false" Fill="true"', "M 0 0 L 9 0 L 9 5 L 0 5 C", [(1, 2, 10, 7)]),
        ('Stroke="false" Fill="true"', "M 0 0 L 9 0 L 5 5 C", []),
        ('Stroke="false"', "M 0 0 L 9 0", []),
        ("", "M 0 0 L 9 0 B 1 1 2 2 3 3 L 3 90", [(4, 5, 4, 92)]),
        ("", "M 0 0 L 9 0 Q 1 1 2 2 A 5 5 0 1 1 3 4", []),
        ("", "S 0 0 L 9 0 M x y L 1", [(1, 2, 10, 2)]),
        ('CTM="2 0 0 1 1 1"', "M 0 0 L 9 0", [(2, 3, 20, 3)]),
    ],
)
def test_what_lines_a_path_draws(attributes: str, data: str, rules: list[tuple[float, ...]]) -> None:
    drawn = f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData>"
    path = f'<ofd:PathObject Boundary="1 2 9 9" {attributes}>{drawn}</ofd:PathObject>'
    assert list(path_rules(element(path), SCALE)) == rules


def test_a_white_background_draws_no_lines() -> None:
    white = '<ofd:FillColor Value="255 255 255"/><ofd:AbbreviatedData>M 0 0 L 9 0 L 9 5 L 0 5 C</ofd:AbbreviatedData>'
    path = f'<ofd:PathObject Boundary="1 2 9 9" Stroke="false" Fill="true">{white}</ofd:PathObject>'
    assert list(path_rules(element(path), SCALE)) == []


TEXTS = {
    "1-1": "生成文档位置",
    "AddAttachment": "这是一个带有附件的OFD文件",
    "DigitalSign": "你好呀，OFD Reader&Writer！",
    "SplitParagraph": "“超长文档“裁切测试",
    "chineseDir": "你好呀，OFD Reader&Writer！",
    "fptpl": "重庆增值税电子普通发票",
    "hello": "然而首先要这人沉着，勇猛，有辨别，不自私。",
    "hello-integrity": "没有拿来的，文艺不能自成为新文艺。",
    "helloworld_with_pageblock": "你好呀，OFD Reader&Writer！",
    "multiKeywordInTextCode": "打发打发打发打发打发哈哈打发",
    "namespace_no_std": "你好呀，OFD Reader&Writer！",
    "no_page_container": "上海增值税电子普通发票",
    "path_unstd": "立案决定书",
    "signout": "公文标题\t市委主要领导同志调研后续落实事项的通知",
    "zsbk": "中华人民共和国\n建筑工程施工许可证\n",
}


@needs_corpus
@pytest.mark.parametrize("name", TEXTS)
def test_real_files(name: str) -> None:
    assert TEXTS[name] in read_document((CORPUS / f"{name}.ofd").read_bytes(), f"{name}.ofd").text


@needs_corpus
def test_every_real_file_gives_its_text_or_says_why_not() -> None:
    for path in CORPUS.glob("*.ofd"):
        if path.stem not in TEXTS:
            with pytest.raises(InputError, match="no text") as caught:
                read_document(path.read_bytes(), path.name)
            assert caught.value.code == "no-text"
