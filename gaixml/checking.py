"""Checks many inputs, sources and archives alike: one bad file never stops the rest, and none is held for long."""

from __future__ import annotations

import tempfile
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gaixml.checks.catalogue import rules_of_scope
from gaixml.checks.engine import Result, assess
from gaixml.checks.governments import Departments
from gaixml.checks.model import Scope
from gaixml.checks.series import Reason, assess_beside, assess_nothing
from gaixml.checks.settings import Settings
from gaixml.checks.subject import Subject
from gaixml.conversion import without_garbage_collection
from gaixml.errors import ExitCode, GaixmlError
from gaixml.failures import failure
from gaixml.grouping import Grouping, why_one_body
from gaixml.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from lxml import etree

    from gaixml.files import Input
    from gaixml.grouping import Read, Report

    SettingsOf = Callable[[Path | None], Settings]

_NO_SETTINGS: Final = Settings()


@dataclass(frozen=True, slots=True)
class Checked:
    """A report with what each rule said of it; or ``code`` and ``message``, why it could not be read."""

    name: str
    subject: Subject | None = None
    results: tuple[Result, ...] = ()
    exit_code: ExitCode = ExitCode.OK
    code: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A report that next year's can be laid beside, and how many of its figures are known."""

    report: Report
    subject: Subject
    known: int


def check_archive(archive: etree._Element, name: str) -> Checked:
    """Check one report by itself."""
    subject = Subject(archive, name)
    return _with_results(subject, assess(rules_of_scope(Scope.REPORT), subject))


def _with_results(subject: Subject, *found: Iterable[Result]) -> Checked:
    """Return a report with what rules found, and what those rules say that look at the findings."""
    with without_garbage_collection():  # archives are trees: there is none
        results = tuple(chain.from_iterable(found))
        return Checked(subject.name, subject, (*results, *assess(rules_of_scope(Scope.FINDINGS), subject, results)))


def check_all(
    sources: Iterable[Input], charset: str | None = None, settings_of: SettingsOf = lambda _: _NO_SETTINGS
) -> Iterator[Checked]:
    """Yield what became of each input: bodies in the order in which they first come, of each the years in their order.

    All inputs are read first, to know whose they are; of that little is kept in memory and, until the check ends,
    on disk the archives of those that had to be converted. Then one report is checked after the other, with the same
    body's report on the year before at hand. ``settings_of`` gives the settings for a file, None for standard input.
    """
    inputs = list(sources)
    with nullcontext() if len(inputs) == 1 else tempfile.TemporaryDirectory(prefix="gaixml-") as folder:
        spool = Spool(Path(folder) if folder else None, charset)
        read = [_read(source, spool, settings_of) for source in inputs]
        yield from _check(read, _Checker(spool, Grouping([one for one in read if not isinstance(one, Checked)])))


def _read(source: Input, spool: Spool, settings_of: SettingsOf) -> Read | Checked:
    try:
        return spool.enter(source), settings_of(source.local)
    except Exception as error:  # noqa: BLE001 - a bug that one file provokes must not stop the others
        return _failed(source, error)


def _failed(source: Input, error: Exception) -> Checked:
    return Checked(source.name, None, (), *failure(error, source.name))


def _check(read: Sequence[Read | Checked], checker: _Checker) -> Iterator[Checked]:
    """Yield what became of each input; a body comes where the first of its reports stands."""
    reports = iter(checker.grouping.reports)
    done: set[str] = set()
    for one in read:
        if isinstance(one, Checked):
            yield one
            continue
        report = next(reports)
        if report.alone.zh or report.body.name not in done:
            done |= set() if report.alone.zh else {report.body.name}
            yield from checker.body(report)


class _Checker:
    """Checks the reports of a batch body by body."""

    def __init__(self, spool: Spool, grouping: Grouping) -> None:
        self.grouping = grouping
        self._spool = spool

    def body(self, first: Report) -> Iterator[Checked]:
        """Yield the reports of a body, checked; of the year before only the best known one is held."""
        previous: _Candidate | None = None
        for year, reports in self.grouping.years(first).items():
            if previous and previous.report.year != year - 1:
                previous = None
            best: _Candidate | None = None
            for report in reports:
                checked = self._checked(report, previous)
                yield checked
                best = _better(best, report, checked.subject)
            previous = best

    def _checked(self, report: Report, previous: _Candidate | None) -> Checked:
        source = report.entry.source
        try:
            subject = Subject(self._spool.archive(report.entry), source.name)
            alone = assess(rules_of_scope(Scope.REPORT), subject)
            beside = _beside(report, subject, previous)
            above = assess(rules_of_scope(Scope.GROUP), subject, self._departments(report))
            return _with_results(subject, alone, beside, above)
        except Exception as error:  # noqa: BLE001 - as above
            return _failed(source, error)

    def _departments(self, report: Report) -> Departments:
        """Return the departments of a government; their reports are read, one after another, when a rule asks."""
        listed = self.grouping.departments(report)
        missing = tuple(name for name, reports in listed.items() if not reports)
        found = ((name, self._best(reports)) for name, reports in listed.items() if reports)
        return Departments(tuple(listed), missing, found)

    def _best(self, reports: Sequence[Report]) -> Subject | None:
        best: _Candidate | None = None
        for report in reports:
            best = _better(best, report, self._subject(report))
        return best.subject if best else None

    def _subject(self, report: Report) -> Subject | None:
        try:
            return Subject(self._spool.archive(report.entry), report.entry.source.name)
        except (GaixmlError, OSError):  # the report itself comes with what is wrong with it
            return None


def _better(best: _Candidate | None, report: Report, subject: Subject | None) -> _Candidate | None:
    """Return the better known of two reports on one year, the first of equals."""
    if subject is None:
        return best
    known = sum(figure.value is not None for figure in subject.figures)
    return best if best and best.known >= known else _Candidate(report, subject, known)


def _beside(report: Report, subject: Subject, previous: _Candidate | None) -> Iterator[Result]:
    rules = rules_of_scope(Scope.SERIES)
    if previous:
        return assess_beside(rules, subject, previous.subject, why_one_body(report, previous.report))
    year = report.year - 1
    return assess_nothing(
        rules,
        subject,
        report.alone if report.alone.zh else Reason(f"没有给出{year}年的报告", f"no report on {year} given"),
    )
