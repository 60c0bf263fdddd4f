"""Proves that a token-level Lark LALR(1) grammar is total: every sequence of tokens parses.

What is explored. A parser that is about to read a token has a stack of states. Every such stack is a path of the parse
table: each state is entered from the one below it by a shift or a goto, the lowest is a start state, and the topmost
was entered by shifting a token (or is the start state itself), because an LALR parser reduces only once it has seen the
next token. So instead of whole stacks, which may be endlessly many, only their known tops are kept ("suffixes"): the
search begins with one suffix for every state that a token is shifted into, and when a reduction pops more than the
suffix holds, it goes on with every state that has an edge to the lowest known one.

Why that is sound. The suffixes stand for all paths of the table, and every reachable stack is a path, however deeply
it nests: no error can hide. In a table without conflicts whose rules can all be finished, the converse holds too: every
path is a viable prefix, so some tokens lead there, and an error that is found is a real one. All the same, an error is
only reported with the shortest sequence of tokens that provokes it, found by a breadth-first search over whole stacks.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from lark import GrammarError, Lark
from lark.lexer import Lexer
from lark.parsers.lalr_analysis import Shift

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lark import Token
    from lark.common import LexerConf

END = "$END"


@dataclass(frozen=True)
class Proof:
    """How much was looked at to find no error."""

    configurations: int  # stack suffixes before a reduction or shift, summed over the tokens
    deepest_stack: int | None  # states on the deepest stack the parser can ever have; None if it can nest endlessly
    tokens: tuple[str, ...]  # the alphabet, without $END


class TotalityError(AssertionError):
    """A sequence of tokens that the parser does not survive; the last one is `$END` if the input must not end there."""

    def __init__(self, witness: tuple[str, ...], reason: str) -> None:
        """Keep the shortest failing sequence, and say what happens at its last token."""
        super().__init__(f"the grammar is not total: {reason} at the last token of: {' '.join(witness)}")
        self.witness = witness


class UndecidedError(AssertionError):
    """Neither proved nor refuted within the limit."""


class TokenLexer(Lexer):
    """Hands the parser the very list of tokens that was given to `Lark.parse`."""

    def __init__(self, lexer_conf: LexerConf) -> None:
        """Take the configuration every custom lexer is given; there is nothing to configure."""

    def lex(self, data: Sequence[Token]) -> Iterator[Token]:  # type: ignore[override]  # lark's interface 0
        """Yield the tokens."""
        return iter(data)


def assert_strict(grammar_text: str, **options: Any) -> Lark:  # noqa: ANN401  # they are Lark's own
    """Build the grammar; raise GrammarError unless its LALR(1) table is free of conflicts.

    Such a parser never has a choice, and it replays in reverse the one rightmost derivation of what it reads: a second
    derivation would need a second action in some state. So the compiled grammar is unambiguous, every token sequence
    parses in at most one way. (With `prove_total`: in exactly one.)

    Lark's strict mode leaves two holes, closed here: rule priorities settle reduce/reduce conflicts in silence, and
    accepting the input is never weighed against a reduction (`start: B | start` loads, and parses B in endless ways).
    """
    parser = Lark(grammar_text, **{"parser": "lalr", "lexer": TokenLexer, **options, "strict": True})
    if prioritised := [rule for rule in parser.rules if rule.options.priority]:
        raise GrammarError(f"A priority may hide a reduce/reduce conflict: {prioritised}")
    table = _Table(parser)
    if any(END in table.states[state] for state in table.end_states):
        raise GrammarError("Accept/Reduce conflict: at the end of the input the start rule could also go on")
    return parser


def prove_total(parser: Lark, alphabet: Iterable[str] | None = None, *, limit: int = 200_000) -> Proof:
    """Prove that `parser` takes every sequence over `alphabet`, from each of its start rules, and then the end.

    The alphabet is by default every terminal the grammar declares, used in a rule or not, except the %ignored. (Lark
    forgets which ones those are when it loads a parser from its cache: then `alphabet` must be given.)
    Raises TotalityError with the shortest failing sequence. Raises UndecidedError if there may be an error, but no
    sequence leads to it within `limit` stacks (seen with conflicting or unfinishable rules only).
    """
    if alphabet is None:
        # Declared terminals have no pattern and are missing from .terminals; anonymous ones appear only there.
        declared = {name for name, _ in parser.grammar.term_defs}
        alphabet = (declared | {terminal.name for terminal in parser.terminals}) - set(parser.ignore_tokens)
    tokens = tuple(sorted(alphabet))
    table = _Table(parser)
    try:
        configurations = sum(table.explore(token) for token in (*tokens, END))
    except _StuckError:
        # No error after all if there are few enough stacks to try each of them: the suffixes stand for too many.
        configurations = sum(_search_witness(table, start, tokens, limit) for start in table.start_states)
    return Proof(configurations, table.deepest_stack(), tokens)


def random_token_sequences(alphabet: Iterable[str], max_size: int = 50) -> st.SearchStrategy[list[str]]:
    """Sequences of token types, the empty one included."""
    return st.lists(st.sampled_from(sorted(alphabet)), max_size=max_size)


class _StuckError(Exception):
    """The parser cannot go on; says why."""


class _Table:
    """Lark's parse table, read forwards (what a token does) and backwards (which states may lie below a state)."""

    def __init__(self, parser: Lark) -> None:
        table = parser.parser.parser.parser.parse_table  # frontend → LALR_Parser → _Parser
        self.states: dict[int, dict[str, Any]] = table.states
        self.start_states = set(table.start_states.values())
        self.end_states = set(table.end_states.values())
        self.below: dict[int, set[int]] = {state: set() for state in self.states}
        self.resting = set(self.start_states)  # states that may be on top when the parser asks for a token
        for state, actions in self.states.items():
            for symbol, (action, target) in actions.items():
                if action is Shift:
                    self.below[target].add(state)
                    if symbol.isupper():
                        self.resting.add(target)

    def feed(self, stack: list[int], token: str) -> tuple[str, int] | None:
        """Do to the stack what Lark does on this token; raise _StuckError if that is an error or never ends.

        Returns None when the token is shifted or the input accepted; or, if the stack is a suffix and a reduction pops
        all of it, the rule's name and how many more states it pops below.
        """
        seen: set[tuple[int, ...]] = set()
        too_deep = len(stack) + len(self.states)
        while token != END or stack[-1] not in self.end_states:
            # More states pushed than there are: one was pushed twice, and what happened between goes on for ever.
            if tuple(stack) in seen or len(stack) > too_deep:
                raise _StuckError("endless reductions")
            seen.add(tuple(stack))
            if token not in self.states[stack[-1]]:
                raise _StuckError("no action")
            action, target = self.states[stack[-1]][token]
            if action is Shift:
                stack.append(target)
                return None
            size = len(target.expansion)
            if size >= len(stack):
                return target.origin.name, size - len(stack)
            del stack[len(stack) - size :]
            stack.append(self.goto(stack[-1], target.origin.name))
        return None

    def goto(self, state: int, rule: str) -> int:
        """Return the state that a rule, once read, leads to."""
        target: int = self.states[state][rule][1]
        return target

    def explore(self, token: str) -> int:
        """Feed the token to every stack suffix; return how many there were."""
        todo: deque[tuple[int, ...]] = deque((state,) for state in self.resting)
        seen = set(todo)
        while todo:
            stack = list(todo.popleft())
            if popped := self.feed(stack, token):
                rule, more = popped
                exposed = self.below[stack[0]]
                for _ in range(more):
                    exposed = {deeper for state in exposed for deeper in self.below[state]}
                suffixes = {(state, self.goto(state, rule)) for state in exposed}
                todo.extend(suffixes - seen)
                seen |= suffixes
        return len(seen)

    def deepest_stack(self) -> int | None:
        """Length of the longest path of the table, None if it has a cycle (Kahn's algorithm, layer by layer)."""
        depth = 0
        left = dict(self.below)
        while layer := {state for state, below in left.items() if not below & left.keys()}:
            depth += 1
            left = {state: below for state, below in left.items() if state not in layer}
        return None if left else depth


def _search_witness(table: _Table, start: int, tokens: tuple[str, ...], limit: int) -> int:
    """Feed every token to every reachable stack, shortest inputs first; return how many stacks there were."""
    todo: deque[tuple[tuple[int, ...], tuple[str, ...]]] = deque([((start,), ())])
    seen: set[tuple[int, ...]] = {(start,)}
    while todo:
        before, sentence = todo.popleft()
        for token in (END, *tokens):
            stack = list(before)
            try:
                table.feed(stack, token)
            except _StuckError as stuck:
                raise TotalityError((*sentence, token), str(stuck)) from None
            after = tuple(stack)
            if token != END and after not in seen:
                seen.add(after)
                todo.append((after, (*sentence, token)))
        if len(seen) > limit:
            raise UndecidedError(f"an error may exist, but not within the first {limit} stacks")
    return len(seen)
