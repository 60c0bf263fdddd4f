from __future__ import annotations

import pytest

from gaixml.crosswalk import counterpart, crosswalk
from gaixml.indicators import TOTAL, forms, indicators

PAIRS = [("2014", "2019"), ("2019", "2021")]


@pytest.mark.parametrize(("form", "other"), [*PAIRS, *(pair[::-1] for pair in PAIRS)])
def test_what_is_mapped_is_of_one_kind_and_unit(form: str, other: str) -> None:
    mapped = crosswalk(form, other)
    assert len(set(mapped.values())) == len(mapped) > 0
    for ours, theirs in mapped.items():
        one, two = indicators(form)[ours], indicators(other)[theirs]
        assert (one.kind, one.unit) == (two.kind, two.unit), ours


@pytest.mark.parametrize("form", forms())
def test_a_form_is_its_own_counterpart(form: str) -> None:
    assert list(crosswalk(form, form).items()) == [(code, code) for code in indicators(form)]


def test_what_a_form_does_not_tell_apart_is_the_total() -> None:
    assert counterpart("2014", "requests.received", "", "2019") == ("received", TOTAL)
    assert counterpart("2019", "received", TOTAL, "2014") == ("requests.received", "")
    assert counterpart("2019", "received", "business", "2014") is None


@pytest.mark.parametrize(
    ("form", "indicator", "other"),
    [
        ("2019", "normative_documents.total_disclosed", "2021"),
        ("2021", "normative_documents.in_force", "2019"),
        ("2019", "outcome.other_handling", "2021"),
        ("2014", "litigation.upheld", "2019"),
        ("2021", "received", "2014"),
        ("2021", "received", ""),
    ],
)
def test_what_only_looks_alike_has_no_counterpart(form: str, indicator: str, other: str) -> None:
    assert counterpart(form, indicator, TOTAL, other) is None


def test_rows_with_the_same_words_are_mapped() -> None:
    assert counterpart("2021", "carried_out", "business", "2019") == ("carried_out", "business")
    assert len(crosswalk("2019", "2021")) == 42
