"""A Dask cluster as an Executor: the same work, on the workers of a scheduler."""

from __future__ import annotations

import contextlib
import importlib
import logging
from concurrent.futures import CancelledError
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from gaixml.batches.limits import Limits, watchdog
from gaixml.errors import ExitCode, GaixmlError, InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor

    from gaixml.batches.work import Outcome, Record, Work
    from gaixml.files import Job

_PATIENCE = "10s"
"""How long a scheduler may take to answer."""
_T = TypeVar("_T")


class SchedulerError(GaixmlError):
    """A Dask scheduler that does not answer, or has no worker."""

    exit_code = ExitCode.IO


@dataclass(frozen=True, slots=True)
class Watched:
    """Work that ends its worker if it takes too long; Dask starts a new one and tries the job again there.

    Relative paths begin at ``folder``, which is where the command was started: workers were started elsewhere.
    """

    work: Work
    limits: Limits
    folder: Path

    def __call__(self, job: Job, known: Record | None = None) -> Outcome:
        """Do a job; its outcome has the names that were given."""
        there = _anchored(job, self.folder)
        work = replace(self.work, make=_anchored(self.work.make, self.folder))
        with watchdog(self.limits.seconds):
            outcome = work(there, known)
        if outcome.skipped:
            return replace(outcome, job=job)
        message = outcome.message.replace(there.name, job.name).replace(str(there.target), str(job.target))
        return replace(outcome, job=job, record=replace(outcome.record, source=job.name, message=message))


def _anchored(thing: _T, folder: Path) -> _T:
    """Return a dataclass with its relative paths made absolute."""
    values = {field.name: getattr(thing, field.name) for field in fields(thing)}  # type: ignore[arg-type] # Job, Make
    paths = {name: folder / value for name, value in values.items() if isinstance(value, Path)}
    return replace(thing, **paths)  # type: ignore[type-var]


@contextlib.contextmanager
def dask_executor(url: str) -> Iterator[tuple[Executor, int]]:
    """Give the executor of a Dask scheduler, such as tcp://127.0.0.1:8786, and how many threads its workers have.

    Raises InputError ``missing-extra`` without ``gaixml[dask]``, SchedulerError if no scheduler answers, or does no
    more.
    """
    try:
        distributed: Any = importlib.import_module("distributed")
    except ImportError:
        message = "--scheduler needs the extra “dask”: pip install 'gaixml[dask]'"
        raise InputError("missing-extra", message) from None
    for name in ("tornado.application", *logging.root.manager.loggerDict):
        if name.partition(".")[0] in {"distributed", "tornado"}:
            logging.getLogger(name).setLevel(logging.CRITICAL)  # what matters is raised
    try:
        importlib.import_module("distributed.comm.registry").get_backend(url.partition("://")[0])
        client = distributed.Client(url, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        reason = str(error).partition("\n")[0] or type(error).__name__
        raise SchedulerError("scheduler", f"{url}: no Dask scheduler answers: {reason}") from None
    with client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise SchedulerError("scheduler", f"{url}: the scheduler has no workers; start some: dask worker {url}")
        try:
            yield client.get_executor(pure=False), threads
        except CancelledError:
            message = f"{url}: the connection to the scheduler was lost; go on with --resume, here or there"
            raise SchedulerError("scheduler", message) from None
