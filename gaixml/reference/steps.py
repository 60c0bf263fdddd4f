"""Reads the steps of a path: 第二十条之一, 第（一）、（三）项, 第二十至二十二条, 前两款, 本章."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Final

from gaixml.numerals import parse_numeral
from gaixml.reference.model import Path, Step
from gaixml.scanners import scanner

_ANCHORS: Final = {"前": "before", "上": "before", "本": "here", "同": "same", "该": "same"}
_LONGEST: Final = 40
"""A range among the members of a list that spans more of them is none."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What one lexeme prints: a step, or one for each member of a list; ``to`` is where a range ends."""

    unit: str
    members: tuple[Step, ...]
    to: Step | None = None

    @property
    def paths(self) -> tuple[Path, ...]:
        """The members as paths, where nothing stands above them."""
        return tuple((step,) for step in self.members)

    @property
    def end(self) -> Path:
        """Where the range ends, () for none."""
        return (self.to,) if self.to else ()


@functools.lru_cache(maxsize=4096)
def read_steps(printed: str) -> Printed | None:
    """Return the steps of a lexeme; None if a numeral is none or a list counts down."""
    relative = scanner("reference_lexemes", "relative_step").fullmatch(printed)
    if relative:
        anchor = _ANCHORS[relative["anchor"]]
        count = _value(relative["count"] or "一") if anchor == "before" else 0
        unit = unit_of(relative["unit"])
        return Printed(unit, (Step(unit, count, 0, anchor),))
    match = scanner("reference_lexemes", "step").fullmatch(printed)
    if match is None:
        return None
    unit = unit_of(match["unit"] or "项")
    insertion = _value(match["insertion"] or "")
    return _members(unit, match["members"], insertion)


def _members(unit: str, printed: str, insertion: int) -> Printed | None:
    """Return the members of a list; one range alone has an end, among others it is written out."""
    values: list[int] = []
    to = 0
    for match in scanner("reference_lexemes", "member").finditer(printed):
        value = _value(match["numeral"])
        last = values[-1] if values else 0
        if not value or (match["to"] and not last < value <= last + _LONGEST * 100):
            return None
        if match["to"]:
            to = value
            values += range(last + 1, min(value, last + _LONGEST) + 1)
        else:
            values.append(value)
    if not values:
        return None
    if to and (values[0] < to == values[-1] == values[0] + len(values) - 1 or to > values[-1]):
        return Printed(unit, (Step(unit, values[0]),), Step(unit, to))
    steps = [Step(unit, value) for value in values]
    steps[-1] = steps[-1]._replace(insertion=insertion)
    return Printed(unit, tuple(steps))


@functools.cache
def unit_of(word: str) -> str:
    """Return the unit of ids for what is printed: 条 → art."""
    match = scanner("reference_lexemes", "unit").fullmatch(word)
    return (match.lastgroup or "").lower() if match else ""


def _value(printed: str) -> int:
    """Return the value of a numeral, 0 if it is none."""
    numeral = parse_numeral("".join(printed.split()))
    return numeral.value if numeral else 0
