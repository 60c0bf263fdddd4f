"""What an exception that one input provokes means for a batch: an exit code, a stable code and a message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gaixml.errors import ExitCode, GaixmlError

if TYPE_CHECKING:
    from collections.abc import Iterable

_GRAVITY: Final = (
    ExitCode.OK, ExitCode.INVALID, ExitCode.SOME_FAILED, ExitCode.IO, ExitCode.USAGE, ExitCode.INTERRUPTED
)  # fmt: skip


def failure(error: Exception, name: str) -> tuple[ExitCode, str, str]:
    """Return exit code, code and message for whatever went wrong with the input of this name."""
    if isinstance(error, GaixmlError):
        return error.exit_code, error.code, str(error)
    if isinstance(error, RecursionError | MemoryError):
        return ExitCode.SOME_FAILED, "too-large", f"{name}: too large for this machine's memory or the limit set"
    message = f"{name}: gaixml failed, please report it: {type(error).__name__}: {error}"
    return ExitCode.USAGE, "internal", message


def worst(exit_codes: Iterable[ExitCode]) -> ExitCode:
    """Return the exit code of a batch: the gravest of its inputs."""
    return max(exit_codes, default=ExitCode.OK, key=_GRAVITY.index)
