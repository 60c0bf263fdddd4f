"""Finds the inputs that a command names and writes files that are whole or absent."""

from __future__ import annotations

import contextlib
import glob
import os
import tempfile
import unicodedata
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gaixml.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STDIN: Final = "-"
SUFFIXES: Final = frozenset({".txt", ".text", ".md", ".markdown", ".mkd"})
"""What is taken from a folder. A file that is named itself is read whatever its suffix: content decides."""


@dataclass(frozen=True, slots=True)
class Job:
    """An input and the file its archive goes to; ``source`` is None for standard input."""

    source: Path | None
    target: Path

    @property
    def name(self) -> str:
        """Return how messages call the input."""
        return str(self.source) if self.source else "stdin"


def find_inputs(names: Iterable[str], suffixes: frozenset[str] = SUFFIXES) -> Iterator[tuple[Path | None, Path]]:
    """Yield each input with the folder, relative to the output folder, that its output belongs in.

    A folder stands for the files below it, whose subfolders are kept; a glob that the shell left alone is expanded;
    a name that is nothing of that is yielded as it is, so that reading it fails with its name.
    """
    for name in names:
        path = Path(name)
        if name == STDIN:
            yield None, Path()
        elif path.is_dir():
            for file in sorted(path.rglob("*")):
                if file.suffix.lower() in suffixes and file.is_file() and not _hidden(file.relative_to(path)):
                    yield file, file.relative_to(path).parent
        elif not path.exists() and glob.has_magic(name):
            for match in sorted(glob.glob(name, recursive=True)):  # noqa: PTH207 - absolute patterns too
                yield from find_inputs([glob.escape(match) if not Path(match).exists() else match], suffixes)
        else:
            yield path, Path()


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def plan(names: Iterable[str], folder: Path) -> list[Job]:
    """Return the jobs of a conversion: ``<stem>.xml`` in the folder or, if that is taken, a longer name.

    Of two inputs ``a.txt`` and ``a.md`` the second becomes ``a.md.xml``, of ``x/a.txt`` and ``y/a.txt`` ``y-a.xml``.
    """
    taken: dict[str, Path | None] = {}
    jobs: list[Job] = []
    for source, below in find_inputs(names):
        target = next(path for path in _targets(source, folder / below, taken) if _key(path) not in taken)
        taken[_key(target)] = source
        jobs.append(Job(source, target))
    return jobs


def _targets(source: Path | None, folder: Path, taken: dict[str, Path | None]) -> Iterator[Path]:
    """Yield the files that an input may become, the best first."""
    stem, name = (source.stem, source.name) if source else ("stdin", "stdin")
    first = folder / f"{stem}.xml"
    yield first
    rival = taken.get(_key(first))
    if source and rival and rival.parent != source.parent:
        yield folder / f"{source.parent.name}-{stem}.xml"
    yield folder / f"{name}.xml"
    yield from (folder / f"{name}.{number}.xml" for number in count(2))


def _key(path: Path) -> str:
    """Return what two names have in common that some file system takes for one: case and Unicode form do not count."""
    return unicodedata.normalize("NFC", str(path)).casefold()


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it appears whole or not at all: into a temporary sibling, synced, renamed.

    Raises OutputError, with nothing left behind.
    """
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".gaixml-", suffix=".tmp", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o666 & ~_umask())
        Path(temporary).replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        if temporary:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
        raise OutputError("write", f"{path}: {error.strerror or error}; nothing was written") from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    """Make a rename last; where folders cannot be opened (Windows) the system sees to it."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
