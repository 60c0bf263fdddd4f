"""What one input may take: seconds and bytes of memory, of the process that reads it."""

from __future__ import annotations

import contextlib
import faulthandler
import os
import sys
import time
from dataclasses import dataclass
from threading import Lock, get_ident
from typing import TYPE_CHECKING, Final

if sys.platform != "win32":
    import resource

if TYPE_CHECKING:
    from collections.abc import Iterator

_MEBI: Final = 1 << 20
HAS_MEMORY_LIMIT: Final = sys.platform == "linux"
"""Elsewhere the system does not keep to RLIMIT_DATA."""
_DEADLINES: Final[dict[int, float]] = {}
"""When the time of each thread's work is over, on the monotonic clock: a process has one timer for all."""
_LOCK: Final = Lock()
_NOWHERE: Final[list[int]] = []
"""Where the traceback goes: the file has to be open as long as the timer runs."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one input: ``seconds`` of wall clock, ``memory`` in MiB that its process may have; None is no limit."""

    seconds: float | None = None
    memory: int | None = None

    def __bool__(self) -> bool:
        """Tell whether there is a limit."""
        return bool(self.seconds or self.memory)


def limit_memory(memory: int | None) -> None:
    """Let this process, and those it starts, have no more memory than this (setrlimit(2), RLIMIT_DATA)."""
    if memory and sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_DATA, (memory * _MEBI, memory * _MEBI))


@contextlib.contextmanager
def watchdog(seconds: float | None) -> Iterator[None]:
    """End this process if what is done meanwhile takes longer: for workers that somebody else starts again.

    The timer is a thread of C: it works while an extension module holds Python's lock. Several threads may work at the
    same time.
    """
    if not seconds:
        yield
        return
    _set_deadline(time.monotonic() + seconds)
    try:
        yield
    finally:
        _set_deadline(None)


def _set_deadline(deadline: float | None) -> None:
    """Set or remove that of this thread, and the timer to the earliest of all."""
    with _LOCK:
        if deadline is None:
            _DEADLINES.pop(get_ident(), None)
        else:
            _DEADLINES[get_ident()] = deadline
        if not _DEADLINES:
            faulthandler.cancel_dump_traceback_later()
            return
        if not _NOWHERE:
            _NOWHERE.append(os.open(os.devnull, os.O_WRONLY))
        left = max(min(_DEADLINES.values()) - time.monotonic(), 0.001)
        faulthandler.dump_traceback_later(left, exit=True, file=_NOWHERE[0])
