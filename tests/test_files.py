from __future__ import annotations

import errno
import os
import stat
import sys
import tempfile
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaixml.errors import ExitCode, OutputError
from gaixml.files import SUFFIXES, Job, find_inputs, plan
from gaixml.whole import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable

STEPS = ("fsync", "chmod", "replace")
"""What the system is asked to do behind the bytes of a file, each of which it may refuse."""


def make(folder: Path, *names: str) -> None:
    for name in names:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name, "utf-8")


def found(names: Iterable[str | Path], below: Path) -> list[tuple[str, str]]:
    inputs = [one for name in names for one in find_inputs(str(name))]
    return [(str(Path(str(source)).relative_to(below)) if source else "-", str(folder)) for source, folder in inputs]


# ── find_inputs ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_file_is_taken_whatever_its_suffix(tmp_path: Path) -> None:
    make(tmp_path, "report.wps")
    assert found([tmp_path / "report.wps"], tmp_path) == [("report.wps", ".")]


def test_missing_name_is_passed_on_for_reading_to_fail(tmp_path: Path) -> None:
    assert found([tmp_path / "missing.txt"], tmp_path) == [("missing.txt", ".")]


def test_dash_is_standard_input() -> None:
    assert list(find_inputs("-")) == [(None, Path())]


def test_inputs_come_in_the_order_named(tmp_path: Path) -> None:
    make(tmp_path, "b.txt", "a.txt")
    assert [name for name, _ in found([tmp_path / "b.txt", tmp_path / "a.txt"], tmp_path)] == ["b.txt", "a.txt"]


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
def test_folder_gives_every_text_suffix(tmp_path: Path, suffix: str) -> None:
    make(tmp_path, f"small{suffix}", f"LARGE{suffix.upper()}")
    assert [name for name, _ in found([tmp_path], tmp_path)] == [f"LARGE{suffix.upper()}", f"small{suffix}"]


def test_folder_is_sorted_and_keeps_subfolders(tmp_path: Path) -> None:
    make(tmp_path, "z.txt", "2023/市/b.md", "2023/a.txt")
    assert found([tmp_path], tmp_path) == [("2023/a.txt", "2023"), ("2023/市/b.md", "2023/市"), ("z.txt", ".")]


def test_folder_leaves_out_hidden_files_other_formats_and_folders_named_like_files(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", ".b.txt", ".git/c.txt", "sub/.d/e.txt", "f.xml", "g.jpg", "h", "i.txt/j.txt")
    assert [name for name, _ in found([tmp_path], tmp_path)] == ["a.txt", "i.txt/j.txt"]


def test_hidden_folder_that_is_named_itself_is_read(tmp_path: Path) -> None:
    make(tmp_path, ".hidden/a.txt")
    assert found([tmp_path / ".hidden"], tmp_path) == [(".hidden/a.txt", ".")]


def test_folder_with_magic_characters_is_no_glob(tmp_path: Path) -> None:
    make(tmp_path, "[2023]*/a.txt", "2/b.txt")
    assert found([tmp_path / "[2023]*"], tmp_path) == [("[2023]*/a.txt", ".")]


def test_glob_gives_files_and_folders(tmp_path: Path) -> None:
    make(tmp_path, "r1.txt", "r2.pdf", "r3/x/a.txt", "s.txt")
    assert found([tmp_path / "r*"], tmp_path) == [("r1.txt", "."), ("r2.pdf", "."), ("r3/x/a.txt", "x")]


def test_glob_goes_deep(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "x/b.txt", "x/y/c.txt")
    assert [name for name, _ in found([tmp_path / "**/*.txt"], tmp_path)] == ["a.txt", "x/b.txt", "x/y/c.txt"]


def test_glob_finds_names_with_magic_characters(tmp_path: Path) -> None:
    make(tmp_path, "[x].txt", "a*.txt")
    assert [name for name, _ in found([tmp_path / "*.txt"], tmp_path)] == ["[x].txt", "a*.txt"]


def test_glob_without_a_match_gives_nothing(tmp_path: Path) -> None:
    assert found([tmp_path / "*.txt"], tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows makes no symbolic links without privileges")
def test_folder_that_contains_itself_ends(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    (tmp_path / "again").symlink_to(tmp_path)
    assert ("a.txt", ".") in found([tmp_path], tmp_path)


def test_name_that_no_system_allows_is_passed_on(tmp_path: Path) -> None:
    name = "政" * 100 + ".txt"
    assert found([tmp_path / name], tmp_path) == [(name, ".")]


# ── plan ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def targets(names: Iterable[str | Path]) -> list[str]:
    return [str(job.target.relative_to("out")) for job in plan(map(str, names), Path("out"))]


def test_archive_is_named_by_its_stem(tmp_path: Path) -> None:
    assert targets([tmp_path / "2023.年报.txt", "-"]) == ["2023.年报.xml", "stdin.xml"]


def test_same_stem_keeps_the_whole_name() -> None:
    assert targets(["x/a.txt", "x/a.md", "x/a"]) == ["a.xml", "a.md.xml", "a.2.xml"]


def test_same_stem_from_elsewhere_takes_its_folder_along() -> None:
    assert targets(["x/a.txt", "y/a.txt", "z/y/a.txt", "q/y/a.txt"]) == ["a.xml", "y-a.xml", "a.txt.xml", "a.txt.2.xml"]


@pytest.mark.parametrize("second", ["a.txt", "../a.txt"])
def test_same_stem_from_a_folder_without_a_name(second: str) -> None:
    assert targets(["x/a.txt", second])[1][0].isalnum()


def test_same_stem_in_two_folders_is_no_collision(tmp_path: Path) -> None:
    make(tmp_path, "x/a.txt", "y/a.txt")
    assert targets([tmp_path]) == ["x/a.xml", "y/a.xml"]


def test_names_that_differ_in_case_get_their_own_archives() -> None:
    planned = targets(["x/Report.txt", "x/report.txt", "x/REPORT.txt"])
    assert len({name.casefold() for name in planned}) == 3


def test_names_that_differ_in_normal_form_get_their_own_archives() -> None:
    planned = targets(["x/caf\xe9.txt", "x/cafe\u0301.txt"])
    assert len({unicodedata.normalize("NFC", name) for name in planned}) == 2


def test_file_named_twice_is_one_job(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    assert targets([tmp_path / "a.txt", tmp_path, tmp_path / "a.txt"]) == ["a.xml"]


@given(st.lists(st.text(st.characters(exclude_characters="/\0*?[", codec="utf-8"), min_size=1, max_size=6), max_size=8))
def test_no_two_jobs_share_a_target(names: list[str]) -> None:
    planned = plan((f"folder/{name}.txt" for name in names), Path("out"))
    assert len({unicodedata.normalize("NFC", str(job.target)).casefold() for job in planned}) == len(planned)
    assert all(job.target.parent == Path("out") for job in planned)


def test_job_is_called_by_its_path() -> None:
    assert Job(Path("folder/a.txt"), Path("a.xml")).name == str(Path("folder/a.txt"))
    assert Job(None, Path("a.xml")).name in {"stdin", "stdin.txt"}


# ── write_whole ────────────────────────────────────────────────────────────────────────────────────────────────────


def refuse(*_: object, **__: object) -> NoReturn:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@given(old=st.none() | st.binary(max_size=64), new=st.binary(max_size=1 << 12), fails=st.sampled_from(("", *STEPS)))
def test_file_is_the_new_one_or_stays_as_it_was(old: bytes | None, new: bytes, fails: str) -> None:
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        target = Path(name) / "folder" / "a.xml"
        if old is not None:
            target.parent.mkdir()
            target.write_bytes(old)
        if fails:
            patch.setattr(os, fails, refuse)
            with pytest.raises(OutputError):
                write_whole(target, new)
        else:
            write_whole(target, new)
        expected = old if fails else new
        assert (target.read_bytes() if target.exists() else None) == expected
        assert list(target.parent.iterdir()) == ([] if expected is None else [target])


def test_error_names_file_and_cause(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OutputError, match=r"a\.xml: No space left on device; nothing was written") as raised:
        write_whole(tmp_path / "a.xml", b"data")
    assert (raised.value.code, raised.value.exit_code) == ("write", ExitCode.IO)


def test_interrupted_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: int) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "a.xml", b"data")
    assert list(tmp_path.iterdir()) == []


def test_data_is_on_disk_before_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.xml"
    synced: list[tuple[int, bool]] = []
    monkeypatch.setattr(os, "fsync", lambda handle: synced.append((os.fstat(handle).st_ino, target.exists())))
    write_whole(target, b"data")
    assert synced[0] == (target.stat().st_ino, False), "the file itself, under its temporary name"


def test_folders_are_made(tmp_path: Path) -> None:
    write_whole(tmp_path / "2023" / "市" / "a.xml", b"data")
    assert (tmp_path / "2023" / "市" / "a.xml").read_bytes() == b"data"


@pytest.mark.parametrize("blocked", ["file/a.xml", "file/deeper/a.xml", "folder"])
def test_place_that_cannot_be_written(tmp_path: Path, blocked: str) -> None:
    make(tmp_path, "file", "folder/inside")
    with pytest.raises(OutputError, match=r"nothing was written"):
        write_whole(tmp_path / blocked, b"data")
    assert sorted(file.name for file in tmp_path.rglob("*")) == ["file", "folder", "inside"]


def test_name_that_is_too_long(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"nothing was written"):
        write_whole(tmp_path / ("政" * 100 + ".xml"), b"data")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
@pytest.mark.parametrize("mask", [0o022, 0o077, 0o002])
def test_umask_decides_who_may_read(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        write_whole(tmp_path / "a.xml", b"data")
        assert os.umask(mask) == mask, "write_whole changed the umask"
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.xml").stat().st_mode) == 0o666 & ~mask


@pytest.mark.skipif(sys.platform == "win32", reason="Windows makes no symbolic links without privileges")
def test_link_in_the_way_is_replaced_and_what_it_points_to_stays(tmp_path: Path) -> None:
    make(tmp_path, "elsewhere")
    (tmp_path / "a.xml").symlink_to(tmp_path / "elsewhere")
    write_whole(tmp_path / "a.xml", b"data")
    assert (tmp_path / "elsewhere").read_text("utf-8") == "elsewhere"
    assert (tmp_path / "a.xml").read_bytes() == b"data"
