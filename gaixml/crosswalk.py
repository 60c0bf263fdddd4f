"""Which indicators of one form mean the same as those of another (vocabulary/crosswalk.csv, docs/crosswalk.md)."""

from __future__ import annotations

import csv
import functools
import io
from types import MappingProxyType
from typing import TYPE_CHECKING

from gaixml.grammars import resource
from gaixml.indicators import TOTAL, forms, indicators

if TYPE_CHECKING:
    from collections.abc import Mapping


@functools.cache
def crosswalk(form: str, other: str) -> Mapping[str, str]:
    """Return the indicators of a form that mean the same in another, each with its code there.

    A form's own codes where the two are the same; none where nothing is known of the pair.
    """
    if form == other:
        return MappingProxyType({code: code for code in indicators(form)} if form in forms() else {})
    text = (resource("vocabulary") / "crosswalk.csv").read_text("utf-8")
    rows = [(row["from_form"], row["from_indicator"], row["to_form"], row["to_indicator"]) for row in _rows(text)]
    onward = {code: same for from_form, code, to_form, same in rows if (from_form, to_form) == (form, other)}
    back = {same: code for from_form, code, to_form, same in rows if (to_form, from_form) == (form, other)}
    return MappingProxyType(onward | back)


def counterpart(form: str, indicator: str, applicant: str, other: str) -> tuple[str, str] | None:
    """Return the codes (indicator, applicant) by which another form prints what a form's figure means, if it does.

    A form that does not tell kinds of applicants apart prints what another has under ``TOTAL``.
    """
    same = crosswalk(form, other).get(indicator)
    if same is None:
        return None
    ours, theirs = indicators(form)[indicator].dimension, indicators(other)[same].dimension
    if ours == theirs:
        return same, applicant
    if theirs:
        return same, TOTAL
    return (same, "") if applicant == TOTAL else None


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))
