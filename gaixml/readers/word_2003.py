"""Makes a docx of Word 2003's XML: the same elements in another namespace, and in one file.

LibreOffice reads these files too, but neither their numbering nor their vertically merged cells. Source: Microsoft,
Office 2003 XML Reference Schemas (wordnet.xsd, aml.xsd). The numbers of formats are those of [MS-OSHARED] 2.2.1.3.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import io
import zipfile
from typing import TYPE_CHECKING, Final

from lxml import etree

from gaixml.readers.docx.names import VAL, W, number

if TYPE_CHECKING:
    from collections.abc import Iterable

_OLD: Final = "{http://schemas.microsoft.com/office/word/2003/wordml}"
_ANNOTATION: Final = "{http://schemas.microsoft.com/aml/2001/core}annotation"
_RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_KINDS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RENAMED: Final = {
    "wordDocument": "document",
    "vmerge": "vMerge",
    "hmerge": "hMerge",
    "listPr": "numPr",
    "ilfo": "numId",
    "lists": "numbering",
    "listDef": "abstractNum",
    "listDefId": "abstractNumId",
    "listStyleLink": "numStyleLink",
    "list": "num",
    "ilst": "abstractNumId",
    "nfc": "numFmt",
}
_REVISIONS: Final = {"Word.Insertion": "ins", "Word.Deletion": "del", "Word.Comment": "comment"}
_FORMATS: Final = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 5: "ordinal",
    10: "ideographDigital", 11: "japaneseCounting", 14: "decimalFullWidth", 16: "japaneseLegal",
    17: "japaneseDigitalTenThousand", 18: "decimalEnclosedCircle", 19: "decimalFullWidth2", 22: "decimalZero",
    23: "bullet", 26: "decimalEnclosedFullstop", 27: "decimalEnclosedParen", 28: "decimalEnclosedCircleChinese",
    29: "ideographEnclosedCircle", 30: "ideographTraditional", 31: "ideographZodiac",
    32: "ideographZodiacTraditional", 33: "taiwaneseCounting", 34: "ideographLegalTraditional",
    35: "taiwaneseCountingThousand", 36: "taiwaneseDigital", 37: "chineseCounting", 38: "chineseLegalSimplified",
    39: "chineseCountingThousand", 57: "numberInDash", 255: "none",
}  # fmt: skip


def to_docx(root: etree._Element) -> bytes | None:
    """Return the docx of a document in Word 2003's XML, None for any other XML; ``root`` is changed."""
    if root.tag != f"{_OLD}wordDocument":
        return None
    for element in root.iter("*"):
        _rename(element)
    parts = {"document": [root]}
    for kind in ("styles", "numbering"):
        parts[kind] = list(root.iterchildren(f"{W}{kind}"))[:1]
    for kind in ("footnote", "endnote"):
        parts[f"{kind}s"] = [_gathered(f"{kind}s", _notes(root, kind))]
    parts["comments"] = [_gathered("comments", _taken(root.iter(f"{W}comment")))]
    for kind, tag in (("header", "hdr"), ("footer", "ftr")):
        parts[kind] = list(_taken(root.iter(f"{W}{tag}")))
    return _packed(parts, _pictures(root))


def _rename(element: etree._Element) -> None:
    """Give an element and its attributes the names of 2006."""
    if element.tag == _ANNOTATION and element.get(f"{_OLD}type") in _REVISIONS:
        element.tag = W + _REVISIONS[element.get(f"{_OLD}type", "")]
    for name, value in element.attrib.items():
        if str(name).startswith(_OLD):
            del element.attrib[name]
            element.set(W + _renamed(str(name)), value)
    if str(element.tag).startswith(_OLD):
        local = _renamed(str(element.tag))
        element.tag = W + local
        if local == "numFmt":
            element.set(VAL, _FORMATS.get(number(element.get(VAL)), "decimal"))
        elif local == "suff":
            element.set(VAL, element.get(VAL, "").lower())


def _renamed(name: str) -> str:
    local = name.removeprefix(_OLD)
    return _RENAMED.get(local, local)


def _notes(root: etree._Element, kind: str) -> Iterable[etree._Element]:
    """Yield the notes, which stand in the text, and leave references to them."""
    for at, note in enumerate(list(root.iter(f"{W}{kind}"))):
        if note.getparent() is not None:
            note.addprevious(etree.Element(f"{W}{kind}Reference", {f"{W}id": str(at)}))
            note.set(f"{W}id", str(at))
            yield from _taken([note])


def _taken(elements: Iterable[etree._Element]) -> Iterable[etree._Element]:
    """Yield elements that are taken out of where they stand; the text behind them stays."""
    for element in list(elements):
        parent = element.getparent()
        if parent is not None:
            element.tail = None
            parent.remove(element)
            yield element


def _gathered(name: str, elements: Iterable[etree._Element]) -> etree._Element:
    gathered = etree.Element(W + name)
    gathered.extend(list(elements))
    return gathered


def _pictures(root: etree._Element) -> dict[str, bytes]:
    pictures: dict[str, bytes] = {}
    for data in root.iter(f"{W}binData"):
        with contextlib.suppress(binascii.Error):
            name = data.get(f"{W}name", "").rpartition("/")[2].replace("\\", "")
            pictures.setdefault(f"media/{len(pictures)}-{name[-80:]}", base64.b64decode(data.text or ""))
    return pictures


def _packed(parts: dict[str, list[etree._Element]], pictures: dict[str, bytes]) -> bytes:
    """Return the container of the parts, by the kind of each, and the pictures."""
    own = etree.Element(f"{{{_RELATIONSHIPS}}}Relationships")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as container:
        for kind, roots in parts.items():
            for at, root in enumerate(roots):
                member = f"{kind}{at or ''}.xml"
                container.writestr(
                    zipfile.ZipInfo(f"word/{member}"), etree.tostring(root, encoding="UTF-8", with_tail=False)
                )
                _relate(own, kind, member)
        for name, content in pictures.items():
            container.writestr(zipfile.ZipInfo(f"word/{name}"), content)
            _relate(own, "image", name)
        container.writestr(zipfile.ZipInfo("word/_rels/document.xml.rels"), etree.tostring(own))
    return packed.getvalue()


def _relate(relations: etree._Element, kind: str, target: str) -> None:
    attributes = {"Id": f"r{len(relations)}", "Type": f"{_KINDS}/{kind}", "Target": target}
    etree.SubElement(relations, f"{{{_RELATIONSHIPS}}}Relationship", attributes)
