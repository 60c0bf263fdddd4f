"""The manifest: a line for each job, whatever cut one short, whoever else writes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from batch_pieces import KEY, PATIENCE, gaixml, lines, write_reports
from hypothesis import given
from hypothesis import strategies as st

from gaixml.batches.manifest import NAME, Manifest
from gaixml.batches.work import DONE, FAILED, Key, Record, Summary
from gaixml.errors import ExitCode, OutputError

if TYPE_CHECKING:
    from pathlib import Path

KEYS = (
    replace(KEY, gaixml="0.0.1"),
    replace(KEY, grammar="other"),
    replace(KEY, options="other"),
    replace(KEY, command="other"),
)
APPEND = """
import sys
from pathlib import Path
from gaixml.batches.manifest import Manifest
from gaixml.batches.work import DONE, Key, Record
with Manifest(Path(sys.argv[1]), Key("test", grammar="any")) as manifest:
    for number in range(int(sys.argv[3])):
        manifest.append(Record(f"{sys.argv[2]}-{number}.txt", f"{sys.argv[2]}-{number}.xml", DONE, message="长" * 2000))
"""


def record(number: int, state: str = DONE) -> Record:
    summary = Summary("disclosure_report", "2021", "2023", {"sum": number, "页": 2})
    details: dict[str, str | int] = {"标题": "一", "pages": number}
    return Record(f"源{number}.txt", f"{number}.xml", state, "a" * 64, 1, "b" * 64, 2, summary=summary, details=details)


def append(path: Path, *records: Record, key: Key = KEY) -> None:
    with Manifest(path, key) as manifest:
        for one in records:
            manifest.append(one)


def known(path: Path, key: Key = KEY) -> dict[str, Record]:
    with Manifest(path, key) as manifest:
        return manifest.known()


def test_each_job_is_a_line_and_comes_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "new" / NAME
    append(path, record(1), record(2))
    first = path.read_bytes()
    append(path, record(3))
    assert path.read_bytes().startswith(first)
    assert [line["source"] for line in lines(path)] == ["源1.txt", "源2.txt", "源3.txt"]
    assert known(path) == {f"{number}.xml": record(number) for number in (1, 2, 3)}


def test_a_line_cut_anywhere_is_none_and_spoils_no_other(tmp_path: Path) -> None:
    path = tmp_path / NAME
    append(path, record(1), record(2))
    whole = path.read_bytes()
    begin = whole.index(b"\n") + 1
    for end in range(begin, len(whole) + 1):
        path.write_bytes(whole[:end])
        expected = {"1.xml", "2.xml"} if end >= len(whole) - 1 else {"1.xml"}
        assert set(known(path)) == expected, end
        append(path, record(3))
        assert set(known(path)) == expected | {"3.xml"}, end
        assert json.loads(path.read_bytes().splitlines()[-1])["target"] == "3.xml"


@given(st.lists(st.binary(max_size=40), max_size=4))
def test_whatever_stands_between_the_lines_is_ignored(
    tmp_path_factory: pytest.TempPathFactory, junk: list[bytes]
) -> None:
    path = tmp_path_factory.mktemp("junk") / NAME
    append(path, record(1))
    with path.open("ab") as file:
        for one in [*junk, b"[" * 100_000, b"[]", b"1", b'{"command": "test"}', b'{"state": "done"}', b"\xff\x00"]:
            file.write(one + b"\n")
    append(path, record(2))
    assert set(known(path)) == {"1.xml", "2.xml"}


@pytest.mark.parametrize("key", KEYS, ids=["version", "grammar", "options", "command"])
def test_what_other_work_made_does_not_count(tmp_path: Path, key: Key) -> None:
    path = tmp_path / NAME
    append(path, record(1), key=key)
    append(path, record(2))
    assert set(known(path)) == {"2.xml"}
    assert set(known(path, key)) == {"1.xml"}


def test_the_last_line_on_a_target_counts(tmp_path: Path) -> None:
    path = tmp_path / NAME
    append(path, record(1), record(2, FAILED), record(1, FAILED), record(2))
    assert set(known(path)) == {"2.xml"}


def test_many_processes_append_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    path = tmp_path / NAME
    command = [sys.executable, "-c", APPEND, str(path)]
    processes = [subprocess.Popen([*command, name, "60"]) for name in "abcd"]  # noqa: S603 - our own
    assert [process.wait(PATIENCE) for process in processes] == [0] * 4
    assert sorted(line["source"] for line in lines(path)) == sorted(
        f"{one}-{n}.txt" for one in "abcd" for n in range(60)
    )
    assert len(known(path)) == 240


def test_a_disk_that_takes_only_a_part_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write, path = os.write, tmp_path / NAME
    append(path, record(1))
    room = [100]

    def nearly_full(file: int, data: bytes) -> int:
        taken = write(file, data[: room[0]]) if room[0] else 0
        if not taken:
            raise OSError(28, "No space left on device")
        room[0] -= taken
        return taken

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", nearly_full)
        with pytest.raises(OutputError, match=f"{NAME}: No space left on device"):
            append(path, record(2))
    assert set(known(path)) == {"1.xml"}
    append(path, record(2))
    assert set(known(path)) == {"1.xml", "2.xml"}


@pytest.mark.parametrize(
    ("manifest", "says"), [("folder", "Is a directory"), ("file/below", "File exists"), ("/dev/full", "No space left")]
)
def test_a_manifest_that_cannot_be_written_is_told_at_once(tmp_path: Path, manifest: str, says: str) -> None:
    write_reports(tmp_path / "in", 2)
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    done = gaixml("convert", "in", "-o", "out", "--manifest", manifest, folder=tmp_path)
    assert done.exit_code == ExitCode.IO
    assert done.stderr.startswith(f"gaixml: write: {manifest}: {says}")
    assert done.stderr.count("\n") == 1
    assert (manifest == "/dev/full") or not (tmp_path / "out").exists()
