"""The classes of checking: a rule, what it found, and where."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypedDict

from gaixml.spots import Spot, spot_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from lxml import etree

ERROR: Final = "error"
WARNING: Final = "warning"
INFORMATION: Final = "information"
SEVERITIES: Final = (INFORMATION, WARNING, ERROR)
"""From the least to the gravest."""


class State(enum.StrEnum):
    """What became of a rule. Nothing passes by default: what was not assessed is not assessable, and why is said."""

    PASS = "pass"  # noqa: S105 - no password
    FAIL = "fail"
    UNASSESSABLE = "unassessable"


class Blame(enum.StrEnum):
    """Whom a finding is to be laid to."""

    SOURCE = "source"
    """The document prints it so: every figure it rests on stands in a cell of its own, and was read without repair."""
    EXTRACTION = "extraction"
    """A figure was recognised in a picture, split or told from a damaged table: look at the original first."""
    NEITHER = "neither"
    """Nothing shows which; or it is no fault, only something to look at."""


_NOWHERE: Final = Spot()


class Mark(NamedTuple):
    """A place that an outcome is about.

    ``about`` is the id of the cell, section or table it is in, or ``document``; ``start`` and ``end`` are offsets in
    the text of the source; ``printed`` is what stands there and ``label`` what it is called, if it is a figure;
    ``file`` is set where it is another file than the one that is checked.
    """

    about: str
    start: int
    end: int
    printed: str = ""
    label: str = ""
    spot: Spot = _NOWHERE
    file: str = ""


def mark_of(element: etree._Element, about: str, printed: str = "", label: str = "") -> Mark:
    """Return the place of an element that has start and end."""
    start, end = int(element.get("start", "0")), int(element.get("end", "0"))
    return Mark(about, start, end, printed, label, spot_of(element))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule says of one place: that it fails or cannot be assessed there; ``PASSED`` of what it found in order.

    ``message`` (Chinese) and ``message_en`` name the cells, the numbers and the sums; ``at`` is None for the document
    as a whole; ``related`` are the other places that take part. ``evidence`` says why ``blame`` is what it is; where it
    is empty, the blame follows from how the figures at those places were read.
    """

    state: State
    message: str = ""
    message_en: str = ""
    at: Mark | None = None
    related: tuple[Mark, ...] = ()
    blame: Blame = Blame.SOURCE
    evidence: str = ""
    evidence_en: str = ""


PASSED: Final = Outcome(State.PASS)


def fail(  # noqa: PLR0913 - a keyword for each thing that can be said
    message: str,
    message_en: str,
    at: Mark | None = None,
    related: Sequence[Mark] = (),
    *,
    blame: Blame = Blame.SOURCE,
    evidence: str = "",
    evidence_en: str = "",
) -> Outcome:
    """Return that a rule does not hold somewhere."""
    return Outcome(State.FAIL, message, message_en, at, tuple(related), blame, evidence, evidence_en)


def unassessable(message: str, message_en: str, at: Mark | None = None, related: Sequence[Mark] = ()) -> Outcome:
    """Return that a rule could not be assessed somewhere, and why."""
    return Outcome(State.UNASSESSABLE, message, message_en, at, tuple(related), Blame.NEITHER)


class Why(TypedDict, total=False):
    """Whom to blame for a failure, with the evidence: keywords of fail."""

    blame: Blame
    evidence: str
    evidence_en: str


class Scope(enum.StrEnum):
    """How much a rule looks at."""

    REPORT = "report"
    """One report."""
    SERIES = "series"
    """A report beside the same body's report on the year before."""
    GROUP = "group"
    """A government's report beside those of its departments."""
    FINDINGS = "findings"
    """What all other rules found in a report."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the catalogue: ``id`` is stable, ``severity`` one of SEVERITIES, ``forms`` those it is for (() any).

    ``title`` (Chinese) and ``title_en`` state the condition that holds when all is well. ``assess`` takes a
    gaixml.checks.subject.Subject (for a series, two of them) and yields an outcome for each thing it assessed.
    """

    id: str
    severity: str
    forms: tuple[str, ...]
    title: str
    title_en: str
    assess: Callable[..., Iterable[Outcome]]
    scope: Scope = Scope.REPORT


def rule(  # noqa: PLR0913 - a rule has so many properties
    name: str,
    severity: str,
    title: str,
    title_en: str,
    *,
    forms: tuple[str, ...] = (),
    scope: Scope = Scope.REPORT,
) -> Callable[[Callable[..., Iterable[Outcome]]], Rule]:
    """Return the decorator that makes a rule of the function that assesses it."""
    return lambda assess: Rule(name, severity, forms, title, title_en, assess, scope)


FORM_2014: Final = ("2014",)
FORM_2019: Final = ("2019",)
FORM_2021: Final = ("2021",)
STATUTORY: Final = ("2019", "2021")
"""The forms that the regulation of 2019 prescribes."""


def rules_of(module: Any) -> tuple[Rule, ...]:  # noqa: ANN401 - any module
    """Return the rules that a module defines, in its order."""
    return tuple(value for value in vars(module).values() if isinstance(value, Rule))
