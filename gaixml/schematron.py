"""Runs the Schematron of the archive (schemas/sums-1.0.sch): what must add up, by lxml."""

from __future__ import annotations

import functools
from copy import deepcopy
from importlib import resources
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from lxml import etree, isoschematron

from gaixml.errors import InternalError, InvalidArchiveError
from gaixml.grammars import resource

if TYPE_CHECKING:
    from collections.abc import Iterator

_SVRL: Final = "{http://purl.oclc.org/dsdl/svrl}"
_NS: Final = {"g": "urn:gaixml:report:1"}
PASSED: Final = "pass"
UNASSESSABLE: Final = "unassessable"
_ERROR: Final = "error"
_ELEMENTS_ONLY: Final[dict[str, Any]] = {"attributes": "'false'"}
"""No rule fires on an attribute: not looking at them halves the time."""


class Sum(NamedTuple):
    """What became of one sum: ``rule`` is the id of the catalogue, ``role`` pass, unassessable or a severity.

    Of one that did not pass: the messages, the element of the archive it is about, and the facts that take part.
    """

    rule: str
    role: str
    message: str = ""
    message_en: str = ""
    about: etree._Element | None = None
    figures: tuple[etree._Element, ...] = ()


@functools.cache
def _schema() -> isoschematron.Schematron:
    with resources.as_file(resource("schemas")) as folder:
        schema = etree.parse(folder / "sums-1.0.sch")
    return isoschematron.Schematron(schema, store_report=True, compile_params=_ELEMENTS_ONLY)


def sums(archive: etree._Element) -> list[Sum]:
    """Return what becomes of each sum in an archive that its schema accepts."""
    facts = _facts_alone(archive)
    schema = _schema()
    schema.validate(facts)
    if schema.validation_report is None:
        raise InternalError("internal", "the Schematron gave no report")
    return list(_sums(archive, facts, schema.validation_report.getroot()))


def _facts_alone(archive: etree._Element) -> etree._Element:
    """Return a copy of what the rules look at: an engine walks through the whole of what it gets."""
    copy = etree.Element(archive.tag, archive.attrib, archive.nsmap)
    copy.extend(deepcopy(part) for name in ("metadata", "facts") for part in archive.iterfind(f"g:{name}", _NS))
    return copy


def check_sums(archive: etree._Element, name: str = "archive") -> None:
    """Raise InvalidArchiveError, with the line and the figures of each, if sums of an archive are wrong."""
    wrong = [one for one in sums(archive) if one.role == _ERROR]
    if wrong:
        lines = (f"{name}:{_line(one)}: {one.rule}: {one.message_en}（{one.message}）" for one in wrong)
        raise InvalidArchiveError("sums", "\n".join(lines))


def _line(one: Sum) -> int:
    return 0 if one.about is None else one.about.sourceline or 0


def _sums(archive: etree._Element, facts: etree._Element, report: etree._Element) -> Iterator[Sum]:
    """Yield the sums of a report in SVRL (ISO/IEC 19757-3, annex D): a rule that fired, then what it said."""
    rule, said = "", True
    for element in report:
        if element.tag == f"{_SVRL}fired-rule":
            if not said:
                yield Sum(rule, PASSED)
            rule, said = element.get("id", "").partition(".")[0], element.get("id", "").endswith(".table")
        elif element.tag in {f"{_SVRL}failed-assert", f"{_SVRL}successful-report"}:
            said = True
            yield _told(archive, facts, rule, element)
    if not said:
        yield Sum(rule, PASSED)


def _told(archive: etree._Element, facts: etree._Element, rule: str, element: etree._Element) -> Sum:
    """Return what a failed assert, or a report that a figure is not known, says."""
    (found,) = facts.getroottree().xpath(element.get("location", ""))
    about = archive.find(facts.getroottree().getelementpath(found))
    assert about is not None, "the copy has the facts of the archive"  # noqa: S101
    diagnostics = {one.get("diagnostic", ""): _text(one) for one in element.iterfind(f"{_SVRL}diagnostic-reference")}
    figures: list[etree._Element] = []
    message_en = ""
    for name, text in diagnostics.items():
        if name.endswith(".figures"):
            figures = about.xpath(text, namespaces=_NS)
        else:
            message_en = text
    words = element.find(f"{_SVRL}text")
    message = "" if words is None else _text(words)
    return Sum(rule, element.get("role", ""), message, message_en, about, tuple(figures))


def _text(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())
