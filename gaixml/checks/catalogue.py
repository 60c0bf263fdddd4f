"""All rules, in the order of the catalogue."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final

from gaixml.checks import (
    cells,
    citations,
    deadlines,
    digits,
    form_change,
    governments,
    likeness,
    numbering,
    prose,
    quality,
    reporting_year,
    rows,
    structure,
    sums,
    text_change,
    text_counts,
    text_ratios,
    years,
)
from gaixml.checks.model import Rule, Scope, rules_of

if TYPE_CHECKING:
    from collections.abc import Mapping

FAMILIES: Final = (
    structure,
    rows,
    cells,
    sums,
    digits,
    quality,
    text_counts,
    text_ratios,
    text_change,
    reporting_year,
    prose,
    deadlines,
    citations,
    numbering,
    years,
    form_change,
    likeness,
    governments,
)
"""A family of rules is a module."""


@functools.cache
def catalogue() -> Mapping[str, Rule]:
    """Return all rules by their ids."""
    return {rule.id: rule for family in FAMILIES for rule in rules_of(family)}


@functools.cache
def rules_of_scope(scope: Scope) -> tuple[Rule, ...]:
    """Return the rules that look at so much."""
    return tuple(rule for rule in catalogue().values() if rule.scope == scope)
