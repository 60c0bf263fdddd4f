"""Harvests a folder with a client that others wrote: oaipmh-scythe."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree
from oai_serving import DAY, EXAMPLES, FIRST, OAI, Served, put, reports, valid

import gaixml
from gaixml.oai.protocol import datestamp
from gaixml.schema import parse_archive, validate_archive

scythe = pytest.importorskip("oaipmh_scythe", reason="oaipmh-scythe, the harvester, is not installed")
if TYPE_CHECKING:
    from collections.abc import Iterator

pytest_plugins = ["oai_fixtures"]

DC = "{http://purl.org/dc/elements/1.1/}"
DISCLOSURE = "kind:disclosure_report"


def sha256_of(archive: bytes) -> str:
    return parse_archive(archive).find("{*}metadata/{*}source").get("sha256")  # type: ignore[union-attr, return-value]


def identifier_of(archive: bytes) -> str:
    return f"oai:archive.example.org:{sha256_of(archive)}"


@contextmanager
def harvester(served: Served, method: str = "GET") -> Iterator[Any]:
    with scythe.Scythe(served.url, http_config=scythe.HTTPConfig(http_method=method)) as client:
        yield client


def listed(served: Served, **selection: str) -> list[str]:
    with harvester(served) as client:
        return [header.identifier for header in client.list_identifiers(**selection)]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_all_archives_come_over_several_pages_just_as_they_are(unchanged: Served, method: str) -> None:
    with harvester(unchanged, method) as client:
        records = list(client.list_records(metadata_prefix="gaixml"))
    assert [record.header.identifier for record in records] == [identifier_of(one) for one in reports().values()]
    assert [record.header.datestamp for record in records] == [
        datestamp(FIRST + number * DAY) for number in range(len(reports()))
    ]


def test_what_is_sent_is_the_archive_to_the_character(unchanged: Served) -> None:
    with scythe.Scythe(unchanged.url, iterator=scythe.iterator.OAIResponseIterator) as client:
        answers = [valid(answer.http_response.content) for answer in client.list_records(metadata_prefix="gaixml")]
    everything = [one for answer in answers for one in answer.iterfind(f".//{OAI}metadata/*")]
    assert len(answers) == 5
    for sent, archive in zip(everything, reports().values(), strict=True):
        alone = etree.tostring(sent, with_tail=False)
        assert etree.tostring(validate_archive(alone), method="c14n2") == etree.tostring(
            parse_archive(archive), method="c14n2"
        )
        assert gaixml.text(alone) == gaixml.text(archive)


def test_dublin_core_says_what_the_archive_says(unchanged: Served) -> None:
    archive = reports()["example-2017.xml"]
    with harvester(unchanged) as client:
        record = client.get_record(identifier=identifier_of(archive), metadata_prefix="oai_dc")
    said: dict[str, list[str | None]] = {}
    for element in record.xml.iter(f"{DC}*"):
        said.setdefault(str(element.tag).removeprefix(DC), []).append(element.text)
    outline = gaixml.outline(archive)
    source = (EXAMPLES / "example-2017.txt").read_bytes()
    assert said == {
        "title": [outline["title"]],
        "creator": [outline["agency"]],
        "date": ["2018-01-26"],
        "type": ["disclosure_report", "Text"],
        "format": ["text/plain"],
        "source": ["example-2017.txt", f"sha256:{hashlib.sha256(source).hexdigest()}"],
        "language": ["zh-CN"],
        "coverage": ["2017-01-01/2017-12-31"],
        "identifier": [f"oai:archive.example.org:{hashlib.sha256(source).hexdigest()}"],
    }


def test_sets_hold_what_their_names_say(unchanged: Served) -> None:
    outlines = {identifier_of(one): gaixml.outline(one) for one in reports().values()}
    with harvester(unchanged) as client:
        sets = [one.setSpec for one in client.list_sets()]
    years = Counter(str(one["year"]) for one in outlines.values())
    assert sets == [
        "kind",
        DISCLOSURE,
        "year",
        *(f"year:{year}" for year in sorted(years)),
        "form",
        "form:2014",
        "form:2021",
    ]
    for year, count in years.items():
        found = listed(unchanged, set_=f"year:{year}")
        assert len(found) == count
        assert {str(outlines[one]["year"]) for one in found} == {year}
    assert listed(unchanged, set_="form:2021") == [identifier_of(reports()["example-2023.xml"])]
    assert len(listed(unchanged, set_="form")) == 2
    assert listed(unchanged, set_="year") == listed(unchanged) == list(outlines)


def test_from_and_until_are_inclusive_in_both_granularities(unchanged: Served) -> None:
    everything = listed(unchanged)
    moments = [datestamp(FIRST + number * DAY) for number in (3, 11)]
    assert listed(unchanged, from_=moments[0], until=moments[1]) == everything[3:12]
    assert listed(unchanged, from_=moments[0][:10], until=moments[1][:10]) == everything[3:12]
    assert listed(unchanged, from_=datestamp(FIRST + 3 * DAY + 1)) == everything[4:]
    assert listed(unchanged, until=datestamp(FIRST + 3 * DAY - 1)) == everything[:3]
    assert listed(unchanged, until=moments[1], set_="year:2016") == [everything[0], everything[10]]


def test_a_file_that_is_removed_becomes_a_deleted_record(repository: Served) -> None:
    before, began = listed(repository), time.time()
    (repository.path / "05-甲.xml").unlink()
    repository.folder.refresh(at_once=True)
    gone = identifier_of(reports()["05-甲.xml"])
    with harvester(repository) as client:
        records = list(client.list_records(metadata_prefix="oai_dc"))
        news = list(client.list_records(metadata_prefix="oai_dc", from_=datestamp(int(began))))
        with pytest.raises(scythe.exceptions.NoMetadataFormats):
            list(client.list_metadata_formats(identifier=gone))
        assert client.get_record(identifier=gone).deleted
    assert [record.header.identifier for record in records] == [*(one for one in before if one != gone), gone]
    assert [(record.header.identifier, record.deleted) for record in news] == [(gone, True)]
    assert set(news[0].header.setSpecs) == {DISCLOSURE, "year:2021"}


def test_a_list_that_changes_midway_is_to_be_begun_again(repository: Served) -> None:
    with harvester(repository) as client:
        records = client.list_identifiers(metadata_prefix="oai_dc")
        first = [next(records).identifier for _ in range(7)]
        (repository.path / "05-甲.xml").unlink()
        repository.folder.refresh(at_once=True)
        with pytest.raises(scythe.exceptions.BadResumptionToken):
            next(records)
    assert identifier_of(reports()["05-甲.xml"]) in first


def test_a_list_goes_on_when_what_changes_is_outside_of_it(repository: Served) -> None:
    until = datestamp(FIRST + 40 * DAY)
    with harvester(repository) as client:
        records = client.list_identifiers(metadata_prefix="oai_dc", until=until)
        found = [next(records).identifier for _ in range(7)]
        new = gaixml.convert("丁市财政局2024年政府信息公开工作年度报告\n".encode(), "new.txt")
        (repository.path / "new.xml").write_bytes(new)
        repository.folder.refresh(at_once=True)
        found += [one.identifier for one in records]
    assert found == [identifier_of(one) for one in reports().values()]
    assert listed(repository)[-1] == identifier_of(new)


def test_an_old_file_that_is_moved_here_is_news(repository: Served) -> None:
    before = int(time.time())
    new = gaixml.convert("丁市财政局2024年政府信息公开工作年度报告\n".encode(), "new.txt")
    put(repository.path / "from another disk" / "new.xml", new, FIRST - 1000 * DAY)
    repository.folder.refresh(at_once=True)
    assert listed(repository, from_=datestamp(before)) == [identifier_of(new)]


def test_a_file_that_is_rewritten_is_news_with_its_new_content(repository: Served) -> None:
    before = int(time.time())
    put(repository.path / "03-甲.xml", reports()["03-甲.xml"] + b"<!-- seen -->", FIRST + 100 * DAY)
    repository.folder.refresh(at_once=True)
    assert listed(repository, from_=datestamp(before)) == [identifier_of(reports()["03-甲.xml"])]


def test_two_archives_of_one_source_are_one_record(repository: Served) -> None:
    before = listed(repository)
    copy = repository.path / "zz" / "copy.xml"
    put(copy, reports()["00-甲.xml"], FIRST)
    repository.folder.refresh(at_once=True)
    assert sorted(listed(repository)) == sorted(before)
    (repository.path / "00-甲.xml").unlink()
    repository.folder.refresh(at_once=True)
    with harvester(repository) as client:
        record = client.get_record(identifier=identifier_of(reports()["00-甲.xml"]), metadata_prefix="gaixml")
    assert not record.deleted
    copy.unlink()
    repository.folder.refresh(at_once=True)
    with harvester(repository) as client:
        assert client.get_record(identifier=identifier_of(reports()["00-甲.xml"]), metadata_prefix="gaixml").deleted
