"""``gaixml references``, also with a folder of archives in which what is cited is looked up."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import gaixml
from gaixml.cli import app
from gaixml.errors import InvalidArchiveError
from gaixml.reference.model import KINDS

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
STATUTE = """某市数据条例

（{date}某市人民代表大会常务委员会第三次会议通过）

第一条 为了规范数据工作，制定本条例。

第二条 数据包括：

（一）政务数据；

（二）公共数据。

处理数据应当合法。
{more}
"""
CITING = """某市2023年政府信息公开工作年度报告

依照《某市数据条例》第二条第（二）项、第三条和第一条至第二条办理，参照《某市水条例》第一条。
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with two versions of a statute and a file that is no archive."""
    for year, more in ((2019, ""), (2024, "\n第三条 本条例自2024年6月1日起施行。\n")):
        text = STATUTE.format(date=f"{year}年5月1日", more=more)
        (tmp_path / f"数据条例-{year}.xml").write_bytes(gaixml.convert(text.encode(), "条例.txt"))
    (tmp_path / "notes.xml").write_text("<notes/>")
    (tmp_path / "broken.xml").write_text("<report")
    return tmp_path


def run(*arguments: str | Path, given: bytes | None = None, code: int = 0) -> str:
    result = CliRunner().invoke(app, ["references", *map(str, arguments)], input=given)
    assert result.exit_code == code, result.output
    return result.stdout


def lines(*arguments: str | Path, given: bytes) -> list[Any]:
    return [json.loads(line) for line in run("-", "--format", "jsonl", *arguments, given=given).splitlines()]


def test_what_is_cited_is_found_in_the_folder_or_said_to_be_missing(folder: Path) -> None:
    found = {one["text"]: one["target"].get("archive") for one in lines("--resolve", folder, given=CITING.encode())}
    file = "数据条例-2019.xml"
    assert found["《某市数据条例》"] == {"file": file, "ids": ["document"], "exists": True}
    assert found["第二条第（二）项"] == {"file": file, "ids": ["art2.p1.i2"], "exists": True}
    assert found["第三条"] == {"file": file, "ids": [], "exists": False}
    assert found["第一条至第二条"] == {"file": file, "ids": ["art1", "art2"], "exists": True}
    assert found["《某市水条例》"] is None


def test_the_version_counts_that_was_in_force(folder: Path) -> None:
    later = CITING.replace("2023年", "2025年")
    found = {one["text"]: one["target"].get("archive") for one in lines("--resolve", folder, given=later.encode())}
    assert found["第三条"] == {"file": "数据条例-2024.xml", "ids": ["art3"], "exists": True}


def test_a_version_that_came_later_says_so(folder: Path) -> None:
    earlier = CITING.replace("2023年", "2015年")
    found = {one["text"]: one["target"].get("archive") for one in lines("--resolve", folder, given=earlier.encode())}
    assert found["第三条"] == {"file": "数据条例-2019.xml", "ids": [], "exists": False, "later": True}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_what_is_no_file_is_passed_over(folder: Path) -> None:
    os.mkfifo(folder / "pipe.xml")
    (folder / "zero.xml").symlink_to("/dev/zero")
    (folder / "nothing.xml").symlink_to(folder / "nowhere")
    (folder / "loop.xml").symlink_to(folder / "loop.xml")
    assert lines("--resolve", folder, given=CITING.encode())[1]["target"]["archive"]["exists"]


def test_the_command_knows_all_kinds() -> None:
    helped = "".join(run("--help").split())
    assert all(kind in helped for kind in KINDS.values())


@pytest.mark.parametrize("spoilt", ['locator="zzz20.i1"', f'locator="art{"1" * 5000}"', 'locator="art20..i1"'])
def test_an_archive_with_another_locator_is_not_valid(spoilt: str) -> None:
    archive = gaixml.convert(CITING.encode(), "citing.txt").decode()
    with pytest.raises(InvalidArchiveError):
        gaixml.references(archive.replace('locator="art3"', spoilt).encode())


def test_a_drawing_says_what_is_meant_and_what_is_not_there(folder: Path) -> None:
    drawing = run("-", "--resolve", folder, given=CITING.encode())
    assert "→ 数据条例-2019.xml#art2.p1.i2" in drawing
    assert "no such provision" in drawing
    assert drawing.splitlines()[-1].endswith("references: 1 period, 2 act, 4 article")


def test_each_line_has_the_shape_of_the_contract() -> None:
    given = (EXAMPLES / "example-2023.md").read_bytes()
    text = given.decode()
    for one in lines(given=given):
        assert list(one) == ["kind", "text", "start", "end", "target"]
        assert text[one["start"] : one["end"]] == one["text"]
        assert one["kind"] in {"act", "article", "document_number", "date", "period", "amount", "form_item"}


def test_an_archive_refers_to_what_its_source_refers_to() -> None:
    given = (EXAMPLES / "example-2018.txt").read_bytes()
    assert lines(given=gaixml.convert(given, "example-2018.txt")) == lines(given=given)


def test_one_kind_alone() -> None:
    given = (EXAMPLES / "example-2018.txt").read_bytes()
    assert {one["kind"] for one in lines("--kind", "contact", "--kind", "date", given=given)} == {"contact", "date"}


def test_wrong_usage_is_named(tmp_path: Path) -> None:
    run("-", "--kind", "laws", given=b"x", code=2)
    run("-", "--format", "xml", given=b"x", code=2)
    run("-", "--resolve", tmp_path / "nowhere", given=b"x", code=2)


def test_a_document_without_references() -> None:
    assert run("-", given="一句话。\n".encode()).splitlines()[-1] == "0 references"
    assert run("-", "--format", "jsonl", given="一句话。\n".encode()) == ""
