from __future__ import annotations

import importlib
import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from gaixml.errors import OutputError
from gaixml.locations import kind_of, names_below, url_of
from gaixml.storage import find, is_url, locate, read, write_whole

if TYPE_CHECKING:
    from deposit_stores import Server, Store


pytest_plugins = ["deposit_stores"]


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("reports/a.txt", "reports/a.txt"),
        ("file:///reports/a%20b.txt", "/reports/a b.txt"),
        ("file://localhost/%E6%8A%A5.txt", "/报.txt"),
        ("local:///reports", "/reports"),
        ("C:/reports", "C:/reports"),
    ],
)
def test_what_is_on_this_machine_is_a_path(name: str, path: str) -> None:
    assert locate(name) == Path(path)


def test_a_url_is_told_from_a_path() -> None:
    assert [name for name in ("s3://a/b", "a/b", "C:/a", "file:///a", "webdav+https://h/a") if is_url(name)] == [
        "s3://a/b",
        "file:///a",
        "webdav+https://h/a",
    ]


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("foo://host/a", "location", "Unsupported"),
        ("file://reports/a", "location", "three slashes"),
        ("http://[::1", "location", "IPv6"),
        ("webdav+https://me:hush@host/a", "credentials", "password"),
        ("s3://key:hush@bucket/a", "credentials", "password"),
    ],
)
def test_a_url_of_no_use_says_why_and_tells_no_secret(name: str, code: str, words: str) -> None:
    pytest.importorskip("upath")
    with pytest.raises(OutputError, match=words) as caught:
        locate(name)
    assert caught.value.code == code
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize(
    ("module", "name"), [("upath", "memory://a"), ("s3fs", "s3://b/a"), ("webdav4.client", "webdav+http://h/a")]
)
def test_a_missing_extra_is_named(module: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if module != "upath":
        pytest.importorskip("upath")
    for loaded in ("gaixml.webdav", "upath.implementations.webdav"):
        monkeypatch.delitem(sys.modules, loaded, raising=False)
    registry: Any = importlib.import_module("fsspec.registry") if module == "s3fs" else None
    if registry:
        monkeypatch.setattr(registry, "_registry", {})
        monkeypatch.setattr(registry, "registry", {})
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(OutputError, match=r"pip install 'gaixml\[remote\]'") as caught:
        locate(name)
    assert caught.value.code == "missing-extra"


@pytest.mark.parametrize("data", [b"", "报告\r\n".encode("gb18030") * 999], ids=["empty", "text"])
def test_what_is_written_can_be_read(store: Store, data: bytes) -> None:
    location = locate(f"{store.url}/报告/a 1.xml")
    write_whole(location, b"what was there before")
    write_whole(location, data)
    assert store.names() == ["报告/a 1.xml"]
    assert store.content("报告/a 1.xml") == data
    assert read(location) == data
    assert read(locate(url_of(location))) == data


def test_a_folder_is_listed_in_order(store: Store) -> None:
    for name in ("b.txt", "a/c.txt", "a/b/d #1.txt", ".hidden", "a/.git/e.txt"):
        write_whole(locate(store.url) / name, name.encode())
    found = list(find(locate(store.url)))
    assert [(file.name, below.as_posix()) for file, below in found] == [
        ("d #1.txt", "a/b"),
        ("c.txt", "a"),
        ("b.txt", "."),
    ]
    assert [read(file) for file, _ in found] == [b"a/b/d #1.txt", b"a/c.txt", b"b.txt"]


def test_what_is_no_folder_stands_for_itself(store: Store) -> None:
    location = locate(store.url) / "a.txt"
    assert list(find(location)) == [(location, Path())]
    with pytest.raises(OutputError, match=r"a\.txt") as caught:
        read(location)
    assert caught.value.code == "read"
    write_whole(location, b"a")
    assert list(find(location)) == [(location, Path())]


def test_a_key_that_no_file_system_could_hold_is_not_listed(memory: Store) -> None:
    files = memory.files
    for key in ("../up.txt", "a//b.txt", "./c.txt", "fine.txt"):
        files.store[f"{memory.root}/{key}"] = importlib.import_module("fsspec.implementations.memory").MemoryFile(
            files, f"{memory.root}/{key}", b"x"
        )
    assert names_below(locate(memory.url)) == ["fine.txt"]


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\xff\x00")))
    assert read(None) == b"\xff\x00"


def test_a_name_with_a_nul_cannot_be_read() -> None:
    with pytest.raises(OutputError) as caught:
        read(Path("a\0b"))
    assert caught.value.code == "read"


def test_a_file_that_is_changed_while_it_is_read_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"before")
    fstat = os.fstat

    def fstat_then_change(handle: int) -> os.stat_result:
        status = fstat(handle)
        if path.read_bytes() == b"before":
            path.write_bytes(b"and after that")
        return status

    monkeypatch.setattr(os, "fstat", fstat_then_change)
    with pytest.raises(OutputError, match="changed") as caught:
        read(path)
    assert caught.value.code == "changed"


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    webdav: Store,
    webdav_server: Server,
    line: Any,  # noqa: ANN401
) -> None:
    write_whole(locate(f"{webdav.url}/a.bin"), b"old")
    wire = line(webdav_server.port, 1 << 20)
    location = locate(f"{webdav.url}/a.bin".replace(str(webdav_server.port), str(wire.port)))
    with pytest.raises(OutputError, match="nothing was written"):
        write_whole(location, bytes(3 << 20))
    assert wire.is_cut
    assert webdav.content("a.bin") == b"old"


def test_a_move_that_fails_leaves_nothing_behind(webdav: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("gaixml.uploads._rename", refuse)
    with pytest.raises(OutputError, match="No space left on device; nothing was written"):
        write_whole(locate(f"{webdav.url}/a.bin"), b"new")
    assert webdav.names() == []


@pytest.mark.parametrize("scheme", ["s3", "webdav"])
def test_a_server_that_is_down_is_no_empty_one(scheme: str, line: Any, request: pytest.FixtureRequest) -> None:  # noqa: ANN401
    store = request.getfixturevalue(scheme)
    server = request.getfixturevalue(f"{scheme}_server")
    wire = line(server.port, 1)
    wire.cut()
    if scheme == "s3":
        settings = importlib.import_module("fsspec.config").conf["s3"]
        settings["endpoint_url"] = f"http://127.0.0.1:{wire.port}"
    with pytest.raises(OutputError) as caught:
        kind_of(locate(store.url.replace(str(server.port), str(wire.port))))
    assert caught.value.code == "read"
    assert "\n" not in str(caught.value)
