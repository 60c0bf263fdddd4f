"""A batch from beginning to end: what was done before, the executor, the manifest."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gaixml.batches.limits import Limits
from gaixml.batches.manifest import Manifest
from gaixml.batches.running import run
from gaixml.batches.work import Make, Work
from gaixml.whole import remove_leftovers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Executor

    from gaixml.batches.running import Do
    from gaixml.batches.work import Key, Outcome
    from gaixml.files import Job

_AHEAD: Final = 8
"""So many jobs a worker are handed out at a time: it always has one at hand, few are lost when the run is stopped."""


@dataclass(frozen=True, slots=True)
class Means:
    """With what a batch is done: processes of this machine or the Dask cluster of a ``scheduler``, within limits.

    ``manifest`` is the file that says what was done, None for none; with ``resume`` what it says is not done again.
    """

    workers: int = 1
    limits: Limits = field(default_factory=Limits)
    scheduler: str | None = None
    manifest: Path | None = None
    resume: bool = False


def batch(jobs: Sequence[Job], make: Make, key: Key, means: Means) -> Iterator[Outcome]:
    """Do jobs and yield what became of each, as they are done; ``key`` says by what work, for the manifest.

    An outcome is yielded when it is in the manifest. What processes that are no more left half-written beside the
    outputs is removed before and after: those of killed runs, and workers that were ended or lost. Raises OutputError
    if the manifest cannot be written, SchedulerError if there is no cluster.
    """
    folders = {job.target.parent for job in jobs if isinstance(job.target, Path)}
    remove_leftovers(folders)
    with contextlib.ExitStack() as stack:
        manifest = stack.enter_context(Manifest(means.manifest, key)) if means.manifest else None
        known = manifest.known() if manifest and means.resume else {}
        do, executor, ahead = stack.enter_context(_hired(Work(make), means, len(jobs)))
        for outcome in run(jobs, do, known, executor, ahead):
            if manifest and not outcome.skipped:
                manifest.append(outcome.record)
            yield outcome
    remove_leftovers(folders)


@contextlib.contextmanager
def _hired(work: Work, means: Means, count: int) -> Iterator[tuple[Do, Executor | None, int]]:
    """Give what does a job, the executor it is handed to (None: this process) and how many jobs that may have."""
    if means.scheduler:
        from gaixml.batches.cluster import Watched, dask_executor  # noqa: PLC0415 - an extra

        with dask_executor(means.scheduler) as (executor, threads):
            yield Watched(work, means.limits, Path.cwd()), executor, threads * _AHEAD
    elif (means.workers > 1 and count > 1) or means.limits:
        from gaixml.batches.local import LocalExecutor  # noqa: PLC0415 - starts processes

        executor = LocalExecutor(means.workers, means.limits)
        try:
            yield work, executor, means.workers * _AHEAD
        except BaseException:
            executor.shutdown(cancel_futures=True)
            raise
        executor.shutdown()
    else:
        yield work, None, 1
