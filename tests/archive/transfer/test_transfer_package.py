from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from transfer_pieces import EVERYTHING, NEEDED, ORGANIZATION, described, examples, files, fill, make, settings

from gaixml.archive import transfer
from gaixml.archive.item import read_item
from gaixml.archive.settings import PackageSettings
from gaixml.archive.transfer import writing
from gaixml.archive.transfer.naming import EEP_NAMESPACE
from gaixml.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from syrupy.assertion import SnapshotAssertion

    from gaixml.archive.item import Item
    from gaixml.archive.transfer import Entry

SCHEMAS = ("catalogue", "eep", "inspection", "metadata", "references", "report", "vocabulary")
MASKS = (
    (re.compile(r"gaixml \d+\.\d+\.\d+\S*?(?=[）<\r])"), "gaixml …"),
    (re.compile(r"(<文件角色>(?:档案XML|封装包)(?:.|\n)*?<计算机文件大小>)\d+"), r"\1…"),
    (re.compile(r"(<文件角色>(?:档案XML|封装包)(?:.|\n)*?SHA-256\">)[0-9a-f]+"), r"\1…"),
    (re.compile(r"(电子档案字节数：)\d+"), r"\1…"),
)
"""What changes with a release of gaixml, or with its archive XML."""


class TextExtension(SingleFileSnapshotExtension):
    """One readable file for each file of a package."""

    _write_mode = WriteMode.TEXT
    file_extension = "xml"

    def serialize(self, data: Any, **_: Any) -> str:  # noqa: ANN401 - syrupy's signature
        return str(data)


def masked(data: bytes) -> str:
    text = data.decode()
    for pattern, instead in MASKS:
        text = pattern.sub(instead, text)
    return text.replace("\r\n", "\n")


def content(eep: bytes) -> bytes:
    """Return what is encapsulated, decoded by another way than gaixml's own reader takes."""
    (data,) = etree.fromstring(eep).iter(f"{{{EEP_NAMESPACE}}}编码数据")
    assert max(map(len, (data.text or "").split("\n"))) <= 76
    return base64.b64decode(data.text or "")


def test_the_package_has_all_that_the_annex_asks_for(tmp_path: Path) -> None:
    report = make(tmp_path / "p")
    folders = [f"电子档案/{year}/WS/J001-WS·{year}-Y-0001" for year in ("2018", "2019", "2026")]
    own = [
        f"{folder}/{name}"
        for folder, stem, suffix in zip(
            folders, ("example-2017", "example-2018", "example-2023"), ("txt", "txt", "md"), strict=True
        )
        for name in (f"{stem}.{suffix}", f"{stem}.xml", "元数据.xml", f"{folder.rpartition('/')[2]}.eep")
    ]
    others = ["其他/数字摘要.TXT", "其他/检测报告.TXT", "其他/检测报告.XML", "其他/XML模式/xml.xsd"]
    others += [f"其他/XML模式/{name}-1.0.xsd" for name in SCHEMAS]
    found = files(tmp_path / "p")
    assert sorted(found) == sorted(["说明文件.TXT", "文件目录.XML", *own, *others])
    assert (report.state, report.entries) == ("通过", 3)
    assert report.size == sum(len(data) for name, data in found.items() if name.startswith("电子档案/"))


def test_catalogue_and_notes_are_as_they_should_be(tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    make(tmp_path / "p")
    found = files(tmp_path / "p")
    assert found["说明文件.TXT"].count(b"\n") == found["说明文件.TXT"].count(b"\r\n") > 10
    assert masked(found["文件目录.XML"]) == snapshot(extension_class=TextExtension, name="文件目录")
    assert masked(found["说明文件.TXT"]) == snapshot(extension_class=TextExtension, name="说明文件")
    assert masked(found["其他/检测报告.TXT"]) == snapshot(extension_class=TextExtension, name="检测报告")


@pytest.mark.parametrize("year", ["2018", "2019", "2026"])
def test_metadata_are_as_they_should_be(tmp_path: Path, year: str, snapshot: SnapshotAssertion) -> None:
    make(tmp_path / "p")
    found = files(tmp_path / "p")[f"电子档案/{year}/WS/J001-WS·{year}-Y-0001/元数据.xml"]
    assert masked(found) == snapshot(extension_class=TextExtension)


def test_every_key_finds_its_place(tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    said = settings(EVERYTHING)
    assert make(tmp_path / "p", examples()[:1], said).state == "通过"
    found = files(tmp_path / "p")
    (metadata,) = (data for name, data in found.items() if name.endswith("元数据.xml"))
    assert masked(metadata) == snapshot(extension_class=TextExtension, name="元数据")
    assert masked(found["说明文件.TXT"]) == snapshot(extension_class=TextExtension, name="说明文件")


def test_the_content_of_every_package_is_the_original(tmp_path: Path) -> None:
    make(tmp_path / "p")
    found = files(tmp_path / "p")
    originals = {item.original for item in examples()}
    assert {content(data) for name, data in found.items() if name.endswith(".eep")} == originals


@pytest.mark.parametrize("size", [1, 2, 3, 56, 57, 58, 114, writing.CHUNK - 1, writing.CHUNK, writing.CHUNK + 1])
def test_content_of_any_size_is_encoded(tmp_path: Path, size: int) -> None:
    item = of_bytes(bytes(range(256)) * (size // 256 + 1), size)
    (entry,) = fill(tmp_path, [item], settings())
    assert content((tmp_path / entry.folder / entry.eep).read_bytes()) == item.original


def of_bytes(data: bytes, size: int) -> Item:
    """Return an item whose original is these bytes, whatever its archive says."""
    model = examples()[0]
    return type(model)("x.bin", data[:size], model.archive, model.root)


def test_same_reports_and_settings_give_the_same_bytes(tmp_path: Path) -> None:
    make(tmp_path / "a")
    backwards = dict(reversed(NEEDED.items()))
    make(tmp_path / "b", said=PackageSettings(settings().moment, dict(reversed(ORGANIZATION.items())), backwards))
    assert files(tmp_path / "a") == files(tmp_path / "b")


def test_a_later_package_differs_in_its_dates_only(tmp_path: Path) -> None:
    signed = examples()[:2]
    make(tmp_path / "a", signed)
    later = PackageSettings(settings().moment + dt.timedelta(days=1), ORGANIZATION, NEEDED)
    make(tmp_path / "b", signed, later)
    one, other = files(tmp_path / "a"), files(tmp_path / "b")
    assert one.keys() == other.keys()
    assert one["文件目录.XML"] == other["文件目录.XML"]
    eep = next(name for name in one if name.endswith(".eep"))
    assert one[eep].replace(b"2026-01-31T", b"2026-02-01T") == other[eep]


def write(folder: Path, name: str, data: bytes, entry: Entry, said: PackageSettings) -> None:
    """Write an entry from bytes: what another process does."""
    transfer.write_entry(folder, read_item(data, name), entry, said)


def test_other_processes_write_and_verify_the_same(tmp_path: Path) -> None:
    make(tmp_path / "a")
    said, package = settings(), tmp_path / "b"
    entries = list(transfer.number(described(examples(), said), said))
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        folders = [package / entry.folder for entry in entries]
        for folder in folders:
            folder.mkdir(parents=True)
        names, data = zip(*((item.name, item.original) for item in examples()), strict=True)
        list(pool.map(write, folders, names, data, entries, [said] * 3))
        report = transfer.close(package, iter(entries), iter([]), said, pool.map)
    assert report.state == "通过"
    assert files(package) == files(tmp_path / "a")


def test_a_file_that_changed_meanwhile_is_refused(tmp_path: Path) -> None:
    one, other, _ = examples()
    (entry,) = transfer.number(described([one], settings()), settings())
    with pytest.raises(InputError, match="was changed while it was packaged"):
        transfer.write_entry(tmp_path, other, entry, settings())
    assert list(tmp_path.iterdir()) == []


def test_a_report_given_twice_is_two_records(tmp_path: Path) -> None:
    one = examples()[0]
    assert make(tmp_path / "p", [one, one]).state == "通过"
    assert len(list((tmp_path / "p/电子档案/2018/WS").iterdir())) == 2


def test_what_could_not_be_packaged_is_listed(tmp_path: Path) -> None:
    package = tmp_path / "p"
    package.mkdir()
    entries = fill(package, examples(), settings())
    failures = [("坏.txt", "it is empty\nor so"), ("b\ud800.txt", "no text")]
    report = transfer.close(package, entries, failures, settings())
    assert report.state == "通过"
    assert (package / "其他/未打包清单.TXT").read_bytes().decode() == "坏.txt：it is empty or so\r\nb?.txt：no text\r\n"
    assert "未能打包的文件数：2\r\n" in (package / "说明文件.TXT").read_bytes().decode()


def test_names_that_the_package_gives_itself_are_kept_free(tmp_path: Path) -> None:
    html = b"<html><head><meta charset='utf-8'></head><body><p>2023</p></body></html>"
    item = read_item(html, "元数据.XML")
    report = make(tmp_path / "p", [item], settings({**NEEDED, "立档单位名称": "某局"}))
    names = {name.rpartition("/")[2] for name in files(tmp_path / "p")}
    assert {"_元数据.XML", "元数据.xml", "元数据.XML.xml"} <= names
    assert report.state == "通过"


def test_the_digests_are_those_of_the_files(tmp_path: Path) -> None:
    make(tmp_path / "p")
    lines = (tmp_path / "p/其他/数字摘要.TXT").read_text("utf-8").splitlines()
    assert len(lines) == 3 + 2 + 8
    for line in lines:
        digest, _, name = line.partition("  ")
        assert hashlib.sha256((tmp_path / "p" / name).read_bytes()).hexdigest() == digest
