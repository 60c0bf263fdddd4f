"""Writes the elements of the archive XML that hold no text of the document: statements, columns, facts, findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaixml.xml_text import quote

if TYPE_CHECKING:
    from gaixml.finding import Finding
    from gaixml.forms.answers import Answers
    from gaixml.forms.facts import Fact
    from gaixml.metadata import Stated
    from gaixml.parsing.columns import Column


def place_xml(start: int, end: int) -> str:
    """Return the attributes of a place in the text."""
    return f'start="{start}" end="{end}"'


def statement_xml(name: str, stated: Stated | None) -> str:
    """Return what the report states of itself, nothing when it does not."""
    if stated is None:
        return ""
    place = place_xml(stated.start, stated.end)
    return f'<{name} basis="{stated.basis}" {place}>{quote(stated.value)}</{name}>\n'


def column_xml(column: Column) -> str:
    """Return a column of a grid with its labels."""
    labels = "".join(f"<label>{quote(label)}</label>" for label in column.labels)
    return f'<column id="{column.id}">{labels}</column>'


def form_xml(answers: Answers) -> str:
    """Return the official form of the report with its evidence."""
    if not answers.printings:
        return "<form>none</form>\n"
    form, basis, label, _ = answers.printings[0].evidence
    shown = f' evidence="{quote(label)}" {place_xml(*answers.place)}' if answers.place else ""
    return f'<form basis="{basis}"{shown}>{form}</form>\n'


def fact_xml(fact: Fact) -> str:
    """Return a fact with the readings of an ambiguous one."""
    applicant = f' applicant="{fact.applicant}"' if fact.applicant else ""
    value = f' value="{fact.value}"' if fact.value else ""
    unit = f' unit="{quote(fact.unit)}"' if fact.unit else ""
    rules = f' rules="{" ".join(fact.rules)}"' if fact.rules else ""
    identities = f' identities="{" ".join(fact.identities)}"' if fact.identities else ""
    candidates = "".join(f'<candidate value="{one}"/>' if one else "<candidate/>" for one in fact.candidates)
    return (
        f'<fact form="{fact.form}" table="{fact.table}" indicator="{fact.indicator}"{applicant} status="{fact.status}"'
        f'{value}{unit} printed="{quote(fact.printed)}" label="{quote(fact.label)}" cell="{fact.cell}" '
        f"{place_xml(fact.start, fact.end)}{rules}{identities}" + (f">{candidates}</fact>\n" if candidates else "/>\n")
    )


def finding_xml(finding: Finding) -> str:
    """Return a finding."""
    return (
        f'<finding rule="{finding.rule}" severity="{finding.severity}" about="{finding.about}" '
        f'message="{quote(finding.message)}" messageEn="{quote(finding.message_en)}" '
        f"{place_xml(finding.start, finding.end)}/>\n"
    )
