"""The TX rules that need the prose alone: percentages beside their numbers, units beside theirs."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from gaixml.checks.model import ERROR, PASSED, WARNING, fail, rule, unassessable
from gaixml.checks.reading.clauses import EXACT, GRAMMAR, INEXACT, PERCENT, Clause, Paragraph, paragraphs
from gaixml.checks.reading.whose import ends, find, without
from gaixml.scanners import scanner

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaixml.checks.model import Mark, Outcome
    from gaixml.checks.subject import Subject


LONGEST: Final = 60
"""Clauses of a sentence beyond which it is a list in which no whole can be told."""
_MOST_HEADS: Final = 2
"""Counts before 其中, of which the whole is one or the sum: 新收39件，上年结转3件，其中……."""


class Count(NamedTuple):
    """A count in a sentence, the words it ends, and the number of its clause."""

    value: Decimal
    unit: str
    words: str
    clause: int


class Ratio(NamedTuple):
    """A percentage with what it should be: one number over another; ``sure`` if it can be of nothing else."""

    stated: Decimal
    over: Decimal
    under: Decimal
    mark: Mark
    sure: bool = True


class Sentence(NamedTuple):
    """The clauses of a sentence, and where it stands."""

    clauses: tuple[Clause, ...]
    paragraph: Paragraph
    text: str

    def mark(self, first: int, last: int) -> Mark:
        """Return the place of some clauses, by their numbers."""
        start, end = self.clauses[first].start, self.clauses[last].end
        return self.paragraph.mark(start, end, self.text[start:end])


@rule("TX04", WARNING, "正文百分比与其数字相符", "a stated percentage matches its ratio at its own rounding")
def percentages(subject: Subject) -> Iterator[Outcome]:
    """Recompute shares (共N件，其中M件，占x%) and changes (N件，较上年M件增长x%) whose numbers the sentence gives."""
    if not subject.is_report:
        return
    for paragraph in paragraphs(subject):
        for clauses in paragraph.sentences:
            if len(clauses) <= LONGEST:
                sentence = Sentence(clauses, paragraph, subject.text)
                for ratio in (*_shares(sentence), *_changes(sentence)):
                    yield _assessed(ratio)


def _assessed(ratio: Ratio) -> Outcome:
    said = f"“{''.join(ratio.mark.printed.split())}”"
    if not ratio.under:
        return unassessable(f"{said}：基数为 0", f"{said}: the base is 0", ratio.mark)
    if _fits(ratio):
        return PASSED
    unit, value = _unit(ratio.stated), 100 * ratio.over / ratio.under
    if not ratio.sure:
        return unassessable(
            f"{said}：是什么的百分之几不能确定", f"{said}: what it is a share of cannot be told", ratio.mark
        )
    sum_ = f"{ratio.over} ÷ {ratio.under} = {value.quantize(unit / 100)}%"
    if value.quantize(unit, ROUND_DOWN) == ratio.stated:
        return unassessable(f"{said}：{sum_}，原文可能去了尾", f"{said}: {sum_}; it may have been cut off", ratio.mark)
    return fail(f"{said}：{sum_}，不是 {ratio.stated}%", f"{said}: {sum_}, not {ratio.stated}%", ratio.mark)


def _unit(stated: Decimal) -> Decimal:
    """Return what the last place of a percentage is worth: 0.1 of 33.9."""
    return Decimal(1).scaleb(min(0, int(stated.as_tuple().exponent)))


def _fits(ratio: Ratio) -> bool:
    return bool(ratio.under) and abs(100 * ratio.over / ratio.under - ratio.stated) <= _unit(ratio.stated) / 2


def _counts(sentence: Sentence) -> Iterator[Count]:
    """Yield the counts of a sentence; not those of changes, nor those between brackets."""
    for number, clause in enumerate(sentence.clauses):
        if clause.aside or find("compared", clause.words):
            continue
        for value, unit in zip(clause.numbers, clause.units, strict=True):
            if unit != "%":
                yield Count(value, unit, clause.words, number)


def _shares(sentence: Sentence) -> Iterator[Ratio]:
    counts = list(_counts(sentence))
    for number, clause in enumerate(sentence.clauses):
        match = ends("share", clause.words)
        if match and _adjoins(sentence, number, match.start()):
            of = [count for count in counts if count.clause in {number, number - 1}][-1:]
            before = [one for one in counts if of and one.unit == of[0].unit and one.clause < of[0].clause]
            if match.lastgroup == "SHARE_OF_REQUESTS":
                before = [one for one in before if ends("received", one.words)]
            if before:
                yield _share(sentence, number, of[0], before)


def _share(sentence: Sentence, number: int, of: Count, before: list[Count]) -> Ratio:
    """Return the share that a count is said to have; ``before`` are the counts of which one may be the whole.

    The whole is beyond doubt where it stands before 其中, or is called 总数, and no other count shares the percentage.
    """
    parts = [at for at in range(of.clause + 1) if find("part_of", sentence.clauses[at].words)]
    heads = [one for one in before if parts and one.clause < parts[-1]] or before
    told = bool(parts) or bool(find("of_total", sentence.clauses[number].words))
    between = [one for one in before if one.clause > heads[-1].clause]
    apart = all(_is_shared(sentence, one.clause) for one in between)
    listed = not parts and len(before) > 1 and before[-1].clause == of.clause - 1  # A件、B件，占总数的 x%: of which?
    sure = told and apart and not listed and len(heads) <= _MOST_HEADS and _all_exact(sentence.clauses[: of.clause + 1])
    wholes = [one.value for one in (*heads, *before)] + [sum((one.value for one in heads), Decimal(0))]
    mark, stated = sentence.mark(of.clause, number), sentence.clauses[number].numbers[-1]
    ratios = [Ratio(stated, of.value, whole, mark, sure) for whole in wholes]
    return next(filter(_fits, ratios), ratios[0])


def _is_shared(sentence: Sentence, number: int) -> bool:
    """Tell whether a count has a share of its own: else the next share may be of both."""
    return any(ends("share", clause.words) for clause in sentence.clauses[number : number + 2])


def _adjoins(sentence: Sentence, number: int, at: int) -> bool:
    """Tell whether a share stands right behind a count: 网上申请5件，占50%."""
    if at:
        return sentence.clauses[number].words[at - 1] == EXACT
    return number > 0 and sentence.clauses[number - 1].words.endswith(EXACT)


def _all_exact(clauses: tuple[Clause, ...]) -> bool:
    """Tell whether clauses have no figures but counts and percentages that were read, and dates."""
    words = "".join(clause.words for clause in clauses)
    return INEXACT not in words and not any(char.isdigit() for char in without("date", words))


def _changes(sentence: Sentence) -> Iterator[Ratio]:
    for number, clause in enumerate(sentence.clauses[1:], 1):
        if PERCENT not in clause.words:
            continue
        change = ends("change", clause.words) if find("plain_change", clause.words) else None
        growth = find("growth", clause.words)
        if change and EXACT in clause.words:
            now, was = _single(sentence, number - 1, clause.units[0]), clause.numbers[0]
            if now is not None:
                by = (now - was) * (1 if change.lastgroup == "UP" else -1)
                yield Ratio(clause.numbers[-1], by, was, sentence.mark(number - 1, number))
        elif growth:
            yield from _growth(sentence, number, 1 if growth.lastgroup == "GROWTH" else -1)


def _growth(sentence: Sentence, number: int, sign: int) -> Iterator[Ratio]:
    """Yield a rate said behind the change itself: 35件，较上年增加5件，增长16.7%; 由30件增加到35件，增长16.7%."""
    stated, change = sentence.clauses[number].numbers[-1], sentence.clauses[number - 1]
    if find("from_to", change.words):
        was, is_ = change.numbers[-2:]
        yield Ratio(stated, sign * (is_ - was), was, sentence.mark(number - 1, number))
        return
    match = ends("change", change.words) if find("plain_change", change.words) else None
    if not match or not change.words.endswith(EXACT) or _of_other_years(sentence, number):
        return
    now = _single(sentence, number - 2, change.units[-1]) if number > 1 else None
    if now is not None:
        by = change.numbers[-1] if match.lastgroup == "UP" else -change.numbers[-1]
        yield Ratio(stated, sign * by, now - by, sentence.mark(number - 2, number))


def _of_other_years(sentence: Sentence, number: int) -> bool:
    """Tell whether a change and the rate behind it may be on different years: 较2021年增加5件，同比增长10%."""
    on_last_year = find("on_last_year", sentence.clauses[number].words)
    return bool(on_last_year and find("change_year", sentence.clauses[number - 1].words))


def _single(sentence: Sentence, number: int, unit: str) -> Decimal | None:
    """Return the count that a clause ends in, if it is the only figure in it and of this unit."""
    clause = sentence.clauses[number]
    alone = clause.units == (unit,) and clause.words.endswith(EXACT) and _all_exact((clause,))
    return clause.numbers[0] if alone and not clause.aside and not find("compared", clause.words) else None


@rule("TX08", ERROR, "计量单位前有数字", "no unit without its number")
def units(subject: Subject) -> Iterator[Outcome]:
    """Name units that stand behind a gap: 主动公开政府信息  条."""
    if not subject.is_report:
        return
    for paragraph in paragraphs(subject):
        gaps = list(scanner(GRAMMAR, "gap").finditer(paragraph.text))
        for match in gaps:
            start, end = paragraph.places[match.start()], paragraph.places[match.end() - 1] + 1
            printed = subject.text[start:end]
            yield fail(
                f"“{printed}”缺少数字",
                f"the number is missing in {printed}",
                paragraph.mark(start, end, printed),
            )
        if not gaps and find("unit", paragraph.text):
            yield PASSED
