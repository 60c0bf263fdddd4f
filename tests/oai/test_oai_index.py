"""What is indexed, and what happens to the index when files are strange, change, or go while they are read."""

from __future__ import annotations

import os
import sqlite3
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from oai_serving import DAY, FIRST, OAI, Served, codes, fill, identifiers, put, reports, served

import gaixml.oai.scanning
from gaixml.errors import OutputError
from gaixml.oai.head import read_head
from gaixml.oai.index import Index
from gaixml.oai.protocol import Selection
from gaixml.oai.scanning import Folder
from gaixml.oai.server import open_folder

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

pytest_plugins = ["oai_fixtures"]

ARCHIVE = next(iter(reports().values()))
HEAD, _, REST = ARCHIVE.partition(b"<document")
NONE = {
    "empty": b"",
    "no XML": b"%PDF-1.7 " * 1000,
    "another root": b"<a>" + ARCHIVE.partition(b"?>")[2] + b"</a>",
    "no namespace": ARCHIVE.replace(b' xmlns="urn:gaixml:report:1"', b""),
    "a version to come": ARCHIVE.replace(b'schemaVersion="1.0"', b'schemaVersion="2.0"'),
    "no hash": ARCHIVE.replace(b"sha256=", b"sha1="),
    "a hash that is none": ARCHIVE.replace(b'sha256="', b'sha256="/'),
    "half of its metadata": HEAD[: len(HEAD) // 2],
    "a DOCTYPE": ARCHIVE.replace(b"?>", b'?><!DOCTYPE report [<!ENTITY a "b">]>', 1),
    "never ending metadata": HEAD.partition(b"<ladder")[0] + b"<ladder/>" * 600_000,
    "another beginning": b"<a>" + b"<b/>" * 5000 + b"</a>",
}


def indexed(folder: Folder) -> list[tuple[str, bytes | None]]:
    """Return the records of an index: SHA-256 and path."""
    with folder.index.snapshot() as snapshot:
        return [(one.sha256, one.path) for one in snapshot.page(Selection(), 0, 1000)]


def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list into which the names of files go whose metadata are read from now on."""
    read: list[str] = []

    def reading(file: Any) -> object:  # noqa: ANN401 - whatever read_head takes
        read.append(Path(os.fsdecode(file.name)).name)
        return read_head(file)

    monkeypatch.setattr(gaixml.oai.scanning, "read_head", reading)
    return read


def test_files_that_are_no_archives_are_passed_over(tmp_path: Path) -> None:
    folder = tmp_path / "archives"
    for name, data in NONE.items():
        put(folder / f"{name}.xml", data, FIRST)
    put(folder / "archive.txt", ARCHIVE, FIRST)
    put(folder / ".hidden.xml", ARCHIVE, FIRST)
    put(folder / ".hidden" / "archive.xml", ARCHIVE, FIRST)
    (folder / "folder.xml").mkdir()
    (folder / "broken.xml").symlink_to("nothing")
    (folder / "loop").symlink_to(folder)
    put(folder / "sub" / "日.XML", ARCHIVE, FIRST)
    with served(folder, tmp_path / "index") as running:
        assert [path for _, path in indexed(running.folder)] == [os.fsencode("sub/日.XML")]
        assert len(identifiers(running.raw("verb=ListIdentifiers&metadataPrefix=oai_dc"))) == 1


def test_a_name_that_is_no_text_is_served(tmp_path: Path) -> None:
    folder = tmp_path / "archives"
    put(folder / os.fsdecode(b"\xff\xfe.xml"), ARCHIVE, FIRST)
    with served(folder, tmp_path / "index") as running:
        answer = running.raw("verb=ListRecords&metadataPrefix=gaixml")
        assert len(answer.findall(".//{urn:gaixml:report:1}document")) == 1


def test_a_head_is_read_without_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(HEAD + b"<document>" + b"x" * 10_000_000)
    with path.open("rb") as file:
        head = read_head(file)
        assert file.tell() < 20_000
    assert head is not None
    assert (head.kind, head.year, head.form) == ("disclosure_report", "2016", "")


def test_the_next_start_reads_only_what_has_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAIXML_CACHE", str(tmp_path / "cache"))
    fill(tmp_path / "archives")
    with ExitStack() as stack:
        before = indexed(open_folder(tmp_path / "archives", stack))
    read = counted(monkeypatch)
    put(tmp_path / "archives" / "02-甲.xml", reports()["02-甲.xml"], FIRST + 200 * DAY)
    (tmp_path / "archives" / "04-甲.xml").unlink()
    with ExitStack() as stack:
        after = indexed(open_folder(tmp_path / "archives", stack))
    assert read == ["02-甲.xml"]
    assert {sha256 for sha256, _ in after} == {sha256 for sha256, _ in before}
    assert [path for _, path in after].count(None) == 1


def test_an_index_that_is_spoiled_is_made_anew(tmp_path: Path) -> None:
    fill(tmp_path / "archives", ["00-甲.xml"])
    file = tmp_path / "index"
    for spoiled in (b"no database", b"SQLite format 3\0" + b"x" * 5000, b""):
        file.write_bytes(spoiled)
        folder = Folder(tmp_path / "archives", Index(file))
        folder.refresh(at_once=True)
        assert len(indexed(folder)) == 1
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    folder = Folder(tmp_path / "archives", Index(file))
    folder.refresh(at_once=True)
    assert len(indexed(folder)) == 1


def test_without_a_cache_the_index_is_temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("GAIXML_CACHE", str(tmp_path / "file"))
    fill(tmp_path / "archives", ["00-甲.xml"])
    with ExitStack() as stack:
        assert len(indexed(open_folder(tmp_path / "archives", stack))) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["archives", "file"]


def test_a_folder_that_cannot_be_read_for_a_while_loses_nothing(repository: Served) -> None:
    before = indexed(repository.folder)
    away = repository.path.with_name("away")
    repository.path.rename(away)
    with pytest.raises(OutputError, match="the index stays as it was"):
        repository.folder.refresh(at_once=True)
    repository.folder._next = 0.0  # noqa: SLF001 - as if the pause was over
    assert len(identifiers(repository.raw("verb=ListIdentifiers&metadataPrefix=oai_dc"))) == 7
    assert repository.said == [f"{repository.path}: No such file or directory; the index stays as it was"]
    assert indexed(repository.folder) == before
    away.rename(repository.path)
    repository.folder.refresh(at_once=True)
    assert indexed(repository.folder) == before


def test_a_folder_that_is_none_is_an_error(tmp_path: Path) -> None:
    with ExitStack() as stack, pytest.raises(OutputError, match="no folder"):
        open_folder(tmp_path / "nothing", stack)


def test_an_archive_that_is_damaged_further_on_is_taken_out(repository: Served) -> None:
    path = repository.path / "05-甲.xml"
    put(path, path.read_bytes()[:-20], FIRST)
    repository.folder.refresh(at_once=True)
    answer = repository.raw("verb=ListRecords&metadataPrefix=gaixml&set=year:2021")
    deleted = answer.findall(f".//{OAI}header[@status='deleted']")
    assert (len(deleted), len(answer.findall(f".//{OAI}header"))) == (1, 3)
    assert any("not well-formed" in line for line in repository.said)
    put(path, reports()["05-甲.xml"], FIRST + DAY)
    repository.folder.refresh(at_once=True)
    answer = repository.raw("verb=ListRecords&metadataPrefix=gaixml&set=year:2021")
    assert not answer.findall(f".//{OAI}header[@status='deleted']")


@pytest.mark.parametrize("change", [Path.unlink, lambda path: put(path, reports()["11-乙.xml"], FIRST + 90 * DAY)])
def test_a_file_that_is_not_what_was_indexed_is_looked_at_again(
    repository: Served, change: Callable[[Path], None]
) -> None:
    repository.folder.refresh(at_once=True)
    repository.folder._next = float("inf")  # noqa: SLF001 - the pause is not over
    change(repository.path / "05-甲.xml")
    answer = repository.raw("verb=ListRecords&metadataPrefix=gaixml&set=year:2021")
    assert [one.findtext(f"{OAI}setSpec[2]") for one in answer.iter(f"{OAI}header")] == ["year:2021"] * 3
    assert len(answer.findall(f".//{OAI}header[@status='deleted']")) == 1
    assert len(repository.said) == 1
    assert not codes(answer)


def test_a_large_page_ends_early(repository: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gaixml.oai.provider._LARGEST", 1)
    answer = repository.get("ListRecords", metadataPrefix="gaixml")
    assert len(answer.findall(f".//{OAI}record")) == 1
    found = 0
    while token := answer.findtext(f".//{OAI}resumptionToken"):
        found += len(answer.findall(f".//{OAI}record"))
        answer = repository.get("ListRecords", resumptionToken=token)
    assert found + len(answer.findall(f".//{OAI}record")) == len(reports())


def test_what_is_read_while_files_come_and_go_is_whole(repository: Served) -> None:
    """No harvest that ends has a gap: it is begun again when its list has changed, and every answer is valid."""
    stop, wrong = threading.Event(), []

    def disturb() -> None:
        path = repository.path / "20-丙.xml"
        while not stop.is_set():
            path.unlink(missing_ok=True)
            repository.folder.refresh(at_once=True)
            put(path, reports()["20-丙.xml"], FIRST)
            repository.folder.refresh(at_once=True)

    def harvest() -> None:
        for _ in range(15):
            answer: etree._Element | None = repository.get("ListRecords", metadataPrefix="gaixml")
            found: list[str] = []
            while answer is not None and not codes(answer):
                found += [one.text or "" for one in answer.iterfind(f".//{OAI}header/{OAI}identifier")]
                token = answer.findtext(f".//{OAI}resumptionToken")
                answer = repository.get("ListRecords", resumptionToken=token) if token else None
            if answer is None and len(set(found)) != len(reports()):
                wrong.append(len(set(found)))

    disturber = threading.Thread(target=disturb)
    harvesters = [threading.Thread(target=harvest) for _ in range(3)]
    for thread in (disturber, *harvesters):
        thread.start()
    for thread in harvesters:
        thread.join()
    stop.set()
    disturber.join()
    assert not wrong
    assert len(indexed(repository.folder)) == len(reports())
