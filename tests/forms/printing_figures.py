"""Random figures for an official form that satisfy the form's identities, or break them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from gaixml.grammars import resource

if TYPE_CHECKING:
    from random import Random

    from printing_model import Key

VOCABULARY = Path(str(resource("vocabulary")))
TOTAL = "total"
Figures = dict["Key", Decimal]
Identity = tuple[tuple["Key", ...], tuple["Key", ...]]
"""Keys whose sum equals the sum of other keys."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of vocabulary/indicators.csv."""

    table: str
    indicator: str
    parent: str
    dimension: str
    kind: str
    unit: str
    path: tuple[str, ...]


@cache
def entries(form: str) -> tuple[Entry, ...]:
    """Return the vocabulary of a form. 本年增/减 has a slash of its own: it is no path."""
    with (VOCABULARY / "indicators.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["form"] == form]
    columns = ("table", "indicator", "parent", "dimension", "kind", "unit")
    return tuple(Entry(**{name: row[name] for name in columns}, path=split_path(row["label"])) for row in rows)


def split_path(label: str) -> tuple[str, ...]:
    parts = label.replace("增/减", "增|减").split("/")
    return tuple(part.replace("|", "/") for part in parts)


@cache
def applicants() -> tuple[tuple[str, str], ...]:
    """Return the applicant columns: name and printed head, 总计 the last."""
    with (VOCABULARY / "applicants.csv").open(encoding="utf-8", newline="") as lines:
        return tuple((row["applicant"], row["label"]) for row in csv.DictReader(lines))


def identities(form: str) -> list[Identity]:
    """Return what must add up in a form."""
    columns = [name for name, _ in applicants()]
    found: list[Identity] = []
    for entry in entries(form):
        parts = [each.indicator for each in entries(form) if each.parent == entry.indicator]
        over = columns if entry.dimension else [""]
        if parts:
            found += [(tuple((part, name) for part in parts), ((entry.indicator, name),)) for name in over]
        if entry.dimension:
            found.append((tuple((entry.indicator, name) for name in columns[:-1]), ((entry.indicator, TOTAL),)))
    if form != "2014":
        left, right = ("received", "carried_in"), ("outcome.total", "carried_out")
        found += [(tuple((i, name) for i in left), tuple((i, name) for i in right)) for name in columns]
    return found


def holds(identity: Identity, figures: Figures) -> bool:
    left, right = identity
    return sum(figures[key] for key in left) == sum(figures[key] for key in right)


def balanced(form: str, rng: Random) -> Figures:
    """Draw figures that satisfy all identities of the form."""
    figures: Figures = {}
    busy = rng.choice((0.1, 0.4, 0.8))
    for entry in entries(form):
        for name in [name for name, _ in applicants()] if entry.dimension else [""]:
            figures[entry.indicator, name] = leaf(entry.kind, name, busy, rng)
    if form != "2014":
        move_balance(figures, rng)
    rules = identities(form)
    while wrong := [rule for rule in rules if not holds(rule, figures)]:
        for left, right in wrong:
            figures[right[0]] = sum((figures[key] for key in left), Decimal()) - sum(
                (figures[key] for key in right[1:]), Decimal()
            )
    return figures


def move_balance(figures: Figures, rng: Random) -> None:
    """Let 结转 be what the other three make it, and never negative."""
    for name, _ in applicants():
        parts = [
            key for key in figures if key[1] == name and key[0].startswith("outcome.") and key[0] != "outcome.total"
        ]
        done = int(sum(figures[key] for key in parts))
        left_over = int(figures["carried_out", name])
        figures["outcome.total", name] = Decimal(done)
        figures["carried_in", name] = Decimal(min(done + left_over, rng.choice((0, 0, rng.randint(0, 40)))))
        figures["received", name] = done + left_over - figures["carried_in", name]


def leaf(kind: str, applicant: str, busy: float, rng: Random) -> Decimal:
    if kind == "amount":
        return Decimal(rng.choice(("0", "0.62", f"{rng.randint(1, 9999)}.{rng.randint(0, 999999):06d}", "12345.6")))
    if kind == "change":
        return Decimal(rng.randint(-12, 12))
    if rng.random() > busy:
        return Decimal(0)
    largest = {"": 9, "natural_person": 99}.get(applicant, 3)
    return Decimal(rng.randint(1, largest * rng.choice((1, 1, 10, 1000 if not applicant else 10))))


def broken(form: str, rng: Random) -> Figures:
    """Draw figures of which one to three were changed so that at least one identity fails.

    A broken row whose glued digits could be cut in another way that adds up is drawn again: nobody can read it.
    """
    while True:
        figures = balanced(form, rng)
        rules = identities(form)
        for key in rng.sample(sorted({key for left, right in rules for key in left + right}), rng.randint(1, 3)):
            figures[key] = abs(figures[key] + rng.choice((-7, -2, -1, 1, 3, 10, 90)))
        failing = [rule for rule in rules if not holds(rule, figures)]
        if failing and not any(misleading(rule, figures) for rule in failing):
            return figures


def misleading(rule: Identity, figures: Figures) -> bool:
    """Say whether the digits of a broken row, in the order of print, can be cut into as many numbers that add up."""
    keys = [*rule[0], *rule[1]]
    if len({indicator for indicator, _ in keys}) > 1 and len({name for _, name in keys if name}) == 1:
        return False  # a column: its numbers do not stand beside one another
    digits = "".join(str(figures[key]) for key in keys)
    return len(keys) <= 7 and any(sum(cut[:-1]) == cut[-1] for cut in cuts(digits, len(keys)))


def cuts(digits: str, parts: int) -> list[tuple[int, ...]]:
    if parts == 1:
        return [(int(digits),)] if digits == "0" or not digits.startswith("0") else []
    lengths = range(1, 2 if digits.startswith("0") else min(5, len(digits) - parts + 1) + 1)
    return [
        (int(digits[:n]), *rest)
        for n in lengths
        if len(digits) - n >= parts - 1
        for rest in cuts(digits[n:], parts - 1)
    ]
