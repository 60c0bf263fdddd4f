"""``gaixml convert``."""

from __future__ import annotations

from typing import Annotated

import typer

from gaixml.cli.batches import (
    Asked,
    Jobs,
    ManifestFile,
    Memory,
    ReportFile,
    Resume,
    Scheduler,
    Timeout,
    Words,
    do_batch,
)
from gaixml.cli.options import Charset, Quiet


def convert(  # noqa: PLR0913, PLR0917 - an argument for each option
    inputs: Annotated[
        list[str], typer.Argument(metavar="INPUT…", help="Files, folders, globs, URLs; '-' is standard input.")
    ],
    output: Annotated[str, typer.Option("-o", "--output", metavar="DIR", help="The folder, or URL, for the archives.")],
    jobs: Jobs = 1,
    resume: Resume = False,  # noqa: FBT002 - typer reads the signature
    manifest: ManifestFile = None,
    report: ReportFile = None,
    timeout: Timeout = None,
    memory: Memory = None,
    scheduler: Scheduler = None,
    charset: Charset = None,
    quiet: Quiet = False,  # noqa: FBT002
) -> None:
    """Convert reports: one validated XML per report, DIR/<stem>.xml."""
    from gaixml.batches.converting import Convert  # noqa: PLC0415 - each command loads what it needs
    from gaixml.batches.work import Key  # noqa: PLC0415
    from gaixml.files import plan  # noqa: PLC0415
    from gaixml.storage import locate  # noqa: PLC0415

    folder = locate(output)
    planned = plan(inputs, folder)
    asked = Asked(jobs, resume, manifest, report, timeout, memory, scheduler, quiet)
    words = Words("converting", "converted")
    raise typer.Exit(do_batch(planned, folder, Convert(charset), Key("convert", charset or ""), asked, words))
