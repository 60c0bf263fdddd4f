"""``gaixml package --format transfer``: one package of all reports."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from gaixml.cli.batches import means_of, write_report
from gaixml.cli.console import say, tell
from gaixml.cli.progress import watched
from gaixml.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gaixml.archive.transfer import TransferReport
    from gaixml.batches.packaging import Package
    from gaixml.batches.transferring import Transfer
    from gaixml.batches.work import Key, Outcome
    from gaixml.cli.batches import Asked
    from gaixml.files import Job


def transfer(inputs: Sequence[str], output: str, make: Package, key: Key, asked: Asked) -> ExitCode:
    """Make the package and talk of it; return the exit code."""
    from gaixml.batches.tally import Tally  # noqa: PLC0415 - each command loads what it needs
    from gaixml.batches.transferring import Transfer  # noqa: PLC0415
    from gaixml.failures import worst  # noqa: PLC0415

    folder, planned = _planned(inputs, output)
    package = Transfer(folder, make.settings)
    if package.is_finished():
        return _tell_finished(package, planned, asked)
    with package.making(resume=asked.resume):
        read, tally = _read(package, planned, make, key, asked), Tally()
        for outcome in read:
            tally.add(outcome)
        write_report(tally, asked.report)
        if not tally.done + tally.skipped:
            return tally.exit_code
        code = _write(package, read, make, key, asked)
    return worst((tally.exit_code, code))


def _tell_finished(package: Transfer, planned: Sequence[Job], asked: Asked) -> ExitCode:
    """Say that a package is there already, and whether it can be that of these inputs."""
    count = package.count()
    if not asked.resume:
        say(f"exists: {package.target} stands there already; choose another folder or 脱机载体编号")
        return ExitCode.IO
    if count != len(planned):
        message = f"{package.target} is finished with {count} reports, the inputs are {len(planned)}"
        say(f"finished: {message}; the others need a package of their own, with another 脱机载体编号")
        return ExitCode.SOME_FAILED
    if not asked.quiet:
        tell(f"{package.target} is finished: {count} reports")
    return ExitCode.OK


def _planned(inputs: Sequence[str], output: str) -> tuple[Path, list[Job]]:
    from gaixml.files import STDIN, WITH_ARCHIVES, plan  # noqa: PLC0415
    from gaixml.storage import locate  # noqa: PLC0415

    folder = locate(output)
    if not isinstance(folder, Path):
        raise typer.BadParameter("it is made on this machine; gaixml deposit brings it to a URL", param_hint="--output")
    if STDIN in inputs:
        raise typer.BadParameter("each input is read twice: name files", param_hint="INPUT…")
    return folder, plan(inputs, folder, ".xml", WITH_ARCHIVES)


def _read(package: Transfer, planned: Sequence[Job], make: Package, key: Key, asked: Asked) -> list[Outcome]:
    """Read all inputs; return what became of each, in the order of the inputs."""
    from gaixml.batches.transferring import Describe  # noqa: PLC0415

    means = means_of(package.target.parent, asked, has_manifest=False)
    describe = Describe(make.settings, make.charset, make.originals)
    outcomes = watched(package.read(planned, describe, key, means), len(planned), "reading", quiet=asked.quiet)
    order = {job.name: at for at, job in enumerate(planned)}
    return sorted(outcomes, key=lambda outcome: order[outcome.job.name])


def _write(package: Transfer, read: Sequence[Outcome], make: Package, key: Key, asked: Asked) -> ExitCode:
    """Write the folders of the reports that could be read, and close the package if all are written."""
    from gaixml.failures import worst  # noqa: PLC0415

    means = replace(means_of(package.target.parent, asked, has_manifest=False), resume=True)
    good = [outcome for outcome in read if not outcome.code]
    entries, outcomes = package.write(good, make.originals, key, means)
    followed = watched(outcomes, len(good), "packaging", quiet=asked.quiet)
    code = worst(outcome.exit_code for outcome in followed)
    if code != ExitCode.OK:
        say(f"incomplete: {package.target} is not closed, since not all reports could be written; go on with --resume")
        return code
    report = package.close(entries, [_refusal(outcome) for outcome in read if outcome.code], asked.jobs)
    if not asked.quiet:
        _tell(report, package.target)
    return ExitCode.OK


def _refusal(outcome: Outcome) -> tuple[str, str]:
    """Return the name of an input that is not in the package, without its folders, and why not."""
    named = outcome.job.name.replace("\\", "/").rpartition("/")[2]
    return named, f"{outcome.code}: {outcome.message.replace(outcome.job.name, named).removeprefix(f'{named}: ')}"


def _tell(report: TransferReport, target: Path) -> None:
    """Say what the package holds, and what was verified of it."""
    from gaixml.archive.transfer.points import AUTHENTIC, COMPLETE, SECURE, USABLE  # noqa: PLC0415

    states = " ".join(f"{name}{report.state_of(name)}" for name in (AUTHENTIC, COMPLETE, USABLE, SECURE))
    tell(f"{report.entries} packaged into {target}: {states}")
