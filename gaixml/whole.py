"""Files and folders that appear whole or not at all: written beside their place, synced, renamed."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import platform
import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gaixml.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_HOST: Final = hashlib.sha256(platform.node().encode()).hexdigest()[:8]
_PREFIX: Final = ".gaixml-"
_SUFFIX: Final = ".tmp"
_OCCUPIED: Final = frozenset({errno.EACCES} if sys.platform == "win32" else {errno.ENOTEMPTY, errno.EEXIST})
"""What the system says where a folder is to take the place of one (POSIX: rename)."""
_TEMPORARY: Final = re.compile(rf"\.gaixml-{_HOST}-(\d+)-.*\.tmp")
"""Something half-written by a process of this machine, with the process's number."""


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it appears whole or not at all: into a temporary sibling, synced, renamed.

    Raises OutputError, with nothing left behind.
    """
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=_prefix(), suffix=_SUFFIX, dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o666 & ~_umask())
        Path(temporary).replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        _remove(temporary)
        raise OutputError("write", f"{path}: {error.strerror or error}; nothing was written") from None
    except BaseException:
        _remove(temporary)
        raise


@contextlib.contextmanager
def whole_folder(path: Path, *, replace: bool = False) -> Iterator[Path]:
    """Give an empty folder beside a place; it takes that place, synced, when all went well, and is removed if not.

    A folder that is there already is replaced if it holds the same names, or ``replace`` says that all there is ours.
    Raises OutputError: ``exists`` for any other folder, ``write`` for what the system refuses.
    """
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = tempfile.mkdtemp(prefix=_prefix(), suffix=_SUFFIX, dir=path.parent)
        yield Path(temporary)
        Path(temporary).chmod(0o777 & ~_umask())
        sync_tree(Path(temporary))
        if not replace:
            _refuse_to_replace(path, set(os.listdir(temporary)))  # noqa: PTH208 - names are what is wanted
        take_place(Path(temporary), path)
    except OSError as error:
        _remove(temporary)
        raise OutputError("write", f"{path}: {error.strerror or error}; nothing was written") from None
    except BaseException:
        _remove(temporary)
        raise


def _refuse_to_replace(path: Path, names: set[str]) -> None:
    """Raise OutputError if a folder stands there that holds anything else than what it is to hold."""
    if path.is_dir() and set(os.listdir(path)) - names:  # noqa: PTH208
        raise OutputError(
            "exists", f"{path}: a folder with other things in it stands there; choose another output folder"
        )


def sync_tree(folder: Path) -> None:
    """Have all files below a folder, and the folders, on the disk."""
    for above, _, names in os.walk(folder):
        for name in names:
            handle = os.open(Path(above, name), os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        _sync_folder(Path(above))


def take_place(new: Path, path: Path) -> None:
    """Rename a folder, synced already, to its place.

    One that stands there is moved away first: a folder cannot be replaced at once. Whoever else puts one there between
    these two steps has his moved away in turn.
    """
    while True:
        try:
            new.replace(path)
        except OSError as error:
            if error.errno not in _OCCUPIED or not path.is_dir() or path.is_symlink():
                raise
            _move_away(path)
        else:
            break
    _sync_folder(path.parent)


def _move_away(folder: Path) -> None:
    """Remove a folder, first from its name; somebody else may do the same."""
    old = Path(tempfile.mkdtemp(prefix=_prefix(), suffix=_SUFFIX, dir=folder.parent))
    try:
        with contextlib.suppress(FileNotFoundError):
            folder.replace(old)
    finally:
        shutil.rmtree(old)


def scratch_folder() -> tempfile.TemporaryDirectory[str]:
    """Return an empty folder among the system's temporary files, which is removed at the end of a ``with``."""
    return tempfile.TemporaryDirectory(prefix=_prefix(), suffix=_SUFFIX)


def remove_leftovers(folders: Iterable[Path]) -> None:
    """Remove what processes of this machine that are no more left half-written in some folders, and as scratch."""
    if sys.platform == "win32":  # there is no asking whether a process lives
        return
    for folder in {Path(tempfile.gettempdir()), *folders}:
        with contextlib.suppress(OSError):  # it is not there yet
            _remove_orphans(str(folder), os.listdir(folder))  # noqa: PTH208 - names are what is wanted


def _remove_orphans(folder: str, names: Iterable[str]) -> None:
    for name in names:
        found = _TEMPORARY.fullmatch(name)
        if found and not _lives(int(found[1])):
            _remove(os.path.join(folder, name))  # noqa: PTH118 - what os.walk gives


@contextlib.contextmanager
def alone(file: Path) -> Iterator[None]:
    """Let only one process at a time work meanwhile: it owns a file, which names it. One that is no more owns nothing.

    Raises OutputError ``busy`` if another one does, or may do: of another machine nothing is known.
    """
    own = f"{_HOST} {os.getpid()}"
    while True:
        try:
            with file.open("x", encoding="ascii") as owned:
                owned.write(own)
            break
        except FileExistsError:
            _remove_if_orphaned(file)
        except OSError as error:
            raise OutputError("write", f"{file}: {error.strerror or error}") from None
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            file.unlink()


def _remove_if_orphaned(file: Path) -> None:
    """Remove a file of ``alone`` whose owner is no more. Raises OutputError ``busy`` if that is not certain."""
    try:
        host, _, process = file.read_text("ascii", "replace").partition(" ")
    except FileNotFoundError:  # its owner has just come to its end
        return
    if host != _HOST or not process.isdecimal() or (_lives(int(process)) and process != str(os.getpid())):
        message = f"{file.parent}: another gaixml is at work there; if it is not, remove {file}"
        raise OutputError("busy", message)
    file.unlink(missing_ok=True)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # somebody else's
        return True
    return not _is_zombie(process)


def _is_zombie(process: int) -> bool:
    """Tell whether a process is dead and only its parent has not asked yet: some containers' first process never does.

    See proc_pid_stat(5); where there is no such file nothing is known.
    """
    with contextlib.suppress(OSError):
        return Path(f"/proc/{process}/stat").read_bytes().rpartition(b")")[2].split()[:1] in ([b"Z"], [b"X"])
    return False


def _prefix() -> str:
    return f"{_PREFIX}{_HOST}-{os.getpid()}-"


def _remove(temporary: str) -> None:
    if temporary:
        with contextlib.suppress(OSError):
            if Path(temporary).is_dir():
                shutil.rmtree(temporary)
            else:
                Path(temporary).unlink()


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
