"""What the commands that write many files have in common: their options, progress, manifest and report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from gaixml.cli.console import put, tell
from gaixml.cli.progress import watched

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gaixml.batches.batch import Means
    from gaixml.batches.tally import Tally
    from gaixml.batches.work import Key, Make
    from gaixml.errors import ExitCode
    from gaixml.files import Job
    from gaixml.storage import Location

Jobs = Annotated[int, typer.Option("-j", "--jobs", min=1, help="Processes that work side by side.")]
Resume = Annotated[
    bool, typer.Option("--resume", help="Do not do again what the manifest says is done and stands there unchanged.")
]
ManifestFile = Annotated[
    Path | None,
    typer.Option(
        "--manifest", metavar="FILE", show_default="DIR/gaixml-manifest.jsonl", help="What became of each input."
    ),
]
ReportFile = Annotated[
    str | None,
    typer.Option("--report", metavar="FILE", help="Count inputs by form, year, finding, as JSON; '-' is stdout."),
]
Timeout = Annotated[
    float | None, typer.Option("--timeout", metavar="SECONDS", min=0.001, help="The longest that one input may take.")
]
Memory = Annotated[
    int | None, typer.Option("--memory", metavar="MIB", min=64, help="The most memory that one input may take (Linux).")
]
Scheduler = Annotated[
    str | None,
    typer.Option("--scheduler", metavar="URL", help="Work on a Dask cluster: tcp://…:8786 (gaixml[dask])."),
]


class Words(NamedTuple):
    """What a batch does, in the forms that messages need."""

    doing: str
    done: str


class Asked(NamedTuple):
    """What the options of a batch ask for."""

    jobs: int
    resume: bool
    manifest: Path | None
    report: str | None
    timeout: float | None
    memory: int | None
    scheduler: str | None
    quiet: bool


def means_of(folder: Location, asked: Asked, *, has_manifest: bool) -> Means:
    """Return with what a batch is done; ``has_manifest``: it has one in its folder if the options name no other."""
    from gaixml.batches.batch import Means  # noqa: PLC0415 - each command loads what it needs
    from gaixml.batches.limits import HAS_MEMORY_LIMIT, Limits  # noqa: PLC0415
    from gaixml.batches.manifest import NAME  # noqa: PLC0415

    if asked.memory and not HAS_MEMORY_LIMIT:
        raise typer.BadParameter("this system sets no limit to memory", param_hint="--memory")
    if asked.memory and asked.scheduler:
        raise typer.BadParameter("the workers of a cluster have limits of their own", param_hint="--memory")
    manifest = asked.manifest
    if isinstance(folder, Path):
        if manifest is None and has_manifest:
            manifest = folder / NAME
    elif asked.resume and manifest is None:
        raise typer.BadParameter("where the output is a URL, --manifest names a file here", param_hint="--resume")
    return Means(asked.jobs, Limits(asked.timeout, asked.memory), asked.scheduler, manifest, asked.resume)


def write_report(tally: Tally, file: str | None) -> None:
    """Write the counts where they are wanted."""
    from gaixml.whole import write_whole  # noqa: PLC0415

    if file == "-":
        put(tally.json())
    elif file:
        write_whole(Path(file), tally.json())


def do_batch(planned: Sequence[Job], folder: Location, make: Make, key: Key, asked: Asked, words: Words) -> ExitCode:  # noqa: PLR0913, PLR0917 - what a batch consists of
    """Do a batch whose every input becomes a file of its own, talk of it, and return the exit code of all."""
    from gaixml.batches.batch import batch  # noqa: PLC0415
    from gaixml.batches.tally import Tally  # noqa: PLC0415

    means = means_of(folder, asked, has_manifest=len(planned) > 1 or asked.resume)
    tally = Tally()
    for outcome in watched(batch(planned, make, key, means), len(planned), words.doing, quiet=asked.quiet):
        tally.add(outcome)
    write_report(tally, asked.report)
    if not asked.quiet:
        _tell_result(tally, planned, words.done, folder)
    return tally.exit_code


def _tell_result(tally: Tally, planned: Sequence[Job], done: str, folder: Location) -> None:
    """Say in a line what became of all: ``done`` is the word for it."""
    from gaixml.locations import url_of  # noqa: PLC0415

    found = sum(job.problem != "no-input" for job in planned)
    if found:
        before = f", {tally.skipped} of them before" if tally.skipped else ""
        tell(f"{tally.done + tally.skipped} of {found} {done} into {url_of(folder)}{before}")
