"""Two commands at work in one folder at the same time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from batch_pieces import CONFIG, digests, ended, gaixml, leftovers, lines, started, write_reports

from gaixml.batches.manifest import NAME

if TYPE_CHECKING:
    from pathlib import Path

COUNT = 20
COMMANDS = {
    "convert": ("convert",),
    "folders": ("package", "--format", "bagit", "--config", "archive.toml", "--unpacked"),
}


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("writers")
    write_reports(folder / "in", COUNT)
    (folder / "archive.toml").write_text(CONFIG, "utf-8")
    return folder


@pytest.mark.parametrize("inputs", [("in", "in"), ("in/r000*", "in/r00[01]*")], ids=["same", "overlapping"])
@pytest.mark.parametrize("name", COMMANDS)
def test_both_come_to_their_end(work: Path, tmp_path: Path, name: str, inputs: tuple[str, str]) -> None:
    """The same inputs are converted by both: the second of two equal files takes the place of the first."""
    command, out = COMMANDS[name], tmp_path / "out"
    commands = [started(*command, one, "-o", str(out), "-q", "-j", "1", folder=work) for one in inputs]
    assert [ended(one) for one in commands] == [(0, "", "")] * 2
    assert leftovers(out) == []
    if not (work / name).exists():
        assert gaixml(*command, "in", "-o", name, "-q", folder=work) == (0, "", "")
    assert digests(out) == digests(work / name)
    said = lines(out / NAME)
    assert {line["state"] for line in said} == {"done"}
    assert {line["target"] for line in said} == {path.name for path in out.iterdir() if path.name != NAME}
    assert len(said) == (2 * COUNT if inputs[0] == inputs[1] else 30)
    resumed = gaixml(*command, "in", "-o", str(out), "--resume", folder=work)
    assert resumed.stderr.endswith(f"{COUNT} of them before\n")


def test_of_two_that_make_one_package_one_is_sent_away(work: Path, tmp_path: Path) -> None:
    command = ("package", "--format", "transfer", "--config", "archive.toml", "in", "-o", str(tmp_path), "-q")
    both = [ended(one) for one in [started(*command, folder=work) for _ in range(2)]]
    assert sorted(one.exit_code for one in both) in ([0, 4], [0, 0])  # the first may have come to its end
    assert all(one.stderr == "" or one.stderr.startswith("gaixml: busy: ") for one in both)
    assert leftovers(tmp_path) == []
    assert gaixml(*command[:-3], "-o", "transfer", "-q", folder=work) == (0, "", "")
    assert digests(tmp_path) == digests(work / "transfer")
