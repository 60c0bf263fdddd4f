"""Writes the findings on many reports as one list of JSON, report by report."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from gaixml.checking import Checked
    from gaixml.diagnostics.views import Tally, View
    from gaixml.errors import ExitCode


class Output(Protocol):
    """A format in which findings are written as soon as a report is checked, so that nothing is kept of it."""

    def begin(self) -> bytes:
        """Return what stands before the first report."""

    def report(self, shown: View) -> bytes:
        """Return what is shown of a report."""

    def unread(self, checked: Checked) -> None:
        """Take note of an input that could not be read."""

    def end(self, tally: Tally, exit_code: ExitCode) -> bytes:
        """Return what stands after the last report."""


class JsonItems:
    """The items of a JSON list, one a line, as they come."""

    def __init__(self) -> None:
        """Begin with none."""
        self._are_any = False

    def add(self, *items: object) -> bytes:
        """Return further items with the commas before them."""
        data = b""
        for item in items:
            line = json.dumps(item, ensure_ascii=False).encode("utf-8", "backslashreplace")
            data += (b",\n" if self._are_any else b"\n") + line
            self._are_any = True
        return data

    def end(self) -> bytes:
        """Return the end of the list."""
        return b"\n]" if self._are_any else b"]"


class JsonOutput:
    """A list of gaixml.diagnostics.findings.Finding."""

    def __init__(self) -> None:
        """Begin with an empty list."""
        self._items = JsonItems()

    def begin(self) -> bytes:
        """Return the beginning of the list."""
        return b"["

    def report(self, shown: View) -> bytes:
        """Return the findings on a report."""
        return self._items.add(*shown.findings)

    def unread(self, checked: Checked) -> None:
        """Say nothing: the list is of findings."""

    def end(self, _: Tally, __: ExitCode) -> bytes:
        """Return the end of the list."""
        return self._items.end() + b"\n"
