"""What one input may take: seconds and bytes of memory, of the process that reads it."""

from __future__ import annotations

import faulthandler
import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if sys.platform != "win32":
    import resource

if TYPE_CHECKING:
    from collections.abc import Iterator

import contextlib

_MEBI: Final = 1 << 20
HAS_MEMORY_LIMIT: Final = sys.platform == "linux"
"""Elsewhere the system does not keep to RLIMIT_DATA."""


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

    It is a thread of C: it works while an extension module holds Python's lock.
    """
    if not seconds:
        yield
        return
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - where the traceback goes
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()
