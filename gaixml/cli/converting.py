"""``gaixml convert``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gaixml.cli.console import say, tell
from gaixml.cli.options import Charset, Quiet
from gaixml.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gaixml.batch import Outcome
    from gaixml.files import Job


def convert(
    inputs: Annotated[
        list[str], typer.Argument(metavar="INPUT…", help="Files, folders, globs; '-' is standard input.")
    ],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="Where the archives go.")],
    jobs: Annotated[int, typer.Option("-j", "--jobs", min=1, help="Processes that work side by side.")] = 1,
    charset: Charset = None,
    quiet: Quiet = False,  # noqa: FBT002 - typer reads the signature
) -> None:
    """Convert reports: one validated XML per report, DIR/<stem>.xml."""
    from gaixml.batch import convert_jobs, worst  # noqa: PLC0415 - each command loads what it needs
    from gaixml.files import plan  # noqa: PLC0415

    planned = plan(inputs, output)
    outcomes = list(_watched(planned, convert_jobs(planned, workers=jobs, charset=charset), quiet=quiet))
    found = sum(job.problem != "no-input" for job in planned)
    done = sum(outcome.exit_code == ExitCode.OK for outcome in outcomes)
    if found and not quiet:
        tell(f"{done} of {found} converted into {output}")
    raise typer.Exit(worst(outcome.exit_code for outcome in outcomes))


def _watched(jobs: Sequence[Job], outcomes: Iterator[Outcome], *, quiet: bool) -> Iterator[Outcome]:
    """Pass the outcomes on, name each failure as it comes, and show progress in a terminal on long work."""
    if quiet or len(jobs) == 1 or not sys.stderr.isatty():
        for outcome in outcomes:
            if outcome.message:
                say(f"{outcome.code}: {outcome.message}")
            yield outcome
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import track  # noqa: PLC0415

    console = Console(stderr=True)
    for outcome in track(outcomes, "converting", len(jobs), console=console, transient=True):
        if outcome.message:
            console.print(f"gaixml: {outcome.code}: {outcome.message}", markup=False, highlight=False, soft_wrap=True)
        yield outcome
