"""Checks many inputs, sources and archives alike: one bad file never stops the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gaixml.batch import failure
from gaixml.checks.catalogue import rules_of_scope
from gaixml.checks.engine import Result, assess
from gaixml.checks.model import Scope
from gaixml.checks.subject import Subject
from gaixml.conversion import load, read_bytes
from gaixml.errors import ExitCode, InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree

    from gaixml.files import Input


@dataclass(frozen=True, slots=True)
class Checked:
    """A report with what each rule said of it; or ``code`` and ``message``, why it could not be read."""

    name: str
    subject: Subject | None = None
    results: tuple[Result, ...] = ()
    exit_code: ExitCode = ExitCode.OK
    code: str = ""
    message: str = ""


def check_archive(archive: etree._Element, name: str) -> Checked:
    """Check one report by itself."""
    subject = Subject(archive, name)
    return Checked(name, subject, tuple(assess(rules_of_scope(Scope.REPORT), subject)))


def check_all(sources: Iterable[Input], charset: str | None = None) -> Iterator[Checked]:
    """Yield what became of each input, as soon as it is checked."""
    for source in sources:
        try:
            yield check_archive(_archive(source, charset), source.name)
        except Exception as error:  # noqa: BLE001 - a bug that one file provokes must not stop the others
            yield Checked(source.name, None, (), *failure(error, source.name))


def _archive(source: Input, charset: str | None) -> etree._Element:
    if not source.found:
        raise InputError("no-input", f"nothing to read in {source.name}; see gaixml check --help")
    return load(read_bytes(source.path), source.name if source.path else "stdin.txt", charset=charset)
