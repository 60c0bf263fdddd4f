"""Draws what the content of pages, templates and annotations says onto a Page (GB/T 33190-2016, 7.7, 9 to 13)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from gaixml.document import Omission, Spot
from gaixml.errors import InputError
from gaixml.readers.ofd.marks import code_text, is_painted, is_visible, object_map, path_rules, text_glyphs
from gaixml.readers.ofd.package import child, children, local_name
from gaixml.readers.pages.geometry import round_box
from gaixml.readers.pages.rulings import THICKEST

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml import etree

    from gaixml.document import BBox
    from gaixml.readers.draft import Draft
    from gaixml.readers.ofd.resources import Resources
    from gaixml.readers.pages.geometry import Matrix
    from gaixml.readers.pages.page import Glyph, Page

MOST_MARKS: Final = 1 << 22
"""So many characters and lines a file may print, templates counted on each page that shows them (four million)."""
_DEEPEST: Final = 16
"""Composite objects and blocks stand in one another so deep at most."""
_GROUPS: Final = frozenset({"Layer", "PageBlock", "Content"})
_COSTS: Final = {"CompositeObject": 16, "PageBlock": 4}
"""What counts as more than one mark, because it can hold others without end."""
_WHOLE: Final = 0.5
"""A filled box wider and higher than this share of the page is its background, no cell."""


@dataclass(slots=True)
class Painter:
    """What the pages of one file have in common: the draft that lists what is left aside, how much they may print."""

    draft: Draft
    name: str
    left: int = field(default_factory=lambda: MOST_MARKS)
    shown: set[str] = field(default_factory=set)

    def draw(
        self, objects: Iterable[etree._Element], place: Matrix, page: Page, resources: Resources, depth: int = 0
    ) -> None:
        """Draw objects onto a page; ``place`` is the map to its points. Raises InputError ``too-large``."""
        for element in objects:
            kind = local_name(element)
            self._spend(_COSTS.get(kind, 1))
            if kind in _GROUPS:
                if depth < _DEEPEST:
                    self.draw(element, place, page, resources, depth + 1)
                else:
                    self._leave("unsupported", element, page)
            elif kind.endswith("Object") and not is_visible(element):
                self._leave("hidden", element, page)
            elif kind == "TextObject":
                self._print(text_glyphs(element, place), element, page)
            elif kind == "PathObject":
                self._rule(path_rules(element, place), page)
            elif kind == "ImageObject":
                self._show(element.get("ResourceID", ""), element, place, page, resources)
            elif kind == "CompositeObject":
                self._compose(element, place, page, resources, depth)

    def _compose(self, element: etree._Element, place: Matrix, page: Page, resources: Resources, depth: int) -> None:
        """Draw what a composite object refers to (13)."""
        unit = resources.composites.get(element.get("ResourceID", ""))
        if unit is None:
            return
        if depth >= _DEEPEST:
            self._leave("unsupported", element, page)
            return
        self.draw(children(unit, "Content"), object_map(element, place), page, resources, depth + 1)

    def _print(self, glyphs: Iterable[Glyph], element: etree._Element, page: Page) -> None:
        """Put glyphs on a page; a text outside of it, or that is neither filled nor stroked, is listed as hidden."""
        printed = list(glyphs)
        self._spend(len(printed))
        outside = page.width > 0 and not any(_is_on(glyph, page) for glyph in printed)
        if outside or not is_painted(element):
            self._leave("hidden", element, page)
        else:
            page.glyphs += printed

    def _rule(self, rules: Iterable[BBox], page: Page) -> None:
        for rule in rules:
            self._spend(1)
            wide, high = rule[2] - rule[0], rule[3] - rule[1]
            if min(wide, high) <= THICKEST:
                page.rules.append(rule)
            elif wide <= _WHOLE * page.width or high <= _WHOLE * page.height:
                page.fills.append(rule)

    def _show(self, resource: str, element: etree._Element, place: Matrix, page: Page, resources: Resources) -> None:
        """List a picture, once."""
        media = resources.media.get(resource, "")
        if (media or resource) in self.shown:
            return
        self.shown.add(media or resource)
        box = round_box(object_map(element, place).box(0, 0, 1, 1))
        self.draft.images.append(resources.image(resource, Spot(page.part, "", page.number, box)))

    def _leave(self, reason: str, element: etree._Element, page: Page) -> None:
        """List the text of an object that is not printed."""
        text = "".join(code_text(code) for code in element.iter("{*}TextCode"))
        if text:
            self.draft.omissions.append(Omission(reason, len(text), Spot(page.part, "", page.number), text))

    def _spend(self, marks: int) -> None:
        self.left -= marks
        if self.left < 0:
            message = f"{self.name}: its pages print more than {MOST_MARKS} characters and lines; split the file"
            raise InputError("too-large", message)


def _is_on(glyph: Glyph, page: Page) -> bool:
    x, y = (glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2
    return 0 <= x <= page.width and 0 <= y <= page.height


def content_layers(root: etree._Element) -> Iterable[etree._Element]:
    """Return the layers of a page or template, those of the background first (7.7, table 15)."""
    order = {"Background": 0, "Body": 1, "Foreground": 2}
    layers = list(children(child(root, "Content"), "Layer"))
    return sorted(layers, key=lambda layer: order.get(layer.get("Type", "Body"), 1))
