"""Counts what became of a batch: what ``--report`` writes."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypedDict

from gaixml.errors import ExitCode
from gaixml.failures import worst

if TYPE_CHECKING:
    from gaixml.batches.work import Outcome


class Counts(TypedDict):
    """What ``--report`` writes as JSON: how many inputs, done now, done before, failed by code, and what they are.

    ``kinds``, ``forms`` and ``years`` count reports, "" those that do not say; ``findings`` counts findings by code,
    ``reports_with`` the reports that have such a finding.
    """

    inputs: int
    done: int
    skipped: int
    failed: dict[str, int]
    kinds: dict[str, int]
    forms: dict[str, int]
    years: dict[str, int]
    findings: dict[str, int]
    reports_with: dict[str, int]


@dataclass(slots=True)
class Tally:
    """Grows with each outcome; it does not depend on their order."""

    done: int = 0
    skipped: int = 0
    exit_code: ExitCode = ExitCode.OK
    _failed: Counter[str] = field(default_factory=Counter)
    _kinds: Counter[str] = field(default_factory=Counter)
    _forms: Counter[str] = field(default_factory=Counter)
    _years: Counter[str] = field(default_factory=Counter)
    _findings: Counter[str] = field(default_factory=Counter)
    _reports_with: Counter[str] = field(default_factory=Counter)

    @property
    def failed(self) -> int:
        """Return how many inputs became nothing."""
        return self._failed.total()

    @property
    def seen(self) -> int:
        """Return how many inputs were dealt with."""
        return self.done + self.skipped + self.failed

    def add(self, outcome: Outcome) -> None:
        """Count one more."""
        self.exit_code = worst((self.exit_code, outcome.exit_code))
        if outcome.code:
            self._failed[outcome.code] += 1
            return
        if outcome.skipped:
            self.skipped += 1
        else:
            self.done += 1
        summary = outcome.record.summary
        self._kinds[summary.kind] += 1
        self._forms[summary.form] += 1
        self._years[summary.year] += 1
        self._findings.update(summary.findings)
        self._reports_with.update(summary.findings.keys())

    def counts(self) -> Counts:
        """Return all counts, in the order of their names."""
        return Counts(
            inputs=self.seen,
            done=self.done,
            skipped=self.skipped,
            failed=_sorted(self._failed),
            kinds=_sorted(self._kinds),
            forms=_sorted(self._forms),
            years=_sorted(self._years),
            findings=_sorted(self._findings),
            reports_with=_sorted(self._reports_with),
        )

    def json(self) -> bytes:
        """Return the counts as JSON."""
        return json.dumps(self.counts(), ensure_ascii=False, indent=2).encode() + b"\n"


def _sorted(counter: Counter[str]) -> dict[str, int]:
    return dict(sorted(counter.items()))
