"""What stands in a package: the whole METS and PREMIS of one, what a silent report says, what settings are needed."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from eark_pieces import CORPUS, EXAMPLE, MOMENT, NS, SETTINGS, SILENT, item_of, package
from lxml import etree

from gaixml.archive import eark
from gaixml.archive.eark import header, layout, premis_events
from gaixml.archive.eark.dublin_core import dublin_core
from gaixml.archive.eark.layout import Stored
from gaixml.archive.eark.premis_elements import digests
from gaixml.archive.eark.pronom import puid
from gaixml.archive.formats import EARK, package_format, packed
from gaixml.archive.item import read_item
from gaixml.archive.settings import PackageSettings, PackageSettingsError
from gaixml.archive.steps import CHECKING, FAIL, PARSING, READING, SUCCESS, VALIDATION, WARNING, Step

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from syrupy.assertion import SnapshotAssertion

    from gaixml.archive.item import Item

STEPS = (
    Step(READING, SUCCESS, "gaixml 0.9", "text/markdown UTF-8 utf-8; text basis: exact", "3453 characters"),
    Step(PARSING, WARNING, "gaixml 0.9", "grammars with SHA-256 00ff", "sum-mismatch × 2"),
    Step(VALIDATION, SUCCESS, "gaixml 1.0", "XML Schema report-1.0.xsd", "valid"),
    Step(CHECKING, FAIL, "gaixml 1.0", "70 rules of gaixml check", "nothing found"),
)
ABC_SM3 = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
"""GB/T 32905-2016, A.1."""
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def has_sm3() -> bool:
    try:
        hashlib.new("sm3")
    except ValueError:
        return False
    return True


@pytest.fixture
def fixed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Item]:
    """Return a report whose package depends on no version: neither of gaixml, its grammars, nor its rules."""
    monkeypatch.setattr(header, "__version__", "1.0")
    monkeypatch.setattr(premis_events, "_THIS", "gaixml 1.0")
    monkeypatch.setattr(layout, "_REPORT_SCHEMAS", ("xml.xsd",))
    layout.archive_schemas.cache_clear()
    item = replace(item_of(EXAMPLE, "examples/报告 2023.md"), archive=b"<report/>\n")
    item.__dict__["steps"] = STEPS
    yield item
    layout.archive_schemas.cache_clear()


@pytest.mark.skipif(not has_sm3(), reason="OpenSSL of this machine has no SM3")
@pytest.mark.parametrize(
    "path",
    [
        "METS.xml",
        "metadata/preservation/premis.xml",
        "metadata/descriptive/dc.xml",
        "representations/rep1/METS.xml",
        "representations/rep1/metadata/preservation/premis.xml",
        "representations/rep2/METS.xml",
        "representations/rep2/metadata/preservation/premis.xml",
    ],
)
def test_metadata_of_an_example(fixed: Item, tmp_path: Path, snapshot: SnapshotAssertion, path: str) -> None:
    assert (package(fixed, tmp_path) / path).read_text("utf-8") == snapshot


def test_the_original_and_the_archive_are_in_it_byte_for_byte(tmp_path: Path) -> None:
    item = item_of(EXAMPLE)
    folder = package(item, tmp_path)
    assert (folder / "representations/rep1/data/example-2023.md").read_bytes() == EXAMPLE.read_bytes()
    assert (folder / "representations/rep2/data/example-2023.xml").read_bytes() == item.archive


def test_an_original_that_is_xml_does_not_meet_its_archive(tmp_path: Path) -> None:
    item = item_of(EXAMPLE, "报告.xml")
    folder = package(item, tmp_path)
    assert [path.name for path in sorted(folder.glob("representations/*/data/*"))] == ["报告.xml", "报告.xml.xml"]


def test_dublin_core_says_nothing_that_the_report_does_not() -> None:
    said = [(etree.QName(one).localname, one.text) for one in etree.fromstring(dublin_core(SILENT))]
    assert [name for name, _ in said] == ["format", "format", "identifier", "identifier", "language"]
    assert ("identifier", f"urn:sha256:{SILENT.sha256}") in said


def test_dublin_core_says_what_the_report_does() -> None:
    said = [(etree.QName(one).localname, one.text) for one in etree.fromstring(dublin_core(item_of(EXAMPLE)))]
    assert ("title", "威海市人民政府外事办公室2023年政府信息公开工作年度报告") in said
    assert ("creator", "威海市人民政府外事办公室") in said
    assert ("coverage", "2023-01-01/2023-12-31") in said
    assert "rights" not in dict(said)


def test_a_report_that_names_no_agency_has_no_archivist(tmp_path: Path) -> None:
    tree = etree.parse(package(SILENT, tmp_path) / "METS.xml")
    assert [one.get("ROLE") for one in tree.iterfind(".//m:agent", NS)] == ["CREATOR", "CREATOR"]
    assert tree.getroot().get("LABEL") is None


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        ({}, ["name", "code"]),
        ({"name": "某某市档案馆"}, ["code"]),
        ({"code": "121100000000000000"}, ["name"]),
    ],
)
def test_who_makes_packages_has_to_be_said(said: dict[str, str], missing: list[str], tmp_path: Path) -> None:
    settings = PackageSettings(MOMENT, said)
    with pytest.raises(PackageSettingsError) as caught:
        eark.require(settings)
    assert caught.value.code == "settings-missing"
    assert [key for key in ("name", "code") if f"{key} =" in str(caught.value)] == missing
    with pytest.raises(PackageSettingsError):
        eark.fill(tmp_path, SILENT, settings)
    assert not list(tmp_path.iterdir())


def test_the_same_report_gives_the_same_package(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    one = packed(item_of(EXAMPLE), EARK, SETTINGS, tmp_path / "one")
    assert packed(item_of(EXAMPLE), EARK, SETTINGS, tmp_path / "two") == one
    assert package_format(EARK).root_of(item_of(EXAMPLE)).encode() in one


def test_the_archive_gives_the_same_package_as_its_source(tmp_path: Path) -> None:
    item = item_of(EXAMPLE)
    again = read_item(item.archive, "example-2023.xml")
    for name, one in (("source", item), ("archive", again)):
        (tmp_path / name).mkdir()
        (tmp_path / f"{name}.zip").write_bytes(packed(one, EARK, SETTINGS, tmp_path / name))
    assert (tmp_path / "source.zip").read_bytes() == (tmp_path / "archive.zip").read_bytes()


def test_the_name_of_the_package_follows_from_the_content_alone() -> None:
    names = {eark.root_of(item) for item in (item_of(EXAMPLE), item_of(EXAMPLE, "b.txt"))}
    assert names == {"uuid-41337a2f-a4fa-5375-a51e-de570beb58de"}
    assert eark.root_of(SILENT) not in names


@pytest.mark.skipif(not has_sm3(), reason="OpenSSL of this machine has no SM3")
def test_sm3_is_that_of_the_standard() -> None:
    assert [value for _, value in digests(Stored("a", "text/plain", b"abc"))] == [
        hashlib.sha256(b"abc").hexdigest(),
        ABC_SM3,
    ]


def test_without_sm3_there_is_sha256_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str, data: bytes) -> None:
        raise ValueError(name, data)

    monkeypatch.setattr(hashlib, "new", refuse)
    assert [algorithm.label for algorithm, _ in digests(Stored("a", "text/plain", b"abc"))] == ["SHA-256"]


@pytest.mark.parametrize(
    ("name", "media_type", "data", "expected"),
    [
        ("a.txt", "text/plain", b"a", "x-fmt/111"),
        ("a.csv", "text/plain", b"a,b", ""),
        ("a.md", "text/markdown", b"# a", "fmt/1149"),
        ("a.docx", DOCX, b"PK", "fmt/412"),
        ("a.doc", DOCX, b"PK", ""),
        ("a.xlsm", XLSX, b"PK", ""),
        ("a.xlsx", XLSX, b"PK", "fmt/214"),
        ("a.pdf", "application/pdf", PDF, "fmt/18"),
        ("a.pdf", "application/pdf", PDF.replace(b"1.4", b"1.9"), ""),
        ("a.pdf", "application/pdf", b"\n" + PDF, ""),
        ("a.pdf", "application/pdf", PDF.replace(b"/Catalog", b"/Catalog/Version/1.7"), ""),
        ("a.pdf", "application/pdf", PDF + b"<pdfaid:part>1</pdfaid:part>", ""),
        ("a.pdf", "application/pdf", PDF + b"<</Type /Metadata/Filter/FlateDecode>>", ""),
        ("a.html", "text/html", b"\xef\xbb\xbf<!-- a --> <!doctype HTML>\n<html>", "fmt/471"),
        ("a.html", "text/html", b'<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01//EN">', "fmt/100"),
        (
            "a.html",
            "text/html",
            b'<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "xhtml1-transitional.dtd">',
            "fmt/102",
        ),
        ("a.html", "text/html", b"<html>", ""),
        ("a.html", "text/html", b"<!---->" * 1000 + b"<html>", ""),
        ("a.ofd", "application/ofd", b"PK", ""),
    ],
)
def test_formats_are_named_only_if_certain(name: str, media_type: str, data: bytes, expected: str) -> None:
    assert puid(name, media_type, data) == expected


def test_the_pdf_of_the_corpus_is_what_its_header_says() -> None:
    file = CORPUS / "reports" / "huaian-hongze-2023" / "source.pdf"
    if not file.exists():
        pytest.skip("the shared corpus does not stand beside this checkout")
    data = file.read_bytes()
    assert data.startswith(b"%PDF-1.7")
    assert puid(file.name, "application/pdf", data) == "fmt/276"
