"""Writes METS 1.12 files as the E-ARK specifications have them (CSIP 2.2.0 and SIP 2.2.0, section 5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gaixml.archive.eark.building import SCHEMA_LOCATION, XLINK, XSI, Builder, date_time, serialized
from gaixml.archive.eark.dublin_core import VERSION
from gaixml.archive.eark.header import CSIP, METS, SIP, add_header
from gaixml.archive.eark.identifiers import general_identifier
from gaixml.archive.eark.media_types import registered

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lxml import etree

    from gaixml.archive.eark.layout import Stored
    from gaixml.archive.settings import PackageSettings

PROFILE: Final = "https://earksip.dilcis.eu/profile/E-ARK-SIP-v2-2-0.xml"
_CONTENT: Final = "Textual works – Digital"
"""The term of the vocabulary of content categories."""
_XML: Final = Builder(METS, {None: METS, "xlink": XLINK, "xsi": XSI, "csip": CSIP, "sip": SIP})
_SCHEMAS: Final = (
    (METS, "mets1_12.xsd"),
    (XLINK, "xlink.xsd"),
    (CSIP, "DILCISExtensionMETS.xsd"),
    (SIP, "DILCISExtensionSIPMETS.xsd"),
)
REPRESENTATIONS: Final = "Representations"
_LONGEST_LABEL: Final = 1000
"""Characters; libxml2 reads no attribute of more than ten million bytes."""


@dataclass(frozen=True)
class Group:
    """A fileGrp: its USE and its files; ``information_type`` says by what rules their content is made, if any."""

    use: str
    files: tuple[Stored, ...]
    information_type: str = ""

    @property
    def is_representation(self) -> bool:
        """Tell whether its one file is the METS of a representation."""
        return self.use.startswith(f"{REPRESENTATIONS}/")


@dataclass(frozen=True)
class Part:
    """What a METS file describes: the package or a representation; paths are seen from its folder.

    ``objid`` is the package's folder name or the representation's; ``package`` the package's, in both.
    """

    package: str
    objid: str
    information_type: str
    schemas: str
    groups: tuple[Group, ...]
    descriptive: tuple[Stored, ...] = ()
    preservation: tuple[Stored, ...] = ()
    label: str = ""
    archivist: str = ""

    def identifier(self, *what: str) -> str:
        """Return an XML ID for something in this METS file."""
        return general_identifier(self.package, self.objid, *what)


def mets(part: Part, settings: PackageSettings) -> bytes:
    """Return a METS file."""
    locations = " ".join(f"{namespace} {part.schemas}/{name}" for namespace, name in _SCHEMAS)
    root = _XML.root(
        "mets",
        {
            SCHEMA_LOCATION: locations,
            "OBJID": part.objid,
            "LABEL": _shortened(part.label),
            "TYPE": _CONTENT,
            **_information_type(part.information_type),
            "PROFILE": PROFILE,
        },
    )
    add_header(_XML, root, settings, part.archivist)
    _add_metadata(root, part, settings)
    _add_files(root, part, settings)
    _add_structure(root, part)
    return serialized(root)


def _shortened(label: str) -> str:
    """Return a label that other parsers take as an attribute; Dublin Core has the whole title."""
    return label if len(label) <= _LONGEST_LABEL else f"{label[: _LONGEST_LABEL - 1]}…"


def _information_type(said: str) -> dict[str, str]:
    """Return the attributes for a content information type that is none of the vocabulary's."""
    if said in {"", "MIXED"}:
        return {f"{{{CSIP}}}CONTENTINFORMATIONTYPE": said}
    return {f"{{{CSIP}}}CONTENTINFORMATIONTYPE": "OTHER", f"{{{CSIP}}}OTHERCONTENTINFORMATIONTYPE": said}


def _add_metadata(root: etree._Element, part: Part, settings: PackageSettings) -> None:
    """Add a reference to each metadata file: dmdSec (CSIP17 and following), amdSec (CSIP31 and following)."""
    created = date_time(settings.moment)
    for file in part.descriptive:
        section = _XML.add(root, "dmdSec", {"ID": part.identifier(file.path), "CREATED": created, "STATUS": "CURRENT"})
        _add_reference(section, file, "DC", VERSION, created)
    administrative = _XML.add(root, "amdSec", {"ID": part.identifier("amdSec")})
    for file in part.preservation:
        section = _XML.add(
            administrative, "digiprovMD", {"ID": part.identifier(file.path), "CREATED": created, "STATUS": "CURRENT"}
        )
        _add_reference(section, file, "PREMIS", "3.0", created)


def _add_reference(parent: etree._Element, file: Stored, kind: str, version: str, created: str) -> None:
    checked = _checked(file, created)
    _XML.add(parent, "mdRef", {**_located(file), "MDTYPE": kind, "MDTYPEVERSION": version, **checked})


def _checked(file: Stored, created: str) -> dict[str, str]:
    return {
        "MIMETYPE": registered(file.media_type),
        "SIZE": str(len(file.content)),
        "CREATED": created,
        "CHECKSUM": file.sha256,
        "CHECKSUMTYPE": "SHA-256",
    }


def _located(file: Stored) -> dict[str, str]:
    return {"LOCTYPE": "URL", f"{{{XLINK}}}type": "simple", f"{{{XLINK}}}href": file.href}


def _add_files(root: etree._Element, part: Part, settings: PackageSettings) -> None:
    """Add the fileSec: CSIP58 and following."""
    section = _XML.add(root, "fileSec", {"ID": part.identifier("fileSec")})
    created = date_time(settings.moment)
    for group in part.groups:
        made = _XML.add(
            section,
            "fileGrp",
            {"ID": part.identifier(group.use), "USE": group.use, **_information_type(group.information_type)},
        )
        for file in group.files:
            attributes = {"ID": part.identifier(file.path), **_checked(file, created), **_format(file)}
            _XML.add(_XML.add(made, "file", attributes), "FLocat", _located(file))


def _format(file: Stored) -> dict[str, str]:
    """Return what SIP adds to a file whose format is known: SIP32 to SIP35."""
    if not file.puid:
        return {}
    said = {"FILEFORMATNAME": file.media_type, "FORMATREGISTRY": "PRONOM", "FORMATREGISTRYKEY": file.puid}
    return {f"{{{SIP}}}{name}": value for name, value in said.items()}


def _add_structure(root: etree._Element, part: Part) -> None:
    """Add the structMap: CSIP80 and following."""
    structure = _XML.add(root, "structMap", {"ID": part.identifier("structMap"), "TYPE": "PHYSICAL", "LABEL": "CSIP"})
    whole = _XML.add(structure, "div", {"ID": part.identifier("div"), "LABEL": part.objid})
    _add_division(whole, part, "Metadata", dict(_metadata_ids(part)))
    for group in part.groups:
        division = _add_division(whole, part, group.use, {})
        if group.is_representation:
            pointed = {**_located(group.files[0]), f"{{{XLINK}}}title": part.identifier(group.use)}
            _XML.add(division, "mptr", pointed)
        else:
            _XML.add(division, "fptr", {"FILEID": part.identifier(group.use)})


def _metadata_ids(part: Part) -> Iterator[tuple[str, str]]:
    if part.preservation:
        yield "ADMID", _ids(part, part.preservation)
    if part.descriptive:
        yield "DMDID", _ids(part, part.descriptive)


def _ids(part: Part, files: Sequence[Stored]) -> str:
    return " ".join(part.identifier(file.path) for file in files)


def _add_division(parent: etree._Element, part: Part, label: str, said: Mapping[str, str]) -> etree._Element:
    return _XML.add(parent, "div", {"ID": part.identifier("div", label), "LABEL": label, **said})
