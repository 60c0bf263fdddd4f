"""Writes preservation metadata: PREMIS 3.0 (Data Dictionary for Preservation Metadata, 2015).

The package tells of the report, its two representations, what was done and by whom; each representation of its file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaixml.archive.eark import vocabulary as terms
from gaixml.archive.eark.building import serialized
from gaixml.archive.eark.identifiers import ARCHIVE, ORIGINAL, REPORT, identifier
from gaixml.archive.eark.premis_elements import (
    add_agent,
    add_event,
    add_location,
    add_object,
    add_text,
    characterize,
    link_events,
    new_premis,
    relate,
)
from gaixml.archive.eark.premis_events import agents_of, events_of, file_of, parsing_of, works_on
from gaixml.archive.steps import PARSING

if TYPE_CHECKING:
    from gaixml.archive.eark.layout import Stored
    from gaixml.archive.eark.vocabulary import Term
    from gaixml.archive.item import Item
    from gaixml.archive.settings import PackageSettings


def premis_of_package(item: Item, settings: PackageSettings) -> bytes:
    """Return the PREMIS of the whole: the report, its representations, the events and the agents."""
    root, events, agents = new_premis(), events_of(item), agents_of(item, settings)
    report = add_object(root, "intellectualEntity", identifier(item, REPORT))
    for name in (ORIGINAL, ARCHIVE):
        relate(report, terms.STRUCTURAL, terms.IS_REPRESENTED_BY, identifier(item, name))
    for name in (ORIGINAL, ARCHIVE):
        about = identifier(item, name)
        made = add_object(root, "representation", about)
        relate(made, terms.STRUCTURAL, terms.REPRESENTS, identifier(item, REPORT))
        relate(made, terms.STRUCTURAL, terms.INCLUDES, file_of(item, name))
        other, role = _other(name)
        relate(made, terms.DERIVATION, role, identifier(item, other), parsing_of(item))
        link_events(made, (event.identifier for event in events if about in dict(event.objects)))
    for event in events:
        add_event(root, event, (agent for agent in agents if works_on(agent, event)), settings.moment)
    for agent in agents:
        add_agent(root, agent, (event.identifier for event in events if works_on(agent, event)))
    return serialized(root)


def premis_of_file(item: Item, representation: str, file: Stored) -> bytes:
    """Return the PREMIS of a representation: its one file."""
    root, about = new_premis(), file_of(item, representation)
    made = add_object(root, "file", about)
    if representation == ARCHIVE:
        characterize(made, file, next(step.tool for step in item.steps if step.kind == PARSING))
    else:
        characterize(made, file)
        add_text(made, "originalName", _original_name(item))
    add_location(made, f"../../{file.href}")
    other, role = _other(representation)
    relate(made, terms.STRUCTURAL, terms.IS_INCLUDED_IN, identifier(item, representation))
    relate(made, terms.DERIVATION, role, file_of(item, other), parsing_of(item))
    link_events(made, (event.identifier for event in events_of(item) if about in dict(event.objects)))
    return serialized(root)


def _original_name(item: Item) -> str:
    """Return what the original was called before its name was made safe, as far as the archive states it."""
    return item.source.get("name") or item.name


def _other(representation: str) -> tuple[str, Term]:
    """Return the other representation, and how the first is derived from it or it from the first."""
    return (ORIGINAL, terms.HAS_SOURCE) if representation == ARCHIVE else (ARCHIVE, terms.IS_SOURCE_OF)
