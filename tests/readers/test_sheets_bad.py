"""BAD_INPUT.md for workbooks: each file is made here, each gives a clear error or a document."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ofd_writer import pack
from xls_writer import SIZE, compound, make_stream, make_xls, number, record, text
from xlsx_writer import MAIN, make_xlsx, part, sheet_xml

from gaixml.document import Document
from gaixml.errors import InputError
from gaixml.readers import read_document
from gaixml.readers.sheets import read

pytest.importorskip("python_calamine")
SHEET = "xl/worksheets/sheet1.xml"
GOOD = make_xlsx({"表": sheet_xml({(1, 1): "项目", (1, 2): "数", (2, 1): "甲", (2, 2): "1"}, ["A1:A2"])})
OLD = make_xls({"表": text(0, 0, 0) + number(0, 1, 2.0)}, ["甲"])


def code(data: bytes, name: str = "报告.xlsx") -> str:
    """Return the code of the error that a file gives, whose message names the file."""
    with pytest.raises(InputError) as caught:
        read_document(data, name)
    assert name in str(caught.value)
    return caught.value.code


def with_sheet(xml: str | bytes) -> bytes:
    return make_xlsx({"表": xml})


def one_cell(name: str, value: str = "<v>1</v>", kind: str = "n") -> str:
    return part("worksheet", f'<sheetData><row><c r="{name}" t="{kind}">{value}</c></row></sheetData>')


def renamed(name: str, *, attributes: int = 0) -> bytes:
    """Return a workbook with one more member."""
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
    assert code(OLD[: len(OLD) // 2], "a.xls") == "damaged"


def test_the_content_decides() -> None:
    assert read_document(GOOD, "report.pdf").text == read_document(GOOD, "a.xlsx").text
    assert read_document(OLD, "report.docx").text == "甲\t2\n"


def test_encrypted() -> None:
    assert code(compound(b"", "EncryptedPackage")) == "encrypted"
    assert code(make_xls({"表": number(0, 0, 1)}, before=record(0x2F, bytes(6))), "a.xls") == "encrypted"


def test_nothing_in_it() -> None:
    assert code(with_sheet(sheet_xml({}))) == "no-text"
    assert code(make_xls({"表": b""}), "a.xls") == "no-text"


def test_binary_workbook() -> None:
    assert code(make_xlsx({}, {"xl/workbook.bin": b""})) == "format"


@pytest.mark.parametrize("cell", ["XFD1048576", "A1048577", "ZZZZZZ1", "XFD100", "A9999999999"])
def test_a_cell_far_off_takes_no_room(cell: str) -> None:
    assert code(with_sheet(one_cell(cell))) == "too-large"


def test_cells_without_names_are_counted() -> None:
    rows = "<row><c><v>1</v></c></row>" * 1100 + "<row>" + "<c><v>1</v></c>" * 1000 + "</row>"
    assert code(with_sheet(part("worksheet", f"<sheetData>{rows}</sheetData>"))) == "too-large"


def test_a_cell_far_off_in_excel_97_takes_no_room() -> None:
    assert code(make_xls({"表": number(65535, 16000, 1)}), "a.xls") == "too-large"
    declared = record(SIZE, struct.pack("<IIHHH", 0, 0xFFFFFFFF, 0, 65535, 0))
    assert code(make_xls({"表": declared + number(0, 0, 1)}), "a.xls") == "damaged"


def test_one_long_text_in_many_cells() -> None:
    cells = "".join(f'<c r="A{row}" t="s"><v>0</v></c>' for row in range(1, 3000))
    sheet = part("worksheet", f"<sheetData><row>{cells}</row></sheetData>")
    strings = part("sst", f"<si><t>{'长' * 30_000}</t></si>")
    assert code(make_xlsx({"表": sheet}, {"xl/sharedStrings.xml": strings})) == "too-large"
    old = make_xls({"表": b"".join(text(row, 0, 0) for row in range(40_000))}, ["长" * 4000])
    assert code(old, "a.xls") == "too-large"


def test_zip_bombs() -> None:
    assert code(with_sheet(b"<worksheet>" + b" " * (1 << 27))) == "too-large"
    blank = b" " * (1 << 26)
    assert code(make_xlsx({"表": sheet_xml({(1, 1): "甲"})}, {f"xl/{at}.xml": blank for at in range(5)})) == "too-large"


def test_a_bomb_in_a_bomb_is_not_opened() -> None:
    inner = pack({"bomb.xml": b" " * (1 << 26)})
    extra: dict[str, str | bytes] = {"xl/embeddings/inner.zip": inner}
    document = read_document(make_xlsx({"表": sheet_xml({(1, 1): "甲"})}, extra), "a.xlsx")
    assert [omission.reason for omission in document.omissions] == ["embedded"]


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/evil.xml", "C:/evil", "a\\b.xml", "xl/../../evil"])
def test_names_that_leave_the_container(name: str) -> None:
    assert code(renamed(name)) == "unsafe"


def test_links_and_names_alike() -> None:
    assert code(renamed("xl/link", attributes=0o120777)) == "unsafe"
    assert code(renamed("XL/WORKBOOK.XML")) == "unsafe"
    with pytest.warns(UserWarning, match="Duplicate"):
        data = renamed("xl/workbook.xml")
    assert code(data) == "unsafe"


def test_long_and_chinese_names() -> None:
    assert read_document(renamed("年" * 200), "a.xlsx").text


ENTITY = '<!DOCTYPE worksheet [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
BOMB = "<!DOCTYPE x [<!ENTITY a '" + "x" * 1000 + "'>" + "".join(
    f"<!ENTITY {chr(98 + at)} '{f'&{chr(97 + at)};' * 10}'>" for at in range(9)
) + "]>"  # fmt: skip


@pytest.mark.parametrize("doctype", [ENTITY, BOMB])
def test_entities_are_refused(doctype: str) -> None:
    cell = '<c r="A1" t="str"><v>&a;</v></c>'
    body = f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">{cell}</row></sheetData></worksheet>'
    assert code(with_sheet(doctype + body)) in {"unsafe", "damaged"}


def test_deep_nesting() -> None:
    assert code(with_sheet(part("worksheet", "<sheetData>" * 100_000 + "</sheetData>" * 100_000))) == "damaged"


def test_no_xml() -> None:
    assert code(with_sheet("<worksheet><sheetData><row>")) == "damaged"
    assert code(make_xlsx({"表": sheet_xml({(1, 1): "甲"})}, {"xl/workbook.xml": "<sst"})) == "damaged"


def test_characters_of_every_kind_are_read() -> None:
    printed = "\ue000𠀀１２３（一）—／\u200b"
    assert read_document(with_sheet(sheet_xml({(1, 1): printed})), "a.xlsx").text == f"{printed}\n"
    controls = make_xls({"表": text(0, 0, 0)}, ["甲\x01\x0b乙"])
    assert read_document(controls, "a.xls").text == "甲\x01\x0b乙\n"


def test_loops_in_a_compound_file() -> None:
    data = bytearray(OLD)
    for at in range(512, 1024, 4):
        data[at : at + 4] = struct.pack("<I", 2)
    assert code(bytes(data), "a.xls") == "damaged"


def test_sheets_that_begin_in_one_place() -> None:
    listed = b"".join(record(0x85, struct.pack("<IBBBB", 0, 0, 0, 1, 0) + b"a") for _ in range(3000))
    data = compound(make_stream({"表": number(0, 0, 1)}, before=listed))
    assert code(data, "a.xls") in {"too-large", "damaged"}


def never_raises(data: bytes) -> None:
    try:
        assert isinstance(read(data, "a.xlsx", None), Document)
    except InputError as error:
        if not str(error).startswith("a.xlsx"):
            raise AssertionError(error) from None


@given(st.binary(max_size=2000))
def test_any_bytes_behind_the_signature(data: bytes) -> None:
    never_raises(b"PK\x03\x04" + data)
    never_raises(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + data)


@settings(max_examples=150)
@given(st.sampled_from([GOOD, OLD]), st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(0, 255)), max_size=8))
def test_changed_bytes(data: bytes, changes: list[tuple[int, int]]) -> None:
    changed = bytearray(data)
    for at, value in changes:
        changed[at % len(changed)] = value
    never_raises(bytes(changed))


@settings(max_examples=200)
@given(st.lists(st.tuples(st.integers(0, 1 << 20), st.binary(max_size=4)), min_size=1, max_size=6))
def test_changed_records(changes: list[tuple[int, bytes]]) -> None:
    stream = bytearray(make_stream({"表": text(0, 0, 0) + number(0, 1, 2.0)}, ["甲乙丙"]))
    for at, piece in changes:
        stream[at % len(stream) : at % len(stream) + len(piece)] = piece
    never_raises(compound(bytes(stream)))


@settings(max_examples=150)
@example("xl/worksheets/sheet1.xml", 11396, "}")  # inside of the name space
@given(
    st.sampled_from([SHEET, "xl/workbook.xml", "xl/_rels/workbook.xml.rels"]),
    st.integers(0, 1 << 16),
    st.text(max_size=6),
)
def test_changed_xml(member: str, at: int, piece: str) -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as container:
        members: dict[str, str | bytes] = {name: container.read(name) for name in container.namelist()}
    content = members[member]
    assert isinstance(content, bytes)
    at %= len(content)
    members[member] = content[:at] + piece.encode("utf-8", "replace") + content[at + len(piece) :]
    never_raises(pack(members))
