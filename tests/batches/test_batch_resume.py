"""--resume: nothing that is done is done again, everything else is."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from batch_pieces import KEY, Upper, codes, digests, lines, run_batch, stamps, write_reports

from gaixml.batches.batch import Means
from gaixml.batches.limits import Limits
from gaixml.batches.manifest import NAME

if TYPE_CHECKING:
    from collections.abc import Callable

    from running import Command

    from gaixml.batches.work import Key, Outcome


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    for name in "abc":
        (tmp_path / "in" / f"{name}.txt").write_text(f"2023 {name}")
    done = resumed(tmp_path)
    assert [one.skipped for one in done] == [False] * 3
    return tmp_path


def resumed(folder: Path, *, workers: int = 1, key: Key = KEY) -> list[Outcome]:
    out = folder / "out"
    return run_batch(Upper(), folder / "in", out, Means(workers, manifest=out / NAME, resume=True), key)


def redone(folder: Path, **options: Key | int) -> set[str]:
    """Resume, and return what was written again: by what the batch says and by the files."""
    before = stamps(folder / "out")
    outcomes = resumed(folder, **options)  # type: ignore[arg-type] # workers and key
    after = stamps(folder / "out")
    said = {Path(one.job.name).stem for one in outcomes if not one.skipped}
    assert said == {Path(name).stem for name in after if after[name] != before.get(name)}
    for one in outcomes:
        assert one.job.target.read_bytes() == one.job.source.read_bytes().upper()  # type: ignore[union-attr] # a file
    return said


@pytest.mark.parametrize("workers", [1, 2])
def test_what_is_done_is_not_done_again(folder: Path, workers: int) -> None:
    manifest = (folder / "out" / NAME).read_bytes()
    assert redone(folder, workers=workers) == set()
    assert (folder / "out" / NAME).read_bytes() == manifest


def rewrite(path: Path, text: str) -> None:
    kept = path.stat()
    path.write_text(text)
    os.utime(path, ns=(kept.st_atime_ns, kept.st_mtime_ns))


CHANGES: dict[str, Callable[[Path, Path], object]] = {
    "source changed": lambda source, _: source.write_text("2023 x"),
    "source changed, its size and time kept": lambda source, _: rewrite(source, "2023 B"),
    "output removed": lambda _, target: target.unlink(),
    "output cut short": lambda _, target: os.truncate(target, 3),
    "output empty": lambda _, target: os.truncate(target, 0),
    "output changed, its size kept": lambda _, target: target.write_text("2023 X"),
    "output longer": lambda _, target: target.write_text("2023 B\n"),
    "source called otherwise": lambda source, _: source.rename(source.with_suffix(".md")),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_not_what_it_was_is_done_again(folder: Path, change: str) -> None:
    CHANGES[change](folder / "in" / "b.txt", folder / "out" / "b.xml")
    assert redone(folder) == {"b"}
    assert redone(folder) == set()


def test_a_source_that_is_only_touched_is_not_done_again(folder: Path) -> None:
    os.utime(folder / "in" / "b.txt")
    assert redone(folder) == set()


@pytest.mark.parametrize("part", ["gaixml", "grammar", "options", "command"])
def test_by_other_work_all_is_done_again(folder: Path, part: str) -> None:
    key = replace(KEY, **{part: "other"})
    assert redone(folder, key=key) == set("abc")
    assert redone(folder, key=key) == set()


def test_a_manifest_that_is_gone_means_nothing_is_done(folder: Path) -> None:
    (folder / "out" / NAME).unlink()
    assert redone(folder) == set("abc")


def test_what_was_added_is_done_and_nothing_else(folder: Path) -> None:
    (folder / "in" / "a0.txt").write_text("2024 new")
    (folder / "in" / "below").mkdir()
    (folder / "in" / "below" / "a.txt").write_text("2024 below")
    before = stamps(folder / "out")
    outcomes = resumed(folder, workers=2)
    assert {one.job.place for one in outcomes if not one.skipped} == {"a0.xml", "below/a.xml"}
    assert {name: stamp for name, stamp in stamps(folder / "out").items() if name in before} == before


def test_what_was_put_before_others_takes_their_names(tmp_path: Path) -> None:
    """Of two inputs a the first becomes a.xml: one that comes to stand before it moves it, and both are right."""
    for name in "xy":
        (tmp_path / "in" / name).mkdir(parents=True)
    for name, text in (("y/a.txt", "y"), ("y/a.md", "second")):
        (tmp_path / "in" / name).write_text(text)
    resumed(tmp_path)
    (tmp_path / "in" / "y" / "a.html").write_text("first")
    resumed(tmp_path)
    fresh = run_batch(Upper(), tmp_path / "in", tmp_path / "fresh")
    assert len(fresh) == 3
    assert digests(tmp_path / "out") == digests(tmp_path / "fresh")


def test_what_failed_is_tried_again(folder: Path) -> None:
    (folder / "in" / "d.txt").write_text("kill")
    limited = Means(2, Limits(30), manifest=folder / "out" / NAME, resume=True)
    for _ in range(2):
        outcomes = run_batch(Upper(), folder / "in", folder / "out", limited)
        assert codes(outcomes) == {"a": "", "b": "", "c": "", "d": "killed"}
        assert [one.job.place for one in outcomes if not one.skipped] == ["d.xml"]
    (folder / "in" / "d.txt").write_text("2023 d")
    assert redone(folder) == {"d"}
    assert [line["state"] for line in lines(folder / "out" / NAME)] == ["done"] * 3 + ["failed"] * 2 + ["done"]


def test_what_was_done_once_and_fails_now_is_not_taken_for_done(folder: Path) -> None:
    source = folder / "in" / "b.txt"
    source.write_bytes(b"\xff")
    assert codes(resumed(folder))["b"] == "internal"
    source.write_text("2023 b")
    assert [Path(one.job.name).stem for one in resumed(folder) if not one.skipped] == ["b"]


def test_from_another_folder_with_another_way_to_name_things(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_reports(tmp_path / "in", 3)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path)
    assert command.run("convert", "in", "-o", "out").exit_code == 0
    before = stamps(tmp_path / "out")
    monkeypatch.chdir(tmp_path / "elsewhere")
    for inputs in (["../in"], [str(tmp_path / "in")], [f"../in/r000{n}.txt" for n in (2, 0, 1)], ["../in/*.txt"]):
        done = command.run("convert", *inputs, "-o", str(tmp_path / "out"), "--resume")
        assert (done.exit_code, done.stdout) == (0, b"")
        assert "3 of 3 converted into" in done.stderr
        assert done.stderr.endswith("3 of them before\n")
    assert stamps(tmp_path / "out") == before


def test_moved_as_a_whole_it_goes_on(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_reports(tmp_path / "in", 2)
    monkeypatch.chdir(tmp_path)
    assert command.run("convert", "in", "-o", "out").exit_code == 0
    shutil.move("out", "moved")
    write_reports(tmp_path / "in", 3)
    assert (
        command.run("convert", "in", "-o", "moved", "--resume").stderr
        == "3 of 3 converted into moved, 2 of them before\n"
    )


def test_another_charset_is_another_result(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_reports(tmp_path / "in", 2)
    monkeypatch.chdir(tmp_path)
    assert command.run("convert", "in", "-o", "out").exit_code == 0
    done = command.run("convert", "in", "-o", "out", "--resume", "--charset", "gb18030")
    assert done.stderr == "2 of 2 converted into out\n"
