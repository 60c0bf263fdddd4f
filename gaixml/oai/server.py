"""Serves the application with the threads of the standard library: for one machine, or behind a proxy."""

from __future__ import annotations

import hashlib
import os
import signal
import sys
import tempfile
import threading
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING, Any, Final
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from gaixml.cache import cache_folder
from gaixml.errors import OutputError
from gaixml.oai.index import Index
from gaixml.oai.scanning import Folder

if TYPE_CHECKING:
    from contextlib import ExitStack

    from gaixml.oai.wsgi import Application

_PATIENCE: Final = 30
"""Seconds in which a client must have sent its request."""
_AT_ONCE: Final = 16
"""Requests that are worked on at a time; more wait."""


class _Handler(WSGIRequestHandler):
    timeout = _PATIENCE
    error_content_type = "text/xml; charset=UTF-8"
    error_message_format = '<?xml version="1.0" encoding="UTF-8"?>\n<error status="%(code)d">%(message)s</error>\n'

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401 - the method's own names
        """Log nothing: who harvests what is for the proxy's log."""

    def address_string(self) -> str:
        """Return the address, without asking any name server."""
        return str(self.client_address[0])


class Server(ThreadingMixIn, WSGIServer):
    """A WSGI server with a thread for each request; port 0 takes a free one. Raises OutputError for one in use."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, host: str, port: int) -> None:
        """Listen; requests wait until ``serve_forever``."""
        self._slots = threading.BoundedSemaphore(_AT_ONCE)
        if ":" in host:
            self.address_family = _ipv6()
        try:
            super().__init__((host, port), _Handler)
        except (OSError, OverflowError, UnicodeError) as error:
            reason = getattr(error, "strerror", None) or error
            raise OutputError("listen", f"{host}:{port}: {reason}; take another with --host, --port") from None

    def server_bind(self) -> None:
        """Bind without looking up this machine's name, which can take long."""
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])
        self.setup_environ()

    def process_request_thread(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - socketserver's
        """Work on a request when it is its turn."""
        with self._slots:
            super().process_request_thread(request, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - socketserver's
        """Pass over clients that went away; what else fails is a bug, and printed."""
        if not isinstance(sys.exception(), (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)


def _ipv6() -> int:
    import socket  # noqa: PLC0415 - rarely needed

    return socket.AF_INET6


def open_folder(path: Path, stack: ExitStack) -> Folder:
    """Return a folder with its index, brought up to date; what is temporary goes when the stack closes.

    Raises OutputError for a folder that cannot be read.
    """
    if not path.is_dir():
        raise OutputError("read", f"{path}: no folder; name one with archive XML, made by gaixml convert -o")
    path = path.resolve()
    name = f"oai-{hashlib.sha256(os.fsencode(path)).hexdigest()[:32]}.sqlite3"
    try:
        index = Index(cache_folder() / name)
    except OutputError:  # nothing depends on the cache
        index = Index(Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="gaixml-"))) / name)
    folder = Folder(path, index)
    folder.refresh(at_once=True)
    return folder


def run(server: Server, application: Application) -> None:
    """Serve until SIGTERM or Ctrl-C, which raises KeyboardInterrupt; requests that are worked on are left."""
    stop = threading.Event()
    before = signal.signal(signal.SIGTERM, lambda *_: stop.set())
    server.set_app(application)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.2}, daemon=True)
    thread.start()
    try:
        while not stop.wait(0.5):
            if not thread.is_alive():
                raise OutputError("listen", "the server ended of itself")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        signal.signal(signal.SIGTERM, before)
