from __future__ import annotations

import io
import os
import time
import tracemalloc
import zipfile
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from docx_reading import left_aside, read_body
from docx_writer import cell, numbered, numbering, package, paragraph, part, relationships, row, table, zipped
from hypothesis import given, settings
from hypothesis import strategies as st

import gaixml.readers.docx
from gaixml.document import Document
from gaixml.errors import InputError
from gaixml.readers import read_document

if TYPE_CHECKING:
    from collections.abc import Callable

BODY = "word/document.xml"
PLAIN = package(
    paragraph("段落") + table(row(cell("甲"), cell("1"))), {"word/numbering.xml": numbering([("decimal", "%1.")])}
)


def refused(data: bytes, name: str = "报告.docx") -> str:
    with pytest.raises(InputError, match=name.replace(".", r"\.")) as caught:
        read_document(data, name)
    return caught.value.code


def repacked(change: Callable[[zipfile.ZipInfo], None], extra: tuple[str, bytes]) -> bytes:
    """Return the plain docx with one more member, whose entry is changed."""
    packed = io.BytesIO(PLAIN)
    with zipfile.ZipFile(packed, "a") as container:
        entry = zipfile.ZipInfo(extra[0])
        change(entry)
        container.writestr(entry, extra[1])
    return packed.getvalue()


def with_body(body: str | bytes) -> bytes:
    return package(parts={BODY: body})


def test_01_an_empty_file() -> None:
    assert refused(b"") == "empty"


@pytest.mark.parametrize("name", ["报告.txt", "报告.pdf", "报告.doc", "报告"])
def test_02_the_content_decides_and_not_the_name(name: str) -> None:
    assert read_document(PLAIN, name).source.media_type.endswith("wordprocessingml.document")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_03_a_docx_that_was_cut_off(share: float) -> None:
    assert refused(PLAIN[: int(len(PLAIN) * share)]) == "damaged"


def test_04_an_encrypted_docx() -> None:
    stream = "EncryptedPackage".encode("utf-16-le")
    assert refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream + bytes(600)) == "encrypted"
    member = bytearray(PLAIN)
    for at in (PLAIN.find(b"PK\x01\x02", at) for at in range(len(PLAIN)) if PLAIN.startswith(b"PK\x01\x02", at)):
        member[at + 8] |= 1
    assert refused(bytes(member)) == "encrypted"


@pytest.mark.parametrize("name", [BODY, "word/media/image1.png"])
def test_06_a_zip_bomb(name: str) -> None:
    bomb = b"<w:document>" + b" " * (300 << 20)
    data = package(paragraph("段"), {name: bomb}, [("image", "media/image1.png")])
    assert len(data) < 1 << 20
    start = time.monotonic()
    assert refused(data) == "too-large"
    assert time.monotonic() - start < 20


def test_07_a_nested_zip_bomb_is_never_unpacked() -> None:
    inner = zipped({"bomb": bytes(50 << 20)})
    document = read_body(paragraph("段"), {"word/embeddings/a.docx": inner}, [("package", "embeddings/a.docx")])
    assert [(one.reason, one.name, one.size) for one in document.omissions] == [
        ("embedded", "word/embeddings/a.docx", len(inner))
    ]


@pytest.mark.parametrize("name", ["../evil", "word/../../evil", "/etc/passwd", "C:/evil", "word\\evil", "..\\evil"])
def test_08_09_13_members_whose_names_leave_the_container(name: str) -> None:
    assert refused(repacked(lambda _: None, (name, b"x"))) == "unsafe"


@pytest.mark.parametrize(
    "target", ["../../../../etc/passwd", "/etc/passwd", "file%3A///etc/passwd", "..\\..\\x", "", "#"]
)
def test_08_targets_that_leave_the_container_lead_nowhere(target: str) -> None:
    relations = [("styles", target), ("image", target), ("header", target), ("numbering", target)]
    assert read_document(package(paragraph("段"), relations=relations), "a.docx").text == "段\n"


def test_10_a_symbolic_link() -> None:
    def link(entry: zipfile.ZipInfo) -> None:
        entry.external_attr = 0o120777 << 16

    assert refused(repacked(link, ("word/link", b"/etc/passwd"))) == "unsafe"


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", [BODY, "WORD/Document.xml"])
def test_11_15_two_members_of_one_name(name: str) -> None:
    assert refused(repacked(lambda _: None, (name, b"x"))) == "unsafe"


def test_12_14_names_in_gbk_and_long_ones() -> None:
    name = ("照片" * 100) + ".png"
    data = package(paragraph("段"), {f"word/media/{name}": b"x"}, [("image", f"media/{name}")])
    assert read_document(data, "a.docx").images[0].name == f"word/media/{name}"
    packed = bytearray(package(paragraph("段"), {"word/media/@@.png": b"x"}, [("image", "media/照.png")]))
    renamed = bytes(packed).replace(b"@@", "照".encode("gbk"))
    assert read_document(renamed, "a.docx").images[0].name == "word/media/照.png"


def test_16_a_docx_without_its_main_part() -> None:
    types = '<Types><Override ContentType="wordprocessingml.document.main+xml"/></Types>'
    rels = relationships([("officeDocument", BODY)])
    assert refused(zipped({"[Content_Types].xml": types, "_rels/.rels": rels})) == "damaged"


def test_17_external_relationships_are_listed_and_never_followed() -> None:
    relations = [
        ("image", "http://example.org/a.png"),
        ("hyperlink", "http://example.org/"),
        ("subDocument", "file:///x"),
    ]
    settings = {"word/_rels/settings.xml.rels": relationships([("attachedTemplate", "http://example.org/t.dotm")])}
    document = read_body(paragraph("段"), {"word/settings.xml": part("settings", ""), **settings}, relations)
    assert [one[1] for one in left_aside(document) if one[0] == "external"] == [
        "http://example.org/a.png", "http://example.org/", "file:///x", "http://example.org/t.dotm",
    ]  # fmt: skip
    assert [(image.name, image.size, image.sha256) for image in document.images] == [
        ("http://example.org/a.png", 0, "")
    ]


def test_18_macros_are_listed_and_never_run() -> None:
    data = package(
        paragraph("段"),
        {"word/vbaProject.bin": b"macro"},
        [("vbaProject", "vbaProject.bin")],
        content_type="application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    document = read_document(data, "a.docm")
    assert document.text == "段\n"
    assert [(one.reason, one.name, one.size) for one in document.omissions] == [("macro", "word/vbaProject.bin", 5)]


@pytest.mark.parametrize("name", [BODY, "word/styles.xml", "word/_rels/document.xml.rels"])
@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]><x>&c;</x>',
        '<!DOCTYPE x SYSTEM "http://example.org/x.dtd"><x/>',
    ],
)
def test_27_28_entities_and_document_types(name: str, declared: str) -> None:
    assert refused(package(paragraph("段"), {name: declared}, [("styles", "styles.xml")])) in {"unsafe", "damaged"}


def test_29_a_hundred_thousand_nested_elements() -> None:
    for name in ("w:sdt", "w:tbl", "w:ins", "w:p", "w:r"):
        nested = f"<{name}>" * 100_000 + f"</{name}>" * 100_000
        assert refused(package(nested)) == "damaged"


@pytest.mark.parametrize(
    "wrap", ["sdt><w:sdtContent", "ins", "p><w:r><w:txbxContent", "tbl><w:tr><w:tc", "r", "customXml"]
)
def test_29_as_deep_as_the_parser_goes(wrap: str) -> None:
    names = [name.removeprefix("w:") for name in wrap.split("><")]
    deep = 250 // len(names)
    ends = "".join(f"</w:{name}>" for name in reversed(names))
    body = f"<w:{wrap}>" * deep + "<w:t>底</w:t>" + ends * deep
    assert isinstance(read_body(body), Document)
    assert isinstance(read_body(paragraph(raw=body.replace("<w:p>", "<w:x>").replace("</w:p>", "</w:x>"))), Document)


@pytest.mark.parametrize("bad", ["\x00", "\x08", "&#0;", "&#8;", "&#xd800;", "\ufffe", "<w:p>", "&undefined;"])
def test_30_31_characters_and_marks_that_xml_does_not_have(bad: str) -> None:
    assert refused(with_body(part("document", f"<w:body><w:p><w:r><w:t>{bad}</w:t></w:r></w:p></w:body>"))) == "damaged"


@pytest.mark.parametrize("text", ["\ue000\U000f0000𠀀", "１，２３４", "—", "无", "/", "-3", "1.50", "\x85\u2028\u3000"])
def test_32_33_characters_come_through(text: str) -> None:
    assert read_body(table(row(cell("甲"), cell(text)))).text == f"甲\t{text}\n"


@pytest.mark.parametrize("encoding", ["utf-16", "gb18030"])
def test_24_parts_in_other_charsets(encoding: str) -> None:
    xml = part("document", f"<w:body>{paragraph('段落')}</w:body>").replace('"UTF-8"', f'"{encoding}"', 1)
    assert read_document(with_body(xml.encode(encoding)), "a.docx").text == "段落\n"


@pytest.mark.parametrize(
    "body", ["<a/>", "<w:document/>", part("document", ""), part("document", "<w:body/>"), part("x", "")]
)
def test_bodies_that_hold_nothing(body: str) -> None:
    if ":" in body and "xmlns" not in body:
        assert refused(with_body(body)) == "damaged"
    else:
        assert read_document(with_body(body), "a.docx").text == ""


@pytest.mark.parametrize("body", ["", "not XML", "\ufeff", "<w:document"])
def test_bodies_that_are_no_xml(body: str) -> None:
    assert refused(with_body(body)) == "damaged"


def test_a_part_that_is_damaged_and_not_needed_stops_nothing() -> None:
    data = bytearray(package(paragraph("段"), {"word/media/1.png": os.urandom(5000)}, [("image", "media/1.png")]))
    at = data.rindex(b"word/media/1.png", 0, data.index(b"PK\x01\x02")) + 1000
    data[at] ^= 0xFF
    document = read_document(bytes(data), "a.docx")
    assert (document.text, document.images[0].sha256) == ("段\n", "")


def seconds(body: str, parts: dict[str, str | bytes] | None = None) -> float:
    data = package(body, parts)
    best = 1e9
    for _ in range(2):
        start = time.process_time()
        read_document(data, "a.docx")
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.parametrize(
    "piece",
    [
        paragraph("段"),
        numbered("题", 1),
        "<w:p>" + "<w:r><w:t>字</w:t></w:r>" * 10 + "</w:p>",
        "<w:r><w:t>字</w:t></w:r>",
        paragraph("删", "<w:rPr><w:del/></w:rPr>"),
        paragraph(raw=f"<w:r><w:pict><w:txbxContent>{paragraph('框')}</w:txbxContent></w:pict></w:r>"),
        f"<w:sdt><w:sdtContent>{paragraph('内')}</w:sdtContent></w:sdt>",
        table(row(cell("甲"), cell("1"))),
    ],
)
def test_time_grows_with_the_size(piece: str) -> None:
    parts: dict[str, str | bytes] = {"word/numbering.xml": numbering([("decimal", "%1.")])}
    assert seconds(piece * 8_000, parts) < 16 * seconds(piece * 1_000, parts) + 0.5


@pytest.mark.parametrize("columns", [4, 2_000])
def test_time_grows_with_the_cells(columns: int) -> None:
    def body(cells: int) -> str:
        return table(*[row(*[cell("1")] * columns)] * (cells // columns))

    assert seconds(body(16_000)) < 16 * seconds(body(2_000)) + 0.5


def test_text_boxes_of_one_paragraph() -> None:
    box = f"<w:r><w:pict><w:txbxContent>{paragraph('框')}</w:txbxContent></w:pict></w:r>"
    assert seconds(paragraph(raw=box * 4_000)) < 16 * seconds(paragraph(raw=box * 500)) + 0.5


def test_memory_is_a_small_multiple_of_the_document() -> None:
    data = package(paragraph("第一段文字") * 20_000)
    tracemalloc.start()
    read_document(data, "a.docx")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 40 << 20


def outcome(data: bytes) -> Document | str:
    try:
        return gaixml.readers.docx.read(data, "fuzz.docx", None)
    except InputError as error:
        return str(error) if "fuzz.docx" in str(error) else ""


@given(st.binary(max_size=200))
def test_any_bytes_behind_the_signature(rest: bytes) -> None:
    assert outcome(b"PK\x03\x04" + rest)


@given(st.integers(0, len(PLAIN) - 1), st.integers(0, 255), st.integers(0, 8))
def test_a_docx_with_some_bytes_changed(at: int, value: int, count: int) -> None:
    assert outcome(PLAIN[:at] + bytes([value]) * count + PLAIN[at + count :])


NAMES = ["p", "r", "t", "tbl", "tr", "tc", "pPr", "rPr", "tcPr", "trPr", "sdt", "sdtContent", "ins", "del", "fldChar"]
MORE = [
    "numPr",
    "ilvl",
    "numId",
    "gridSpan",
    "vMerge",
    "gridBefore",
    "hMerge",
    "vanish",
    "pStyle",
    "rStyle",
    "txbxContent",
]
ODD = [
    "moveFrom",
    "ruby",
    "rt",
    "sym",
    "br",
    "tab",
    "footnoteReference",
    "altChunk",
    "pict",
    "object",
    "body",
    "cellDel",
]
VALUES = st.sampled_from(
    ["", "0", "1", "2", "-1", "restart", "continue", "99999999999", "x", "begin", "separate", "end"]
)


@st.composite
def elements(draw: st.DrawFn, deep: int = 4) -> str:
    name = draw(st.sampled_from(NAMES + MORE + ODD))
    inner = "".join(draw(st.lists(elements(deep - 1), max_size=3))) if deep else draw(st.sampled_from(["", "字", "1"]))
    attributes = "".join(f' w:{key}="{draw(VALUES)}"' for key in ("val", "fldCharType", "type") if draw(st.booleans()))
    return f"<w:{name}{attributes}>{inner}</w:{name}>"


@settings(max_examples=60)
@given(st.lists(elements(), max_size=4))
def test_any_elements_anywhere(body: list[str]) -> None:
    parts: dict[str, str | bytes] = {"word/numbering.xml": part("numbering", "".join(body))}
    document = outcome(package("".join(body), {**parts, "word/styles.xml": part("styles", "".join(body))}))
    assert isinstance(document, Document)
    places = document.places
    assert all(one.start <= one.end <= two.start for one, two in pairwise(places))
