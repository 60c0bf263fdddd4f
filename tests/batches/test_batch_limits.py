"""What one input may take, and that whatever it does the others are done."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from concurrent.futures import Future, wait
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from batch_pieces import Upper, children_of, codes, contents, gaixml, leftovers, lines, run_batch, write_reports

from gaixml.batches.batch import Means
from gaixml.batches.limits import HAS_MEMORY_LIMIT, Limits
from gaixml.batches.local import LocalExecutor, ProcessLostError
from gaixml.batches.manifest import NAME
from gaixml.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator

GOOD = 6
SECONDS = 1.0
MIB = 600
WANTED = {
    "hang": "timeout",
    "hang in c": "timeout",
    "hang in re": "timeout",
    "exit": "killed",
    "exit 3": "killed",
    "kill": "killed",
    "fault": "killed",
    "eat": "too-large",
    "recursion": "",
}
"""What a worker does, and the code of the input that makes it do that."""
linux = pytest.mark.skipif(not HAS_MEMORY_LIMIT, reason="only Linux keeps to RLIMIT_DATA, has /proc")


def write_inputs(folder: Path, *bad: str) -> None:
    folder.mkdir()
    for number, text in enumerate(bad):
        (folder / f"bad{number}.txt").write_text(text)
    for number in range(GOOD):
        (folder / f"good{number}.txt").write_text(f"2023 {number}")


@linux
@pytest.mark.parametrize("workers", [1, 2])
def test_whatever_an_input_does_to_its_worker_the_others_are_done(tmp_path: Path, workers: int) -> None:
    write_inputs(tmp_path / "in", *WANTED)
    means = Means(workers, Limits(SECONDS, MIB), manifest=tmp_path / "out" / NAME)
    outcomes = run_batch(Upper(), tmp_path / "in", tmp_path / "out", means)
    found = codes(outcomes)
    assert {text: found[f"bad{number}"] for number, text in enumerate(WANTED)} == WANTED
    assert {code for stem, code in found.items() if stem.startswith("good")} == {""}
    assert {outcome.exit_code for outcome in outcomes if outcome.code} == {ExitCode.SOME_FAILED}
    assert all(str(outcome.job.source) in outcome.message for outcome in outcomes if outcome.code)
    assert sorted(contents(tmp_path / "out")) == ["bad8.xml", *(f"good{number}.xml" for number in range(GOOD))]
    assert len(lines(tmp_path / "out" / NAME)) == len(WANTED) + GOOD


@pytest.mark.parametrize("bad", ["exit", "kill", "fault"])
def test_without_a_limit_too_a_process_that_dies_is_noticed(tmp_path: Path, bad: str) -> None:
    write_inputs(tmp_path / "in", bad)
    assert codes(run_batch(Upper(), tmp_path / "in", tmp_path / "out", Means(2)))["bad0"] == "killed"


@pytest.fixture
def executor() -> Iterator[LocalExecutor]:
    executor = LocalExecutor(2, Limits())
    yield executor
    executor.shutdown(cancel_futures=True)


def workers() -> list[int]:
    """Return the processes that do jobs: those that the fork server started."""
    return [one for child in children_of(os.getpid()) for one in children_of(child)]


def kill(process: int) -> None:
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return


@linux
def test_killing_workers_again_and_again_loses_only_what_they_are_doing(executor: LocalExecutor) -> None:
    """The pools of the standard library and of Pebble break or hang in this test."""
    killed, random_ = 0, random.Random(5)  # noqa: S311 - no secrets
    futures: list[Future[Any]] = [executor.submit(time.sleep, 0.004) for _ in range(400)]
    while not all(future.done() for future in futures):
        for process in random_.sample(found, 1) if (found := workers()) else []:
            kill(process)
            killed += 1
        wait(futures, timeout=random_.random() * 0.05)
    lost = [error for future in futures if (error := future.exception())]
    assert {type(error) for error in lost} <= {ProcessLostError}
    assert killed > 10
    assert len(lost) <= killed
    assert executor.submit(int, "7").result(30) == 7


@linux
def test_a_worker_that_dies_between_two_jobs_costs_none(executor: LocalExecutor) -> None:
    for number in range(3):
        assert [executor.submit(int, f"{number}").result(30) for _ in range(4)] == [number] * 4
        for process in workers():
            kill(process)


@linux
def test_the_server_that_forks_workers_may_die_too(executor: LocalExecutor) -> None:
    assert executor.submit(int, "7").result(30) == 7
    for process in children_of(os.getpid()):
        if b"forkserver" in Path(f"/proc/{process}/cmdline").read_bytes():
            kill(process)
    assert [executor.submit(int, f"{number}").result(30) for number in range(4)] == [0, 1, 2, 3]


def test_what_a_job_raises_comes_back(executor: LocalExecutor) -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        executor.submit(int, "seven").result(30)
    with pytest.raises(SystemExit):
        executor.submit(sys.exit, 3).result(30)
    with pytest.raises(TypeError, match="cannot pickle"):
        executor.submit(eval, "(x for x in [1])").result(30)


def test_jobs_that_have_not_begun_are_left_undone() -> None:
    executor = LocalExecutor(1, Limits())
    futures = [executor.submit(time.sleep, 0.3) for _ in range(5)]
    while not futures[0].running():
        time.sleep(0.01)
    executor.shutdown(cancel_futures=True)
    assert [future.cancelled() for future in futures] == [False, True, True, True, True]


@linux
def test_the_command_names_what_is_too_large_and_does_the_rest(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 2)
    (tmp_path / "in" / "big.txt").write_text("一、总体情况\n正文。\n" * 200_000, "utf-8")
    done = gaixml("convert", "in", "-o", "out", "--memory", "128", folder=tmp_path)
    assert done.exit_code == ExitCode.SOME_FAILED
    first, last = done.stderr.splitlines()
    assert first.startswith(("gaixml: too-large: in/big.txt: ", "gaixml: killed: in/big.txt: "))
    assert last == "2 of 3 converted into out"
    assert sorted(contents(tmp_path / "out")) == ["r0000.xml", "r0001.xml"]


def test_the_command_ends_what_takes_too_long_and_leaves_nothing_half_written(tmp_path: Path) -> None:
    """A folder is being filled when the time is over: what was filled until then is removed."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "slow.txt").write_text("slow")
    (tmp_path / "in" / "good.txt").write_text("good")
    code = "from slow_filling import main; main()"
    here = {"PYTHONPATH": str(Path(__file__).parent)}
    done = gaixml("in", "out", "1", "1", folder=tmp_path, command=[sys.executable, "-c", code], environment=here)
    assert done.exit_code == ExitCode.SOME_FAILED, done.stderr
    assert done.stderr == "gaixml: timeout: in/slow.txt: took longer than --timeout allows\n1 of 2 filled into out\n"
    assert sorted(contents(tmp_path / "out")) == ["good/1", "good/2"]
    assert leftovers(tmp_path / "out") == []


def test_the_watchdog_keeps_the_time_of_each_thread() -> None:
    """Workers of a cluster have several threads, but a process has one timer."""
    code = (
        "import threading, time\n"
        "from gaixml.batches.limits import watchdog\n"
        "def hang():\n"
        "    with watchdog(0.5): time.sleep(60)\n"
        "threading.Thread(target=hang, daemon=True).start()\n"
        "for _ in range(600):\n"
        "    with watchdog(30): time.sleep(0.01)\n"
    )
    begun = time.monotonic()
    done = gaixml(folder=Path.cwd(), command=[sys.executable, "-c", code])
    assert done.exit_code == 1
    assert time.monotonic() - begun < 5
