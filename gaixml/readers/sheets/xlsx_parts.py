"""The parts of an xlsx workbook beside its cells: which part is which sheet; comments, pictures, text boxes, macros."""

from __future__ import annotations

import mimetypes
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from gaixml.document import Image, Omission, Spot
from gaixml.errors import InputError
from gaixml.readers.container import parse_xml

if TYPE_CHECKING:
    from gaixml.readers.container import Container
    from gaixml.readers.draft import Draft

_WORKBOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION: Final = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_BINARY: Final = {"xl/embeddings/": "embedded", "xl/activeX/": "embedded", "xl/externalLinks/": "external"}
_MACROS: Final = "vbaProject.bin"
_MEDIA: Final = "xl/media/"
_COMMENTS: Final = re.compile(r"xl/(?:comments|threadedComments)[^/]*(?:/[^/]*)?\.xml", re.IGNORECASE)
_DRAWINGS: Final = re.compile(r"xl/(?:drawings|charts|diagrams)/[^/]*\.xml", re.IGNORECASE)
_SHEETS: Final = re.compile(r"xl/worksheets/[^/]*\.xml", re.IGNORECASE)
_HEADERS: Final = {"oddHeader", "evenHeader", "firstHeader"}
_FOOTERS: Final = {"oddFooter", "evenFooter", "firstFooter"}


def sheet_parts(container: Container) -> list[str]:
    """Return the part of each sheet in the workbook's order, '' where it cannot be told (ECMA-376, part 1, 18.2.20)."""
    if _WORKBOOK not in container or _RELATIONS not in container:
        return []
    targets = {one.get("Id", ""): one.get("Target", "") for one in container.xml(_RELATIONS)}
    names = {name.casefold(): name for name in container.names}
    parts: list[str] = []
    for sheet in container.xml(_WORKBOOK).iterfind("{*}sheets/{*}sheet"):
        target = targets.get(sheet.get(_RELATION) or sheet.get(_STRICT_RELATION) or "", "")
        path = target[1:] if target.startswith("/") else f"xl/{target}"
        parts.append(names.get(path.casefold(), ""))
    return parts


def list_aside(member: str, part: bytes, draft: Draft) -> None:
    """List a part that is no sheet, if people could miss it: a picture, comments, text in drawings, macros, links."""
    spot = Spot(part=member)
    kind = next((reason for folder, reason in _BINARY.items() if member.startswith(folder)), "")
    if member.startswith(_MEDIA):
        kind = mimetypes.types_map.get(PurePosixPath(member).suffix.lower(), "application/octet-stream")
        draft.images.append(Image.of_file(member, kind, part, spot))
    elif member.endswith(_MACROS):
        draft.omissions.append(Omission("macro", len(part), spot, name=member, is_binary=True))
    elif kind and not member.endswith(".rels"):
        draft.omissions.append(Omission(kind, len(part), spot, name=member, is_binary=True))
    elif _COMMENTS.fullmatch(member):
        _list_texts(part, member, "annotation", {"comment", "threadedComment"}, draft)
    elif _DRAWINGS.fullmatch(member):
        _list_texts(part, member, "unsupported", {"p"}, draft)
    elif _SHEETS.fullmatch(member) and b"headerFooter" in part:
        _list_texts(part, member, "page-header", _HEADERS, draft)
        _list_texts(part, member, "page-footer", _FOOTERS, draft)


def _list_texts(part: bytes, member: str, reason: str, elements: set[str], draft: Draft) -> None:
    """List the text of some elements of a part."""
    try:
        root = parse_xml(part, member)
    except InputError:
        return
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag.rpartition("}")[2] in elements:
            text = "".join(element.itertext()).strip()
            if text:
                spot = Spot(part=member, path=element.get("ref", ""))
                draft.omissions.append(Omission(reason, len(text), spot, text, member))
