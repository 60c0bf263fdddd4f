"""Prints how many single changes to correct reports are found: python tests/checks/mutation_report.py [N]

N: at most so many changes of each kind to each report; without it all of them, which takes ten minutes.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

TESTS = Path(__file__).parent.parent
sys.path += [str(TESTS / "forms"), str(TESTS / "readers")]

from correct_reports import correct_reports  # noqa: E402 - its modules are found by the path above
from mutations import KINDS  # noqa: E402
from verdicts import Verdict, judge  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mutations import Report

COLUMNS = ("kind", "form", "n", "covered", "found", "named", "not covered", "seen all the same")


def verdicts(reports: Iterable[Report], most: int) -> Iterator[tuple[str, Verdict]]:
    """Yield what becomes of mutations of some reports, at most so many of a kind, with the form."""
    for one in reports:
        for kind in KINDS:
            made = list(kind(one, Random(one.name)))  # noqa: S311 - digits, no secrets
            for mutation in Random(one.name).sample(made, min(most, len(made))):  # noqa: S311
                yield one.subject.form, judge(one, mutation)


def rows(judged: Iterable[tuple[str, Verdict]]) -> Iterator[tuple[object, ...]]:
    """Yield a row for each kind of change and form; what is not covered counts as seen if any rule says so."""
    groups: dict[tuple[str, str], list[Verdict]] = defaultdict(list)
    for form, verdict in judged:
        groups[verdict.mutation.kind, form].append(verdict)
    for (kind, form), found in sorted(groups.items()):
        covered = [one for one in found if one.mutation.rules]
        others = [one for one in found if not one.mutation.rules]
        yield (
            *(kind, form, len(found), len(covered)),
            *(sum(one.found for one in covered), sum(one.named for one in covered)),
            *(len(others), sum(bool(one.failed) for one in others)),
        )


def main() -> None:
    """Print the table."""
    most = int(sys.argv[1]) if len(sys.argv) > 1 else sys.maxsize
    lines = [COLUMNS, ("---",) * len(COLUMNS), *rows(verdicts(correct_reports(), most))]
    sys.stdout.writelines("| " + " | ".join(map(str, line)) + " |\n" for line in lines)


if __name__ == "__main__":
    main()
