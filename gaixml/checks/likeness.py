"""Rule X06: the section on problems is not last year's over again (年年雷同)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from gaixml.checks.model import PASSED, STATUTORY, WARNING, Mark, Scope, fail, rule, unassessable
from gaixml.checks.reading.passages import Passage, prose
from gaixml.checks.reading.statutory import PROBLEMS, find_section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaixml.checks.model import Outcome
    from gaixml.checks.subject import Subject

MOST: Final = 0.5
"""A section of which more than this share stands in last year's says more of the old than of the new."""
SHORTEST: Final = 20
"""Characters of a passage: shorter ones are turns that all offices use (进一步加强政府信息公开工作)."""
_GRAM: Final = 10
"""Characters by which beginnings of passages are looked up."""
_QUOTED: Final = 60
"""So many characters of a passage are quoted in a message; its place is given whole."""
_NAMED: Final = 5
_FIGURE: Final = re.compile(r"\d+")


class Common(NamedTuple):
    """A passage that two texts share: ``start`` and ``other`` are where it stands in each, in their characters."""

    start: int
    other: int
    length: int


class _Letters(NamedTuple):
    """The characters of a passage that count, each with its place there: a number is one 0, no punctuation."""

    text: str
    places: tuple[tuple[int, int], ...]


def _letters(passage: Passage) -> _Letters:
    text, places, at = [], [], 0
    while at < len(passage.printed):
        figure = _FIGURE.match(passage.printed, at)
        end = figure.end() if figure else at + 1
        if figure or passage.printed[at].isalnum():
            text.append("0" if figure else passage.printed[at])
            places.append((at, end))
        at = end
    return _Letters("".join(text), tuple(places))


def common_passages(text: str, other: str) -> Iterator[Common]:
    """Yield the passages of a text, in its order and without overlap, that stand in another one too.

    Linear: each beginning is looked up once, among the first places in ``other`` where it stands.
    """
    grams: dict[str, int] = {}
    for at in range(len(other) - _GRAM + 1):
        grams.setdefault(other[at : at + _GRAM], at)
    at = 0
    while at <= len(text) - SHORTEST:
        found = grams.get(text[at : at + _GRAM])
        length = 0 if found is None else _alike(text, at, other, found)
        if found is not None and length >= SHORTEST:
            yield Common(at, found, length)
        at += length if length >= SHORTEST else 1


def _alike(text: str, at: int, other: str, there: int) -> int:
    """Return for how many characters two texts go on alike."""
    most = min(len(text) - at, len(other) - there)
    return next((length for length in range(most) if text[at + length] != other[there + length]), most)


@rule(
    "X06",
    WARNING,
    "第五部分与上年报告不雷同",
    "section 5 is not last year's over again",
    forms=STATUTORY,
    scope=Scope.SERIES,
)
def not_the_same_again(subject: Subject, previous: Subject) -> Iterator[Outcome]:
    """Measure how much of 存在的主要问题及改进情况 stands in last year's report, and name the passages."""
    ours, theirs = find_section(subject, PROBLEMS), find_section(previous, PROBLEMS)
    if ours is None or theirs is None:
        year = subject.year if ours is None else previous.year
        yield unassessable(
            f"{year}年的报告没有“存在的主要问题”一节", f"the report on {year} has no section on problems"
        )
        return
    here, there = prose(subject, ours), prose(previous, theirs)
    now, then = _letters(here), _letters(there)
    if len(now.text) < SHORTEST or len(then.text) < SHORTEST:
        yield unassessable("这一节太短，无法比较", "the section is too short to be compared", ours.mark)
        return
    shared = tuple(common_passages(now.text, then.text))
    share = sum(one.length for one in shared) / len(now.text)
    if share <= MOST:
        yield PASSED
        return
    marks = [(_mark(here, now, one.start, one.length), _mark(there, then, one.other, one.length)) for one in shared]
    quoted = "".join(f"“{_cut(mark.printed)}”" for mark, _ in marks[:_NAMED])
    yield fail(
        f"“{ours.heading}”{share:.0%}的文字与{previous.year}年报告相同：{quoted}",
        f"{share:.0%} of {ours.heading} stands in the report on {previous.year} too: {quoted}",
        marks[0][0],
        (*(mark for mark, _ in marks[1:]), *(mark._replace(file=previous.name) for _, mark in marks)),
    )


def _mark(passage: Passage, letters: _Letters, start: int, length: int) -> Mark:
    return passage.mark(letters.places[start][0], letters.places[start + length - 1][1])


def _cut(words: str) -> str:
    return words if len(words) <= _QUOTED else words[:_QUOTED] + "…"
