"""What the tests of batches share: reports that differ, work that misbehaves, the command in a process of its own."""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from gaixml.batches.batch import Means, batch
from gaixml.batches.manifest import NAME
from gaixml.batches.work import Key, Made, Summary
from gaixml.files import plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from gaixml.batches.work import Make, Outcome
    from gaixml.files import Job

_T = TypeVar("_T")
EXAMPLES: Final = Path(__file__).parents[2] / "examples"
EPOCH: Final = "1706659200"
KEY: Final = Key("test", grammar="any")
COMMAND: Final = (sys.executable, "-m", "gaixml")
CONFIG: Final = """
[organization]
name = "某某市档案馆"
code = "12345"
[transfer]
"全宗号" = "0123"
"类别号" = "WS"
"保管期限" = "永久"
"密级" = "公开"
"脱机载体编号" = "1"
"""
_REPORT: Final = """{city}人民政府{year}年政府信息公开工作年度报告

一、总体情况
{year}年,{city}主动公开政府信息{count}条,收到申请{asked}件。
（一）队伍建设情况。共有工作人员{staff}名。
二、存在的问题
公开的{kind}不够。
三、其他需要报告的事项
无。
"""
PATIENCE: Final = 60.0
"""Seconds until a command that should have ended has not."""


def write_reports(folder: Path, count: int, start: int = 0) -> None:
    """Write reports that differ in names, years and numbers."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(start, start + count):
        said = _REPORT.format(
            city=f"第{number}市",
            year=2008 + number % 16,
            count=1000 + number * 37,
            asked=number * 7,
            staff=3 + number % 40,
            kind="内容" * (1 + number % 5),
        )
        (folder / f"r{number:04}.txt").write_text(said, "utf-8")


def contents(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder, hidden ones too, but its manifest and lists of it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != NAME
    }


def digests(folder: Path) -> dict[str, str]:
    """Return what ``contents`` does as digests: a comparison that fails is to be read."""
    return {name: hashlib.sha256(data).hexdigest() for name, data in contents(folder).items()}


def leftovers(folder: Path) -> list[str]:
    """Return what was left half-written."""
    return sorted(path.name for path in folder.rglob(".gaixml-*"))


def lines(manifest: Path) -> list[dict[str, Any]]:
    """Return the lines of a manifest, which must all be whole."""
    return [json.loads(line) for line in manifest.read_text("ascii").splitlines()]


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    """Return by what a file that was written again is told: its number, when it was changed."""
    return {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in folder.iterdir() if path.name != NAME}


def codes(outcomes: Iterable[Outcome]) -> dict[str, str]:
    """Return what became of each source, by its stem: "" is done."""
    return {Path(outcome.job.name).stem: outcome.code for outcome in outcomes}


def run_batch(make: Make, source: Path, target: Path, means: Means | None = None, key: Key = KEY) -> list[Outcome]:
    return list(batch(plan([str(source)], target), make, key, means or Means(manifest=target / NAME)))


@dataclass(frozen=True)
class Upper:
    """Makes upper case of a source; what its source names instead is done by a worker that misbehaves."""

    def __call__(self, data: bytes, job: Job) -> Made:  # noqa: ARG002 - what Make wants
        said = data.decode()
        if said in _MISBEHAVIOUR:
            _MISBEHAVIOUR[said]()
        return Made(Summary(year=said[:4], findings=Counter(said[:1])), said.upper().encode())


def _hang() -> None:
    while True:
        time.sleep(0.01)


def _hang_in_c() -> None:
    """Hang where Python's lock is never given up: the function is called with it held."""
    ctypes.PyDLL(None).sleep(1000)


def _hang_in_re() -> None:
    re.match(r"(a+)+$", "a" * 60 + "b")


def _eat() -> None:
    held = [bytes(1 << 26) for _ in range(1 << 10)]  # zeroes that the system only promises
    raise AssertionError(len(held))


_MISBEHAVIOUR: Final[Mapping[str, Any]] = {
    "hang": _hang,
    "hang in c": _hang_in_c,
    "hang in re": _hang_in_re,
    "eat": _eat,
    "exit": lambda: os._exit(0),
    "exit 3": lambda: os._exit(3),
    "kill": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "fault": lambda: ctypes.string_at(0),
    "recursion": lambda: eval("(" * 150 + ")" * 150),  # noqa: S307 - the parser's own limit
}


class Ran(NamedTuple):
    exit_code: int
    stdout: str
    stderr: str


def started(
    *arguments: str,
    folder: Path,
    command: Sequence[str] = COMMAND,
    environment: Mapping[str, str] | None = None,
    stderr: int = subprocess.PIPE,
) -> subprocess.Popen[bytes]:
    """Start the command in a process group of its own, in a folder."""
    return subprocess.Popen(  # noqa: S603 - our own command
        [*command, *arguments],
        cwd=folder,
        env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH, **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=stderr,
        start_new_session=True,
    )


def ended(process: subprocess.Popen[bytes]) -> Ran:
    """Wait for a command; whatever became of it, nothing of its group goes on."""
    try:
        stdout, stderr = process.communicate(timeout=PATIENCE)
    finally:
        end_group(process)
    return Ran(process.returncode, stdout.decode(), (stderr or b"").decode())


def gaixml(
    *arguments: str, folder: Path, command: Sequence[str] = COMMAND, environment: Mapping[str, str] | None = None
) -> Ran:
    """Run the command in a process of its own."""
    return ended(started(*arguments, folder=folder, command=command, environment=environment))


def end_group(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_for(what: Callable[[], _T], seconds: float = PATIENCE) -> _T:
    """Return what a function gives as soon as that is something."""
    until = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.01)
    return found


def children_of(process: int) -> list[int]:
    """Return the processes that a process started, directly or not."""
    parents: dict[int, int] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            said = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(status.parent.name)] = int(said[1])
    found = [process]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found[1:]
