"""The vocabulary: what it holds, that it is sound, and that it is the one that the project was given."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gaixml.grammars import resource
from gaixml.indicators import TOTAL, applicant_identity, applicants, forms, identities, indicators

SHARED = Path(__file__).parent.parent.parent / "shared" / "vocabulary"
TABLES = {
    "2014": {"statistics": 64},
    "2019": {"disclosure": 22, "requests": 23, "review": 15},
    "2021": {"disclosure": 10, "requests": 25, "review": 15},
}


@pytest.mark.skipif(
    not SHARED.is_dir() and os.environ.get("CI") != "true",
    reason=f"the shared vocabulary is not at {SHARED}; it must be in CI",
)
@pytest.mark.parametrize("name", ["indicators.csv", "applicants.csv"])
def test_the_vocabulary_is_the_shared_one(name: str) -> None:
    assert (resource("vocabulary") / name).read_bytes() == (SHARED / name).read_bytes()


def test_every_form_is_complete() -> None:
    found = {form: [indicator.table for indicator in indicators(form).values()] for form in forms()}
    assert {form: {table: tables.count(table) for table in tables} for form, tables in found.items()} == TABLES
    assert list(found) == list(TABLES)


def test_no_code_stands_twice_in_a_form() -> None:
    """A second row of the same code would take the place of the first, in silence."""
    rows = (resource("vocabulary") / "indicators.csv").read_text("utf-8").splitlines()[1:]
    assert len(rows) == sum(len(indicators(form)) for form in forms())


def test_an_indicator_is_what_its_row_says() -> None:
    upheld = indicators("2021")["litigation.direct.upheld"]
    assert (upheld.form, upheld.table, upheld.code) == ("2021", "review", "litigation.direct.upheld")
    assert (upheld.parent, upheld.dimension, upheld.kind) == ("litigation.direct.total", "", "count")
    assert (upheld.unit, upheld.label) == ("件", "行政诉讼/未经复议直接起诉/结果维持")


def test_forms_begin_where_they_are_printed_to_begin() -> None:
    assert [next(iter(indicators(form))) for form in forms()] == [
        "disclosure.total",
        "regulations.newly_made",
        "regulations.issued",
    ]


@pytest.mark.parametrize("form", TABLES)
def test_only_tables_of_requests_have_applicants(form: str) -> None:
    for indicator in indicators(form).values():
        assert indicator.dimension == ("applicant" if indicator.table == "requests" else "")


def test_applicants_in_the_order_of_the_columns() -> None:
    labels = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    assert [applicant.label for applicant in applicants().values()] == labels
    assert [applicant.group for applicant in applicants().values()] == ["", *["legal_person"] * 5, ""]
    assert applicant_identity().left == tuple(applicants())[:6]
    assert applicant_identity().right == (TOTAL,)


def test_an_unknown_form_is_an_error() -> None:
    with pytest.raises(KeyError):
        indicators("none")


def test_the_vocabulary_cannot_be_changed_by_who_reads_it() -> None:
    with pytest.raises(TypeError):
        indicators("2021")["received"] = indicators("2019")["received"]  # type: ignore[index]


@pytest.mark.parametrize("form", TABLES)
def test_identities_are_about_the_indicators_of_the_form(form: str) -> None:
    for identity in identities(form):
        assert {*identity.left, *identity.right} <= set(indicators(form))
        assert not set(identity.left) & set(identity.right)
        assert identity.source
    codes = [identity.code for identity in identities(form)]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("form", TABLES)
def test_an_identity_stays_within_a_table(form: str) -> None:
    for identity in identities(form):
        assert len({indicators(form)[code].table for code in (*identity.left, *identity.right)}) == 1


@pytest.mark.parametrize("form", TABLES)
def test_every_part_is_in_the_sum_of_its_parent(form: str) -> None:
    sums = {identity.code: identity for identity in identities(form)}
    for indicator in indicators(form).values():
        if indicator.parent:
            assert sums[indicator.parent].right == (indicator.parent,)
            assert indicator.code in sums[indicator.parent].left


def test_the_identities_of_each_form() -> None:
    found = {form: {identity.code: len(identity.left) for identity in identities(form)} for form in forms()}
    review = {
        "reconsideration.total": 4,
        "litigation.direct.total": 4,
        "litigation.after_reconsideration.total": 4,
    }
    assert found == {
        "2014": {
            "requests.received": 5,
            "requests.closed": 2,
            "requests.answered": 8,
            "requests.answered.refused": 6,
            "reconsideration": 3,
            "litigation": 3,
            "complaints": 3,
            "submissions": 2,
            "organisation.staff": 2,
        },
        "2019": {"balance": 2, "outcome.total": 19, **review},
        "2021": {"balance": 2, "outcome.total": 21, **review},
    }


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_the_balance_is_what_the_form_prints(form: str) -> None:
    balance, *_ = identities(form)
    assert balance.left == ("received", "carried_in")
    assert balance.right == ("outcome.total", "carried_out")
    assert "第一项加第二项之和，等于第三项加第四项之和" in balance.source
