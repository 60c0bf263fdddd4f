"""What the check says of a mutation of a correct report."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gaixml.checking import check_archive
from gaixml.conversion import load
from gaixml.diagnostics.findings import Finding, findings_of

if TYPE_CHECKING:
    from mutations import Mutation, Report


def failures(name: str, text: str) -> list[Finding]:
    """Return what the rules on single reports find in a text."""
    checked = check_archive(load(text.encode(), name), name)
    assert checked.subject is not None
    return list(findings_of(checked.subject, checked.results))


def states(name: str, text: str) -> dict[str, str]:
    """Return what becomes of each rule on single reports for a text."""
    checked = check_archive(load(text.encode(), name), name)
    return {result.rule.id: result.state.value for result in checked.results}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a mutation: the rules that say something new, whether all that have to do, and name the place."""

    mutation: Mutation
    failed: frozenset[str]
    found: bool
    named: bool


def judge(one: Report, mutation: Mutation) -> Verdict:
    """Check a mutation of a correct report."""
    before = _said(one.name, one.text)
    findings = [finding for finding in failures(one.name, mutation.text) if _key(finding) not in before]
    failed = frozenset(finding["rule"] for finding in findings)
    naming = frozenset(finding["rule"] for finding in findings if _names(finding, mutation))
    found = all(rules & failed for rules in mutation.rules)
    return Verdict(mutation, failed, found, all(rules & naming for rules in mutation.rules))


@functools.lru_cache(maxsize=2)
def _said(name: str, text: str) -> frozenset[tuple[str, str]]:
    return frozenset(map(_key, failures(name, text)))


def _key(finding: Finding) -> tuple[str, str]:
    return finding["rule"], finding["message"]


def _names(finding: Finding, mutation: Mutation) -> bool:
    about = {finding["where"]["about"], *(place["about"] for place in finding["related"])}
    said = finding["message"] + finding["message_en"]
    return bool(about & mutation.cells) or bool(mutation.words and mutation.words in said)
