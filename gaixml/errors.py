"""The errors that gaixml raises, each with a stable code, and the exit codes of the command line."""

from __future__ import annotations

import enum


class ExitCode(enum.IntEnum):
    """What the command line's exit status means."""

    OK = 0
    INVALID = 1
    """validate or check found an error."""
    USAGE = 2
    """Wrong usage, or an internal error."""
    SOME_FAILED = 3
    """Some inputs could not be converted; each was named, the others were done."""
    IO = 4
    """Reading or writing failed."""
    INTERRUPTED = 130


class GaixmlError(Exception):
    """An error about one input. ``code`` is stable; the message names the input and says what to do."""

    exit_code = ExitCode.SOME_FAILED

    def __init__(self, code: str, message: str) -> None:
        """Keep the code apart from the message."""
        super().__init__(message)
        self.code = code


class InputError(GaixmlError):
    """A source that cannot be converted: empty, no text, too large."""


class InvalidArchiveError(GaixmlError):
    """An archive XML that its schema does not accept."""

    exit_code = ExitCode.INVALID


class OutputError(GaixmlError):
    """A file that could not be read or written."""

    exit_code = ExitCode.IO


class InternalError(GaixmlError):
    """A bug of gaixml: its own output is not valid. Nothing was written."""

    exit_code = ExitCode.USAGE
