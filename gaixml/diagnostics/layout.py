"""The columns of a table that a terminal shows around marked cells: how wide, which are left out, rows in line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from rich.cells import cell_len

from gaixml.diagnostics.source import CUT, HERE, Marked, padded, shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    _Group = tuple["GridCell | None", list[int | None]]
    """A cell with the columns it takes up of those that are shown; None is a gap."""

_BETWEEN: Final = " | "
_WIDTHS: Final = ((1, 8), (3, 8), (4, 5), (5, 5))
"""What part of the width a cell may take, and how wide a head may be that is wider than its column.

The first pair is for tables of which all columns fit; a further one is taken where marked cells do not fit by the last.
"""
_NARROW: Final = 8
"""No column is cut to less: four Chinese characters."""


class GridCell(NamedTuple):
    """A cell: its place in the grid, counted from 0, how much it takes up, and what it prints."""

    id: str
    row: int
    column: int
    rows: int
    columns: int
    text: str
    start: int
    end: int

    @property
    def is_figure(self) -> bool:
        """Whether it prints a number and nothing else."""
        return self.text.replace(",", "").replace(".", "").strip("+-%").isdigit()


class Layout:
    """How wide each column is, and which of them are shown."""

    def __init__(
        self,
        cells: Sequence[Sequence[GridCell]],
        heads: Sequence[int],
        marked: Sequence[int],
        signs: Mapping[str, str],
        width: int | None,
    ) -> None:
        """Take the cells of all rows, the rows that are shown, the signs of marked cells, the width (None: any)."""
        self._cells = cells
        self._shown = (*heads, *marked)
        self._limit = width
        count = max(len(cells[number]) for number in self._shown)
        body = dict.fromkeys(cell for number in marked for cell in cells[number])
        top = [cell for number in heads for cell in cells[number] if cell not in body]
        wanted = [cell for cell in body if cell.id in signs]
        for attempt, (part, head) in enumerate(_WIDTHS if width is not None else ((1, None),)):
            self._widths = [1] * count
            self._widen(body, None if width is None else max(_NARROW, width // part))
            self._widen(top, head)
            self._slots = self._chosen(count, wanted, signs)
            fit = all(cell.column in self._slots for cell in wanted)
            if None not in self._slots or (attempt and fit):
                break

    def _widen(self, cells: Iterable[GridCell], most: int | None) -> None:
        """Make columns wide enough for what some cells print, or for so many cells of it."""
        for cell in sorted(cells, key=lambda cell: cell.columns):
            columns = range(cell.column, min(cell.column + cell.columns, len(self._widths)))
            need = cell_len(cell.text) if most is None else min(cell_len(cell.text), most)
            missing = need - self._taken(columns)
            if missing > 0:
                self._widths[columns[-1]] += missing

    def _taken(self, columns: Sequence[int | None]) -> int:
        """Return the cells that columns take up side by side; None is a gap."""
        widths = (len(CUT) if column is None else self._widths[column] for column in columns)
        return sum(widths) + len(_BETWEEN) * (len(columns) - 1)

    def _chosen(self, count: int, marked: Sequence[GridCell], signs: Mapping[str, str]) -> list[int | None]:
        """Return the columns to show, as many as fit, with a gap (None) for those between that are left out.

        The cell that is meant comes first, then its label, the other marked cells, further labels, and neighbours.
        """
        if self._limit is None or self._taken(range(count)) <= self._limit:
            return list(range(count))
        here = [cell.column for cell in marked if signs[cell.id] == HERE] or [cell.column for cell in marked]
        others = {cell.column for cell in marked}
        figures = [cell.column for row in self._shown for cell in self._cells[row] if cell.is_figure]
        first = min(figures, default=min(here))
        printed = [cell for cell in self._labels(marked, signs) if cell.column < first]
        label = max((min(cell.column + cell.columns, first) - 1 for cell in printed), default=first - 1)
        says = {cell.column for row in self._shown for cell in self._cells[row] if cell.text}

        def urgency(column: int) -> tuple[int, int]:
            distance = min(abs(column - one) for one in here)
            kinds = (
                distance == 0,
                column == label,
                column in others,
                column in says and column < first,
                column in says,
            )
            return (*kinds, True).index(True), distance

        kept: list[int] = []
        for column in sorted(range(count), key=urgency):
            if self._taken(_with_gaps([*kept, column], count)) <= self._limit:
                kept.append(column)
        return _with_gaps(kept or here[:1], count)

    def _labels(self, marked: Sequence[GridCell], signs: Mapping[str, str]) -> Iterator[GridCell]:
        """Yield what is printed in the rows of the cells that are meant."""
        rows = {cell.row for cell in marked if signs[cell.id] == HERE} or {cell.row for cell in marked}
        return (cell for row in rows for cell in self._cells[row] if cell.text)

    def line(self, number: int, signs: Mapping[str, str]) -> Marked:
        """Return a row with its marks: beneath, or before the cells of a row in which none is meant itself."""
        groups = self._overflowing(self._groups(self._cells[number]), signs)
        own = [signs.get(cell.id, "") if cell and cell.row == number else "" for cell, _ in groups]
        aside = HERE not in own and not own[0]
        line = under = ""
        for (cell, slots), sign in zip(groups, own, strict=True):
            width = self._taken(slots)
            text = CUT if slots == [None] else ""
            if cell and self._prints(cell, number):
                text = shortened(cell.text, width)
            if line:
                line, under = line + (f" |{sign}" if aside and sign else _BETWEEN), under + " " * len(_BETWEEN)
            line += padded(text, width)
            under += padded("" if aside else sign * (cell_len(text) or width), width)
        line, under = line.rstrip(), under.rstrip()
        return (
            Marked(line, under) if self._limit is None else Marked(shortened(line, self._limit), under[: self._limit])
        )

    def _overflowing(self, groups: Iterable[_Group], signs: Mapping[str, str]) -> list[_Group]:
        """Return cells with those to the right joined to them that are empty, as far as their text needs the room.

        So spreadsheets show it; in Markdown what is empty there is often a part of the cell to the left.
        """
        joined: list[_Group] = []
        for cell, slots in groups:
            left, taken = joined[-1] if joined else (None, [])
            empty = cell is not None and not cell.text and cell.id not in signs
            if empty and left and cell_len(left.text) > self._taken(taken):
                taken.extend(slots)
            else:
                joined.append((cell, [*slots]))
        return joined

    def says_something(self, number: int) -> bool:
        """Tell whether anything is printed in a row in the columns that are shown."""
        groups = self._groups(self._cells[number])
        return any(cell and cell.text and slots != [None] and self._prints(cell, number) for cell, slots in groups)

    def _prints(self, cell: GridCell, number: int) -> bool:
        """Tell whether a cell is printed in this row: one that reaches over several rows in the first that is shown."""
        return number == next(row for row in self._shown if cell.row <= row < cell.row + cell.rows)

    def _groups(self, row: Sequence[GridCell]) -> list[_Group]:
        """Return the cells of a row, each with the columns it takes up of those that are shown; None is a gap."""
        groups: list[_Group] = []
        for at, slot in enumerate(self._slots):
            following = slot if slot is not None else next((s for s in self._slots[at:] if s is not None), None)
            cell = row[following] if following is not None and following < len(row) else None
            joins = bool(groups) and cell is not None and groups[-1][0] is cell
            if joins:
                groups[-1][1].append(slot)
            else:
                groups.append((None if slot is None else cell, [slot]))
        return groups


def _with_gaps(columns: Iterable[int], count: int) -> list[int | None]:
    """Return columns in their order, None where some are left out: between them, before the first, after the last."""
    slots: list[int | None] = []
    expected = 0
    for column in sorted(columns):
        if column > expected:
            slots.append(None)
        slots.append(column)
        expected = column + 1
    if expected < count:
        slots.append(None)
    return slots
