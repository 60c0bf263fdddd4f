"""METS and PREMIS against their schemas; what a package says of its files against the files."""

from __future__ import annotations

import hashlib
import os
import zipfile
from typing import TYPE_CHECKING

import pytest
from eark_pieces import CORPUS, EXAMPLES, NS, SILENT, item_of, jar, package, references
from lxml import etree

from gaixml.archive.eark.layout import package_schemas
from gaixml.archive.eark.media_types import registered

if TYPE_CHECKING:
    from pathlib import Path

HTML = CORPUS / "reports" / "pingtan-gongan-2018-html" / "source.html"
PREMIS_SCHEMA = os.environ.get("PREMIS_XSD", "")
MEDIA_TYPES = (
    "text/plain",
    "text/markdown",
    "text/html",
    "application/xhtml+xml",
    "multipart/related",
    "application/xml",
    "application/pdf",
    "application/ofd",
    "application/msword",
    "application/rtf",
    "application/octet-stream",
    "application/vnd.ms-excel",
    "application/vnd.ms-word.document.macroEnabled.12",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
)


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    below = tmp_path_factory.mktemp("eark")
    items = [SILENT, *(item_of(path) for path in (*EXAMPLES, HTML) if path.exists())]
    return [package(item, below / str(number)) for number, item in enumerate(items)]


def unpacked_schemas(folder: Path) -> Path:
    """Take the schemas out of the validator's jar."""
    with zipfile.ZipFile(jar()) as file:
        file.extractall(folder, [name for name in file.namelist() if name.startswith("schemas2/")])
    return folder / "schemas2" / "mets1_12.xsd"


def test_mets_files_follow_the_schema_of_the_validator(packages: list[Path], tmp_path: Path) -> None:
    schema = etree.XMLSchema(etree.parse(unpacked_schemas(tmp_path)))
    files = [file for folder in packages for file in folder.rglob("METS.xml")]
    assert len(files) == 3 * len(packages)
    for file in files:
        schema.assertValid(etree.parse(file))


def test_the_schemas_in_the_package_are_those_of_the_validator(tmp_path: Path) -> None:
    theirs = unpacked_schemas(tmp_path).parent
    for ours in package_schemas():
        name = "mets1_12.original.xsd" if ours.name == "mets1_12.xsd" else ours.name
        written = etree.canonicalize(etree.tostring(etree.fromstring(ours.content)).decode(), strip_text=True)
        assert written == etree.canonicalize(from_file=theirs / name, strip_text=True)


@pytest.mark.skipif(not PREMIS_SCHEMA, reason="no PREMIS 3.0 schema at hand: name its file in PREMIS_XSD")
def test_premis_files_follow_the_schema(packages: list[Path]) -> None:
    schema = etree.XMLSchema(etree.parse(PREMIS_SCHEMA))
    files = [file for folder in packages for file in folder.rglob("premis.xml")]
    assert len(files) == 3 * len(packages)
    for file in files:
        schema.assertValid(etree.parse(file))


def test_archives_follow_the_schema_that_travels_with_them(packages: list[Path]) -> None:
    for folder in packages:
        representation = folder / "representations" / "rep2"
        schema = etree.XMLSchema(etree.parse(representation / "schemas" / "report-1.0.xsd"))
        (archive,) = (representation / "data").iterdir()
        schema.assertValid(etree.parse(archive))


def test_every_file_is_in_a_mets_file_with_its_size_and_checksum(packages: list[Path]) -> None:
    for folder in packages:
        named: list[Path] = []
        for mets in folder.rglob("METS.xml"):
            for stated, path in references(mets):
                data = path.read_bytes()
                assert stated.get("SIZE") == str(len(data))
                assert stated.get("CHECKSUM") == hashlib.sha256(data).hexdigest()
                named.append(path)
        files = [path for path in folder.rglob("*") if path.is_file() and path != folder / "METS.xml"]
        assert sorted(named) == sorted(files)


def test_identifiers_are_unique_in_the_package(packages: list[Path]) -> None:
    for folder in packages:
        trees = [etree.parse(mets) for mets in folder.rglob("METS.xml")]
        found = [one for tree in trees for one in tree.xpath("//@ID")]
        assert len(found) == len(set(found))
        for tree in trees:
            said = set(tree.xpath("//@ID"))
            assert {one for text in tree.xpath("//@ADMID | //@DMDID | //@FILEID") for one in text.split()} <= said


def values(folder: Path, path: str) -> list[str]:
    """Return the texts that all PREMIS files of a package have at an XPath."""
    files = sorted(folder.rglob("premis.xml"))
    return [str(one.text) for file in files for one in etree.parse(file).iterfind(path, NS)]


@pytest.mark.parametrize("what", ["Object", "Event", "Agent"])
def test_what_premis_links_to_is_there(packages: list[Path], what: str) -> None:
    for folder in packages:
        there = values(folder, f".//p:{what.lower()}Identifier/p:{what.lower()}IdentifierValue")
        assert len(there) == len(set(there))
        links = {
            *values(folder, f".//p:linking{what}Identifier/p:linking{what}IdentifierValue"),
            *values(folder, f".//p:related{what}Identifier/p:related{what}IdentifierValue"),
        }
        assert links
        assert links <= set(there)


def test_links_between_events_and_files_go_both_ways(packages: list[Path]) -> None:
    for folder in packages:
        trees = [etree.parse(file) for file in folder.rglob("premis.xml")]
        objects, events = set(), set()
        for tree in trees:
            for one in tree.iterfind(".//p:object", NS):
                about = one.findtext(".//p:objectIdentifierValue", "", NS)
                objects |= {(about, link.text) for link in one.iterfind(".//p:linkingEventIdentifierValue", NS)}
            for one in tree.iterfind(".//p:event", NS):
                about = one.findtext(".//p:eventIdentifierValue", "", NS)
                events |= {(link.text, about) for link in one.iterfind(".//p:linkingObjectIdentifierValue", NS)}
        assert objects == events
        assert len(events) == 9


def test_media_types_in_mets_are_those_of_iana() -> None:
    with zipfile.ZipFile(jar()) as file:
        known = set(file.read("controlledVocabularies/IANA_MEDIA_TYPES.txt").decode().split())
    for media_type in MEDIA_TYPES:
        assert registered(media_type) in known
        assert registered(media_type) == (media_type if media_type in known else "application/octet-stream")
