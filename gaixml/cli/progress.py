"""Shows how far a batch is: a bar with rate and remaining time in a terminal, a line now and then in a log."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Final

from gaixml.cli.console import say, tell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress, Task
    from rich.text import Text

    from gaixml.batches.work import Outcome

_EVERY: Final = 30.0
"""Seconds between two lines in a log."""


def watched(outcomes: Iterator[Outcome], total: int, doing: str, *, quiet: bool) -> Iterator[Outcome]:
    """Pass outcomes on, name each failure as it comes, and show progress where the work takes long."""
    if quiet or total == 1:
        return _named(outcomes)
    return _drawn(outcomes, total, doing) if sys.stderr.isatty() else _logged(outcomes, total)


def _named(outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
    for outcome in outcomes:
        if outcome.message:
            say(f"{outcome.code}: {outcome.message}")
        yield outcome


def _logged(outcomes: Iterator[Outcome], total: int) -> Iterator[Outcome]:
    begun = said = time.monotonic()
    for done, outcome in enumerate(_named(outcomes), 1):
        yield outcome
        now = time.monotonic()
        if now - said >= _EVERY and done < total:
            said = now
            rate = done / (now - begun)
            tell(f"{done:,} of {total:,} done, {rate:.1f} a second, {_span((total - done) / rate)} left")


def _drawn(outcomes: Iterator[Outcome], total: int, doing: str) -> Iterator[Outcome]:
    from rich.console import Console  # noqa: PLC0415 - only a terminal needs it
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text  # noqa: PLC0415

    class Rate(ProgressColumn):
        """Inputs a second."""

        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:.1f}/s" if task.speed else "")

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        bar = progress.add_task(doing, total=total)
        for outcome in outcomes:
            if outcome.message:
                _above(progress, f"gaixml: {outcome.code}: {outcome.message}")
            yield outcome
            progress.advance(bar)


def _above(progress: Progress, message: str) -> None:
    """Print a message above the bar, as it is."""
    progress.console.print(message, markup=False, highlight=False, soft_wrap=True)


def _span(seconds: float) -> str:
    """Return a time as people say it: 3 h 20 min, 5 min 10 s, 40 s."""
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"
