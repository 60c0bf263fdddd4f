"""The rules N01 and N02: numbers of headings stand in the usual order, with the usual marks (GB/T 9704, GB/T 15834)."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from gaixml.checks.model import INFORMATION, PASSED, Mark, fail, rule, unassessable
from gaixml.checks.reading.passages import GRAMMAR, heading_mark
from gaixml.checks.subject import NS
from gaixml.scanners import scanner
from gaixml.source_text import text_of
from gaixml.spots import spot_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from gaixml.checks.model import Outcome
    from gaixml.checks.subject import Part, Subject

_ORDER: Final = ("CN", "CN_PAREN", "AR", "AR_PAREN")
"""一、 （一） 1. （1）: 结构层次序数 (GB/T 9704-2012, 7.3.3)."""
_EXAMPLES: Final = {"CN": "一、", "CN_PAREN": "（一）", "AR": "1.", "AR_PAREN": "（1）"}
_OWN_LINE: Final = "line"
"""The basis of a heading that opens a line."""
_BRACKETED: Final = frozenset({"CN_PAREN", "AR_PAREN"})


def _rung(part: Part) -> str:
    return part.element.get("rung", "")


@rule("N01", INFORMATION, "标题层次不跳级", "heading levels do not jump")
def levels(subject: Subject) -> Iterator[Outcome]:
    """Compare each section with the one above it, in reports that number their sections in the usual order."""
    ladder = subject.archive.find("g:metadata/g:ladder", NS)
    if not subject.is_report or ladder is None or ladder.get("order") != "usual":
        return
    used = {_rung(part) for part in subject.sections}
    inside: dict[etree._Element | None, list[Part]] = defaultdict(list)
    for part in subject.sections:
        inside[part.element.getparent()].append(part)
    for parent in subject.sections:
        steps = [part for part in inside[parent.element] if _rung(part) in _ORDER and _rung(parent) in _ORDER]
        jumps = [part for part in steps if _skipped(parent, part)]
        if jumps:
            yield _jump(parent, jumps, used)
        elif steps:
            yield PASSED


def _skipped(parent: Part, part: Part) -> tuple[str, ...]:
    return _ORDER[_ORDER.index(_rung(parent)) + 1 : _ORDER.index(_rung(part))]


def _jump(parent: Part, jumps: list[Part], used: set[str]) -> Outcome:
    part, skipped = jumps[0], _skipped(parent, jumps[0])
    names = "".join(_EXAMPLES[one] for one in skipped)
    above, below = parent.number + parent.heading, part.number + part.heading
    if not used & set(skipped):
        return unassessable(
            f"全文不用“{names}”，“{parent.number}”之下直接用“{part.number}”，层次本身没有跳级",
            f"nothing in the report is numbered {names}; {part.number} is the level below {parent.number} throughout",
            heading_mark(part),
        )
    if part.element.get("basis") != _OWN_LINE:
        return unassessable(
            f"“{above}”之下的“{below}”写在行内，可能只是正文中的列举",
            f"{below}, below {above}, stands within a line: it may be a list in the text",
            heading_mark(part),
        )
    return fail(
        f"标题跳级：“{above}”之下直接是“{below}”，缺“{names}”一级",
        f"{above} is followed by {below}: the level {names} is missing",
        heading_mark(part),
        [heading_mark(parent), *map(heading_mark, jumps[1:])],
    )


@rule("N02", INFORMATION, "带括号的序号后不用点号", "no point mark after a bracketed ordinal (（一）、)")
def marks(subject: Subject) -> Iterator[Outcome]:
    """Look at what stands right behind the bracketed numbers of headings."""
    for part in subject.sections:
        number = part.element.find("g:heading/g:number", NS)
        if number is None or _rung(part) not in _BRACKETED:
            continue
        match = scanner(GRAMMAR, "point_mark").match(number.tail or "")
        if match is None:
            yield PASSED
            continue
        heading = part.element.find("g:heading", NS)
        before = "" if heading is None else text_of(heading)
        end = part.mark.start + before.index(text_of(number)) + len(text_of(number)) + match.end()
        printed = part.number + match["mark"]
        yield fail(
            f"序号“{part.number}”后不应有“{match['mark']}”：“{printed}{part.heading}”",
            f"{part.number} is followed by a point mark, {match['mark']}: {printed}{part.heading}",
            Mark(
                part.id,
                end - len(match.group()) - len(text_of(number)),
                end,
                printed,
                part.heading,
                spot_of(part.element),
            ),
        )
