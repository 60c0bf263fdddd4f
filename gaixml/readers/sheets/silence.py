"""Keeps from the user what calamine prints by itself: when it panics, Rust writes where to stderr before it raises."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_STDERR: Final = 2
_LOCK: Final = threading.Lock()
"""There is one stderr for all threads: whoever comes second would keep the place where it leads nowhere."""


@contextlib.contextmanager
def silent_stderr() -> Iterator[None]:
    """Lead what is written to stderr nowhere, until the block ends; a process without a stderr has nothing to lead."""
    with _LOCK, contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError):
            if sys.stderr:
                sys.stderr.flush()
            kept = os.dup(_STDERR)
            stack.callback(os.close, kept)
            nowhere = os.open(os.devnull, os.O_WRONLY)
            stack.callback(os.close, nowhere)
            stack.callback(os.dup2, kept, _STDERR)
            os.dup2(nowhere, _STDERR)
        yield
