"""Packages in a records-management system that others wrote: Mayan EDMS, started here, driven over its REST interface.

docs/systems/mayan.md tells the same steps for people. The server runs on SQLite, in a folder of its own, on loopback.
"""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

import pytest

import gaixml

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLES = Path(__file__).parents[2] / "examples"
REPORT = "example-2023.md"
DOCUMENT_TYPE = "政府信息公开工作年度报告"
METADATA_TYPES = {"year": "年度", "agency": "机关", "form": "格式", "sha256": "SHA-256"}
# Tasks run where they are asked for, so that no worker and no broker is needed; pages need no collected static files.
SETTINGS = """\
from mayan.settings.production import *

CELERY_TASK_ALWAYS_EAGER = True
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
"""
TOO_MANY_REQUESTS = 429
STARTING = 300  # seconds, on a busy machine
BOUNDARY = "a-boundary-no-zip-has-9f2c1d"
SEARCH = "/search/advanced/documents.documentsearchresult/"


def mayan_folder() -> Path:
    """Return the bin folder of a virtual environment with Mayan EDMS, or skip the test."""
    if named := os.environ.get("GAIXML_MAYAN"):
        folder = Path(named)
        assert (folder / "mayan-edms.py").is_file(), f"GAIXML_MAYAN={named} has no mayan-edms.py"
        return folder
    found = shutil.which("mayan-edms.py")
    if found is None:
        pytest.skip("no Mayan EDMS: GAIXML_MAYAN names no bin folder, and mayan-edms.py is not on PATH")
    return Path(found).parent


class Mayan(NamedTuple):
    """A running server, as its REST interface shows it."""

    port: int
    token: str
    media: Path
    """The folder where the server keeps database, documents and search index."""

    def ask(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> tuple[int, bytes]:
        """Return status and body of the answer to one request."""
        headers = {"Accept": "application/json"} | ({"Content-Type": kind} if kind else {})
        if self.token:
            headers["Authorization"] = f"Token {self.token}"
        while True:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=STARTING)
            with contextlib.closing(connection):
                connection.request(method, f"/api/v4{path}", body, headers)
                answer = connection.getresponse()
                if answer.status != TOO_MANY_REQUESTS:
                    return answer.status, answer.read()
            time.sleep(float(answer.headers["Retry-After"]))  # Mayan takes 20 requests a second from one user

    def get(self, path: str, **fields: str) -> Any:  # noqa: ANN401 - JSON
        status, body = self.ask("GET", f"{path}?{urlencode(fields)}" if fields else path)
        assert status == 200, f"GET {path} {fields}: {status} {body[:500]!r}"
        return json.loads(body)

    def post(self, path: str, said: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
        status, body = self.ask("POST", path, json.dumps(said).encode(), "application/json")
        assert status in {200, 201, 202}, f"POST {path} {said}: {status} {body[:500]!r}"
        return json.loads(body) if body else None

    def upload(self, name: str, data: bytes, document_type: int) -> int:
        """Return the number of a new document with one file."""
        # "chi_sim" and not ISO 639's "zho": Mayan hands the language of a document to Tesseract as it stands.
        fields = {"document_type_id": str(document_type), "label": name, "language": "chi_sim"}
        parts = [f'Content-Disposition: form-data; name="{key}"\r\n\r\n{value}' for key, value in fields.items()]
        parts.append(f'Content-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n')
        head = "".join(f"--{BOUNDARY}\r\n{part}\r\n" for part in parts).removesuffix("\r\n").encode()
        body = head + data + f"\r\n--{BOUNDARY}--\r\n".encode()
        status, answer = self.ask("POST", "/documents/upload/", body, f"multipart/form-data; boundary={BOUNDARY}")
        assert status == 201, f"upload of {name}: {status} {answer[:500]!r}"
        return int(json.loads(answer)["id"])

    def file_of(self, document: int) -> dict[str, Any]:
        """Return what the server says of the only file of a document."""
        (file,) = self.get(f"/documents/{document}/files/")["results"]
        return dict(file)

    def download(self, document: int) -> bytes:
        """Return the bytes of the only file of a document."""
        status, data = self.ask("GET", f"/documents/{document}/files/{self.file_of(document)['id']}/download/")
        assert status == 200, f"download of document {document}: {status} {data[:500]!r}"
        return data

    def found(self, **fields: str) -> list[int]:
        """Return the documents a search finds."""
        return [document["id"] for document in self.get(SEARCH, **fields)["results"]]


def wait_for(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the server answers."""
    end = time.monotonic() + STARTING
    while time.monotonic() < end and server.poll() is None:
        try:
            if Mayan(port, "", log).ask("GET", "/")[0] == 200:
                return
        except OSError:
            time.sleep(0.5)
    pytest.fail(f"Mayan did not start:\n{log.read_text('utf-8', 'replace')[-3000:]}")


@pytest.fixture(scope="module")
def mayan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mayan]:
    """Set Mayan up in an empty folder, start it, and stop it when the tests are through."""
    folder, media, password = mayan_folder(), tmp_path_factory.mktemp("mayan"), secrets.token_urlsafe()
    (media / "whoosh").mkdir()  # the set-up indexes its first objects before it makes the folder of the search index
    (media / "settings").mkdir()
    (media / "settings" / "gaixml_mayan.py").write_text(SETTINGS, "utf-8")
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "gaixml_mayan",
        "PYTHONPATH": str(media / "settings"),
        "MAYAN_MEDIA_ROOT": str(media),
        "MAYAN_AUTOADMIN_USERNAME": "admin",
        "MAYAN_AUTOADMIN_PASSWORD": password,
    }
    setup = [str(folder / "mayan-edms.py"), "common_initial_setup", "--force", "--no-dependencies"]
    done = subprocess.run(setup, env=environment, capture_output=True, timeout=600, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")[-3000:]
    assert b"Initial setup completed successfully" in done.stdout, done.stdout.decode("utf-8", "replace")[-3000:]
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    log = media / "server.log"
    serve = [str(folder / "gunicorn"), "--bind", f"127.0.0.1:{port}", "--no-control-socket", "mayan.wsgi"]
    with log.open("wb") as out, subprocess.Popen(serve, env=environment, stdout=out, stderr=out) as server:  # noqa: S603
        try:
            wait_for(port, server, log)
            started = Mayan(port, "", media)
            answer = started.post("/auth/token/obtain/", {"username": "admin", "password": password})
            yield started._replace(token=answer["token"])
        finally:
            server.terminate()


class Record(NamedTuple):
    """A package that was handed to Mayan, and what was said of it."""

    document: int
    package: bytes
    said: dict[str, str]


@pytest.fixture(scope="module")
def document_type(mayan: Mayan) -> int:
    """Return the document type of the annual reports, made with its metadata types."""
    made = mayan.post("/document_types/", {"label": DOCUMENT_TYPE})["id"]
    for name, label in METADATA_TYPES.items():
        metadata_type = mayan.post("/metadata_types/", {"name": name, "label": label})["id"]
        mayan.post(f"/document_types/{made}/metadata_types/", {"metadata_type_id": metadata_type, "required": False})
    return int(made)


def package_of(report: str) -> bytes:
    """Return the bag of a report, in a ZIP file, as ``gaixml package`` makes it."""
    with tempfile.TemporaryDirectory() as folder:
        made = [sys.executable, "-m", "gaixml", "package", str(EXAMPLES / report), "-o", folder, "--format", "bagit"]
        done = subprocess.run([*made, "--date", "2024-01-31"], check=False, capture_output=True, timeout=120)  # noqa: S603
        assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
        (package,) = Path(folder).glob("*.zip")
        return package.read_bytes()


@pytest.fixture(scope="module")
def record(mayan: Mayan, document_type: int) -> Record:
    """Hand a package to Mayan and describe it with what the archive XML says."""
    package = package_of(REPORT)
    document = mayan.upload("example-2023.zip", package, document_type)
    outline = gaixml.outline((EXAMPLES / REPORT).read_bytes(), REPORT)
    digest = hashlib.sha256(package).hexdigest()
    said = {"year": str(outline["year"]), "agency": outline["agency"], "form": outline["form"], "sha256": digest}
    types = {row["metadata_type"]["name"]: row["metadata_type"]["id"] for row in _types(mayan, document_type)}
    for name, value in said.items():
        mayan.post(f"/documents/{document}/metadata/", {"metadata_type_id": types[name], "value": value})
    return Record(document, package, {name: str(value) for name, value in said.items()})


def _types(mayan: Mayan, document_type: int) -> list[dict[str, Any]]:
    return list(mayan.get(f"/document_types/{document_type}/metadata_types/")["results"])


def test_the_package_comes_back_byte_for_byte(mayan: Mayan, record: Record) -> None:
    back = mayan.download(record.document)
    assert hashlib.sha256(back).hexdigest() == record.said["sha256"]
    assert back == record.package


def test_the_server_counts_the_same_checksum(mayan: Mayan, record: Record) -> None:
    file = mayan.file_of(record.document)
    assert file["checksum"] == record.said["sha256"]
    assert (file["size"], file["mimetype"]) == (len(record.package), "application/zip")
    # A package is a whole: Mayan makes no pages of it, so there is nothing to recognise characters on.
    assert mayan.get(f"/documents/{record.document}/files/{file['id']}/pages/")["count"] == 0


def test_the_metadata_stands_as_it_was_set(mayan: Mayan, record: Record) -> None:
    rows = mayan.get(f"/documents/{record.document}/metadata/")["results"]
    assert {row["metadata_type"]["name"]: row["value"] for row in rows} == record.said
    assert mayan.get(f"/documents/{record.document}/")["document_type"]["label"] == DOCUMENT_TYPE


@pytest.mark.parametrize("name", METADATA_TYPES)
def test_search_finds_it_by_each_value(mayan: Mayan, record: Record, name: str) -> None:
    assert record.document in mayan.found(metadata__value=record.said[name])


def test_search_finds_it_by_checksum_and_not_by_another_year(mayan: Mayan, record: Record) -> None:
    assert mayan.found(files__checksum=record.said["sha256"]) == [record.document]
    assert mayan.found(metadata__value="1999") == []


def test_nobody_gets_it_without_a_token(mayan: Mayan, record: Record) -> None:
    file = mayan.file_of(record.document)["id"]
    for token in ("", "0" * 40):
        status, body = mayan._replace(token=token).ask("GET", f"/documents/{record.document}/files/{file}/download/")
        assert status in {401, 403, 404}
        assert record.package not in body


def test_every_step_is_in_the_audit_trail(mayan: Mayan, record: Record) -> None:
    mayan.download(record.document)
    events = mayan.get(f"/objects/documents/document/{record.document}/events/", page_size="100")["results"]
    verbs = [event["verb"]["id"] if isinstance(event["verb"], dict) else event["verb"] for event in events]
    assert verbs.count("metadata.document_metadata_added") == len(METADATA_TYPES)
    assert {"documents.document_create", "documents.document_file_created"} <= set(verbs)


def test_a_second_copy_is_called_a_duplicate(mayan: Mayan, record: Record, document_type: int) -> None:
    second = mayan.upload("second.zip", record.package, document_type)
    same = [document["id"] for document in mayan.get(f"/documents/{second}/duplicates/")["results"]]
    assert same == [record.document]
    other = mayan.upload("other.zip", package_of("example-2017.txt"), document_type)
    assert mayan.get(f"/documents/{other}/duplicates/")["results"] == []
    for document in (second, other):
        assert mayan.ask("DELETE", f"/documents/{document}/")[0] == 202


def test_a_byte_that_changed_in_the_store_shows(mayan: Mayan, document_type: int) -> None:
    package = package_of("example-2018.txt")
    document = mayan.upload("damaged.zip", package, document_type)
    file = mayan.file_of(document)
    stored = mayan.media / "document_storage" / file["file"]
    assert stored.read_bytes() == package
    stored.write_bytes(package[:-1] + bytes([package[-1] ^ 1]))
    back = mayan.download(document)
    assert hashlib.sha256(back).hexdigest() != hashlib.sha256(package).hexdigest()
    # Mayan hands the damaged file out with the checksum of the whole one: only who compares notices.
    assert mayan.file_of(document)["checksum"] == hashlib.sha256(package).hexdigest()
