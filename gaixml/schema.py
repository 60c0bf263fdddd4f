"""Parses and validates archive XML: XSD 1.0, by lxml, without network, entities or DOCTYPE."""

from __future__ import annotations

import functools
from importlib import resources

from lxml import etree

from gaixml.errors import InvalidArchiveError
from gaixml.grammars import resource
from gaixml.xml_text import NAMESPACE


@functools.cache
def archive_schema() -> etree.XMLSchema:
    """Return the compiled schema of the archive XML."""
    with resources.as_file(resource("schemas")) as folder:
        return etree.XMLSchema(etree.parse(folder / "report-1.0.xsd"))


def parse_archive(data: bytes, name: str = "archive") -> etree._Element:
    """Return the root of an archive XML. Raises InvalidArchiveError for what is not well-formed or has a DOCTYPE."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _not_well_formed(error, name) from None
    if root.getroottree().docinfo.doctype:
        raise InvalidArchiveError("doctype", f"{name}: an archive XML has no DOCTYPE; this file is refused")
    return root


def _not_well_formed(error: etree.XMLSyntaxError, name: str) -> InvalidArchiveError:
    """Return the error without libxml2's advice to programmers."""
    reason = (error.msg or "it is empty").split(", use XML_PARSE_HUGE")[0].split(", see xmlCtxt")[0].split(", line ")[0]
    return InvalidArchiveError("xml", f"{name}: not well-formed XML: {reason} (line {error.lineno or 0})")


class _Nothing:
    """A parser's target that builds no tree."""

    def close(self) -> None:
        """End, without a result."""


def check_archive(data: bytes, name: str = "archive") -> None:
    """Validate without building a tree: a quarter of the memory. Raises InvalidArchiveError like validate_archive."""
    parser = etree.XMLParser(  # type: ignore[call-overload]  # lxml takes a schema beside a target
        target=_Nothing(),
        schema=archive_schema(),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
    )
    try:
        etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _not_well_formed(error, name) from None
    if parser.error_log:  # lxml does not raise for these when there is a target, nor does it know their lines
        validate_archive(data, name)


def validate_archive(data: bytes, name: str = "archive") -> etree._Element:
    """Return the root of a valid archive XML.

    Raises InvalidArchiveError with the line and reason of the first errors for any other.
    """
    root = parse_archive(data, name)
    schema = archive_schema()
    if not schema.validate(root):
        found = [(error.line, error.message.replace(f"{{{NAMESPACE}}}", "")) for error in schema.error_log]
        errors = [f"{name}:{line}: {message}" for line, message in found[:10]]
        raise InvalidArchiveError("schema", "\n".join(errors))
    return root
