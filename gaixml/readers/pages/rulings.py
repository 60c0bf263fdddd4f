"""The ruled lines of a page: what is drawn in pieces, doubled or dashed becomes one line."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gaixml.document import BBox

THICKEST: Final = 3.5
"""A box that is higher and wider than so many points is no line: its four edges are."""
_NEAR: Final = 1.2
"""Lines no further apart than this are one: the borders that two neighbouring cells draw, a double line."""
_GAP: Final = 3.5
"""Pieces no further apart than this make one line: dashes, the ends of borders at the corners of cells."""
_DOT: Final = 3.0
"""What is less than so many times as long as thick may be a dot of a dotted line in either direction."""
_ALIGNED: Final = 0.5
"""The dots of a line stand on one height, give or take half of this …"""
_DOTTED: Final = 8.0
"""… and make one of so many points at least."""
_SHORTEST: Final = 4.0
"""What is shorter is part of a letter or a picture."""


class Ruling(NamedTuple):
    """A line: where it stands on the axis across it, and from where to where it goes on its own."""

    at: float
    start: float
    end: float


def find_rulings(rules: Iterable[BBox]) -> tuple[list[Ruling], list[Ruling]]:
    """Return the horizontal and the vertical lines of a page, each list by position."""
    across: list[Ruling] = []
    down: list[Ruling] = []
    for left, top, right, bottom in rules:
        wide, high = right - left, bottom - top
        if min(wide, high) > THICKEST:
            across += [Ruling(top, left, right), Ruling(bottom, left, right)]
            down += [Ruling(left, top, bottom), Ruling(right, top, bottom)]
            continue
        if wide * _DOT > high:
            across.append(Ruling((top + bottom) / 2, left, right))
        if high * _DOT > wide:
            down.append(Ruling((left + right) / 2, top, bottom))
    return _join(across), _join(down)


def _join(pieces: Sequence[Ruling]) -> list[Ruling]:
    """Return the lines that the pieces make."""
    dots: dict[int, list[Ruling]] = {}
    for piece in pieces:
        if piece.end - piece.start < _SHORTEST:
            dots.setdefault(round(piece.at / _ALIGNED), []).append(piece)
    ordered = [piece for piece in pieces if piece.end - piece.start >= _SHORTEST]
    ordered += [line for row in dots.values() for line in _join_aligned(row) if line.end - line.start >= _DOTTED]
    ordered.sort()
    joined: list[Ruling] = []
    for group in groups([piece.at for piece in ordered], _NEAR):
        joined += _join_aligned(ordered[group])
    return [ruling for ruling in joined if ruling.end - ruling.start >= _SHORTEST]


def _join_aligned(pieces: Sequence[Ruling]) -> list[Ruling]:
    """Return the lines that pieces at about the same position make."""
    middle = pieces[len(pieces) // 2].at
    joined: list[Ruling] = []
    for piece in sorted(pieces, key=lambda piece: piece.start):
        if joined and piece.start <= joined[-1].end + _GAP:
            joined[-1] = joined[-1]._replace(end=max(joined[-1].end, piece.end))
        else:
            joined.append(piece._replace(at=middle))
    return joined


def groups(values: Sequence[float], near: float) -> list[slice]:
    """Return the stretches of a growing sequence whose members are no further than ``near`` from the next."""
    cuts = [0, *(number for number, (one, two) in enumerate(pairwise(values), 1) if two - one > near), len(values)]
    return [slice(start, end) for start, end in pairwise(cuts) if start < end]
