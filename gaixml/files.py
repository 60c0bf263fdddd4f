"""Finds the inputs that a command names and plans where their outputs go."""

from __future__ import annotations

import glob
import os
import unicodedata
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gaixml.locations import locate, url_of
from gaixml.storage import find

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator

    from gaixml.storage import Location

STDIN: Final = "-"
SUFFIXES: Final = frozenset(
    {
        *(".txt", ".text", ".md", ".markdown", ".mkd"),
        *(".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml"),
        *(".docx", ".docm", ".doc", ".wps", ".rtf", ".odt"),
        *(".pdf", ".ofd"),
        *(".xlsx", ".xlsm", ".xls", ".et"),
    }
)
"""What is taken from a folder. A file that is named itself is read whatever its suffix: content decides."""
WITH_ARCHIVES: Final = SUFFIXES | {".xml"}
"""What is taken from a folder by a command that reads archives too."""


@dataclass(frozen=True, slots=True)
class Input:
    """An input; ``path`` is None for standard input.

    ``below`` is the folder its output belongs in, relative to the output's. ``found`` is false if the name, which
    ``path`` then is, stands for nothing.
    """

    path: Location | None
    below: Path = Path()
    found: bool = True

    @property
    def name(self) -> str:
        """Return how messages call the input."""
        return url_of(self.path) if self.path else "stdin"

    @property
    def local(self) -> Path | None:
        """Return the path of a file of this machine, None for standard input and URLs."""
        return self.path if isinstance(self.path, Path) else None


@dataclass(frozen=True, slots=True)
class Job:
    """An input and the file its output goes to; ``source`` is None for standard input.

    ``problem`` says why it cannot be done: ``no-input`` (the name stands for nothing), ``same-file`` (the output would
    replace a source, its own or another of the batch). ``place`` is the target relative to the output's folder;
    ``version`` says on what the output depends beside the source and the options of the batch.
    """

    source: Location | None
    target: Location
    problem: str = ""
    place: str = ""
    version: str = ""

    @property
    def name(self) -> str:
        """Return how messages call the input."""
        return url_of(self.source) if self.source else "stdin"


def find_inputs(name: str, suffixes: frozenset[str] = SUFFIXES) -> Iterator[tuple[Location | None, Path]]:
    """Yield the inputs that a name stands for, each with the folder, relative to the output's, its output belongs in.

    A folder stands for the files below it, whose subfolders are kept; a glob that the shell left alone for what it
    matches; any other name for itself, so that reading it fails with its name if there is no such file. A URL stands
    for the file or folder it names.
    """
    path = locate(name)
    if not isinstance(path, Path):
        yield from ((file, below) for file, below in find(path) if file == path or file.suffix.lower() in suffixes)
    elif name == STDIN:
        yield None, Path()
    elif _is(Path.is_dir, path):
        for file in sorted(path.rglob("*")):
            if _belongs(file, path, suffixes):
                yield file, file.relative_to(path).parent
    elif glob.has_magic(name) and not _is(Path.exists, path):
        for match in sorted(glob.glob(name, recursive=True)):  # noqa: PTH207 - absolute patterns too
            if _is(Path.exists, Path(match)):
                yield from find_inputs(match, suffixes)
    else:
        yield path, Path()


def _is(kind: Callable[[Path], bool], path: Path) -> bool:
    """Ask the system about a path; a name that it cannot have is nothing."""
    try:
        return kind(path)
    except (OSError, ValueError):
        return False


def _belongs(file: Path, folder: Path, suffixes: frozenset[str]) -> bool:
    """Tell whether a file below a folder is an input: by its suffix, and not hidden nor in a hidden folder."""
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return not hidden and file.suffix.lower() in suffixes and file.is_file()


def find_all(names: Iterable[str], suffixes: frozenset[str] = SUFFIXES) -> list[Input]:
    """Return the inputs that some names stand for, in their order; one that is named twice comes once."""
    inputs: dict[str, Input] = {}
    for name in names:
        found = [Input(source, below) for source, below in find_inputs(name, suffixes)]
        for one in found or [Input(Path(name), found=False)]:
            inputs.setdefault(_identity(one.path) if one.found else f"nothing: {name}", one)
    return list(inputs.values())


def plan(
    names: Iterable[str], folder: Location, suffix: str = ".xml", suffixes: frozenset[str] = SUFFIXES
) -> list[Job]:
    """Return the jobs of a batch: each output is ``<stem><suffix>`` in the folder or, if that is taken, a longer name.

    Of two inputs ``a.txt`` and ``a.md`` the second becomes ``a.md.xml``, of ``x/a.txt`` and ``y/a.txt`` ``y-a.xml``.
    A file that is named twice is one job; a name that stands for nothing is a job that will fail. What lies in the
    output's folder is no input of the folder around it.
    """
    inputs = [one for one in find_all(names, suffixes) if not _is_output(one, folder)]
    sources = {_identity(one.path) for one in inputs if one.found}
    jobs = [Job(one.path, folder, "no-input") for one in inputs if not one.found]
    taken: dict[str, Location | None] = {}
    above: set[str] = set()
    for one in inputs:
        if one.found:
            place = next(path for path in _places(one, suffix, taken) if _is_free(path, taken, above))
            taken[_key(place)] = one.path
            above.update(map(_key, place.parents))
            target = folder / place
            problem = "same-file" if _identity(target) in sources else ""
            jobs.append(Job(one.path, target, problem, place.as_posix()))
    return jobs


def _is_free(place: Path, taken: Container[str], above: Container[str]) -> bool:
    """Tell whether no other output has this place, lies in it or holds it: an output may be a folder."""
    return (
        _key(place) not in taken and _key(place) not in above and not any(_key(one) in taken for one in place.parents)
    )


def _is_output(one: Input, folder: Location) -> bool:
    """Tell whether an input lies in the output's folder and that in the folder that was named: it was made here."""
    if not isinstance(one.path, Path) or not isinstance(folder, Path) or not one.found:
        return False
    path, output = one.path.absolute(), folder.absolute()
    named = path.parents[len(one.below.parts)]
    return output in path.parents and named in output.parents


def _identity(path: Location | None) -> str:
    """Return what two names of one file have in common, links included."""
    if path is None:
        return STDIN
    if not isinstance(path, Path):
        return url_of(path)
    try:
        status = path.stat()
    except (OSError, ValueError):
        return os.path.abspath(path)  # noqa: PTH100 - of names, too, that the system cannot have
    return f"{status.st_dev}:{status.st_ino}"


def _places(one: Input, suffix: str, taken: dict[str, Location | None]) -> Iterator[Path]:
    """Yield what the output of an input may be called, relative to the output's folder; the best first."""
    source, below = one.path, one.below
    stem, name = (source.stem, source.name) if source else ("stdin", "stdin")
    if not stem.strip("."):  # ..md: such a stem is a folder
        stem, name = f"_{stem}", f"_{name}"
    first = below / f"{stem}{suffix}"
    yield first
    rival = taken.get(_key(first))
    if source and rival and rival.parent != source.parent:
        yield below / f"{source.resolve().parent.name}-{stem}{suffix}"
    yield below / f"{name}{suffix}"
    yield from (below / f"{name}.{number}{suffix}" for number in count(2))


def _key(path: Path) -> str:
    """Return what two names have in common that some file system takes for one: case and Unicode form do not count."""
    return unicodedata.normalize("NFC", str(path)).casefold()
