"""Processes of this machine as an Executor, each job with its limits.

The standard library's pool has no limits, and a process that dies takes all jobs of the pool with it; Pebble ends the
one process that is over its time, and only the job of a process that dies fails.
"""

from __future__ import annotations

import multiprocessing
from concurrent.futures import Executor
from typing import TYPE_CHECKING, Any, Final

from pebble import ProcessPool

from gaixml.batches.limits import Limits, limit_memory

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

_PRELOADED: Final = ["gaixml.conversion", "gaixml.archive.item"]
"""What each worker needs: imported once, by the process that the workers are forked from."""


class LocalExecutor(Executor):
    """A pool of processes that starts a new one for each that it loses."""

    def __init__(self, workers: int, limits: Limits) -> None:
        """Take the number of processes and what each job may take."""
        self._seconds = limits.seconds
        self._futures: set[Future[Any]] = set()
        self._pool = ProcessPool(workers, initializer=limit_memory, initargs=(limits.memory,), context=_context())

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ANN401 - Executor's
        """Have a function called by one of the processes.

        The future raises TimeoutError for what takes too long, pebble.ProcessExpired if its process dies.
        """
        future = self._pool.schedule(fn, args=args, kwargs=kwargs, timeout=self._seconds)
        self._futures.add(future)
        future.add_done_callback(self._futures.discard)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - Executor's
        """Let what is being done be ended; with ``cancel_futures`` what is not yet begun is left undone."""
        if cancel_futures:
            for future in tuple(self._futures):
                if not future.running():  # Pebble would end the process of one that is
                    future.cancel()
        self._pool.close()  # type: ignore[no-untyped-call]
        if wait:
            self._pool.join()


def _context() -> multiprocessing.context.BaseContext:
    """Return how processes are started: forked from a small server where there is one, since this one has threads."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    return context
