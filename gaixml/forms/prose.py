"""Reads what the prose says of the figures of the table of requests (forms/prose.lark)."""

from __future__ import annotations

import functools
import re
import unicodedata
from decimal import Decimal
from typing import Final

from gaixml.scanners import scanner

_FURTHEST: Final = 20_000
"""Characters in which such sentences are looked for: they stand in the first section."""
_YEAR: Final = re.compile(r"(?:19|20)\d\d(?=\s?年)")


def stated_counts(text: str, year: int | None) -> list[dict[str, Decimal]]:
    """Return what each sentence says of the requests received in a year: counts by applicant (total, business …)."""
    return _stated_counts(text[:_FURTHEST], year)


@functools.lru_cache(maxsize=4)  # a document may print many tables
def _stated_counts(beginning: str, year: int | None) -> list[dict[str, Decimal]]:
    excluded = scanner("forms/prose", "excluded")
    return [
        {
            applicant: Decimal(unicodedata.normalize("NFKC", count))
            for applicant, count in match.groupdict().items()
            if count and applicant.islower()
        }
        for match in scanner("forms/prose", "received").finditer(beginning)
        if not excluded.search(match.group()) and all(int(one) == year for one in _YEAR.findall(match.group()))
    ]
