"""Tells what was done to a report, and by whom: the events and agents of PREMIS 3, sections 2 and 3."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from gaixml.archive.eark.identifiers import ARCHIVE, ORIGINAL, PACKAGE, UUID, general_identifier, identifier
from gaixml.archive.eark.vocabulary import (
    CREATION,
    DIGESTING,
    EXECUTING_PROGRAM,
    IMPLEMENTER,
    ORGANIZATION,
    OUTCOME,
    OUTCOMES,
    PACKAGING,
    SOFTWARE,
    SOURCE,
    VALIDATION,
    Term,
)
from gaixml.archive.steps import CHECKING, PARSING, READING, SUCCESS, Step
from gaixml.archive.steps import VALIDATION as VALIDATION_STEP
from gaixml.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaixml.archive.item import Item
    from gaixml.archive.settings import PackageSettings

ORGANIZATION_CODE: Final = "organization code"
"""The type of the identifier that the settings give."""
_THIS: Final = f"gaixml {__version__}"


class Agent(NamedTuple):
    """Who does something: an identifier and its type, a name, a version (of a program)."""

    kind: Term
    role: Term
    identifier_type: str
    identifier: str
    name: str
    version: str = ""


class Event(NamedTuple):
    """A step with the objects that it was about: the identifier of each and its role."""

    identifier: str
    kind: Term
    step: Step
    objects: tuple[tuple[str, Term], ...]

    @property
    def outcome(self) -> Term:
        """Return how it ended, as a term."""
        return OUTCOMES[self.step.outcome]


def file_of(item: Item, representation: str) -> str:
    """Return the identifier of the one file of a representation."""
    return identifier(item, representation, "file")


def events_of(item: Item) -> tuple[Event, ...]:
    """Return the events in their order: what was done before packaging, then packaging."""
    return tuple(_events(item))


def _events(item: Item) -> Iterator[Event]:
    original, archive = file_of(item, ORIGINAL), file_of(item, ARCHIVE)
    about: dict[str, tuple[Term, tuple[tuple[str, Term], ...]]] = {
        READING: (Term(READING), ((original, SOURCE),)),
        PARSING: (CREATION, ((original, SOURCE), (archive, OUTCOME))),
        VALIDATION_STEP: (VALIDATION, ((archive, SOURCE),)),
        CHECKING: (Term(CHECKING), ((archive, SOURCE),)),  # whether figures add up is no matter of a standard
    }
    for step in item.steps:
        kind, objects = about.get(step.kind, (Term(step.kind), ((archive, SOURCE),)))
        yield Event(identifier(item, "event", step.kind), kind, step, objects)
    digests = Step("digesting", SUCCESS, _THIS, "checksums of the original and of the archive XML", "")
    yield Event(identifier(item, "event", "digesting"), DIGESTING, digests, ((original, SOURCE), (archive, SOURCE)))
    package = Step("packaging", SUCCESS, _THIS, "E-ARK SIP 2.2.0", "")
    members = ((identifier(item, ORIGINAL), SOURCE), (identifier(item, ARCHIVE), SOURCE))
    yield Event(identifier(item, "event", PACKAGE), PACKAGING, package, members)


def parsing_of(item: Item) -> str:
    """Return the identifier of the event that the archive XML comes from."""
    return identifier(item, "event", PARSING)


def agents_of(item: Item, settings: PackageSettings) -> tuple[Agent, ...]:
    """Return each version of the program that did something, and the organization that makes the package."""
    tools = dict.fromkeys(event.step.tool for event in events_of(item))
    name, code = settings.organization["name"], settings.organization["code"]
    return (*(_program(tool) for tool in tools), Agent(ORGANIZATION, IMPLEMENTER, ORGANIZATION_CODE, code, name))


def _program(tool: str) -> Agent:
    """Return a program as an agent, the same in all packages; ``tool`` is its name and its version."""
    name, _, version = tool.partition(" ")
    return Agent(SOFTWARE, EXECUTING_PROGRAM, UUID, general_identifier("agent", tool), name, version)


def works_on(agent: Agent, event: Event) -> bool:
    """Tell whether an agent has a part in an event: the organization in making the package, not in what came before."""
    if agent.kind == ORGANIZATION:
        return event.kind == PACKAGING
    return event.step.tool == " ".join(filter(None, (agent.name, agent.version)))
