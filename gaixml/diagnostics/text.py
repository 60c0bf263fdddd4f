"""Findings as a terminal shows them: what is wrong, the place in the source, whom to blame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from rich.text import Text

from gaixml.checks.model import ERROR, INFORMATION, WARNING, State
from gaixml.checks.subject import NS
from gaixml.diagnostics.findings import Lines
from gaixml.diagnostics.grid import Grid
from gaixml.diagnostics.source import HERE, RELATED, Marked, Span, folds, marked_lines, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console, ConsoleOptions, RenderableType

    from gaixml.checks.subject import Subject
    from gaixml.diagnostics.findings import Finding, Place
    from gaixml.diagnostics.views import View
    from gaixml.diagnostics.words import Words

_STYLES: Final = {ERROR: "bold red", WARNING: "bold yellow", INFORMATION: "bold cyan"}
_OTHER: Final = "cyan"
_LEFT_OUT: Final = "..."
_IN_A_PIPE: Final = 120
"""The cells of a source line that are shown where there is no terminal: a report may stand on one line."""
_CELLS, _WORDS = 40, 6
"""So many cells of a table and so many places in the text are shown with a finding; further ones are counted."""
_NARROWEST: Final = 8
"""No line is cut to less, however narrow the terminal is."""
_WHOLE: Final = 40
"""A cell of more characters than these is shown as the line it is if only some of its words are meant."""


class _Row(NamedTuple):
    """A line of a drawing: its number in the source, what it shows; no number where something is left out."""

    number: int | None
    marked: Marked


_NOTHING: Final = _Row(None, Marked("", ""))


@dataclass(frozen=True, slots=True)
class ReportText:
    """The findings on one report, for rich to print."""

    view: View
    words: Words

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        """Yield what is printed."""
        width = options.max_width if console.is_terminal else None
        drawing = _Drawing(self.view.subject, width)
        for finding in self.view.findings:
            yield from folded(self._head(finding), width)
            if finding["state"] == State.FAIL:
                yield from self._body(finding, drawing)
                yield Text()

    def _head(self, finding: Finding) -> Text:
        where = finding["where"]
        failed = finding["state"] == State.FAIL
        style = _STYLES[finding["severity"]] if failed else "dim"
        kind = self.words.of(finding["severity"] if failed else finding["state"])
        place = f"{one_line(finding['file'])}:{where['line']}:{where['column']}: "
        message = one_line(self.words.message(finding))
        return Text.assemble((place, "bold" if failed else "dim"), (f"{kind}[{finding['rule']}]", style), f" {message}")

    def _body(self, finding: Finding, drawing: _Drawing) -> Iterator[Text]:
        rows, left_out = drawing.rows(finding)
        gutter = max((len(str(row.number)) for row in rows if row.number is not None), default=1)
        if rows:
            yield Text(" " * gutter + " |", _OTHER)
        for row in rows:
            yield from _row(row, gutter, _STYLES[finding["severity"]])
        for note in self._notes(finding, left_out):
            yield from _note(note, gutter, drawing.width)

    def _notes(self, finding: Finding, left_out: int) -> Iterator[str]:
        if not self.view.has_lines and finding["where"]["about"] != "document":
            source = f"{self.view.source_name}, " if self.view.is_of_archive else ""
            yield f"{self.words.of('place')}: {source}{self.words.place(finding['where'])}"
        for place in finding["related"]:
            if name := place.get("file"):
                printed = " ".join(filter(None, (place.get("label", ""), place.get("printed", ""))))
                yield f"{self.words.of('related')}: {name}: {place['about']}: {printed}"
        if left_out:
            yield f"{self.words.of('related')}: {self.words.of('more', left_out)}"
        yield self.words.blame(finding)


def folded(text: Text, width: int | None) -> Iterable[Text]:
    """Return a text in lines of so many cells."""
    return text.divide(folds(text.plain, width)) if width else (text,)


@dataclass(frozen=True, slots=True)
class Closing:
    """Lines that close a check, for rich to print."""

    lines: Iterable[str]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        """Yield what is printed."""
        for line in self.lines:
            yield from folded(Text(one_line(line)), options.max_width if console.is_terminal else None)


def _row(row: _Row, gutter: int, style: str) -> Iterator[Text]:
    if row.number is None:
        yield Text(_LEFT_OUT, _OTHER)
        return
    yield Text.assemble((f"{row.number:>{gutter}} | ", _OTHER), row.marked.text)
    if row.marked.signs:
        line = Text.assemble((" " * gutter + " | ", _OTHER))
        for sign in row.marked.signs:
            line.append(sign, style if sign == HERE else _OTHER)
        yield line


def _note(note: str, gutter: int, width: int | None) -> Iterator[Text]:
    """Yield a note of the form name: what it says, in lines under one another."""
    margin = gutter + len(" = ")
    name, colon, rest = one_line(note).partition(": ")
    lines = folded(Text.assemble((name + colon, "bold"), rest), None if width is None else width - margin)
    for number, line in enumerate(lines):
        yield Text.assemble((" " * margin if number else " " * gutter + " = ", _OTHER), line)


class _Drawing:
    """Draws the places of one report: lines of its text, rows of its tables."""

    def __init__(self, subject: Subject, width: int | None) -> None:
        self.width = width
        self._subject = subject
        self._lines = Lines(subject.text)
        self._figures = {figure.cell for figure in subject.figures}
        self._grids: dict[str, Grid | None] = {}

    def rows(self, finding: Finding) -> tuple[list[_Row], int]:
        """Return what is drawn of the places of a finding, in the order of the source, and how many are left out."""
        places: list[tuple[Place, str]] = [(finding["where"], HERE)]
        places += [(place, RELATED) for place in finding["related"] if not place.get("file")]
        cells: dict[str, dict[str, str]] = {}
        spans: dict[int, list[Span]] = {}  # by the offset of the line
        left_out = 0
        for place, sign in places:
            if place["about"] == "document" and place["end"] == 0:
                continue
            table, cell = self._cell(place)
            if table and len(cells.get(table, ())) < _CELLS:
                cells.setdefault(table, {}).setdefault(cell, sign)
            elif not table and sum(map(len, spans.values())) < _WORDS:
                line = place["start"] - place["column"] + 1
                spans.setdefault(line, []).append(Span(place["start"] - line, place["end"] - line, sign))
            else:
                left_out += 1
        return self._in_order(cells, spans), left_out

    def _in_order(self, cells: dict[str, dict[str, str]], spans: dict[int, list[Span]]) -> list[_Row]:
        number = self._lines.of(len(self._subject.text))[0]
        room = None if self.width is None else max(_NARROWEST, self.width - len(str(number)) - len(" | "))
        blocks = [self._table(table, signs, room) for table, signs in cells.items()]
        blocks += [self._line(line, marks, room or _IN_A_PIPE) for line, marks in spans.items()]
        blocks.sort(key=lambda block: block[0].number or 0)
        return [row for block in blocks for row in (_NOTHING, *block)][1:]

    def _table(self, table: str, signs: dict[str, str], room: int | None) -> list[_Row]:
        grid = self._grid(table)
        assert grid is not None  # noqa: S101 - _cell found the cells in it
        found = grid.drawn(signs, room)
        return [_Row(self._lines.of(row.start)[0], row.shown) if row.shown else _NOTHING for row in found]

    def _line(self, start: int, marks: Sequence[Span], room: int) -> list[_Row]:
        """Return the line that begins at an offset: of a long one several parts, if the marks are far apart."""
        end = self._subject.text.find("\n", start)
        text = self._subject.text[start : None if end < 0 else end].removesuffix("\r")
        number = self._lines.of(start)[0]
        parts = [_Row(number, marked) for marked in marked_lines(text, marks, room)]
        return [row for part in parts for row in (_NOTHING, part)][1:]

    def _cell(self, place: Place) -> tuple[str, str]:
        """Return table and cell of a place that is drawn in its table, else two empty strings."""
        table = place["about"].partition(".")[0]
        grid = self._grid(table)
        cell = grid.by_id.get(place["about"]) if grid else None
        if not cell:
            return "", ""
        whole = place["start"] <= cell.start and place["end"] >= cell.end
        return (table, cell.id) if whole or len(cell.text) <= _WHOLE else ("", "")

    def _grid(self, table: str) -> Grid | None:
        """Return a table; None for what is none, and for one whose cells nothing separates in the source."""
        if table not in self._grids:
            found = self._subject.archive.xpath(".//g:table[@id=$id][@layout!='flat']", namespaces=NS, id=table)
            self._grids[table] = Grid(found[0], self._figures) if isinstance(found, list) and found else None
        return self._grids[table]
