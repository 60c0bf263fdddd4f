"""Splits the figures of a table row that were glued together: 801000081 is 80 1 0 0 0 0 81.

Nothing in such a text says where a figure ends. What decides is the arithmetic of the form, so every way to read the
text that keeps it is returned, and a row is certain when there is only one. What the rows of a table say of one
another is a matter of gaixml/forms/solver.py.
"""

from __future__ import annotations

import functools
import operator
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LIMIT: Final = 30_000
"""So many figures are tried and returned for one text; six figures of four digits and their total take about half."""
LONGEST: Final = 14
"""A figure has at most so many characters: no count and no amount of a form has more, and their sums are exact."""
MOST: Final = 120
"""A text with more characters, or ten times as many with its blanks, is not searched: no row has over 15 figures."""

_PLAIN: Final = str.maketrans({full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)})
_SPLITTABLE: Final = re.compile(r"(?!.*-[0-9])[0-9\s.,—–―/无-]*", re.DOTALL)
_FIGURE: Final = re.compile(r"(?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.[0-9]+)?|(?P<dash>[—–―-]+|[/无])")
_NOTHING: Final = (Decimal(), Decimal())
_ANYTHING: Final = (Decimal("-Infinity"), Decimal("Infinity"))


class Split(NamedTuple):
    """One way to read a row.

    values: the figures, None where a dash stands for one
    spans:  for each of them, (start, end) in the printed text
    """

    values: tuple[Decimal | None, ...]
    spans: tuple[tuple[int, int], ...]


class Splits(NamedTuple):
    """The ways to read a row, sorted by their spans.

    complete: whether these are all; when not, a bound was reached, and even a single split is not certain
    """

    splits: list[Split]
    complete: bool


def split_figures(
    printed: str, width: int, sums: Sequence[tuple[tuple[int, ...], int]] = (), limit: int = LIMIT
) -> Splits:
    """Return all ways to read a text as exactly ``width`` figures that add up. Never raises, whatever the text.

    ``sums`` lists (indices of the parts, index of their total); a sum that a dash takes part in is not assessed.
    A figure is 0 or begins with another digit; it may have thousands groups (1,234) and a point between digits. Its
    characters may be full-width. A blank always separates, a dash (— – - / 无) is a cell of its own. A text that holds
    anything else, or a hyphen right before a digit (it may be a minus), has no splits; that is complete.
    """
    text = printed.translate(_PLAIN)  # NFKC would move the offsets, and take the ² of a footnote for a digit
    if not _SPLITTABLE.fullmatch(text):
        return Splits([], complete=True)
    if len(text) > 10 * MOST or sum(map(len, text.split())) > MOST:
        return Splits([], complete=False)
    if len(text) == width and text.isdecimal() and not sums and limit >= 2 * width:  # the way of most rows: 0000000
        return Splits([Split(tuple(map(Decimal, text)), tuple((at, at + 1) for at in range(width)))], complete=True)
    search = _Search(text, width, sums, limit)
    return Splits(sorted(search.run(), key=lambda split: split.spans), complete=search.left >= 0)


class _Figure(NamedTuple):
    start: int
    end: int
    value: Decimal | None


class _Layout:
    """The figures that a text may consist of.

    ending: for each offset, the figures that end there, or before the blanks that do
    counts: for each offset, a number whose bit n is set when the text before it can be split into n figures
    """

    def __init__(self, text: str) -> None:
        self.ending: list[list[_Figure]] = [[]]
        self.counts = [1]
        for end, character in enumerate(text, 1):
            blank = character.isspace()
            self.ending.append(self.ending[-1] if blank else list(_figures_ending(text, end)))
            counts = (self.counts[figure.start] << 1 for figure in self.ending[end])
            self.counts.append(self.counts[-1] if blank else functools.reduce(operator.or_, counts, 0))

    def last(self, end: int, count: int) -> list[_Figure]:
        """Return the figures that can be the last of ``count`` figures in the text before ``end``."""
        return [figure for figure in self.ending[end] if self.counts[figure.start] >> (count - 1) & 1]


@functools.lru_cache(maxsize=1 << 4)
def _layout(text: str) -> _Layout:
    """Return the layout of a text, which is split with its sums and without them."""
    return _Layout(text)


def _figures_ending(text: str, end: int) -> Iterator[_Figure]:
    for start in range(end - 1, max(end - LONGEST, 0) - 1, -1):
        if text[start:end].isdecimal():
            if text[start] != "0" or start + 1 == end:
                yield _Figure(start, end, Decimal(text[start:end]))
        elif match := _FIGURE.fullmatch(text, start, end):
            yield _Figure(start, end, None if match["dash"] else Decimal(match[0].replace(",", "")))


class _Sum:
    """A sum of the form: its parts count positively and its total negatively, and all together they have to give 0.

    factors: how often each cell counts
    shares:  the least and the most that all cells before a cell can give: [cell][offset where this cell begins]
    """

    def __init__(self, parts: tuple[int, ...], total: int, layout: _Layout, width: int) -> None:
        self.factors = {**dict.fromkeys(parts, 1), total: -1}
        self.shares = {min(self.factors): dict.fromkeys(range(len(layout.ending)), _NOTHING)}
        for cell in range(min(self.factors), max(self.factors)):
            furthest = len(layout.ending) - (width - 1 - cell)  # each figure behind takes a character at least
            ends = [end for end in range(cell + 1, furthest) if layout.counts[end] >> (cell + 1) & 1]
            self.shares[cell + 1] = {end: self._share(cell, layout.last(end, cell + 1)) for end in ends}

    def _share(self, cell: int, figures: list[_Figure]) -> tuple[Decimal, Decimal]:
        """Return what the cells up to this one can give when it is one of these figures."""
        factor = self.factors.get(cell, 0)
        if factor and any(figure.value is None for figure in figures):
            return _ANYTHING
        shares = self.shares[cell]
        if not factor:
            before = [shares[figure.start] for figure in figures]
            return min(least for least, _ in before), max(most for _, most in before)
        added = [(shares[start], factor * value) for start, _, value in figures if value is not None]
        return min(least + more for (least, _), more in added), max(most + more for (_, most), more in added)

    def add(self, given: Decimal | None, cell: int, value: Decimal | None) -> Decimal | None:
        """Return what the cells from this one on give, None when a dash is among them."""
        return None if given is None or value is None else given + self.factors[cell] * value

    def can_hold(self, given: Decimal | None, cell: int, start: int) -> bool:
        """Tell whether the cells before this one, which begins at ``start``, can make up for what the others give."""
        least, most = self.shares[cell][start]
        return given is None or least <= -given <= most


class _Search:
    """Chooses figures from the last to the first: a total stands behind its parts, and bounds them.

    left: how many figures may still be tried or returned; negative when that was not enough
    """

    def __init__(self, text: str, width: int, sums: Sequence[tuple[tuple[int, ...], int]], limit: int) -> None:
        self.width, self.left = width, limit
        self.layout = _layout(text)
        self.sums = [_Sum(parts, total, self.layout, width) for parts, total in sums]

    def run(self) -> Iterator[Split]:
        """Yield the splits of the whole text."""
        if self.layout.counts[-1] >> self.width & 1:
            yield from self._splits(len(self.layout.counts) - 1, (), [Decimal()] * len(self.sums))

    def _splits(self, end: int, behind: tuple[_Figure, ...], given: Sequence[Decimal | None]) -> Iterator[Split]:
        """Yield the splits that end with the figures ``behind`` this offset, which give each sum what is ``given``."""
        count = self.width - len(behind)
        if not count:
            self.left -= self.width
            yield Split(tuple(one.value for one in behind), tuple((one.start, one.end) for one in behind))
            return
        for figure in self.layout.last(end, count):
            self.left -= 1
            if self.left < 0:
                return
            added = self._add(given, count - 1, figure)
            if added is not None:
                yield from self._splits(figure.start, (figure, *behind), added)

    def _add(self, given: Sequence[Decimal | None], cell: int, figure: _Figure) -> Sequence[Decimal | None] | None:
        """Return what each sum gives with one more figure, None when one of them cannot hold any more."""
        added = list(given)
        for number, one in enumerate(self.sums):
            if cell in one.factors:
                added[number] = one.add(given[number], cell, figure.value)
                if not one.can_hold(added[number], cell, figure.start):
                    return None
        return added
