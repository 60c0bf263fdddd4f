"""Reads what the prose of a report states of the figures in its tables (statements.lark)."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from gaixml.checks.reading.clauses import EXACT, GRAMMAR, PERCENT, Clause, Paragraph, paragraphs
from gaixml.checks.reading.whose import ANSWERED, PART, WHOSE, WITH, Doubt, Whose, ends, find, without
from gaixml.scanners import scanner

if TYPE_CHECKING:
    import re

    from gaixml.checks.model import Mark
    from gaixml.checks.subject import Subject

LONGEST: Final = 200
"""Characters of a clause, and clauses of a sentence, beyond which there is no statement."""
_COUNTS: Final = ("received", "category", "closed", "answered", "proceedings")
"""Kinds of statements that end in a count, in the order in which they are tried."""
_NONE: Final = {"received_none": "received", "no_proceedings": "proceedings"}
_ABOUT_REQUESTS: Final = frozenset({"received", "closed", "answered", "category", "change"})
_FOLLOWED: Final = ("part", "part_of", "on_requests", "other_matter")
"""Rules of which it matters for a clause whether they fit one before it in the sentence."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A count that the prose states of the reporting year.

    ``kind`` is received, closed, answered, category, proceedings, result, all_closed or change. ``of`` says of what:
    outcomes of requests (refused …), proceedings (reconsideration, litigation, direct, after_reconsideration), a
    proceeding and its result (and ``all``), or the direction of a change (up, down, same) and what in (count, share).
    ``paragraph`` is a number; ``anchor`` is the statement that it goes with; ``doubt`` is None only where the count is
    surely the table's.
    """

    kind: str
    of: tuple[str, ...]
    value: Decimal
    mark: Mark
    paragraph: int
    doubt: Doubt | None = None
    anchor: Statement | None = None


def statements(subject: Subject) -> tuple[Statement, ...]:
    """Return what the prose of a report states of its reporting year; of other years, parts and estimates nothing."""
    return subject.kept(_statements)


def _statements(subject: Subject) -> tuple[Statement, ...]:
    found: list[Statement] = []
    for number, paragraph in enumerate(paragraphs(subject)):
        if not find("outlook", paragraph.headings):
            found += _Reader(subject, paragraph, number, Whose(subject.agency, paragraph)).read()
    return tuple(found)


@dataclass
class _Reader:
    """Reads one paragraph; what it has read tells what later clauses are about."""

    subject: Subject
    paragraph: Paragraph
    number: int
    whose: Whose
    found: list[Statement] = field(default_factory=list)
    this_year: bool = True
    part_of_year: bool = False
    last: str = ""
    """What the figure before was of: a kind of statement, carried, part (of the requests), or other."""
    kinds: set[str] = field(default_factory=set)
    """The kinds of statements in the paragraph so far."""
    before: set[str] = field(default_factory=set)
    """Which of the rules that are followed fitted a clause of the sentence so far."""
    same: list[Statement] = field(default_factory=list)
    """The statements of the sentence so far."""
    received: Statement | None = None
    """The last count of requests received in the paragraph."""

    def read(self) -> list[Statement]:
        """Return the statements of the paragraph."""
        for sentence in self.paragraph.sentences:
            if len(sentence) <= LONGEST:
                self._sentence(sentence)
        return self.found

    def _sentence(self, sentence: tuple[Clause, ...]) -> None:
        self.whose.begin_sentence()
        self.before, self.same, self.part_of_year = set(), [], False
        doubtful = [bool(find("doubtful", clause.words)) for clause in sentence]
        if any(find("scoped", clause.words) for clause in sentence):
            doubtful = [True] * len(sentence)
        for at, clause in enumerate(sentence):
            if len(clause.words) > LONGEST or find("planned", clause.words):
                return
            self.whose.begin_clause(clause.words)
            if clause.aside:
                self.part_of_year = self.part_of_year or self._tells_part(clause.words)
            else:
                self._clause(clause, WITH if any(doubtful[max(0, at - 1) : at + 2]) else None)
            self.whose.end_clause(clause.words)
            self.before |= {rule for rule in _FOLLOWED if find(rule, clause.words)}

    def _clause(self, clause: Clause, doubt: Doubt | None) -> None:
        if find("compared", clause.words):
            statement = self._change(clause, doubt)
        else:
            self._when(clause.words)
            current = self.this_year and not self.part_of_year
            statement = self._statement(clause, doubt) if current else None
            if not statement and EXACT in clause.words:
                self.last = self._of_what(clause.words) if current else "other"
        if statement:
            self.found.append(statement)
            self.same.append(statement)
            self.last = statement.kind
            self.kinds.add(statement.kind)
            self.received = statement if statement.kind == "received" else self.received

    def _of_what(self, words: str) -> str:
        """Return what a figure is of that is no statement."""
        if find("carried", words):
            return "carried"
        other = "other_matter" in self.before or find("other_matter", words)
        return "part" if find("of_requests", words) and not other else "other"

    def _when(self, words: str) -> None:
        """Follow which year the text speaks of."""
        for match in scanner(GRAMMAR, "time").finditer(words):
            if match.lastgroup in {"OF_FULL_YEAR", "OF_YEAR"}:
                self.this_year = int(match["full"] or match["year"]) == self.subject.year
            elif match.lastgroup in {"OF_LAST_YEAR", "OF_THIS_YEAR"}:
                self.this_year = match.lastgroup == "OF_THIS_YEAR"
        self.part_of_year = self.part_of_year or self._tells_part(words)

    @staticmethod
    def _tells_part(words: str) -> bool:
        """Tell whether words name a part of a year."""
        return any(match.lastgroup == "OF_PART" for match in scanner(GRAMMAR, "time").finditer(words))

    def _statement(self, clause: Clause, doubt: Doubt | None) -> Statement | None:
        words = clause.words
        if claim := ends("all_closed", words):
            return self._all_closed(clause, claim, doubt)
        if ends("all_upheld", words) or ends("result", words):
            return self._result(clause, doubt)
        for rule in _NONE:
            if none := ends(rule, words):
                return self._count(rule, none, clause, doubt)
        if len(clause.numbers) != 1 or find("carried", words):
            return None
        found = ((kind, ends(kind, words)) for kind in _COUNTS)
        return next((self._count(kind, match, clause, doubt) for kind, match in found if match), None)

    def _count(self, rule: str, match: re.Match[str], clause: Clause, doubt: Doubt | None) -> Statement | None:
        who, core, kind = clause.words[: match.start()], match[0], _NONE.get(rule, rule)
        if find("part", without("whole", clause.words)) or not self._is_about(kind, rule, who, core):
            return None
        decided = kind == rule == "proceedings" and find("as_organ", clause.words)
        doubt = (WHOSE if decided else self.whose.doubt(who)) or self._part(kind, who) or doubt
        value = clause.numbers[0] if rule == kind else Decimal(0)
        return Statement(kind, _of(kind, core), value, self._mark(clause), self.number, doubt)

    def _is_about(self, kind: str, rule: str, who: str, core: str) -> bool:
        """Tell whether a count is of disclosure requests or of proceedings about them, not of letters or licences."""
        if rule == "no_proceedings" or find("on_disclosure", core) or find("on_requests", core):
            return True
        if kind == "proceedings":
            told = find("of_proceedings", self.paragraph.headings) or find("on_disclosure", who)
            asked = any(one.kind in _ABOUT_REQUESTS for one in self.same)
            return bool(told) or asked or self.last in {"proceedings", "result"}
        if "other_matter" in self.before or find("other_matter", who + core):
            return False
        if kind == "received":
            told = find("on_requests", self.paragraph.headings) or find("on_requests", who)
            return bool(told) or "on_requests" in self.before or "received" in self.kinds
        asked = not self.kinds.isdisjoint(_ABOUT_REQUESTS)
        return asked if kind == "category" else asked and self.last in {*_ABOUT_REQUESTS, "carried", "part"}

    def _part(self, kind: str, who: str) -> Doubt | None:
        """Return a doubt where the count may be of a part of what is told before."""
        if kind == "received" and self.received in self.same:
            return PART  # 收到39件，受理37件
        if kind in {"received", "closed", "answered"}:
            behind = self.last == "part" and not find("in_all", who)
            return PART if behind or not self.before.isdisjoint({"part", "part_of"}) or find("part_of", who) else None
        if kind == "category":
            return None if self.last in _ABOUT_REQUESTS or find("all_requests", who) else PART
        return None

    def _all_closed(self, clause: Clause, match: re.Match[str], doubt: Doubt | None) -> Statement | None:
        """Return that all requests are said to be closed: of all, or right behind the count of those received."""
        who = clause.words[: match.start()]
        everything = find("all_requests", clause.words)
        follows = self.received in self.same and self.last in {"received", "change"}
        if self.received is None or clause.numbers or self.whose.tells_of_rest or not (everything or follows):
            return None
        rest = without("filler", without("all_requests", who))
        answered = ANSWERED if match.lastgroup == "ALL_ANSWERED" else None
        doubt = self.received.doubt or (PART if rest else None) or answered or doubt
        return Statement("all_closed", (), Decimal(0), self._mark(clause), self.number, doubt, self.received)

    def _result(self, clause: Clause, doubt: Doubt | None) -> Statement | None:
        """Return a result of the proceedings counted right before it; of two counts it is unclear which is meant."""
        if self.last not in {"proceedings", "result"} or not self.same:
            return None
        anchor, everything = self.same[-1].anchor or self.same[-1], not ends("result", clause.words)
        kinds = [one.kind for one in self.same]
        unclear = kinds.count("proceedings") > 1 and "result" not in kinds and not everything
        if unclear or len(anchor.of) != 1 or anchor.doubt or len(clause.numbers) != (not everything):
            return None
        kind = "upheld" if everything else _name(find("result_kind", clause.words))
        of = (anchor.of[0], kind, "all") if everything else (anchor.of[0], kind)
        value = anchor.value if everything else clause.numbers[0]
        return Statement("result", of, value, self._mark(clause), self.number, doubt, anchor)

    def _change(self, clause: Clause, doubt: Doubt | None) -> Statement | None:
        """Return by how much the requests received changed, said right behind their number."""
        match = scanner(GRAMMAR, "change", r"\A", r"\Z").match(clause.words)
        if not match or self.received not in self.same or self.last not in {"received", "change"}:
            return None
        year = find("change_year", clause.words)
        if self.received is None or (year and int(year[0]) + 1 != self.subject.year):
            return None
        of = (_name(match), "share" if PERCENT in clause.words else "count")
        value = clause.numbers[-1] if clause.numbers else Decimal(0)
        doubt = self.received.doubt or doubt
        return Statement("change", of, value, self._mark(clause), self.number, doubt, self.received)

    def _mark(self, clause: Clause) -> Mark:
        return self.paragraph.mark(clause.start, clause.end, self.subject.text[clause.start : clause.end])


def _of(kind: str, core: str) -> tuple[str, ...]:
    """Return what a count is of."""
    if kind == "category":
        return tuple(_name(match) for match in scanner(GRAMMAR, "outcome").finditer(core))
    if kind == "proceedings":
        name = _name(find("proceeding", core))
        return ("reconsideration", "litigation") if name == "joint" else (name,)
    return ()


def _name(match: re.Match[str] | None) -> str:
    return (match.lastgroup or "").lower() if match else ""
