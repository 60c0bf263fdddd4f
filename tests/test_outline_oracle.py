from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from hypothesis import given
from oracle import Node, nest_outline, nest_table
from totality import random_token_sequences

from gaixml.cells import read_cell
from gaixml.grammars import load_text
from gaixml.model import Annex, Back, Block, Heading, Section, Signature, Title
from gaixml.parsing.cell_stream import CellRun, Value
from gaixml.parsing.outline import parse_outline
from gaixml.parsing.records import Grid, Record, RecordContent, table_parser

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gaixml.model import Content


def declared(grammar: str) -> list[str]:
    return [name for line in re.findall(r"(?m)^%declare (.*)$", load_text(grammar)) for name in line.split()]


def make_token(kind: str, place: int) -> Block:
    """Return a token of outline.lark whose start tells its place in the sequence."""
    if re.fullmatch(r"H\d+", kind):
        return Heading(kind, place, place + 1, rung="CN", ordinal=place, number=(place, place + 1))
    return Block(kind, place, place + 1)


def outline_node(item: Content) -> Node:
    if isinstance(item, Section):
        return Node(f"section{item.level}", item.heading.start, [outline_node(child) for child in item.content])
    if isinstance(item, Annex):
        return Node("annex", item.heading.start, [outline_node(child) for child in item.content])
    if isinstance(item, Back):
        return Node("back", None, [outline_node(child) for child in item.content])
    if isinstance(item, Title | Signature):
        return Node(type(item).__name__.lower(), None, [Node("block", block.start) for block in item.blocks])
    return Node("block", item.start)


@given(random_token_sequences(declared("outline"), max_size=40))
def test_the_outline_grammar_nests_as_a_stack_does(types: list[str]) -> None:
    content = parse_outline([make_token(kind, place) for place, kind in enumerate(types)])
    expected = nest_outline(types)
    for part in expected.children:
        part.head = None if part.name == "back" else part.head  # the model does not keep where BACK stood
    assert Node("document", None, [outline_node(item) for item in content]).shape() == expected.shape()


@given(random_token_sequences(declared("outline"), max_size=40))
def test_ids_are_unique_whatever_the_numbers(types: list[str]) -> None:
    tokens = [make_token(kind, place) for place, kind in enumerate(types)]
    for token in tokens:
        if isinstance(token, Heading):
            token.ordinal = token.start % 3 or None
    ids = list(all_ids(parse_outline(tokens)))
    assert len(ids) == len(set(ids))
    assert "" not in ids


def all_ids(content: Sequence[Content]) -> list[str]:
    found: list[str] = []
    for item in content:
        if isinstance(item, Section | Annex):
            found.append(item.id)
        if isinstance(item, Section | Annex | Back):
            found += all_ids(item.content)
    return found


def make_run(kind: str, place: int) -> CellRun:
    cell = f"c{place}"
    return CellRun(kind, cell, [cell], [Value(cell, read_cell("1"), None)] if kind == "VALUES" else [])


def record_node(item: RecordContent, runs: Sequence[CellRun]) -> Node:
    """Return the node of a record, grid or value; a grid has no cell: it is found by its columns."""
    if isinstance(item, Value):
        return Node("values", int(item.cell[1:]))
    children = [record_node(child, runs) for child in item.content]
    if isinstance(item, Record):
        return Node(item.level, int(item.cells[0][1:]), children)
    return Node("HEADER", next(at for at, run in enumerate(runs) if run.columns is item.columns), children)


@given(random_token_sequences(declared("table"), max_size=40))
def test_the_table_grammar_nests_as_a_stack_does(types: list[str]) -> None:
    runs = [make_run(kind, place) for place, kind in enumerate(types)]
    content = cast("list[RecordContent]", table_parser().parse(runs))
    assert Node("table", None, [record_node(item, runs) for item in content]).shape() == nest_table(types).shape()
    assert not any(isinstance(item, CellRun) for item in content)
    assert sum(isinstance(item, Grid) for item in content) <= types.count("HEADER")
