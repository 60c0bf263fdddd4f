"""Sorts the reports of a batch by body and year, and says why one cannot be laid beside another."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gaixml.bodies import Body, name_by_settings, plain_name, same_bodies
from gaixml.checks.series import NO_REASON, Reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gaixml.checks.settings import Settings
    from gaixml.spool import Entry


@dataclass(frozen=True, slots=True)
class Report:
    """A report of the batch and whose it is; ``alone`` is why it cannot be laid beside another, empty if it can."""

    entry: Entry
    settings: Settings
    body: Body
    alone: Reason

    @property
    def year(self) -> int:
        """The reporting year; 0 if the report does not say."""
        return self.entry.year or 0


Read = tuple["Entry", "Settings"]
Years = dict[int, list[Report]]
"""The reports of a body by year; several on a year in the order in which they were given."""


class Grouping:
    """Whose the reports of a batch are."""

    def __init__(self, read: Sequence[Read]) -> None:
        """Take what was read of each report, with the settings for it."""
        self._bodies = same_bodies(name for one in read for name in _names(*one))
        self.reports = tuple(self._report(*one) for one in read)
        self._by_body: dict[str, Years] = defaultdict(lambda: defaultdict(list))
        for report in self.reports:
            if not report.alone.zh:
                self._by_body[report.body.name][report.year].append(report)

    def body(self, name: str, aliases: Mapping[str, str]) -> Body:
        """Return the body of a name that a report prints or the settings list."""
        return self._bodies[name_by_settings(name, aliases)]

    def years(self, report: Report) -> Years:
        """Return all reports of the same body by year, from the first year; of one that stands alone itself only."""
        if report.alone.zh:
            return {report.year: [report]}
        return dict(sorted(self._by_body[report.body.name].items()))

    def departments(self, report: Report) -> Mapping[str, Sequence[Report]]:
        """Return the departments that the settings list for a government, with their reports on the same year.

        A body that is listed twice, under two names, is one; the government is no department of its own.
        """
        aliases = report.settings.aliases
        for government, departments in report.settings.governments.items():
            if not report.alone.zh and self.body(government, aliases).name == report.body.name:
                bodies = {self.body(name, aliases).name: name for name in reversed(departments)}
                bodies.pop(report.body.name, None)
                listed = reversed(bodies.values())
                return {name: self._of(self.body(name, aliases), report.year) for name in listed}
        return {}

    def _of(self, body: Body, year: int) -> Sequence[Report]:
        years = {} if body.rivals else self._by_body.get(body.name, {})
        return years.get(year, ())

    def _report(self, entry: Entry, settings: Settings) -> Report:
        body = self.body(entry.agency, settings.aliases)
        return Report(entry, settings, body, _alone(entry, body))


def _names(entry: Entry, settings: Settings) -> Iterator[str]:
    """Yield the names that take part: the report's, and those of the bodies that the settings list."""
    for name in (entry.agency, *settings.governments, *(one for all_ in settings.governments.values() for one in all_)):
        yield name_by_settings(name, settings.aliases)


def _alone(entry: Entry, body: Body) -> Reason:
    if not entry.is_report:
        return Reason("不是政府信息公开工作年度报告", "this is no annual report on the disclosure of information")
    if not entry.agency:
        return Reason("报告没有写明发布机关，无法确定其上年报告", "the report does not say whose it is")
    if entry.year is None:
        return Reason("报告没有写明年度，无法确定其上年报告", "the report does not say which year it is on")
    if body.rivals:
        return Reason(
            f"“{body.printed}”可能是{'、'.join(body.rivals)}中的任何一个，未与其中任何一个合并",
            f"{body.printed} could be any of {', '.join(body.rivals)}, and was taken for none of them",
        )
    return NO_REASON


def why_one_body(report: Report, previous: Report) -> Reason:
    """Return why reports under two names are taken for one body's; nothing where they print one name."""
    if plain_name(report.entry.agency) == plain_name(previous.entry.agency):
        return NO_REASON
    told = [why for one in (previous, report) for why in _whys(one)]
    return Reason("；".join(why.zh for why in told), "; ".join(why.en for why in told))


def _whys(report: Report) -> Iterator[Reason]:
    printed = report.entry.agency
    if name_by_settings(printed, report.settings.aliases) != plain_name(printed):
        named = report.body.printed
        yield Reason(f"gaixml.toml 写明“{printed}”即“{named}”", f"gaixml.toml says that {printed} is {named}")
    if report.body.evidence:
        yield Reason(report.body.evidence, report.body.evidence_en)
