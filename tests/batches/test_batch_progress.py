"""How far a batch is: a bar in a terminal, a line now and then in a log, nothing where nothing was asked."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from batch_pieces import ended, gaixml, started, write_reports

from gaixml.batches.work import DONE, FAILED, Outcome, Record
from gaixml.cli import progress
from gaixml.files import Job

if TYPE_CHECKING:
    from collections.abc import Iterator

SOON = "import gaixml.cli.progress as progress; progress._EVERY = 0.2; from gaixml.cli import main; main()"


def shown_in_a_terminal(folder: Path, *arguments: str) -> str:
    """Return what the command shows on a terminal of 100 columns."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    environment = {"TERM": "xterm", "COLUMNS": "100", "NO_COLOR": "1"}
    process = started(*arguments, folder=folder, environment=environment, stderr=theirs)
    os.close(theirs)
    shown = b""
    try:
        while data := os.read(ours, 1 << 16):
            shown += data
    except OSError:  # what Linux says when the other end is closed
        pass
    finally:
        os.close(ours)
    done = ended(process)
    assert (done.exit_code, done.stdout) == (3, "")
    return shown.decode()


def test_a_terminal_shows_bar_count_rate_and_time(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 60)
    (tmp_path / "in" / "r0030[bold].txt").touch()
    shown = shown_in_a_terminal(tmp_path, "convert", "in", "-o", "out", "-j", "2")
    drawings = re.findall(
        r"converting\s+(\S+)\s+(\d+)/(\d+)\s+(\S*)\s*(-?\S+:\S+)", re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "\r", shown)
    )
    assert len(drawings) > 3
    counts = [int(done) for _, done, _, _, _ in drawings]
    assert counts == sorted(counts)
    assert 0 < counts[-1] <= 61
    assert {total for _, _, total, _, _ in drawings} == {"61"}
    assert any(re.fullmatch(r"\d+\.\d/s", rate) for *_, rate, _ in drawings)
    assert any(re.fullmatch(r"0:00:\d\d", left) for *_, left in drawings)
    assert "gaixml: empty: in/r0030[bold].txt: " in shown
    assert shown.rstrip().endswith("60 of 61 converted into out")


def test_quiet_is_quiet_in_a_terminal_too(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 2)
    (tmp_path / "in" / "empty.txt").touch()
    shown = shown_in_a_terminal(tmp_path, "convert", "in", "-o", "out", "-q")
    assert shown.startswith("gaixml: empty: in/empty.txt: ")
    assert shown.count("\n") == 1


def test_a_log_gets_a_line_now_and_then(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 150)
    done = gaixml("convert", "in", "-o", "out", folder=tmp_path, command=[sys.executable, "-c", SOON])
    *told, last = done.stderr.splitlines()
    assert last == "150 of 150 converted into out"
    pattern = re.compile(r"(\d+) of 150 done, (\d+\.\d) a second, (\d+ min )?\d+ s left")
    counts = [int(match[1]) for line in told if (match := pattern.fullmatch(line))]
    assert counts
    assert len(counts) == len(told)
    assert counts == sorted(set(counts))


def test_a_short_run_tells_only_its_end(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 2)
    assert gaixml("convert", "in", "-o", "out", folder=tmp_path) == (0, "", "2 of 2 converted into out\n")


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.4, "0 s"), (59.6, "1 min 0 s"), (310, "5 min 10 s"), (12_000, "3 h 20 min")]
)
def test_times_are_said_as_people_say_them(seconds: float, said: str) -> None:
    assert progress._span(seconds) == said  # noqa: SLF001


def test_a_log_tells_rate_and_remaining_time(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    now = [1000.0]
    monkeypatch.setattr("gaixml.cli.progress.time.monotonic", lambda: now[0])

    def outcomes() -> Iterator[Outcome]:
        for number in range(1200):
            now[0] += 0.5
            job = Job(Path(f"{number}.txt"), Path(f"{number}.xml"))
            failed = number == 70
            yield Outcome(
                job, Record(job.name, "", FAILED if failed else DONE, code="bad" * failed, message="it" * failed)
            )

    assert len(list(progress.watched(outcomes(), 1200, "converting", quiet=False))) == 1200
    told = capfd.readouterr().err.splitlines()
    assert told[0] == "60 of 1,200 done, 2.0 a second, 9 min 30 s left"
    assert told[1] == "gaixml: bad: it"
    assert told[-1] == "1,140 of 1,200 done, 2.0 a second, 30 s left"
    assert len(told) == 20
