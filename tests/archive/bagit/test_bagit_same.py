"""The same report gives the same bag, wherever and by whomever; whatever its name is."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from bag_making import EXAMPLE, MOMENT, SAID, bag_of, item_of, payload_of, read_table, unzipped, validate_bag

from gaixml.archive.bagit import fill, root_of
from gaixml.archive.formats import BAGIT, packed
from gaixml.archive.item import read_item

PROGRAM = f"""
import datetime as dt, hashlib, os, sys
from pathlib import Path
os.umask(int(sys.argv[1], 8))
from gaixml.archive.formats import packed
from gaixml.archive.item import read_item
from gaixml.archive.settings import PackageSettings
settings = PackageSettings(dt.datetime.fromisoformat({MOMENT.isoformat()!r}), {dict(SAID.organization)!a})
item = read_item(Path(sys.argv[2]).read_bytes(), sys.argv[2])
print(hashlib.sha256(packed(item, "bagit", settings, Path(sys.argv[3]))).hexdigest())
"""


def package(folder: Path, path: Path = EXAMPLE) -> bytes:
    folder.mkdir(parents=True)
    return packed(item_of(path), BAGIT, SAID, folder)


@pytest.mark.parametrize(
    ("umask", "environment"),
    [
        ("077", {"LC_ALL": "C", "TZ": "America/New_York", "PYTHONHASHSEED": "1"}),
        ("002", {"LC_ALL": "C.UTF-8", "LANGUAGE": "zh_CN", "TZ": "Asia/Shanghai", "PYTHONHASHSEED": "2"}),
    ],
)
def test_another_process_makes_the_same_bytes(tmp_path: Path, umask: str, environment: dict[str, str]) -> None:
    report = tmp_path / "年报 2023.md"
    report.write_bytes(EXAMPLE.read_bytes())
    ours = hashlib.sha256(package(tmp_path / "here", report)).hexdigest()
    assert hashlib.sha256(package(tmp_path / "there" / "deeper", report)).hexdigest() == ours
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", PROGRAM, umask, str(report), str(scratch)],
        env={**os.environ, **environment},
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == ours


def test_threads_do_not_disturb_one_another(tmp_path: Path) -> None:
    """Of bags made at the same time in one process none gets the files of another: nobody changes the folder."""
    here = Path.cwd()
    items = [read_item(f"某某局{year}年工作报告\n正文。\n".encode(), f"{year}.txt") for year in range(2000, 2024)]

    def make(item: object) -> dict[str, bytes]:
        folder = tmp_path / root_of(item)  # type: ignore[arg-type]
        folder.mkdir()
        fill(folder, item, SAID)  # type: ignore[arg-type]
        assert Path.cwd() == here
        return payload_of(folder)

    with ThreadPoolExecutor(8) as pool:
        payloads = list(pool.map(make, items))
    for item, payload in zip(items, payloads, strict=True):
        assert payload[f"data/objects/{item.name}"] == item.original


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("某某市 2023 年 年报（终稿）.txt", "某某市 2023 年 年报（终稿）.txt"),
        ("100%0A%25.txt", "100_0A_25.txt"),
        ("a\nb\r.txt", "a_b_.txt"),
        ("#1.txt", "_#1.txt"),
        ("*x.txt\u3000", "_x.txt"),
        ("\u3000", "document"),
        ("../../etc/passwd", "passwd"),
        ("facts.csv", "_facts.csv"),
        ("Facts.CSV-metadata.json", "_Facts.CSV-metadata.json"),
        ("vocabulary", "_vocabulary"),
        ("年" * 120 + ".txt", "年" * 65 + ".txt"),
        ('"q",=1+1;\'.txt', "_q_,=1+1;'.txt"),
        ("e\u0301.txt", "\u00e9.txt"),
        ("a.xml\u3000", "a.xml"),
        ("~root", "~root"),
    ],
)
def test_odd_names(name: str, kept: str, tmp_path: Path) -> None:
    data = EXAMPLE.read_bytes()
    bag = bag_of(read_item(data, name), tmp_path)
    assert (bag / "data" / "objects" / kept).read_bytes() == data
    assert len(list((bag / "data" / "objects").iterdir())) == 5
    run = validate_bag(bag)
    assert run.code == 0, run.output
    assert {row["file"] for row in read_table(bag)} == {kept}


def test_an_archive_and_its_source_give_the_same_bag(tmp_path: Path) -> None:
    source = item_of(EXAMPLE)
    again = read_item(source.archive, str(tmp_path / "example-2023.xml"))
    assert package(tmp_path / "source") == packed(again, BAGIT, SAID, _empty(tmp_path / "archive"))


def test_the_bag_does_not_depend_on_the_folder_of_the_report(tmp_path: Path) -> None:
    item = item_of(EXAMPLE)
    moved = read_item(item.original, "elsewhere/example-2023.md")
    assert packed(moved, BAGIT, SAID, _empty(tmp_path / "a")) == packed(item, BAGIT, SAID, _empty(tmp_path / "b"))
    other = unzipped(packed(replace(item, name="b.md"), BAGIT, SAID, _empty(tmp_path / "c")), tmp_path / "d")
    assert other.name.startswith("b-")


def _empty(folder: Path) -> Path:
    folder.mkdir()
    return folder
