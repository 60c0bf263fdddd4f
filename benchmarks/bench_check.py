"""Measures ``gaixml check`` on many reports: reports a second beside convert, and memory. See README.md."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final

import gaixml
from gaixml.checking import check_all, check_archive
from gaixml.files import Input
from gaixml.schema import validate_archive

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

BASE: Final = Path(__file__).parent.parent / "docs" / "rules" / "examples" / "2023.md"
YEARS: Final = range(2019, 2024)
COUNTS: Final = (100, 1000)
MOST_GROWTH: Final = 0.2
"""Ten times the reports may take so much more memory."""
_DIGITS: Final = str.maketrans("0123456789", "甲乙丙丁戊己庚辛壬癸")

# Checks the files of a folder. VmHWM is of this program alone: ru_maxrss of a child begins with its parent's.
_PEAK: Final = """
import sys
from pathlib import Path
from gaixml.checking import check_all
from gaixml.files import Input
for one in check_all([Input(path) for path in sorted(Path(sys.argv[1]).iterdir())[:int(sys.argv[2])]]):
    assert not one.code, one.message
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def write_sources(folder: Path, count: int) -> list[Path]:
    """Write so many reports: bodies over five years, which differ in name and year only."""
    text = BASE.read_text("utf-8")
    return [
        _write(folder / f"{body}-{year}.md", text.replace("示例市水务局", body).replace("2023年", f"{year}年"))
        for body, year in _bodies(count)
    ]


def write_archives(folder: Path, count: int) -> list[Path]:
    """Write so many archives: one, with other agencies and years in its metadata."""
    archive = gaixml.convert(BASE.read_bytes(), BASE.name).decode()
    paths = []
    for body, year in _bodies(count):
        named = re.sub(r"(<agency[^>]*>)[^<]*", rf"\g<1>{body}", archive)
        paths.append(_write(folder / f"{body}-{year}.xml", re.sub(r"(<year[^>]*>)[^<]*", rf"\g<1>{year}", named)))
    return paths


def _bodies(count: int) -> list[tuple[str, int]]:
    numbers = range(-(-count // len(YEARS)))
    return [(f"示例市{str(number).translate(_DIGITS)}局", year) for number in numbers for year in YEARS][:count]


def _write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def convert(paths: Sequence[Path]) -> None:
    """Convert reports one by one."""
    for path in paths:
        gaixml.convert(path.read_bytes(), path.name)


def check(paths: Sequence[Path]) -> None:
    """Check reports as one batch."""
    assert not [one.message for one in check_all([Input(path) for path in paths]) if one.code]  # noqa: S101 - a figure of nothing


def rules(paths: Sequence[Path]) -> float:
    """Return how long the rules take on the archives of reports, which are at hand."""
    archives = [(validate_archive(gaixml.convert(path.read_bytes(), path.name)), path.name) for path in paths]
    began = time.perf_counter()
    for archive, name in archives:
        check_archive(archive, name)
    return time.perf_counter() - began


def seconds(action: Callable[[Sequence[Path]], None], paths: Sequence[Path]) -> float:
    """Return how long something takes."""
    began = time.perf_counter()
    action(paths)
    return time.perf_counter() - began


def peak(folder: Path, count: int) -> int:
    """Return the peak memory of a fresh process that checks so many files of a folder, in bytes; on Linux only."""
    command = [sys.executable, "-c", _PEAK, str(folder), str(count)]
    return int(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout) * 1024


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--repeat", type=int, default=3, help="rounds of the time measurements")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folders = {kind: Path(name) / kind for kind in ("sources", "archives")}
        for folder in folders.values():
            folder.mkdir()
        few, most = COUNTS
        sources = write_sources(folders["sources"], most)[:few]
        archives = write_archives(folders["archives"], most)[:few]
        check(sources[:5])  # compiles grammars and schema
        actions = {
            "convert": (convert, sources),
            "check sources": (check, sources),
            "check archives": (check, archives),
        }
        rounds = [
            {"rules": rules(sources)} | {name: seconds(*action) for name, action in actions.items()}
            for _ in range(given.repeat)
        ]
        print("| of 100 reports | reports a second | time / convert |\n|---|---:|---:|")
        for action in rounds[0]:
            taken = median(one[action] for one in rounds)
            ratio = median(one[action] / one["convert"] for one in rounds)
            print(f"| {action} | {few / taken:.0f} | {ratio:.2f} |")
        print(f"\n| peak memory, MB | {few} reports | {most} reports | growth | target |\n|---|---:|---:|---:|---|")
        for kind, folder in folders.items():
            small, large = peak(folder, few), peak(folder, most)
            verdict = "met" if large / small - 1 <= MOST_GROWTH else "**missed**"
            figures = f"{small / 1e6:.1f} | {large / 1e6:.1f} | {large / small - 1:.2f}"
            print(f"| {kind} | {figures} | ≤ {MOST_GROWTH} {verdict} |")


if __name__ == "__main__":
    main()
