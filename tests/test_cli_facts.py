"""``gaixml facts`` as a user meets it: every command is run as a process of its own."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fact_archive import archive_2014, archive_2021, damaged
from rich.cells import cell_len
from test_cli import ASCII, PLAIN, command, in_terminal, plain, run

import gaixml

if TYPE_CHECKING:
    from collections.abc import Sequence

NARRATIVE = "某某市2016年政府信息公开工作年度报告\n一、总体情况\n正文。\n"
NONE = "no table of an official form\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with archives of two reports that have facts and one report that has none."""
    (tmp_path / "in/2023").mkdir(parents=True)
    (tmp_path / "in/2023/c.xml").write_bytes(damaged())
    (tmp_path / "in/a.xml").write_bytes(archive_2014())
    (tmp_path / "in/b.txt").write_text(NARRATIVE, "utf-8")
    return tmp_path


def objects(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in data.splitlines()]


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def in_order(names: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(names))


# ── one report ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_facts_in_json_lines_are_those_of_the_function(folder: Path) -> None:
    done = run("facts", "in/2023/c.xml", "--format", "jsonl", folder=folder)
    assert (done.exit_code, done.stderr) == (0, "")
    assert objects(done.stdout) == gaixml.facts(damaged())
    assert run("facts", "-", "--format", "jsonl", data=damaged()) == done


def test_facts_in_csv(folder: Path) -> None:
    done = run("facts", "in/2023/c.xml", "--format", "csv", folder=folder)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith(b"file,form,table,")
    assert len(rows(done.stdout)) == 200
    assert {row["file"] for row in rows(done.stdout)} == {"in/2023/c.xml"}
    marked = run("facts", "in/2023/c.xml", "--format", "csv", "--bom", folder=folder)
    assert marked == (0, b"\xef\xbb\xbf" + done.stdout, "")
    piped = run("facts", "-", "--format", "csv", data=damaged())
    assert {row["file"] for row in rows(piped.stdout)} == {"stdin"}


def test_facts_in_a_table(folder: Path) -> None:
    done = run("facts", "in/2023/c.xml", folder=folder)
    lines = done.stdout.decode().split("\n")
    assert (done.exit_code, done.stderr) == (0, "")
    assert lines[0] == "disclosure · 2021"
    assert lines[-2] == "200 facts: 195 reported, 1 blank, 1 dash, 1 text, 1 inferred, 1 ambiguous"
    assert "\x1b" not in done.stdout.decode()
    assert not [line for line in lines if line.endswith(" ")]
    assert any("（二）部分公开（区分处理的，只计这一情形，不计其他情形）" in line for line in lines), "not folded"


@pytest.mark.parametrize("format_", ["text", "csv", "jsonl"])
def test_a_report_without_facts(format_: str) -> None:
    done = run("facts", "-", "--format", format_, data=NARRATIVE.encode("gbk"))
    assert (done.exit_code, done.stderr) == (0, f"stdin: {NONE}")
    assert len(done.stdout.splitlines()) == (1 if format_ == "csv" else 0)


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n\0\0", b"<report></report>"])
@pytest.mark.parametrize("format_", ["text", "csv", "jsonl"])
def test_facts_fail_as_outline_does(data: bytes, format_: str, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(data)
    outline, facts = run("outline", "a", folder=tmp_path), run("facts", "a", "--format", format_, folder=tmp_path)
    assert facts == outline
    assert facts.exit_code == (1 if data == b"<report></report>" else 3)


def test_facts_of_nothing(tmp_path: Path) -> None:
    assert run("facts", "a.txt", folder=tmp_path) == run("outline", "a.txt", folder=tmp_path)
    (tmp_path / "in").mkdir()
    for pattern in ("in", "*.txt"):
        done = run("facts", pattern, "--format", "csv", folder=tmp_path)
        assert done == (3, b"", f"gaixml: no-input: nothing to read in {pattern}; see gaixml facts --help\n")


def test_facts_take_a_charset(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(NARRATIVE.encode("gbk"))
    assert run("facts", "a.txt", "--charset", "gbk", folder=tmp_path) == (0, b"", f"a.txt: {NONE}")


# ── several reports ────────────────────────────────────────────────────────────────────────────────────────────────


def test_facts_of_a_folder_in_json_lines(folder: Path) -> None:
    done = run("facts", "in", "--format", "jsonl", folder=folder)
    assert (done.exit_code, done.stderr) == (0, f"in/b.txt: {NONE}")
    found = objects(done.stdout)
    assert {next(iter(one)) for one in found} == {"file"}
    assert in_order([one["file"] for one in found]) == ["in/2023/c.xml", "in/a.xml"]
    assert [one | {"file": 0} for one in found] == [
        {"file": 0, **fact} for archive in (damaged(), archive_2014()) for fact in gaixml.facts(archive)
    ]
    assert run("facts", "in", "--format", "jsonl", folder=folder) == done


def test_facts_of_a_folder_in_csv_have_one_header(folder: Path) -> None:
    done = run("facts", "in", "--format", "csv", "--bom", folder=folder)
    assert len(rows(done.stdout)) == 264
    assert done.stdout.count("\ufeff".encode()) == done.stdout.count(b"file,form") == 1


def test_facts_of_a_folder_in_tables_have_headings(folder: Path) -> None:
    lines = run("facts", "in", folder=folder).stdout.decode().split("\n")
    titles = [gaixml.outline(archive)["title"] for archive in (damaged(), archive_2014())]
    first, second = lines.index(f"{titles[0]}  in/2023/c.xml"), lines.index(f"{titles[1]}  in/a.xml")
    assert first == 0
    assert lines[second - 1] == ""
    assert lines[second - 2].startswith("200 facts: ")


def test_a_folder_with_one_file_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.xml").write_bytes(archive_2021())
    for name in ("in", "in/*.xml"):
        found = objects(run("facts", name, "--format", "jsonl", folder=tmp_path).stdout)
        assert {one["file"] for one in found} == {"in/a.xml"}
    assert "file" not in objects(run("facts", "in/a.xml", "--format", "jsonl", folder=tmp_path).stdout)[0]


def test_inputs_come_in_their_order_and_once(folder: Path) -> None:
    found = objects(run("facts", "in/a.xml", "in", "in/a.xml", "--format", "jsonl", folder=folder).stdout)
    assert in_order([one["file"] for one in found]) == ["in/a.xml", "in/2023/c.xml"]
    assert len(found) == 264


def test_one_bad_file_does_not_stop_the_rest(folder: Path) -> None:
    (folder / "in/2023/bad.txt").touch()
    done = run("facts", "in", "--format", "csv", folder=folder)
    assert done.exit_code == 3
    assert done.stderr.startswith("gaixml: empty: in/2023/bad.txt: ")
    assert done.stderr.endswith(f"in/b.txt: {NONE}")
    assert len(rows(done.stdout)) == 264


def test_an_invalid_archive_is_one_of_some_that_failed(folder: Path) -> None:
    (folder / "in/bad.xml").write_bytes(damaged().replace(b'status="ambiguous"', b'status="unsure"'))
    done = run("facts", "in", "--format", "jsonl", folder=folder)
    assert done.exit_code == 3
    assert "gaixml: schema: in/bad.xml:" in done.stderr
    assert len(objects(done.stdout)) == 264
    assert run("facts", "in/bad.xml", folder=folder).exit_code == 1


def test_a_missing_file_counts_as_convert_counts_it(folder: Path) -> None:
    done = run("facts", "in/a.xml", "in/missing.txt", "--format", "jsonl", folder=folder)
    assert done.exit_code == run("convert", "in/b.txt", "in/missing.txt", "-o", "out", folder=folder).exit_code == 4
    assert len(objects(done.stdout)) == 64


def test_rows_are_printed_as_soon_as_a_report_is_read(folder: Path) -> None:
    """The second input is a pipe that is fed only once the facts of the first were seen."""
    arguments = command("facts", "in/a.xml", "-", "--format", "jsonl")
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(arguments, cwd=folder, env=PLAIN, **pipes) as process:  # type: ignore[call-overload] # noqa: S603
        first = [json.loads(process.stdout.readline()) for _ in range(64)]
        rest, _ = process.communicate(damaged(), timeout=60)
    assert {one["file"] for one in first} == {"in/a.xml"}
    assert {one["file"] for one in objects(rest)} == {"stdin"}
    assert process.returncode == 0


# ── streams ────────────────────────────────────────────────────────────────────────────────────────────────────────

FORMATS = ["text", "csv", "jsonl"]


@pytest.mark.parametrize("format_", FORMATS)
def test_facts_are_utf_8_on_any_console(format_: str, folder: Path) -> None:
    done = run("facts", "in", "--format", format_, folder=folder, environment=ASCII)
    assert done == run("facts", "in", "--format", format_, folder=folder)
    assert "行政诉讼" in done.stdout.decode("utf-8")


@pytest.mark.parametrize("format_", FORMATS)
def test_a_reader_that_stops_is_no_failure(format_: str, folder: Path) -> None:
    for number in range(10):
        (folder / f"in/x{number}.xml").write_bytes(damaged())
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    arguments = command("facts", "in", "--format", format_)
    with subprocess.Popen(arguments, cwd=folder, env=PLAIN, **pipes) as process:  # type: ignore[call-overload] # noqa: S603
        assert process.stdout.readline()
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()
    assert process.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("format_", FORMATS)
def test_a_full_disk_behind_facts(format_: str, folder: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        arguments = command("facts", "in/a.xml", "--format", format_)
        done = subprocess.run(  # noqa: S603 - our own command
            arguments, cwd=folder, env=PLAIN, stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 4
    assert done.stderr.startswith(b"gaixml: write: ")


@pytest.mark.parametrize("columns", [200, 120, 80, 40])
def test_facts_fit_any_terminal(columns: int, folder: Path) -> None:
    exit_code, drawn = in_terminal("facts", folder / "in/2023/c.xml", columns=columns)
    shown = plain(drawn)
    assert exit_code == 0
    assert "\x1b[" in drawn
    assert all(word in shown for word in ("~1", "?58|5|␣", "200 facts: "))
    assert max(map(cell_len, shown.split("\n"))) <= columns
