"""Reads the documents in an OFD file: their pages, with the templates behind them (GB/T 33190-2016, 7.5 to 7.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gaixml.document import Omission, Spot
from gaixml.errors import InputError
from gaixml.readers.ofd.asides import Annotations, attachments, signatures
from gaixml.readers.ofd.geometry import POINTS, read_box
from gaixml.readers.ofd.package import child, children, text_of
from gaixml.readers.ofd.painter import content_layers
from gaixml.readers.ofd.resources import Resources
from gaixml.readers.pages import Page
from gaixml.readers.pages.geometry import Matrix

if TYPE_CHECKING:
    from lxml import etree

    from gaixml.document import BBox
    from gaixml.readers.ofd.package import Package
    from gaixml.readers.ofd.painter import Painter

_A4: Final = (0.0, 0.0, 210.0, 297.0)
MOST_PAGES: Final = 20_000
"""A file may have so many pages."""
_RESOURCES: Final = ("PublicRes", "DocumentRes")


class Documents:
    """The documents in a file; ``pages`` are all of theirs that can be read, in order, ``count`` how many it names."""

    def __init__(self, package: Package, painter: Painter) -> None:
        """Begin with none."""
        self._package = package
        self._painter = painter
        self._omissions = painter.draft.omissions
        self.pages: list[Page] = []
        self.count = 0

    def add(self, body: etree._Element) -> None:
        """Read the document of a DocBody (7.4). Raises InputError: ``too-large``, ``unsafe``, ``encrypted``."""
        location = text_of(child(body, "DocRoot"))
        part = self._package.find(location)
        root = self._package.xml(part)
        if root is None:
            self._omissions.append(Omission("unsupported", 0, Spot(part=part or location), name=location))
        else:
            self._read(root, part)
        self._omissions += signatures(self._package, body)

    def _read(self, root: etree._Element, part: str) -> None:
        common = child(root, "CommonData")
        resources = Resources(self._package)
        resources.add(self._package.find(text_of(one), part) for one in children(common, *_RESOURCES))
        templates = _Templates(self._package, common, part)
        size = read_box(text_of(child(common, "PageArea", "PhysicalBox"))) or _A4
        drawn: dict[str, Page] = {}
        for listed in children(child(root, "Pages"), "Page"):
            page = self._page(listed.get("BaseLoc", ""), part, size, templates, resources)
            if page:
                drawn[listed.get("ID", "")] = page
        self.pages += drawn.values()
        self._omissions += attachments(self._package, root, part)
        self._omissions += Annotations(self._package, self._painter, resources).listed(root, part, drawn)

    def _page(
        self, location: str, document: str, size: BBox, templates: _Templates, resources: Resources
    ) -> Page | None:
        """Return a page; None, and it is listed, where it is missing or damaged."""
        self.count += 1
        if self.count > MOST_PAGES:
            raise InputError("too-large", f"{self._painter.name}: it has more than {MOST_PAGES} pages; split the file")
        part = self._package.find(location, document)
        root = self._package.xml(part)
        if root is None:
            spot = Spot(part=part or location, page=self.count)
            self._omissions.append(Omission("unsupported", 0, spot, name=location))
            return None
        resources.add(self._package.find(text_of(one), part) for one in children(root, "PageRes"))
        left, top, width, height = read_box(text_of(child(root, "Area", "PhysicalBox"))) or size
        page = Page(self.count, width * POINTS, height * POINTS, part=part)
        place = Matrix(e=-left, f=-top).then(Matrix(a=POINTS, d=POINTS))
        for template in children(root, "Template"):
            behind = templates.get(template.get("TemplateID", ""))
            if behind is None:
                spot = Spot(part=part, page=self.count)
                self._omissions.append(Omission("unsupported", 0, spot, name=template.get("TemplateID", "")))
            else:
                self._painter.draw(content_layers(behind), place, page, resources)
        self._painter.draw(content_layers(root), place, page, resources)
        return page


class _Templates:
    """The templates of a document (7.5, TemplatePage), each read once."""

    def __init__(self, package: Package, common: etree._Element | None, part: str) -> None:
        self._package = package
        self._parts = {
            one.get("ID", ""): package.find(one.get("BaseLoc", ""), part) for one in children(common, "TemplatePage")
        }
        self._read: dict[str, etree._Element | None] = {}

    def get(self, number: str) -> etree._Element | None:
        """Return the root of a template; None where it is missing or damaged."""
        if number not in self._read:
            self._read[number] = self._package.xml(self._parts.get(number, ""))
        return self._read[number]
