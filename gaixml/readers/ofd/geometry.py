"""What OFD writes about coordinates (GB/T 33190-2016, 8.1, 8.5, 11.3): numbers, boxes, affine maps, gaps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gaixml.readers.pages.geometry import Matrix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaixml.document import BBox

POINTS: Final = 72 / 25.4
"""Points in a millimetre."""
_LARGEST: Final = 1e7
_NUMBER: Final = re.compile(r"[-+]?(?:\d{1,20}(?:\.\d{0,40})?|\.\d{1,40})(?:[eE][-+]?\d{1,2})?")
_BOX, _MAP = 4, 6


def read_number(text: str | None, default: float) -> float:
    """Return the number that a text says; the default where it says none or an absurd one."""
    match = _NUMBER.fullmatch((text or "").strip())
    number = float(match.group()) if match else default
    return number if abs(number) < _LARGEST else default


def read_numbers(text: str | None) -> list[float]:
    """Return the numbers in a list with blanks between; what is none, or absurd, is 0."""
    return [read_number(one, 0.0) for one in (text or "").replace(",", " ").split()]


def read_box(text: str | None) -> BBox | None:
    """Return a box: left, top, width and height (8.1, ST_Box); None where the text says none."""
    numbers = read_numbers(text)
    return (numbers[0], numbers[1], numbers[2], numbers[3]) if len(numbers) == _BOX else None


def read_map(text: str | None) -> Matrix:
    """Return an affine map, the one that changes nothing where the text says none."""
    numbers = read_numbers(text)
    return Matrix(*numbers) if len(numbers) == _MAP else Matrix()


def read_gaps(text: str | None) -> Iterator[float]:
    """Yield the gaps between characters (11.3): ``g 11 1.5875`` is eleven times the same; the last one is repeated."""
    tokens = iter((text or "").split())
    gap: float | None = None
    for token in tokens:
        times = 1
        if token == "g":  # noqa: S105 - the standard's sign of repetition
            times = int(read_number(next(tokens, ""), 0))
            token = next(tokens, "")  # noqa: PLW2901
        gap = read_number(token, 0.0)
        for _ in range(times):
            yield gap
    while gap is not None:
        yield gap
