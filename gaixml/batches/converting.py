"""What ``gaixml convert`` does with one source."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gaixml.batches.work import Made, Summary
from gaixml.conversion import convert_report

if TYPE_CHECKING:
    from gaixml.files import Job
    from gaixml.report import Report


@dataclass(frozen=True, slots=True)
class Convert:
    """Makes the archive XML of a source; ``charset`` is what sources are said to be written in."""

    charset: str | None = None

    def __call__(self, data: bytes, job: Job) -> Made:
        """Return the archive and what is counted of it."""
        archive, report = convert_report(data, job.name, charset=self.charset)
        return Made(_summary(report), archive)


def _summary(report: Report) -> Summary:
    metadata, printings = report.metadata, report.answers.printings
    return Summary(
        kind=metadata.kind.code,
        form=printings[0].evidence.form if printings else "",
        year=metadata.year.value if metadata.year else "",
        findings=Counter(finding.rule for finding in report.findings),
    )
