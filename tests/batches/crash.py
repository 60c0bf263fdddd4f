"""Kills gaixml at random moments and looks at what is left: python tests/batches/crash.py --kills 100 --seed 1.

A trial is one output folder: the command is started, the whole group of its processes is killed (SIGKILL) once or
several times, then it runs to its end with --resume. After each kill every output is whole or absent, and nothing else
is there but temporary siblings; in the end all is byte for byte what an undisturbed run makes, and no output that was
recorded as done was made a second time.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from batch_pieces import CONFIG, contents, end_group, ended, lines, started, write_reports

from gaixml.batches.manifest import NAME

if TYPE_CHECKING:
    import subprocess

TEMPORARY: Final = re.compile(r"\.gaixml-[0-9a-f]{8}-\d+-\w+\.tmp")
TRANSFER: Final = "0123-1"
LIST: Final = "manifest.jsonl"
"""The manifest of a transfer package in the making."""
COMMANDS: Final = {
    "convert": ("convert",),
    "bagit": ("package", "--format", "bagit"),
    "bagit --unpacked": ("package", "--format", "bagit", "--unpacked"),
    "eark": ("package", "--format", "eark"),
    "transfer": ("package", "--format", "transfer"),
}


class Case(NamedTuple):
    name: str
    jobs: int


class Seen(NamedTuple):
    """What stood there after a kill: seconds since the start, outputs whole and absent, things half-written."""

    after: float
    whole: int
    absent: int
    half: int


@dataclass
class Kills:
    """All kills of a case; ``scratch`` counts what they left among the system's temporary files."""

    seen: list[Seen] = field(default_factory=list)
    trials: int = 0
    scratch: int = 0


class Crashes:
    """A folder with inputs, what each command makes of them undisturbed, and the trials."""

    def __init__(self, folder: Path, inputs: int, seed: int) -> None:
        self.folder = folder
        self.random = random.Random(seed)  # noqa: S311 - moments, no secrets
        self.expected: dict[str, dict[str, bytes]] = {}
        self.took: dict[str, float] = {}
        write_reports(folder / "in", inputs)
        (folder / "archive.toml").write_text(CONFIG, "utf-8")
        (folder / "tmp").mkdir()

    def start(self, case: Case, out: str, *more: str) -> subprocess.Popen[bytes]:
        command, *options = COMMANDS[case.name]
        settings = ["--config", "archive.toml"] if command == "package" else []
        arguments = [command, "in", "-o", out, *options, *settings, "-q", "-j", str(case.jobs), *more]
        return started(*arguments, folder=self.folder, environment={"TMPDIR": str(self.folder / "tmp")})

    def learn(self, case: Case) -> None:
        """Run a command undisturbed."""
        if case.name not in self.expected:
            begun = time.monotonic()
            done = ended(self.start(case, "undisturbed"))
            assert done == (0, "", ""), done
            self.took[case.name] = time.monotonic() - begun
            self.expected[case.name] = contents(self.folder / "undisturbed")
            shutil.rmtree(self.folder / "undisturbed")

    def trial(self, case: Case, kills: Kills, most: int) -> None:
        """Kill a command at most so many times, then let it come to its end."""
        self.learn(case)
        out = self.folder / "out"
        kills.trials += 1
        for _ in range(self.random.choice([1, 1, 2, 3])):
            if len(kills.seen) < most and (after := self._killed(case, out)):
                kills.seen.append(self._look(case, out, after))
        kills.scratch += len(self.scratch())
        done = ended(self.start(case, "out", "--resume"))
        assert (done.exit_code, done.stdout) == (0, ""), done
        assert not done.stderr or "is finished" in done.stderr, done
        self._check_end(case, out)
        assert self.scratch() == []
        shutil.rmtree(out)

    def scratch(self) -> list[Path]:
        return list((self.folder / "tmp").glob(".gaixml-*"))

    def _killed(self, case: Case, out: Path) -> float:
        """Start the command, kill it, return the seconds between; 0 if it was too quick."""
        begun = time.monotonic()
        process = self.start(case, "out", "--resume")
        if self.random.random() < 0.25:
            time.sleep(self.random.random() * self.took[case.name])
        else:  # once another so many outputs are there
            wanted = written(out) + self.random.randrange(len(list((self.folder / "in").iterdir())))
            while process.poll() is None and written(out) < wanted:
                time.sleep(0.002)
            time.sleep(self.random.random() * 0.03)
        was_running = process.poll() is None
        end_group(process)
        process.communicate()
        return time.monotonic() - begun if was_running else 0.0

    def _look(self, case: Case, out: Path, after: float) -> Seen:
        """Assert that what is there is whole."""
        half: set[Path] = set()
        whole: set[str] = set()
        for path in sorted(out.rglob("*")):
            temporary = next((part for part in (path, *path.parents) if part.name.startswith(".")), None)
            if temporary:
                assert TEMPORARY.fullmatch(temporary.name), path
                half.add(temporary)
            elif path.is_file() and path.name not in {NAME, LIST, f"{TRANSFER}.lock"}:
                whole |= self._assert_whole(case, path.relative_to(out).as_posix(), path.read_bytes())
        units = {unit_of(name) for name in self.expected[case.name]}
        if case.name == "bagit --unpacked":  # a folder is whole with all its files, or it is none
            found = {name for name in self.expected[case.name] if unit_of(name) in whole}
            assert all((out / name).is_file() for name in found)
        return Seen(after, len(whole), len(units) - len(whole), len(half))

    def _assert_whole(self, case: Case, name: str, data: bytes) -> set[str]:
        """Return the output that a file belongs to; those of a package in the making belong to none."""
        expected = self.expected[case.name]
        part = f"{TRANSFER}.part/"
        if name.startswith(f"{part}archives/"):
            assert data.endswith(b"</report>\n"), name
            return set()
        if name.startswith(f"{part}package/"):
            final = name.replace(f"{part}package/", f"{TRANSFER}/")
            assert expected[final] == data or len(Path(final).parts) < 4, name  # what closes it is written in place
            return set()
        assert expected[name] == data, name
        return {unit_of(name)}

    def _check_end(self, case: Case, out: Path) -> None:
        expected, found = self.expected[case.name], contents(out)
        assert found.keys() == expected.keys(), found.keys() ^ expected.keys()
        assert found == expected
        if case.name != "transfer":
            done = Counter(line["target"] for line in parsed(out / NAME) if line["state"] == "done")
            assert done == Counter({unit_of(name) for name in expected}), done


def parsed(manifest: Path) -> list[dict[str, str]]:
    """Return the lines of a manifest; one that a kill cut short has a whole one after it."""
    try:
        return lines(manifest)
    except ValueError:
        whole = [line for line in manifest.read_bytes().split(b"\n") if line.endswith(b"}")]
        (manifest.parent / NAME).write_bytes(b"\n".join([*whole, b""]))
        return lines(manifest)


def unit_of(name: str) -> str:
    """Return the output a file belongs to: the file, or the folder that a report became."""
    return name.partition("/")[0]


def written(out: Path) -> int:
    """Return how many files were written in all, hidden ones not."""
    above = (name for _, folders, names in os.walk(out) for name in (*folders, *names))  # some vanish meanwhile
    return sum("." in name.lstrip(".") and name != NAME for name in above if not name.startswith("."))


def crash(cases: list[Case], kills: int, seed: int, inputs: int) -> dict[Case, Kills]:
    """Kill so many times in all, the cases in turn."""
    found = {case: Kills() for case in cases}
    with tempfile.TemporaryDirectory(prefix="crash-") as name:
        crashes = Crashes(Path(name), inputs, seed)
        for number, case in enumerate(cases):
            most = kills // len(cases) + (number < kills % len(cases))
            while len(found[case].seen) < most:
                crashes.trial(case, found[case], most)
    return found


def table(found: dict[Case, Kills]) -> str:
    """Return what was found as Markdown; a span is least, median, greatest."""
    rows = ["| command | -j | kills | runs resumed | seconds after start | whole | absent | half-written |"]
    rows.append("|---|---:|---:|---:|---:|---:|---:|---:|")
    for case, kills in found.items():
        columns = [list(column) for column in zip(*kills.seen, strict=True)]
        spans = [f"{min(one):.3g} … {statistics.median(one):.3g} … {max(one):.3g}" for one in columns]
        rows.append(f"| {case.name} | {case.jobs} | {len(kills.seen)} | {kills.trials} | {' | '.join(spans)} |")
    total = [seen for kills in found.values() for seen in kills.seen]
    some = sum(1 for seen in total if seen.whole and seen.absent)
    scratch = sum(kills.scratch for kills in found.values())
    rows.append(f"\n{len(total)} kills, {some} of them with some outputs whole and some absent; ")
    rows[-1] += (
        f"{sum(bool(seen.half) for seen in total)} left something half-written, all of it was removed afterwards; "
    )
    rows[-1] += f"{scratch} scratch folders were left, too"
    return "\n".join(rows)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--kills", type=int, default=100)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--inputs", type=int, default=12)
    options.add_argument("--only", nargs="+", choices=COMMANDS, default=list(COMMANDS))
    given = options.parse_args()
    cases = [Case(name, jobs) for name in given.only for jobs in (1, 2)]
    sys.stdout.write(f"{table(crash(cases, given.kills, given.seed, given.inputs))}\n")


if __name__ == "__main__":
    main()
