"""A Dask cluster of processes of this machine, each started in a folder of its own."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from batch_pieces import children_of, end_group, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SETTINGS: Final = {
    "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "5s",
    "DASK_DISTRIBUTED__ADMIN__TICK__LIMIT": "60s",
    "DASK_DISTRIBUTED__WORKER__MEMORY__TARGET": "False",
}


@dataclass
class Cluster:
    """``workers`` are processes that may have a nanny in between: what does the jobs is their last descendant."""

    url: str
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]]

    def worker(self, number: int) -> int:
        """Return the process that does the jobs of a worker."""
        first = self.workers[number].pid
        below = [child for child in children_of(first) if b"spawn_main" in _command_line(child)]
        return below[-1] if below else first

    def kill(self, number: int) -> None:
        os.kill(self.worker(number), signal.SIGKILL)

    def end(self) -> None:
        for process in (*self.workers, self.scheduler):
            end_group(process)


def _command_line(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


@contextlib.contextmanager
def cluster(
    folder: Path, *, nanny: bool, environment: Mapping[str, str] | None = None, workers: int = 2
) -> Iterator[Cluster]:
    """Run a scheduler and workers until they are no longer needed."""
    pytest.importorskip("distributed", reason="the extra “dask” is not installed")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    url = f"tcp://127.0.0.1:{port}"
    common = {**os.environ, **_SETTINGS, **(environment or {})}
    scheduler = _start(folder / "scheduler", common, "scheduler", "--host", "127.0.0.1", "--port", str(port))
    kind = "--nanny" if nanny else "--no-nanny"
    started = Cluster(url, scheduler, [])
    try:
        _wait_until_it_listens(scheduler, port)
        for number in range(workers):
            own = folder / f"worker{number}"
            options = ["--nthreads", "1", "--host", "127.0.0.1", kind, "--name", f"worker{number}"]
            started.workers.append(_start(own, common, "worker", url, *options, "--local-directory", str(own)))
        for number in range(workers):
            log = folder / f"worker{number}" / "log"
            wait_for(lambda log=log: b"Registered to" in log.read_bytes(), 40)  # type: ignore[misc] # the log of each
        yield started
    finally:
        started.end()


def _start(folder: Path, environment: Mapping[str, str], kind: str, *options: str) -> subprocess.Popen[bytes]:
    folder.mkdir(parents=True)
    command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *options, "--no-dashboard"]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log, start_new_session=True)  # noqa: S603 - our own


def _wait_until_it_listens(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + 40
    while process.poll() is None and time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    pytest.skip("the scheduler did not start")
