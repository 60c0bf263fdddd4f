"""Prints an official form with random figures, in any layout and with any damage; the truth comes with the text.

sample = make(Case("2021", "pipe", "misprint", seed=3))
sample.text, sample.truth, sample.allowed
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from printing_breaks import BREAKS
from printing_cells import GLUED
from printing_damage import LABEL_DAMAGE
from printing_figures import balanced, broken
from printing_forms import report
from printing_layouts import LAYOUTS, Layout
from printing_model import Allowance, Figure, Key, Report

__all__ = ["DAMAGES", "FORMS", "LAYOUTS", "Case", "Sample", "applies", "cases", "make"]
FORMS = ("2014", "2019", "2021")
DAMAGES = {**LABEL_DAMAGE, **BREAKS}


@dataclass(frozen=True, slots=True)
class Case:
    """One document of the generator; the same case always gives the same document."""

    form: str
    layout: str
    damage: str = "none"
    mode: str = "balanced"
    cells: str = "plain"
    seed: int = 0

    def __str__(self) -> str:
        return f"{self.form}-{self.layout}-{self.damage}-{self.mode}-{self.cells}-{self.seed}"


@dataclass(frozen=True, slots=True)
class Sample:
    case: Case
    text: str
    truth: dict[Key, Figure]
    allowed: dict[Key, Allowance]


def applies(form: str, layout: str, damage: str) -> bool:
    """Say whether a damage can happen to that form in that layout. "+" joins two damages."""
    parts = [DAMAGES[name] for name in damage.split("+")]
    return all(
        form in part.forms and layout not in part.never and (LAYOUTS[layout].breaks_in_cells or not part.breaks_lines)
        for part in parts
    )


def cases(seeds: int, *, damages: tuple[str, ...] = tuple(DAMAGES)) -> list[Case]:
    """Return every case: even seeds are balanced and plain, odd ones styled and broken."""
    kinds = (("balanced", "plain"), ("broken", "styled"), ("balanced", "styled"), ("broken", "plain"))
    return [
        Case(form, layout, damage, *kinds[seed % 4], seed)
        for layout in LAYOUTS
        for damage in damages
        for form in FORMS
        if applies(form, layout, damage)
        for seed in range(seeds)
    ]


def make(case: Case) -> Sample:
    """Print the document of a case."""
    printed, layout, rng = make_report(case)
    return Sample(case, layout.write(printed, rng), printed.truth, printed.allowed)


def make_report(case: Case) -> tuple[Report, Layout, Random]:
    """Return the report of a case before it is written, with its layout and what its chance is drawn from."""
    rng = Random(str(case))  # noqa: S311 - figures, not secrets
    layout = LAYOUTS[case.layout]
    style = GLUED if layout.flat and case.cells == "styled" else case.cells
    printed = report(case.form, {"balanced": balanced, "broken": broken}[case.mode](case.form, rng), style, rng)
    allow_layout(printed, layout, case.mode)
    for name in case.damage.split("+"):
        DAMAGES[name].act(printed, layout, rng)
    return printed, layout, rng


def allow_layout(printed: Report, layout: Layout, mode: str) -> None:
    """Allow what the layout makes necessary: a flat row of as many digits as cells can be read in one way only.

    When a sum of such a row fails, though, a blank cell may have left nothing behind.
    """
    certain = Allowance.INFERRED if mode == "balanced" else Allowance.AMBIGUOUS
    for table in printed.tables():
        for row in table.rows:
            texts = [cell.text for cell in row.values()]
            if layout.linear_heads and mode == "broken" and table.name == "requests":  # only the sums show the order
                printed.allow(row.keyed(), Allowance.AMBIGUOUS)
                continue
            alone = len(texts) == 1 or all(len(text) == 1 for text in texts)
            printed.allow(row.keyed(), certain if layout.flat and alone and layout.base > certain else layout.base)
