"""Hypothesis strategies: arbitrary text, and documents composed of the pieces that official documents are made of."""

from __future__ import annotations

import functools

from hypothesis import strategies as st
from pieces import ENDS, HEADINGS, MARKERS, MATTER, ODD, PROSE, SIGNS, TABLE_LINES, TITLES, example_texts

EVERYTHING = [*MARKERS, *SIGNS, *TITLES, *HEADINGS, *PROSE, *TABLE_LINES, *MATTER, *ODD, *ENDS]
_LONGEST = 2_000


def arbitrary_text() -> st.SearchStrategy[str]:
    """Draw any text at all: controls, NUL, every line end, lone surrogates, noncharacters."""
    characters = st.characters() | st.characters(categories=["Cs", "Cc"]) | st.sampled_from(ODD)
    return st.text(characters, min_size=1, max_size=200)


def headings() -> st.SearchStrategy[str]:
    """Draw lines that a marker of the numbering ladder opens, with a heading, a run-in heading or a sentence."""
    signs = st.sampled_from(["", "", "", *SIGNS])
    return st.tuples(signs, st.sampled_from(MARKERS), st.sampled_from(HEADINGS + PROSE)).map("".join)


def tables() -> st.SearchStrategy[str]:
    """Draw tables of all layouts, mixed as they are when a page cuts them."""
    return st.lists(st.sampled_from(TABLE_LINES), min_size=2, max_size=12).map("\n".join)


def lines() -> st.SearchStrategy[str]:
    """Draw one line (or table) of a document."""
    return st.one_of(
        headings(), st.sampled_from(PROSE), tables(), st.sampled_from(MATTER), st.sampled_from(TITLES)
    )  # fmt: skip


def documents() -> st.SearchStrategy[str]:
    """Draw documents line by line with line ends of all kinds, or flattened into one line."""
    ended = st.lists(st.tuples(lines(), st.sampled_from(ENDS)).map("".join), min_size=1, max_size=25)
    flat = st.lists(headings() | st.sampled_from(PROSE + MATTER), min_size=2, max_size=20)
    loose = st.lists(st.sampled_from(EVERYTHING), min_size=1, max_size=30)
    return (ended | flat | loose).map("".join).filter(bool)


@st.composite
def mutated_examples(draw: st.DrawFn) -> str:
    """Draw parts of the example reports in which characters were deleted, inserted, replaced and moved."""
    text = draw(st.sampled_from(_examples()))
    start = draw(st.integers(0, len(text) - 1))
    part = text[start : start + draw(st.integers(1, _LONGEST))]
    for _ in range(draw(st.integers(0, 8))):
        at, length = draw(st.integers(0, len(part))), draw(st.integers(0, 40))
        spliced = draw(st.one_of(st.just(""), st.sampled_from(EVERYTHING), st.just(part[length : 2 * length])))
        part = part[:at] + spliced + part[at + draw(st.sampled_from([0, 1, length])) :]
    return part or "概"


def texts() -> st.SearchStrategy[str]:
    """Draw any of the above."""
    return st.one_of(arbitrary_text(), documents(), mutated_examples())


@functools.cache
def _examples() -> list[str]:
    return example_texts()
