"""The elements of PREMIS 3.0, as its XML schema orders them (premis.xsd of 18 January 2016)."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from gaixml.archive.eark.building import XSI, Builder, date_time
from gaixml.archive.eark.identifiers import UUID
from gaixml.archive.eark.vocabulary import SHA256, SM3

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from lxml import etree

    from gaixml.archive.eark.layout import Stored
    from gaixml.archive.eark.premis_events import Agent, Event
    from gaixml.archive.eark.vocabulary import Term

_PREMIS: Final = "http://www.loc.gov/premis/v3"
_XML: Final = Builder(_PREMIS, {"premis": _PREMIS, "xsi": XSI})


def new_premis() -> etree._Element:
    """Return an empty ``premis``."""
    return _XML.root("premis", {"version": "3.0"})


def add_object(root: etree._Element, category: str, identifier: str) -> etree._Element:
    """Append an ``object``: an intellectualEntity, a representation or a file."""
    made = _XML.add(root, "object", {f"{{{XSI}}}type": f"premis:{category}"})
    _identify(made, "object", UUID, identifier)
    return made


def add_text(parent: etree._Element, name: str, text: str) -> None:
    """Append an element that holds a text, if there is one."""
    if text:
        _XML.add(parent, name, text=text)


def characterize(made: etree._Element, file: Stored, creator: str = "") -> None:
    """Append ``objectCharacteristics``: checksums, size, format; ``creator`` is a program and its version."""
    parent = _XML.add(made, "objectCharacteristics")
    for algorithm, digest in digests(file):
        fixity = _XML.add(parent, "fixity")
        _add_term(fixity, "messageDigestAlgorithm", algorithm)
        _XML.add(fixity, "messageDigest", text=digest)
    _XML.add(parent, "size", text=str(len(file.content)))
    described = _XML.add(parent, "format")
    _XML.add(_XML.add(described, "formatDesignation"), "formatName", text=file.media_type)
    if file.puid:
        registry = _XML.add(described, "formatRegistry")
        _XML.add(registry, "formatRegistryName", text="PRONOM")
        _XML.add(registry, "formatRegistryKey", text=file.puid)
    if creator:
        name, _, version = creator.partition(" ")
        application = _XML.add(parent, "creatingApplication")
        add_text(application, "creatingApplicationName", name)
        add_text(application, "creatingApplicationVersion", version)


def digests(file: Stored) -> tuple[tuple[Term, str], ...]:
    """Return a file's SHA-256 and its SM3 (GB/T 32905-2016), the second where the machine's OpenSSL has it."""
    first = (SHA256, file.sha256)
    try:
        return first, (SM3, hashlib.new("sm3", file.content).hexdigest())
    except ValueError:
        return (first,)


def add_location(made: etree._Element, href: str) -> None:
    """Append ``storage``: where the file stands, as seen from the PREMIS file."""
    location = _XML.add(_XML.add(made, "storage"), "contentLocation")
    _XML.add(location, "contentLocationType", text="relative URI reference")
    _XML.add(location, "contentLocationValue", text=href)


def relate(made: etree._Element, kind: Term, subtype: Term, other: str, event: str = "") -> None:
    """Append a ``relationship`` to an object, and the event that it comes from."""
    relationship = _XML.add(made, "relationship")
    _add_term(relationship, "relationshipType", kind)
    _add_term(relationship, "relationshipSubType", subtype)
    _identify(relationship, "relatedObject", UUID, other)
    if event:
        _identify(relationship, "relatedEvent", UUID, event)


def link_events(made: etree._Element, identifiers: Iterable[str]) -> None:
    """Append links to events."""
    for identifier in identifiers:
        _identify(made, "linkingEvent", UUID, identifier)


def add_event(root: etree._Element, event: Event, agents: Iterable[Agent], moment: dt.datetime) -> None:
    """Append an ``event`` with its outcome, its agents and its objects."""
    made = _XML.add(root, "event")
    _identify(made, "event", UUID, event.identifier)
    _add_term(made, "eventType", event.kind)
    _XML.add(made, "eventDateTime", text=date_time(moment))
    _XML.add(_XML.add(made, "eventDetailInformation"), "eventDetail", text=f"{event.step.tool}: {event.step.detail}")
    outcome = _XML.add(made, "eventOutcomeInformation")
    _add_term(outcome, "eventOutcome", event.outcome)
    if event.step.note:
        _XML.add(_XML.add(outcome, "eventOutcomeDetail"), "eventOutcomeDetailNote", text=event.step.note)
    for agent in agents:
        _add_term(
            _identify(made, "linkingAgent", agent.identifier_type, agent.identifier), "linkingAgentRole", agent.role
        )
    for identifier, role in event.objects:
        _add_term(_identify(made, "linkingObject", UUID, identifier), "linkingObjectRole", role)


def add_agent(root: etree._Element, agent: Agent, events: Iterable[str]) -> None:
    """Append an ``agent`` with links to what it did."""
    made = _XML.add(root, "agent")
    _identify(made, "agent", agent.identifier_type, agent.identifier)
    _XML.add(made, "agentName", text=agent.name)
    _add_term(made, "agentType", agent.kind)
    add_text(made, "agentVersion", agent.version)
    link_events(made, events)


def _identify(parent: etree._Element, what: str, kind: str, value: str) -> etree._Element:
    """Append an identifier, of which PREMIS has one element for each use."""
    made = _XML.add(parent, f"{what}Identifier")
    _XML.add(made, f"{what}IdentifierType", text=kind)
    _XML.add(made, f"{what}IdentifierValue", text=value)
    return made


def _add_term(parent: etree._Element, name: str, term: Term) -> None:
    _XML.add(parent, name, term.attributes, term.label)
