"""Converts many inputs: one bad file never stops the rest."""

from __future__ import annotations

from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from gaixml import conversion
from gaixml.errors import ExitCode, GaixmlError, InputError, OutputError
from gaixml.files import Job, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_AHEAD: Final = 1000
"""So many jobs a worker are handed out at a time: enough to keep it busy, few enough to hold in memory."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job: ``code`` and ``message`` are empty when its archive was written."""

    job: Job
    exit_code: ExitCode = ExitCode.OK
    code: str = ""
    message: str = ""


def convert_job(job: Job, charset: str | None = None) -> Outcome:
    """Convert one input into its file. Whatever goes wrong comes back in the outcome."""
    try:
        _refuse(job)
        archive = conversion.convert(conversion.read_bytes(job.source), job.name, charset=charset)
        write_whole(job.target, archive)
    except Exception as error:  # noqa: BLE001 - a bug that one file provokes must not stop the others
        return Outcome(job, *failure(error, job.name))
    return Outcome(job)


def failure(error: Exception, name: str) -> tuple[ExitCode, str, str]:
    """Return exit code, code and message for whatever went wrong with the input of this name."""
    if isinstance(error, GaixmlError):
        return error.exit_code, error.code, str(error)
    if isinstance(error, RecursionError | MemoryError):
        return ExitCode.SOME_FAILED, "too-large", f"{name}: too large for this machine's memory"
    message = f"{name}: gaixml failed, please report it: {type(error).__name__}: {error}"
    return ExitCode.USAGE, "internal", message


def _refuse(job: Job) -> None:
    """Raise what speaks against a job from the start."""
    if job.problem == "no-input":
        raise InputError(job.problem, f"nothing to convert in {job.name}; see gaixml convert --help")
    if job.problem:
        raise OutputError(job.problem, f"{job.name}: its archive {job.target} would replace a source")


def convert_jobs(jobs: Sequence[Job], *, workers: int = 1, charset: str | None = None) -> Iterator[Outcome]:
    """Convert many inputs, in this process or in several, and yield what became of each, in the order of the jobs."""
    if workers == 1 or sum(job.source is not None for job in jobs) <= 1:
        yield from (convert_job(job, charset) for job in jobs)
        return
    remaining = iter(jobs)
    while batch := list(islice(remaining, workers * _AHEAD)):
        yield from _convert_batch(batch, workers, charset)


def _convert_batch(jobs: Sequence[Job], workers: int, charset: str | None) -> Iterator[Outcome]:
    """Convert some inputs in several processes; standard input can only be read in this one."""
    with ProcessPoolExecutor(workers) as pool:
        futures = [_submit(pool, job, charset) if job.source else None for job in jobs]
        for job, future in zip(jobs, futures, strict=True):
            yield _outcome(job, future, charset) if future else convert_job(job, charset)


def _submit(pool: ProcessPoolExecutor, job: Job, charset: str | None) -> Future[Outcome]:
    try:
        return pool.submit(convert_job, job, charset)
    except BrokenProcessPool as error:
        broken: Future[Outcome] = Future()
        broken.set_exception(error)
        return broken


def _outcome(job: Job, future: Future[Outcome], charset: str | None) -> Outcome:
    """Return what became of a job; one whose process was killed, with all others of its pool, is tried once alone."""
    try:
        return future.result()
    except BrokenProcessPool:
        pass
    try:
        with ProcessPoolExecutor(1) as alone:
            return alone.submit(convert_job, job, charset).result()
    except BrokenProcessPool:
        message = f"{job.name}: the system ended the process that read it, probably for want of memory"
        return Outcome(job, ExitCode.SOME_FAILED, "killed", message)


def worst(exit_codes: Iterable[ExitCode]) -> ExitCode:
    """Return the exit code of a batch: the gravest of its inputs."""
    return max(exit_codes, default=ExitCode.OK, key=_GRAVITY.index)


_GRAVITY: Final = (
    ExitCode.OK, ExitCode.INVALID, ExitCode.SOME_FAILED, ExitCode.IO, ExitCode.USAGE, ExitCode.INTERRUPTED
)  # fmt: skip
