"""Reads amounts: 624条, 55.0592万元, 150多万条次, 100%, 百分之九十, 三分之二, 1:3."""

from __future__ import annotations

from typing import Final

from gaixml.reference.model import Reference
from gaixml.reference.numbers import decimal, figures, read_number, scale
from gaixml.scanners import scanner

_BEFORE: Final = 5
"""So many characters before a number may say that it is no exact one: 不得超过."""
_BEHIND: Final = 3
_NOUN_BEFORE: Final = 32
_NOUN_AFTER: Final = 17
_COLONS: Final = str.maketrans("：∶", "::")
_PERCENT: Final = {"百": "%", "千": "‰", "万": "‱"}


def read_amount(kind: str, text: str, start: int, end: int, bounds: tuple[int, int]) -> Reference | None:
    """Return the amount that ``text[start:end]`` prints, None if it is no number.

    ``bounds``: what qualifies it and what it counts is looked for between these offsets.
    """
    printed = text[start:end]
    if kind == "RATIO":
        return Reference("amount", start, end, {"ratio": figures(printed).translate(_COLONS), "unit": ""})
    if kind == "FRACTION":
        return _fraction(printed, start)
    target = _percentage(printed) if "分之" in printed else _measured(printed)
    if target is None:
        return None
    amount = Reference("amount", start, end, target)
    _qualify(amount, text, bounds)
    if not scanner("reference_lexemes", "time_unit").fullmatch(target["unit"]) and (
        noun := _noun(text, start, end, bounds)
    ):
        target["noun"] = noun
    return amount


def _fraction(printed: str, start: int) -> Reference | None:
    if "/" in printed:
        part, whole = printed.split("/")
    else:
        whole, part = printed.split("分之")
    values = [read_number(part), read_number(whole)]
    if any(not value for value in values):
        return None
    ratio = "/".join(decimal(value) for value in values if value)
    return Reference("amount", start, start + len(printed), {"ratio": ratio, "unit": ""})


def _percentage(printed: str) -> dict[str, str] | None:
    base, _, part = printed.partition("分之")
    value = read_number("一百" if part == "百" else part.rstrip(".．")) if part else None
    return {"value": decimal(value), "unit": _PERCENT[base]} if value is not None else None


def _measured(printed: str) -> dict[str, str] | None:
    match = scanner("reference_lexemes", "quantity").fullmatch(printed)
    value = read_number(match["figures"]) if match else None
    if match is None or value is None:
        return None
    value *= scale(match["scale"] or "")
    unit = "".join(match["unit"].replace("％", "%").split())
    if unit == "成":
        value, unit = value * 10, "%"
    target = {"value": decimal(-value if match["sign"] else value), "unit": unit}
    if match["over"] or match["over_after"]:
        target["qualifier"] = "over"
    return target


def _qualify(amount: Reference, text: str, bounds: tuple[int, int]) -> None:
    """Set what the words around an amount say of it: 约, 不少于, 以上."""
    if "qualifier" in amount.target:
        return
    before = scanner("reference_lexemes", "before").fullmatch(
        text, max(amount.start - _BEFORE, bounds[0]), amount.start
    )
    match = before or scanner("reference_lexemes", "behind").match(
        text, amount.end, min(amount.end + _BEHIND, bounds[1])
    )
    if match and match.lastgroup:
        amount.target["qualifier"] = match.lastgroup.partition("_")[0].lower()


def _noun(text: str, start: int, end: int, bounds: tuple[int, int]) -> str:
    """Return what is counted."""
    after = scanner("reference_lexemes", "noun_after").match(text, end, min(end + _NOUN_AFTER, bounds[1]))
    if after:
        return after["noun"]
    before = scanner("reference_lexemes", "noun_before").fullmatch(text[max(start - _NOUN_BEFORE, bounds[0]) : start])
    if before is None or scanner("reference_lexemes", "no_noun").fullmatch(before["noun"]):
        return ""
    return before["noun"]
