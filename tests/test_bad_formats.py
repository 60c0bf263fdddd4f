"""Bad input in the formats offices publish, from the command line: the files that are refused.

The numbers are those of the project's list of bad inputs. Each file is refused in one line on stderr that has a stable
code, names the file and says what to do; the other file of the batch is converted, the source stays as it was, and
nothing else is written anywhere. What is read all the same is in test_bad_formats_read.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bad_files import (
    DOC,
    DOCX,
    HTML,
    MAIN_PARTS,
    OFD,
    PDF,
    RTF,
    WHOLE,
    XLS,
    XLSX,
    ZIPPED,
    Member,
    main_part,
    marked_encrypted,
    printing,
    with_members,
    with_parts,
)
from docx_writer import package, zipped
from ofd_writer import make_ofd, page_xml
from pdf_file import A4, PdfFile
from running import GOOD as REPORT
from running import LIMITS, Command, assert_refused, in_process, names, nobody_calls
from xls_writer import compound, make_xls, number, record
from xlsx_writer import make_xlsx, sheet_xml

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.usefixtures("alone_with_extras")
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits, links and programs")


# ── 1 empty, 2 wrong extension, 3 cut off ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("suffix", ["html", "mht", "docx", "doc", "wps", "ofd", "pdf", "xlsx", "xls", "et"])
def test_01_empty(suffix: str, command: Command) -> None:
    assert "empty" in command.refuses(f"空.{suffix}", b"", "empty")


@pytest.mark.parametrize("reading", ["outline", "facts"])
def test_01_empty_is_refused_by_every_command(reading: str, command: Command) -> None:
    Path("空.docx").touch()
    done = command.run(reading, "空.docx")
    assert done == (3, b"", "gaixml: empty: 空.docx: the file is empty; nothing was written\n")


OTHERS = {
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(64),
    "a gzip file": b"\x1f\x8b\x08" + bytes(20),
    "a ZIP container": zipped({"report.txt": REPORT}),
    "a ZIP container of nothing": zipped({}),
    "an OpenDocument file": zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
    "an XML file": b'<?xml version="1.0"?><unknown/>',
    "an old Office file": compound(b"", "PowerPoint Document"),
}


@pytest.mark.parametrize("suffix", ["docx", "pdf"])
@pytest.mark.parametrize("what", OTHERS)
def test_02_what_no_reader_reads(what: str, suffix: str, command: Command) -> None:
    message = command.refuses(f"报告.{suffix}", OTHERS[what], "format")
    assert what.removesuffix(" of nothing") in message
    assert "gaixml reads text, Markdown, HTML, docx, OFD, PDF, xlsx and xls" in message


def test_02_a_binary_workbook(command: Command) -> None:
    assert "save it as xlsx" in command.refuses("报告.xlsx", make_xlsx({}, {"xl/workbook.bin": b""}), "format")


@pytest.mark.parametrize("share", [0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
@pytest.mark.parametrize("suffix", [*ZIPPED, "pdf"])
def test_03_cut_off(suffix: str, share: float, command: Command) -> None:
    data = WHOLE[suffix]
    message = command.refuses(f"报告.{suffix}", data[: max(int(len(data) * share), 8)], "damaged")
    assert "cut off; fetch " in message


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5])
def test_03_workbook_of_excel_97_cut_off(share: float, command: Command) -> None:
    command.refuses("报告.xls", XLS[: int(len(XLS) * share)], "format" if share < 0.2 else "damaged")


@pytest.mark.parametrize("suffix", ZIPPED)
def test_03_container_whose_parts_stand_elsewhere(suffix: str, command: Command) -> None:
    """A piece in the middle is missing: the directory at the end names offsets that are not there."""
    data = WHOLE[suffix]
    command.refuses(f"报告.{suffix}", data[:60] + data[400:], "damaged")


@pytest.mark.parametrize("method", [12, 14, 9, 98])
@pytest.mark.parametrize("suffix", ZIPPED)
def test_03_ways_of_compression_that_documents_do_not_use(suffix: str, method: int, command: Command) -> None:
    changed = bytearray(WHOLE[suffix])
    for signature, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        start = -1
        while (start := changed.find(signature, start + 1)) >= 0:
            changed[start + at] = method
    command.refuses(f"报告.{suffix}", bytes(changed), "damaged")


# ── 4, 5 encrypted ─────────────────────────────────────────────────────────────────────────────────────────────────


def locked_pdf() -> bytes:
    file = PdfFile(user="secret")
    file.page().text(100, 100, 12, "文字")
    return file.build()


ENCRYPTED = {
    "office.docx": compound(b"", "EncryptedPackage"),
    "office.xlsx": compound(b"", "EncryptedPackage"),
    "zip.docx": marked_encrypted(DOCX),
    "zip.ofd": marked_encrypted(OFD),
    "zip.xlsx": marked_encrypted(XLSX),
    "97.xls": make_xls({"表": number(0, 0, 1)}, before=record(0x2F, bytes(6))),
    "97.doc": DOC[:523] + b"\x01" + DOC[524:],
    "open.odt": zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": "<x><encryption-data/></x>",
        }
    ),
    "user.pdf": locked_pdf(),
}


@pytest.mark.parametrize("name", ENCRYPTED)
def test_04_05_encrypted(name: str, command: Command) -> None:
    assert "remove the password and try again" in command.refuses(name, ENCRYPTED[name], "encrypted")


# ── 6 bombs, 29 nesting ────────────────────────────────────────────────────────────────────────────────────────────

BLANK = b" " * (100 << 20)
"""More than a part may have."""
BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "docx": ("too-large", lambda: with_parts(DOCX, {MAIN_PARTS["docx"]: b"<w:document>" + BLANK})),
    "ofd": ("too-large", lambda: with_parts(OFD, {MAIN_PARTS["ofd"]: b"<Page>" + BLANK})),
    "xlsx": ("too-large", lambda: with_parts(XLSX, {MAIN_PARTS["xlsx"]: b"<worksheet>" + BLANK})),
    "xls": ("too-large", lambda: make_xls({"表": number(65535, 16000, 1)})),
    "cells.xlsx": ("too-large", lambda: make_xlsx({"表": sheet_xml({(1, 1): "甲", (1 << 20, 1 << 14): "乙"})})),
    "members.docx": ("too-large", lambda: zipped({f"word/{at}": "" for at in range(70_000)})),
    "pages.pdf": ("too-large", lambda: many_pages(2001)),
}


def many_pages(count: int) -> bytes:
    file = PdfFile()
    for _ in range(count):
        file.page()
    return file.build()


@POSIX
@pytest.mark.parametrize("name", BOMBS)
def test_06_bomb(name: str) -> None:
    code, make = BOMBS[name]
    name, data = f"bomb.{name}", make()
    Path(name).write_bytes(data)
    Path("good.txt").write_text(REPORT, "utf-8")
    assert len(data) < 8 << 20
    assert_refused(in_process("convert", name, "good.txt", "-o", "out", before=LIMITS), name, data, code)


@POSIX
@pytest.mark.parametrize("suffix", ZIPPED)
def test_29_a_hundred_thousand_nested_elements(suffix: str) -> None:
    name, deep = f"deep.{suffix}", b"<x>" * 100_000 + b"</x>" * 100_000
    data = with_parts(ZIPPED[suffix], {MAIN_PARTS[suffix]: main_part(suffix, "@").replace(b"@", deep)})
    Path(name).write_bytes(data)
    Path("good.txt").write_text(REPORT, "utf-8")
    assert_refused(in_process("convert", name, "good.txt", "-o", "out", before=LIMITS), name, data, "damaged")


# ── 8, 9, 10, 11, 13, 15 names of members ──────────────────────────────────────────────────────────────────────────

NAMES = [
    "../evil",
    "a/../../evil",
    "..\\evil",
    "/evil",
    "C:/evil",
    "C:evil",
    "word\\evil",
    "evil\0.xml",
    "",
    "..",
    "../../../evil",
]


@pytest.mark.parametrize("member", NAMES, ids=ascii)
@pytest.mark.parametrize("suffix", ZIPPED)
def test_08_09_13_names_that_lead_out(suffix: str, member: str, command: Command) -> None:
    message = command.refuses(f"报告.{suffix}", with_members(ZIPPED[suffix], Member(member)), "unsafe")
    assert "save the document anew" in message
    assert repr(member) in message


@pytest.mark.parametrize("suffix", ZIPPED)
def test_10_symbolic_link(suffix: str, command: Command) -> None:
    link = Member("link", b"/etc/passwd", 0o120777)
    assert "is a link" in command.refuses(f"报告.{suffix}", with_members(ZIPPED[suffix], link), "unsafe")


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("suffix", ZIPPED)
def test_11_15_members_of_one_name(suffix: str, command: Command) -> None:
    main = MAIN_PARTS[suffix]
    for pair in ([Member(main)], [Member(main.upper())], [Member("caf\xe9"), Member("cafe\u0301")]):
        message = command.refuses(f"报告.{suffix}", with_members(ZIPPED[suffix], *pair), "unsafe")
        assert "one name" in message


# ── 16 parts that are missing or damaged ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("content", [None, b"", b"no XML", b"<w:document", bytes(50), b"\xff\xfe<"], ids=repr)
@pytest.mark.parametrize("suffix", ZIPPED)
def test_16_without_a_main_part(suffix: str, content: bytes | None, command: Command) -> None:
    command.refuses(f"报告.{suffix}", with_parts(ZIPPED[suffix], {MAIN_PARTS[suffix]: content}), "damaged")


@pytest.mark.parametrize("part", ["OFD.xml", "Doc_0/Document.xml"])
def test_16_ofd_without_its_document(part: str, command: Command) -> None:
    command.refuses("报告.ofd", with_parts(OFD, {part: "<x"}), "damaged")


@pytest.mark.parametrize(("at", "value"), [(1538, b"\0\0"), (1557, b"\0\0"), (1560, b"\xff\xff\xff\x7f")])
def test_16_workbook_on_which_calamine_panics(at: int, value: bytes, command: Command) -> None:
    """Rust says so on stderr before Python hears of it."""
    command.refuses("报告.xls", XLS[:at] + value + XLS[at + len(value) :], "damaged")


# ── 19 old formats, 22 pictures, extras that are missing ───────────────────────────────────────────────────────────


@pytest.mark.parametrize(("name", "data"), [("旧.doc", DOC), ("旧.wps", DOC), ("旧.rtf", RTF), ("旧.txt", DOC)])
def test_19_without_libreoffice(name: str, data: bytes, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    message = command.refuses(name, data, "converter")
    assert "install LibreOffice" in message
    assert "save it as docx" in message


@POSIX
def test_19_libreoffice_that_fails_noisily(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("office")
    (folder / "soffice").write_text("#!/bin/sh\necho noise\necho noise >&2\nexit 1\n")
    (folder / "soffice").chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    assert "save it as docx" in command.refuses("旧.doc", DOC, "converter")


@pytest.mark.parametrize(
    ("module", "extra", "suffix"),
    [("pypdfium2", "pdf", "pdf"), ("python_calamine", "excel", "xlsx"), ("python_calamine", "excel", "xls")],
)
def test_extra_that_is_missing(
    module: str, extra: str, suffix: str, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    message = command.refuses(f"报告.{suffix}", WHOLE[suffix], "missing-extra")
    assert f"pip install 'gaixml[{extra}]'" in message


def picture() -> bytes:
    file = PdfFile()
    grey = b"/Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray"
    file.page().image((0, 0, *A4), b"\xf0", grey)
    return file.build()


def nameless() -> bytes:
    file = PdfFile()
    file.page().text(100, 100, 12, "这些字没有编码" * 3, "0 Tr /F2")
    return file.build()


@pytest.mark.parametrize("data", [picture(), nameless()], ids=["22 scanned", "23 without a map of its characters"])
@pytest.mark.parametrize("missing", ["extra", "engine"])
def test_22_23_without_ocr(data: bytes, missing: str, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    if missing == "extra":
        monkeypatch.setitem(sys.modules, "pytesseract", None)
    monkeypatch.setenv("PATH", "")
    message = command.refuses("扫描.pdf", data, "no-text")
    assert "pip install 'gaixml[ocr]'" in message
    assert "tesseract-ocr-chi-sim" in message


NOTHING = {
    "页.html": b"<html><body><img src=a.png><script>1</script></body></html>",
    "页.mht": b"Content-Type: multipart/related; boundary=B\n\n--B\nContent-Type: text/html\n\n<p>\n",
    "图.docx": package("", {"word/media/a.png": b"x"}, [("image", "media/a.png")]),
    "图.ofd": make_ofd([page_xml([])]),
    "空.xlsx": make_xlsx({"表": sheet_xml({})}),
    "空.xls": make_xls({"表": b""}),
}


@pytest.mark.parametrize("name", NOTHING)
def test_22_nothing_to_read(name: str, command: Command) -> None:
    command.refuses(name, NOTHING[name], "no-text")


# ── 27, 28 entities, 30, 31 characters that XML does not have ──────────────────────────────────────────────────────


BOMB = '<!ENTITY a "政府信息公开">' + "".join(
    f'<!ENTITY {two} "{f"&{one};" * 10}">' for one, two in zip("abcdefghi", "bcdefghij", strict=True)
)
DOCTYPES = {
    "entity": ('<!DOCTYPE x [<!ENTITY j SYSTEM "{secret}">]>', "&j;"),
    "entity in the network": ('<!DOCTYPE x [<!ENTITY j SYSTEM "http://{host}/x">]>', "&j;"),
    "parameter entity": ('<!DOCTYPE x [<!ENTITY % j SYSTEM "http://{host}/x"> %j;]>', "字"),
    "document type": ('<!DOCTYPE x SYSTEM "http://{host}/x.dtd">', "字"),
    "bomb": (f"<!DOCTYPE x [{BOMB}]>", "&j;"),
}


@pytest.mark.parametrize("kind", DOCTYPES)
@pytest.mark.parametrize("suffix", ZIPPED)
def test_27_28_entities(suffix: str, kind: str, tmp_path_factory: pytest.TempPathFactory, command: Command) -> None:
    secret = tmp_path_factory.mktemp("secret") / "secret.txt"
    secret.write_text("机密", "utf-8")
    doctype, content = DOCTYPES[kind]
    with nobody_calls() as host:
        doctype = doctype.replace("{secret}", secret.as_uri()).replace("{host}", host)
        message = command.refuses(f"报告.{suffix}", printing(suffix, content, doctype), "unsafe")
    assert "document type" in message
    assert "机密" not in message


@pytest.mark.parametrize("bad", ["\x00", "\x08", "&#1;", "&#xD800;", "\ufffe", "&undefined;", "<p>"], ids=ascii)
@pytest.mark.parametrize("suffix", ZIPPED)
def test_30_31_characters_that_xml_does_not_have(suffix: str, bad: str, command: Command) -> None:
    command.refuses(f"报告.{suffix}", printing(suffix, bad), "damaged")


# ── every command, the batch ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("reading", [["outline"], ["facts"], ["facts", "--format", "csv"]])
@pytest.mark.parametrize("suffix", ZIPPED)
def test_damaged_file_is_refused_by_every_command(suffix: str, reading: list[str], command: Command) -> None:
    Path(f"报告.{suffix}").write_bytes(ZIPPED[suffix][:700])
    done = command.run(*reading, f"报告.{suffix}")
    assert done.exit_code == 3
    assert done.stdout == b""
    assert done.stderr == f"gaixml: damaged: 报告.{suffix}: the file is damaged or cut off; fetch it again\n"


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.usefixtures("command")
def test_batch_of_all_kinds(jobs: str) -> None:
    good = {f"好-{suffix}.{suffix}": data for suffix, data in WHOLE.items()}
    bad = {"坏.docx": DOCX[:500], "锁.xlsx": compound(b"", "EncryptedPackage"), "坏.pdf": PDF[:500], "空.html": b""}
    for name, data in {**good, **bad}.items():
        Path("in").mkdir(exist_ok=True)
        Path("in", name).write_bytes(data)
    done = in_process("convert", "in", "-o", "out", "--jobs", jobs)  # it talks to its workers through a socket
    assert done.exit_code == 3
    lines = done.stderr.splitlines()
    assert lines.pop() == f"{len(good)} of {len(good) + len(bad)} converted into out"
    assert sorted(line.split(": ")[1] for line in lines) == ["damaged", "damaged", "empty", "encrypted"]
    assert names("out") == sorted(f"{Path(name).stem}.xml" for name in good)
    assert Path("in/好-html.html").read_bytes() == HTML
