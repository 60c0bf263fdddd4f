"""What is shown of checked reports: the rules that were asked for, counted; the rest is only counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gaixml.checks.catalogue import catalogue
from gaixml.checks.model import SEVERITIES, State
from gaixml.checks.settings import begins
from gaixml.checks.subject import NS
from gaixml.diagnostics.findings import findings_of
from gaixml.source_text import is_exact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gaixml.checks.engine import Result
    from gaixml.checks.model import Rule
    from gaixml.checks.settings import Settings
    from gaixml.checks.subject import Subject
    from gaixml.diagnostics.findings import Finding

STDIN: Final = "stdin"
"""What standard input is called by gaixml.files.Input."""
STDIN_SOURCE: Final = "stdin.txt"
"""What the document is called that is read from there."""


@dataclass(frozen=True, slots=True)
class View:
    """What is shown of a report: ``findings`` in the order of its text, of ``results``.

    ``ignored`` counts the findings that settings say to ignore, by the beginning of the id and the reason given.
    """

    subject: Subject
    results: tuple[Result, ...]
    findings: tuple[Finding, ...]
    ignored: Counter[tuple[str, str]]

    @property
    def source_name(self) -> str:
        """The name of the source document: not that of the file that was checked, if that is an archive."""
        source = self.subject.archive.find("g:metadata/g:source", NS)
        return "" if source is None else source.get("name", "")

    @property
    def is_of_archive(self) -> bool:
        """Whether the file that was checked is an archive of its source."""
        own = STDIN_SOURCE if self.subject.name == STDIN else Path(self.subject.name).name
        return self.source_name != own

    @property
    def has_lines(self) -> bool:
        """Whether the lines and columns of places are those of the file that was checked: a text, and no archive."""
        return is_exact(self.subject.archive) and not self.is_of_archive


def view(subject: Subject, results: Iterable[Result], settings: Settings, *, unassessable: bool = False) -> View:
    """Return what settings let be shown of a report; with ``unassessable`` also what could not be assessed, and why."""
    kept = []
    ignored: Counter[tuple[str, str]] = Counter()
    for result in results:
        if not is_shown(result.rule, settings):
            continue
        if (beginning := begins(result.rule.id, settings.ignore)) is None:
            kept.append(result)
        elif count := sum(outcome.state == State.FAIL for outcome in result.outcomes):
            ignored[beginning, settings.ignore[beginning]] += count
    findings = in_order(findings_of(subject, kept, unassessable=unassessable))
    return View(subject, tuple(kept), findings, ignored)


def is_shown(rule: Rule, settings: Settings) -> bool:
    """Tell whether settings ask for a rule: it is selected, and no less severe than what is to be shown."""
    grave = SEVERITIES.index(rule.severity) >= SEVERITIES.index(settings.severity)
    return grave and (not settings.select or begins(rule.id, settings.select) is not None)


def shown_rules(settings: Iterable[Settings]) -> list[Rule]:
    """Return the rules that any of some settings ask for, in the order of the catalogue."""
    asked = {id(one): one for one in settings}.values()
    return [rule for rule in catalogue().values() if any(is_shown(rule, one) for one in asked)]


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings in the order of the text; those of one place in that of their rules."""
    return tuple(sorted(findings, key=lambda one: (one["where"]["start"], one["where"]["end"])))


@dataclass(slots=True)
class RuleTally:
    """What became of one rule: its findings, how often it could not be assessed, in how many reports it fails."""

    rule: Rule
    fails: int = 0
    unassessable: int = 0
    reports: int = 0


@dataclass(slots=True)
class Tally:
    """Counts over all reports that were checked. Its size is that of the catalogue, however many there are."""

    reports: int = 0
    unread: int = 0
    with_findings: int = 0
    severities: Counter[str] = field(default_factory=Counter)
    states: Counter[State] = field(default_factory=Counter)
    """Of rules: each counts once for each report."""
    ignored: Counter[tuple[str, str]] = field(default_factory=Counter)
    rules: dict[str, RuleTally] = field(default_factory=dict)

    def add(self, shown: View) -> None:
        """Count a report."""
        failed = [one for one in shown.findings if one["state"] == State.FAIL]
        self.reports += 1
        self.with_findings += bool(failed)
        self.severities.update(one["severity"] for one in failed)
        self.states.update(result.state for result in shown.results)
        self.ignored += shown.ignored
        for result in shown.results:
            counts = self.rules.setdefault(result.rule.id, RuleTally(result.rule))
            states = Counter(outcome.state for outcome in result.outcomes)
            counts.fails += states[State.FAIL]
            counts.unassessable += states[State.UNASSESSABLE]
            counts.reports += result.state == State.FAIL
