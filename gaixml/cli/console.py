"""Talks to the console: data to stdout, messages to stderr, both in UTF-8 whatever the console's own charset."""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
from typing import TYPE_CHECKING, BinaryIO, Final

from gaixml.errors import OutputError

if TYPE_CHECKING:
    from rich.console import RenderableType

_WIDE: Final = 100_000
"""Columns of a drawing that no terminal shows."""


def say(message: str) -> None:
    """Print an error message to stderr."""
    tell(f"gaixml: {message}")


def tell(line: str) -> None:
    """Print a line to stderr; what would steer the terminal is made visible."""
    line = re.sub("[\x00-\x09\x0b-\x1f\x7f-\x9f]", lambda match: f"\\x{ord(match[0]):02x}", line)
    sys.stderr.flush()
    _write(sys.stderr.buffer, f"{line}\n".encode("utf-8", "surrogateescape"))


def put(data: bytes) -> bool:
    """Print data to stdout; return whether anybody reads on. Raises OutputError for a full disk, say."""
    try:
        _write(sys.stdout.buffer, data)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return False
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise OutputError("write", f"standard output: {error.strerror or error}") from None
    return True


def _write(file: BinaryIO, data: bytes) -> None:
    """Write all of the data: without a buffer, one call may take only a part."""
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) or 0 :]
    file.flush()


def drawn(renderable: RenderableType) -> bytes:
    """Return a drawing as a terminal of this width shows it; in a pipe nothing is cut, filled up or coloured."""
    from rich.console import Console  # noqa: PLC0415 - only what is drawn needs it

    terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if terminal else _WIDE
    file = io.StringIO()
    console = Console(file=file, force_terminal=terminal, width=width, highlight=False, legacy_windows=False)
    console.print(renderable)
    shown = file.getvalue()
    if not terminal:
        shown = re.sub(" +$", "", shown, flags=re.MULTILINE)
    return shown.encode("utf-8", "surrogatepass")
