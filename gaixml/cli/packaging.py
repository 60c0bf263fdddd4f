"""``gaixml package``."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
from gaixml.cli.options import Charset, Quiet, one_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gaixml.archive.settings import PackageSettings
    from gaixml.batches.packaging import Package
    from gaixml.batches.work import Key
    from gaixml.errors import ExitCode


def package(  # noqa: PLR0913, PLR0917 - an argument for each option
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="INPUT…", help="Reports or archives: files, folders, globs, URLs; '-' is stdin."),
    ],
    output: Annotated[str, typer.Option("-o", "--output", metavar="DIR", help="The folder, or URL, for the packages.")],
    format: Annotated[str, typer.Option("--format", help="eark, bagit or transfer.")],  # noqa: A002 - the option's name
    config: Annotated[
        Path | None, typer.Option("--config", metavar="FILE", help="What no report says, in TOML: see docs/package.md.")
    ] = None,
    date: Annotated[
        str | None,
        typer.Option("--date", metavar="DATE", show_default="SOURCE_DATE_EPOCH or now", help="When they are made."),
    ] = None,
    originals: Annotated[
        Path | None, typer.Option("--originals", metavar="DIR", help="Where archives find what they were made from.")
    ] = None,
    unpacked: Annotated[bool, typer.Option("--unpacked", help="Folders, not ZIP files.")] = False,  # noqa: FBT002
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
    """Package reports, with their archives, for records-management systems: E-ARK SIP, BagIt, 电子档案移交."""
    from gaixml.archive.formats import FORMATS, TRANSFER, package_format  # noqa: PLC0415 - each command loads what it needs
    from gaixml.archive.settings import moment_of, read_settings  # noqa: PLC0415
    from gaixml.batches.packaging import Package  # noqa: PLC0415
    from gaixml.cli.transferring import transfer  # noqa: PLC0415

    one_of("--format", format, FORMATS)
    settings = read_settings(config, moment_of(date))
    package_format(format).require(settings)
    make = Package(format, settings, charset, originals, unpacked)
    asked = Asked(jobs, resume, manifest, report, timeout, memory, scheduler, quiet)
    key = _key(f"package {format}", settings, charset, dated=date or os.environ.get("SOURCE_DATE_EPOCH"))
    do = transfer if format == TRANSFER else _one_for_each
    raise typer.Exit(do(inputs, output, make, key, asked))


def _one_for_each(inputs: Sequence[str], output: str, make: Package, key: Key, asked: Asked) -> ExitCode:
    """Make a package of each report."""
    from gaixml.files import WITH_ARCHIVES, plan  # noqa: PLC0415
    from gaixml.storage import locate  # noqa: PLC0415

    folder = locate(output)
    planned = plan(inputs, folder, "" if make.unpacked else ".zip", WITH_ARCHIVES)
    return do_batch(planned, folder, make, key, asked, Words("packaging", "packaged"))


def _key(command: str, settings: PackageSettings, charset: str | None, *, dated: str | None) -> Key:
    """Return by what work packages are made. A date counts if it was given: else each run has its own."""
    from gaixml.batches.work import Key  # noqa: PLC0415

    said = [dict(settings.organization), dict(settings.transfer), charset, settings.moment.isoformat() if dated else ""]
    return Key(command, hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest())
