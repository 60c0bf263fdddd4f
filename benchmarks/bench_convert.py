"""Measures file → validated archive XML beside lxml's parse + XSD validation of the same output. See README.md."""

from __future__ import annotations

import argparse
import gc
import json
import math
import os
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from statistics import linear_regression, median
from typing import TYPE_CHECKING, Final

from lxml import etree

import gaixml
from gaixml.schema import archive_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

EXAMPLES: Final = sorted((Path(__file__).parent.parent / "examples").glob("example-*"))
SIZES: Final = (28_000, 200_000, 2_000_000, 20_000_000)
UNITS: Final = {"KB": 10**3, "MB": 10**6}
STARTS: Final = 15
SMALLEST_SAMPLE: Final = 500_000
"""So many source bytes are converted in one measurement: small files several times in a row."""

# Converts the files it is given, or nothing; ru_maxrss counts kilobytes on Linux, bytes on macOS.
_CONVERT: Final = """
import resource, sys
from pathlib import Path
import gaixml.conversion
for name in sys.argv[1:]:
    gaixml.convert(Path(name).read_bytes(), name)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024))
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """One size: bytes of source and archive, seconds (medians) of convert and of parse + XSD, bytes of peak memory."""

    source: int
    archive: int
    convert: float
    check: float
    memory: int


def write_source(size: int, folder: Path, documents: Sequence[Path]) -> Path:
    """Write some documents one after another, over and over, until the file is nearest to ``size`` bytes."""
    unit = b"\n".join([*(document.read_bytes() for document in documents), b""])
    path = folder / f"source-{size}.txt"
    with path.open("wb") as file:  # piece by piece: this process has to stay small, see measure_memory
        for _ in range(max(1, round(size / len(unit)))):
            file.write(unit)
    return path


def measure_start(folder: Path) -> dict[str, float]:
    """Return the seconds (medians) of whole processes, run in turn: bare imports beside gaixml's commands."""
    gaixml_command = str(Path(sys.executable).parent / "gaixml")
    runs = {
        "imports": partial(_run, sys.executable, "-c", "import lark, lxml.etree, typer"),
        "version": partial(_run, gaixml_command, "--version"),
        "convert": partial(_run, gaixml_command, "convert", "--quiet", str(EXAMPLES[0]), "-o", str(folder)),
    }
    _, *rounds = ([_seconds(run) for run in runs.values()] for _ in range(STARTS + 1))  # the first fills the caches
    return dict(zip(runs, map(median, zip(*rounds, strict=True)), strict=True))


def measure_memory(sources: Sequence[Path]) -> list[int]:
    """Return the peak memory that each conversion adds to a fresh process.

    Linux counts the parent's memory as the child's first, so this goes before anything large is done here.
    """
    nothing, *peaks = (
        int(_run(sys.executable, "-c", _CONVERT, *map(str, files))) for files in ([], *([path] for path in sources))
    )
    return [peak - nothing for peak in peaks]


def measure_time(sources: Sequence[Path], repeat: int) -> list[tuple[int, int, float, float]]:
    """Return, for each source, what Measured begins with; the seconds are medians of interleaved rounds."""
    schema = archive_schema()
    rounds: list[list[tuple[int, int, float, float]]] = [[] for _ in sources]
    for _ in range(repeat):
        for path, taken in zip(sources, rounds, strict=True):
            size, archive = path.stat().st_size, _convert(path)  # the first round also compiles the grammars
            count = max(1, SMALLEST_SAMPLE // size)
            convert, check = partial(_convert, path), partial(_check, archive, schema)
            taken.append((size, len(archive), _seconds(convert, count), _seconds(check, count)))
    return [(*taken[0][:2], median(one[2] for one in taken), median(one[3] for one in taken)) for taken in rounds]


def _convert(path: Path) -> bytes:
    return gaixml.convert(path.read_bytes(), path.name)


def _check(archive: bytes, schema: etree.XMLSchema) -> None:
    if not schema.validate(etree.fromstring(archive, etree.XMLParser(huge_tree=True))):
        sys.exit("bench_convert: the archive is not valid")


def _run(*command: str) -> str:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def _seconds(action: Callable[[], object], count: int = 1) -> float:
    gc.collect()
    began = time.perf_counter()
    for _ in range(count):
        action()
    return (time.perf_counter() - began) / count


def summarise(measured: Sequence[Measured], start: dict[str, float]) -> dict[str, tuple[float, float]]:
    """Return the figures to judge by, each with its target; an exponent is the b of seconds = a · bytes^b."""
    figures = {"convert / (parse + XSD), worst size": (max(one.convert / one.check for one in measured), 4.0)}
    if len(measured) > 1:
        logs = [[math.log(value) for value in (one.source, one.convert, one.check)] for one in measured]
        source, convert, check = zip(*logs, strict=True)
        figures["growth exponent of convert"] = (linear_regression(source, convert).slope, 1.05)
        figures["growth exponent of parse + XSD"] = (linear_regression(source, check).slope, math.inf)
        memory = linear_regression([one.source for one in measured], [one.memory for one in measured])
        figures["peak memory, bytes per source byte behind the constant"] = (memory.slope, 40.0)
    figures["gaixml --version / imports"] = (start["version"] / start["imports"], 1.6)
    return figures


def print_tables(measured: Sequence[Measured], start: dict[str, float]) -> None:
    """Print what was measured as Markdown."""
    print(f"Python {platform.python_version()}, lxml {etree.__version__}, {os.cpu_count()} processors\n")
    print("| source MB | archive MB | convert s | parse + XSD s | ratio | convert MB/s | parse + XSD MB/s | peak MB |")
    print("|---:|---:|---:|---:|---:|---:|---:|---:|")
    for one in measured:
        source, taken, check = one.source / 1e6, one.convert, one.check
        speeds = f"{taken:.4f} | {check:.4f} | {taken / check:.2f} | {source / taken:.2f} | {source / check:.2f}"
        print(f"| {source:.3f} | {one.archive / 1e6:.3f} | {speeds} | {one.memory / 1e6:.1f} |")
    print("\n| imports s | gaixml --version s | gaixml convert s |\n|---:|---:|---:|")
    print(f"| {start['imports']:.3f} | {start['version']:.3f} | {start['convert']:.3f} |")
    print("\n| figure | measured | target | |\n|---|---:|---:|---|")
    for name, (value, target) in summarise(measured, start).items():
        verdict = f"≤ {target} | {'met' if value <= target else '**missed**'}" if target < math.inf else "|"
        print(f"| {name} | {value:.2f} | {verdict} |")


def _size(text: str) -> int:
    return round(float(text[:-2]) * UNITS[text[-2:].upper()])


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", nargs="+", type=_size, default=SIZES, help="of the sources, as 28KB or 2MB")
    options.add_argument("--repeat", type=int, default=5, help="rounds of the time measurements")
    options.add_argument("--of", nargs="+", type=Path, default=EXAMPLES, help="the documents; the three examples")
    options.add_argument("--json", action="store_true", help="print the figures as JSON")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources = [write_source(size, folder, given.of) for size in given.sizes]
        start, memory = measure_start(folder), measure_memory(sources)
        times = measure_time(sources, given.repeat)
    measured = [Measured(*taken, peak) for taken, peak in zip(times, memory, strict=True)]
    if given.json:
        print(json.dumps({"sizes": [asdict(one) for one in measured], "start": start}, indent=2))
    else:
        print_tables(measured, start)


if __name__ == "__main__":
    main()
