"""--report: what was counted is what the archives say, however the batch was run."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from batch_pieces import EXAMPLES, write_reports
from lxml import etree

import gaixml
from gaixml.xml_text import NAMESPACE

if TYPE_CHECKING:
    from running import Command

NS = {"g": NAMESPACE}


@pytest.fixture
def inputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of reports with and without forms and findings, and two that cannot be read."""
    write_reports(tmp_path / "in", 5)
    shutil.copytree(EXAMPLES, tmp_path / "in" / "examples")
    (tmp_path / "in" / "empty.txt").touch()
    (tmp_path / "in" / "broken.docx").write_bytes(b"PK\3\4" * 100)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "in"


def report(command: Command, *options: str) -> dict[str, Any]:
    done = command.run("convert", "in", "-o", "out", "--report", "-", *options)
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


def counted(folder: Path) -> dict[str, dict[str, int]]:
    """Count the archives in a folder."""
    roots = [etree.parse(path).getroot() for path in folder.rglob("*.xml")]
    said = {
        name: [root.findtext(f"g:metadata/g:{name}", "", NS) for root in roots] for name in ("kind", "year", "form")
    }
    rules = [[one.get("rule", "") for one in root.iterfind(".//g:finding", NS)] for root in roots]
    return {
        "kinds": Counter(said["kind"]),
        "years": Counter(said["year"]),
        "forms": Counter("" if form == "none" else form for form in said["form"]),
        "findings": Counter(rule for one in rules for rule in one),
        "reports_with": Counter(rule for one in rules for rule in set(one)),
    }


def test_it_counts_what_the_archives_say(command: Command, inputs: Path) -> None:
    found = report(command)
    assert (found["inputs"], found["done"], found["skipped"]) == (len([*inputs.rglob("*.*")]), 8, 0)
    assert sum(found["failed"].values()) == 2
    assert found["failed"]["empty"] == 1
    archives = counted(Path("out"))
    assert {name: found[name] for name in archives} == archives
    forms = {gaixml.outline(path.read_bytes())["form"] for path in Path("out").rglob("*.xml")}
    assert {form or "none" for form in found["forms"]} == {form or "none" for form in forms}
    assert sum(bool(gaixml.facts(path.read_bytes())) for path in Path("out").rglob("*.xml")) == 2
    assert found["forms"]["2014"] == found["forms"]["2021"] == 1


@pytest.mark.usefixtures("inputs")
def test_it_is_the_same_for_processes_and_after_a_resumed_run(command: Command) -> None:
    first = report(command)
    assert report(command, "-j", "2") == first
    resumed = report(command, "--resume")
    assert (resumed["done"], resumed["skipped"]) == (0, 8)
    Path("out/r0003.xml").unlink()
    partly = report(command, "--resume", "-j", "2")
    assert (partly["done"], partly["skipped"]) == (1, 7)
    same = set(first) - {"done", "skipped"}
    assert [{name: one[name] for name in same} for one in (resumed, partly)] == [
        {name: first[name] for name in same}
    ] * 2


@pytest.mark.usefixtures("inputs")
def test_a_file_holds_what_stdout_would(command: Command) -> None:
    shown = command.run("convert", "in", "-o", "out", "--report", "-").stdout
    done = command.run("convert", "in", "-o", "out", "--report", "new/counts.json")
    assert done.stdout == b""
    assert Path("new/counts.json").read_bytes() == shown
    assert command.run("convert", "in", "-o", "out", "--report", "new", "-q").exit_code == 4
