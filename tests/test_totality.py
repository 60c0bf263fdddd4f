from __future__ import annotations

import re

import pytest
from lark import Lark, Token, Tree
from totality import Proof, TotalityError, assert_strict, prove_total

from gaixml.grammars import load_text
from gaixml.scanners import alternatives

STARTS = {"outline": "document", "table": "table", "inline": "paragraph", "references": "references"}
"""The token-level grammars with their start rules."""
MUTATIONS = [
    pytest.param("outline", "_c3: _c4 | _c3 s3", "_c3: _c4", "H3", id="no-level-3"),
    pytest.param("outline", "_c12: _blocks | _c12 s12", "_c12: _blocks", "H12", id="no-level-12"),
    pytest.param(
        "outline", "_parts: _c1 | _parts back | _parts annex", "_parts: _c1 | _parts back", "ANNEX", id="no-annex"
    ),
    pytest.param("outline", "_blocks: _closed | _closed lead", "_blocks: _closed", "AGENCY $END", id="no-loose-lead"),
    pytest.param("outline", "| _closed lead _block", "", "AGENCY ADDRESSEE", id="no-block-after-lead"),
    pytest.param("table", "_l2: _l3 | _l2 r2", "_l2: _l3", "L2", id="no-label-2"),
    pytest.param("table", "_header: _l1 | _header grid", "_header: _l1", "HEADER", id="no-header"),
    pytest.param("inline", "_text item | _items item", "_text item", "OPEN OPEN", id="one-item-only"),
    pytest.param("inline", "| _text MARK", "", "MARK", id="no-markup"),
    pytest.param("references", "_c6: _c7 | _c6 art", "_c6: _c7", "H_ART", id="no-article"),
    pytest.param("references", "| _stretches cited", "", "ACT", id="no-instrument"),
    pytest.param("references", "| _links NUMBER", "", "NUMBER", id="no-document-number"),
]


def declared(grammar: str) -> list[str]:
    """Return the tokens that a grammar declares: the alphabet of its parser."""
    return [name for line in re.findall(r"(?m)^%declare (.*)$", grammar) for name in line.split()]


def build(name: str, grammar: str) -> Lark:
    return assert_strict(grammar, start=STARTS[name])


def prove(name: str, grammar: str) -> Proof:
    return prove_total(build(name, grammar), declared(grammar))


@pytest.mark.parametrize("name", STARTS)
def test_every_sequence_of_tokens_parses_in_exactly_one_way(name: str) -> None:
    proof = prove(name, load_text(name))
    assert set(proof.tokens) == set(declared(load_text(name)))
    assert proof.deepest_stack is not None, "nesting must be bounded by the grammar"
    assert proof.configurations > len(proof.tokens)


@pytest.mark.parametrize(("name", "rule", "mutated", "witness"), MUTATIONS)
def test_a_gap_in_the_grammar_is_found(name: str, rule: str, mutated: str, witness: str) -> None:
    grammar = load_text(name)
    assert rule in grammar
    with pytest.raises(TotalityError) as caught:
        prove(name, grammar.replace(rule, mutated))
    assert caught.value.witness == tuple(witness.split())


@pytest.mark.parametrize("name", STARTS)
def test_every_token_reaches_the_tree(name: str) -> None:
    tokens = [Token(kind, "") for kind in declared(load_text(name)) * 2]
    tree = build(name, load_text(name)).parse(tokens)
    assert isinstance(tree, Tree)
    assert list(tree.scan_values(lambda leaf: isinstance(leaf, Token))) == tokens


def test_every_line_becomes_a_token_that_the_outline_knows() -> None:
    blocks = ("title", "agency", "year", "date", "signature", "addressee", "annex", "attachment", "contents", "note")
    types = {name.upper() for name in (*blocks, "caption", "furniture")}
    assert types <= set(declared(load_text("outline")))
    named = {terminal for block in blocks for terminal in alternatives("lines", block)}
    assert named.isdisjoint(alternatives("lines", "rungs"))
