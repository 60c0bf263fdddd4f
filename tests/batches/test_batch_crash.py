"""Kills: of the whole command (see crash.py), of one of its processes, and the signals that people send."""

from __future__ import annotations

import os
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from batch_pieces import (
    Upper,
    children_of,
    codes,
    contents,
    digests,
    end_group,
    ended,
    gaixml,
    leftovers,
    lines,
    run_batch,
    started,
    wait_for,
    write_reports,
)
from crash import Case, crash, table

from gaixml.batches.manifest import NAME
from gaixml.errors import ExitCode
from gaixml.whole import remove_leftovers

if TYPE_CHECKING:
    import subprocess

    from gaixml.batches.work import Made
    from gaixml.files import Job

COUNT = 80
SAID = {"gaixml: interrupted\n", ""}
"""What is said of an interruption: no traceback of any process. Some versions of typer leave nothing to be said."""
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")


def test_killed_at_random_moments_it_leaves_what_is_whole_and_goes_on() -> None:
    cases = [Case("convert", 1), Case("transfer", 2)]
    found = crash(cases, kills=8, seed=8, inputs=6)
    assert sum(len(kills.seen) for kills in found.values()) == 8
    assert "8 kills" in table(found)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with inputs, and what they become in ``expected``."""
    folder = tmp_path_factory.mktemp("undisturbed")
    write_reports(folder / "in", COUNT)
    assert gaixml("convert", "in", "-o", "expected", "-q", folder=folder) == (0, "", "")
    return folder


def begun(folder: Path, out: Path, *more: str) -> subprocess.Popen[bytes]:
    """Start the command and wait until it has written some outputs, but not nearly all."""
    process = started("convert", "in", "-o", str(out), *more, folder=folder)
    wait_for(lambda: len(list(out.glob("*.xml"))) > COUNT // 16 or process.poll() is not None)
    assert process.poll() is None
    return process


def assert_resumed(folder: Path, out: Path) -> None:
    """Assert that a second run makes the rest, once, and leaves nothing else."""
    before = digests(out)
    expected = digests(folder / "expected")
    assert all(expected[name] == digest for name, digest in before.items() if not name.startswith("."))
    done = gaixml("convert", "in", "-o", str(out), "--resume", "-j", "2", folder=folder)
    assert done.exit_code == 0
    assert done.stderr.startswith(f"{COUNT} of {COUNT} converted into {out}")
    assert digests(out) == expected
    targets = [line["target"] for line in lines(out / NAME) if line["state"] == "done"]
    assert sorted(targets) == sorted(expected)


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_it_leaves_nothing_half_done(
    undisturbed: Path, tmp_path: Path, sent: signal.Signals, jobs: str
) -> None:
    """Ctrl-C reaches all processes of the terminal; a batch system sends SIGTERM to the command alone."""
    process = begun(undisturbed, tmp_path / "out", "-j", jobs)
    children = children_of(process.pid)
    if sent == signal.SIGINT:
        os.killpg(process.pid, sent)
    else:
        process.send_signal(sent)
    process.wait(30)
    wait_for(lambda: not any(Path(f"/proc/{child}/exe").exists() for child in children), 10)
    done = ended(process)
    if sent == signal.SIGINT:
        assert done.exit_code == ExitCode.INTERRUPTED
        assert done.stderr in SAID
        assert leftovers(tmp_path / "out") == []
    else:
        assert (done.exit_code, done.stderr) == (-signal.SIGTERM, "")
    assert_resumed(undisturbed, tmp_path / "out")


def test_interrupted_while_it_starts_it_says_so_in_one_line(undisturbed: Path, tmp_path: Path) -> None:
    process = started("convert", "in", "-o", str(tmp_path / "out"), "-j", "2", folder=undisturbed)
    wait_for(lambda: any(b"forkserver" in command_line(child) for child in children_of(process.pid)))
    os.killpg(process.pid, signal.SIGINT)
    done = ended(process)
    assert done.exit_code == ExitCode.INTERRUPTED
    assert done.stderr in SAID
    assert_resumed(undisturbed, tmp_path / "out")


def test_interrupted_twice_it_waits_for_nothing(tmp_path: Path) -> None:
    """The first time what is being done is done to its end, which may be far."""
    (tmp_path / "in").mkdir()
    for name in ("slow", "good"):
        (tmp_path / "in" / f"{name}.txt").write_text(name)
    command = [sys.executable, "-c", "from slow_filling import main; main()"]
    here = {"PYTHONPATH": str(Path(__file__).parent)}
    process = started("in", "out", "2", folder=tmp_path, command=command, environment=here)
    wait_for(lambda: (tmp_path / "out" / "good").exists() and leftovers(tmp_path))
    children = children_of(process.pid)
    os.killpg(process.pid, signal.SIGINT)
    time.sleep(0.5)
    assert process.poll() is None
    os.killpg(process.pid, signal.SIGINT)
    process.wait(10)
    wait_for(lambda: not any(Path(f"/proc/{child}/exe").exists() for child in children), 10)
    done = ended(process)
    assert (done.exit_code, done.stderr) == (130, "")
    remove_leftovers([tmp_path, tmp_path / "out"])
    assert leftovers(tmp_path) == []


def command_line(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


def test_a_worker_that_is_killed_costs_one_input_at_most(undisturbed: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = begun(undisturbed, out, "-j", "2")
    worker = next(one for child in children_of(process.pid) for one in children_of(child))
    os.kill(worker, signal.SIGKILL)
    done = ended(process)
    killed = done.stderr.count("gaixml: killed: in/")
    assert killed <= 1
    assert done.exit_code == (ExitCode.SOME_FAILED if killed else ExitCode.OK)
    assert done.stderr.endswith(f"{COUNT - killed} of {COUNT} converted into {out}\n")
    assert leftovers(out) == []
    assert_resumed(undisturbed, out)


def test_the_command_alone_is_killed_and_its_workers_end(undisturbed: Path, tmp_path: Path) -> None:
    process = begun(undisturbed, tmp_path / "out", "-j", "2")
    children = children_of(process.pid)
    assert len(children) > 2
    process.kill()
    process.wait()
    wait_for(lambda: not any(Path(f"/proc/{child}/exe").exists() for child in children), 10)
    end_group(process)
    process.communicate()
    assert_resumed(undisturbed, tmp_path / "out")


def holding(folder: Path) -> subprocess.Popen[bytes]:
    """Start a process that leaves something half-written in a folder if it is killed."""
    code = "import sys; sys.path.insert(0, sys.argv[2]); import hold_half; hold_half.main(sys.argv[1])"
    arguments = (str(folder / "x"), str(Path(__file__).parent))
    process = started(*arguments, folder=folder, command=[sys.executable, "-c", code])
    wait_for(lambda: leftovers(folder))
    return process


def test_what_a_dead_process_left_is_removed_even_if_nobody_asked_for_it(tmp_path: Path) -> None:
    """A zombie has a number still: the first process of some containers never asks for its orphans."""
    process = holding(tmp_path)
    remove_leftovers([tmp_path, tmp_path / "out"])
    assert len(leftovers(tmp_path)) == 1
    process.kill()
    wait_for(lambda: b") Z " in Path(f"/proc/{process.pid}/stat").read_bytes())
    remove_leftovers([tmp_path, tmp_path / "out"])
    assert leftovers(tmp_path) == []
    end_group(process)
    process.communicate()


@dataclass(frozen=True)
class SecondTry:
    """Does what a worker of a cluster does whose predecessor was killed: the work, beside something half-written."""

    def __call__(self, data: bytes, job: Job) -> Made:
        assert isinstance(job.target, Path)
        process = holding(job.target.parent)
        end_group(process)
        process.communicate()
        return Upper()(data, job)


def test_what_a_lost_worker_left_is_removed_when_another_one_did_its_work(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("2023 a")
    (tmp_path / "out").mkdir()
    assert codes(run_batch(SecondTry(), tmp_path / "in", tmp_path / "out")) == {"a": ""}
    assert contents(tmp_path / "out") == {"a.xml": b"2023 A"}
