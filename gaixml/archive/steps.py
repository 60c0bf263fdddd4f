"""What was done to a report before it was packaged, and with what outcome: the events of its provenance."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from gaixml.checking import check_archive
from gaixml.checks.model import ERROR, State
from gaixml.version import __version__
from gaixml.xml_text import NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree

    from gaixml.checks.engine import Result

_NS: Final = {"g": NAMESPACE}
READING: Final = "reading"
PARSING: Final = "parsing"
VALIDATION: Final = "validation"
CHECKING: Final = "checking"
SUCCESS: Final = "success"
WARNING: Final = "warning"
FAIL: Final = "fail"
_THIS: Final = f"gaixml {__version__}"


class Step(NamedTuple):
    """Something that was done: READING, PARSING, VALIDATION or CHECKING; the outcome is SUCCESS, WARNING or FAIL.

    ``tool`` names the program with its version; ``detail`` says what was done, by what rules; ``note`` what came out.
    """

    kind: str
    outcome: str
    tool: str
    detail: str
    note: str


def steps_of(archive: etree._Element, name: str) -> tuple[Step, ...]:
    """Return what was done to a report whose archive is valid; the rules of ``gaixml check`` are run on it here."""
    return tuple(_steps(archive, name))


def _steps(archive: etree._Element, name: str) -> Iterator[Step]:
    source, generator = _attributes(archive, "source"), _attributes(archive, "generator")
    made_by = f"gaixml {generator.get('version', '')}"
    findings = Counter(one.get("rule", "") for one in archive.iterfind("g:findings/g:finding", _NS))
    undecodable = int(source.get("undecodable") or 0)
    how = " ".join(filter(None, (source.get("mediaType"), source.get("charset"), source.get("charsetBasis"))))
    yield Step(
        READING,
        WARNING if undecodable else SUCCESS,
        made_by,
        f"{how}; text basis: {source.get('textBasis', '')}",
        f"{source.get('characters', '0')} characters, {undecodable} bytes that are no characters",
    )
    yield Step(
        PARSING,
        WARNING if findings else SUCCESS,
        made_by,
        f"grammars with SHA-256 {generator.get('grammar', '')}",
        _counted(findings) or "no finding",
    )
    yield Step(VALIDATION, SUCCESS, _THIS, "XML Schema report-1.0.xsd", "valid")
    yield _checked(check_archive(archive, name).results)


def _attributes(archive: etree._Element, name: str) -> dict[str, str]:
    element = archive.find(f"g:metadata/g:{name}", _NS)
    return {} if element is None else {str(key): str(value) for key, value in element.attrib.items()}


def _checked(results: Iterable[Result]) -> Step:
    """Return the step of checking: FAIL if a rule of severity error found something."""
    failed: Counter[str] = Counter()
    gravest = SUCCESS
    states: Counter[State] = Counter()
    for result in results:
        states[result.state] += 1
        if result.state == State.FAIL:
            failed[result.rule.id] = sum(outcome.state == State.FAIL for outcome in result.outcomes)
            gravest = FAIL if gravest == FAIL or result.rule.severity == ERROR else WARNING
    note = f"{_counted(failed) or 'nothing found'}; {states[State.UNASSESSABLE]} rules could not be assessed in full"
    return Step(CHECKING, gravest, _THIS, f"{states.total()} rules of gaixml check", note)


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{name} × {count}" if count > 1 else name for name, count in sorted(counts.items()))
