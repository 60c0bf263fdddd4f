"""Finds the headings inside a line, where a whole report or a part of it was flattened into one.

A marker inside a line is a heading only when its ordinal continues, or opens, a sequence; nothing else tells 一、 from
a numeral in running text. Two numbers of the highest rungs make a line a flattened report. In any other line that
begins with a marker itself, headings count when each stands behind a full stop: （一）存在问题。…（二）改进措施。…
"""

from __future__ import annotations

import functools
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from gaixml.lexing.headings import RANK, line_ordinal
from gaixml.lexing.lines import Line
from gaixml.scanners import is_plain, scanner

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Sequence

_SHORTEST: Final = 20
"""No line shorter than this many characters is searched: it is a heading or a sentence."""
_NEAR: Final = 40
"""A marker at most this far behind a heading may open its first subsection without a full stop between them."""
_SEQUENCE: Final = 2
"""So many markers make a sequence."""
_GAP: Final = 2
"""So many headings may be missing from a sequence of the highest rung."""
_TOP: Final = ("PART", "CHAPTER", "CN")
_TABLE_STARTS: Final = frozenset({"FORM_OPEN", "FORM_HEAD", "FORM_ITEM"})
TABLE_WORDS: Final = _TABLE_STARTS | {"FORM_ROW", "FIGURE_ROW"}
"""What the rule ``inline`` finds of a table without separators: the words that begin one or one of its rows."""


class Numbering:
    """The sections that are open at a point of the text: their rungs and ordinals, from the highest."""

    def __init__(self, opened: Sequence[tuple[str, int]] = ()) -> None:
        """Start with the given open sections."""
        self.opened = list(opened)

    def last(self, rung: str) -> int | None:
        """Return the ordinal of the open section of this rung, None when there is none."""
        return next((ordinal for one, ordinal in self.opened if one == rung), None)

    def take(self, rung: str, ordinal: int) -> None:
        """Open a section: it closes those of its rung and below."""
        keep = next((at for at, (one, _) in enumerate(self.opened) if RANK[one] >= RANK[rung]), len(self.opened))
        self.opened[keep:] = [(rung, ordinal)]


class Candidate(NamedTuple):
    """A marker inside a line.

    ``boundary`` names what stands before it; ``followed``: its successor comes before its sequence begins anew;
    ``preceded``: its predecessor still comes, so that it cannot be the next itself.
    """

    line: Line
    ordinal: int
    boundary: str
    followed: bool
    preceded: bool


def split_line(text: str, line: Line, numbering: Numbering) -> list[Line]:
    """Cut a line at the headings, tables and signatures inside it; the pieces tile the line.

    A line that is not flattened comes back as it is. ``numbering`` is what is open before the line's own marker.
    """
    if line.end - line.start < _SHORTEST or not _may_hide_headings(text, line):
        return [line]
    events = list(_events(text, line))
    candidates = _candidates(text, events)
    own = Candidate(line, _ordinal(text, line), "", followed=True, preceded=False) if line.kind in RANK else None
    accepted = _accept(text, candidates, events, Numbering([*numbering.opened]), own)
    tops = sum(event.kind in _TOP for event in accepted) + (line.kind in _TOP)
    if tops >= _SEQUENCE:
        return _cut(line, _with_tables(events, accepted))
    sure = own and all(_is_sure(candidates[event]) for event in accepted)
    return _cut(line, accepted if sure else [])


def _is_sure(candidate: Candidate) -> bool:
    """Tell whether a marker stands where headings stand in any text; a first one may follow its parent's heading."""
    return candidate.boundary == "AFTER_SENTENCE" or candidate.ordinal == 1


def find_inline(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield the markers, tables and signatures inside a line."""
    return _inline_scanner(plain=is_plain(text, start, end)).finditer(text, start, end)


@functools.cache
def _inline_scanner(*, plain: bool) -> re.Pattern[str]:
    return scanner("lines", "inline", before=scanner("lines", "inline_start").pattern, plain=plain)


def _may_hide_headings(text: str, line: Line) -> bool:
    """Tell whether anything like two markers, the line's own among them, stands in a line: a cheap look."""
    hints = scanner("lines", "hint").finditer(text, line.mark, line.end)
    return sum(1 for _ in islice(hints, 2)) + (line.kind in RANK) >= _SEQUENCE


def _ordinal(text: str, line: Line) -> int:
    return line_ordinal(text, line) or 0


def _events(text: str, line: Line) -> Iterator[Line]:
    """Yield what the rule ``inline`` finds behind the beginning of the line."""
    for match in find_inline(text, max(line.mark, line.start + 1), line.end):
        kind = match.lastgroup or ""
        yield Line(kind, match.start(), match.end(), line.end)


def _candidates(text: str, events: list[Line]) -> dict[Line, Candidate]:
    """Return the markers among the events with what is needed to judge them."""
    found: dict[Line, Candidate] = {}
    after: dict[tuple[str, int], int] = {}
    for at in range(len(events) - 1, -1, -1):
        event = events[at]
        if event.kind not in RANK:
            continue
        ordinal = _ordinal(text, event)
        followed = after.get((event.kind, ordinal + 1), len(events)) < after.get((event.kind, 1), len(events))
        preceded = (event.kind, ordinal - 1) in after
        after[event.kind, ordinal] = at
        boundary = scanner("lines", "boundary").match(text, event.start)
        found[event] = Candidate(event, ordinal, (boundary.lastgroup or "") if boundary else "", followed, preceded)
    return _without_contents(text, dict(reversed(found.items())))


def _without_contents(text: str, candidates: dict[Line, Candidate]) -> dict[Line, Candidate]:
    """Leave out a list of section names (一、总体情况；二、…；六、其他。) before the sections themselves."""
    tops = [candidate for candidate in candidates.values() if candidate.line.kind in _TOP]
    restart = next((at for at, top in enumerate(tops) if at and top.ordinal == 1), 0)
    listed = scanner("lines", "listed")
    names = tops[: restart - 1]
    if restart > 1 and all(
        listed.fullmatch(text, one.line.mark, two.line.start) for one, two in zip(names, tops[1:], strict=False)
    ):
        for top in tops[:restart]:
            del candidates[top.line]
    return candidates


def _accept(
    text: str,
    candidates: dict[Line, Candidate],
    events: list[Line],
    numbering: Numbering,
    own: Candidate | None,
) -> list[Line]:
    """Return the markers that are headings if the line is flattened; ``own`` is the one that the line begins with."""
    if own:
        numbering.take(own.line.kind, own.ordinal)
    accepted: list[Line] = []
    in_table = False
    behind = own.line.mark if own else -_NEAR - 1  # where the last heading's marker ends
    for event in events:
        if event.kind in TABLE_WORDS:
            in_table = in_table or event.kind in _TABLE_STARTS
            continue
        candidate = candidates.get(event)
        if candidate is None:
            continue
        near = event.start - behind <= _NEAR
        if _continues(text, candidate, numbering, in_table=in_table) or (
            not in_table and _opens(candidate, numbering, near=near)
        ):
            numbering.take(event.kind, candidate.ordinal)
            accepted.append(event)
            behind = event.mark
            in_table = False
    return accepted


def _continues(text: str, candidate: Candidate, numbering: Numbering, *, in_table: bool) -> bool:
    """Tell whether a marker is the next of a sequence that is open, and stands where a heading can stand."""
    last = numbering.last(candidate.line.kind)
    if last is None or not last < candidate.ordinal <= last + 1 + _GAP:
        return False
    if candidate.ordinal > last + 1:  # a heading is missing: only beyond doubt
        return candidate.line.kind in _TOP and candidate.boundary == "AFTER_SENTENCE" and not candidate.preceded
    if candidate.boundary == "AFTER_SENTENCE" or candidate.line.kind == "CIRCLED":
        return True
    if candidate.line.kind == "CN":
        named = scanner("lines", "heading_flat").match(text, candidate.line.mark)
        return bool(candidate.boundary) or (named is not None and named.lastgroup == "STATUTORY_HEADING")
    return not in_table and candidate.line.kind in {"CN_PAREN", "AR", "AR_PAREN"}


def _opens(candidate: Candidate, numbering: Numbering, *, near: bool) -> bool:
    """Tell whether a marker is the first of a sequence that goes on."""
    if candidate.ordinal != 1 or not candidate.followed:
        return False
    restarts = numbering.last(candidate.line.kind) is not None
    if restarts:
        return candidate.line.kind in _TOP and candidate.boundary == "AFTER_SENTENCE"
    return near or candidate.boundary in {"AFTER_SENTENCE", "AFTER_COLON", "AFTER_TITLE"}


def _with_tables(events: list[Line], accepted: list[Line]) -> list[Line]:
    """Return the accepted headings with the beginnings of tables, signatures and the like, in order."""
    headings = set(accepted)
    pieces: list[Line] = []
    for event in events:
        if event in headings or event.kind in {"SIGNATURE", "ANNEX", "DOWNLOAD", "NAVIGATION"}:
            pieces.append(event)
        elif event.kind in _TABLE_STARTS and not (pieces and pieces[-1].kind == "FLAT_TABLE"):
            pieces.append(event._replace(kind="FLAT_TABLE", mark=event.start))
    return pieces


def _cut(line: Line, pieces: list[Line]) -> list[Line]:
    """Return the line up to the first piece, and each piece up to the next."""
    if not pieces:
        return [line]
    ends = [piece.start for piece in pieces[1:]] + [line.end]
    head = [line._replace(end=pieces[0].start)]
    return head + [piece._replace(end=end) for piece, end in zip(pieces, ends, strict=True)]
