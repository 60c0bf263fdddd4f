"""Reads what the prose says of the figures of the table of requests (forms/prose.lark)."""

from __future__ import annotations

import functools
import unicodedata
from decimal import Decimal
from typing import Final

from gaixml.grammars import productions
from gaixml.scanners import scanner

_GRAMMAR: Final = "forms/prose"
_START: Final = "statement"
_FURTHEST: Final = 20_000
"""Characters in which such sentences are looked for: they stand in the first section."""


def stated_counts(text: str) -> dict[tuple[str, str], set[Decimal]]:
    """Return the counts that the prose states, by indicator and applicant; several where it states several."""
    return _stated_counts(text[:_FURTHEST])


@functools.lru_cache(maxsize=4)
def _stated_counts(beginning: str) -> dict[tuple[str, str], set[Decimal]]:
    found: dict[tuple[str, str], set[Decimal]] = {}
    for rule, key in _rules().items():
        for match in scanner(_GRAMMAR, rule).finditer(beginning):
            found.setdefault(key, set()).add(Decimal(unicodedata.normalize("NFKC", match["count"])))
    return found


@functools.cache
def _rules() -> dict[str, tuple[str, str]]:
    """Return the rules of the grammar with the indicator and the applicant that each is named after."""
    rules, _ = productions(_GRAMMAR, _START)
    names = (name.partition("___") for name in rules if name != _START)
    return {f"{code}___{applicant}": (code.replace("__", "."), applicant) for code, _, applicant in names}
