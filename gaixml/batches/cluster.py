"""A Dask cluster as an Executor: the same work, on the workers of a scheduler."""

from __future__ import annotations

import contextlib
import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gaixml.batches.limits import Limits, watchdog
from gaixml.errors import ExitCode, GaixmlError, InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Executor

_PATIENCE = "10s"
"""How long a scheduler may take to answer."""


class SchedulerError(GaixmlError):
    """A Dask scheduler that does not answer, or has no worker."""

    exit_code = ExitCode.IO


@dataclass(frozen=True, slots=True)
class Watched:
    """A function that ends its worker if it takes too long; Dask starts a new one and tries the job again there."""

    function: Callable[..., Any]
    limits: Limits

    def __call__(self, *args: Any) -> Any:  # noqa: ANN401 - any function's
        """Call the function."""
        with watchdog(self.limits.seconds):
            return self.function(*args)


@contextlib.contextmanager
def dask_executor(url: str) -> Iterator[tuple[Executor, int]]:
    """Give the executor of a Dask scheduler, such as tcp://127.0.0.1:8786, and how many threads its workers have.

    Raises InputError ``missing-extra`` without ``gaixml[dask]``, SchedulerError if no scheduler answers.
    """
    try:
        distributed: Any = importlib.import_module("distributed")
    except ImportError:
        message = "--scheduler needs the extra “dask”: pip install 'gaixml[dask]'"
        raise InputError("missing-extra", message) from None
    try:
        client = distributed.Client(url, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise SchedulerError("scheduler", f"{url}: no Dask scheduler answers: {error}") from None
    with client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise SchedulerError("scheduler", f"{url}: the scheduler has no workers; start some: dask worker {url}")
        yield client.get_executor(pure=False), threads
