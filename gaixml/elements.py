"""Writes the elements of the archive XML that hold no text of the document: statements, columns, facts, findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaixml.xml_text import escape, quote

if TYPE_CHECKING:
    from gaixml.document import Document, Image, Omission, Property, Source, Spot
    from gaixml.finding import Finding
    from gaixml.forms.answers import Answers
    from gaixml.forms.facts import Fact
    from gaixml.kinds import Kind
    from gaixml.metadata import Stated
    from gaixml.model import Section
    from gaixml.parsing.columns import Column


def place_xml(document: Document | None, start: int, end: int, heading_end: int | None = None) -> str:
    """Return the attributes of a place in the text: offsets and, where the source is no plain text, where that is.

    A section is where its heading is, which ends at ``heading_end``. Without a document there are offsets alone.
    """
    spot = document.spot(start, heading_end or end) if document else None
    return f'start="{start}" end="{end}"' + (spot_xml(spot) if spot else "")


def spot_xml(spot: Spot) -> str:
    """Return the attributes of a spot in the source."""
    part = f' part="{quote(spot.part)}"' if spot.part else ""
    path = f' path="{quote(spot.path)}"' if spot.path else ""
    page = f' page="{spot.page}"' if spot.page else ""
    bbox = f' bbox="{" ".join(f"{edge:.1f}" for edge in spot.bbox)}"' if spot.bbox else ""
    return f"{part}{path}{page}{bbox}" + (' read="ocr"' if spot.ocr else "")


def section_xml(document: Document, section: Section, name: str) -> str:
    """Return the start tag of a section or, by its ``name``, of a paragraph."""
    heading = section.heading
    ordinal = "" if heading.ordinal is None else f' ordinal="{heading.ordinal}"'
    place = place_xml(document, heading.start, section.end, heading.end)
    if name == "paragraph":
        return f'<paragraph id="{section.id}"{ordinal} {place}>'
    insertion = f' insertion="{heading.insertion}"' if heading.insertion else ""
    depth = f' markdownDepth="{heading.depth}"' if heading.depth else ""
    number = quote(document.text[slice(*heading.number)].replace("\\", ""))  # Markdown's escapes are no part of it
    return (
        f'<section id="{section.id}" level="{section.level}" number="{number}"{ordinal}{insertion} '
        f'rung="{heading.rung}" basis="{heading.basis}"{depth} {place}>'
    )


def statement_xml(document: Document, name: str, stated: Stated | None) -> str:
    """Return what the report states of itself, nothing when it does not."""
    if stated is None:
        return ""
    place = place_xml(document, stated.start, stated.end)
    return f'<{name} basis="{stated.basis}" {place}>{quote(stated.value)}</{name}>\n'


def kind_xml(document: Document, kind: Kind) -> str:
    """Return what kind of document it is, with the place of the evidence if the text holds any."""
    place = f" {place_xml(document, kind.start, kind.end)}" if kind.end else ""
    return f'<kind basis="{kind.basis}"{place}>{kind.code}</kind>\n'


def column_xml(column: Column) -> str:
    """Return a column of a grid with its labels."""
    labels = "".join(f"<label>{quote(label)}</label>" for label in column.labels)
    return f'<column id="{column.id}">{labels}</column>'


def form_xml(document: Document, answers: Answers) -> str:
    """Return the official form of the report with its evidence."""
    if not answers.printings:
        return "<form>none</form>\n"
    form, basis, label, _ = answers.printings[0].evidence
    shown = f' evidence="{quote(label)}" {place_xml(document, *answers.place)}' if answers.place else ""
    return f'<form basis="{basis}"{shown}>{form}</form>\n'


def fact_xml(document: Document, fact: Fact) -> str:
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
        f"{place_xml(document, fact.start, fact.end)}{rules}{identities}"
        + (f">{candidates}</fact>\n" if candidates else "/>\n")
    )


def finding_xml(document: Document, finding: Finding) -> str:
    """Return a finding."""
    return (
        f'<finding rule="{finding.rule}" severity="{finding.severity}" about="{finding.about}" '
        f'message="{quote(finding.message)}" messageEn="{quote(finding.message_en)}" '
        f"{place_xml(document, finding.start, finding.end)}/>\n"
    )


def source_xml(source: Source, characters: int) -> str:
    """Return what is known of the source file; ``characters`` are those of its text."""
    charset = (
        f'charset="{quote(source.charset)}" charsetBasis="{source.charset_basis}" undecodable="{source.undecodable}" '
        if source.charset
        else ""
    )
    return (
        f'<source name="{quote(source.name)}" mediaType="{source.media_type}" {charset}textBasis="{source.text_basis}" '
        f'size="{source.size}" characters="{characters}" sha256="{source.sha256}"/>\n'
    )


def property_xml(one: Property) -> str:
    """Return what the page says of its document."""
    name = f' name="{one.name}"' if one.name else ""
    return f'<property{name} label="{quote(one.label)}"{spot_xml(one.spot)}>{quote(one.value)}</property>\n'


def omission_xml(one: Omission) -> str:
    """Return what the reader left aside."""
    unit = "bytes" if one.is_binary else "characters"
    name = f' name="{quote(one.name)}"' if one.name else ""
    return (
        f'<omission reason="{one.reason}" {unit}="{one.size}"{name}{spot_xml(one.spot)}>{escape(one.text)}</omission>\n'
    )


def image_xml(one: Image) -> str:
    """Return a picture of the source."""
    known = f' bytes="{one.size}" sha256="{one.sha256}"' if one.sha256 else ""
    return f'<image name="{quote(one.name)}" mediaType="{quote(one.media_type)}"{known}{spot_xml(one.spot)}/>\n'
