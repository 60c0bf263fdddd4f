"""Says where files are, by path or by URL: fsspec reaches S3, WebDAV and other stores.

A location is a pathlib.Path or, for a URL, a universal_pathlib.UPath, which has the same methods. Addresses of servers
and credentials come from fsspec's own settings (FSSPEC_S3_KEY …, files in ~/.config/fsspec), never from an option.
"""

from __future__ import annotations

import contextlib
import importlib
import re
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, quote, urlsplit
from urllib.request import url2pathname

from gaixml.errors import GaixmlError, OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from upath import UPath

    Location = Path | UPath

FILE: Final = "file"
FOLDER: Final = "directory"
"""What fsspec calls the kinds of things that have a name."""
_LOCAL: Final = frozenset({"file", "local"})
_WEBDAV: Final = frozenset({"webdav+http", "webdav+https"})
_EXTRA: Final = "pip install 'gaixml[remote]'"


def is_url(name: str) -> bool:
    """Tell a URL from a path."""
    return "://" in name


def locate(name: str) -> Location:
    """Return the location of this name; what is on this machine, file:// too, is a pathlib.Path.

    Nothing is asked of a server. Raises OutputError: ``missing-extra`` if what reads the protocol is not installed,
    ``credentials`` if the URL has a password in it, ``location`` if nothing can be done with it.
    """
    if not is_url(name):
        return Path(name)
    try:
        url = urlsplit(name)
        secret = url.password is not None
    except ValueError as error:
        raise OutputError("location", f"{name}: {error}") from None
    if url.scheme in _LOCAL:
        return _local(name, url)
    if secret:
        safe = f"{url.scheme}://{url.netloc.rpartition('@')[2]}{url.path}"
        raise OutputError("credentials", f"{safe}: no password in a URL: it would be printed; see docs/deposit.md")
    return _remote(name, url.scheme)


def _local(name: str, url: SplitResult) -> Path:
    """Return the path of a file URL (RFC 8089)."""
    if url.netloc not in {"", "localhost"}:
        raise OutputError("location", f"{name}: a file URL has three slashes before its path: file:///…")
    return Path(url2pathname(url.path))


def _remote(name: str, scheme: str) -> UPath:
    try:
        paths = importlib.import_module("upath")
    except ImportError:
        raise OutputError("missing-extra", f"{name}: for URLs install the extra “remote”: {_EXTRA}") from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # about protocols that have no path class of their own
            if scheme in _WEBDAV:
                location: UPath = importlib.import_module("gaixml.webdav").locate_webdav(name)
            else:
                location = paths.UPath(name)
            location.fs  # noqa: B018 - loads what reads the protocol
    except ImportError as error:
        message = f"{name}: {_reason(error)} (S3 and WebDAV come with {_EXTRA})"
        raise OutputError("missing-extra", message) from None
    except Exception as error:  # noqa: BLE001 - every driver has errors of its own
        raise OutputError("location", f"{name}: {_reason(error)}") from None
    return location


def url_of(location: Location) -> str:
    """Return the name that ``locate`` takes; a path as it is."""
    if isinstance(location, Path):
        return str(location)
    if base := location.storage_options.get("base_url"):  # WebDAV: str() would leave out the server
        path = re.sub(r'[\x00-\x20"#%<>?\\^`{|}]', lambda match: quote(match[0]), location.path.lstrip("/"))
        return f"webdav+{str(base).rstrip('/')}/{path}"
    return str(location)


@contextlib.contextmanager
def failures(location: Location | None, code: str, outcome: str = "") -> Iterator[None]:
    """Raise OutputError with this code for whatever goes wrong with a location; ``outcome`` ends its message."""
    expected = (OSError, ValueError) if location is None or isinstance(location, Path) else Exception
    try:
        yield
    except GaixmlError:
        raise
    except expected as error:  # of a URL everything: every driver has errors of its own
        name = "stdin" if location is None else url_of(location)
        raise OutputError(code, f"{name}: {_reason(error)}{outcome}") from None


def _reason(error: Exception) -> str:
    """Return what an error says, on one line."""
    said = getattr(error, "strerror", None) or str(error)
    return " ".join(str(said).split()) or type(error).__name__


def kind_of(location: Location) -> str | None:
    """Return FILE, FOLDER or, if there is nothing, None. Raises OutputError when the store does not say.

    The ``exists`` of fsspec takes a server that is down for one that holds nothing.
    """
    with failures(location, "read"):
        try:
            if isinstance(location, Path):
                location.lstat()
                return FOLDER if location.is_dir() else FILE
            location.fs.invalidate_cache()
            return FOLDER if location.fs.info(location.path)["type"] == FOLDER else FILE
        except FileNotFoundError:
            return None


def names_below(location: Location) -> list[str]:
    """Return the names of the files below a folder, relative to it, with slashes, sorted.

    A link on this machine is not followed. What no file system could hold is left out: an object store has keys like
    ``a//b`` and ``../b``.
    """
    with failures(location, "read"):
        if isinstance(location, Path):
            paths = (path for path in location.rglob("*") if path.is_symlink() or not path.is_dir())
            return sorted(path.relative_to(location).as_posix() for path in paths)
        location.fs.invalidate_cache()
        root = location.path.strip("/")
        names = (str(path).strip("/")[len(root) :].removeprefix("/") for path in location.fs.find(location.path))
        return sorted(name for name in names if name and _is_safe(name))


def _is_safe(name: str) -> bool:
    return all(part not in {"", ".", ".."} and Path(part).name == part for part in name.split("/"))
