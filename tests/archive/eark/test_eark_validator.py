"""KEEP's commons-ip, a validator of others, says VALID of what is whole, and not of what is spoiled."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
from eark_pieces import (
    CORPUS,
    EXAMPLE,
    EXAMPLES,
    NS,
    ROOT,
    SILENT,
    failed,
    item_of,
    package,
    references,
    rewrite,
    validate,
    validator,
    zip_of,
)
from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ODD_NAMES = (
    "报告 2023%20年 #1 & co;+=@!'(),[x]{y}.md",
    "威海市 人民政府.md",
    "é ü😀~^`$.md",
    "100%.md",
    "a&amp;b%2F.md",
    "METS.xml.md",
    f"{'长' * 60}.md",
    "..\\..\\etc\\passwd",
)
DOCUMENTS = (
    "official/format-2021-blank-template-docx/source.docx",
    "reports/pingtan-gongan-2018-html/source.html",
    "reports/huaian-hongze-2023/source.pdf",
    "ofd/hello.ofd",
    "other/budget-template-dept-xlsx/source.xlsx",
    "other/budget-template-xls/source.xls",
)


def flip(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


def spoil_original(folder: Path) -> None:
    flip(folder / "representations/rep1/data/example-2023.md")


def spoil_archive(folder: Path) -> None:
    flip(folder / "representations/rep2/data/example-2023.xml")


def spoil_description(folder: Path) -> None:
    flip(folder / "metadata/descriptive/dc.xml")


def lose_original(folder: Path) -> None:
    (folder / "representations/rep1/data/example-2023.md").unlink()


def lose_premis(folder: Path) -> None:
    (folder / "metadata/preservation/premis.xml").unlink()


def lose_schema(folder: Path) -> None:
    (folder / "representations/rep2/schemas/report-1.0.xsd").unlink()


def add_file(folder: Path) -> None:
    (folder / "representations/rep1/data/more.txt").write_text("not in the METS file", "utf-8")


def state_wrong_checksum(folder: Path) -> None:
    digest = checksum_of(folder, "example-2023.md").get("CHECKSUM", "")
    rewrite(folder, "rep1", digest, digest[::-1])


def state_wrong_size(folder: Path) -> None:
    size = checksum_of(folder, "example-2023.md").get("SIZE", "")
    rewrite(folder, "rep1", f'SIZE="{size}" ', f'SIZE="{int(size) + 1}" ')


def rename(folder: Path) -> None:
    file = folder / "METS.xml"
    file.write_text(file.read_text("utf-8").replace(f'OBJID="{folder.name}"', 'OBJID="uuid-other"'), "utf-8")


def drop_agents(folder: Path) -> None:
    file = folder / "METS.xml"
    tree = etree.parse(file)
    for agent in tree.xpath("//m:agent", namespaces=NS):
        agent.getparent().remove(agent)
    tree.write(file, encoding="UTF-8", xml_declaration=True)


def checksum_of(folder: Path, name: str) -> etree._Element:
    return next(one.stated for one in references(folder / "representations/rep1/METS.xml") if one.path.name == name)


SPOILED: dict[Callable[[Path], None], set[str]] = {
    spoil_original: {"CSIP71"},
    spoil_archive: {"CSIP71"},
    spoil_description: {"CSIP29"},
    lose_original: {"CSIP69", "CSIP71", "CSIP79"},
    lose_premis: {"CSIP31", "CSIP38", "CSIP41", "CSIP43"},
    lose_schema: {"CSIP69", "CSIP71", "CSIP79", "CSIP113"},
    add_file: {"CSIP66"},
    state_wrong_checksum: {"CSIP71"},
    state_wrong_size: {"CSIP69"},
    rename: {"CSIP1"},
    drop_agents: {"CSIP10"},
}
"""What makes a package invalid, and the requirements it then does not meet: all of them, of ``rename`` the first."""


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Return the report on each package of this module by a name: Java starts once."""
    validator()
    files: dict[str, Path] = {}

    def add(name: str, folder: Path) -> None:
        files[name] = zip_of(folder)

    below = tmp_path_factory.mktemp("eark")
    for number, path in enumerate((*EXAMPLES, *(CORPUS / name for name in DOCUMENTS))):
        if path.exists():
            add(str(path), package(item_of(path), below / f"file{number}"))
    for number, name in enumerate(ODD_NAMES):
        add(name, package(item_of(EXAMPLE, name), below / f"odd{number}"))
    add("silent", package(SILENT, below / "silent"))
    whole = package(item_of(EXAMPLE), below / "whole")
    for spoil in SPOILED:
        folder = below / spoil.__name__ / whole.name
        shutil.copytree(whole, folder)
        spoil(folder)
        add(spoil.__name__, folder)
    found = validate(list(files.values()))
    return {name: found[file] for name, file in files.items()}


def assert_valid(report: dict[str, Any]) -> None:
    assert report["summary"]["result"] == "VALID", failed(report)
    assert failed(report) == set()
    assert report["summary"]["errors"] == report["summary"]["warnings"] == 0
    assert report["summary"]["success"] >= 130


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_packages_of_the_examples_are_valid(reports: dict[str, dict[str, Any]], path: Path) -> None:
    assert_valid(reports[str(path)])


@pytest.mark.parametrize("name", ODD_NAMES)
def test_packages_of_files_with_odd_names_are_valid(reports: dict[str, dict[str, Any]], name: str) -> None:
    assert_valid(reports[name])


def test_the_package_of_a_text_that_says_nothing_is_valid(reports: dict[str, dict[str, Any]]) -> None:
    assert_valid(reports["silent"])


@pytest.mark.parametrize("name", DOCUMENTS)
def test_packages_of_other_formats_are_valid(reports: dict[str, dict[str, Any]], name: str) -> None:
    if not (CORPUS / name).exists():
        pytest.skip(f"the shared corpus does not stand beside this checkout: {CORPUS.relative_to(ROOT.parent)}/{name}")
    assert_valid(reports[str(CORPUS / name)])


@pytest.mark.parametrize("spoil", SPOILED, ids=lambda spoil: spoil.__name__)
def test_spoiled_packages_are_not_valid(reports: dict[str, dict[str, Any]], spoil: Callable[[Path], None]) -> None:
    report = reports[spoil.__name__]
    assert report["summary"]["result"] == "INVALID"
    found = failed(report)
    assert SPOILED[spoil] <= found if spoil is rename else SPOILED[spoil] == found
