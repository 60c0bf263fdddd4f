"""Prints the values of cells as a person sees them under the format General.

Which format a cell has, calamine does not tell: a percentage is printed as the number that it is (0.125).
"""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal
from typing import Final

Value = str | float | bool | dt.date | dt.time | dt.timedelta
"""What a cell holds; a whole number may be an int, a date with its time a dt."""

_DIGITS: Final = 15
"""A workbook keeps so many significant digits."""
_HOUR, _MINUTE = 3600, 60


def print_value(value: Value) -> str:
    """Return what a cell prints: 12, 0.3, 2024-01-31, 2024-01-31 08:30:00, 27:30:00, TRUE."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return _print_number(value)
    if isinstance(value, dt.datetime):
        moment = value.replace(microsecond=0)
        return moment.isoformat(" ") if moment.time() != dt.time() else moment.date().isoformat()
    if isinstance(value, dt.timedelta):
        return _print_duration(value)
    return value.replace(microsecond=0).isoformat() if isinstance(value, dt.time) else value.isoformat()


def _print_number(value: float) -> str:
    if not math.isfinite(value):
        return str(value)
    printed = format(Decimal(f"{value:.{_DIGITS}g}"), "f")
    printed = printed.rstrip("0").rstrip(".") if "." in printed else printed
    return "0" if printed == "-0" else printed


def _print_duration(value: dt.timedelta) -> str:
    seconds = int(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // _HOUR}:{seconds // _MINUTE % _MINUTE:02}:{seconds % _MINUTE:02}"
