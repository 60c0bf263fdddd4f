"""Opens WebDAV servers (RFC 4918) for gaixml.locations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, unquote, urlsplit

from fsspec.config import conf  # type: ignore[import-untyped]
from upath import UPath
from webdav4.client import Client  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from collections.abc import Callable

    from httpx import URL


class _Client(Client):  # type: ignore[misc] # untyped
    """A client that escapes names: without it one with # or ? is refused, and ``%20`` in one becomes a blank.

    It is sent to other processes as the URL of its server, and made there: connections and credentials stay here.
    """

    def __reduce__(self) -> tuple[Callable[[str], _Client], tuple[str]]:
        """Return how it is made again."""
        return _client, (str(self.base_url),)

    def join_url(self, path: str, add_trailing_slash: bool = False) -> URL:  # noqa: FBT001, FBT002 - as it is there
        """Return the URL of a path, which is unescaped."""
        url: URL = super().join_url(quote(path), add_trailing_slash)
        return url


_CLIENTS: Final[dict[tuple[str, str], _Client]] = {}
"""By URL and settings: to make one for each location that arrives would take longer than to read most files."""


def _client(server: str) -> _Client:
    """Return the client of a server, with what fsspec's settings say here and now."""
    options: dict[str, Any] = dict(conf.get("webdav", {}))
    if isinstance(options.get("auth"), list):
        options["auth"] = tuple(options["auth"])
    key = server, repr(options)
    if key not in _CLIENTS:
        _CLIENTS[key] = _Client(server, **options)
    return _CLIENTS[key]


def locate_webdav(name: str) -> UPath:
    """Return the location of a URL like ``webdav+https://host/dav/folder``, its escapes undone.

    What fsspec's settings say of ``webdav`` goes to httpx. Its credentials are a list there, since JSON has no tuples.
    """
    url = urlsplit(name)
    client = _client(f"{url.scheme.removeprefix('webdav+')}://{url.netloc}")
    root = UPath(f"{url.scheme}://{url.netloc}/", client=client)
    path = unquote(url.path).strip("/")
    return root / path if path else root
