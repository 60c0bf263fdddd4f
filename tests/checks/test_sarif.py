"""SARIF: valid by the schema that is published, with places that are the words meant."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import jsonschema
import pytest
from check_reports import HTML, RULE, WEAK, cell, failed, subject_of, view_of, words, wrong_report

from gaixml.checking import Checked
from gaixml.checks.model import Mark, unassessable
from gaixml.diagnostics.sarif import SarifOutput, uri
from gaixml.diagnostics.views import Tally
from gaixml.errors import ExitCode
from gaixml.grammars import resource

if TYPE_CHECKING:
    from gaixml.diagnostics.views import View

SCHEMAS = resource("schemas") / "third-party"
TEXT = "某局2023年政府信息公开工作年度报告\r\n一、总体情况\r\n全年收到申请12件，{答复}13件。\r\n"


@functools.cache
def validator() -> jsonschema.Draft4Validator:
    return jsonschema.Draft4Validator(json.loads((SCHEMAS / "sarif-2.1.0-rtm.5.json").read_text("utf-8")))


def run_of(*views: View, language: str = "en", unread: tuple[Checked, ...] = ()) -> dict[str, Any]:
    """Return the run of a log, which must be valid."""
    output, tally = SarifOutput([RULE, WEAK], language), Tally()
    data = output.begin()
    for shown in views:
        tally.add(shown)
        data += output.report(shown)
    for one in unread:
        output.unread(one)
    log = json.loads(data + output.end(tally, ExitCode.SOME_FAILED if unread else ExitCode.OK))
    assert [error.message for error in validator().iter_errors(log)] == []
    assert (log["version"], len(log["runs"])) == ("2.1.0", 1)
    run: dict[str, Any] = log["runs"][0]
    return run


def test_the_schema_is_in_force() -> None:
    assert list(validator().iter_errors({"version": "2.1.0", "runs": [{}]}))


def test_a_log_without_reports() -> None:
    run = run_of()
    assert run["results"] == []
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["invocations"][0]["executionSuccessful"]
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["language"]) == ("gaixml", "en")
    assert [(one["id"], one["defaultConfiguration"]["level"]) for one in driver["rules"]] == [
        ("T3R", "error"),
        ("TX13", "note"),
    ]
    assert driver["rules"][0]["helpUri"] == "docs/rules/T3R.md"
    assert driver["rules"][0]["shortDescription"] == {"text": "six add up to the total"}


def test_messages_are_in_the_language_asked_for() -> None:
    subject = subject_of(TEXT)
    run = run_of(view_of(subject, failed(words(subject, "12"), message="{12}≠3")), language="zh")
    assert run["tool"]["driver"]["language"] == "zh-CN"
    assert run["tool"]["driver"]["rules"][0]["shortDescription"] == {"text": "六类之和等于总计"}
    result = run["results"][0]
    assert result["message"] == {"text": "{{12}}≠3"}, "braces are doubled, as they would stand for an argument"
    assert result["properties"]["message_en"] == "they add up to 1, the total is 3"
    assert result["properties"]["blame"] == "source"


def test_places_in_a_text_are_regions_of_the_file() -> None:
    subject = subject_of(TEXT)
    other = Mark("t1.r1.c1", 0, 2, "12", "收到", file="2022.md")
    run = run_of(view_of(subject, failed(words(subject, "{答复}13件"), words(subject, "总体"), other)))
    (result,) = run["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "a.txt"}
    region = place["region"]
    lines = TEXT.split("\r\n")
    assert lines[region["startLine"] - 1][region["startColumn"] - 1 : region["endColumn"] - 1] == "{答复}13件"
    assert region["startLine"] == region["endLine"] == 3
    assert TEXT[region["charOffset"] :][: region["charLength"]] == "{答复}13件"
    near, far = result["relatedLocations"]
    assert near["physicalLocation"]["region"]["startLine"] == 2
    assert far["physicalLocation"] == {"artifactLocation": {"uri": "2022.md"}}
    assert far["message"] == {"text": "收到 12"}


def test_places_in_other_formats_are_logical() -> None:
    subject = subject_of(HTML, "a.html")
    (result,) = run_of(view_of(subject, failed(cell(subject, "t1.r3.c4"))))["results"]
    (place,) = result["locations"]
    assert place["physicalLocation"] == {"artifactLocation": {"uri": "a.html"}}
    (logical,) = place["logicalLocations"]
    assert logical["fullyQualifiedName"] == "t1.r3.c4"
    assert logical["properties"] == {"path": "/html/body/table/tr[3]/td[4]"}


def test_places_in_an_archive_are_logical() -> None:
    subject = subject_of(TEXT)
    subject.name = "a.xml"
    (result,) = run_of(view_of(subject, failed(words(subject, "12"))))["results"]
    assert result["locations"][0]["physicalLocation"] == {"artifactLocation": {"uri": "a.xml"}}


def test_a_finding_on_the_document_has_no_region() -> None:
    (result,) = run_of(view_of(subject_of(TEXT), failed(None), rule=WEAK))["results"]
    assert "region" not in result["locations"][0]["physicalLocation"]
    assert (result["level"], result["kind"], result["ruleIndex"]) == ("note", "fail", 1)


def test_what_could_not_be_assessed_is_open() -> None:
    subject = subject_of(TEXT)
    (result,) = run_of(view_of(subject, unassessable("空", "blank", words(subject, "12"))))["results"]
    assert (result["level"], result["kind"]) == ("none", "open")


def prints(text: str) -> list[str]:
    subject = subject_of(text)
    at = words(subject, "12件"), words(subject, "13件")
    run = run_of(view_of(subject, failed(at[0]), failed(at[0]), failed(at[1])))
    return [one["partialFingerprints"]["gaixmlFinding/v1"] for one in run["results"]]


def test_fingerprints_are_stable_and_unlike() -> None:
    before = prints(TEXT)
    assert len(set(before)) == 3
    assert prints(TEXT.replace("总体", "一二三四五六七八\r\n总体")) == before


def test_inputs_that_could_not_be_read_are_notifications() -> None:
    unread = Checked("没有.txt", None, (), ExitCode.SOME_FAILED, "empty", "没有.txt: there is nothing in it")
    (invocation,) = run_of(unread=(unread,))["invocations"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 3)
    (notification,) = invocation["toolExecutionNotifications"]
    assert notification["descriptor"] == {"id": "empty"}
    assert notification["message"] == {"text": "没有.txt: there is nothing in it"}


@pytest.mark.parametrize("name", ["a b.md", "年报/2023 年.md", "100%#?.md", "./x/../a.md", "\udcff.md"])
def test_files_below_the_working_folder_are_relative(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    named = uri(name)
    assert named.isascii()
    assert not set(named) & set(" #?")
    expected = Path(name.replace("./x/../", "")).as_posix()
    assert unquote(named, errors="surrogateescape") == expected
    assert uri(str(tmp_path / name)) == named


def test_other_files_are_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in").mkdir()
    monkeypatch.chdir(tmp_path / "in")
    assert uri("../a.md") == (tmp_path / "a.md").as_uri()


def test_an_example_with_a_wrong_total() -> None:
    subject = subject_of(wrong_report().decode(), "2023.md")
    total = next(one for one in subject.figures if one.indicator == "received" and one.applicant == "total")
    (result,) = run_of(view_of(subject, failed(total.mark)))["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert subject.text.split("\n")[region["startLine"] - 1][region["startColumn"] - 1 :].startswith("40 |")
