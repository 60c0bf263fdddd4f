"""The facts of a report as tables for a terminal: each table of its form, with the form's own labels."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from rich import box
from rich.cells import cell_len
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

from gaixml.indicators import applicants, indicators
from gaixml.terminal_text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console, ConsoleOptions, RenderableType

    from gaixml.fact_rows import Fact

_STATUSES: Final = ("reported", "blank", "dash", "text", "inferred", "ambiguous")
_BLANK: Final = "␣"
_MARKS: Final = {
    "inferred": ("~", "told from a damaged table or recognised in a picture"),
    "ambiguous": ("?", "more than one reading"),
    "blank": (_BLANK, "nothing is printed"),
}
_STYLES: Final = {"inferred": "yellow", "ambiguous": "red", "blank": "dim", "dash": "dim", "text": "yellow"}

_ROOMY: Final = 128
"""So many columns of a terminal hold a matrix of applicants whose headers stand on one line."""
_NARROW: Final = 64
"""In fewer columns than these a matrix of applicants leaves its labels no room: each figure gets a row."""
_FOLDED: Final = 4
"""Headers are folded to two Chinese characters a line, as the printed form has them."""
_LONGEST: Final = 15
"""A figure of so many digits is not folded, whatever the terminal."""


@dataclass(frozen=True, slots=True)
class FactTables:
    """Facts, for rich to print as tables, with a legend of the marks that occur and a count.

    ``heading`` is the title of the report and the name of its file, for the facts of one report among several.
    """

    facts: Sequence[Fact]
    heading: tuple[str, str] | None = None

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        """Yield what is printed in a terminal of this width."""
        if self.heading:
            title, name = map(visible, self.heading)
            yield Text(title, style="bold").append(f"  {name}" if title else name, style="dim")
            yield ""
        by_table: dict[str, list[Fact]] = defaultdict(list)
        for fact in self.facts:
            by_table[fact["table"]].append(fact)
        for name, facts in by_table.items():
            yield _table(name, facts, options.max_width)
            yield ""
        yield from _legend(self.facts)


@dataclass(slots=True)
class _Row:
    """A row of a table: its labels from the outermost, and its facts by column."""

    path: tuple[str, ...]
    facts: dict[str, Fact] = field(default_factory=dict)


def _table(name: str, facts: Sequence[Fact], width: int) -> Table:
    """Return one table: a column for each applicant if it has them and there is room, else the value and its unit."""
    matrix = width >= _NARROW and any(fact["applicant"] for fact in facts)
    rows = _rows(facts, matrix=matrix)
    title = Text(f"{name} · {' '.join(dict.fromkeys(fact['form'] for fact in facts))}")
    columns = _applicant_columns(rows, width) if matrix else (_number_column("", "", rows), Column(""))
    table = Table(Column(title, overflow="fold"), *columns, box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    opened: tuple[str, ...] = ()
    for row in rows:
        for depth, label in _new_labels(opened, row.path):
            last = depth == len(row.path) - 1
            cells = (_applicant_cells(row) if matrix else _plain_cells(row)) if last else ()
            table.add_row(Padding(Text(label, style="" if last else "dim"), (0, 0, 0, 2 * depth)), *cells)
        opened = row.path
    return table


def _rows(facts: Iterable[Fact], *, matrix: bool) -> list[_Row]:
    """Return the rows in the order of the facts; what stands twice (in an annex, say) gets a row of its own."""
    rows: dict[tuple[str, ...], _Row] = {}
    seen: Counter[tuple[str, str, str]] = Counter()
    for fact in facts:
        key = fact["form"], fact["indicator"], fact["applicant"]
        column, of_row = (fact["applicant"], "") if matrix else ("", fact["applicant"])
        row = rows.setdefault((*key[:2], of_row, str(seen[key])), _Row(_path(fact, of_row)))
        row.facts[column] = fact
        seen[key] += 1
    return list(rows.values())


def _path(fact: Fact, applicant: str) -> tuple[str, ...]:
    """Return the form's labels of a fact; those printed, should its form not have the indicator."""
    known = indicators(fact["form"]).get(fact["indicator"])
    path = visible(known.label if known else fact["label"]).split("/")
    return (*path, applicants()[applicant].label) if applicant else tuple(path)


def _new_labels(opened: tuple[str, ...], path: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Yield the labels, with their depth, that a row needs below the one before it: its own always.

    A label counts as printed if the one before began with it: forms repeat a label without its note in parentheses.
    """
    same = 0
    while same < min(len(opened), len(path) - 1) and opened[same].startswith(path[same]):
        same += 1
    yield from list(enumerate(path))[same:]


def _applicant_columns(rows: Sequence[_Row], width: int) -> Iterator[Column]:
    for applicant in applicants().values():
        yield _number_column(applicant.label, applicant.code, rows, _FOLDED if width < _ROOMY else None)


def _number_column(label: str, code: str, rows: Sequence[_Row], widest_label: int | None = None) -> Column:
    """Return a column that is never narrower than its figures: its label is folded instead."""
    shown = (_shown(row.facts.get(code)) for row in rows)
    widest = max((cell_len(figure.plain) for figure in shown), default=0)
    fixed = min(widest, _LONGEST)
    limit = max(widest, widest_label) if widest_label else None
    return Column(Text(label), justify="right", overflow="fold", min_width=fixed, max_width=limit)


def _applicant_cells(row: _Row) -> list[Text]:
    return [_shown(row.facts.get(code)) for code in applicants()]


def _plain_cells(row: _Row) -> list[Text]:
    return [_shown(row.facts.get("")), Text(visible(row.facts[""]["unit"]), style="dim")]


def _shown(fact: Fact | None) -> Text:
    """Return a figure with the mark of its status before it."""
    if fact is None:
        return Text()
    mark, _ = _MARKS.get(fact["status"], ("", ""))
    if fact["status"] == "blank":
        figure = ""
    elif fact["status"] == "ambiguous":
        figure = "|".join(candidate or _BLANK for candidate in fact.get("candidates", ()))
    else:
        figure = fact["printed"] if fact["value"] is None else fact["value"]
    return Text(mark + visible(figure), style=_STYLES.get(fact["status"], ""))


def _legend(facts: Sequence[Fact]) -> Iterator[Text]:
    """Yield what the marks mean that occur, and how many facts have which status."""
    counts = Counter(fact["status"] for fact in facts)
    for status, (mark, meaning) in _MARKS.items():
        if counts[status]:
            yield Text(f"{mark} {status}: {meaning}", style="dim")
    counted = ", ".join(f"{counts[status]} {status}" for status in _STATUSES if counts[status])
    yield Text(f"{len(facts)} fact{'s' * (len(facts) != 1)}: {counted}")
