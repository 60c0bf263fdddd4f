"""Serves a folder of archives to the tests, in this process, and asks it over HTTP."""

from __future__ import annotations

import contextlib
import http.client
import os
import threading
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode, urlsplit

from lxml import etree

import gaixml
from gaixml.grammars import resource
from gaixml.oai.index import Index
from gaixml.oai.provider import Provider, Repository
from gaixml.oai.scanning import Folder
from gaixml.oai.server import Server
from gaixml.oai.wsgi import Application, urls

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples"
OAI = "{http://www.openarchives.org/OAI/2.0/}"
FIRST = 1_700_000_000
"""When the first archive of a folder was written, in seconds since 1970: 2023-11-14T22:13:20Z; then one a day."""
DAY = 24 * 60 * 60
FORM = "application/x-www-form-urlencoded"
YEARS = tuple(range(2016, 2026))
SCHEMA = """
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:import namespace="http://www.openarchives.org/OAI/2.0/" schemaLocation="{oai}"/>
  <xs:import namespace="http://www.openarchives.org/OAI/2.0/oai_dc/" schemaLocation="{dc}"/>
  <xs:import namespace="urn:gaixml:report:1" schemaLocation="{report}"/>
</xs:schema>
"""


@cache
def answer_schema() -> etree.XMLSchema:
    """Return the published schema of OAI-PMH answers, with those of the two formats that are in them."""
    schemas = Path(str(resource("schemas")))
    text = SCHEMA.format(
        oai=(schemas / "third-party/oai/OAI-PMH.xsd").as_uri(),
        dc=(HERE / "oai_dc.xsd").as_uri(),
        report=(schemas / "report-1.0.xsd").as_uri(),
    )
    return etree.XMLSchema(etree.fromstring(text))


@cache
def reports() -> dict[str, bytes]:
    """Return archives of invented reports by file name: thirty without tables, three of a form."""
    made = {}
    for number in range(30):
        year, city = YEARS[number % len(YEARS)], "甲乙丙"[number // len(YEARS)]
        text = f"{city}市财政局{year}年政府信息公开工作年度报告\n\n一、总体情况\n\n主动公开信息{number}条。<&>\n"
        made[f"{number:02}-{city}.xml"] = gaixml.convert(text.encode(), f"{city}市{year}.txt")
    for name in sorted(EXAMPLES.iterdir()):
        made[f"{name.stem}.xml"] = gaixml.convert(name.read_bytes(), name.name)
    return made


def fill(folder: Path, names: list[str] | None = None) -> None:
    """Write the reports into a folder, the archives of one a day."""
    for number, (name, data) in enumerate(reports().items()):
        if names is None or name in names:
            put(folder / name, data, FIRST + number * DAY)


def put(path: Path, data: bytes, time: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    os.utime(path, (time, time))


class Served(NamedTuple):
    """A folder that is being served."""

    url: str
    path: Path
    folder: Folder
    said: list[str]

    def ask(self, method: str, path: str, body: bytes | None = None, kind: str = FORM) -> tuple[int, bytes]:
        """Return status and body of the answer to one request; ``path`` is that of the URL, with its query."""
        where = urlsplit(self.url)
        connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=60)
        with contextlib.closing(connection):
            connection.request(method, path, body, {"Content-Type": kind} if body is not None else {})
            answer = connection.getresponse()
            return answer.status, answer.read()

    def announce(self, length: str) -> int:
        """Return the status for a form of a length of which nothing is sent."""
        where = urlsplit(self.url)
        connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=60)
        with contextlib.closing(connection):
            connection.putrequest("POST", "/oai")
            connection.putheader("Content-Type", FORM)
            connection.putheader("Content-Length", length)
            connection.endheaders()
            return connection.getresponse().status

    def raw(self, query: str, method: str = "GET") -> etree._Element:
        """Return the answer to a query, which is valid whatever it says."""
        posted = method == "POST"
        status, body = self.ask(method, "/oai" if posted else f"/oai?{query}", query.encode() if posted else None)
        assert status == 200
        return valid(body)

    def get(self, verb: str, **arguments: str) -> etree._Element:
        return self.raw(urlencode({"verb": verb, **{name.rstrip("_"): value for name, value in arguments.items()}}))


def valid(body: bytes) -> etree._Element:
    root = etree.fromstring(body)
    answer_schema().assertValid(root)
    return root


def codes(answer: etree._Element) -> list[str | None]:
    return [error.get("code") for error in answer.iterfind(f"{OAI}error")]


def identifiers(answer: etree._Element) -> list[str]:
    return [one.text or "" for one in answer.iter(f"{OAI}identifier")]


@contextlib.contextmanager
def served(path: Path, index: Path, page_size: int = 7) -> Iterator[Served]:
    """Serve a folder while the block runs."""
    said: list[str] = []
    folder = Folder(path, Index(index))
    folder.refresh(at_once=True)
    server = Server("127.0.0.1", 0)
    own, schemas = urls(server.server_name, server.server_port, "")
    repository = Repository("甲市档案", "archive@example.org", own, schemas, "archive.example.org", page_size)
    server.set_app(Application(Provider(repository, folder), folder, said.append))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield Served(own, path, folder, said)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
