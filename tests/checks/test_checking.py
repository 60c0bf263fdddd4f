from __future__ import annotations

import gc
import io
import re
import sys
import tempfile
import tracemalloc
from typing import TYPE_CHECKING

import pytest
from series_reports import check, outcomes, report, state, write

import gaixml
from gaixml.checking import check_all
from gaixml.checks.catalogue import catalogue
from gaixml.checks.model import Scope, State
from gaixml.checks.settings import Settings
from gaixml.errors import ExitCode
from gaixml.files import Input

if TYPE_CHECKING:
    from pathlib import Path

SERIES = {"X01", "X02", "X04", "X05", "X06"}


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder in which temporary folders are made."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def archive(year: int, agency: str = "", *, of: int = 0) -> bytes:
    return gaixml.convert(report(year, of=of, agency=agency).encode(), "report.md")


def test_bodies_come_in_the_order_of_their_first_report_and_their_years_in_order(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "a.md": report(2023, agency="示例市财政局"),
        "b.md": report(2023),
        "c.xml": archive(2022, "示例市财政局"),
        "d.xml": archive(2022),
    }
    checked = check(tmp_path, files)
    assert list(checked) == ["c.xml", "a.md", "d.xml", "b.md"]
    assert {state(checked[name], "X01") for name in ("a.md", "b.md")} == {State.PASS}


def states(folder: Path, files: dict[str, str | bytes]) -> list[tuple[str, State]]:
    folder.mkdir()
    return [(result.rule.id, result.state) for one in check(folder, files).values() for result in one.results]


def test_sources_and_archives_say_the_same(tmp_path: Path) -> None:
    sources: dict[str, str | bytes] = {f"{year}.md": report(year) for year in (2022, 2023)}
    archives: dict[str, str | bytes] = {f"{year}.xml": archive(year) for year in (2022, 2023)}
    assert states(tmp_path / "sources", sources) == states(tmp_path / "archives", archives)


def test_one_report_alone_is_checked_without_a_temporary_folder(tmp_path: Path, temporary: Path) -> None:
    temporary.rmdir()  # none can be made
    for name, content in (("a.md", report(2023)), ("a.xml", archive(2023))):
        folder = tmp_path / name.replace(".", "-")
        folder.mkdir()
        (one,) = check(folder, {name: content}).values()
        assert one.exit_code == ExitCode.OK
        assert {result.rule.id for result in one.results} >= {*SERIES, "H01", "STR01"}
        assert {state(one, rule) for rule in SERIES} == {State.UNASSESSABLE}


@pytest.mark.parametrize("stops", [None, 0, 1])
def test_nothing_is_left_in_the_temporary_folder(stops: int | None, tmp_path: Path, temporary: Path) -> None:
    write(tmp_path, {"2022.md": report(2022), "2023.md": report(2023)})
    checking = check_all([Input(tmp_path / "2022.md"), Input(tmp_path / "2023.md")])
    if stops is None:
        assert len(list(checking)) == 2
    else:
        for _ in range(stops):
            next(checking)
        if stops:
            assert len(list(temporary.iterdir())) == 1
        checking.close()  # type: ignore[attr-defined]  # a generator, which an interrupt closes too
    assert list(temporary.iterdir()) == []


def test_an_interrupt_leaves_nothing(tmp_path: Path, temporary: Path) -> None:
    def interrupt(path: Path | None) -> Settings:
        if path and path.name == "2023.md":
            raise KeyboardInterrupt
        return Settings()

    write(tmp_path, {"2022.md": report(2022), "2023.md": report(2023)})
    inputs = [Input(tmp_path / "2022.md"), Input(tmp_path / "2023.md")]
    with pytest.raises(KeyboardInterrupt):
        next(check_all(inputs, settings_of=interrupt))
    assert list(temporary.iterdir()) == []


def test_a_bad_file_stops_none_of_the_others(tmp_path: Path) -> None:
    broken = archive(2022, "示例市财政局").replace(b"</metadata>", b"</metadata><nonsense/>")
    files: dict[str, str | bytes] = {
        "a.md": report(2022),
        "b.xml": b"<?xml version='1.0'?><nonsense/>",
        "c.xml": broken,
        "d.xml": archive(2023, "示例市财政局"),
        "e.xml": archive(2023)[:5000],
        "f.xml": archive(2023).replace(b">2023</year>", b">two</year>"),
        "g.docx": b"PK\x03\x04nothing",
        "h.md": report(2023),
    }
    checked = check(tmp_path, files)
    assert list(checked) == ["a.md", "e.xml", "h.md", "b.xml", "c.xml", "d.xml", "f.xml", "g.docx"]
    failed = {name for name, one in checked.items() if one.subject is None}
    assert failed == {"b.xml", "c.xml", "e.xml", "f.xml", "g.docx"}
    assert all(checked[name].code not in {"", "internal"} and checked[name].message for name in failed)
    assert state(checked["h.md"], "X01") == State.PASS
    assert state(checked["d.xml"], "X01") == State.UNASSESSABLE  # the report on 2022 turned out to be invalid


def test_a_full_disk_is_a_failure_of_each_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("gaixml.spool.gzip.compress", full)
    checked = check(tmp_path, {"a.md": report(2022), "b.xml": archive(2023)})
    assert (checked["a.md"].code, checked["a.md"].exit_code) == ("write", ExitCode.IO)
    assert checked["b.xml"].subject is not None  # nothing has to be written for an archive


def test_what_stands_for_nothing_is_named(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": report(2023)})
    one, two = check_all([Input(tmp_path / "no", found=False), Input(tmp_path / "a.md")])
    assert (one.code, two.code) == ("no-input", "")


def test_bad_settings_are_a_failure_of_their_reports(tmp_path: Path) -> None:
    def settings_of(path: Path | None) -> Settings:
        if path and path.name == "a.md":
            raise ValueError("bad")
        return Settings()

    write(tmp_path, {"a.md": report(2022), "b.md": report(2023)})
    one, two = check_all([Input(tmp_path / "a.md"), Input(tmp_path / "b.md")], settings_of=settings_of)
    assert (one.subject, one.code, two.code) == (None, "internal", "")


@pytest.mark.parametrize("is_archive", [False, True])
def test_standard_input_takes_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_archive: bool) -> None:  # noqa: FBT001
    data = archive(2023) if is_archive else report(2023).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
    write(tmp_path, {"2022.md": report(2022)})
    one, two = check_all([Input(None), Input(tmp_path / "2022.md")])
    assert (one.name, two.name) == (str(tmp_path / "2022.md"), "stdin")
    assert state(two, "X01") == State.PASS


def test_of_two_reports_on_a_year_the_better_known_is_compared(tmp_path: Path) -> None:
    carried_out = "| 四、结转下年度继续办理 |  |  | 2 | 0 | 0 | 0 | 1 | 0 | 3 |"
    worse = report(
        2022, (carried_out, carried_out.replace("| 2 |", "| 9 |")), ("| 行政许可 | 126 |", "| 行政许可 |  |")
    )
    for names in (("a.md", "b.md"), ("b.md", "a.md")):
        folder = tmp_path / names[0]
        folder.mkdir()
        checked = check(folder, {names[0]: worse, names[1]: report(2022), "c.md": report(2023)})
        assert list(checked) == ["a.md", "b.md", "c.md"]
        assert state(checked["c.md"], "X01") == State.PASS
        assert {one.message_en for one in outcomes(checked["b.md"], "X01")} == {"no report on 2021 given"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n", "whose it is"),
        (
            "示例市水务局\n政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n示例市水务局\n2024年1月20日\n",
            "which year",
        ),
        ("示例市水务局2023年部门预算\n\n一、总体情况\n\n略。\n", "no annual report"),
    ],
)
def test_what_cannot_be_laid_beside_another_says_why(text: str, why: str, tmp_path: Path) -> None:
    checked = check(tmp_path, {"2022.md": report(2022), "2023.md": report(2023), "z.txt": text})
    assert list(checked)[-1] == "z.txt"
    assert why in outcomes(checked["z.txt"], "X05")[0].message_en


# ── Many reports ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> list[Input]:
    """Return 200 archives: 40 bodies over five years."""
    folder = tmp_path_factory.mktemp("many")
    base = archive(2023).decode()
    inputs = []
    for number in range(40):
        agency = "示例市" + "甲乙丙丁戊己庚辛壬癸"[number % 10] * (number // 10 + 1) + "局"
        for year in range(2019, 2024):
            text = re.sub(r"(<agency[^>]*>)[^<]*", rf"\g<1>{agency}", base)
            path = folder / f"{number}-{year}.xml"
            path.write_text(re.sub(r"(<year[^>]*>)[^<]*", rf"\g<1>{year}", text), "utf-8")
            inputs.append(Input(path))
    return inputs


def _peak(inputs: list[Input]) -> int:
    """Return the most memory that Python's objects take while inputs are checked, in bytes."""
    gc.collect()
    gc.freeze()  # what is there already need not be looked at again
    tracemalloc.start()
    for one in check_all(inputs):
        assert one.code == ""
        gc.collect()  # empties the lists of freed tuples that Python keeps for use, which fill up slowly
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    gc.unfreeze()
    return most


def test_memory_does_not_grow_with_the_number_of_reports(many: list[Input], monkeypatch: pytest.MonkeyPatch) -> None:
    beside = {Scope.SERIES: (catalogue()["X01"],)}  # one rule that looks at the year before is enough
    monkeypatch.setattr("gaixml.checking.rules_of_scope", lambda scope: beside.get(scope, ()))
    _peak(many[:5])  # grammars, schema
    few = _peak(many[:40])
    assert _peak(many) < 1.2 * few


def test_each_body_has_its_years(many: list[Input], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gaixml.checking.rules_of_scope", lambda _: ())
    assert [one.name for one in check_all(many[::-1])] == [
        str(one.path) for body in range(195, -1, -5) for one in many[body : body + 5]
    ]
