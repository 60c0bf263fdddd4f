"""Makes a container of a docx that Word saved as one XML file (Flat OPC: its parts stand in it one after another)."""

from __future__ import annotations

import base64
import binascii
import io
import zipfile
from typing import Final

from lxml import etree

from gaixml.errors import InputError

_PKG: Final = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_LONGEST_NAME: Final = 1 << 10


def pack(root: etree._Element, name: str) -> bytes | None:
    """Return the container whose parts stand in an XML file, None for an XML file of another kind.

    Raises InputError: ``damaged``, ``unsafe``.
    """
    if root.tag != f"{_PKG}package":
        return None
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as container:
        for part in root.iterchildren(f"{_PKG}part"):
            member = part.get(f"{_PKG}name", "").lstrip("/")
            if member in container.NameToInfo or len(member) > _LONGEST_NAME:
                raise InputError("unsafe", f"{name}: two of its parts have one name, or one a name too long")
            container.writestr(zipfile.ZipInfo(member), _content(part, name))
    return packed.getvalue()


def _content(part: etree._Element, name: str) -> bytes:
    xml = part.find(f"{_PKG}xmlData")
    if xml is not None:
        return b"".join(etree.tostring(child, encoding="UTF-8") for child in xml.iterchildren("*"))
    try:
        return base64.b64decode(part.findtext(f"{_PKG}binaryData") or "")
    except binascii.Error:
        raise InputError("damaged", f"{name}: one of its parts is damaged; fetch the file again") from None
