"""The references of a document as a table for a terminal."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich import box
from rich.table import Column, Table
from rich.text import Text

from gaixml.terminal_text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console, ConsoleOptions, RenderableType

    from gaixml.reference_rows import Reference


@dataclass(frozen=True, slots=True)
class ReferenceTable:
    """References, for rich to print: where, of which kind, what is printed, what it means; then how many of a kind."""

    references: Sequence[Reference]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        """Yield what is printed."""
        table = Table(
            Column("start", justify="right", style="dim"),
            Column("kind", style="cyan", no_wrap=True),
            Column("text", overflow="fold", ratio=2),
            Column("meaning", overflow="fold", ratio=3),
            box=box.SIMPLE_HEAD,
            show_edge=False,
            pad_edge=False,
        )
        for one in self.references:
            table.add_row(str(one["start"]), one["kind"], Text(visible(one["text"])), _meaning(one))
        yield table
        yield ""
        counts = Counter(one["kind"] for one in self.references)
        counted = ", ".join(f"{count} {kind}" for kind, count in counts.items())
        total = f"{len(self.references)} reference{'s' * (len(self.references) != 1)}"
        yield Text(f"{total}: {counted}" if counted else total)


def _meaning(reference: Reference) -> Text:
    """Return what a reference means; red where that is not known, or what it cites is not there."""
    target = reference["target"]
    text = Text(visible(" ".join(_words(target))))
    if target.get("basis") == "unresolved":
        return text.append(f" unresolved: {target.get('reason', '')}", style="red")
    if archive := target.get("archive"):
        later = " (a later version)" if archive.get("later") else ""
        if archive["exists"]:
            return text.append(" → " + visible(f"{archive['file']}#{' '.join(archive['ids'])}{later}"), style="green")
        return text.append(" → " + visible(f"{archive['file']}: no such provision{later}"), style="red")
    return text


def _words(target: dict[str, Any]) -> Iterator[str]:
    """Yield what is worth a person's reading."""
    for name in ("title", "act", "form", "table", "value", "ratio"):
        if name in target:
            yield str(target[name])
    if "locator" in target:
        locator = target["locator"]
        end = f"–{target['to']}" if "to" in target else ""
        yield (locator if isinstance(locator, str) else ", ".join(locator)) + end
    if "unit" in target:
        yield target["unit"]
    for name in ("alias", "qualifier", "noun"):
        if name in target:
            yield f"({name}: {target[name]})"
