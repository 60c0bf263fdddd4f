"""``gaixml check`` as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from check_reports import EXAMPLES, WRONG, wrong_report
from rich.cells import cell_len
from test_cli import in_terminal, plain
from test_cli import run as run_alone

import gaixml
from gaixml.checks.catalogue import catalogue
from gaixml.diagnostics.pages import rule_page

if TYPE_CHECKING:
    from running import Command

CLEAN = (EXAMPLES / "2023.md").read_bytes()
BLANK = WRONG.replace("| 5 |", "|  |")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder with a report that T3R finds an error in, and one in which it finds none."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    Path("in/wrong.md").write_bytes(wrong_report())
    Path("in/right.md").write_bytes(CLEAN)


def found(data: bytes) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = json.loads(data)
    return listed


# ── text ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_text_shows_findings_and_a_summary(command: Command) -> None:
    done = command.run("check", "in/wrong.md", "--select", "T3R")
    assert (done.exit_code, done.stderr) == (1, "")
    text = done.stdout.decode()
    number = wrong_report().decode().split("\n").index(WRONG) + 1
    assert text.startswith(f"in/wrong.md:{number}:53: error[T3R] ")
    assert f"\n{number} | 一、本年新收政府信息公开申请数量 " in text
    assert "\x1b" not in text
    assert "…" not in text.replace("（一）…（六）", "")
    assert not [line for line in text.split("\n") if line.endswith(" ")]
    assert text.endswith("\nhelp: gaixml check --explain T3R\n1 error, 0 warnings; 0 rules passed\n")


def test_text_of_a_clean_report_is_its_summary(command: Command) -> None:
    assert command.run("check", "in/right.md", "--select", "T3R") == (0, b"0 errors, 0 warnings; 1 rule passed\n", "")


def test_text_of_several_reports(command: Command) -> None:
    done = command.run("check", "in", "--select", "T3R,TX03,CEL01")
    assert done.exit_code == 1
    assert "\n1 error, 0 warnings in 1 of 2 reports; " in done.stdout.decode()


def test_quiet_leaves_out_the_summary(command: Command) -> None:
    assert command.run("check", "in/right.md", "-q") == (0, b"", "")
    done = command.run("check", "in/wrong.md", "-q", "--select", "T3R")
    assert done.stdout.decode().endswith("without repair\n\n")


def test_text_in_chinese(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = command.run("check", "in/wrong.md", "--select", "T3R", "--lang", "zh")
    assert ": 错误[T3R] “一、本年新收" in asked.stdout.decode()
    assert asked.stdout.decode().endswith("\n说明: gaixml check --explain T3R\n1 个错误，0 个警告；0 条规则通过\n")
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert command.run("check", "in/wrong.md", "--select", "T3R") == asked
    assert command.run("check", "in/wrong.md", "--select", "T3R", "--lang", "en") != asked
    monkeypatch.setenv("LC_ALL", "C")
    assert command.run("check", "in/wrong.md", "--select", "T3R") != asked


def test_what_could_not_be_assessed_is_listed_when_asked_for(command: Command) -> None:
    Path("blank.md").write_bytes(wrong_report().replace(WRONG.encode(), BLANK.encode()))
    done = command.run("check", "blank.md", "--select", "T3R")
    assert "unassessable" not in done.stdout.decode()
    for option in ("-v", "--unassessable"):
        text = command.run("check", "blank.md", "--select", "T3R", option).stdout.decode()
        assert ": unassessable[T3R] " in text
    listed = found(command.run("check", "blank.md", "--select", "T3R", "--format", "json").stdout)
    assert {one["state"] for one in listed} <= {"fail"}
    listed = found(command.run("check", "blank.md", "--select", "T3R", "--format", "json", "-v").stdout)
    assert {one["severity"] for one in listed if one["state"] == "unassessable"} == {"information"}


def test_statistics_count_by_rule(command: Command) -> None:
    done = command.run("check", "in", "--select", "T3R,T3I", "--statistics")
    assert done.exit_code == 1
    head, _, first, second, *_ = done.stdout.decode().split("\n")
    assert head.split() == ["rule", "severity", "fails", "unassessable", "reports", "title"]
    assert first.split()[:5] == ["T3R", "error", "1", "0", "1"]
    assert second.split()[:5] == ["T3I", "error", "1", "0", "1"]
    assert "wrong.md" not in done.stdout.decode()


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_text_fits_a_terminal(columns: int) -> None:
    exit_code, drawn = in_terminal("check", "in/wrong.md", "--no-config", columns=columns)
    assert exit_code == 1
    assert "\x1b[1;31merror[T3R]" in drawn
    assert max(map(cell_len, plain(drawn).split("\n"))) <= columns


def test_colours_can_be_declined(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(in_terminal.__globals__["PLAIN"], "NO_COLOR", "1")
    _, drawn = in_terminal("check", "in/wrong.md")
    assert "\x1b[31m" not in drawn
    assert "\x1b[1;31m" not in drawn


# ── json and sarif ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_json_is_what_the_function_returns(command: Command) -> None:
    done = command.run("check", "in/wrong.md", "--format", "json", "--select", "T3R")
    assert (done.exit_code, done.stderr) == (1, "")
    listed = [one for one in gaixml.check(wrong_report(), "in/wrong.md") if one["rule"] == "T3R"]
    assert found(done.stdout) == listed
    assert len(listed) == 1
    assert {"file", "rule", "severity", "message", "message_en", "where", "related"} <= set(listed[0])
    assert done.stdout.startswith(b'[\n{"file": "in/wrong.md", "rule": "T3R"')
    assert done.stdout.count(b"\n") == 3


def test_json_of_nothing_is_an_empty_list(command: Command) -> None:
    assert command.run("check", "in/right.md", "--format", "json", "--select", "T3R") == (0, b"[]\n", "")


def test_json_of_several_reports_is_one_list(command: Command) -> None:
    Path("in/wrong2.md").write_bytes(wrong_report().replace("2023年".encode(), "2022年".encode()))
    listed = found(command.run("check", "in", "--format", "json", "--select", "T3R").stdout)
    assert sorted(one["file"] for one in listed) == ["in/wrong.md", "in/wrong2.md"]


def test_standard_input_and_archives_are_checked(command: Command) -> None:
    Path("a.xml").write_bytes(gaixml.convert(wrong_report(), "wrong.md"))
    listed = found(command.run("check", "a.xml", "--format", "json", "--select", "T3R").stdout)
    assert [one["where"] for one in listed] == [
        one["where"] for one in gaixml.check(wrong_report(), "wrong.md") if one["rule"] == "T3R"
    ]
    done = run_alone("check", "-", "--format", "json", "--select", "T3R", data=Path("a.xml").read_bytes())
    assert done.exit_code == 1
    assert {one["file"] for one in found(done.stdout)} == {"stdin"}


def test_sarif_is_a_log(command: Command) -> None:
    done = command.run("check", "in", "none.md", "--format", "sarif", "--select", "T3R")
    assert (done.exit_code, done.stderr) == (4, "gaixml: read: none.md: No such file or directory\n")
    (run,) = json.loads(done.stdout)["runs"]
    assert [one["ruleId"] for one in run["results"]] == ["T3R"]
    assert [one["id"] for one in run["tool"]["driver"]["rules"]] == ["T3R"]
    assert run["invocations"][0]["exitCode"] == 4


# ── what is asked for ──────────────────────────────────────────────────────────────────────────────────────────────


def rules(command: Command, *options: str) -> set[str]:
    """Return the rules that find something in the wrong report."""
    return {one["rule"] for one in found(command.run("check", "in/wrong.md", "--format", "json", *options).stdout)}


def test_rules_are_selected_and_ignored(command: Command) -> None:
    everything = rules(command)
    assert {"T3R", "T3I"} <= everything
    assert rules(command, "--select", "T3") == {one for one in everything if one.startswith("T3")}
    assert rules(command, "--select", "T3R, T3I") == rules(command, "--select", "T3R", "--select", "T3I")
    assert rules(command, "--ignore", "T3R") == everything - {"T3R"}
    assert rules(command, "--select", "T3", "--ignore", "T3I,T3R") == set()


def test_severity_is_the_least_that_is_shown(command: Command) -> None:
    assert rules(command, "--severity", "information") == rules(command)
    shown = rules(command, "--severity", "error")
    assert "T3R" in shown
    assert {catalogue()[name].severity for name in shown} == {"error"}


def test_ignored_findings_are_counted(command: Command) -> None:
    done = command.run("check", "in/wrong.md", "--select", "T3R", "--ignore", "T3R")
    assert done == (0, b"0 errors, 0 warnings; 0 rules passed\n1 ignored by --ignore: T3R\n", "")


def test_exit_zero_is_for_errors_only(command: Command) -> None:
    assert command.run("check", "in/wrong.md", "--exit-zero").exit_code == 0
    assert command.run("check", "in/wrong.md", "none.md", "--exit-zero").exit_code == 4


def test_warnings_do_not_fail(command: Command) -> None:
    Path("a.md").write_bytes(CLEAN.replace("## 二、".encode(), "## 五、".encode()))
    done = command.run("check", "a.md", "--format", "json", "--select", "STR03")
    assert done.exit_code == 0
    assert {one["severity"] for one in found(done.stdout)} == {"warning"}


def test_an_input_that_cannot_be_read_does_not_stop_the_others(command: Command) -> None:
    Path("in/empty.md").touch()
    Path("in/bad.xml").write_text("<report></report>", "utf-8")
    done = command.run("check", "in", "--select", "T3R")
    assert done.exit_code == 3
    assert "gaixml: empty: in/empty.md: " in done.stderr
    assert "gaixml: schema: in/bad.xml" in done.stderr
    assert done.stdout.endswith(b"2 inputs could not be read\n")
    assert command.run("check", "in/bad.xml").exit_code == 3


# ── gaixml.toml ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_settings_of_the_folder_hold(command: Command) -> None:
    Path("gaixml.toml").write_text('[check]\nselect = ["T3R", "T3I"]\n[check.ignore]\nT3I = "核对中"\n', "utf-8")
    done = command.run("check", "in/wrong.md")
    assert done.stdout.decode().endswith(
        "1 error, 0 warnings; 0 rules passed\n1 ignored by gaixml.toml: T3I (核对中)\n"
    )
    done = command.run("check", "in/wrong.md", "--lang", "zh")
    assert done.stdout.decode().endswith("1 处已忽略（gaixml.toml：T3I，核对中）\n")
    assert rules(command, "--no-config") >= {"T3R", "T3I"}
    assert rules(command, "--select", "T3I") == set()
    Path("other.toml").write_text('[check]\nselect = ["T3I"]\n', "utf-8")
    assert rules(command, "--config", "other.toml") == {"T3I"}


def test_inputs_may_have_different_settings(command: Command) -> None:
    Path("b").mkdir()
    Path("b/wrong.md").write_bytes(wrong_report())
    Path("b/gaixml.toml").write_text('[check]\nselect = ["T3I"]\n', "utf-8")
    done = command.run("check", "in/wrong.md", "b/wrong.md", "--format", "json")
    assert {one["rule"] for one in found(done.stdout) if one["file"] == "b/wrong.md"} == {"T3I"}
    assert {"T3R", "T3I"} <= {one["rule"] for one in found(done.stdout) if one["file"] == "in/wrong.md"}


def test_bad_settings_stop_before_anything_is_checked(command: Command) -> None:
    Path("in/gaixml.toml").write_text("[check.ignore]\nT3R = ''\n", "utf-8")
    done = command.run("check", "in", "--format", "json")
    assert (done.exit_code, done.stdout) == (2, b"")
    assert done.stderr.startswith("gaixml: settings: ")
    assert "in/gaixml.toml: check.ignore.T3R needs the reason why" in done.stderr


# ── pages ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_explain_prints_the_page(command: Command) -> None:
    done = command.run("check", "--explain", "T3R")
    assert (done.exit_code, done.stderr) == (0, "")
    page = done.stdout.decode()
    assert page.startswith("# T3R: Six applicant columns add up to the total")
    assert "\nerror · 2019, 2021\n" in page
    assert "## What it does\n" in page
    assert "```diff 2023.md\n" in page
    chinese = command.run("check", "--explain", "T3R", "--lang", "zh").stdout.decode()
    assert chinese.startswith("# T3R: 每行六类")
    assert "\n错误 · 2019, 2021\n" in chinese
    assert "## 查什么\n" in chinese
    assert "## 依据\n" in chinese
    assert "What it does" not in chinese


def test_explain_draws_the_page_in_a_terminal() -> None:
    exit_code, drawn = in_terminal("check", "--explain", "T3R", columns=60)
    assert exit_code == 0
    assert "\x1b[" in drawn
    assert "```" not in drawn
    assert max(map(cell_len, plain(drawn).split("\n"))) <= 60


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_rule_has_a_page(language: str) -> None:
    for rule in catalogue().values():
        headings = [line for line in rule_page(rule, language).split("\n") if line.startswith("## ")]
        assert len(headings) >= 5, rule.id
        assert all(heading[3:].isascii() == (language == "en") for heading in headings), rule.id


# ── wrong usage ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("", "nothing to check"),
        ("in --select T3r", "T3r is no rule; is T3R"),
        ("in --ignore T3R,TX99", "TX99 is no rule"),
        ("in --severity fatal", "fatal is none of information, warning, error"),
        ("in --format xml", "xml is none of text, json, sarif"),
        ("in --lang de", "de is none of zh, en"),
        ("in --explain XYZ", "XYZ is no rule"),
        ("--explain T3", "which of T3R"),
        ("in --statistics --format json", "only text has statistics"),
        ("in --config a.toml --no-config", "either --config or --no-config"),
        ("in --config none.toml", "none.toml: No such file or directory"),
    ],
)
def test_wrong_usage_is_explained(command: Command, arguments: str, message: str) -> None:
    done = command.run("check", *arguments.split())
    assert (done.exit_code, done.stdout) == (2, b"")
    assert message in " ".join(done.stderr.replace("│", " ").split())
