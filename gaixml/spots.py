"""Reads where something stands in a source that is no plain text, from the attributes of its element."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree


class Spot(TypedDict, total=False):
    """A place in a source, as far as its format has it.

    ``part`` (a member of the file, a sheet), ``path`` (an XPath in the part, the name of a sheet's cell), ``page``
    (from 1), ``bbox`` (left, top, right, bottom in points from the top left corner), ``read`` (``ocr``: recognised in
    a picture).
    """

    part: str
    path: str
    page: int
    bbox: list[float]
    read: str


def spot_of(element: etree._Element | Mapping[str, str]) -> Spot:
    """Return the spot of an element, or of its attributes; nothing of a plain text."""
    spot = Spot()
    if part := element.get("part"):
        spot["part"] = part
    if path := element.get("path"):
        spot["path"] = path
    if page := element.get("page"):
        spot["page"] = int(page)
    if bbox := element.get("bbox", "").split():
        spot["bbox"] = [float(edge) for edge in bbox]
    if read := element.get("read"):
        spot["read"] = read
    return spot
