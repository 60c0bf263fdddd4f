"""Tells what kind of document a text is (kinds.lark): by its title, the note of its adoption, its number."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final, NamedTuple

from gaixml.scanners import alternatives, scanner

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Sequence

OTHER: Final = "other"
REPORT: Final = "disclosure_report"
_NAMED: Final = (
    "disclosure_report",
    "work_report",
    "law",
    "administrative_regulation",
    "local_regulation",
    "rule",
    "judicial_interpretation",
)
"""Kinds that several terminals tell."""
YEARLY: Final = frozenset({REPORT, "work_report", "budget", "final_account", OTHER})
"""Kinds that are of a year."""
LABELS: Final = {
    "disclosure_report": "年度报告", "law": "法律", "administrative_regulation": "行政法规",
    "local_regulation": "地方性法规", "rule": "规章", "judicial_interpretation": "司法解释", "amendment": "修正案",
    "notice": "通知", "opinion": "意见", "decision": "决定", "reply": "批复", "letter": "函", "circular": "通报",
    "announcement": "公告", "work_report": "工作报告", "budget": "预算", "final_account": "决算",
}  # fmt: skip
"""What a kind is called."""


class Line(NamedTuple):
    """A line of a document without its blanks, and where it stands."""

    printed: str
    start: int
    end: int


class Kind(NamedTuple):
    """What a document is: a ``code`` of the schema's DocumentKind, and the evidence with its place.

    ``basis`` is title, adoption, number, text, form or none.
    """

    code: str
    basis: str
    start: int = 0
    end: int = 0


def read_kind(titles: Iterable[Line], adoption: Iterable[Line], numbers: Iterable[Line], text: Line) -> Kind:
    """Return the kind of a document; ``titles`` from the best one, the other lines in their order.

    ``text`` is the beginning of the document, which tells where there is no title.
    """
    titles = list(titles)
    evidence = (
        ("by_title", "title", titles[:1]),
        ("by_adoption", "adoption", adoption),
        ("by_number", "number", numbers),
        ("by_name", "title", titles),
    )
    found = (kind for rule, basis, lines in evidence for kind in _tell(rule, basis, lines))
    return next(found, None) or _by_text(titles, text)


def _by_text(titles: Sequence[Line], text: Line) -> Kind:
    match = None if titles else scanner("kinds", "by_text").search(text.printed)
    return Kind(_code(match), "text", text.start, text.end) if match else Kind(OTHER, "none")


def _tell(rule: str, basis: str, lines: Iterable[Line]) -> Iterator[Kind]:
    for line in lines:
        match = scanner("kinds", rule).match(line.printed)
        if match:
            yield Kind(_code(match), basis, line.start, line.end)


def _code(match: re.Match[str]) -> str:
    terminal = match.lastgroup or ""
    return _codes().get(terminal, terminal.lower())


@functools.cache
def _codes() -> dict[str, str]:
    return {terminal: kind for kind in _NAMED for terminal in alternatives("kinds", kind)}
