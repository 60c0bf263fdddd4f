"""Reads dates and periods: 2018年1月1日起至12月31日, 2018年1-6月, 2018年第一季度, 今年5月.

Values follow ISO 8601-1:2019.
"""

from __future__ import annotations

import calendar
import re
from typing import Final, NamedTuple

from gaixml.reference.model import Reference
from gaixml.reference.numbers import figures, small_number
from gaixml.scanners import scanner

_ANCHORS: Final = {
    "NOW": ("writing", "0"),
    "BEFORE_NOW": ("writing", "-1"),
    "AFTER_NOW": ("writing", "1"),
    "THIS_YEAR": ("reporting", "0"),
    "LAST_YEAR": ("reporting", "-1"),
    "NEXT_YEAR": ("reporting", "1"),
    "SAME_YEAR": ("mentioned", "0"),
    "YEAR_AFTER": ("mentioned", "1"),
}
_HALVES: Final = {"上": (1, 6), "下": (7, 12)}
_UNITS: Final = "年月日"
_NUMERIC: Final = re.compile(r"[-－./]")
_ANY_YEAR: Final = 2000
"""A leap year: 2月29日 without a year is a day."""


class _Day(NamedTuple):
    """A day, month or year; 0 for what is not printed."""

    year: int = 0
    month: int = 0
    day: int = 0

    def is_possible(self) -> bool:
        """Tell whether there is such a day."""
        if not self.month:
            return self.year > 0 and not self.day
        if self.month > 12:  # noqa: PLR2004 - months
            return False
        return self.day <= calendar.monthrange(self.year or _ANY_YEAR, self.month)[1]

    def iso(self) -> str:
        """Return the value: 2018-01-16, 2018-01, --03-31, 2018."""
        year = f"{self.year:04d}" if self.year else "-"
        return year + "".join(f"-{part:02d}" for part in (self.month, self.day) if part)


def read_time(kind: str, printed: str, start: int) -> Reference | None:
    """Return the date or period that a lexeme of this kind prints, None if there is no such day."""
    if kind in _ANCHORS:
        return _relative(kind, printed, start)
    if kind == "QUARTER":
        value = _quarter(printed)
    elif kind in {"DAYS", "MONTHS", "YEARS"}:
        value = _interval(printed)
    else:
        day = _numeric(printed) if _NUMERIC.search(printed) else _day(printed)
        value = day.iso() if day.is_possible() else ""
    name = "date" if kind == "DAY" else "period"
    return Reference(name, start, start + len(printed), {"value": value}) if value else None


def _relative(kind: str, printed: str, start: int) -> Reference | None:
    anchor, years = _ANCHORS[kind]
    then = _day(printed)
    if then.month and not then.is_possible():
        return None
    rest = then.iso()[1:] if then.month else ""
    target = {"anchor": anchor, "years": years, "rest": rest}
    return Reference("date" if rest else "period", start, start + len(printed), target)


def _numeric(printed: str) -> _Day:
    return _Day(*(int(figures(part)) for part in _NUMERIC.split(printed)))


def _day(printed: str, unit: str = "") -> _Day:
    """Return a day as printed; ``unit`` is that of a last number without one (1 in 1-6月)."""
    known = dict.fromkeys(_UNITS, 0)
    for match in scanner("reference_lexemes", "time_parts").finditer(printed):
        part = match["part"].replace("号", "日") or unit
        if part == "年":
            known[part] = int(figures(match["figures"])) if figures(match["figures"]).isdecimal() else 0
        elif part:
            known[part] = small_number(match["figures"])
    return _Day(*known.values())


def _interval(printed: str) -> str:
    """Return the value of a period with two ends; what one end does not print it has from the other."""
    sign = next(match for match in scanner("reference_lexemes", "to").finditer(printed) if match.start())
    last = _day(printed[sign.end() :])
    unit = _UNITS[sum(part > 0 for part in last if last.year) - 1] if last.year else "日" if last.day else "月"
    first = _day(printed[: sign.start()], unit)
    last = last._replace(year=last.year or first.year)
    if last.day and not last.month:
        last = last._replace(month=first.month)
    first = first._replace(year=first.year or last.year)
    if not (first.is_possible() and last.is_possible()) or (first.year and first > last):
        return ""
    return f"{first.iso()}/{last.iso()}"


def _quarter(printed: str) -> str:
    year, _, rest = printed.partition("年")
    half = next((char for char in rest if char in _HALVES), "")
    if half:
        first, last = _HALVES[half]
    else:
        number = small_number(next(char for char in reversed(rest) if figures(char).isdecimal()))
        first, last = 1 if "前" in rest else 3 * number - 2, 3 * number
    value = _day(f"{year}年").year
    days = calendar.monthrange(value, last)[1]
    return f"{value:04d}-{first:02d}-01/{value:04d}-{last:02d}-{days}"
