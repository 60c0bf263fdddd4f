"""The text that ``gaixml check`` prints: findings, report by report, and the summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from gaixml.cli.console import drawn
from gaixml.diagnostics.statistics import statistics_table
from gaixml.diagnostics.text import Closing, ReportText
from gaixml.diagnostics.words import Words

if TYPE_CHECKING:
    from rich.console import RenderableType

    from gaixml.checking import Checked
    from gaixml.diagnostics.views import Tally, View
    from gaixml.errors import ExitCode


class ConsoleOutput:
    """Findings for people; with ``statistics`` only how many there are of each rule."""

    def __init__(self, language: str, *, statistics: bool, quiet: bool) -> None:
        """Choose the language, zh or en."""
        self._words = Words(language)
        self._statistics = statistics
        self._quiet = quiet

    def begin(self) -> bytes:
        """Return nothing."""
        return b""

    def report(self, shown: View) -> bytes:
        """Return the findings on a report."""
        return b"" if self._statistics or not shown.findings else drawn(ReportText(shown, self._words))

    def unread(self, checked: Checked) -> None:
        """Say nothing: the summary counts them."""

    def end(self, tally: Tally, _: ExitCode) -> bytes:
        """Return the statistics or where to read more, and the summary."""
        parts: list[RenderableType] = []
        lines: list[str] = []
        failing = [name for name, counts in tally.rules.items() if counts.fails]
        if self._statistics:
            parts += [statistics_table(tally, self._words), Text()]
        elif failing and not self._quiet:
            lines.append(self._words.help(failing))
        if not self._quiet:
            lines += self._words.summary(tally)
        return drawn(Group(*parts, Closing(lines))) if parts or lines else b""
