"""The findings of a check as data: what ``gaixml check --format json`` lists."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NotRequired, TypedDict, cast

from gaixml.checks.model import State
from gaixml.spots import Spot

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gaixml.checks.engine import Result
    from gaixml.checks.model import Mark
    from gaixml.checks.subject import Subject


class Place(Spot):
    """Where something stands: the id of its cell, section or table; offsets in the text; line and column from 1."""

    about: str
    start: int
    end: int
    line: int
    column: int


class Related(Place, total=False):
    """Another place that takes part: what is printed there, what it is called; ``file`` where it is another file."""

    printed: str
    label: str
    file: str


class Finding(TypedDict):
    """Something that a rule has to say of a report.

    ``severity`` is error, warning or information; ``blame`` source, extraction or neither, with the ``evidence``;
    ``state`` fail or, where that is asked for, unassessable (then ``severity`` is information: nothing is claimed).
    """

    file: str
    rule: str
    severity: str
    message: str
    message_en: str
    where: Place
    related: list[Related]
    state: str
    blame: str
    evidence: NotRequired[str]
    evidence_en: NotRequired[str]


class Lines:
    """Finds lines and columns, both from 1, of offsets in a text."""

    def __init__(self, text: str) -> None:
        """Look up where the lines begin."""
        self._starts = [0, *(at + 1 for at, character in enumerate(text) if character == "\n")]

    def of(self, offset: int) -> tuple[int, int]:
        """Return the line and column of an offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def findings_of(subject: Subject, results: Sequence[Result], *, unassessable: bool = False) -> Iterator[Finding]:
    """Yield the findings on one report, by rule; with ``unassessable`` those too that say why nothing can be said."""
    lines = Lines(subject.text)
    for result in results:
        for outcome in result.outcomes:
            failed = outcome.state == State.FAIL
            if not failed and not unassessable:
                continue
            finding = Finding(
                file=subject.name,
                rule=result.rule.id,
                severity=result.rule.severity if failed else "information",
                message=outcome.message,
                message_en=outcome.message_en,
                where=_place(outcome.at or subject.document, lines),
                related=[_related(mark, lines) for mark in outcome.related],
                state=outcome.state.value,
                blame=outcome.blame.value,
            )
            if outcome.evidence:
                finding["evidence"] = outcome.evidence
                finding["evidence_en"] = outcome.evidence_en
            yield finding


def _place(mark: Mark, lines: Lines) -> Place:
    line, column = lines.of(mark.start)
    return Place(about=mark.about, start=mark.start, end=mark.end, line=line, column=column, **mark.spot)


def _related(mark: Mark, lines: Lines) -> Related:
    """Return a related place; of one in another file the line is not known here."""
    related = cast("Related", _place(mark, lines))
    if mark.file:
        related["file"], related["line"], related["column"] = mark.file, 0, 0
    if mark.printed or mark.label:
        related["printed"], related["label"] = mark.printed, mark.label
    return related
