"""The correct reports that mutations are made of: those of docs/rules, the examples, and printed forms."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

from mutations import Report, report
from printing import FORMS, Case, make
from rule_pages import BASES
from verdicts import failures

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
LAYOUTS = ("tab", "tab_joined", "pipe", "pipe_joined", "pipe_repeated")
"""The layouts in which every figure stands in a cell of its own."""
_SEEDS = 60
"""Random figures of 2014 mostly contradict the bounds (G06, G07): so many prints are tried for one that does not."""


def written() -> list[Report]:
    """Return the reports that somebody wrote."""
    paths = [*sorted(BASES.glob("*.md")), EXAMPLES / "example-2017.txt", EXAMPLES / "example-2023.md"]
    return [report(path.name, path.read_text("utf-8")) for path in paths]


def printed() -> list[Report]:
    """Return a correct print of each form in each layout."""
    return [one for form in FORMS for layout in LAYOUTS if (one := next(_correct(form, layout), None))]


@functools.cache
def correct_reports() -> tuple[Report, ...]:
    """Return all of them."""
    return (*written(), *printed())


def _correct(form: str, layout: str) -> Iterator[Report]:
    for seed in range(_SEEDS):
        sample, name = make(Case(form, layout, seed=seed)), f"{form}-{layout}-{seed}.md"
        if not [one for one in failures(name, sample.text) if one["severity"] == "error"]:
            yield report(name, sample.text)
