"""What the validators of others say of bags, whole and damaged."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from bag_making import EXAMPLE, EXAMPLES, PROFILE, SAID, bag_of, info_of, item_of, validate_bag, validate_table

from gaixml.archive.bagit.info import PROFILE as PROFILE_ID

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bag_of(item_of(EXAMPLE), tmp_path_factory.mktemp("bag"), SAID)


@pytest.fixture
def bag(whole: Path, tmp_path: Path) -> Path:
    """Return a copy that may be damaged."""
    return shutil.copytree(whole, tmp_path / whole.name)


def profile_errors(bag: Path, profile: dict[str, Any] | None = None) -> list[str]:
    """Return what the library bagit_profile finds wrong by our profile."""
    library: Any = pytest.importorskip("bagit_profile", reason="the library bagit-profile is not installed")
    bagit: Any = pytest.importorskip("bagit")
    held = library.Profile(PROFILE_ID, profile=profile or json.loads(PROFILE.read_text("utf-8")))
    held.validate(bagit.Bag(str(bag)))
    return [str(error) for error in held.report.errors]


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new, 1), "utf-8", newline="")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_validators_accept_the_examples(path: Path, tmp_path: Path) -> None:
    bag = bag_of(item_of(path), tmp_path)
    run = validate_bag(bag)
    assert run.code == 0, run.output
    run = validate_table(bag)
    assert (run.code, "OK" in run.output) == (0, True), run.output
    assert profile_errors(bag) == []


def flip_a_byte(bag: Path) -> None:
    path = bag / "data/objects/example-2023.md"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def remove_a_file(bag: Path) -> None:
    (bag / "data/objects/example-2023.xml").unlink()


def add_a_file(bag: Path) -> None:
    """Add an empty file, and count it: the number of bytes stays, the number of files is true."""
    (bag / "data/objects/other.txt").touch()
    oxum = info_of(bag)["Payload-Oxum"]
    size, number = oxum.split(".")
    change(bag / "bag-info.txt", oxum, f"{size}.{int(number) + 1}")


def change_a_checksum(bag: Path) -> None:
    path = bag / "manifest-sha512.txt"
    first = path.read_text("utf-8")[0]
    change(path, first, "0" if first != "0" else "1")


def change_a_label(bag: Path) -> None:
    change(bag / "bag-info.txt", "2024-01-31", "2024-02-01")


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (flip_a_byte, "sha512 validation failed"),
        (remove_a_file, "Payload-Oxum validation failed"),
        (add_a_file, "exists on filesystem but is not in the manifest"),
        (change_a_checksum, "sha512 validation failed"),
        (change_a_label, "bag-info.txt sha256 validation failed"),
    ],
)
def test_bagit_refuses_damage(bag: Path, damage: Callable[[Path], None], reason: str) -> None:
    assert validate_bag(bag).code == 0
    damage(bag)
    run = validate_bag(bag)
    assert run.code == 1
    assert reason in run.output


@pytest.mark.parametrize(
    ("file", "old", "new", "reason"),
    [
        ("bag-info.txt", "External-Identifier:", "Other-Identifier:", "External-Identifier"),
        ("bag-info.txt", "bagit-profile:1", "bagit-profile:2", "does not contain this profile's URI"),
        ("bag-info.txt", "Bagging-Date:", "Bagging-Date: 2024-01-30\nBagging-Date:", "Nonrepeatable tag"),
        ("bagit.txt", "Version: 1.0", "Version: 0.97", "Bag version '0.97'"),
    ],
)
def test_the_profile_refuses_other_tags(bag: Path, file: str, old: str, new: str, reason: str) -> None:
    assert profile_errors(bag) == []
    change(bag / file, old, new)
    assert any(reason in error for error in profile_errors(bag))


@pytest.mark.parametrize(
    ("added", "removed", "reason"),
    [
        ("notes.txt", "", "notes.txt"),
        ("fetch.txt", "", "Fetch.txt is present"),
        ("manifest-md5.txt", "", "md5"),
        ("", "tagmanifest-sha512.txt", "sha512"),
        ("", "manifest-sha256.txt", "sha256"),
    ],
)
def test_the_profile_refuses_other_files(bag: Path, added: str, removed: str, reason: str) -> None:
    if added:
        (bag / added).touch()
    if removed:
        (bag / removed).unlink()
    assert any(reason in error for error in profile_errors(bag))


def test_every_label_is_in_the_profile(whole: Path) -> None:
    profile = json.loads(PROFILE.read_text("utf-8"))
    assert list(profile["Bag-Info"]) == list(info_of(whole))
    assert profile["BagIt-Profile-Info"]["BagIt-Profile-Identifier"] == info_of(whole)["BagIt-Profile-Identifier"]


FACT = ",2021,disclosure,regulations.issued,,0,件,reported,0,"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (FACT, FACT.replace(",0,件", ",many,件"), "many"),
        (FACT, FACT.replace("reported", "certain"), "certain"),
        (FACT, FACT.replace("regulations.issued,", "regulations.issued,nobody"), "nobody"),
        (FACT, FACT.replace("regulations.issued", "regulations.burnt"), "regulations.burnt"),
        (FACT, FACT.replace("regulations.issued", ""), "required column value is missing"),
        (FACT, FACT.replace("regulations.issued", "regulations.repealed"), "duplicate primary key"),
        ("t1.r3.c2,1630", "t1.r3.c2,-1630", "-1630"),
    ],
)
def test_csvw_refuses_what_is_no_fact(bag: Path, old: str, new: str, reason: str) -> None:
    change(bag / "data/objects/facts.csv", old, new)
    run = validate_table(bag)
    assert run.code != 0
    assert "FAIL" in run.output
    assert reason in run.output


def test_csvw_refuses_a_table_without_its_vocabulary(bag: Path) -> None:
    (bag / "data/objects/vocabulary/indicators.csv").unlink()
    assert validate_table(bag).code != 0
