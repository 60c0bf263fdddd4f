"""Disks that are full, folders that cannot be written to, files that may not grow."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from batch_pieces import CONFIG, contents, digests, gaixml, leftovers, lines, write_reports

from gaixml.batches.manifest import NAME
from gaixml.errors import ExitCode, OutputError
from gaixml.whole import take_place, whole_folder, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator

COUNT = 16
COMMANDS = {
    "convert": ("convert",),
    "folders": ("package", "--format", "bagit", "--config", "archive.toml", "--unpacked"),
    "transfer": ("package", "--format", "transfer", "--config", "archive.toml"),
}
LIMITED = (
    "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))\nfrom gaixml.cli import main; main()"
)


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("disk")
    write_reports(folder / "in", COUNT)
    (folder / "archive.toml").write_text(CONFIG, "utf-8")
    return folder


def mount(*arguments: str) -> None:
    try:
        done = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)  # noqa: S603, S607
    except FileNotFoundError:
        pytest.skip("there is no mount")
    if done.returncode:
        pytest.skip(f"a file system of its own cannot be mounted: {done.stderr.strip()}")


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """Mount a file system of half a megabyte."""
    if sys.platform != "linux":
        pytest.skip("mounts as Linux does")
    folder = tmp_path / "small"
    folder.mkdir()
    mount("-t", "tmpfs", "-o", "size=512k", "tmpfs", str(folder))
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)  # noqa: S603, S607


def remount(folder: Path, options: str) -> None:
    mount("-o", f"remount,{options}", str(folder))


@pytest.mark.parametrize("name", COMMANDS)
def test_a_full_disk_is_told_and_later_it_goes_on(work: Path, small: Path, name: str) -> None:
    command, out = COMMANDS[name], small / "out"
    if name == "convert":
        remount(small, "size=40k")
    full = gaixml(*command, "in", "-o", str(out), "-j", "2", folder=work)
    assert full.exit_code == ExitCode.IO
    assert "No space left on device" in full.stderr
    assert "Traceback" not in full.stderr
    assert all(line.startswith("gaixml: ") or f" of {COUNT} " in line for line in full.stderr.splitlines())
    assert leftovers(small) == []
    remount(small, "size=64m")
    expected = work / name
    if not expected.exists():
        assert gaixml(*command, "in", "-o", name, "-q", folder=work).exit_code == 0
    if name != "transfer":
        assert digests(out).items() <= digests(expected).items()
        assert {line["target"] for line in whole_lines(out / NAME) if line["state"] == "done"} <= names(expected)
    done = gaixml(*command, "in", "-o", str(out), "-j", "2", "--resume", "-q", folder=work)
    assert done == (0, "", "")
    assert digests(out) == digests(expected)


def whole_lines(manifest: Path) -> list[dict[str, object]]:
    """Return the lines of a manifest, the last of which may have found no room."""
    data = manifest.read_bytes()
    manifest.write_bytes(data[: data.rfind(b"\n") + 1])
    return lines(manifest)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("name", ["convert", "folders", "transfer"])
def test_a_folder_that_cannot_be_written_is_told(work: Path, small: Path, name: str) -> None:
    remount(small, "ro")
    done = gaixml(*COMMANDS[name], "in", "-o", str(small / "out"), folder=work)
    assert done.exit_code == ExitCode.IO
    assert done.stderr.startswith(f"gaixml: write: {small}/out")
    assert "Read-only file system" in done.stderr
    assert done.stderr.count("\n") == 1
    assert list(small.iterdir()) == []


def test_outputs_that_cannot_be_written_are_each_named(work: Path, small: Path, tmp_path: Path) -> None:
    (small / "out").mkdir()
    remount(small, "ro")
    manifest = tmp_path / "manifest.jsonl"
    done = gaixml("convert", "in", "-o", str(small / "out"), "--manifest", str(manifest), folder=work)
    assert done.exit_code == ExitCode.IO
    *told, last = done.stderr.splitlines()
    assert last == f"0 of {COUNT} converted into {small}/out"
    assert len(told) == COUNT
    assert all(line.endswith(": Read-only file system; nothing was written") for line in told)
    assert {(line["state"], line["code"]) for line in lines(manifest)} == {("failed", "write")}
    remount(small, "rw,size=16m")
    resumed = gaixml("convert", "in", "-o", str(small / "out"), "--manifest", str(manifest), "--resume", folder=work)
    assert resumed == (0, "", f"{COUNT} of {COUNT} converted into {small}/out\n")


def test_files_that_may_not_grow(work: Path, tmp_path: Path) -> None:
    """RLIMIT_FSIZE: quotas and some file systems refuse like that. The manifest is the first to be too large."""
    limited = [sys.executable, "-c", LIMITED.format(size=8000)]
    done = gaixml("convert", "in", "-o", str(tmp_path), folder=work, command=limited)
    assert done.exit_code == ExitCode.IO
    assert done.stderr == f"gaixml: write: {tmp_path / NAME}: File too large; the manifest cannot be written\n"
    assert leftovers(tmp_path) == []
    known = whole_lines(tmp_path / NAME)
    assert 0 < len(known) < COUNT
    resumed = gaixml("convert", "in", "-o", str(tmp_path), "--resume", folder=work)
    assert resumed.stderr == f"{COUNT} of {COUNT} converted into {tmp_path}, {len(known)} of them before\n"


def test_a_file_that_finds_no_room_leaves_the_old_one(tmp_path: Path) -> None:
    write_whole(tmp_path / "file", b"old")
    kept = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, kept[1]))
    try:
        with pytest.raises(OutputError, match="file: File too large; nothing was written"):
            write_whole(tmp_path / "file", b"new" * 1000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, kept)
    assert contents(tmp_path) == {"file": b"old"}


def test_a_folder_takes_the_place_of_one_and_of_one_that_comes_between(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text in ("first", "second"):
        with whole_folder(tmp_path / "x") as folder:
            (folder / "file").write_text(text)
        assert contents(tmp_path) == {"x/file": text.encode()}
    replace, between = Path.replace, [3]

    def interfere(self: Path, target: Path) -> Path:
        if target == tmp_path / "x" and between[0]:
            between[0] -= 1
            target.mkdir(exist_ok=True)
            (target / "theirs").touch()
        return replace(self, target)

    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "file").write_text("third")
    monkeypatch.setattr(Path, "replace", interfere)
    take_place(tmp_path / "new", tmp_path / "x")
    assert between == [0]
    assert contents(tmp_path) == {"x/file": b"third"}
