from __future__ import annotations

import base64
import hashlib
import re
import shutil
import zipfile
from typing import TYPE_CHECKING

import pytest
from transfer_pieces import examples, files, fill, make, settings

from gaixml.archive import transfer
from gaixml.archive.transfer.points import POINTS
from gaixml.archive.transfer.reading import read_eep
from gaixml.archive.transfer.suspicion import suspicions

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ENTRY = "电子档案/2018/WS/J001-WS·2018-Y-0001"
EEP = f"{ENTRY}/J001-WS·2018-Y-0001.eep"
METADATA = f"{ENTRY}/元数据.xml"
ORIGINAL = f"{ENTRY}/example-2017.txt"
ARCHIVE = f"{ENTRY}/example-2017.xml"
CONTENT = '编码数据1">\n'.encode()
PROPERTY = {code: point.property for code, point in POINTS.items()}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    package = tmp_path_factory.mktemp("whole") / "p"
    make(package)
    return package


@pytest.fixture
def package(whole: Path, tmp_path: Path) -> Path:
    return shutil.copytree(whole, tmp_path / "p")


def failed(package: Path) -> set[str]:
    """Return the codes of the points that a package does not pass."""
    return {result.code for result in transfer.verify(package).results if result.state == "不通过"}


def replace(package: Path, name: str, old: bytes, new: bytes) -> None:
    data = (package / name).read_bytes()
    assert old in data
    (package / name).write_bytes(data.replace(old, new, 1))


def flip(package: Path, name: str, place: int = 1000) -> None:
    data = bytearray((package / name).read_bytes())
    data[place] ^= 1
    (package / name).write_bytes(data)


def resign(package: Path, *names: str) -> None:
    """Make all digests right again, as one would who changes files on purpose."""
    for name in names:
        metadata = (package / METADATA).read_text("utf-8")
        data = (package / name).read_bytes()
        pattern = (
            rf"(<计算机文件名>{name.rpartition('/')[2]}</计算机文件名>\s*<计算机文件大小>)\d+((?:.|\n)*?256\">)\w+"
        )
        changed = re.sub(pattern, rf"\g<1>{len(data)}\g<2>{hashlib.sha256(data).hexdigest()}", metadata)
        (package / METADATA).write_text(changed, "utf-8")
    list_again(package)


def list_again(package: Path) -> None:
    lines = (package / "其他/数字摘要.TXT").read_text("utf-8").splitlines()
    names = [line[66:] for line in lines]
    said = [f"{hashlib.sha256((package / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
    (package / "其他/数字摘要.TXT").write_text("".join(said), "utf-8")


def test_an_untouched_package_passes_and_says_what_was_not_checked(whole: Path) -> None:
    before = files(whole)
    report = transfer.verify(whole)
    assert files(whole) == before
    assert {result.code for result in report.results if result.state == "未检测"} == {
        *("signature", "process", "opened", "virus", "carrier")
    }
    assert {result.state for result in report.results} == {"通过", "未检测"}
    assert [report.state_of(name) for name in ("真实性", "完整性", "可用性", "安全性")] == ["通过"] * 4


@pytest.mark.parametrize(
    ("tamper", "codes"),
    [
        (lambda p: flip(p, ORIGINAL), {"digest", "content", "archive"}),
        (lambda p: flip(p, ARCHIVE, -40), {"digest", "archive"}),
        (lambda p: flip(p, "说明文件.TXT", 0), {"digest"}),
        (lambda p: flip(p, "其他/XML模式/eep-1.0.xsd"), {"digest"}),
        (lambda p: replace(p, METADATA, b"<\xe5\xb9\xb4\xe5\xba\xa6>2018", b"<\xe5\xb9\xb4\xe5\xba\xa6>2017"),
         {"digest", "consistent"}),
        (lambda p: replace(p, EEP, "<题名>山东".encode(), "<题名>山西".encode()), {"digest", "consistent"}),
        (lambda p: replace(p, EEP, CONTENT, CONTENT + b"*"), {"digest", "content", "properties", "bytes"}),
        (lambda p: replace(p, EEP, CONTENT, CONTENT + b"A"), {"digest", "content", "properties", "bytes"}),
        (lambda p: replace(p, EEP, "<版本>2009".encode(), "<版本>2010".encode()), {"digest", "types"}),
        (lambda p: replace(p, EEP, b"?>", b"?><!DOCTYPE a>"), {"digest", "readable", "properties", "bytes"}),
        (lambda p: replace(p, EEP, b"</", b"<"), {"digest", "readable", "properties", "bytes"}),
        (lambda p: replace(p, METADATA, b"?>", b"?><!DOCTYPE a>"), {"digest", "readable", "bytes"}),
        (lambda p: (p / ORIGINAL).unlink(), {"present", "bytes"}),
        (lambda p: (p / EEP).unlink(), {"present", "bytes"}),
        (lambda p: (p / METADATA).unlink(), {"present", "bytes"}),
        (lambda p: (p / "说明文件.TXT").unlink(), {"present", "notes", "count", "bytes"}),
        (lambda p: (p / "文件目录.XML").unlink(), {"present", "notes", "count", "bytes", "extra"}),
        (lambda p: (p / "其他/数字摘要.TXT").unlink(), {"digest", "extra"}),
        (lambda p: (p / "其他/XML模式/eep-1.0.xsd").unlink(), {"present"}),
        (lambda p: shutil.rmtree(p / ENTRY), {"present", "count", "bytes"}),
        (lambda p: shutil.rmtree(p / "其他"), {"layout", "digest"}),
        (lambda p: (p / ENTRY / "more.txt").write_text("x"), {"extra", "bytes"}),
        (lambda p: (p / ENTRY / "folder").mkdir(), {"extra"}),
        (lambda p: (p / ENTRY / "link").symlink_to(p / ORIGINAL), {"extra"}),
        (lambda p: (p / "电子档案/2018/more.txt").write_text("x"), {"extra"}),
        (lambda p: (p / "电子档案/2018/WS/more").mkdir(), {"extra", "count"}),
        (lambda p: (p / "其他/more.txt").write_text("x"), {"extra"}),
        (lambda p: (p / "more.txt").write_text("x"), {"extra"}),
        (lambda p: (p / ENTRY).rename(p / "电子档案/2019/WS/J001-WS·2018-Y-0001"), {"linked", "digest"}),
        (lambda p: replace(p, "文件目录.XML", "<题名>山东".encode(), "<题名>山西".encode()), {"digest", "consistent"}),
        (lambda p: replace(p, "文件目录.XML", b">20180126<", b">20180199<"), {"digest", "consistent", "types"}),
        (lambda p: replace(p, "文件目录.XML", "<顺序号>3".encode(), "<顺序号>5".encode()), {"digest", "series"}),
        (lambda p: replace(p, "文件目录.XML", "<顺序号>3".encode(), "<顺序号>2".encode()),
         {"digest", "repeated", "types"}),
        (lambda p: replace(p, "文件目录.XML", b"2019-Y", b"2018-Y"),
         {"digest", "repeated", "types", "extra", "bytes"}),
        (lambda p: replace(p, "文件目录.XML", b"</", b"<"), {"digest", "notes", "count", "bytes", "extra"}),
        (lambda p: replace(p, "文件目录.XML", b"?>", b"?><!DOCTYPE a>"),
         {"digest", "notes", "count", "bytes", "extra"}),
        (lambda p: replace(p, "说明文件.TXT", "总数：3".encode(), "总数：4".encode()), {"digest", "count"}),
    ],
)  # fmt: skip
def test_every_change_is_noticed_by_what_it_harms(
    package: Path, tamper: Callable[[Path], object], codes: set[str]
) -> None:
    tamper(package)
    assert failed(package) == codes
    report = transfer.verify(package)
    assert report.state == "不通过"
    harmed = {name for name in ("真实性", "完整性", "可用性", "安全性") if report.state_of(name) == "不通过"}
    assert harmed == {PROPERTY[code] for code in codes}


def test_any_flipped_byte_is_noticed(package: Path) -> None:
    for name in sorted(files(package)):
        if "检测报告" in name:  # is made of all other files, and may be made again
            continue
        size = (package / name).stat().st_size
        for place in {0, size // 2, size - 1}:
            flip(package, name, place)
            assert failed(package), (name, place)
            flip(package, name, place)
    assert failed(package) == set()


def test_another_content_is_noticed_even_if_all_digests_are_right(package: Path) -> None:
    eep = (package / EEP).read_text("utf-8")
    other = base64.encodebytes(examples()[1].original).decode()
    (package / EEP).write_text(re.sub(r'(编码数据1">\n)[^<]*', rf"\g<1>{other}", eep), "utf-8")
    resign(package, EEP)
    assert failed(package) == {"content", "bytes"}


def test_another_original_is_noticed_even_if_all_digests_are_right(package: Path) -> None:
    flip(package, ORIGINAL)
    resign(package, ORIGINAL)
    assert failed(package) == {"content", "archive"}


def test_a_file_named_outside_of_its_folder_is_not_read(package: Path) -> None:
    replace(package, METADATA, b"example-2017.txt", b"../x/example-2017.txt")
    list_again(package)
    assert failed(package) == {"present", "extra", "bytes"}


def test_a_gap_in_the_numbers_is_noticed(tmp_path: Path) -> None:
    package = tmp_path / "p"
    package.mkdir()
    one = examples()[0]
    first, second, third = fill(package, [one, one, one], settings())
    shutil.rmtree(package / second.folder)
    report = transfer.close(package, [first, third], [("b", "gone")], settings())
    (series,) = (result for result in report.results if result.code == "series")
    assert (series.state, report.state_of("完整性")) == ("不通过", "不通过")
    assert series.examples == ("顺序号：不连续：1至3共2件", "2018年件号：不连续：1至3共2件")
    assert "不通过　连续性元数据项检测" in (package / "其他/检测报告.TXT").read_text("utf-8")


def test_many_faults_are_counted_and_twenty_shown(package: Path) -> None:
    for number in range(30):
        (package / f"{number}.txt").write_text("x")
    (extra,) = (result for result in transfer.verify(package).results if result.code == "extra")
    assert (extra.found, len(extra.examples)) == (30, 20)


def with_flag(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("a.txt", "x")
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)


def with_member(path: Path, name: str) -> None:
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(name, "x")


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("write", "found"),
    [
        (lambda p: p.write_bytes(b"%PDF-1.7\n" + b"x" * (1 << 20) + b" /Encrypt 5 0 R"), [("encrypted", "PDF加密")]),
        (lambda p: p.write_bytes(b"%PDF-1.7\n" + b"x" * ((1 << 20) - 13) + b"/Encrypt"), [("encrypted", "PDF加密")]),
        (lambda p: p.write_bytes(b"\n%PDF-1.7 /S /JavaScript"), [("executable", "PDF脚本")]),
        (lambda p: p.write_bytes(b"%PDF-1.7 /Root"), []),
        (with_flag, [("encrypted", "ZIP成员加密")]),
        (lambda p: with_member(p, "word/vbaProject.bin"), [("executable", "宏")]),
        (lambda p: with_member(p, "a/B.EXE"), [("executable", "ZIP内有程序")]),
        (lambda p: with_member(p, "word/document.xml"), []),
        (lambda p: p.write_bytes(OLE + "EncryptedPackage".encode("utf-16-le")), [("encrypted", "Office加密")]),
        (lambda p: p.write_bytes(OLE + b"\0" * 99 + "_VBA_PROJECT".encode("utf-16-le")), [("executable", "宏")]),
        (lambda p: p.write_bytes(b"PK\x03\x04 no archive"), []),
        (lambda p: p.write_bytes(b"MZ\x90"), [("executable", "Windows程序")]),
        (lambda p: p.write_bytes(b"\x7fELF"), [("executable", "ELF程序")]),
        (lambda p: p.write_bytes(b"#!/bin/sh"), [("executable", "脚本")]),
        (lambda p: p.write_bytes(b""), []),
        (lambda p: p.write_bytes("关于/Encrypt的报告".encode()), []),
    ],
)
def test_what_shows_openly_is_told(tmp_path: Path, write: Callable[[Path], object], found: list[object]) -> None:
    write(tmp_path / "f")
    assert list(suspicions(tmp_path / "f")) == found


def test_a_report_that_begins_like_a_script_does_not_pass(tmp_path: Path) -> None:
    model = examples()[0]
    item = type(model)("a.txt", b"#!/bin/sh\n", model.archive, model.root)
    report = make(tmp_path / "p", [item])
    assert {result.code for result in report.results if result.state == "不通过"} == {"executable", "archive"}
    assert report.state_of("安全性") == "不通过"


@pytest.mark.parametrize("end", ["QUJD", "QUI=", "QQ==", ""])
def test_base64_is_read_in_pieces_of_any_size(tmp_path: Path, end: str) -> None:
    body = "".join("QUJD" + " \r\n"[number % 3] for number in range(100_000)) + end
    (tmp_path / "a.eep").write_text(f"<编码数据>{body}</编码数据>", "utf-8", newline="")
    expected = base64.b64decode(body)
    found = read_eep(tmp_path / "a.eep")
    assert not found.damage
    assert (found.size, found.sha256) == (len(expected), hashlib.sha256(expected).hexdigest())


@pytest.mark.parametrize("body", ["QUJ", "Q*JD", "QQ==QUJD", "QUJDé==="])
def test_what_is_no_base64_cannot_be_read(tmp_path: Path, body: str) -> None:
    (tmp_path / "a.eep").write_text(f"<编码数据>{body}</编码数据>", "utf-8")
    assert read_eep(tmp_path / "a.eep").damage
