"""What stands in a bag."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from bag_making import (
    EXAMPLE,
    EXAMPLES,
    MOMENT,
    SAID,
    SCHEMAS,
    SETTINGS,
    bag_of,
    info_of,
    item_of,
    payload_of,
    read_table,
    table_row,
)
from lxml import etree

import gaixml
from gaixml.archive import bagit as bagit_format
from gaixml.archive.bagit.bag import write_bag
from gaixml.archive.bagit.info import bag_info
from gaixml.archive.item import read_item
from gaixml.archive.settings import PackageSettings, PackageSettingsError
from gaixml.errors import InternalError
from gaixml.fact_rows import COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

    from syrupy.assertion import SnapshotAssertion

XS = {"xs": "http://www.w3.org/2001/XMLSchema"}
TABLES = json.loads((SCHEMAS / "facts-1.0.csvw.json").read_text("utf-8"))["tables"]
NARRATIVE = "某某市人民政府2009年政府信息公开工作年度报告\n一、概述\n正文。\n".encode()


@pytest.fixture(scope="module")
def bag(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bag_of(item_of(EXAMPLE), tmp_path_factory.mktemp("bag"), SAID)


def masked(text: str, bag: Path) -> str:
    """Return a text without what another version or grammar of gaixml changes: checksums, sizes, the version."""
    for path, data in sorted(payload_of(bag).items()):
        if not path.endswith(".md"):
            text = text.replace(hashlib.sha256(data).hexdigest(), f"<SHA-256 of {path}>")
    text = re.sub(r"(?<=Payload-Oxum: )\d+\.", "<size>.", text)
    return text.replace(f"gaixml {gaixml.__version__}", "gaixml <version>")


@pytest.mark.parametrize(
    "name",
    ["bag-info.txt", "data/metadata/metadata.csv", "data/objects/facts.csv-metadata.json", "manifest-sha256.txt"],
)
def test_the_example_is_described_as_before(bag: Path, name: str, snapshot: SnapshotAssertion) -> None:
    assert masked((bag / name).read_bytes().decode(), bag) == snapshot


def test_the_original_and_the_archive_are_there_to_the_byte(bag: Path) -> None:
    objects = bag / "data" / "objects"
    assert (objects / EXAMPLE.name).read_bytes() == EXAMPLE.read_bytes()
    assert (objects / "example-2023.xml").read_bytes() == gaixml.convert(EXAMPLE.read_bytes(), str(EXAMPLE))


def test_the_schema_in_the_bag_validates_the_archive_in_the_bag(bag: Path) -> None:
    folder = bag / "data" / "metadata" / "submissionDocumentation" / "schemas"
    schema = etree.XMLSchema(etree.parse(folder / "report-1.0.xsd"))
    schema.assertValid(etree.parse(bag / "data" / "objects" / "example-2023.xml"))


@pytest.mark.parametrize("algorithm", ["sha256", "sha512"])
def test_manifests_name_every_file_in_order(bag: Path, algorithm: str) -> None:
    tags = {path.name: path.read_bytes() for path in bag.glob("*.txt") if not path.name.startswith("tagmanifest-")}
    for manifest, files in ((f"manifest-{algorithm}.txt", payload_of(bag)), (f"tagmanifest-{algorithm}.txt", tags)):
        expected = [f"{hashlib.new(algorithm, files[path]).hexdigest()}  {path}" for path in sorted(files)]
        assert (bag / manifest).read_text("utf-8").splitlines() == expected


def test_bagit_txt_is_that_of_rfc_8493(bag: Path) -> None:
    assert (bag / "bagit.txt").read_bytes() == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def test_the_date_is_that_of_the_settings(tmp_path: Path) -> None:
    info = info_of(bag_of(item_of(EXAMPLE), tmp_path, PackageSettings(MOMENT.replace(year=987))))
    assert info["Bagging-Date"] == "0987-01-31"


def test_what_nobody_says_is_left_out(tmp_path: Path) -> None:
    bag = bag_of(read_item("无题\n".encode(), "x.txt"), tmp_path)
    assert set(info_of(bag)) == {
        *("Bagging-Date", "External-Identifier", "Internal-Sender-Identifier", "BagIt-Profile-Identifier"),
        *("Bag-Software-Agent", "Payload-Oxum"),
    }
    with (bag / "data/metadata/metadata.csv").open(encoding="utf-8", newline="") as file:
        row = next(csv.DictReader(file))
    assert {name for name, value in row.items() if value} == {"filename", "dc.identifier", "dc.language"}


def test_values_keep_to_their_line() -> None:
    item = item_of(EXAMPLE)
    said = PackageSettings(MOMENT, {"name": "某某市\nPayload-Oxum: 1.1\u2028档案馆"})
    info = bag_info(item, "x", said)
    assert info["Source-Organization"] == "某某市 Payload-Oxum: 1.1 档案馆"


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_facts_csv_read_by_its_description_are_the_facts(path: Path, tmp_path: Path) -> None:
    expected = [table_row(path.name, fact) for fact in gaixml.facts(path.read_bytes(), path.name)]
    assert read_table(bag_of(item_of(path), tmp_path)) == expected


def test_a_report_without_facts_has_the_header_only(tmp_path: Path) -> None:
    bag = bag_of(read_item(NARRATIVE, "n.txt"), tmp_path)
    assert (bag / "data/objects/facts.csv").read_text("utf-8").split() == [",".join(COLUMNS)]
    assert read_table(bag) == []


def test_the_example_has_facts_in_every_table_of_its_form(bag: Path) -> None:
    assert {row["table"] for row in read_table(bag)} == {"disclosure", "requests", "review"}


def enumerated(file: str, name: str) -> set[str]:
    schema = etree.parse(SCHEMAS / file)
    found = schema.iterfind(f"xs:simpleType[@name='{name}']/xs:restriction/xs:enumeration", XS)
    return {str(one.get("value")) for one in found}


@pytest.mark.parametrize(
    ("column", "file", "name"),
    [
        ("form", "vocabulary-1.0.xsd", "FactForm"),
        ("table", "vocabulary-1.0.xsd", "TableCode"),
        ("applicant", "vocabulary-1.0.xsd", "ApplicantCode"),
        ("status", "report-1.0.xsd", "Status"),
        ("rule", "report-1.0.xsd", "Repair"),
    ],
)
def test_the_codes_of_a_column_are_those_of_the_schema(column: str, file: str, name: str) -> None:
    (described,) = (one for one in TABLES[0]["tableSchema"]["columns"] if one["name"] == column)
    codes = set(described["datatype"]["format"].removeprefix("^(").removesuffix(")$").split("|"))
    assert codes - {""} == enumerated(file, name)
    assert ("" in codes) == (column == "applicant")


def test_all_columns_are_described_in_both_languages() -> None:
    assert [column["name"] for column in TABLES[0]["tableSchema"]["columns"]] == list(COLUMNS)
    for table in TABLES[1:]:
        header = (SCHEMAS.parent / table["url"]).read_text("utf-8").splitlines()[0]
        assert [column["name"] for column in table["tableSchema"]["columns"]] == header.split(",")
    columns = [column for table in TABLES for column in table["tableSchema"]["columns"]]
    assert all(column["titles"]["en"][0] == column["name"] and column["titles"]["zh"] for column in columns)


def test_the_name_of_a_bag_follows_from_the_report() -> None:
    item = item_of(EXAMPLE)
    digest = hashlib.sha256(EXAMPLE.read_bytes()).hexdigest()
    assert bagit_format.root_of(item) == f"example-2023-{digest[:12]}"
    assert bagit_format.root_of(replace(item, name="年报 100%.md")) == f"年报 100_-{digest[:12]}"


def test_without_the_library_the_error_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "bagit", None)
    with pytest.raises(PackageSettingsError, match=re.escape("pip install 'gaixml[bagit]'")) as caught:
        bagit_format.require(SETTINGS)
    assert caught.value.code == "missing-extra"
    with pytest.raises(PackageSettingsError):
        bagit_format.fill(tmp_path, item_of(EXAMPLE), SETTINGS)
    assert list(tmp_path.iterdir()) == []


def test_a_bag_that_the_library_refuses_is_an_internal_error(tmp_path: Path) -> None:
    with pytest.raises(InternalError, match="a bug of gaixml"):
        write_bag(tmp_path, {"objects/50%0A.txt": b"x"}, {})
