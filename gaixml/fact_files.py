"""Reads the facts of many inputs: one bad file never stops the rest."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gaixml.conversion import load
from gaixml.errors import ExitCode, InputError
from gaixml.fact_rows import facts_of
from gaixml.failures import failure
from gaixml.storage import read
from gaixml.xml_text import NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree

    from gaixml.fact_rows import Fact
    from gaixml.files import Input


@dataclass(frozen=True, slots=True)
class Reading:
    """What an input gave: the report's title ("" if it has none) and facts; or ``code`` and ``message``, why not."""

    name: str
    title: str = ""
    facts: list[Fact] = field(default_factory=list)
    exit_code: ExitCode = ExitCode.OK
    code: str = ""
    message: str = ""


def read_facts(source: Input, charset: str | None = None) -> Reading:
    """Return the facts of a report or of an archive. Whatever goes wrong comes back in the reading."""
    try:
        archive = _archive(source, charset)
        title = archive.findtext("g:metadata/g:title", "", {"g": NAMESPACE})
        return Reading(source.name, title, facts_of(archive))
    except Exception as error:  # noqa: BLE001 - a bug that one file provokes must not stop the others
        exit_code, code, message = failure(error, source.name)
        return Reading(source.name, exit_code=exit_code, code=code, message=message)


def _archive(source: Input, charset: str | None) -> etree._Element:
    if not source.found:
        raise InputError("no-input", f"nothing to read in {source.name}; see gaixml facts --help")
    return load(read(source.path), source.name if source.path else "stdin.txt", charset=charset)


def read_all(sources: Iterable[Input], charset: str | None = None) -> Iterator[Reading]:
    """Yield what each input gives, as soon as it is read, in their order."""
    for source in sources:
        yield read_facts(source, charset)
