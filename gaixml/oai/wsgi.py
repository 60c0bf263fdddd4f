"""The WSGI application (PEP 3333): GET and POST of the base URL (OAI-PMH 2.0, section 3.1), and the schemas."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from gaixml.errors import OutputError
from gaixml.grammars import resource
from gaixml.oai.dissemination import SCHEMAS, OutdatedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    from gaixml.oai.provider import Provider
    from gaixml.oai.scanning import Folder

BASE: Final = "/oai"
SCHEMAS_BASE: Final = "/schemas"
_FORM: Final = "application/x-www-form-urlencoded"
_MOST: Final = 1024 * 1024
"""Bytes of a body that is read at all."""
_TRIES: Final = 5
_WAIT: Final = "10"
"""Seconds after which a harvester may ask again, when the folder changes faster than it can be read."""


class _Refusal(Exception):  # noqa: N818 - of HTTP, not of the protocol
    """A request that HTTP answers, not OAI-PMH."""

    def __init__(self, status: HTTPStatus, *headers: tuple[str, str]) -> None:
        super().__init__(status.phrase)
        self.status = status
        self.headers = headers


class Application:
    """The application of a folder; ``say`` gets a line about each thing that the operator should know of."""

    def __init__(self, provider: Provider, folder: Folder, say: Callable[[str], None]) -> None:
        """Take what answers, and where it reads."""
        self._provider = provider
        self._folder = folder
        self._say = say

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        try:
            body, status, kind = self._answer(environ), HTTPStatus.OK, "text/xml; charset=UTF-8"
            extra: tuple[tuple[str, str], ...] = ()
        except _Refusal as refusal:
            status, extra = refusal.status, refusal.headers
            body, kind = f"{status.value} {status.phrase}\n".encode(), "text/plain; charset=UTF-8"
        headers = [("Content-Type", kind), ("Content-Length", str(len(body))), *extra]
        start_response(f"{status.value} {status.phrase}", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _answer(self, environ: WSGIEnvironment) -> bytes:
        path = environ.get("PATH_INFO", "").rstrip("/")
        method = environ["REQUEST_METHOD"]
        folder, _, name = path.rpartition("/")
        if folder == SCHEMAS_BASE and name in SCHEMAS and method in {"GET", "HEAD"}:
            schema: bytes = (resource("schemas") / name).read_bytes()
            return schema
        if path != BASE:
            raise _Refusal(HTTPStatus.NOT_FOUND)
        if method == "POST":
            return self._harvest(_form(environ))
        if method not in {"GET", "HEAD"}:
            raise _Refusal(HTTPStatus.METHOD_NOT_ALLOWED, ("Allow", "GET, HEAD, POST"))
        return self._harvest(environ.get("QUERY_STRING", ""))

    def _harvest(self, query: str) -> bytes:
        try:
            self._folder.refresh()
        except OutputError as error:
            self._say(str(error))  # what was indexed before is still true enough to be served
        for _ in range(_TRIES):
            try:
                return self._provider.answer(query)
            except OutdatedError as error:
                self._say(f"{error}; the index was brought up to date")
            except OutputError as error:
                self._say(str(error))
                break
        raise _Refusal(HTTPStatus.SERVICE_UNAVAILABLE, ("Retry-After", _WAIT))


def _form(environ: WSGIEnvironment) -> str:
    """Return the body of a POST request; a long one too, so that the client hears what the protocol says of it."""
    if environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower() != _FORM:
        raise _Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    try:
        length = int(environ.get("CONTENT_LENGTH") or "")
    except ValueError:
        raise _Refusal(HTTPStatus.LENGTH_REQUIRED) from None
    if length < 0:
        raise _Refusal(HTTPStatus.BAD_REQUEST)
    if length > _MOST:
        raise _Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        body: bytes = environ["wsgi.input"].read(length)
    except OSError:
        raise _Refusal(HTTPStatus.REQUEST_TIMEOUT) from None
    return body.decode("latin-1")


def urls(host: str, port: int, base_url: str) -> tuple[str, str]:
    """Return the base URL and that of the schemas; a base URL that is given is the one that harvesters see."""
    if not base_url:
        authority = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        return f"http://{authority}{BASE}", f"http://{authority}{SCHEMAS_BASE}"
    base_url = base_url.rstrip("/")
    return base_url, f"{base_url.removesuffix(BASE)}{SCHEMAS_BASE}"
