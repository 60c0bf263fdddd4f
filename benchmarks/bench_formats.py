"""Measures whole processes on documents of each format: gaixml beside the peers that are installed. See README.md."""

from __future__ import annotations

import argparse
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import linear_regression, median
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

TESTS: Final = Path(__file__).parent.parent / "tests"
sys.path[:0] = [str(TESTS / "forms"), str(TESTS / "readers")]  # the tests' own writers print the documents

COPIES: Final = (1, 20, 200)
"""So many reports stand one after another in a document."""
MOST_PAGES_COPIES: Final = 20
"""Page formats are measured up to so many: a report is six pages."""
FILES: Final = 40
"""So many reports lie in a folder, each in a file of its own: gaixml reads it in one process, peers in one a file."""
GAIXML: Final = str(Path(sys.executable).parent / "gaixml")

# What others' libraries take to give text and tables of the same file, each in a process of its own.
PYTHON_DOCX: Final = """
import sys, docx
document = docx.Document(sys.argv[1])
[paragraph.text for paragraph in document.paragraphs]
[[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
"""
PDFPLUMBER: Final = """
import sys, pdfplumber
with pdfplumber.open(sys.argv[1]) as pdf:
    for page in pdf.pages:
        page.extract_tables()
        page.extract_text()
"""


@dataclass(frozen=True, slots=True)
class Run:
    """A process: seconds from start to end, peak memory in bytes."""

    seconds: float
    memory: int


def writers() -> dict[str, Callable[[int], bytes]]:
    """Return for each format what prints a document of so many reports."""
    from docx_writer import to_docx  # noqa: PLC0415 - found by the path above
    from html_writer import to_html  # noqa: PLC0415
    from ofd_writer import to_ofd  # noqa: PLC0415
    from pdf_writer import to_pdf  # noqa: PLC0415
    from printing import Case, make_report  # noqa: PLC0415
    from printing_blocks import blocks  # noqa: PLC0415
    from xlsx_writer import to_xlsx  # noqa: PLC0415

    def printed(copies: int) -> list[object]:
        return [block for seed in range(copies) for block in blocks(make_report(Case("2021", "tab", seed=seed))[0])]

    formats = {"html": to_html, "docx": to_docx, "pdf": to_pdf, "ofd": to_ofd, "xlsx": to_xlsx}
    return {name: lambda copies, write=write: write(printed(copies)) for name, write in formats.items()}  # type: ignore[misc]


def peers(source: Path, folder: Path, python: str) -> dict[str, Sequence[str]]:
    """Return the commands that read a document, gaixml's first; peers that are not installed are left out."""
    output = str(folder / "out")
    commands: dict[str, Sequence[str]] = {"gaixml": (GAIXML, "convert", "-q", str(source), "-o", output)}
    kind = source.suffix[1:]
    if kind in {"html", "docx"} and shutil.which("pandoc"):
        commands["pandoc"] = ("pandoc", str(source), "-o", f"{output}.md")
    markitdown = shutil.which("markitdown", path=str(Path(python).parent))
    if markitdown and kind != "ofd":
        commands["markitdown"] = (markitdown, str(source), "-o", f"{output}.md")
    if kind == "docx" and _has(python, "docx"):
        commands["python-docx"] = (python, "-c", PYTHON_DOCX, str(source))
    if kind == "pdf" and _has(python, "pdfplumber"):
        commands["pdfplumber"] = (python, "-c", PDFPLUMBER, str(source))
    return commands


def _has(python: str, module: str) -> bool:
    return subprocess.run([python, "-c", f"import {module}"], check=False, stderr=subprocess.DEVNULL).returncode == 0


def run(command: Sequence[str]) -> Run:
    """Run a command to its end. Raises SystemExit when it fails."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"bench_formats: {command[0]} failed with {process.returncode}")
    return Run(seconds, used.ru_maxrss * (1 if sys.platform == "darwin" else 1024))


def measure(commands: dict[str, Sequence[str]], repeat: int) -> dict[str, Run]:
    """Return the medians of rounds in which the commands take turns; the first round fills the caches."""
    rounds = [{name: run(command) for name, command in commands.items()} for _ in range(repeat + 1)][1:]
    return {
        name: Run(median(one[name].seconds for one in rounds), int(median(one[name].memory for one in rounds)))
        for name in commands
    }


def main() -> None:
    """Print a table of all formats, and the growth exponents of gaixml."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="documents to measure instead of printed ones")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--python", default=sys.executable, help="the Python in which the peers are installed")
    parser.add_argument("--formats", default="html,docx,pdf,ofd,xlsx")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print("| document | KB | program | seconds | to gaixml | peak MB |\n|---|---:|---|---:|---:|---:|")
        sources = chosen.files or _printed(folder, chosen.formats.split(","))
        taken = {
            source: _row(source, measure(peers(source, folder, chosen.python), chosen.repeat)) for source in sources
        }
        if not chosen.files:
            _folders(folder, chosen.formats.split(","), chosen.python)
    if not chosen.files:
        _growth(taken)


def _printed(folder: Path, formats: Sequence[str]) -> list[Path]:
    sources: list[Path] = []
    for name, write in writers().items():
        for copies in COPIES:
            if name in formats and (copies <= MOST_PAGES_COPIES or name not in {"pdf", "ofd"}):
                sources.append(folder / f"{copies}-reports.{name}")
                sources[-1].write_bytes(write(copies))
    return sources


def _folders(folder: Path, formats: Sequence[str], python: str) -> None:
    """Print what a folder of reports takes."""
    for name, write in writers().items():
        if name in formats:
            below = folder / f"folder-{name}"
            below.mkdir()
            for number in range(FILES):
                (below / f"{number}.{name}").write_bytes(write(1))
            runs = {"gaixml": run((GAIXML, "convert", "-q", str(below), "-o", str(folder / "out")))}
            every = [peers(source, folder, python) for source in sorted(below.iterdir())]
            for peer in list(every[0])[1:]:
                each = [run(commands[peer]) for commands in every]
                runs[peer] = Run(sum(one.seconds for one in each), max(one.memory for one in each))
            _row(below, runs)


def _row(source: Path, runs: dict[str, Run]) -> tuple[int, float]:
    files = source.iterdir() if source.is_dir() else [source]
    size = sum(file.stat().st_size for file in files)
    for name, one in runs.items():
        ratio = one.seconds / runs["gaixml"].seconds
        print(
            f"| {source.name} | {size / 1e3:.0f} | {name} | {one.seconds:.2f} | {ratio:.2f} | {one.memory / 1e6:.0f} |"
        )
    return size, runs["gaixml"].seconds


def _growth(taken: dict[Path, tuple[int, float]]) -> None:
    """Print the b of seconds - start = a · bytes^b for each format; the start is taken off, or it would hide growth."""
    start = median(run((GAIXML, "--version")).seconds for _ in range(5))
    for suffix in dict.fromkeys(source.suffix for source in taken):
        points = [
            (math.log(size), math.log(max(seconds - start, 1e-3)))
            for source, (size, seconds) in taken.items()
            if source.suffix == suffix
        ]
        if len(points) > 1:
            print(f"\n{suffix[1:]}: growth exponent {linear_regression(*zip(*points, strict=True)).slope:.2f}")


if __name__ == "__main__":
    main()
