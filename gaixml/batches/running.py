"""Hands the jobs of a batch to an executor and says what became of each, as soon as it is done."""

from __future__ import annotations

from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import TYPE_CHECKING, Final

from gaixml.batches.work import Outcome, Record, failed
from gaixml.errors import ExitCode
from gaixml.failures import failure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from concurrent.futures import Executor

    from gaixml.files import Job

    Do = Callable[[Job, Record | None], Outcome]

_LOST: Final = frozenset({"ProcessLostError", "KilledWorker"})
"""What LocalExecutor and Dask raise for a job whose process died; Dask need not be installed."""


def run(
    jobs: Iterable[Job], do: Do, known: Mapping[str, Record], executor: Executor | None = None, ahead: int = 1
) -> Iterator[Outcome]:
    """Yield what becomes of each job: one after another in this process or, with an executor, as they are done.

    ``known`` are the records of earlier runs, by target. At most ``ahead`` jobs are handed out at a time, so that
    neither they nor their outcomes pile up. What stops this generator leaves the jobs not begun undone.
    """
    if executor is None:
        yield from (do(job, known.get(job.place)) for job in jobs)
        return
    pending: dict[Future[Outcome], Job] = {}
    for job in jobs:
        if job.source is None:  # standard input can only be read here
            yield do(job, known.get(job.place))
            continue
        pending[executor.submit(do, job, known.get(job.place))] = job
        if len(pending) >= ahead:
            yield from _finished(pending)
    while pending:
        yield from _finished(pending)


def _finished(pending: dict[Future[Outcome], Job]) -> Iterator[Outcome]:
    """Wait until some jobs are done and take them out."""
    done, _ = wait(pending, return_when=FIRST_COMPLETED)
    for future in done:
        yield _outcome(future, pending.pop(future))


def _outcome(future: Future[Outcome], job: Job) -> Outcome:
    """Return what became of a job; one that took its process with it, or too long, has no outcome of its own."""
    try:
        return future.result()
    except (TimeoutError, FutureTimeoutError):
        return failed(job, ExitCode.SOME_FAILED, "timeout", f"{job.name}: took longer than --timeout allows")
    except CancelledError:  # nothing can be done any more, which is not about this job
        raise
    except Exception as error:  # noqa: BLE001 - whatever an executor raises is about this job alone
        if type(error).__name__ in _LOST:
            message = f"{job.name}: the process that read it was ended, probably for want of memory or time"
            return failed(job, ExitCode.SOME_FAILED, "killed", message)
        return failed(job, *failure(error, job.name))
