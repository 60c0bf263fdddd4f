"""From a document to a report: its tree, its records, what it says of itself and what was found on the way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gaixml.findings import find
from gaixml.forms.answers import Answers, read_answers
from gaixml.kinds import REPORT, YEARLY, Kind
from gaixml.lexing.tokens import tokenize
from gaixml.metadata import Metadata, read_metadata
from gaixml.parsing.outline import parse_outline
from gaixml.parsing.records import RecordSet, read_records
from gaixml.reference.resolving import read_references
from gaixml.reference.years import Years

if TYPE_CHECKING:
    from gaixml.document import Document
    from gaixml.finding import Finding
    from gaixml.forms.facts import Fact
    from gaixml.lexing.ladder import Ladder
    from gaixml.model import Content
    from gaixml.reference.model import Reference


@dataclass(frozen=True, slots=True)
class Report:
    """All that is known of a document."""

    document: Document
    metadata: Metadata
    ladder: Ladder
    content: list[Content]
    records: list[RecordSet]
    answers: Answers
    references: list[Reference]
    findings: list[Finding]


def parse_report(document: Document) -> Report:
    """Return the report in a document. Total: whatever the text says, there is a report."""
    tokens, ladder = tokenize(document.text, document.tables)
    content = parse_outline(tokens)
    records = read_records(document.text, tokens)
    metadata = read_metadata(document.text, content, document.properties)
    year = int(metadata.year.value) if metadata.year else None
    answers = _marked(document, read_answers(document.text, tokens, records, year))
    if answers.printings and metadata.kind.basis == "none":
        metadata = replace(metadata, kind=Kind(REPORT, "form"))
    form = answers.printings[0].evidence.form if answers.printings else ""
    references = read_references(document.text, content, _years(metadata), form)
    findings = find(document, metadata, content, records, answers)
    return Report(document, metadata, ladder, content, records, answers, references, findings)


def _years(metadata: Metadata) -> Years:
    """Return the years from which 本年度 and 今年 count: an annual report speaks of its year as of the present one."""
    year = int(metadata.year.value) if metadata.year else None
    signed = int(metadata.signed.value[:4]) if metadata.signed else None
    if metadata.kind.code in YEARLY:
        return Years(year, year)
    return Years(None, signed or year)


def _marked(document: Document, answers: Answers) -> Answers:
    """Return the answers with the facts marked that OCR read: what it recognised is inferred, never reported."""
    if document.source.text_basis != "ocr":
        return answers
    return replace(answers, facts=[_recognised(document, fact) for fact in answers.facts])


def _recognised(document: Document, fact: Fact) -> Fact:
    spot = document.spot(fact.start, fact.end)
    if spot is None or not spot.ocr:
        return fact
    return fact._replace(status="inferred" if fact.status == "reported" else fact.status, rules=(*fact.rules, "ocr"))
