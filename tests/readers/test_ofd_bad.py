"""BAD_INPUT.md for OFD: each file is made here, each gives a clear error or a document."""

from __future__ import annotations

import io
import zipfile
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ofd_writer import make_ofd, pack, page_xml, text_object, xml

from gaixml.document import Document
from gaixml.errors import InputError
from gaixml.readers import read_document
from gaixml.readers.ofd import read

HELLO = page_xml([text_object("一、总体情况", 30, 40, 5), text_object("二、其他", 30, 50, 5)])
GOOD = make_ofd([HELLO])
PAGE = "Doc_0/Pages/Page_0/Content.xml"
PARTS = ("OFD.xml", "Doc_0/Document.xml", PAGE)


def code(data: bytes, name: str = "报告.ofd") -> str:
    """Return the code of the error that a file gives, whose message names the file."""
    with pytest.raises(InputError) as caught:
        read_document(data, name)
    assert name in str(caught.value)
    return caught.value.code


def renamed(name: str, *, attributes: int = 0) -> bytes:
    """Return an OFD file with one more member."""
    file = io.BytesIO(GOOD)
    with zipfile.ZipFile(file, "a") as container:
        info = zipfile.ZipInfo("x")
        info.filename = name
        info.external_attr = attributes << 16
        container.writestr(info, "x")
    return file.getvalue()


def test_empty_and_truncated() -> None:
    assert code(b"") == "empty"
    assert code(GOOD[: len(GOOD) // 2]) == "damaged"


def test_the_content_decides() -> None:
    assert read_document(GOOD, "report.docx").text == "一、总体情况\n二、其他\n"


def test_nothing_to_read() -> None:
    assert code(make_ofd([page_xml([])])) == "no-text"
    assert code(make_ofd([])) == "damaged"
    assert code(make_ofd([HELLO], {"Doc_0/Document.xml": "<Document"})) == "damaged"
    assert code(make_ofd([HELLO], {"OFD.xml": "<OFD"})) == "damaged"
    assert code(make_ofd([HELLO], {PAGE: "<Page"})) == "damaged"


def test_encrypted_members() -> None:
    data = bytearray(GOOD)
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(signature, at + 1)) >= 0:
            data[at + flags] |= 1
    assert code(bytes(data)) == "encrypted"


def test_zip_bombs() -> None:
    assert code(make_ofd([HELLO], {PAGE: b"<Page>" + b" " * (1 << 27)})) == "too-large"
    inner = pack({"bomb.xml": b" " * (1 << 26)})
    assert read_document(make_ofd([HELLO], {"Doc_0/inner.zip": inner}), "a.ofd").text


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/evil.xml", "C:/evil", "a\\b.xml", "Doc_0/../../evil"])
def test_names_that_leave_the_container(name: str) -> None:
    assert code(renamed(name)) == "unsafe"


def test_locations_that_leave_the_container() -> None:
    location = "../" * 20 + "etc/hostname"
    document = xml("Document", f'<ofd:Pages><ofd:Page ID="1" BaseLoc="{location}"/></ofd:Pages>')
    assert code(make_ofd([HELLO], {"Doc_0/Document.xml": document})) == "damaged"


def test_links_and_names_alike() -> None:
    assert code(renamed("link", attributes=0o120777)) == "unsafe"
    assert code(renamed("ofd.XML")) == "unsafe"
    with pytest.warns(UserWarning, match="Duplicate"):
        data = renamed("OFD.xml")
    assert code(data) == "unsafe"
    accents = make_ofd([HELLO], {"caf\u00e9.xml": "x", "cafe\u0301.xml": "x"})
    assert code(accents) == "unsafe"


def test_gbk_and_long_names() -> None:
    name = "数据"
    data = renamed("??????"[: len(name.encode("gbk"))]).replace(b"????", name.encode("gbk"))
    assert read_document(data, "a.ofd").text
    assert read_document(renamed("年" * 200), "a.ofd").text


@pytest.mark.parametrize("member", PARTS)
@pytest.mark.parametrize("content", ["&a;", "x"])
def test_document_types_are_refused(member: str, content: str) -> None:
    doctype = '<!DOCTYPE Page [<!ENTITY b "bbbbbbbbbb"><!ENTITY a SYSTEM "file:///etc/hostname">]>'
    assert code(make_ofd([HELLO], {member: f"{doctype}<Page>{content}</Page>"})) == "unsafe"


def test_entity_bomb() -> None:
    names = "abcdefghij"
    entities = "".join(f"<!ENTITY {two} '{f'&{one};' * 10}'>" for one, two in pairwise(names))
    bomb = f"<!DOCTYPE Page [<!ENTITY a 'xxxxxxxxxx'>{entities}]><Page>&j;</Page>"
    assert code(make_ofd([HELLO], {PAGE: bomb})) in {"unsafe", "damaged"}


def test_deep_nesting_is_a_damaged_page() -> None:
    page = page_xml(["<ofd:PageBlock>" * 100_000 + "</ofd:PageBlock>" * 100_000])
    assert code(make_ofd([page])) == "damaged"
    document = read_document(make_ofd([page, HELLO]), "a.ofd")
    assert [omission.reason for omission in document.omissions] == ["unsupported"]


def test_blocks_in_blocks_are_read_or_listed() -> None:
    block = "<ofd:PageBlock>" * 100 + text_object("深", 30, 60, 5) + "</ofd:PageBlock>" * 100
    document = read_document(make_ofd([page_xml([block, text_object("浅", 30, 40, 5)])]), "a.ofd")
    assert document.text == "浅\n"
    assert [omission.text for omission in document.omissions] == ["深"]


def test_composite_objects_in_one_another_are_bounded() -> None:
    uses = '<ofd:CompositeObject ResourceID="9" Boundary="0 0 9 9"/>' * 10
    unit = f'<ofd:CompositeGraphicUnit ID="9"><ofd:Content>{uses}</ofd:Content></ofd:CompositeGraphicUnit>'
    resources = xml("Res", f"<ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnits>")
    data = make_ofd([page_xml([uses])], {"Doc_0/R.xml": resources}, common="<ofd:PublicRes>R.xml</ofd:PublicRes>")
    assert code(data) == "too-large"


def test_templates_on_many_pages_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gaixml.readers.ofd.painter.MOST_MARKS", 50_000)
    template = page_xml([text_object("长" * 600, 0, 0, 5)])
    page = page_xml([], '<ofd:Template TemplateID="7"/>')
    common = '<ofd:TemplatePage ID="7" BaseLoc="T.xml"/>'
    assert code(make_ofd([page] * 100, {"Doc_0/T.xml": template}, common=common)) == "too-large"


def test_too_many_pages() -> None:
    pages = '<ofd:Page ID="1" BaseLoc="none.xml"/>' * 30_000
    document = xml("Document", f"<ofd:Pages>{pages}</ofd:Pages>")
    assert code(make_ofd([HELLO], {"Doc_0/Document.xml": document})) == "too-large"


def test_absurd_figures() -> None:
    odd = '<ofd:TextCode X="a" DeltaX="g g -1">甲</ofd:TextCode>'
    drawn = "<ofd:AbbreviatedData>M L B 1 2 C C e 1e99 L 1 1</ofd:AbbreviatedData>"
    objects = [
        f'<ofd:TextObject Boundary="nan inf 1e99 x" Size="1e300" CTM="9 9">{odd}</ofd:TextObject>',
        '<ofd:TextObject><ofd:TextCode DeltaX="g 5">乙</ofd:TextCode></ofd:TextObject>',
        f'<ofd:PathObject Boundary="0 0">{drawn}</ofd:PathObject>',
        text_object("丙", 30, 40, 5),
    ]
    area = "<ofd:Area><ofd:PhysicalBox>0 0 1e99 -5</ofd:PhysicalBox></ofd:Area>"
    assert "丙" in read_document(make_ofd([page_xml(objects, area)]), "a.ofd").text


def test_characters_of_every_kind_are_read() -> None:
    printed = "\ue000𠀀１２３（一）—／"
    assert read_document(make_ofd([page_xml([text_object(printed, 30, 40, 5)])]), "a.ofd").text == f"{printed}\n"


def never_raises(data: bytes) -> None:
    try:
        document = read(data, "a.ofd", None)
    except InputError as error:
        if not str(error).startswith("a.ofd"):
            raise AssertionError(error) from None
    else:
        assert isinstance(document, Document)


@given(st.binary(max_size=2000))
def test_any_bytes_behind_the_signature(data: bytes) -> None:
    never_raises(b"PK\x03\x04" + data)


@settings(max_examples=150)
@given(st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(0, 255)), max_size=8))
def test_changed_bytes(changes: list[tuple[int, int]]) -> None:
    changed = bytearray(GOOD)
    for at, value in changes:
        changed[at % len(changed)] = value
    never_raises(bytes(changed))


@settings(max_examples=200)
@given(st.sampled_from(PARTS), st.lists(st.tuples(st.integers(0, 1 << 16), st.text(max_size=6)), max_size=5))
def test_changed_xml(member: str, changes: list[tuple[int, str]]) -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as container:
        content = container.read(member).decode()
    for at, piece in changes:
        content = content[: at % len(content)] + piece + content[at % len(content) + len(piece) :]
    never_raises(make_ofd([HELLO], {member: content.encode("utf-8", "replace")}))


NUMBERS = st.text(alphabet="0123456789.-+eEg ", max_size=12)


@given(NUMBERS, NUMBERS, NUMBERS, st.text(alphabet="MLBQACS0123456789.- ", max_size=40))
def test_any_figures(box: str, matrix: str, gaps: str, path: str) -> None:
    code = f'<ofd:TextCode X="1" Y="2" DeltaX="{gaps}" DeltaY="{gaps}">甲乙a</ofd:TextCode>'
    text = f'<ofd:TextObject Boundary="{box}" CTM="{matrix}" Size="{gaps}">{code}</ofd:TextObject>'
    drawn = f'<ofd:PathObject Boundary="{box}"><ofd:AbbreviatedData>{path}</ofd:AbbreviatedData></ofd:PathObject>'
    never_raises(make_ofd([page_xml([text, drawn, text_object("丙", 30, 40, 5)])]))
