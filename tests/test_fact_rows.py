"""The facts of an archive as data, JSON lines and CSV."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from fact_archive import archive_2014, archive_2021, damaged, with_facts

import gaixml
from gaixml.fact_rows import COLUMNS, csv_header, csv_rows, facts_of, json_lines
from gaixml.schema import validate_archive

if TYPE_CHECKING:
    from gaixml.fact_rows import Fact

KEYS = ["form", "table", "indicator", "applicant", "value", "unit", "status", "printed", "label", "where"]


def one(indicator: str, applicant: str = "") -> Fact:
    """Return a fact of the damaged report."""
    found = [fact for fact in facts_of(validate_archive(damaged())) if fact["indicator"] == indicator]
    return next(fact for fact in found if fact["applicant"] == applicant)


@pytest.mark.parametrize(("archive", "count"), [(archive_2014(), 64), (archive_2021(), 200), (damaged(), 200)])
def test_every_fact_has_its_keys_in_order(archive: bytes, count: int) -> None:
    facts = facts_of(validate_archive(archive))
    assert len(facts) == count
    for fact in facts:
        extra = [key for key in ("rule", "identities", "candidates") if key in fact]
        assert list(fact) == KEYS + extra
        assert list(fact["where"]) == ["cell", "start", "end"]
        assert "candidates" not in fact or fact["status"] == "ambiguous"
    assert gaixml.facts(archive) == facts


def test_a_fact_points_at_what_it_prints() -> None:
    text = gaixml.text(archive_2014())
    for fact in gaixml.facts(archive_2014()):
        assert text[fact["where"]["start"] : fact["where"]["end"]] == fact["printed"]


def test_a_reported_figure() -> None:
    assert one("received", "natural_person") == {
        "form": "2021",
        "table": "requests",
        "indicator": "received",
        "applicant": "natural_person",
        "value": "1",
        "unit": "件",
        "status": "reported",
        "printed": "1",
        "label": "一、本年新收政府信息公开申请数量/自然人",
        "where": {"cell": "t2.r4.c3", "start": 1920, "end": 1921},
    }


def test_an_inferred_figure_names_its_rules() -> None:
    fact = one("received", "total")
    assert (fact["status"], fact["value"]) == ("inferred", "1")
    assert fact["rule"] == ["label-lost", "columns-by-order"]
    assert "identities" not in fact


def test_an_ambiguous_figure_gives_its_readings() -> None:
    fact = one("carried_in", "natural_person")
    assert (fact["status"], fact["value"], fact["printed"]) == ("ambiguous", None, "585")
    assert fact["rule"] == ["split"]
    assert fact["identities"] == ["applicants", "outcome.total"]
    assert fact["candidates"] == ["58", "5", None]


def test_what_is_no_number_has_no_value() -> None:
    assert [one("carried_in", "business")[key] for key in ("status", "value", "printed")] == ["blank", None, ""]
    assert [one("licensing.decisions")[key] for key in ("status", "value", "printed")] == ["dash", None, "—"]
    assert one("fees.amount")["printed"] == "见“附件”, [red]另报\n=1+1"
    assert one("coercion.decisions")["unit"] == ""


def test_a_report_without_tables_has_no_facts() -> None:
    assert gaixml.facts("一、总体情况\n正文。\n".encode()) == []


# ── JSON lines ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_json_lines_are_the_facts() -> None:
    facts = gaixml.facts(damaged())
    lines = json_lines(facts).decode("utf-8")
    assert [json.loads(line) for line in lines.splitlines()] == facts
    assert lines.endswith("\n")
    assert "总计" in lines, "characters, not escapes"
    assert json_lines([]) == b""


def test_json_lines_name_their_file_first() -> None:
    for line in json_lines(gaixml.facts(damaged()), "报告.txt").decode().splitlines():
        assert list(json.loads(line))[:2] == ["file", "form"]
        assert line.startswith('{"file": "报告.txt", ')


def test_a_line_of_json_stays_one_line() -> None:
    printed = "\x85 \u2028 \u2029 \n \r"
    change = {("fees.amount", ""): {"status": "text", "value": None, "printed": printed}}
    lines = json_lines(gaixml.facts(with_facts("example-2023.md", "2021", change))).decode().splitlines()
    assert len(lines) == 200
    assert json.loads(lines[9])["printed"] == printed


def test_a_name_that_is_no_text_is_spelled_out() -> None:
    """So Python names a file whose name is not UTF-8."""
    line = json_lines(gaixml.facts(archive_2014())[:1], "\udce9.txt")
    assert json.loads(line)["file"] == "\udce9.txt"
    assert csv_rows(gaixml.facts(archive_2014())[:1], "\udce9.txt").startswith(rb"\udce9.txt,")


# ── CSV ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline=""), strict=True))


def test_csv_header() -> None:
    header = (
        b"file,form,table,indicator,applicant,value,unit,status,printed,label,cell,start,end,rule,identities,candidates,"
        b"part,path,page,bbox,read"
    )
    assert csv_header() == header + b"\r\n"
    assert csv_header(bom=True) == b"\xef\xbb\xbf" + header + b"\r\n"


def test_csv_is_the_facts() -> None:
    facts = gaixml.facts(damaged())
    found = rows(csv_header() + csv_rows(facts, "a.txt"))
    assert len(found) == 200
    for row, fact in zip(found, facts, strict=True):
        assert tuple(row) == COLUMNS
        flat = {"file": "a.txt", **fact, **fact["where"]}
        for column in COLUMNS[:13]:
            assert row[column] == str(flat[column] or "" if column == "value" else flat[column])
        assert row["rule"].split() == fact.get("rule", [])
        assert row["identities"].split() == fact.get("identities", [])
        assert row["candidates"] == ("58 | 5 | " if fact["status"] == "ambiguous" else "")


def test_csv_as_rfc_4180_has_it() -> None:
    data = csv_rows([one("fees.amount")], "a,b.txt").decode()
    assert data.startswith('"a,b.txt",2021,disclosure,fees.amount,,,万元,text,"见“附件”, [red]另报\n=1+1",')
    assert data.endswith("\r\n")
    assert csv_rows([], "a.txt") == b""
