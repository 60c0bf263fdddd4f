"""Measures what the facts add to a conversion: time, memory, and the longest search of the solver. See README.md."""

from __future__ import annotations

import argparse
import math
import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from functools import partial
from pathlib import Path
from random import Random
from statistics import linear_regression, median
from typing import TYPE_CHECKING, Final

from bench_convert import EXAMPLES, SMALLEST_SAMPLE, write_source

import gaixml
from gaixml import report
from gaixml.forms import answers, solver, splitting

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SIZES: Final = (28_000, 200_000, 2_000_000)
MOST_ADDED: Final = 0.5
"""Facts add at most so much of the time that a conversion takes without them."""
LONGEST_SEARCH: Final = 5.0
"""Seconds that a search may take until it stops at its stated limit."""

# Converts a file, without facts when a second argument is given; ru_maxrss counts kilobytes on Linux.
_PEAK: Final = """
import resource, sys
from pathlib import Path
import gaixml.conversion, gaixml.report
if len(sys.argv) > 2:
    nothing = gaixml.report.read_answers("", [], [], None)
    gaixml.report.read_answers = lambda *_: nothing
gaixml.convert(Path(sys.argv[1]).read_bytes(), sys.argv[1])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024))
"""

Times = tuple[float, float]
"""Seconds of a conversion, with facts and without."""


def convert(path: Path, *, facts: bool) -> None:
    """Convert a file, with facts or without."""
    kept = answers.read_answers
    nothing = kept("", [], [], None)
    vars(report)["read_answers"] = kept if facts else lambda *_: nothing
    try:
        gaixml.convert(path.read_bytes(), path.name)
    finally:
        vars(report)["read_answers"] = kept


def measure_times(sources: Sequence[Path], repeat: int) -> dict[Path, Times]:
    """Return the medians of interleaved rounds; the first round, which compiles the grammars, is left out."""
    rounds: dict[Path, list[Times]] = {path: [] for path in sources}
    for _ in range(repeat + 1):
        for path, taken in rounds.items():
            taken.append((_seconds(path, facts=True), _seconds(path, facts=False)))
    return {
        path: (median(one for one, _ in taken[1:]), median(one for _, one in taken[1:]))
        for path, taken in rounds.items()
    }


def _seconds(path: Path, *, facts: bool) -> float:
    count = max(1, SMALLEST_SAMPLE // path.stat().st_size)
    began = time.perf_counter()
    for _ in range(count):
        convert(path, facts=facts)
    return (time.perf_counter() - began) / count


def measure_peak(path: Path, *flags: str) -> int:
    """Return the peak memory of a fresh process that converts a file."""
    command = [sys.executable, "-c", _PEAK, str(path), *flags]
    return int(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def steps_of(action: Callable[[], object]) -> int:
    """Return how many steps the solver takes for all tables of a conversion, or in one search."""
    spent = 0

    class Counting(solver._Budget):  # noqa: SLF001 - nothing else knows the steps
        def spend(self, steps: int) -> None:
            nonlocal spent
            spent += steps
            super().spend(steps)

    kept = solver._Budget  # noqa: SLF001
    solver._Budget = Counting  # type: ignore[misc]  # noqa: SLF001
    try:
        action()
    finally:
        solver._Budget = kept  # type: ignore[misc]  # noqa: SLF001
    return spent


def hard_table() -> Callable[[], object]:
    """Return the search for a table of 18 rows that can be read in two ways each, all of which have another sum."""
    random = Random(0)  # noqa: S311 - figures, not secrets
    codes = [f"outcome.{number}" for number in range(18)]
    rows = {code: [tuple(Decimal(random.randrange(10**6)) for _ in range(7)) for _ in range(2)] for code in codes}
    columns = zip(*(readings[0] for readings in rows.values()), strict=True)
    rows["total"] = [tuple(sum(column, Decimal()) for column in columns)]
    return partial(solver.solve, rows, [solver.Balance(tuple(codes), ("total",))])


def hard_row() -> Callable[[], object]:
    """Return the search for seven figures in more digits than can all be tried."""
    return partial(splitting.split_figures, "1" * 60, 7, [((0, 1, 2, 3, 4, 5), 6)])


def _timed(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def print_figure(name: str, value: float, target: float) -> None:
    """Print a figure beside its target as a row of a Markdown table."""
    verdict = f"≤ {target} | {'met' if value <= target else '**missed**'}" if target < math.inf else "|"
    print(f"| {name} | {value:.2f} | {verdict} |")


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("files", nargs="*", type=Path, help="reports to measure beside the examples, one by one")
    options.add_argument("--repeat", type=int, default=5, help="rounds of the time measurements")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        sources = [write_source(size, Path(name), EXAMPLES) for size in SIZES]
        peaks = [(measure_peak(path), measure_peak(path, "without")) for path in sources]
        sizes = [path.stat().st_size for path in sources]
        times = measure_times([*sources, *EXAMPLES, *given.files], given.repeat)
        print("| source | bytes | with facts s | without s | added |\n|---|---:|---:|---:|---:|")
        for path, (facts, without) in times.items():
            label = path.name if path.name.startswith(("source-", "example-")) else path.parent.name
            print(f"| {label} | {path.stat().st_size} | {facts:.4f} | {without:.4f} | {facts / without - 1:.2f} |")
    taken = [times[path] for path in sources]
    added = [math.log(facts - without) for facts, without in taken]
    print("\n| figure | measured | target | |\n|---|---:|---:|---|")
    print_figure("added by facts, worst size", max(facts / without - 1 for facts, without in taken), MOST_ADDED)
    print_figure("growth exponent of what is added", linear_regression(list(map(math.log, sizes)), added).slope, 1.1)
    for flag, column in (("with", 0), ("without", 1)):
        slope = linear_regression(sizes, [peak[column] for peak in peaks]).slope
        print_figure(f"peak memory {flag} facts, bytes per source byte", slope, 40.0 if flag == "with" else math.inf)
    steps = max(steps_of(partial(convert, path, facts=True)) for path in [*EXAMPLES, *given.files])
    print_figure("solver: steps of the hardest report / limit", steps / solver.LIMIT, 1.0)
    print_figure("solver: steps of a hopeless table / limit", steps_of(hard_table()) / solver.LIMIT, math.inf)
    print_figure("solver: seconds until its limit stops it", _timed(hard_table()), LONGEST_SEARCH)
    print_figure("splitting: seconds until its limit stops it", _timed(hard_row()), LONGEST_SEARCH)


if __name__ == "__main__":
    main()
