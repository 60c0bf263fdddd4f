"""Writes the header of METS files: what makes the package, and who (CSIP 2.2.0 and SIP 2.2.0, section 5.3.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gaixml.archive.eark.building import date_time
from gaixml.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

    from gaixml.archive.eark.building import Builder
    from gaixml.archive.settings import PackageSettings

METS: Final = "http://www.loc.gov/METS/"
CSIP: Final = "https://DILCIS.eu/XML/METS/CSIPExtensionMETS"
SIP: Final = "https://DILCIS.eu/XML/METS/SIPExtensionMETS"
_NOTE: Final = f"{{{CSIP}}}NOTETYPE"


def add_header(xml: Builder, root: etree._Element, settings: PackageSettings, archivist: str) -> None:
    """Append the metsHdr; ``archivist`` is the agency that made the report, "" if it does not say."""
    said = {"CREATEDATE": date_time(settings.moment), "RECORDSTATUS": "NEW", f"{{{CSIP}}}OAISPACKAGETYPE": "SIP"}
    header = xml.add(root, "metsHdr", said)
    program = {"ROLE": "CREATOR", "TYPE": "OTHER", "OTHERTYPE": "SOFTWARE"}
    _add_agent(xml, header, program, "gaixml", "SOFTWARE VERSION", __version__)
    if archivist:  # SIP10: the archival creator; a code of it is not known
        _add_agent(xml, header, {"ROLE": "ARCHIVIST", "TYPE": "ORGANIZATION"}, archivist)
    name, code = settings.organization["name"], settings.organization["code"]
    _add_agent(xml, header, {"ROLE": "CREATOR", "TYPE": "ORGANIZATION"}, name, "IDENTIFICATIONCODE", code)


def _add_agent(  # noqa: PLR0913, PLR0917 - what METS says of an agent
    xml: Builder, header: etree._Element, said: Mapping[str, str], name: str, note_type: str = "", note: str = ""
) -> None:
    agent = xml.add(header, "agent", said)
    xml.add(agent, "name", text=name)
    if note:
        xml.add(agent, "note", {_NOTE: note_type}, note)
