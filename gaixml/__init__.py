"""Chinese government reports as validated XML archives, read with Lark grammars.

The functions of this package are what the command line calls::

    archive = gaixml.convert(Path("report.txt").read_bytes(), "report.txt")  # bytes of archive XML
    gaixml.outline(archive)                                                  # the section tree, as a dict
    gaixml.facts(archive)                                                    # the figures with their meaning, as dicts
    gaixml.check(archive)                                                    # what the rules find wrong, as dicts
    gaixml.references(archive)                                               # what the text cites, when, how much
    gaixml.text(archive)                                                     # the source's text, exactly
    gaixml.validate(archive)                                                 # raises InvalidArchiveError
    gaixml.package(data, "report.txt", format="bagit")                       # bytes of a ZIP file

Every function takes the bytes of a source document or of an archive XML, except validate, which takes an archive.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaixml.version import __version__

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from gaixml.diagnostics.findings import Finding
    from gaixml.fact_rows import Fact
    from gaixml.outlines import Outline
    from gaixml.reference_rows import Reference

__all__ = ["__version__", "check", "convert", "facts", "outline", "package", "references", "text", "validate"]


def convert(data: bytes, name: str = "source", *, charset: str | None = None) -> bytes:
    """Return the archive XML of a source document: UTF-8, validated against schemas/report-1.0.xsd.

    ``name`` is the file's name; ``charset`` what it is declared to be written in, if anything. Raises
    gaixml.errors.InputError for what cannot be read: its ``code`` says why.
    """
    from gaixml.conversion import convert as convert_document  # noqa: PLC0415 - `import gaixml` stays quick

    return convert_document(data, name, charset=charset)


def outline(data: bytes, name: str = "source", *, charset: str | None = None) -> Outline:
    """Return title, agency, year, form and the tree of sections, in the shape of gaixml.outlines.Outline."""
    from gaixml.conversion import load  # noqa: PLC0415
    from gaixml.outlines import outline_of  # noqa: PLC0415

    return outline_of(load(data, name, charset=charset))


def facts(data: bytes, name: str = "source", *, charset: str | None = None) -> list[Fact]:
    """Return the figures of the official forms with their meaning, in the shape of gaixml.fact_rows.Fact.

    A report without a table of an official form has none.
    """
    from gaixml.conversion import load  # noqa: PLC0415
    from gaixml.fact_rows import facts_of  # noqa: PLC0415

    return facts_of(load(data, name, charset=charset))


def check(data: bytes, name: str = "source", *, charset: str | None = None) -> list[Finding]:
    """Return what the rules find wrong, in the order of the text, in the shape of gaixml.diagnostics.findings.Finding.

    It is looked at by itself: rules that compare reports need gaixml.checking.check_all.
    """
    from gaixml.checks.catalogue import rules_of_scope  # noqa: PLC0415
    from gaixml.checks.engine import assess  # noqa: PLC0415
    from gaixml.checks.model import Scope  # noqa: PLC0415
    from gaixml.checks.subject import Subject  # noqa: PLC0415
    from gaixml.conversion import load  # noqa: PLC0415
    from gaixml.diagnostics.findings import findings_of  # noqa: PLC0415
    from gaixml.diagnostics.views import in_order  # noqa: PLC0415

    subject = Subject(load(data, name, charset=charset), name)
    results = tuple(assess(rules_of_scope(Scope.REPORT), subject))
    return list(in_order(findings_of(subject, results)))


def package(  # noqa: PLR0913 - a keyword for each option of the command
    data: bytes,
    name: str = "source",
    *,
    format: str,  # noqa: A002 - the command's option
    charset: str | None = None,
    config: Path | None = None,
    date: str | None = None,
    originals: Path | None = None,
) -> bytes:
    """Return a report with its archive as a package, a ZIP file: ``format`` is eark or bagit.

    ``config`` is a TOML file with what no report says, ``date`` an ISO date for when it was made (else
    SOURCE_DATE_EPOCH or now), ``originals`` a folder where an archive finds what it was made from. Raises
    gaixml.errors.InputError, gaixml.archive.settings.PackageSettingsError. A transfer package is one of many reports:
    see gaixml.batches.transferring.
    """
    import tempfile  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    from gaixml.archive.formats import package_format, packed  # noqa: PLC0415
    from gaixml.archive.item import read_item  # noqa: PLC0415
    from gaixml.archive.settings import moment_of, read_settings  # noqa: PLC0415

    settings = read_settings(config, moment_of(date))
    package_format(format).require(settings)
    item = read_item(data, name, charset=charset, originals=originals)
    with tempfile.TemporaryDirectory(prefix="gaixml-") as scratch:
        return packed(item, format, settings, Path(scratch))


def references(
    data: bytes,
    name: str = "source",
    *,
    charset: str | None = None,
    kinds: Collection[str] = (),
    library: Path | None = None,
) -> list[Reference]:
    """Return what a text refers to, in its order, in the shape of gaixml.reference_rows.Reference.

    ``kinds`` are act, article, document_number, date, period, amount, form_item, contact; without any all but contact.
    ``library`` is a folder of archives in which the instruments that it cites are looked up.
    """
    from gaixml.conversion import load  # noqa: PLC0415
    from gaixml.reference_rows import USUAL, references_of  # noqa: PLC0415

    archive = load(data, name, charset=charset)
    found = references_of(archive, kinds or USUAL)
    if library:
        from gaixml.library import Library, date_of  # noqa: PLC0415

        Library(library).link(found, date_of(archive))
    return found


def text(data: bytes, name: str = "archive") -> str:
    """Return the text of the source that an archive was made from, character for character.

    Raises gaixml.errors.InvalidArchiveError for what is no archive.
    """
    from gaixml.schema import validate_archive  # noqa: PLC0415
    from gaixml.source_text import source_text  # noqa: PLC0415

    return source_text(validate_archive(data, name))


def validate(data: bytes, name: str = "archive", *, schema_only: bool = False) -> None:
    """Check an archive XML by its schema and, unless ``schema_only``, whether its figures add up (Schematron).

    Raises gaixml.errors.InvalidArchiveError, which says where and why; its code is ``sums`` if only sums are wrong.
    """
    from gaixml.schema import validate_archive  # noqa: PLC0415
    from gaixml.schematron import check_sums  # noqa: PLC0415

    archive = validate_archive(data, name)
    if not schema_only:
        check_sums(archive, name)
