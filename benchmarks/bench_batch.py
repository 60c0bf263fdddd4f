"""Measures gaixml on many files: reports and packages a second, memory, growth. See README.md.

Every report is different: governments, years, numbers and sentences vary, so that no cache flatters.
"""

from __future__ import annotations

import argparse
import math
import os
import platform
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lxml import etree

from gaixml.schema import archive_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

EXAMPLES: Final = sorted((Path(__file__).parent.parent / "examples").glob("example-*"))
_PLACES: Final = "东西南北中安宁平和兴昌永清长新海江山河川"
_SENTENCES: Final = (
    "本年度召开新闻发布会{}次，回应公众关注热点{}次。",
    "政府网站公开信息{}条，其他方式公开{}条。",
    "举办培训班{}期，接受培训{}人次。",
    "收到建议提案{}件，办结{}件。",
)
_CONFIG: Final = """
[organization]
name = "某某市档案馆"
code = "12345"
[transfer]
"全宗号" = "0123"
"类别号" = "WS"
"保管期限" = "永久"
"密级" = "公开"
"脱机载体编号" = "1"
"立档单位名称" = "某某市人民政府"
"""
_GAIXML: Final = (sys.executable, "-m", "gaixml")
_EVERY: Final = 0.05
"""Seconds between two looks at the processes."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One run: what was done, how many, seconds, bytes of peak memory of the command and of its largest worker."""

    name: str
    jobs: int
    count: int
    seconds: float
    parent: int
    worker: int

    @property
    def rate(self) -> float:
        """Return how many a second."""
        return self.count / self.seconds


def write_reports(folder: Path, count: int) -> int:
    """Write so many reports, each of its own, and return their bytes."""
    folder.mkdir()
    texts = [path.read_text("utf-8") for path in EXAMPLES]
    random_ = random.Random(7)  # noqa: S311 - no secrets
    size = 0
    for number in range(count):
        path = EXAMPLES[number % len(EXAMPLES)]
        data = _varied(texts[number % len(texts)], random_, number).encode()
        (folder / f"r{number:06}{path.suffix}").write_bytes(data)
        size += len(data)
    return size


def _varied(text: str, random_: random.Random, number: int) -> str:
    """Return a report with another government, other figures in its text and tables, another paragraph."""
    place = "".join(random_.choices(_PLACES, k=4))
    text = text.replace("威海", place)
    text = re.sub(
        r"(?<![\d年.])\d{1,3}(?=[次件条人项个篇| ])", lambda found: str(random_.randrange(10 ** len(found[0]))), text
    )
    more = "".join(random_.choice(_SENTENCES).format(*random_.choices(range(2000), k=2)) for _ in range(5))
    return f"{text.rstrip()}\n\n{place}市人民政府第{number}号：{more}\n"


def measure(  # noqa: PLR0913, PLR0917 - what a run consists of
    name: str, command: Sequence[str], inputs: Path, folder: Path, jobs: int, count: int, *, fresh: bool = True
) -> Measured:
    """Run a command, once, into a folder that is empty, unless what stands there is to be found."""
    out = folder / "out"
    if fresh:
        shutil.rmtree(out, ignore_errors=True)
    run = [*_GAIXML, *command, str(inputs), "-o", str(out), "-q", "-j", str(jobs)]
    peaks: dict[int, int] = {}
    begun = time.perf_counter()
    process = subprocess.Popen(run, cwd=folder, env={**os.environ, "SOURCE_DATE_EPOCH": "1706659200"})
    watcher = threading.Thread(target=_watch, args=(process, peaks))
    watcher.start()
    code = process.wait()
    seconds = time.perf_counter() - begun
    watcher.join()
    if code:
        sys.exit(f"bench_batch: {' '.join(run)} ended with {code}")
    print(f"{name} -j {jobs}: {count:,} in {seconds:.1f} s", file=sys.stderr)
    workers = [peak for number, peak in peaks.items() if number != process.pid]
    return Measured(name, jobs, count, seconds, peaks.get(process.pid, 0), max(workers, default=0))


def _watch(process: subprocess.Popen[bytes], peaks: dict[int, int]) -> None:
    """Note the peak memory (VmHWM of proc(5)) of a process and of all below it, as long as it runs."""
    while process.poll() is None:
        for number in _family(process.pid):
            try:
                status = Path(f"/proc/{number}/status").read_text("utf-8")
            except OSError:
                continue
            if found := re.search(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE):
                peaks[number] = max(peaks.get(number, 0), int(found[1]) * 1024)
        time.sleep(_EVERY)


def _family(process: int) -> list[int]:
    """Return a process and all that it started, by the files ``children`` of proc(5)."""
    found = [process]
    for one in found:
        for children in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                found += map(int, children.read_text("ascii").split())
            except OSError:
                continue
    return found


def measure_check(archives: Iterable[Path], count: int) -> Measured:
    """Measure lxml's parse and XSD validation of archives, in this process: what reading them costs anyone."""
    schema = archive_schema()
    begun = time.perf_counter()
    for path in archives:
        if not schema.validate(etree.fromstring(path.read_bytes(), etree.XMLParser(huge_tree=True))):
            sys.exit(f"bench_batch: {path} is not valid")
    return Measured("lxml parse + XSD", 1, count, time.perf_counter() - begun, 0, 0)


def print_table(measured: Sequence[Measured]) -> None:
    """Print what was measured, each row beside -j 1 of the same and beside parse + XSD of as many archives."""
    check = {one.count: one for one in measured if one.name == "lxml parse + XSD"}
    alone = {(one.name, one.count): one for one in measured if one.jobs == 1}
    print("| what | -j | files | s | files/s | of -j 1 | s / (parse + XSD) s | peak MB, command | peak MB, worker |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|")
    for one in measured:
        beside = f"{one.seconds / check[one.count].seconds:.2f}" if one.count in check else ""
        first = alone.get((one.name, one.count), one)
        figures = f"{one.count:,} | {one.seconds:.1f} | {one.rate:.1f} | {one.rate / first.rate:.2f} | {beside}"
        print(f"| {one.name} | {one.jobs} | {figures} | {one.parent / 1e6:.0f} | {one.worker / 1e6:.0f} |")
    for name, jobs in sorted({(one.name, one.jobs) for one in measured}):
        sizes = sorted((one.count, one.seconds) for one in measured if (one.name, one.jobs) == (name, jobs))
        (least, quick), (most, slow) = sizes[0], sizes[-1]
        if most > least:
            exponent = math.log(slow / quick) / math.log(most / least)
            print(f"\ngrowth exponent of {name}, -j {jobs}, from {least:,} to {most:,}: {exponent:.3f}", end="")
    print()


def measure_all(folder: Path, counts: Sequence[int], packages: int, formats: Sequence[str]) -> list[Measured]:
    """Measure conversion for each count, parse + XSD of what it made, and a few hundred packages of each format."""
    found: list[Measured] = []
    (folder / "archive.toml").write_text(_CONFIG, "utf-8")
    for count in counts:
        inputs = folder / f"in-{count}"
        write_reports(inputs, count)
        found += [measure("convert", ["convert"], inputs, folder, jobs, count) for jobs in (1, 2)]
        found.append(measure_check(sorted((folder / "out").glob("*.xml")), count))
        resumed = measure("convert --resume, all done", ["convert", "--resume"], inputs, folder, 1, count, fresh=False)
        found.append(resumed)
    write_reports(folder / "in-packages", packages)
    for name in formats:
        command = ["package", "--format", name, "--config", "archive.toml"]
        found += [
            measure(f"package {name}", command, folder / "in-packages", folder, jobs, packages) for jobs in (1, 2)
        ]
    return found


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--counts", nargs="+", type=int, default=[1_000, 10_000], help="of reports to convert")
    options.add_argument("--packages", type=int, default=300, help="of each format")
    options.add_argument("--formats", nargs="+", default=["bagit", "eark", "transfer"])
    given = options.parse_args()
    print(f"Python {platform.python_version()}, lxml {etree.__version__}, {os.cpu_count()} processors\n")
    with tempfile.TemporaryDirectory() as name:
        print_table(measure_all(Path(name), given.counts, given.packages, given.formats))


if __name__ == "__main__":
    main()
