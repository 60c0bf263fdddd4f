"""Opens WebDAV servers (RFC 4918) for gaixml.locations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlsplit

from fsspec.config import conf  # type: ignore[import-untyped]
from upath import UPath
from webdav4.client import Client  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from httpx import URL


class _Client(Client):  # type: ignore[misc] # untyped
    """A client that escapes names: without it one with # or ? is refused, and ``%20`` in one becomes a blank."""

    def join_url(self, path: str, add_trailing_slash: bool = False) -> URL:  # noqa: FBT001, FBT002 - as it is there
        """Return the URL of a path, which is unescaped."""
        url: URL = super().join_url(quote(path), add_trailing_slash)
        return url


def locate_webdav(name: str) -> UPath:
    """Return the location of a URL like ``webdav+https://host/dav/folder``, its escapes undone.

    What fsspec's settings say of ``webdav`` goes to httpx. Its credentials are a list there, since JSON has no tuples.
    """
    url = urlsplit(name)
    options: dict[str, Any] = dict(conf.get("webdav", {}))
    if isinstance(options.get("auth"), list):
        options["auth"] = tuple(options["auth"])
    client = _Client(f"{url.scheme.removeprefix('webdav+')}://{url.netloc}", **options)
    root = UPath(f"{url.scheme}://{url.netloc}/", client=client)
    path = unquote(url.path).strip("/")
    return root / path if path else root
