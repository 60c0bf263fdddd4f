"""Single changes to correct reports are found where something that is printed contradicts them, and nothing else is."""

from __future__ import annotations

import functools
from random import Random
from typing import TYPE_CHECKING

import pytest
from correct_reports import correct_reports
from mutations import KINDS, Mutation, Report, digits, identities
from verdicts import Verdict, failures, judge

if TYPE_CHECKING:
    from collections.abc import Iterator

WHOLE = ("2016.md", "2020.md", "2023.md")
"""Of these, one of each form, every figure is changed in turn; of all others a sample."""
OWN = {"CEL01", "P01", "P02"}
"""The rules that fail only if the archive is not what the text says: no text may make them fail."""
_SAMPLE = 3


def by_name() -> list[object]:
    return [pytest.param(one, id=one.name) for one in correct_reports()]


def mutations(one: Report) -> Iterator[Mutation]:
    """Yield the changes to try: every figure of the reports to be tried as a whole, else some of each kind."""
    for kind in KINDS:
        made = list(kind(one, Random(one.name)))  # noqa: S311 - digits, no secrets
        whole = one.name in WHOLE and kind is digits
        yield from made if whole or len(made) <= _SAMPLE else Random(one.name).sample(made, _SAMPLE)  # noqa: S311


@functools.cache
def verdicts(one: Report) -> tuple[Verdict, ...]:
    return tuple(judge(one, mutation) for mutation in mutations(one))


@pytest.mark.parametrize("one", by_name())
def test_a_correct_report_has_no_errors(one: Report) -> None:
    assert [finding for finding in failures(one.name, one.text) if finding["severity"] == "error"] == []


@pytest.mark.parametrize("one", by_name())
def test_every_change_that_something_contradicts_is_found_and_named(one: Report) -> None:
    missed = [
        (verdict.mutation.kind, verdict.mutation.change, verdict.found, sorted(verdict.failed))
        for verdict in verdicts(one)
        if not verdict.named
    ]
    assert verdicts(one)
    assert missed == []


@pytest.mark.parametrize("one", by_name())
def test_no_change_of_a_text_makes_its_archive_contradict_it(one: Report) -> None:
    accused = [(verdict.mutation.kind, verdict.mutation.change) for verdict in verdicts(one) if verdict.failed & OWN]
    assert accused == []


def test_the_sums_cover_most_figures() -> None:
    covered = {
        name: (sum(bool(identities(figure)) for figure in one.figures), len(one.figures))
        for one in correct_reports()
        if (name := one.name) in WHOLE
    }
    assert covered == {"2016.md": (42, 63), "2020.md": (176, 195), "2023.md": (190, 199)}
