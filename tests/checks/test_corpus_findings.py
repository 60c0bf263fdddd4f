"""The errors that the check finds in the corpus, each looked at; and single changes to its correct reports."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest
from mutations import KINDS, Report, identities, put, report
from verdicts import judge, states

from gaixml.checking import check_all
from gaixml.diagnostics.findings import findings_of
from gaixml.files import SUFFIXES, Input

CORPUS = Path(__file__).parent.parent.parent.parent / "shared" / "corpus" / "reports"
pytestmark = pytest.mark.skipif(
    not CORPUS.is_dir() and os.environ.get("CI") != "true",
    reason=f"the corpus is not at {CORPUS}; it must be in CI",
)
ERRORS = {
    "huaian-hongze-2023": {
        (
            "STR05",
            "t2.r23.c10",
        ),  # （六）其他处理 is one row, as in the form of 2019: its three rows of 2021 are not there
        ("T4S", "t3.r4.c5"),  # 10 + 1 + 0 + 0, 总计 0
        ("T4S", "t3.r4.c15"),  # 5 + 0 + 0 + 0, 总计 0
    },
    "pingtan-gwh-2019-flat": {("TX08", "s1-2-2-14")},  # 全年公开核准企业资质条
    "pingtan-gwh-2019-html": {("TX08", "s1-2-2-14")},  # the same report as a page
    "shanghai-kewei-2024-pdfmd": {("STR02", "document")},  # the heading 存在的主要问题及改进情况 was lost by a PDF tool
}
"""All findings of severity error: rule, and what it is about. Each was compared with its document, and is true."""
SEPARATED = "shuyang-xian-2025-ocr"
"""The one correct report in text whose figures stand in cells of their own; those of the others run together."""
_SAMPLE = 8


def sources() -> list[Path]:
    return sorted(path for path in CORPUS.glob("*/source.*") if path.suffix in SUFFIXES)


def flat_names() -> list[str]:
    return [path.parent.name for path in sources() if path.parent.name.endswith("-flat")]


def corpus_report(name: str) -> Report:
    return report(f"{name}.txt", (CORPUS / name / "source.txt").read_text("utf-8"))


@pytest.mark.parametrize("source", sources(), ids=lambda path: path.parent.name)
def test_errors_are_those_that_are_there(source: Path) -> None:
    (checked,) = check_all([Input(source)])
    assert checked.subject is not None
    found = findings_of(checked.subject, checked.results)
    errors = {(one["rule"], one["where"]["about"]) for one in found if one["severity"] == "error"}
    assert errors == ERRORS.get(source.parent.name, set())


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_changes_to_a_real_report_are_found(kind: object) -> None:
    one = corpus_report(SEPARATED)
    assert callable(kind)
    made = list(kind(one, Random(0)))  # noqa: S311 - digits, no secrets
    for mutation in Random(1).sample(made, min(_SAMPLE, len(made))):  # noqa: S311
        verdict = judge(one, mutation)
        assert verdict.named, (mutation.kind, mutation.change, sorted(verdict.failed))


@pytest.mark.parametrize("name", flat_names())
def test_a_changed_digit_among_figures_that_run_together_is_never_passed_over(name: str) -> None:
    one = corpus_report(name)
    summed = [figure for figure in one.subject.figures if figure.value and identities(figure)]
    for figure in Random(2).sample(summed, min(_SAMPLE, len(summed))):  # noqa: S311
        printed = one.text[figure.mark.start : figure.mark.end]
        assert printed == figure.printed
        other = put(one.text, [(figure, str(int(printed[0]) % 9 + 1) + printed[1:])])
        became = states(one.name, other)
        assert "pass" not in {became.get(rule) for rule in _sums(figure.table)}, (figure.cell, became)


def _sums(table: str) -> tuple[str, ...]:
    return ("T4S",) if table == "review" else ("T3R",)
