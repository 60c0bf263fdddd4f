"""One job of a batch: read the source, make what it becomes, write that whole, say what became of it."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from gaixml.batches.fingerprints import fingerprint, fingerprint_of, fingerprint_of_folder
from gaixml.errors import ExitCode, InputError, OutputError
from gaixml.failures import failure
from gaixml.grammars import digest
from gaixml.storage import read, write_whole
from gaixml.version import __version__
from gaixml.whole import whole_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from gaixml.batches.fingerprints import Fingerprint
    from gaixml.files import Job
    from gaixml.storage import Location

DONE: Final = "done"
FAILED: Final = "failed"


@dataclass(frozen=True, slots=True)
class Key:
    """By what work is done: its result for a source is the same as long as none of this changes.

    ``command`` is what is done (convert, package bagit), ``options`` a digest of the options on which it depends.
    """

    command: str
    options: str = ""
    gaixml: str = __version__
    grammar: str = field(default_factory=digest)


class Summary(NamedTuple):
    """What ``--report`` counts of a report: kind, form and year as codes, "" for none; its findings by code."""

    kind: str = ""
    form: str = ""
    year: str = ""
    findings: Mapping[str, int] = {}


_NO_SUMMARY: Final = Summary()


class Made(NamedTuple):
    """What a source became: the ``data`` of a file or, with ``fill``, what is written into an empty folder."""

    summary: Summary
    data: bytes = b""
    fill: Callable[[Path], None] | None = None
    details: Mapping[str, str | int] = {}


@dataclass(frozen=True, slots=True)
class Record:
    """A line of the manifest: what a source became, or why it became nothing.

    ``source`` is the name as given, ``target`` relative to the output folder; digests are SHA-256 in hexadecimal, sizes
    bytes; ``at`` is UTC; ``version`` is that of the job, ``details`` what later steps of its batch have to know.
    """

    source: str
    target: str
    state: str
    sha256: str = ""
    size: int = 0
    target_sha256: str = ""
    target_size: int = 0
    code: str = ""
    message: str = ""
    summary: Summary = _NO_SUMMARY
    seconds: float = 0.0
    at: str = ""
    version: str = ""
    details: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job; ``code`` and ``message`` are empty when its file was written, or ``skipped``: was there."""

    job: Job
    record: Record
    exit_code: ExitCode = ExitCode.OK
    skipped: bool = False

    @property
    def code(self) -> str:
        """Return the stable code of what went wrong, or ""."""
        return self.record.code

    @property
    def message(self) -> str:
        """Return what went wrong, or ""."""
        return self.record.message


class Make(Protocol):
    """What a command does with one source. It is sent to other processes and machines: a dataclass of plain values."""

    def __call__(self, data: bytes, job: Job) -> Made:
        """Return what the source becomes; raises GaixmlError among others."""
        ...


@dataclass(frozen=True, slots=True)
class Work:
    """Does one job after another, wherever it is sent."""

    make: Make

    def __call__(self, job: Job, known: Record | None = None) -> Outcome:
        """Do a job, unless ``known`` says that it was done and its file is what was written then.

        Whatever goes wrong comes back in the outcome.
        """
        begun = time.perf_counter()
        record = Record(job.name, job.place, DONE, version=job.version)
        try:
            _refuse(job)
            data = read(job.source)
            source = fingerprint(data)
            if known and _is_the_same(known, job, source) and _is_whole(job.target, known):
                return Outcome(job, known, skipped=True)
            record = replace(record, sha256=source.sha256, size=source.size)
            made = self.make(data, job)
            written = _write(job.target, made, replace_all=bool(job.version))  # that of a transfer is ours
        except Exception as error:  # noqa: BLE001 - a bug that one file provokes must not stop the others
            return failed(job, *failure(error, job.name), record=_timed(record, begun))
        record = replace(
            record, target_sha256=written.sha256, target_size=written.size, summary=made.summary, details=made.details
        )
        return Outcome(job, _timed(record, begun))


def failed(job: Job, exit_code: ExitCode, code: str, message: str, *, record: Record | None = None) -> Outcome:
    """Return the outcome of a job that became nothing; ``record`` is what is known of it already."""
    known = record or _timed(Record(job.name, job.place, FAILED), time.perf_counter())
    return Outcome(job, replace(known, state=FAILED, code=code, message=message), exit_code)


def _refuse(job: Job) -> None:
    """Raise what speaks against a job from the start."""
    if job.problem == "no-input":
        raise InputError(job.problem, f"nothing to read in {job.name}; see gaixml --help")
    if job.problem:
        raise OutputError(job.problem, f"{job.name}: its output {job.target} would replace a source")


def _is_the_same(known: Record, job: Job, source: Fingerprint) -> bool:
    """Tell whether a job that was done is this one: an archive names the file that it was made from."""
    same = (known.sha256, known.size, known.version) == (*source, job.version)
    return same and PurePath(known.source).name == PurePath(job.name).name


def _is_whole(target: Location, known: Record) -> bool:
    """Tell whether a file is there and, byte for byte, what was written: nothing half-done is trusted."""
    return fingerprint_of(target) == (known.target_sha256, known.target_size)


def _write(target: Location, made: Made, *, replace_all: bool) -> Fingerprint:
    """Write what a source became, whole, and return what is to be found there from now on."""
    if made.fill is None:
        write_whole(target, made.data)
        return fingerprint(made.data)
    if not isinstance(target, Path):
        raise OutputError("write", f"{target}: a folder cannot be written to a URL; use gaixml deposit")
    with whole_folder(target, replace=replace_all) as folder:
        made.fill(folder)
        return fingerprint_of_folder(folder)


def _timed(record: Record, begun: float) -> Record:
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return replace(record, seconds=round(time.perf_counter() - begun, 3), at=now)
