from __future__ import annotations

import gc
import hashlib
import importlib
import json
import os
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from gaixml import deposit as deposits
from gaixml import uploads
from gaixml.deposit import deposit, deposit_all
from gaixml.errors import GaixmlError, InputError, OutputError
from gaixml.locations import locate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from deposit_stores import Server, Store

    from gaixml.deposit import Receipt

pytest_plugins = ["deposit_stores"]

RECEIPT = "AIP 1.receipt.json"


def names_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder.parent).as_posix() for path in folder.rglob("*") if path.is_file())


def without_receipt(names: list[str]) -> list[str]:
    return [name for name in names if name != RECEIPT]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the files that are sent from now on."""
    names: list[str] = []
    put = uploads.put

    def spying_put(file: Path, *rest: Any) -> None:  # noqa: ANN401
        names.append(file.name)
        put(file, *rest)

    for module in (uploads, deposits):
        monkeypatch.setattr(module, "put", spying_put)
    return names


def test_a_file_arrives_as_it_is(store: Store, package: Path) -> None:
    receipt = deposit(package, store.url)
    assert store.names() == [package.name]
    assert store.content(package.name) == package.read_bytes()
    assert receipt.sha256 == hashlib.sha256(package.read_bytes()).hexdigest()
    assert (receipt.size, receipt.files, receipt.verified, receipt.sent) == (package.stat().st_size, 1, True, 1)


def test_the_url_of_a_receipt_finds_what_was_deposited(store: Store, package: Path) -> None:
    found = locate(deposit(package, store.url).url)
    assert uploads.digest(found) == hashlib.sha256(package.read_bytes()).hexdigest()


def test_a_folder_arrives_with_all_its_files(store: Store, unpacked: Path) -> None:
    receipt = deposit(unpacked, store.url)
    assert without_receipt(store.names()) == names_in(unpacked)
    for name in names_in(unpacked):
        assert store.content(name) == (unpacked.parent / name).read_bytes()
    assert (receipt.files, receipt.sent) == (5, 5)


def test_the_checksum_of_a_folder_is_that_of_its_manifest(folder: Store, unpacked: Path) -> None:
    names = sorted(path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file())
    lines = subprocess.run(["sha256sum", *names], cwd=unpacked, capture_output=True, check=True).stdout  # noqa: S603, S607
    assert deposit(unpacked, folder.url).sha256 == hashlib.sha256(lines).hexdigest()


def test_only_where_no_folder_can_be_moved_a_receipt_stands_beside_it(store: Store, unpacked: Path) -> None:
    deposit(unpacked, store.url)
    assert (RECEIPT in store.names()) == uploads.has_atomic_puts(locate(store.url))


@pytest.mark.parametrize(("kind", "has"), [("folder", False), ("memory", True), ("s3", True), ("webdav", False)])
def test_puts_of_object_stores_are_atomic(kind: str, has: bool, request: pytest.FixtureRequest) -> None:  # noqa: FBT001
    assert uploads.has_atomic_puts(locate(request.getfixturevalue(kind).url)) == has


@pytest.mark.parametrize("kind", ["package", "unpacked"])
def test_a_second_deposit_sends_nothing(
    store: Store, kind: str, sent: list[str], request: pytest.FixtureRequest
) -> None:
    path = request.getfixturevalue(kind)
    first = deposit(path, store.url)
    assert len(sent) == first.files
    before = store.names()
    second = deposit(path, store.url)
    assert len(sent) == first.files
    assert second.sent == 0
    assert second.as_row() == first.as_row()
    assert store.names() == before


def test_other_content_is_not_replaced_unless_wanted(store: Store, package: Path) -> None:
    deposit(package, store.url)
    first = package.read_bytes()
    package.write_bytes(b"another package")
    with pytest.raises(OutputError, match="--replace") as caught:
        deposit(package, store.url)
    assert caught.value.code == "exists"
    assert store.content(package.name) == first
    assert deposit(package, store.url, replace=True).sent == 1
    assert store.content(package.name) == b"another package"
    assert store.names() == [package.name]


def test_a_folder_that_is_replaced_keeps_nothing_of_the_old_one(store: Store, unpacked: Path) -> None:
    deposit(unpacked, store.url)
    (unpacked / "METS.xml").unlink()
    (unpacked / "new.txt").write_bytes(b"new")
    with pytest.raises(OutputError, match="something else"):
        deposit(unpacked, store.url)
    deposit(unpacked, store.url, replace=True)
    assert without_receipt(store.names()) == names_in(unpacked)


def test_a_folder_takes_the_place_of_a_file_only_if_wanted(store: Store, unpacked: Path, tmp_path: Path) -> None:
    (tmp_path / unpacked.name).write_bytes(b"a file of that name")
    deposit(tmp_path / unpacked.name, store.url)
    with pytest.raises(OutputError, match="something else"):
        deposit(unpacked, store.url)
    deposit(unpacked, store.url, replace=True)
    assert without_receipt(store.names()) == names_in(unpacked)
    deposit(tmp_path / unpacked.name, store.url, replace=True)
    assert store.content(unpacked.name) == b"a file of that name"


def test_what_is_damaged_behind_our_back_is_noticed(store: Store, unpacked: Path) -> None:
    deposit(unpacked, store.url)
    data = store.content("AIP 1/METS.xml")
    store.overwrite("AIP 1/METS.xml", data[:-1] + b"?")
    with pytest.raises(OutputError, match="something else") as caught:
        deposit(unpacked, store.url)
    assert caught.value.code == "exists"
    assert deposit(unpacked, store.url, replace=True).verified
    assert store.content("AIP 1/METS.xml") == data


@pytest.mark.parametrize("kind", ["package", "unpacked"])
def test_what_is_damaged_on_the_way_is_removed(
    store: Store, kind: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    put = uploads.put

    def damaging_put(file: Path, location: Any, sha256: str) -> None:  # noqa: ANN401
        put(file, location, sha256)
        with location.open("wb") as there:
            there.write(b"!" * file.stat().st_size)

    for module in (uploads, deposits):
        monkeypatch.setattr(module, "put", damaging_put)
    with pytest.raises(OutputError, match="read back") as caught:
        deposit(request.getfixturevalue(kind), store.url)
    assert caught.value.code == "checksum"
    assert store.names() == []


def test_one_bad_package_never_stops_the_rest(store: Store, package: Path, unpacked: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    again = tmp_path / "twice" / package.name
    packages = [tmp_path / "missing.zip", tmp_path / "empty", package, again, unpacked]
    outcomes: list[Receipt | GaixmlError] = list(deposit_all(packages, locate(store.url)))
    codes = [one.code if isinstance(one, GaixmlError) else one.files for one in outcomes]
    assert codes == ["no-input", "empty", 1, "same-name", 5]


def test_a_link_in_a_package_is_refused(folder: Store, unpacked: Path) -> None:
    (unpacked / "passwd").symlink_to("/etc")
    with pytest.raises(InputError, match="passwd") as caught:
        deposit(unpacked, folder.url)
    assert caught.value.code == "no-file"
    assert folder.names() == []


def test_a_package_is_not_deposited_inside_itself(unpacked: Path) -> None:
    with pytest.raises(OutputError) as caught:
        deposit(unpacked, str(unpacked / "METS"))
    assert caught.value.code == "inside"


def test_a_full_or_closed_folder_gets_nothing(unpacked: Path, tmp_path: Path) -> None:
    (tmp_path / "store").write_bytes(b"no folder")
    with pytest.raises(OutputError, match="store"):
        deposit(unpacked, str(tmp_path / "store"))
    assert (tmp_path / "store").read_bytes() == b"no folder"


@pytest.mark.parametrize("damage", [lambda data: b"x" + data[1:], lambda data: data[:-1]], ids=["changed", "cut"])
def test_s3_refuses_what_its_checksum_does_not_fit(
    s3: Store, package: Path, monkeypatch: pytest.MonkeyPatch, damage: Callable[[bytes], bytes]
) -> None:
    put = uploads.put

    def put_something_else(file: Path, location: Any, sha256: str) -> None:  # noqa: ANN401
        file.write_bytes(damage(file.read_bytes()))  # after its checksum was made
        put(file, location, sha256)

    monkeypatch.setattr(uploads, "put", put_something_else)
    monkeypatch.setattr(uploads, "verify", lambda *_: None)  # the store has to notice, not we
    with pytest.raises(OutputError, match="did not match") as caught:
        deposit(package, s3.url)
    assert caught.value.code == "write"
    assert s3.names() == []


def test_s3_gets_a_checksum_with_each_part(s3: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = os.urandom(17 << 20)
    (tmp_path / "large.zip").write_bytes(data)
    seen: list[dict[str, Any]] = []
    files: Any = locate(s3.url).fs  # type: ignore[union-attr]
    call = files.call_s3

    def spying_call(method: str, *extra: dict[str, Any], **options: Any) -> Any:  # noqa: ANN401
        seen.append({"method": method, **extra[0], **options})
        return call(method, *extra, **options)

    monkeypatch.setattr(files, "call_s3", spying_call)
    deposit(tmp_path / "large.zip", s3.url)
    parts = [one for one in seen if one["method"] == "upload_part"]
    assert [len(one["Body"]) for one in parts] == [8 << 20, 8 << 20, 1 << 20]
    assert all(one["ChecksumAlgorithm"] == "SHA256" for one in parts)
    assert s3.content("large.zip") == data


@pytest.fixture
def failing_s3(s3_server: Server, line: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], Any]:  # noqa: ANN401
    """Return what lets the way to the store break after so many bytes."""

    def fail(after: int) -> Any:  # noqa: ANN401
        wire = line(s3_server.port, after)
        settings = importlib.import_module("fsspec.config").conf["s3"]
        monkeypatch.setitem(settings, "endpoint_url", f"http://127.0.0.1:{wire.port}")
        return wire

    return fail


@pytest.mark.parametrize("size", [1 << 20, 20 << 20], ids=["one put", "in parts"])
def test_a_store_that_dies_midway_has_no_half_object(
    s3: Store, failing_s3: Callable[[int], Any], size: int, tmp_path: Path
) -> None:
    wire = failing_s3(size // 2)
    (tmp_path / "large.zip").write_bytes(os.urandom(size))
    with pytest.raises(OutputError, match=r"large\.zip: .*nothing was deposited") as caught:
        deposit(tmp_path / "large.zip", s3.url)
    assert wire.is_cut
    assert caught.value.code == "write"
    assert "\n" not in str(caught.value)
    assert s3.names() == []


def test_a_large_file_that_cannot_be_read_to_its_end_leaves_no_half_object(
    s3: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "large.zip").write_bytes(os.urandom(20 << 20))

    def copy_a_part(source: Any, target: Any, _: int) -> None:  # noqa: ANN401
        target.write(source.read(9 << 20))
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("shutil.copyfileobj", copy_a_part)
    with pytest.raises(OutputError, match="Input/output error; nothing was deposited"):
        deposit(tmp_path / "large.zip", s3.url)
    gc.collect()
    assert s3.names() == []


@pytest.fixture
def failing_put(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be impossible to send the last file of the unpacked package."""
    put = uploads.put

    def put_or_fail(file: Path, *rest: Any) -> None:  # noqa: ANN401
        if file.name == "报告 #1.docx":
            raise OSError(28, "No space left on device")
        put(file, *rest)

    for module in (uploads, deposits):
        monkeypatch.setattr(module, "put", put_or_fail)


@pytest.mark.usefixtures("failing_put")
def test_a_folder_of_which_a_file_cannot_be_sent_leaves_nothing(store: Store, unpacked: Path) -> None:
    with pytest.raises(OutputError, match="No space left on device; nothing was deposited"):
        deposit(unpacked, store.url)
    assert store.names() == []


def test_a_folder_that_could_not_be_replaced_has_no_receipt(
    s3: Store, unpacked: Path, request: pytest.FixtureRequest
) -> None:
    deposit(unpacked, s3.url)
    for file in unpacked.rglob("*.*"):
        file.write_bytes(b"changed")
    request.getfixturevalue("failing_put")
    with pytest.raises(OutputError, match="No space left"):
        deposit(unpacked, s3.url, replace=True)
    assert RECEIPT not in s3.names()


@pytest.mark.parametrize("kind", ["folder", "webdav", "plain"])
def test_a_folder_that_could_not_be_replaced_is_still_there(
    kind: str, unpacked: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    store = request.getfixturevalue(kind)
    deposit(unpacked, store.url)
    before = {name: store.content(name) for name in store.names()}
    (unpacked / "METS.xml").write_bytes(b"changed")
    rename, calls = uploads._rename, iter(range(9))  # noqa: SLF001

    def rename_once(source: Any, target: Any) -> None:  # noqa: ANN401
        if next(calls) == 1:
            raise OSError(28, "No space left on device")
        rename(source, target)

    monkeypatch.setattr(uploads, "_rename", rename_once)
    with pytest.raises(OutputError, match="No space left"):
        deposit(unpacked, store.url, replace=True)
    assert {name: store.content(name) for name in store.names()} == before


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_a_webdav_server_that_dies_midway_has_nothing_under_the_final_name(
    webdav: Store,
    webdav_server: Server,
    line: Any,  # noqa: ANN401
    tmp_path: Path,
    kind: str,
) -> None:
    wire = line(webdav_server.port, 1 << 20)
    path = large = tmp_path / "AIP"
    if kind == "folder":
        path.mkdir()
        (path / "a.txt").write_bytes(b"a")
        large = path / "b.bin"
    large.write_bytes(os.urandom(3 << 20))
    with pytest.raises(OutputError) as caught:
        deposit(path, webdav.url.replace(str(webdav_server.port), str(wire.port)))
    assert wire.is_cut
    assert caught.value.code == "write"
    assert not any(name == "AIP" or name.startswith("AIP/") for name in webdav.names())
    assert deposit(path, webdav.url).verified


def test_a_folder_that_was_interrupted_is_continued(s3: Store, unpacked: Path, sent: list[str]) -> None:
    for name in ("METS.xml", "empty.txt"):  # what a deposit that was killed leaves: files, but no receipt
        s3.overwrite(f"AIP 1/{name}", (unpacked / name).read_bytes())
    assert deposit(unpacked, s3.url).sent == 3
    assert sorted(sent) == [".hidden", "100%25?.txt", "报告 #1.docx"]
    assert s3.names() == sorted([*names_in(unpacked), RECEIPT])


def test_a_folder_whose_receipt_is_missing_gets_it(s3: Store, unpacked: Path) -> None:
    first = deposit(unpacked, s3.url)
    receipt = s3.content(RECEIPT)
    s3.files.rm(f"{s3.root}/{RECEIPT}")
    assert deposit(unpacked, s3.url).as_row() == first.as_row()
    assert s3.content(RECEIPT) == receipt
    assert json.loads(receipt) == {**first.as_row(), "package": "AIP 1"}
