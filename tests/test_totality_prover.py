from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lark import GrammarError, Lark, Token, Tree, UnexpectedToken
from totality import END, TokenLexer, TotalityError, UndecidedError, assert_strict, prove_total, random_token_sequences

if TYPE_CHECKING:
    from collections.abc import Iterable

LADDER = """
%declare TEXT H1 H2 H3
start: _x1
_x1: _x2 | _x1 s1
s1: H1 _x2
_x2: _x3 | _x2 s2
s2: H2 _x3
_x3: _c | _x3 s3
s3: H3 _c
_c: | _c TEXT
"""
ALPHABET = ("H1", "H2", "H3", "TEXT")
# X ends in the same state whether it follows A or B, but A X is complete, B X needs an A.
CONTEXTS = "%declare A B X\nstart: _m\n_m: _l | _m B | _p A | _p A h\n_p: _m | _m B h\n_l: | _l X\nh: X | h X"
LADDER_PARSER = assert_strict(LADDER)


def lax(grammar: str) -> Lark:
    return Lark(grammar, parser="lalr", lexer=TokenLexer)


def parse(parser: Lark, types: Iterable[str]) -> Tree[Token]:
    return parser.parse([Token(name, "") for name in types if name != END])


def fails(parser: Lark, types: Iterable[str]) -> bool:
    try:
        parse(parser, types)
    except UnexpectedToken:
        return True
    return False


def ladder(levels: int, leaves: int) -> str:
    words = [f"T{k}" for k in range(leaves)]
    headings = [f"H{k}" for k in range(1, levels + 1)]
    rules = [f"_x{k}: _x{k + 1} | _x{k} s{k}\ns{k}: H{k} _x{k + 1}" for k in range(1, levels + 1)]
    content = f"_x{levels + 1}: | _x{levels + 1} ({' | '.join(words)})"
    return "\n".join([f"%declare {' '.join(words + headings)}", "start: _x1", *rules, content])


def test_ladder_is_total() -> None:
    proof = prove_total(LADDER_PARSER)
    assert proof.tokens == ALPHABET
    assert proof.deepest_stack == 9  # the start state, then _x1 H1 _x2 H2 _x3 H3 _c TEXT
    assert proof.configurations > 0


@given(random_token_sequences(ALPHABET))
def test_ladder_keeps_every_token(types: list[str]) -> None:
    tree = parse(LADDER_PARSER, types)
    assert [leaf.type for leaf in tree.scan_values(lambda leaf: isinstance(leaf, Token))] == types


def test_large_ladder_needs_few_configurations() -> None:
    proof = prove_total(assert_strict(ladder(levels=12, leaves=13)))
    assert len(proof.tokens) == 25
    assert proof.deepest_stack == 27
    assert proof.configurations < 5_000  # whole stacks would be more than 2 ** 12, times 26 tokens


@pytest.mark.parametrize(
    "grammar", ["%declare A B\nstart: | A start | B start", "%declare A B\nstart: (A | b)*\nb: B b?"]
)
def test_endlessly_deep_stacks_are_covered(grammar: str) -> None:
    assert prove_total(lax(grammar)).deepest_stack is None


@pytest.mark.parametrize(
    ("grammar", "witness"),
    [
        pytest.param(LADDER.replace("_x2: _x3 | _x2 s2", "_x2: _x3"), "H2", id="missing-level"),
        pytest.param(LADDER.replace("s3: H3 _c", "s3: H3 TEXT _c"), "H3 $END", id="heading-needs-text"),
        pytest.param("%declare H1 H2\nstart: s1*\ns1: H1 H2*", "H2", id="h2-only-after-h1"),
        pytest.param("%declare A STOP\nstart: _a STOP\n_a: | _a A", "$END", id="needs-stop"),
        pytest.param("%declare A STOP\nstart: (A | STOP A)*", "STOP $END", id="must-not-end-there"),
        pytest.param("%declare A B\nstart: A*", "B", id="declared-but-in-no-rule"),
        pytest.param("%declare A B\nstart: (B | a)*\na: A A a", "A $END", id="unfinishable-rule"),
        pytest.param(CONTEXTS, "B X $END", id="only-after-b"),
        pytest.param(CONTEXTS.translate(str.maketrans("AB", "BA")), "A X $END", id="only-after-a"),
        pytest.param("%declare O C W\nstart: _i\n_i: | _i (W | g)\ng: O _i C", "C", id="brackets"),
    ],
)
def test_shortest_witness_makes_lark_fail(grammar: str, witness: str) -> None:
    with pytest.raises(TotalityError, match=f"no action at the last token of: {witness.replace('$', '.')}$") as caught:
        prove_total(assert_strict(grammar))
    assert caught.value.witness == tuple(witness.split())
    assert fails(lax(grammar), caught.value.witness)


@pytest.mark.parametrize(
    "grammar",
    [
        pytest.param("%declare X\nstart: | a\na: b | X\nb.2: a", id="cycle-of-unit-rules"),  # a → b → a → …
        pytest.param("%declare X\nstart: | a\na: e a | f X\ne.2:\nf:", id="ever-deeper-stack"),  # e e e …
    ],
)
def test_endless_reductions_are_found(grammar: str) -> None:
    with pytest.raises(TotalityError, match="endless reductions"):
        prove_total(lax(grammar))  # Lark itself never returns from parsing X


def test_a_silently_settled_conflict_does_not_make_a_false_error() -> None:
    # The shift hides the reduction to e, and with it a path of the table on which an error waits.
    prove_total(lax("%declare A\nstart: | _many | e A A\n_many: A | _many A\ne:"))


def test_giving_up_is_said() -> None:
    with pytest.raises(UndecidedError, match="first 2 stacks"):
        prove_total(assert_strict("%declare A\nstart: | A | A A | A A A | A A A A"), limit=2)


def test_smaller_alphabet() -> None:
    parser = assert_strict("%declare A B\nstart: A*")
    assert prove_total(parser, ["A"]).tokens == ("A",)


def test_every_start_rule_is_proved() -> None:
    with pytest.raises(TotalityError):
        prove_total(assert_strict("%declare A\nstart: A*\nother: A A*", start=["start", "other"]))


@pytest.mark.parametrize(
    ("grammar", "message"),
    [
        ("%declare A\nstart: _a*\n_a: A | A A", "Shift/Reduce"),
        ("%declare A\nstart: a | b\na: A\nb: A", "Reduce/Reduce"),
        ("%declare A\nstart: a | b\na.2: A\nb: A", "priority may hide"),
        ("%declare A\nstart: A | start", "Accept/Reduce"),
        ("%declare A\nstart: A | start e\ne:", "Accept/Reduce"),
    ],
)
def test_strict_rejects_ambiguity(grammar: str, message: str) -> None:
    with pytest.raises(GrammarError, match=message):
        assert_strict(grammar)


@st.composite
def small_grammars(draw: st.DrawFn) -> str:
    """Draw grammars over A and B that resemble ladders: each rule is a base, left-recursively followed by items."""
    lines = ["%declare A B"]
    for name, deeper in (("start", ["a", "b"]), ("a", ["b"]), ("b", [])):
        base = draw(st.sampled_from(["", *deeper, "A"]))
        items = [draw(st.sampled_from(["", token, f"{token} a", f"{token} b"])) for token in "AB"]
        lines.append(f"{name}: " + " | ".join([base, *(f"{name} {item}" for item in items if item)]))
    return "\n".join(lines)


@settings(max_examples=500, deadline=None)
@given(small_grammars())
def test_prover_agrees_with_lark(grammar: str) -> None:
    try:
        parser = assert_strict(grammar)
    except GrammarError:
        return
    witness = refute(parser)
    assert witness is None or fails(parser, witness)
    # All that is shorter than the witness (its last token is the failing one, or $END) parses; without one, everything.
    for length in range(7 if witness is None else len(witness) - 1):
        assert not any(fails(parser, types) for types in product("AB", repeat=length))


def refute(parser: Lark) -> tuple[str, ...] | None:
    try:
        prove_total(parser)
    except TotalityError as error:
        return error.witness
    return None
