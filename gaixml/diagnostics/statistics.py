"""How often each rule fails, as a table for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.table import Column, Table

if TYPE_CHECKING:
    from gaixml.diagnostics.views import Tally
    from gaixml.diagnostics.words import Words


def statistics_table(tally: Tally, words: Words) -> Table:
    """Return a table of the rules that fail or cannot be assessed somewhere, those that fail most often first."""
    table = Table(
        Column(words.of("rule"), style="bold", no_wrap=True),
        Column(words.of("severity"), no_wrap=True),
        *(Column(words.of(name), justify="right") for name in ("fails", "unassessable", "reports")),
        Column(words.of("title"), overflow="fold"),
        box=box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
    )
    for counts in sorted(tally.rules.values(), key=lambda counts: -counts.fails):
        if counts.fails or counts.unassessable:
            rule = counts.rule
            title = rule.title if words.is_chinese else rule.title_en
            figures = map(str, (counts.fails, counts.unassessable, counts.reports))
            table.add_row(rule.id, words.of(rule.severity), *figures, title)
    return table
