"""Random forms in every layout with every damage: each figure comes out right or flagged, none silently wrong."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from printing import DAMAGES, FORMS, LAYOUTS, Case, applies, make
from printing_compare import COLUMNS, compare, complaints, count, read
from printing_figures import balanced, broken, holds, identities

KINDS = (("balanced", "plain"), ("broken", "styled"))
"""Figures and cells of the seeds 0 and 1 of every layout and damage."""
PAIRS = tuple(
    f"{first}+{second}"
    for first, second in zip(list(DAMAGES)[1:], [*list(DAMAGES)[6:], *list(DAMAGES)[1:6]], strict=True)
)
GRID = [
    (form, layout, damage)
    for layout in LAYOUTS
    for damage in DAMAGES
    for form in FORMS
    if applies(form, layout, damage)
]
TWICE = [
    (form, layout, damage)
    for number, layout in enumerate(LAYOUTS)
    for damage in PAIRS[number % 4 :: 4]
    for form in FORMS
    if applies(form, layout, damage)
]


def check(case: Case) -> None:
    sample = make(case)
    said = complaints(read(sample))
    assert not said, f"{case}: {len(said)} figures\n" + "\n".join(said[:8])


@pytest.mark.parametrize(("form", "layout", "damage"), GRID)
def test_every_figure_is_right_or_flagged(form: str, layout: str, damage: str) -> None:
    for seed, (mode, cells) in enumerate(KINDS):
        check(Case(form, layout, damage, mode, cells, seed))


@pytest.mark.parametrize(("form", "layout", "damage"), TWICE)
def test_two_damages_at_once(form: str, layout: str, damage: str) -> None:
    check(Case(form, layout, damage, "balanced", "plain", 7))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(("mode", "cells"), [("balanced", "styled"), ("broken", "plain")])
def test_cells_and_sums(form: str, layout: str, mode: str, cells: str) -> None:
    for seed in range(10, 12):
        check(Case(form, layout, "none", mode, cells, seed))


@pytest.mark.parametrize("form", FORMS)
def test_most_glued_figures_of_a_sound_report_are_read(form: str) -> None:
    total = count(verdict for seed in range(6) for verdict in read(make(Case(form, "flat", seed=seed))))
    assert total["right"] > 0.6 * total.total(), total


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("seed", range(20))
def test_the_generator_keeps_and_breaks_the_identities(form: str, seed: int) -> None:
    rng = Random(seed)  # noqa: S311 - figures, not secrets
    sound, unsound = balanced(form, rng), broken(form, rng)
    assert all(holds(rule, sound) for rule in identities(form))
    assert not all(holds(rule, unsound) for rule in identities(form))


def test_the_comparison_sees_what_is_wrong() -> None:
    sample = make(Case("2021", "pipe", cells="styled"))
    facts: list[dict[str, Any]] = [
        dict.fromkeys(COLUMNS, "")
        | {"indicator": indicator, "applicant": applicant, "table": figure.table, "unit": figure.units[0]}
        | {"status": figure.status, "printed": figure.printed}
        | {"value": None if figure.value is None else str(figure.value)}
        for (indicator, applicant), figure in sample.truth.items()
    ]
    assert not complaints(compare(sample, facts))
    facts.sort(key=lambda fact: fact["status"] != "reported")
    for wrong in ({"value": "77777"}, {"unit": "个"}, {"status": "ambiguous", "value": None, "candidates": ["77777"]}):
        assert [each.outcome for each in compare(sample, [facts[0] | wrong, *facts[1:]])].count("wrong") == 1
    assert complaints(compare(sample, facts[1:]))
    assert complaints(compare(sample, [*facts, facts[0]]))
    assert complaints(compare(sample, [*facts, facts[0] | {"indicator": "outcome.other_handling"}]))


def test_a_case_always_prints_the_same_document() -> None:
    case = Case("2021", "pipe", "misprint", seed=3)
    assert make(case) == make(case)
