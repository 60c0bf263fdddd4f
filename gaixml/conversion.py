"""Converts source documents into validated archive XML: one, or many."""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gaixml.errors import ExitCode, GaixmlError, InternalError, InvalidArchiveError, OutputError
from gaixml.files import Job, write_whole
from gaixml.readers import read_document
from gaixml.report import parse_report
from gaixml.schema import check_archive, parse_archive
from gaixml.writer import NAMESPACE, write_report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from lxml import etree


def convert(data: bytes, name: str = "source", *, charset: str | None = None) -> bytes:
    """Return the archive XML of a source document.

    ``data`` are the bytes of the file, ``name`` its name (its suffix tells Markdown from plain text), ``charset`` what
    it is declared to be written in. Raises InputError for what is no text, InternalError if the archive is invalid.
    """
    archive = write_report(parse_report(read_document(data, name, charset=charset)))
    try:
        check_archive(archive, name)
    except InvalidArchiveError as error:
        raise InternalError("internal", f"{name}: gaixml made an invalid archive, please report it: {error}") from error
    return archive


def load(data: bytes, name: str = "source", *, charset: str | None = None) -> etree._Element:
    """Return the root of an archive: of the one in ``data``, or of the one that the source document in it becomes."""
    if _is_archive(data):
        return parse_archive(data, name)
    return parse_archive(convert(data, name, charset=charset), name)


def _is_archive(data: bytes) -> bool:
    head = data[:1024].lstrip()
    return head.startswith((b"<?xml", b"<report")) and NAMESPACE.encode() in head


def read_bytes(source: Path | None) -> bytes:
    """Return the bytes of a file, or of standard input. Raises OutputError when they cannot be read."""
    try:
        return source.read_bytes() if source else sys.stdin.buffer.read()
    except OSError as error:
        raise OutputError("read", f"{source}: {error.strerror or error}") from None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job: ``code`` and ``message`` are empty when its archive was written."""

    job: Job
    exit_code: ExitCode = ExitCode.OK
    code: str = ""
    message: str = ""


def convert_job(job: Job, charset: str | None = None) -> Outcome:
    """Convert one input into its file. Errors about the input or the file come back in the outcome."""
    try:
        data = read_bytes(job.source)
        if job.source and job.target.exists() and job.source.samefile(job.target):
            raise OutputError("same-file", f"{job.source}: the archive would replace its own source")
        write_whole(job.target, convert(data, job.source.name if job.source else "stdin.txt", charset=charset))
    except GaixmlError as error:
        return Outcome(job, error.exit_code, error.code, str(error))
    except (RecursionError, MemoryError):
        return Outcome(job, ExitCode.SOME_FAILED, "too-large", f"{job.name}: too large for this machine's memory")
    return Outcome(job)


def convert_jobs(jobs: Sequence[Job], *, workers: int = 1, charset: str | None = None) -> Iterator[Outcome]:
    """Convert many inputs, in this process or in several, and yield what became of each, in the order of the jobs."""
    files = [job for job in jobs if job.source]
    if workers == 1 or len(files) <= 1:
        yield from (convert_job(job, charset) for job in jobs)
        return
    chunk = max(1, min(16, len(files) // workers))
    with ProcessPoolExecutor(workers) as pool:
        outcomes = pool.map(convert_job, files, [charset] * len(files), chunksize=chunk)
        for job in jobs:  # standard input can only be read here
            yield next(outcomes) if job.source else convert_job(job, charset)


def worst(outcomes: Iterable[Outcome]) -> ExitCode:
    """Return the exit code of a batch: that of its gravest outcome."""
    return max((outcome.exit_code for outcome in outcomes), default=ExitCode.OK)
