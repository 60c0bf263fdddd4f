"""Lists what an OFD file holds beside its pages: signatures, attachments, annotations (GB/T 33190-2016, 15 to 18)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gaixml.document import Omission, Spot
from gaixml.readers.ofd.geometry import POINTS, read_box
from gaixml.readers.ofd.package import child, children, text_of
from gaixml.readers.pages.geometry import Matrix, round_box
from gaixml.readers.pages.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml import etree

    from gaixml.readers.ofd.package import Package
    from gaixml.readers.ofd.painter import Painter
    from gaixml.readers.ofd.resources import Resources

_WATERMARK: Final = "Watermark"


def signatures(package: Package, body: etree._Element) -> Iterator[Omission]:
    """Yield the signatures of a document (18): who signed when, with what, which parts. None of them is judged."""
    for listed in children(body, "Signatures"):
        location = text_of(listed)
        part = package.find(location)
        root = package.xml(part)
        if root is None:
            yield Omission("signature", 0, Spot(part=part), name=location)
            continue
        for signature in children(root, "Signature"):
            yield _signature(package, signature, part)


def _signature(package: Package, signature: etree._Element, listing: str) -> Omission:
    location = signature.get("BaseLoc", "")
    part = package.find(location, listing)
    info = child(package.xml(part), "SignedInfo")
    provider = child(info, "Provider")
    said = [provider.get(name, "") for name in ("ProviderName", "Company", "Version")] if provider is not None else []
    said += [text_of(child(info, name)) for name in ("SignatureDateTime", "SignatureMethod")]
    said += [reference.get("FileRef", "") for reference in children(child(info, "References"), "Reference")]
    text = "\n".join(one for one in said if one)
    return Omission("signature", len(text), Spot(part=part), text, location)


def attachments(package: Package, document: etree._Element, part: str) -> Iterator[Omission]:
    """Yield the files attached to a document (20)."""
    for listed in children(document, "Attachments"):
        listing = package.find(text_of(listed), part)
        root = package.xml(listing)
        if root is None:
            yield Omission("attachment", 0, Spot(part=listing), name=text_of(listed), is_binary=True)
        for attachment in children(root, "Attachment"):
            location = text_of(child(attachment, "FileLoc"))
            member = package.find(location, listing)
            size = package.size(member) if member else 0
            name = attachment.get("Name") or location
            yield Omission("attachment", size, Spot(part=member), name=name, is_binary=True)


@dataclass(frozen=True, slots=True)
class Annotations:
    """Lists the annotations of documents (15): remarks, stamps, watermarks, with the text that they print."""

    package: Package
    painter: Painter
    resources: Resources

    def listed(self, document: etree._Element, part: str, pages: Mapping[str, Page]) -> Iterator[Omission]:
        """Yield the annotations of a document; ``pages`` are its pages by their numbers in it."""
        for location in children(document, "Annotations"):
            listing = self.package.find(text_of(location), part)
            for entry in children(self.package.xml(listing), "Page"):
                page = pages.get(entry.get("PageID", ""))
                for place in children(entry, "FileLoc"):
                    member = self.package.find(text_of(place), listing)
                    for annotation in children(self.package.xml(member), "Annot"):
                        yield self._annotation(annotation, Page(page.number if page else 0, 0, 0, part=member))

    def _annotation(self, annotation: etree._Element, page: Page) -> Omission:
        appearance = child(annotation, "Appearance")
        left, top, width, height = read_box(appearance.get("Boundary") if appearance is not None else "") or (0.0,) * 4
        scale = Matrix(a=POINTS, d=POINTS)
        if appearance is not None:
            self.painter.draw(appearance, Matrix(e=left, f=top).then(scale), page, self.resources)
        printed = "".join(glyph.text for glyph in page.glyphs)
        remark = text_of(child(annotation, "Remark"))
        text = "\n".join(dict.fromkeys(one for one in (remark, printed) if one))
        spot = Spot(page.part, "", page.number, round_box(scale.box(left, top, left + width, top + height)))
        kind = annotation.get("Type", "")
        return Omission("watermark" if kind == _WATERMARK else "annotation", len(text), spot, text, kind)
