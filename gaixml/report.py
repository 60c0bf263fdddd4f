"""From a document to a report: its tree, its records, what it says of itself and what was found on the way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gaixml.findings import find
from gaixml.forms.answers import Answers, read_answers
from gaixml.lexing.tokens import tokenize
from gaixml.metadata import Metadata, read_metadata
from gaixml.parsing.outline import parse_outline
from gaixml.parsing.records import RecordSet, read_records

if TYPE_CHECKING:
    from gaixml.document import Document
    from gaixml.finding import Finding
    from gaixml.forms.facts import Fact
    from gaixml.lexing.ladder import Ladder
    from gaixml.model import Content


@dataclass(frozen=True, slots=True)
class Report:
    """All that is known of a document."""

    document: Document
    metadata: Metadata
    ladder: Ladder
    content: list[Content]
    records: list[RecordSet]
    answers: Answers
    findings: list[Finding]


def parse_report(document: Document) -> Report:
    """Return the report in a document. Total: whatever the text says, there is a report."""
    tokens, ladder = tokenize(document.text, document.tables)
    content = parse_outline(tokens)
    records = read_records(document.text, tokens)
    metadata = read_metadata(document.text, content)
    year = int(metadata.year.value) if metadata.year else None
    answers = _marked(document, read_answers(document.text, tokens, records, year))
    findings = find(document, metadata, content, records, answers)
    return Report(document, metadata, ladder, content, records, answers, findings)


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
