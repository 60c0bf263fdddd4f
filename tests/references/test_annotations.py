from __future__ import annotations

import os
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from score import ANNOTATIONS, COMPARED, CORPUS, Annotated, Result, digest, load, load_annotations, measure

import gaixml

if TYPE_CHECKING:
    from pathlib import Path

FILES = sorted(ANNOTATIONS.glob("*.json"))
EXACT = ("act", "article", "document_number")
"""The kinds of which none may be missed and nothing else be taken for one."""
LEAST = 0.97
"""What must be found of the other kinds, and what of those found must be one."""

needs_corpus = pytest.mark.skipif(
    not CORPUS.is_dir() and os.environ.get("CI") != "true",
    reason=f"the corpus is not at {CORPUS}; it must be in CI",
)


def bounds(one: dict[str, Any]) -> tuple[int, int]:
    return one["start"], one["end"]


def order(one: dict[str, Any]) -> tuple[int, int]:
    """Return what references are sorted by: an outer one stands before what it holds."""
    return one["start"], -one["end"]


@pytest.fixture(scope="module")
def result() -> Result:
    return measure(load_annotations())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_annotation_is_sorted_and_within_its_stretches(path: Path) -> None:
    annotated = load(path)
    assert all(start < end for start, end in annotated.stretches)
    assert all(first[1] <= then[0] for first, then in pairwise(annotated.stretches))
    assert [order(one) for one in annotated.references] == sorted(map(order, annotated.references))
    for one in annotated.references:
        assert any(start <= one["start"] and one["end"] <= end for start, end in annotated.stretches), one


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_annotated_references_are_disjoint_or_nested(path: Path) -> None:
    open_ends: list[int] = []
    for start, end in map(bounds, load(path).references):
        while open_ends and open_ends[-1] <= start:
            open_ends.pop()
        assert not open_ends or end < open_ends[-1], (start, end)
        open_ends.append(end)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_target_says_what_is_measured_of_its_kind(path: Path) -> None:
    for one in load(path).references:
        assert one["target"].keys() <= {*COMPARED[one["kind"]], "qualifier"}, one
        assert one["target"] or one["kind"] == "article", one


@needs_corpus
@pytest.mark.parametrize("annotated", load_annotations(), ids=lambda annotated: annotated.source)
def test_offsets_count_the_text_that_was_annotated(annotated: Annotated) -> None:
    _, _, text = annotated.read()
    assert digest(text) == annotated.sha256
    for one in annotated.references:
        assert text[one["start"] : one["end"]] == one["text"]


def test_there_are_enough_annotations() -> None:
    """Issue 5 asks for three hundred."""
    annotations = load_annotations()
    assert sum(len(annotated.references) for annotated in annotations) >= 300
    assert {one["kind"] for annotated in annotations for one in annotated.references} == set(COMPARED)


@needs_corpus
@pytest.mark.parametrize("kind", EXACT)
def test_every_citation_is_found_and_nothing_else_is(result: Result, kind: str) -> None:
    score = result.scores[kind]
    assert (score.found, score.extra) == (score.annotated, 0), "\n".join(result.differences)


@needs_corpus
@pytest.mark.parametrize("kind", sorted(COMPARED.keys() - set(EXACT)))
def test_nearly_all_figures_are_found_and_little_else_is(result: Result, kind: str) -> None:
    score = result.scores[kind]
    assert min(score.recall, score.precision) >= LEAST, "\n".join(result.differences)


def test_a_difference_counts_where_it_belongs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The text has two amounts and a year; one amount is found, with another value, and a date that is none."""
    text = "2018年收到申请5件，办结3件。\n"
    (tmp_path / "source.txt").write_text(text, "utf-8")
    found = [
        {"kind": "amount", "start": 9, "end": 11, "target": {"value": "6", "unit": "件"}},
        {"kind": "date", "start": 0, "end": 5, "target": {"value": "2018"}},
        {"kind": "amount", "start": 17, "end": 18, "target": {"value": "1", "unit": "行"}},
    ]
    references = [
        {"kind": "period", "start": 0, "end": 5, "target": {"value": "2018"}},
        {"kind": "amount", "start": 9, "end": 11, "target": {"value": "5", "unit": "件"}},
        {"kind": "amount", "start": 14, "end": 16, "target": {"value": "3", "unit": "件"}},
    ]
    monkeypatch.setattr("score.CORPUS", tmp_path)
    monkeypatch.setattr(gaixml, "references", lambda *_: found, raising=False)
    result = measure([Annotated("source.txt", digest(text), [(0, 17)], references)])
    counts = {kind: (one.annotated, one.found, one.extra, one.meant) for kind, one in result.scores.items()}
    counts = {kind: figures for kind, figures in counts.items() if any(figures)}
    assert counts == {"date": (0, 0, 1, 0), "period": (1, 0, 0, 0), "amount": (2, 1, 0, 0)}
    assert len(result.differences) == 4
    assert (result.scores["amount"].recall, result.scores["date"].precision) == (0.5, 0.0)
