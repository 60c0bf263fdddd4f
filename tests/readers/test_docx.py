from __future__ import annotations

import hashlib

import pytest
from docx_reading import left_aside, read_body, text_of
from docx_writer import MAIN_TYPE, NAMESPACES, WORDPROCESSING, cell, package, paragraph, part, row, run, table, within
from lxml import etree

from gaixml.document import Image, Spot
from gaixml.errors import InputError
from gaixml.readers import read_document

STYLES = "word/styles.xml"
BODY = "word/document.xml"


def field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def code(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


@pytest.mark.parametrize(
    ("raw", "printed"),
    [
        (run("总体") + run("情况", "<w:b/>"), "总体情况"),
        ('<w:r><w:t> 甲 </w:t><w:t xml:space="preserve"> 乙 </w:t></w:r>', "甲 乙 "),
        ("<w:r><w:t>\n  甲\n  乙\n</w:t></w:r>", "甲   乙"),
        ("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:cr/><w:t>丙</w:t></w:r>", "甲\n乙\n丙"),
        ('<w:r><w:t>甲</w:t><w:br w:type="page"/></w:r>', "甲"),
        ('<w:r><w:br w:type="page"/><w:t>甲</w:t><w:br w:type="column"/><w:t>乙</w:t></w:r>', "甲\n乙"),
        ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:ptab/><w:t>丙</w:t></w:r>", "甲\t乙\t丙"),
        ("<w:r><w:t>3</w:t><w:noBreakHyphen/><w:t>4</w:t><w:softHyphen/><w:t>5</w:t></w:r>", "3-45"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="宋体" w:char="2460"/></w:r>', "☑①"),
        ('<w:hyperlink r:id="rId9"><w:r><w:t>公报</w:t></w:r></w:hyperlink>', "公报"),
        ('<w:smartTag w:element="date"><w:smartTagPr/><w:r><w:t>1月</w:t></w:r></w:smartTag>', "1月"),
        ("<w:customXml><w:customXmlPr/><w:r><w:t>甲</w:t></w:r></w:customXml>", "甲"),
        ("<w:bdo><w:r><w:t>甲</w:t></w:r></w:bdo><w:dir><w:r><w:t>乙</w:t></w:r></w:dir>", "甲乙"),
        ("<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>甲</w:t></w:r></w:sdtContent></w:sdt>", "甲"),
        ('<w:bookmarkStart w:id="0" w:name="_GoBack"/><w:bookmarkEnd w:id="0"/>' + run("甲"), "甲"),
        (run("甲", "<w:strike/><w:rtl/>"), "甲"),
        ("<w:unknown><w:r><w:t>甲</w:t></w:r></w:unknown>", "甲"),
        ("<m:oMath><m:r><m:rPr/><m:t>x=2</m:t></m:r></m:oMath>", "x=2"),
        (
            "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>",
            "1/2",
        ),
        ("<w:r><w:t>𠀀\ue001１２，３４５</w:t></w:r>", "𠀀\ue001１２，３４５"),
    ],
)
def test_what_a_paragraph_prints(raw: str, printed: str) -> None:
    assert text_of(paragraph(raw=raw)) == f"{printed}\n"


@pytest.mark.parametrize(
    ("raw", "printed", "aside"),
    [
        (within("del r delText", "旧") + within("ins r t", "新"), "新", [("deleted", "旧")]),
        ("<w:moveFrom><w:r><w:t>走</w:t></w:r></w:moveFrom>" + run("留"), "留", [("moved", "走")]),
        ("<w:moveTo><w:r><w:t>来</w:t></w:r></w:moveTo>", "来", []),
        ("<w:ins><w:del><w:r><w:delText>增又删</w:delText></w:r></w:del></w:ins>", "", [("deleted", "增又删")]),
        (run("藏", "<w:vanish/>") + run("露", '<w:vanish w:val="0"/>'), "露", [("hidden", "藏")]),
        (run("藏", '<w:rStyle w:val="Hidden"/>') + run("露", '<w:rStyle w:val="Other"/>'), "露", [("hidden", "藏")]),
        (run("点击输入", '<w:rStyle w:val="Wait"/>') + run("值"), "值", [("template", "点击输入")]),
        (run("旧格式", '<w:rPrChange w:id="1"><w:rPr><w:vanish/></w:rPr></w:rPrChange>'), "旧格式", []),
        (field("begin") + code("PAGE") + field("separate") + run("7") + field("end"), "7", [("field-code", "PAGE")]),
        ('<w:fldSimple w:instr=" DATE ">' + run("1月") + "</w:fldSimple>", "1月", [("field-code", " DATE ")]),
        (field("begin") + code("A") + field("begin") + code("B") + field("separate") + run("x")
         + field("end") + field("separate") + run("y") + field("end") + run("z"), "yz", [("field-code", "ABx")]),
        (field("begin") + field("end") + field("end") + field("separate") + run("甲"), "甲", []),
        ('<w:r><w:fldChar w:fldCharType="begin">' + within("ffData checkBox", "<w:checked/>") + "</w:fldChar></w:r>"
         + code("FORMCHECKBOX") + field("end") + run("是"), "☑是", [("field-code", "FORMCHECKBOX")]),
        ('<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="甲"/>'
         '<w:listEntry w:val="乙"/></w:ddList></w:ffData></w:fldChar></w:r>' + field("end"), "乙", []),
        ("<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + run("填写") + "</w:sdtContent></w:sdt>", "",
         [("template", "填写")]),
        (within("r ruby", within("rt", run("gong")) + within("rubyBase", run("公"))), "公", [("annotation", "gong")]),
        ('<w:r><w:sym w:font="Webdings" w:char="F0AA"/></w:r>', "\ufffd", [("unsupported", "Webdings F0AA")]),
    ],
)  # fmt: skip
def test_what_a_paragraph_leaves_aside(raw: str, printed: str, aside: list[tuple[str, str]]) -> None:
    styles = (
        '<w:style w:type="character" w:styleId="Base"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Hidden"><w:basedOn w:val="Base"/></w:style>'
        '<w:style w:type="character" w:styleId="Other"><w:basedOn w:val="Base"/>'
        '<w:rPr><w:vanish w:val="0"/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Wait"><w:name w:val="Placeholder Text"/></w:style>'
    )
    document = read_body(paragraph(raw=raw), {STYLES: part("styles", styles)})
    assert document.text == f"{printed}\n"
    assert left_aside(document) == aside


def test_a_deleted_mark_joins_two_paragraphs() -> None:
    first = paragraph("前", "<w:rPr><w:del/></w:rPr>")
    assert text_of(first + paragraph("后") + paragraph("末")) == "前后\n末\n"
    assert text_of(first * 3) == "前前前\n"
    assert left_aside(read_body(first + paragraph("后"))) == [("deleted", "\n")]


def test_a_hidden_mark_joins_and_an_inserted_one_parts() -> None:
    hidden = paragraph("标题", "<w:rPr><w:vanish/><w:specVanish/></w:rPr>")
    inserted = paragraph("段", "<w:rPr><w:ins/></w:rPr>")
    assert text_of(hidden + inserted + paragraph("尾")) == "标题段\n尾\n"


def test_a_joined_paragraph_before_a_table_keeps_its_place() -> None:
    first = paragraph("前", "<w:rPr><w:del/></w:rPr>")
    assert text_of(first + table(row(cell("甲"), cell("乙")), row(cell("1"), cell("2")))) == "前\n甲\t乙\n1\t2\n"


def test_paragraphs_of_a_hidden_style() -> None:
    style = '<w:style w:type="paragraph" w:styleId="P"><w:rPr><w:vanish/></w:rPr></w:style>'
    body = paragraph("藏", '<w:pStyle w:val="P"/>', raw=run("藏") + run("露", '<w:vanish w:val="0"/>'))
    document = read_body(body, {STYLES: part("styles", style)})
    assert document.text == "露\n"
    assert left_aside(document) == [("hidden", "藏")]


def test_tabs_led_to_page_numbers() -> None:
    style = '<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>'
    led = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="8000"/></w:tabs>'
    body = paragraph("一、总体情况\t3", '<w:pStyle w:val="TOC1"/>') + paragraph("二、公开\t4", led) + paragraph("甲\t5")
    assert text_of(body, {STYLES: part("styles", style)}) == "一、总体情况……3\n二、公开……4\n甲\t5\n"


def test_text_boxes_stand_behind_their_paragraph_once() -> None:
    inner = (
        "<w:txbxContent>"
        + paragraph("框内")
        + table(row(cell("甲"), cell("乙")), row(cell(""), cell("2")))
        + "</w:txbxContent>"
    )
    drawing = within("drawing wp:inline wps:wsp wps:txbx", inner)
    pict = within("pict v:shape v:textbox", inner)
    both = within("mc:AlternateContent", within("mc:Choice", drawing) + within("mc:Fallback", pict))
    expected = "段\n框内\n甲\t乙\n\t2\n末\n"
    for shape in (drawing, pict, both):
        document = read_body(paragraph(raw=run("段") + f"<w:r>{shape}</w:r>") + paragraph("末"))
        assert document.text == expected
        assert len(document.tables) == 1
    assert text_of(paragraph(raw=f"<w:r>{both}</w:r>")) == "框内\n甲\t乙\n\t2\n"


def test_wordart_is_printed_and_a_watermark_is_not() -> None:
    art = '<w:r><w:pict><v:shape><v:textpath string="某某市人民政府文件"/></v:shape></w:pict></w:r>'
    header = part("hdr", paragraph(raw=art.replace("某某市人民政府文件", "机密")) + paragraph("页眉"))
    document = read_body(paragraph(raw=art), {"word/header1.xml": header}, [("header", "header1.xml")])
    assert document.text == "某某市人民政府文件\n"
    assert left_aside(document) == [("watermark", "机密"), ("page-header", "页眉")]


def test_headers_and_footers() -> None:
    number = field("begin") + code("PAGE") + field("separate") + run("— 1 —") + field("end")
    parts = {
        "word/header1.xml": part("hdr", paragraph("机密★一年") + table(row(cell("左"), cell("右")))),
        "word/footer1.xml": part("ftr", paragraph(raw=number)),
        "word/footer2.xml": part("ftr", paragraph()),
    }
    relations = [
        ("header", "header1.xml"),
        ("footer", "footer1.xml"),
        ("footer", "footer2.xml"),
        ("footer", "gone.xml"),
    ]
    document = read_body(paragraph("正文"), parts, relations)
    assert document.text == "正文\n"
    assert left_aside(document) == [
        ("page-header", "机密★一年\n左\t右"),
        ("field-code", "PAGE"),
        ("page-number", "— 1 —"),
    ]
    assert document.omissions[0].spot.part == "word/header1.xml"


def test_notes_stand_behind_what_refers_to_them() -> None:
    notes = part(
        "footnotes",
        '<w:footnote w:type="separator" w:id="-1">' + paragraph("线") + "</w:footnote>"
        '<w:footnote w:id="1">' + paragraph("注一") + "</w:footnote>"
        '<w:footnote w:id="2">' + paragraph("注二") + "</w:footnote>"
        '<w:footnote w:id="3">' + paragraph("已删") + "</w:footnote>",
    )
    ends = part("endnotes", '<w:endnote w:id="1">' + paragraph("尾注") + "</w:endnote>")
    one, two = (f'<w:r><w:footnoteReference w:id="{number}"/></w:r>' for number in (1, 2))
    grid = table(row(cell("甲"), cell(raw=paragraph(raw=run("乙") + two))), row(cell("1"), cell("2")))
    body = (
        paragraph(raw=run("段") + one + '<w:r><w:endnoteReference w:id="1"/></w:r>')
        + grid
        + paragraph(raw=run("末") + one)
    )
    document = read_body(body, {"word/footnotes.xml": notes, "word/endnotes.xml": ends})
    assert document.text == "段\n注一\n尾注\n甲\t乙\n1\t2\n注二\n末\n"
    assert left_aside(document) == [("deleted", "已删")]
    assert document.spot(2, 4) == Spot("word/footnotes.xml", "/w:footnotes/w:footnote[2]/w:p")


def test_comments_are_annotations() -> None:
    comments = part("comments", '<w:comment w:id="0">' + paragraph("请核实") + paragraph("数字") + "</w:comment>")
    body = paragraph(raw='<w:commentRangeStart w:id="0"/>' + run("段") + '<w:r><w:commentReference w:id="0"/></w:r>')
    document = read_body(body, {"word/comments.xml": comments})
    assert document.text == "段\n"
    assert left_aside(document) == [("annotation", "请核实\n数字")]


def test_pictures_and_embedded_files_are_listed() -> None:
    picture = b"\x89PNG\r\n\x1a\nnot really"
    relations = [
        ("image", "media/image1.png"),
        ("oleObject", "embeddings/a.bin"),
        ("aFChunk", "chunk.htm"),
        ("chart", "chart.xml"),
    ]
    parts: dict[str, str | bytes] = {
        "word/media/image1.png": picture,
        "word/embeddings/a.bin": b"12345",
        "word/chunk.htm": "<p>块</p>",
        "word/chart.xml": '<c xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:t>图</a:t></c>',
    }
    blip = '<w:r><w:drawing><a:blip r:embed="rId1"/></w:drawing></w:r>'
    body = paragraph("段") + paragraph(raw=blip) + '<w:altChunk r:id="rId3"/>'
    document = read_body(body, parts, relations)
    sha256 = hashlib.sha256(picture).hexdigest()
    assert document.images == [
        Image("word/media/image1.png", "image/png", len(picture), sha256, Spot(BODY, "/w:document/w:body/w:p[2]"))
    ]
    assert [(one.reason, one.name, one.size, one.is_binary, one.text) for one in document.omissions] == [
        ("embedded", "word/embeddings/a.bin", 5, True, ""),
        ("embedded", "word/chunk.htm", 10, True, ""),
        ("embedded", "word/chart.xml", 1, False, "图"),
    ]
    assert document.omissions[1].spot.path == "/w:document/w:body/w:altChunk"


def test_what_is_wrapped_around_blocks() -> None:
    wrapped = within("sdt sdtContent", paragraph("甲") + within("customXml", paragraph("乙")))
    alternative = f"<mc:AlternateContent><mc:Choice/><mc:Fallback>{paragraph('丙')}</mc:Fallback></mc:AlternateContent>"
    assert (
        text_of(f"{wrapped}{alternative}<w:ins>{paragraph('丁')}</w:ins>" + run("散") + "<w:sectPr/>")
        == "甲\n乙\n丙\n丁\n散\n"
    )


def test_deleted_blocks() -> None:
    document = read_body(f"<w:del>{paragraph('删')}</w:del><w:moveFrom>{paragraph('移')}</w:moveFrom>{paragraph('留')}")
    assert document.text == "留\n"
    assert left_aside(document) == [("deleted", "删"), ("moved", "移")]


def test_every_place_finds_its_text_again() -> None:
    box = within("r pict v:textbox txbxContent", paragraph("框") + paragraph("二"))
    grid = table(row(cell("甲"), cell("乙")), row(cell("", '<w:vMerge w:val="restart"/>'), cell("丁")))
    body = paragraph("一") + f"<w:sdt><w:sdtContent>{paragraph('内')}{grid}</w:sdtContent></w:sdt>" + paragraph(raw=box)
    document = read_body(body)
    tree = etree.fromstring(part("document", f"<w:body>{body}</w:body>").encode()).getroottree()
    for place in document.places:
        (element,) = tree.xpath(place.spot.path, namespaces=NAMESPACES)
        assert tree.getpath(element) == place.spot.path
        assert "".join(element.itertext()) == document.text[place.start : place.end]
        assert place.spot.part == BODY
    assert len(document.places) == 8


def test_strict_documents_read_the_same() -> None:
    body = paragraph("段") + table(row(cell("甲", '<w:gridSpan w:val="2"/>')), row(cell("乙"), cell("丙")))
    strict = part("document", f"<w:body>{body}</w:body>").replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert "purl" in strict
    found, expected = read_body("", {BODY: strict}), read_body(body)
    assert (found.text, found.tables, found.places) == (expected.text, expected.tables, expected.places)


@pytest.mark.parametrize("main", ["word/document2.xml", "content/主文档.xml", "document.xml"])
def test_the_main_part_is_found_by_its_relationship(main: str) -> None:
    data = package(paragraph("段"), main=main)
    assert read_document(data, "a.docx").text == "段\n"
    assert read_document(data, "a.docx").places[0].spot.part == main


@pytest.mark.parametrize(
    ("content_type", "media_type"),
    [
        (MAIN_TYPE, f"{WORDPROCESSING}.document"),
        ("application/vnd.ms-word.document.macroEnabled.main+xml", "application/vnd.ms-word.document.macroEnabled.12"),
        (f"{WORDPROCESSING}.template.main+xml", f"{WORDPROCESSING}.template"),
    ],
)
def test_media_types(content_type: str, media_type: str) -> None:
    data = package(paragraph("段"), content_type=content_type)
    source = read_document(data, "folder/a.docx").source
    assert (source.media_type, source.name, source.size) == (media_type, "a.docx", len(data))
    assert source.text_basis == "reader"


def test_nothing_but_pictures_is_no_text() -> None:
    body = paragraph(raw='<w:r><w:drawing><a:blip r:embed="rId1"/></w:drawing></w:r>')
    with pytest.raises(InputError, match=r"报告\.docx.*pictures") as caught:
        read_body(body, {"word/media/1.png": b"x"}, [("image", "media/1.png")])
    assert caught.value.code == "no-text"
