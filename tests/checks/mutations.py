"""Single changes to correct reports: what is changed, where, and which rules have to find it."""

from __future__ import annotations

import csv
import functools
import re
from dataclasses import dataclass, field
from itertools import combinations, groupby
from typing import TYPE_CHECKING

from gaixml.checks.subject import Subject
from gaixml.conversion import load
from gaixml.grammars import resource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from random import Random

    from gaixml.checks.figures import Figure

VOCABULARY = resource("vocabulary")
STATUTORY = ("2019", "2021")
SECTIONS = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
)
"""What the forms of 2019 and 2021 call the six sections."""
ROW = frozenset({"T3R"})
COLUMN = frozenset({"T3C", "T3I"})
PARTS = frozenset({"G01", "G02", "G03", "G04", "G05"})
_LABELLED = re.compile(r"[一-龥）][^\n\w]*[|\t]")
"""A label and a separator: a row that stands in one line, not a cell."""


@dataclass(frozen=True, slots=True)
class Mutation:
    """A report with a single change.

    ``rules``: one of each set has to fail and name one of ``cells`` (ids in the report as it was) or, where no cell is
    left to name, use ``words``. No sets: nothing that is printed contradicts the change, so nobody could find it.
    """

    kind: str
    change: str
    text: str
    rules: tuple[frozenset[str], ...]
    cells: frozenset[str] = frozenset()
    words: str = ""


@dataclass(frozen=True)
class Report:
    """A correct report: its name as a file, its text, and what is printed where in it."""

    name: str
    text: str
    subject: Subject = field(repr=False)

    @functools.cached_property
    def figures(self) -> list[Figure]:
        """Return the figures that are printed as plain numbers at a place of their own in this very text."""
        return [one for one in self.subject.figures if _stands(one, self.text)]

    def rows(self) -> Iterator[list[Figure]]:
        """Yield the figures of each row that is a line of the text with separators, without others beside them."""
        of_line = [(line_of(self.text, one.mark.start), one) for one in self.figures]
        for (start, end), found in groupby(of_line, key=lambda one: one[0]):
            row = [figure for _, figure in found]
            if _LABELLED.search(self.text, start, end) and len({one.indicator for one in row}) == 1:
                yield row


def report(name: str, text: str) -> Report:
    """Read a report."""
    return Report(name, text, Subject(load(text.encode(), name), name))


def _stands(figure: Figure, text: str) -> bool:
    start, end = figure.mark.start, figure.mark.end
    plain = figure.printed.isascii() and figure.printed.isdigit() and figure.printed == text[start:end]
    alone = not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())
    return figure.value is not None and plain and alone and "split" not in figure.repairs


def line_of(text: str, at: int) -> tuple[int, int]:
    """Return where the line begins that a place is in, and where the next one does."""
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, (end if end >= 0 else len(text)) + 1


def put(text: str, changes: Iterable[tuple[Figure, str]]) -> str:
    """Return a text with other words at the places of some figures."""
    for figure, printed in sorted(changes, key=lambda change: -change[0].mark.start):
        text = text[: figure.mark.start] + printed + text[figure.mark.end :]
    return text


@functools.cache
def _summed() -> frozenset[str]:
    """Return the indicators of 2014 that are a part of another one, or the sum of others."""
    with (VOCABULARY / "indicators.csv").open(encoding="utf-8") as file:
        own = [row for row in csv.DictReader(file) if row["form"] == "2014" and row["parent"]]
    return frozenset(row[name] for row in own for name in ("indicator", "parent"))


def identities(figure: Figure) -> tuple[frozenset[str], ...]:
    """Return the rules whose sums a figure is part of; one of each set has to see that it changed."""
    if figure.table == "requests":
        return ROW, COLUMN
    if figure.table == "review":
        return (frozenset({"T4S"}),)
    return (PARTS,) if figure.form == "2014" and figure.indicator in _summed() else ()


def is_total(figure: Figure) -> bool:
    return figure.applicant == "total" or figure.indicator.endswith(".total")


def own_label(figure: Figure) -> str:
    """Return what a row of the statistics is called in itself, without what it is a part of and its column."""
    return figure.label.split("/")[-2]


def digits(one: Report, rng: Random) -> Iterator[Mutation]:
    """Change a digit of each figure."""
    for figure in one.figures:
        at = rng.randrange(len(figure.printed))
        first = at == 0 and len(figure.printed) > 1
        other = rng.choice([digit for digit in "0123456789"[first:] if digit != figure.printed[at]])
        printed = figure.printed[:at] + other + figure.printed[at + 1 :]
        change = f"{figure.cell} {figure.printed} → {printed}"
        text = put(one.text, [(figure, printed)])
        yield Mutation("digit", change, text, identities(figure), frozenset({figure.cell}))


def decimals(one: Report, rng: Random) -> Iterator[Mutation]:
    """Put a point into each count that has room for one; what then ends in zeros (12.0) may be meant as a count."""
    for figure in one.figures:
        at = rng.randrange(1, max(2, len(figure.printed)))
        if figure.unit != "万元" and figure.printed[at:].strip("0"):
            printed = f"{figure.printed[:at]}.{figure.printed[at:]}"
            change = f"{figure.cell} {figure.printed} → {printed}"
            text = put(one.text, [(figure, printed)])
            yield Mutation("decimal", change, text, (frozenset({"CEL04"}),), frozenset({figure.cell}))


def blanks(one: Report, _: Random) -> Iterator[Mutation]:
    """Blank each cell; the form of 2014 does not say that a cell must not be blank."""
    for figure in one.figures:
        kind = "total blank" if is_total(figure) else "cell blank"
        rules = (frozenset({"CEL03" if is_total(figure) else "CEL02"}),) if figure.form in STATUTORY else ()
        change = f"{figure.cell} {figure.printed} → blank"
        yield Mutation(kind, change, put(one.text, [(figure, "")]), rules, frozenset({figure.cell}))


def swaps(one: Report, rng: Random) -> Iterator[Mutation]:
    """Exchange two different figures of each row."""
    for row in one.rows():
        pairs = [pair for pair in combinations(row, 2) if pair[0].printed != pair[1].printed]
        if not pairs:
            continue
        left, right = rng.choice(pairs)
        change = f"{left.cell} {left.printed} ↔ {right.cell} {right.printed}"
        text = put(one.text, [(left, right.printed), (right, left.printed)])
        yield Mutation("columns swapped", change, text, _against_swap(left), frozenset({left.cell, right.cell}))


def review_swaps(one: Report, _: Random) -> Iterator[Mutation]:
    """Exchange any two different figures of the row of reviews: within the outcomes of one kind nothing shows it."""
    review = [figure for figure in one.figures if figure.table == "review"]
    for left, right in combinations(review, 2):
        kinds = {figure.indicator.rpartition(".")[0] for figure in (left, right)}
        if left.printed != right.printed:
            shown = len(kinds) > 1 or is_total(left) or is_total(right)
            change = f"{left.cell} {left.printed} ↔ {right.cell} {right.printed}"
            text = put(one.text, [(left, right.printed), (right, left.printed)])
            rules = (frozenset({"T4S"}),) if shown else ()
            yield Mutation("columns swapped", change, text, rules, frozenset({left.cell, right.cell}))


def _against_swap(figure: Figure) -> tuple[frozenset[str], ...]:
    """Return what sees that two figures of a row were exchanged: within the six applicants only the columns do."""
    return (ROW | COLUMN,) if figure.table == "requests" else ()


def lost_rows(one: Report, _: Random) -> Iterator[Mutation]:
    """Leave out each row; how many figures there are is prescribed since 2019 only."""
    for row in one.rows():
        start, end = line_of(one.text, row[0].mark.start)
        rules = (frozenset({"STR05", "STR06"}),) if row[0].form in STATUTORY else ()
        words = row[0].indicator
        yield Mutation("row lost", words, one.text[:start] + one.text[end:], rules, words=words)


def double_rows(one: Report, _: Random) -> Iterator[Mutation]:
    """Print each row twice, with another last figure.

    In 2014 several rows have the same label: where one is there twice, neither is told from a local row (G08).
    Nothing is said of rows behind the last one of that form.
    """
    rows = list(one.rows())
    for row in rows:
        start, end = line_of(one.text, row[0].mark.start)
        again = str(int(row[-1].printed) + 1)
        line = put(one.text[: row[-1].mark.end], [(row[-1], again)])[start:] + one.text[row[-1].mark.end : end]
        statistics = row[0].table == "statistics"
        rules = () if statistics and row is rows[-1] else (frozenset({"STR08", "G08"} if statistics else {"STR08"}),)
        label = own_label(row[0]) if statistics else ""
        change = f"{row[-1].cell} {row[-1].printed}, {again}"
        text = one.text[:end] + line + one.text[end:]
        yield Mutation("row twice", change, text, rules, frozenset({row[-1].cell}), label)


def years(one: Report, _: Random) -> Iterator[Mutation]:
    """Move the year in the title, and the period, by a year."""
    title, year, period = (one.subject.stated(name) for name in ("title", "year", "period"))
    if not (title and title.mark and year and period and period.mark):
        return
    for kind, rules, mark in (
        ("year of title", ("TX09", "TX10", "STR01"), title.mark),
        ("period", ("TX10",), period.mark),
    ):
        for step in (-1, 1):
            other = str(int(year.value) + step)
            said = one.text[mark.start : mark.end].replace(year.value, other)
            text = one.text[: mark.start] + said + one.text[mark.end :]
            if text != one.text:
                yield Mutation(kind, f"{year.value} → {other}", text, (frozenset(rules),), frozenset({"document"}))


def lost_sections(one: Report, _: Random) -> Iterator[Mutation]:
    """Leave out each prescribed section, and its heading alone."""
    parts = one.subject.top_sections
    if one.subject.form not in STATUTORY or len(parts) != len(SECTIONS):
        return
    for number, part in enumerate(parts):
        start, end = part.mark.start, parts[number + 1].mark.start if number + 1 < len(parts) else len(one.text)
        for kind, until in (("section lost", end), ("heading lost", line_of(one.text, start)[1])):
            text = one.text[:start] + one.text[until:]
            yield Mutation(kind, part.heading, text, (frozenset({"STR02"}),), words=SECTIONS[number])


KINDS: tuple[Callable[[Report, Random], Iterator[Mutation]], ...] = (
    digits, decimals, blanks, swaps, review_swaps, lost_rows, double_rows, years, lost_sections,
)  # fmt: skip
