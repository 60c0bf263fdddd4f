"""Bad input, item by item: the numbers are those of the project's list of bad inputs.

Whatever happens, the exit code says what kind of failure it was, the message has a stable code and names the file, the
source stays as it was, no output is half-written, and the other files of the batch are done.
"""

from __future__ import annotations

import codecs
import errno
import multiprocessing
import os
import random
import re
import signal
import socket
import stat
import subprocess
import sys
import time
import unicodedata
import zipfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest
from running import NS, Command, archive, in_process, names, rules

import gaixml
from gaixml.batches.batch import Means, batch
from gaixml.batches.converting import Convert
from gaixml.batches.work import Key, Made, Work
from gaixml.conversion import convert_report
from gaixml.errors import ExitCode
from gaixml.files import Job, find_inputs, plan
from gaixml.source_text import source_bytes
from gaixml.whole import write_whole
from gaixml.xml_text import NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from running import Run

    from gaixml.report import Report


GOOD = "某某市人民政府2023年政府信息公开工作年度报告\n一、总体情况\n正文。\n二、其他需要报告的事项\n无。\n"
LONG = GOOD + "".join(f"第{number}条 {'政府信息公开' * 20}。\n" for number in range(1, 400))
READING = ("validate", "text", "outline", "facts")
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals, links, modes and names")


@pytest.fixture(autouse=True)
def _inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder, with one good report in it."""
    monkeypatch.chdir(tmp_path)
    Path("good.txt").write_text(GOOD, "utf-8")


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Callable[..., Run]:
    """Return the command ``gaixml``, run in this process."""
    return Command(monkeypatch, capfdbinary).run


def content(file: Path) -> bytes | None:
    """Return what a file holds, None for what is none."""
    try:
        return file.read_bytes()
    except OSError:
        return None


def assert_refused(command: Callable[..., Run], name: str, code: str, exit_code: ExitCode) -> None:
    """Assert that one bad input is refused with a code and its name, and that a good one beside it is converted."""
    file = Path(name)
    before = content(file)
    done = command("convert", name, "good.txt", "-o", "out")
    assert done.exit_code == exit_code
    assert done.stdout == b""
    assert re.match(rf"gaixml: {code}: [^\n]*{re.escape(file.name)}", done.stderr), done.stderr
    assert done.stderr.endswith("1 of 2 converted into out\n")
    assert names("out") == ["good.xml"]
    assert content(file) == before


# ── 1 empty file, 2 wrong extension ────────────────────────────────────────────────────────────────────────────────


def zipped(*members: str) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as container:
        for member in members:
            container.writestr(member, "<document/>")
    return target.getvalue()


OTHER_FORMATS = {
    "zip": zipped("a.txt"),
    "empty zip": zipped(),
    "presentation": zipped("[Content_Types].xml", "ppt/presentation.xml"),
    "compound file of something else": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504),
    "png": b"\x89PNG\r\n\x1a\n" + bytes(32),
    "gzip": b"\x1f\x8b\x08" + bytes(20),
}


def test_empty_file(command: Callable[..., Run]) -> None:
    Path("empty.txt").touch()
    assert_refused(command, "empty.txt", "empty", ExitCode.SOME_FAILED)
    assert command("outline", "empty.txt")[:2] == (ExitCode.SOME_FAILED, b"")
    for reading in ("validate", "text"):
        done = command(reading, "empty.txt")
        assert done[:2] == (ExitCode.INVALID, b"")
        assert "empty.txt" in done.stderr


@pytest.mark.parametrize("blank", [b"\n", b" \r\n\t", codecs.BOM_UTF8, "\u3000\n".encode()], ids=repr)
def test_file_without_a_word(blank: bytes, command: Callable[..., Run]) -> None:
    Path("blank.txt").write_bytes(blank)
    assert command("convert", "blank.txt", "-o", "out").exit_code == ExitCode.OK
    assert "DOC01" in rules(archive("out/blank.xml"))
    assert command("text", "out/blank.xml", "--original").stdout == blank


@pytest.mark.parametrize("kind", OTHER_FORMATS)
def test_other_format_under_a_text_name(kind: str, command: Callable[..., Run]) -> None:
    Path("report.txt").write_bytes(OTHER_FORMATS[kind])
    assert_refused(command, "report.txt", "format", ExitCode.SOME_FAILED)
    assert command("outline", "report.txt")[:2] == (ExitCode.SOME_FAILED, b"")


def test_bytes_that_are_no_text(command: Callable[..., Run]) -> None:
    Path("report.txt").write_bytes(random.Random(2).randbytes(5000))  # noqa: S311 - no secret
    assert_refused(command, "report.txt", "binary", ExitCode.SOME_FAILED)


@pytest.mark.parametrize("name", ["report.pdf", "report.docx", "report.xml", "report", "report.txt.bak"])
def test_text_under_another_name(name: str, command: Callable[..., Run]) -> None:
    Path(name).write_text(GOOD, "utf-8")
    assert command("convert", name, "-o", "out").exit_code == ExitCode.OK
    assert archive(f"out/{Path(name).stem}.xml").findtext("g:metadata/g:year", "", NS) == "2023"


# ── 24, 25, 26 charsets ────────────────────────────────────────────────────────────────────────────────────────────

CHARSETS = {
    "gb2312": ("GB18030", GOOD.encode("gb2312")),
    "gb18030": ("GB18030", (GOOD + "𠮷㐀").encode("gb18030")),
    "big5": ("Big5", "政府資訊公開工作年度報告\n一、總體情況\n本機關依法公開資訊。\n".encode("big5")),
    "utf-8": ("UTF-8", GOOD.encode()),
    "utf-8 with a mark": ("UTF-8", codecs.BOM_UTF8 + GOOD.encode()),
    "utf-16 with a mark": ("UTF-16LE", codecs.BOM_UTF16_LE + GOOD.encode("utf-16-le")),
    "utf-16be with a mark": ("UTF-16BE", codecs.BOM_UTF16_BE + GOOD.encode("utf-16-be")),
    "utf-16 without a mark": ("UTF-16LE", GOOD.encode("utf-16-le")),
    "utf-32 with a mark": ("UTF-32LE", codecs.BOM_UTF32_LE + GOOD.encode("utf-32-le")),
    "gb18030 with a mark": ("GB18030", ("\ufeff" + GOOD).encode("gb18030")),
}


@pytest.mark.parametrize("declared", ["", "utf-8", "gbk", "big5", "latin-1", "rot13", "unicode_escape"])
@pytest.mark.parametrize("kind", CHARSETS)
def test_charset_is_read_off_the_content(kind: str, declared: str, command: Callable[..., Run]) -> None:
    charset, data = CHARSETS[kind]
    Path("a.txt").write_bytes(data)
    options = ["--charset", declared] if declared else []
    assert command("convert", "a.txt", "-o", ".", *options).exit_code == ExitCode.OK
    root = archive("a.xml")
    source = root.find("g:metadata/g:source", NS)
    assert source is not None
    assert (source.get("charset"), source.get("undecodable")) == (charset, "0")
    assert root.find(".//g:section", NS) is not None, "a mark before the first line is no obstacle"
    assert command("text", "a.xml", "--original").stdout == data


def test_page_that_declares_the_wrong_charset(command: Callable[..., Run]) -> None:
    data = ('<meta charset="utf-8">\n' + GOOD).encode("gbk")
    Path("a.txt").write_bytes(data)
    assert command("convert", "a.txt", "-o", ".").exit_code == ExitCode.OK
    assert "一、" in command("outline", "a.xml").stdout.decode()
    assert command("text", "a.xml", "--original").stdout == data


@pytest.mark.parametrize("first", ["utf-8", "gbk"])
def test_two_charsets_in_one_file(first: str, command: Callable[..., Run]) -> None:
    second = "gbk" if first == "utf-8" else "utf-8"
    data = (GOOD * 3).encode(first) + "附件：说明文字。\n".encode(second)
    Path("a.txt").write_bytes(data)
    assert command("convert", "a.txt", "-o", ".").exit_code == ExitCode.OK
    assert "TXT01" in rules(archive("a.xml"))
    assert command("text", "a.xml", "--original").stdout == data


# ── 27, 28, 29 hostile XML ─────────────────────────────────────────────────────────────────────────────────────────


def doctype(subset: str, content: str, external: str = "") -> str:
    return (
        f'<?xml version="1.0"?><!DOCTYPE report {external} [{subset}]>'
        f'<report xmlns="{NAMESPACE}"><document id="document">{content}</document></report>'
    )


def nested(depth: int) -> str:
    inside = "<section>" * depth + "</section>" * depth
    return f'<?xml version="1.0"?><report xmlns="{NAMESPACE}"><document id="document">{inside}</document></report>'


def bomb(levels: int = 12) -> str:
    entities = "".join(f'<!ENTITY e{level} "{f"&e{level - 1};" * 10}">' for level in range(1, levels))
    return doctype(f'<!ENTITY e0 "boom">{entities}', f"&e{levels - 1};")


HOSTILE = {
    "external entity": doctype('<!ENTITY x SYSTEM "file:///{secret}">', "&x;"),
    "external entity in the network": doctype('<!ENTITY x SYSTEM "http://{host}/x">', "&x;"),
    "parameter entity": doctype('<!ENTITY % x SYSTEM "http://{host}/x"> %x;', ""),
    "parameter entity from a file": doctype('<!ENTITY % x SYSTEM "file:///{secret}"> %x;', ""),
    "external DTD": doctype("", "", 'SYSTEM "http://{host}/x.dtd"'),
    "entity bomb": bomb(),
    "quadratic entity bomb": doctype(f'<!ENTITY x "{"boom" * 25_000}">', "&x;" * 25_000),
    "bomb in a default": doctype('<!ENTITY a "b"><!ATTLIST section title CDATA "&a;">', "<section/>"),
    "100,000 nested elements": nested(100_000),
}
LIMITS = """
import resource
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
"""


@pytest.fixture(scope="module")
def listener() -> Iterator[socket.socket]:
    """Return a server that nobody should ever talk to."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        yield server


@POSIX
@pytest.mark.parametrize(
    ("kind", "reading"),
    [pytest.param(kind, reading) for kind in HOSTILE for reading in READING],
)
def test_hostile_xml_is_refused(kind: str, reading: str, listener: socket.socket, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("top secret", "utf-8")
    host = f"127.0.0.1:{listener.getsockname()[1]}"
    Path("bad.xml").write_text(HOSTILE[kind].replace("{host}", host).replace("{secret}", str(secret)[1:]), "utf-8")
    done = in_process(reading, "bad.xml", before=LIMITS)
    assert done[:2] == (ExitCode.INVALID, b"")
    assert re.match(r"gaixml: (xml|doctype): bad\.xml: ", done.stderr), done.stderr[:2000]
    assert "secret" not in done.stderr
    with pytest.raises(BlockingIOError):
        listener.accept()


@pytest.mark.parametrize("kind", ["entity bomb", "100,000 nested elements"])
def test_refusal_is_understood_by_users(kind: str, command: Callable[..., Run]) -> None:
    Path("bad.xml").write_text(HOSTILE[kind], "utf-8")
    assert not re.search(r"XML_PARSE|xmlCtxt|<string>", command("validate", "bad.xml").stderr)


@POSIX
@pytest.mark.parametrize(
    "reading",
    [
        "validate",
        "text",
        "outline",
    ],
)
def test_deepest_xml_that_the_parser_takes(reading: str) -> None:
    Path("bad.xml").write_text(nested(2000), "utf-8")
    done = in_process(reading, "bad.xml", before=LIMITS)
    assert done.exit_code in {ExitCode.OK, ExitCode.INVALID}
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("data", [b"", b"\0", b"<", b"<report", b"report", b"\xff\xfe<\0", b'<?xml version="1.0"?>'])
@pytest.mark.parametrize("reading", ["validate", "text"])
def test_what_is_no_xml(reading: str, data: bytes, command: Callable[..., Run]) -> None:
    Path("bad.xml").write_bytes(data)
    done = command(reading, "bad.xml")
    assert done[:2] == (ExitCode.INVALID, b"")
    assert done.stderr.startswith("gaixml: xml: bad.xml: not well-formed XML")


@pytest.mark.parametrize(
    "reading",
    [
        "validate",
        "text",
    ],
)
@pytest.mark.parametrize("xml", ["<html/>", '<report xmlns="urn:gaixml:report:2"/>', f'<report xmlns="{NAMESPACE}"/>'])
def test_xml_that_is_no_archive(reading: str, xml: str, command: Callable[..., Run]) -> None:
    Path("bad.xml").write_text(xml, "utf-8")
    done = command(reading, "bad.xml")
    assert done[:2] == (ExitCode.INVALID, b"")
    assert "bad.xml" in done.stderr


BROKEN = {
    "text": [('<document id="document">', '<document id="document"><char code="zz"/>')],
    "text --original": [('charset="UTF-8"', 'charset="wat"'), ('charset="UTF-8"', 'charset="Big5"')],
    "outline": [('level="1"', 'level="x"'), ('ordinal="1"', 'ordinal="一"'), (">2023<", ">x<")],
}


@pytest.mark.parametrize(
    ("reading", "change"), [(reading, change) for reading, changes in BROKEN.items() for change in changes]
)
def test_archive_that_was_tampered_with(reading: str, change: tuple[str, str], command: Callable[..., Run]) -> None:
    before = gaixml.convert((GOOD + "為").encode()).decode()
    after = before.replace(*change)
    assert before != after
    Path("bad.xml").write_text(after, "utf-8")
    done = command(*reading.split(), "bad.xml")
    assert done[:2] == (ExitCode.INVALID, b"")
    assert "bad.xml" in done.stderr


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16"])
def test_archive_that_an_editor_saved_in_another_charset(charset: str, command: Callable[..., Run]) -> None:
    before = gaixml.convert(GOOD.encode()).decode()
    Path("a.xml").write_bytes(before.replace("UTF-8", charset.removesuffix("-sig"), 1).encode(charset))
    Path("b.xml").write_text(before, "utf-8")
    assert command("validate", "a.xml").exit_code == ExitCode.OK
    assert command("outline", "a.xml") == command("outline", "b.xml")


# ── 30, 31, 32 characters ──────────────────────────────────────────────────────────────────────────────────────────

CHARACTERS = {
    "control characters": "".join(map(chr, range(32))) + "\x7f\x80\x85\x9f\u2028\u2029\ufffe\uffff\U0001ffff",
    "private use": "\ue000\uf8ff\U000f0000\U0010fffd",
    "extension B and beyond": "𠀀𠮷𪛖𫝀𬺰𰀀𱍐",
    "marks of direction and joining": "\u202e\u200b\u2060\ufeff\ufe00\U000e0100\u0301",
    "XML": "<!DOCTYPE a><![CDATA[&amp;]]>&lt;<?pi?><!-- -- -->\"'",
}


@pytest.mark.parametrize("kind", CHARACTERS)
def test_characters_come_back(kind: str, command: Callable[..., Run]) -> None:
    odd = CHARACTERS[kind]
    text = (
        f"关于{odd}的报告\n一、{odd}情况\n\t{odd}\n（一）公开{odd}。正文{odd}。\n项目\t{odd}\n数量\t3\n| {odd} | 1 |\n"
    )
    Path("a.txt").write_bytes(text.encode())
    assert command("convert", "a.txt", "-o", ".").exit_code == ExitCode.OK
    archive("a.xml")
    assert command("text", "a.xml").stdout == text.encode()
    assert command("outline", "a.xml").exit_code == ExitCode.OK
    assert command("outline", "a.xml", "--format", "json").exit_code == ExitCode.OK


def test_characters_that_xml_can_hold_stand_as_they_are(command: Callable[..., Run]) -> None:
    Path("a.txt").write_text("一、\ue000𠀀情况\n", "utf-8")
    command("convert", "a.txt", "-o", ".")
    assert "\ue000𠀀情况" in Path("a.xml").read_text("utf-8")


SURROGATES = {
    "UTF-16": codecs.BOM_UTF16_LE + "一、总体\ud800情况\udc00\n正文\udfff\ud800。".encode("utf-16-le", "surrogatepass"),
    "cut UTF-16": codecs.BOM_UTF16_LE + GOOD.encode("utf-16-le")[:-1],
    "UTF-8": "一、总体\ud800情况\n正文\udfff。\n".encode("utf-8", "surrogatepass"),
    "cut UTF-8": GOOD.encode()[:-2],
    "cut GBK": GOOD.encode("gbk")[:-2],
}


@pytest.mark.parametrize("kind", SURROGATES)
def test_lone_surrogates_come_back(kind: str, command: Callable[..., Run]) -> None:
    Path("a.txt").write_bytes(SURROGATES[kind])
    assert command("convert", "a.txt", "-o", ".").exit_code == ExitCode.OK
    root = archive("a.xml")
    assert "TXT01" in rules(root)
    assert command("text", "a.xml", "--original").stdout == SURROGATES[kind]
    assert source_bytes(root, original=True) == SURROGATES[kind]
    assert command("outline", "a.xml", "--format", "json").exit_code == ExitCode.OK
    assert command("outline", "a.xml").exit_code == ExitCode.OK


@POSIX
@pytest.mark.parametrize("sign", ["*", "_", "**_"])
def test_line_of_signs_is_read_at_once(sign: str) -> None:
    """Markdown's rules and lines to fill in: ******** and ________."""
    Path("rule.txt").write_text(f"一、总体情况\n{sign * 80}\n{sign * 40}正文。\n", "utf-8")
    assert in_process("outline", "rule.txt", before=LIMITS).exit_code == ExitCode.OK


# ── 40 two reports, 41 year, 42 missing section ────────────────────────────────────────────────────────────────────


def numbers(name: str) -> list[str]:
    return [section["number"] for section in gaixml.outline(Path(name).read_bytes(), name)["sections"]]


def test_two_reports_in_one_file_keep_all_sections(command: Callable[..., Run]) -> None:
    Path("two.txt").write_text(GOOD + GOOD.replace("2023", "2022"), "utf-8")
    assert command("convert", "two.txt", "-o", ".").exit_code == ExitCode.OK
    assert numbers("two.xml") == ["一、", "二、", "一、", "二、"]
    assert len({section.get("id") for section in archive("two.xml").iterfind(".//g:section", NS)}) == 4


def test_two_reports_in_one_file_are_a_finding(command: Callable[..., Run]) -> None:
    Path("two.txt").write_text(GOOD + GOOD.replace("2023", "2022"), "utf-8")
    command("convert", "two.txt", "-o", ".")
    assert rules(archive("two.xml"))


def test_missing_year_is_not_invented(command: Callable[..., Run]) -> None:
    Path("a.txt").write_text("某某市人民政府政府信息公开工作年度报告\n一、总体情况\n正文。\n", "utf-8")
    assert command("convert", "a.txt", "-o", ".").exit_code == ExitCode.OK
    assert gaixml.outline(Path("a.xml").read_bytes())["year"] is None


def test_missing_year_is_a_finding(command: Callable[..., Run]) -> None:
    Path("a.txt").write_text("某某市人民政府政府信息公开工作年度报告\n一、总体情况\n正文。\n", "utf-8")
    command("convert", "a.txt", "-o", ".")
    assert rules(archive("a.xml"))


def test_missing_section_leaves_the_others_their_numbers(command: Callable[..., Run]) -> None:
    Path("a.txt").write_text("一、总体情况\n正文。\n二、主动公开情况\n正文。\n四、存在的问题\n正文。\n", "utf-8")
    assert command("convert", "a.txt", "-o", ".").exit_code == ExitCode.OK
    assert numbers("a.xml") == ["一、", "二、", "四、"]


def test_missing_section_is_a_finding(command: Callable[..., Run]) -> None:
    Path("a.txt").write_text("一、总体情况\n正文。\n二、主动公开情况\n正文。\n四、存在的问题\n正文。\n", "utf-8")
    command("convert", "a.txt", "-o", ".")
    assert rules(archive("a.xml"))


# ── 44 disk full ───────────────────────────────────────────────────────────────────────────────────────────────────

QUOTA = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))
"""


@POSIX
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("old", [None, b"<old/>"], ids=["new file", "existing file"])
def test_disk_that_fills_up_half_way(jobs: str, old: bytes | None) -> None:
    Path("long.txt").write_text(LONG, "utf-8")
    Path("out").mkdir()
    if old:
        Path("out/long.xml").write_bytes(old)
    done = in_process("convert", "long.txt", "good.txt", "-o", "out", "--jobs", jobs, before=QUOTA)
    assert done.exit_code == ExitCode.IO
    assert re.match(r"gaixml: write: out/long\.xml: .*; nothing was written\n", done.stderr)
    assert names("out") == (["good.xml", "long.xml"] if old else ["good.xml"])
    assert not old or Path("out/long.xml").read_bytes() == old
    assert Path("long.txt").read_text("utf-8") == LONG


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS])
def test_system_that_refuses_to_write(
    number: int, command: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: int) -> NoReturn:
        raise OSError(number, os.strerror(number))

    Path("good.xml").write_bytes(b"<old/>")
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", refuse)
        done = command("convert", "good.txt", "-o", ".")
    assert done.exit_code == ExitCode.IO
    assert f"gaixml: write: good.xml: {os.strerror(number)}; nothing was written" in done.stderr
    assert names(".") == ["good.txt", "good.xml"]
    assert Path("good.xml").read_bytes() == b"<old/>"


# ── 45 read-only or existing output, two writers ───────────────────────────────────────────────────────────────────


def test_output_folder_that_cannot_be(command: Callable[..., Run]) -> None:
    for folder in ("good.txt", "good.txt/below"):
        done = command("convert", "good.txt", "-o", folder)
        assert done[:2] == (ExitCode.IO, b"")
        assert done.stderr.startswith(f"gaixml: write: {folder}/good.xml: ")
    assert names(".") == ["good.txt"]
    assert Path("good.txt").read_text("utf-8") == GOOD


@POSIX
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_read_only_output_folder(command: Callable[..., Run]) -> None:
    Path("out").mkdir(mode=0o555)
    done = command("convert", "good.txt", "-o", "out")
    assert done.exit_code == ExitCode.IO
    assert "out/good.xml: Permission denied; nothing was written" in done.stderr


def test_output_that_is_a_folder(command: Callable[..., Run]) -> None:
    Path("out/good.xml/inside").mkdir(parents=True)
    done = command("convert", "good.txt", "-o", "out")
    assert done.exit_code == ExitCode.IO
    assert names("out") == []
    assert Path("out/good.xml/inside").is_dir()


def test_existing_output_is_replaced(command: Callable[..., Run]) -> None:
    Path("good.xml").write_bytes(b"old" * 100_000)
    assert command("convert", "good.txt", "-o", ".").exit_code == ExitCode.OK
    assert gaixml.text(Path("good.xml").read_bytes()) == GOOD
    assert names(".") == ["good.txt", "good.xml"]


def test_failed_conversion_leaves_an_existing_output(command: Callable[..., Run]) -> None:
    Path("a.txt").touch()
    Path("a.xml").write_bytes(b"<old/>")
    assert command("convert", "a.txt", "-o", ".").exit_code == ExitCode.SOME_FAILED
    assert Path("a.xml").read_bytes() == b"<old/>"


@POSIX
@pytest.mark.parametrize("way", ["same", "symbolic link", "another path"])
def test_output_that_is_the_source_is_refused(way: str, command: Callable[..., Run], tmp_path: Path) -> None:
    source = Path("a.xml")
    source.write_text(GOOD, "utf-8")
    folder = "."
    if way == "symbolic link":
        Path("out").symlink_to(tmp_path)
        folder = "out"
    elif way == "another path":
        folder = str(tmp_path / ".." / tmp_path.name)
    done = command("convert", "a.xml", "-o", folder)
    assert done[:2] == (ExitCode.IO, b"")
    assert re.match(r"gaixml: same-file: a\.xml: ", done.stderr)
    assert source.read_text("utf-8") == GOOD


def test_output_that_is_another_source_is_refused(command: Callable[..., Run]) -> None:
    Path("a.txt").write_text(GOOD, "utf-8")
    Path("a.xml").write_text("另一个来源\n", "utf-8")
    done = command("convert", "a.txt", "a.xml", "-o", ".")
    assert Path("a.xml").read_text("utf-8") == "另一个来源\n"
    assert "a.xml" in done.stderr


@POSIX
def test_output_that_is_a_hard_link_to_the_source_leaves_the_source(command: Callable[..., Run]) -> None:
    Path("a.xml").write_text(GOOD, "utf-8")
    Path("out").mkdir()
    Path("out/a.xml").hardlink_to("a.xml")
    command("convert", "a.xml", "-o", "out")
    assert Path("a.xml").read_text("utf-8") == GOOD


def write_often(path: Path, data: bytes) -> None:
    for _ in range(60):
        write_whole(path, data)


@POSIX
def test_two_writers_at_once_leave_one_whole_file(tmp_path: Path) -> None:
    target = tmp_path / "out" / "a.xml"
    versions = [letter * 300_000 for letter in (b"a", b"b")]
    writers = [multiprocessing.get_context("spawn").Process(target=write_often, args=(target, one)) for one in versions]
    for writer in writers:
        writer.start()
    seen = set()
    while any(writer.is_alive() for writer in writers):
        if target.exists():
            seen.add(target.read_bytes())
    assert [writer.exitcode for writer in writers] == [0, 0]
    assert seen <= set(versions)
    assert target.read_bytes() in versions
    assert names(tmp_path / "out") == ["a.xml"]


# ── 46 killed at any moment ────────────────────────────────────────────────────────────────────────────────────────


def convert_often(job: Job) -> None:
    while True:
        Work(Convert())(job)


@POSIX
def test_killed_at_any_moment(tmp_path: Path) -> None:
    source, target = tmp_path / "long.txt", tmp_path / "out" / "long.xml"
    source.write_text(LONG, "utf-8")
    whole = gaixml.convert(source.read_bytes(), source.name)
    moments = random.Random(46)  # noqa: S311 - no secret
    for _ in range(20):
        target.unlink(missing_ok=True)
        process = multiprocessing.get_context("fork").Process(target=convert_often, args=(Job(source, target),))
        process.start()
        time.sleep(moments.uniform(0.01, 0.25))
        process.kill()
        process.join()
        assert not target.exists() or target.read_bytes() == whole
    assert source.read_text("utf-8") == LONG
    assert_only_temporaries(target)


@POSIX
def test_killed_while_it_writes(tmp_path: Path) -> None:
    target = tmp_path / "out" / "a.xml"
    versions = [letter * (4 << 20) for letter in (b"a", b"b")]
    write_whole(target, versions[0])
    moments = random.Random(46)  # noqa: S311 - no secret
    for _ in range(20):
        process = multiprocessing.get_context("fork").Process(target=write_in_turn, args=(target, versions))
        process.start()
        time.sleep(moments.uniform(0.005, 0.05))
        process.kill()
        process.join()
        assert target.read_bytes() in versions
    assert_only_temporaries(target)


def write_in_turn(path: Path, versions: list[bytes]) -> None:
    while True:
        for version in versions:
            write_whole(path, version)


def assert_only_temporaries(target: Path) -> None:
    """Assert that only temporaries stand beside a file, which no command takes for archives or sources."""
    target.unlink(missing_ok=True)
    assert all(re.fullmatch(r"\.gaixml-\w+-\d+-\w+\.tmp", file.name) for file in target.parent.iterdir())
    assert list(target.parent.glob("*.xml")) == []
    assert list(find_inputs(str(target.parent))) == []


@POSIX
def test_killed_command_leaves_nothing_or_all() -> None:
    Path("long.txt").write_text(LONG, "utf-8")
    whole = gaixml.convert(Path("long.txt").read_bytes(), "long.txt")
    arguments = [sys.executable, "-m", "gaixml", "convert", "long.txt", "-o", "out", "-q"]
    for moment in (0.1, 0.3, 0.5, 0.7):
        with subprocess.Popen(arguments) as process:  # noqa: S603 - our own command
            time.sleep(moment)
            process.kill()
        assert not Path("out/long.xml").exists() or Path("out/long.xml").read_bytes() == whole
    assert subprocess.run(arguments, check=False).returncode == ExitCode.OK  # noqa: S603 - our own command
    assert Path("out/long.xml").read_bytes() == whole


@POSIX
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_interrupted_batch(jobs: str) -> None:
    for number in range(40):
        Path("in").mkdir(exist_ok=True)
        Path(f"in/long{number}.txt").write_text(LONG * 3, "utf-8")
    arguments = [sys.executable, "-m", "gaixml", "convert", "in", "-o", "out", "--jobs", jobs]
    with subprocess.Popen(arguments, stderr=subprocess.PIPE, start_new_session=True) as process:  # noqa: S603
        while not Path("out").exists() and process.poll() is None:
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGINT)  # as Ctrl-C in a terminal does
        _, stderr = process.communicate(timeout=60)
    assert process.returncode == ExitCode.INTERRUPTED
    assert b"Traceback" not in stderr
    for file in Path("out").iterdir():
        assert file.suffix in {".jsonl", ".tmp"} or gaixml.text(file.read_bytes()) == LONG * 3


class DieOnB(Convert):
    """The system ends the process that takes too much memory."""

    def __call__(self, data: bytes, job: Job) -> Made:
        if job.name == "b.txt":
            os._exit(9)
        return super().__call__(data, job)


@POSIX
def test_worker_that_is_killed_does_not_stop_the_batch() -> None:
    names = ["a.txt", "b.txt", "c.txt", "d.txt"]
    for name in names:
        Path(name).write_text(GOOD, "utf-8")
    outcomes = batch(plan(names, Path("out")), DieOnB(), Key("convert"), Means(workers=2))
    assert {outcome.job.name: outcome.code for outcome in outcomes} == {
        "a.txt": "", "b.txt": "killed", "c.txt": "", "d.txt": ""
    }  # fmt: skip


def test_bug_in_one_file_does_not_stop_the_batch(command: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(data: bytes, name: str, *, charset: str | None = None) -> tuple[bytes, Report]:
        if name == "bad.txt":
            raise KeyError(name)
        return convert_report(data, name, charset=charset)

    monkeypatch.setattr("gaixml.batches.converting.convert_report", stumble)
    Path("bad.txt").write_text(GOOD, "utf-8")
    assert_refused(command, "bad.txt", "internal", ExitCode.USAGE)


def test_source_that_cannot_be_read(command: Callable[..., Run]) -> None:
    assert_refused(command, "missing.txt", "read", ExitCode.IO)


@POSIX
def test_source_that_points_to_itself(command: Callable[..., Run]) -> None:
    Path("loop.txt").symlink_to("loop.txt")
    assert_refused(command, "loop.txt", "read", ExitCode.IO)


def test_input_output_failure_outweighs_bad_input(command: Callable[..., Run]) -> None:
    Path("empty.txt").touch()
    done = command("convert", "missing.txt", "empty.txt", "good.txt", "-o", "out")
    assert done.exit_code == ExitCode.IO
    assert done.stderr.endswith("1 of 3 converted into out\n")


# ── 14, 15 file names ──────────────────────────────────────────────────────────────────────────────────────────────

ODD_NAMES = [
    "a b.txt",
    "-o.txt",
    "--version.txt",
    "[a]*?.txt",
    "quote'\"`$(x);&|.txt",
    "line\nend\ttab.txt",
    "<&>\x01\x1b[31m.txt",
    "..a.txt",
    "a..txt",
    "CON.txt",
    "%s{}.txt",
    "\u202etxt.md",
    "😀𠀀.txt",
    "政" * 83 + ".txt",
    "undecodable\udcff\udcfe.txt",
    "a.TXT",
]


def assert_each_has_its_archive(command: Callable[..., Run], folder: str, sources: Iterable[str]) -> None:
    """Convert a folder of files whose text is their name; assert that each has an archive with its own text."""
    expected = {}
    for name in sources:
        text = f"{GOOD}{os.fsencode(name).hex()}"
        (Path(folder) / name).write_text(text, "utf-8")
        expected[text] = name
    if len(list(Path(folder).iterdir())) < len(expected):
        pytest.skip("this file system takes some of these names for one")
    done = command("convert", folder, "-o", "out")
    assert done[:2] == (ExitCode.OK, b""), done.stderr
    found = {}
    for name in names("out"):
        root = archive(f"out/{name}")
        source = root.find("g:metadata/g:source", NS)
        assert source is not None
        found[gaixml.text(Path(f"out/{name}").read_bytes())] = source.get("name")
    printable = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
    assert found == {text: printable.sub("\ufffd", name) for text, name in expected.items()}


@POSIX
def test_odd_names(command: Callable[..., Run]) -> None:
    Path("in").mkdir()
    assert_each_has_its_archive(command, "in", [name for name in ODD_NAMES if not name.startswith(".")])


@POSIX
@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_name_in_a_message(name: str, command: Callable[..., Run]) -> None:
    Path(name).touch()
    done = command("convert", "-o", "out", "--", name)
    assert done[:2] == (ExitCode.SOME_FAILED, b"")
    assert done.stderr.startswith("gaixml: empty: ")


@pytest.mark.parametrize(
    "pair",
    [
        ("caf\xe9.txt", "cafe\u0301.txt"),
        ("Report.txt", "report.txt"),
        ("ＡＢ.txt", "ａｂ.txt"),
        ("Stra\xdfe.txt", "STRASSE.txt"),
        ("\u7a40.txt", "\ufa54.txt"),
    ],
    ids=ascii,
)
def test_names_that_some_systems_take_for_one(pair: tuple[str, str], command: Callable[..., Run]) -> None:
    Path("in").mkdir()
    assert_each_has_its_archive(command, "in", pair)
    keys = {unicodedata.normalize("NFC", name).casefold() for name in names("out")}
    assert len(keys) == 2, "the archives may be carried to such a system"


def test_name_that_is_too_long(command: Callable[..., Run]) -> None:
    assert_refused(command, "政" * 100 + ".txt", "read", ExitCode.IO)


@POSIX
def test_name_that_is_too_long_with_its_new_suffix(command: Callable[..., Run]) -> None:
    name = "政" * 85
    Path(name).write_text(GOOD, "utf-8")
    assert_refused(command, name, "write", ExitCode.IO)


def test_files_of_the_same_name_are_told_apart_in_messages(command: Callable[..., Run]) -> None:
    for folder in ("2022", "2023"):
        Path(folder).mkdir()
        Path(folder, "empty.txt").touch()
    stderr = command("convert", "2022", "2023", "-o", "out").stderr
    assert str(Path("2022/empty.txt")) in stderr
    assert str(Path("2023/empty.txt")) in stderr


@POSIX
def test_archives_may_be_read_by_whom_the_user_lets(command: Callable[..., Run]) -> None:
    before = os.umask(0o027)
    try:
        command("convert", "good.txt", "-o", "out")
    finally:
        os.umask(before)
    assert stat.S_IMODE(Path("out/good.xml").stat().st_mode) == 0o640
