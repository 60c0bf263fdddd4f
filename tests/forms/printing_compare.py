"""What came out against what was printed: right, flagged, missing, or wrong."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Literal, cast

from printing_model import Allowance, Figure, Key

import gaixml

if TYPE_CHECKING:
    from collections.abc import Iterable

    from printing import Sample

Outcome = Literal["right", "flagged", "missing", "unmet", "wrong"]
"""``flagged``, ``missing``: allowed; ``unmet``: not wrong, but more than was allowed; ``wrong``: never allowed."""
Fact = dict[str, Any]
COLUMNS = {"form", "table", "indicator", "applicant", "value", "unit", "status", "printed", "label", "where"}
REASONS = {"rule", "identities"}
EXTRA = {"ambiguous": REASONS | {"candidates"}}


@dataclass(frozen=True, slots=True)
class Verdict:
    key: Key
    outcome: Outcome
    why: str = ""


def read(sample: Sample) -> list[Verdict]:
    """Let gaixml read the document and compare."""
    return compare(sample, cast("list[Fact]", gaixml.facts(sample.text.encode())))


def compare(sample: Sample, facts: list[Fact]) -> list[Verdict]:
    """Return a verdict on every figure that was printed and on every fact that names another."""
    found: dict[Key, Fact] = {}
    verdicts = []
    for fact in facts:
        key = (fact["indicator"], fact["applicant"])
        if key not in sample.truth:
            verdicts.append(Verdict(key, "wrong", f"no such figure was printed: {shown(fact)}"))
        elif key in found:
            verdicts.append(Verdict(key, "wrong", f"said twice: {shown(found[key])} and {shown(fact)}"))
        found.setdefault(key, fact)
    for key, figure in sample.truth.items():
        verdicts.append(verdict(key, figure, found.get(key), sample.allowed.get(key, Allowance.EXACT)))
    return verdicts


def shown(fact: Fact) -> str:
    return " ".join(
        f"{name}={fact.get(name)!r}" for name in ("status", "value", "printed", "unit", "rule", "candidates")
    )


def verdict(key: Key, figure: Figure, fact: Fact | None, allowed: Allowance) -> Verdict:
    if fact is None:
        return Verdict(key, "missing" if allowed >= Allowance.MISSING else "unmet", "missing")
    against = f"{shown(fact)} for {figure.status} {figure.printed!r}"
    if set(fact) - EXTRA.get(fact["status"], REASONS) != COLUMNS or fact["table"] != figure.table:
        return Verdict(key, "wrong", f"keys or table of the fact: {sorted(fact)} {fact['table']}")
    if fact["status"] == "ambiguous":
        return flagged(key, figure, fact, allowed, against)
    if not agrees(figure, fact):
        return Verdict(key, "wrong", against)
    exact = fact["status"] == figure.status and fact["printed"].strip() == figure.printed
    return Verdict(key, "right" if exact or allowed > Allowance.EXACT else "unmet", against)


def flagged(key: Key, figure: Figure, fact: Fact, allowed: Allowance, against: str) -> Verdict:
    readings = [number(each) for each in fact["candidates"]]
    if fact["value"] is not None:
        return Verdict(key, "wrong", f"ambiguous with a value: {against}")
    if readings and figure.value not in readings and allowed < Allowance.LOOSE:  # none: the row could not be read
        return Verdict(key, "wrong", f"the truth is no candidate: {against}")
    return Verdict(key, "flagged" if allowed >= Allowance.AMBIGUOUS else "unmet", against)


def agrees(figure: Figure, fact: Fact) -> bool:
    """Say whether a fact that is not ambiguous says what was printed."""
    if figure.value is None:
        return fact["value"] is None and fact["status"] in (figure.status, "inferred")
    same = number(fact["value"]) == figure.value and fact["unit"] in figure.units
    return same and fact["status"] in ("reported", "inferred")


def number(value: str | None) -> Decimal | None:
    if value is None:
        return None
    try:
        return Decimal(value)
    except InvalidOperation:
        return Decimal("NaN")


def count(verdicts: Iterable[Verdict]) -> Counter[Outcome]:
    return Counter(each.outcome for each in verdicts)


def complaints(verdicts: Iterable[Verdict]) -> list[str]:
    """Return what a test fails on."""
    return [
        f"{each.outcome} {'/'.join(each.key)}: {each.why}" for each in verdicts if each.outcome in ("unmet", "wrong")
    ]
