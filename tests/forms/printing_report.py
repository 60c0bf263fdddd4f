"""Prints right, flagged, missing, unmet and wrong figures by layout and damage.

usage: printing_report.py [--seeds N] [--layout NAME] [--damage NAME[+NAME]] [--form FORM] [--show N] [--print]
--show N prints the first N complaints of every cell that has any; --print prints the documents instead of reading them.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict

from printing import DAMAGES, LAYOUTS, Case, Sample, cases, make
from printing_compare import Outcome, complaints, count, read

OUTCOMES: tuple[Outcome, ...] = ("right", "flagged", "missing", "unmet", "wrong")


def wanted(arguments: argparse.Namespace) -> list[Case]:
    damages = tuple(arguments.damage) if arguments.damage else tuple(DAMAGES)
    chosen = cases(arguments.seeds, damages=damages)
    return [
        case
        for case in chosen
        if (not arguments.layout or case.layout in arguments.layout)
        and (not arguments.form or case.form in arguments.form)
    ]


def judge(sample: Sample) -> tuple[Counter[Outcome], list[str]]:
    """Read one document. One that cannot be read counts as one wrong figure, and the reader's word is the complaint."""
    try:
        verdicts = read(sample)
    except Exception as problem:  # noqa: BLE001 - a summary goes on  # a summary goes on
        return Counter({"wrong": 1}), [f"{type(problem).__name__}: {problem}"]
    return count(verdicts), complaints(verdicts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--print", action="store_true")
    for name in ("layout", "damage", "form"):
        parser.add_argument(f"--{name}", action="append", default=[])
    arguments = parser.parse_args()
    table: defaultdict[tuple[str, str], Counter[Outcome]] = defaultdict(Counter)
    for case in wanted(arguments):
        sample = make(case)
        if arguments.print:
            sys.stdout.write(f"===== {case}\n{sample.text}\n")
            continue
        counted, said = judge(sample)
        table[case.layout, case.damage] += counted
        sys.stdout.writelines(f"  {case}: {each}\n" for each in said[: arguments.show])
    for (layout, damage), counted in table.items():
        figures = "  ".join(f"{name} {counted[name]:5}" for name in OUTCOMES)
        sys.stdout.write(
            f"{layout:14} {damage:18} {figures}{'  <--' if counted['unmet'] or counted['wrong'] else ''}\n"
        )
    everything = sum(table.values(), Counter[Outcome]())
    sys.stdout.write(f"{'all':33} " + "  ".join(f"{name} {everything[name]:5}" for name in OUTCOMES) + "\n")
    sys.stdout.write(f"layouts: {', '.join(LAYOUTS)}\n")


if __name__ == "__main__":
    main()
