"""Every answer is valid by the published schema; every wrong request gets the error that the protocol has for it."""

from __future__ import annotations

import string
from urllib.parse import urlencode, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from oai_serving import OAI, Served, codes, identifiers, served, valid

from gaixml.oai.protocol import LONGEST, Code, ProtocolError, Request, parse
from gaixml.oai.tokens import Token, read_token

pytest_plugins = ["oai_fixtures"]

LIST = "verb=ListIdentifiers&metadataPrefix=oai_dc"
UNKNOWN = f"oai:archive.example.org:{'0' * 64}"
WRONG = {
    "": "badVerb",
    "verb=": "badVerb",
    "verb=identify": "badVerb",
    "verb=GetMetadata&identifier=x&metadataPrefix=oai_dc": "badVerb",
    "verb=Identify&verb=Identify": "badVerb",
    "verb=Identify%00": "badVerb",
    "metadataPrefix=oai_dc": "badVerb",
    "verb=Identify&set=year": "badArgument",
    "verb=Identify&resumptionToken=x": "badArgument",
    "verb=ListSets&x=y": "badArgument",
    "verb=GetRecord": "badArgument",
    f"verb=GetRecord&identifier={UNKNOWN}": "badArgument",
    "verb=GetRecord&metadataPrefix=oai_dc": "badArgument",
    "verb=ListRecords": "badArgument",
    "verb=ListRecords&metadataPrefix=": "badArgument",
    "verb=ListRecords&metadataPrefix=a%20b": "badArgument",
    "verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=gaixml": "badArgument",
    f"{LIST}&resumptionToken=x": "badArgument",
    f"{LIST}&set=": "badArgument",
    f"{LIST}&set=year:": "badArgument",
    f"{LIST}&set=%E5%B9%B4": "badArgument",
    f"{LIST}&from=": "badArgument",
    f"{LIST}&from=2023": "badArgument",
    f"{LIST}&from=2023-02-29": "badArgument",
    f"{LIST}&from=0000-01-01": "badArgument",
    f"{LIST}&from=2023-01-01T25:00:00Z": "badArgument",
    f"{LIST}&from=2023-01-01T00:00:00": "badArgument",
    f"{LIST}&from=2023-01-01T00:00:00.5Z": "badArgument",
    f"{LIST}&from=2023-01-01T00:00:00%2B08:00": "badArgument",
    f"{LIST}&from=%EF%BC%92023-01-01": "badArgument",
    f"{LIST}&from=2023-01-01&until=2023-01-02T00:00:00Z": "badArgument",
    f"{LIST}&from=2023-01-02&until=2023-01-01": "badArgument",
    f"{LIST}&until=9999-12-31T23:59:60Z": "badArgument",
    "verb=GetRecord&metadataPrefix=oai_dc&identifier=a%00b": "badArgument",
    "verb=GetRecord&metadataPrefix=oai_dc&identifier=a%ff": "badArgument",
    "verb=GetRecord&metadataPrefix=oai_dc&identifier=%ED%A0%80": "badArgument",
    f"verb=Identify&{'&'.join(f'a{number}=b' for number in range(50))}": "badArgument",
    f"verb=GetRecord&metadataPrefix=oai_dc&identifier={'x' * LONGEST}": "badArgument",
    "verb=ListRecords&metadataPrefix=marc21": "cannotDisseminateFormat",
    "verb=ListIdentifiers&metadataPrefix=OAI_DC": "cannotDisseminateFormat",
    f"{LIST}&set=year:1900": "noRecordsMatch",
    f"{LIST}&set=colour:red": "noRecordsMatch",
    f"{LIST}&set=year:2017:1": "noRecordsMatch",
    f"{LIST}&until=0001-01-01": "noRecordsMatch",
    f"{LIST}&from=9999-12-31": "noRecordsMatch",
    f"verb=GetRecord&metadataPrefix=oai_dc&identifier={UNKNOWN}": "idDoesNotExist",
    "verb=GetRecord&metadataPrefix=oai_dc&identifier=%3Ca%20b%22%25": "idDoesNotExist",
    "verb=ListMetadataFormats&identifier=../../etc/passwd": "idDoesNotExist",
    "verb=ListSets&resumptionToken=x": "badResumptionToken",
    "verb=ListRecords&resumptionToken=x": "badResumptionToken",
    f"verb=ListRecords&resumptionToken=7.{'0' * 32}.dmVyYj1JZGVudGlmeQ": "badResumptionToken",
    f"verb=ListRecords&resumptionToken=7.{'0' * 32}.{'A' * 400}": "badResumptionToken",
}


@pytest.mark.parametrize("query", WRONG, ids=lambda query: query[:60])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_wrong_request_gets_its_error(unchanged: Served, query: str, method: str) -> None:
    answer = unchanged.raw(query, method)
    assert codes(answer) == [WRONG[query]]
    attributes = dict(answer.find(f"{OAI}request").attrib)  # type: ignore[union-attr]
    if WRONG[query] in {"badVerb", "badArgument"}:
        assert not attributes
    else:
        assert attributes["verb"] in query


def test_a_record_of_an_unknown_format_is_not_given(unchanged: Served) -> None:
    (identifier, *_) = identifiers(unchanged.raw(LIST))
    assert codes(unchanged.get("GetRecord", identifier=identifier, metadataPrefix="marc21")) == [
        "cannotDisseminateFormat"
    ]


@pytest.mark.parametrize("verb", ["Identify", "ListSets", "ListMetadataFormats"])
def test_short_answers_are_valid(unchanged: Served, verb: str) -> None:
    answer = unchanged.get(verb)
    assert answer.find(f"{OAI}{verb}") is not None
    request = answer.find(f"{OAI}request")
    assert request is not None
    assert (request.text, dict(request.attrib)) == (unchanged.url, {"verb": verb})


def test_identify_says_who_serves_and_since_when(unchanged: Served) -> None:
    said = {
        str(element.tag).removeprefix(OAI): element.text
        for element in unchanged.get("Identify").iterfind(f"{OAI}Identify/*")
    }
    assert said == {
        "repositoryName": "甲市档案",
        "baseURL": unchanged.url,
        "protocolVersion": "2.0",
        "adminEmail": "archive@example.org",
        "earliestDatestamp": "2023-11-14T22:13:20Z",
        "deletedRecord": "transient",
        "granularity": "YYYY-MM-DDThh:mm:ssZ",
    }


@pytest.mark.parametrize("verb", ["ListIdentifiers", "ListRecords"])
def test_pages_tell_their_place_and_end_with_an_empty_token(unchanged: Served, verb: str) -> None:
    answer = unchanged.get(verb, metadataPrefix="gaixml")
    places, found = [], []
    while True:
        (token,) = answer.iter(f"{OAI}resumptionToken")
        found += [one.text for one in answer.iter(f"{OAI}identifier")]
        places.append((token.get("cursor"), token.get("completeListSize")))
        if not token.text:
            break
        answer = unchanged.get(verb, resumptionToken=token.text)
        again = unchanged.get(verb, resumptionToken=token.text)
        assert [one.text for one in again.iter(f"{OAI}identifier")] == [
            one.text for one in answer.iter(f"{OAI}identifier")
        ]
    assert places == [("0", "33"), ("7", "33"), ("14", "33"), ("21", "33"), ("28", "33")]
    assert len(set(found)) == len(found) == 33


def test_a_list_of_one_page_has_no_token(unchanged: Served) -> None:
    assert unchanged.raw(f"{LIST}&set=form").find(f".//{OAI}resumptionToken") is None


def test_a_token_is_good_for_its_own_verb_only(unchanged: Served) -> None:
    token = unchanged.raw(LIST).findtext(f".//{OAI}resumptionToken") or ""
    assert codes(unchanged.get("ListRecords", resumptionToken=token)) == ["badResumptionToken"]
    assert codes(unchanged.get("ListIdentifiers", resumptionToken=f"33{token[1:]}")) == ["badResumptionToken"]
    assert not codes(unchanged.get("ListIdentifiers", resumptionToken=token))


def test_an_empty_folder_is_a_repository(tmp_path) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    (tmp_path / "empty").mkdir()
    with served(tmp_path / "empty", tmp_path / "index") as empty:
        assert codes(empty.raw(LIST)) == ["noRecordsMatch"]
        assert codes(empty.get("ListSets")) == ["noSetHierarchy"]
        assert empty.get("Identify").findtext(f".//{OAI}earliestDatestamp") == "1970-01-01T00:00:00Z"
        assert len(empty.get("ListMetadataFormats").findall(f".//{OAI}metadataFormat")) == 2


def test_the_schema_of_the_archives_is_where_the_format_says(unchanged: Served) -> None:
    places = [one.text or "" for one in unchanged.get("ListMetadataFormats").iter(f"{OAI}schema")]
    (place,) = [one for one in places if one.startswith(unchanged.url.removesuffix("oai"))]
    base = place.rpartition("/")[0]
    waiting, read = ["report-1.0.xsd"], {}
    while waiting:
        name = waiting.pop()
        status, read[name] = unchanged.ask("GET", urlsplit(f"{base}/{name}").path)
        assert status == 200
        waiting += [one for one in etree.fromstring(read[name]).xpath("//@schemaLocation") if one not in read]
    assert set(read) == {"report-1.0.xsd", "vocabulary-1.0.xsd", "references-1.0.xsd", "xml.xsd"}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 404),
        ("GET", "/schemas/../pyproject.toml", 404),
        ("GET", "/schemas/sums-1.0.sch", 404),
        ("POST", "/schemas/report-1.0.xsd", 404),
        ("PUT", "/oai?verb=Identify", 405),
        ("DELETE", "/oai?verb=Identify", 405),
        ("HEAD", "/oai?verb=Identify", 200),
        ("GET", "/oai/?verb=Identify", 200),
        ("GET", f"/oai?{'a' * 70_000}", 414),
    ],
)
def test_what_http_answers(unchanged: Served, method: str, path: str, status: int) -> None:
    answered, body = unchanged.ask(method, path)
    assert answered == status
    assert bool(body) is (method != "HEAD")


def test_what_is_posted_is_a_form_of_a_sane_size(unchanged: Served) -> None:
    assert unchanged.ask("POST", "/oai", b"verb=Identify", "text/xml")[0] == 415
    assert unchanged.announce("1048577") == 413
    assert unchanged.announce("-1") == 400
    assert unchanged.announce("many") == 411
    assert unchanged.announce("") == 411
    status, body = unchanged.ask("POST", "/oai", b"verb=Identify&a=" + b"a" * 500_000)
    assert (status, codes(valid(body))) == (200, ["badArgument"])
    assert codes(valid(unchanged.ask("POST", "/oai", b"verb=Identify&a=\xff\x00")[1])) == ["badArgument"]


NAMES = st.sampled_from(["verb", "metadataPrefix", "identifier", "set", "from", "until", "resumptionToken"]) | st.text()
VALUES = (
    st.sampled_from(
        ["ListRecords", "ListIdentifiers", "GetRecord", "ListSets", "oai_dc", "gaixml", "year", "2024-01-01"]
    )
    | st.text()
    | st.text(string.printable)
)


@given(st.lists(st.tuples(NAMES, VALUES), max_size=6), st.sampled_from(["GET", "POST"]))
def test_whatever_is_asked_the_answer_is_valid(unchanged: Served, pairs: list[tuple[str, str]], method: str) -> None:
    answer = unchanged.raw(urlencode(pairs, errors="surrogatepass"), method)
    assert answer.tag == f"{OAI}OAI-PMH"


@given(st.binary(max_size=300))
def test_whatever_bytes_are_posted_the_answer_is_valid(unchanged: Served, body: bytes) -> None:
    assert valid(unchanged.ask("POST", "/oai", body)[1]).tag == f"{OAI}OAI-PMH"


@given(st.text(string.ascii_letters + string.digits + "._-%=", max_size=80))
def test_no_text_but_a_token_is_read_as_one(text: str) -> None:
    with pytest.raises(ProtocolError) as caught:
        read_token("ListRecords", text)
    assert caught.value.code is Code.BAD_TOKEN


@given(
    st.integers(1, 10**17), st.text("0123456789abcdef", min_size=32, max_size=32), st.text("ab:-_.!~*'()", min_size=1)
)
def test_a_token_is_read_as_it_was_written(cursor: int, fingerprint: str, prefix: str) -> None:
    request = parse(
        urlencode({"verb": "ListRecords", "metadataPrefix": "x" + prefix.replace(":", ""), "until": "2024-02-29"})
    )
    token = Token(cursor, fingerprint, request)
    assert read_token("ListRecords", str(token)) == token
    assert str(token) == urlencode({"": str(token)})[1:]


def test_a_request_shows_what_was_asked() -> None:
    request = parse("verb=GetRecord&identifier=oai:a:b&metadataPrefix=x")
    assert request == Request("GetRecord", {"identifier": "oai:a:b", "metadataPrefix": "x"})
    assert request.shown == {"verb": "GetRecord", "identifier": "oai:a:b", "metadataPrefix": "x"}
