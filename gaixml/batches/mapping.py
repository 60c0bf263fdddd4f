"""Maps a function over many things, in their order, with several processes."""

from __future__ import annotations

import contextlib
from collections import deque
from typing import TYPE_CHECKING, Any, Final

from gaixml.batches.limits import Limits
from gaixml.batches.local import LocalExecutor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Executor, Future

_AHEAD: Final = 8
"""So many things a process are handed out at a time: neither they nor the results pile up."""


@contextlib.contextmanager
def mapping(workers: int) -> Iterator[Callable[..., Iterable[Any]]]:
    """Give what maps as ``map`` does, with so many processes; one is this one."""
    if workers == 1:
        yield map
        return
    with LocalExecutor(workers, Limits()) as executor:

        def mapped(function: Callable[[Any], Any], things: Iterable[Any]) -> Iterator[Any]:
            return _in_order(executor, function, things, workers * _AHEAD)

        yield mapped


def _in_order(executor: Executor, function: Callable[[Any], Any], things: Iterable[Any], ahead: int) -> Iterator[Any]:
    pending: deque[Future[Any]] = deque()
    for thing in things:
        pending.append(executor.submit(function, thing))
        if len(pending) >= ahead:
            yield pending.popleft().result()
    while pending:
        yield pending.popleft().result()
