"""From a document to a report: its tree, its records, what it says of itself and what was found on the way."""

from __future__ import annotations

from dataclasses import dataclass
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
    tokens, ladder = tokenize(document.text)
    content = parse_outline(tokens)
    records = read_records(document.text, tokens)
    metadata = read_metadata(document.text, content)
    year = int(metadata.year.value) if metadata.year else None
    answers = read_answers(document.text, tokens, records, year)
    findings = find(document, metadata, content, records, answers)
    return Report(document, metadata, ladder, content, records, answers, findings)
