"""The schema's code lists are made from the vocabulary, and the schema holds archives to them."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from fact_archive import NS, archive_2014, archive_2021, damaged
from lxml import etree

from gaixml.code_lists import code_lists
from gaixml.errors import InvalidArchiveError
from gaixml.grammars import resource
from gaixml.indicators import applicants, forms, indicators
from gaixml.schema import parse_archive, validate_archive

if TYPE_CHECKING:
    from collections.abc import Callable

XS = {"xs": "http://www.w3.org/2001/XMLSchema"}
FILE = resource("schemas") / "vocabulary-1.0.xsd"


def enumerated(name: str) -> list[str]:
    schema = etree.fromstring(FILE.read_bytes())
    found = schema.findall(f"xs:simpleType[@name='{name}']/xs:restriction/xs:enumeration", XS)
    return [one.get("value", "") for one in found]


def test_the_schema_is_up_to_date() -> None:
    """If not: python -m gaixml.code_lists > schemas/vocabulary-1.0.xsd."""
    assert FILE.read_bytes().decode() == code_lists()


def test_the_way_to_bring_it_up_to_date() -> None:
    run = subprocess.run([sys.executable, "-m", "gaixml.code_lists"], check=True, capture_output=True)
    assert run.stdout == FILE.read_bytes()


def test_the_lists_hold_every_code_once() -> None:
    known = [indicator for form in forms() for indicator in indicators(form).values()]
    assert enumerated("FactForm") == list(forms())
    assert enumerated("ApplicantCode") == list(applicants())
    for name, codes in (
        ("IndicatorCode", [one.code for one in known]),
        ("TableCode", [one.table for one in known]),
    ):
        assert enumerated(name) == list(dict.fromkeys(codes))


def test_a_code_says_which_form_calls_it_what() -> None:
    schema = etree.fromstring(FILE.read_bytes())
    found = {
        one.get("value"): "".join(one.itertext())
        for one in schema.iterfind("xs:simpleType[@name='IndicatorCode']//xs:enumeration", XS)
    }
    assert found["received"] == "2019、2021：一、本年新收政府信息公开申请数量"
    assert found["litigation"] == "2014：五、行政诉讼数量"
    assert found["normative_documents.issued"].startswith("2014：一、")
    assert found["normative_documents.issued"].endswith("；2021：第二十条第（一）项/行政规范性文件/本年制发件数")


# ── the schema ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("made", [archive_2014, archive_2021, damaged])
def test_archives_with_facts_are_valid(made: Callable[[], bytes]) -> None:
    validate_archive(made())


@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        ("form", "none"),
        ("form", "2020"),
        ("table", "fees"),
        ("indicator", "recieved"),
        ("applicant", "everybody"),
        ("applicant", ""),
        ("status", "guessed"),
        ("value", ""),
        ("value", "一"),
        ("value", "1,000"),
        ("cell", "t9.r1.c1"),
        ("start", "-1"),
        ("rules", ""),
        ("rules", "split guess"),
        ("identities", ""),
        ("note", "x"),
    ],
)
def test_a_fact_that_says_what_no_fact_says(attribute: str, value: str) -> None:
    root = parse_archive(damaged())
    fact = root.find("g:facts/g:fact[@applicant='total']", NS)
    assert fact is not None
    fact.set(attribute, value)
    with pytest.raises(InvalidArchiveError, match=re.escape(attribute)):
        validate_archive(etree.tostring(root))


@pytest.mark.parametrize("attribute", ["form", "table", "indicator", "status", "printed", "label", "cell", "start"])
def test_a_fact_that_lacks_what_every_fact_says(attribute: str) -> None:
    root = parse_archive(damaged())
    fact = root.find("g:facts/g:fact", NS)
    assert fact is not None
    del fact.attrib[attribute]
    with pytest.raises(InvalidArchiveError, match=attribute):
        validate_archive(etree.tostring(root))


@pytest.mark.parametrize(("value", "valid"), [("labels", True), ("year", True), ("guess", False)])
def test_the_form_says_what_it_was_told_by(value: str, valid: bool) -> None:  # noqa: FBT001 - a row of the table above
    root = parse_archive(archive_2021())
    form = root.find("g:metadata/g:form", NS)
    assert form is not None
    form.set("basis", value)
    if valid:
        validate_archive(etree.tostring(root))
    else:
        with pytest.raises(InvalidArchiveError, match="basis"):
            validate_archive(etree.tostring(root))


@pytest.mark.parametrize(("value", "valid"), [*((form, True) for form in forms()), ("none", True), ("2020", False)])
def test_the_form_of_the_metadata(value: str, valid: bool) -> None:  # noqa: FBT001
    root = parse_archive(archive_2021())
    form = root.find("g:metadata/g:form", NS)
    assert form is not None
    form.text = value
    if valid:
        validate_archive(etree.tostring(root))
    else:
        with pytest.raises(InvalidArchiveError, match="form"):
            validate_archive(etree.tostring(root))
