"""Lists the pictures of a PDF page."""

from __future__ import annotations

import ctypes
import hashlib
from typing import TYPE_CHECKING, Any, Final

from gaixml.document import Image, Spot
from gaixml.readers.pages.rulings import THICKEST

if TYPE_CHECKING:
    from gaixml.document import BBox
    from gaixml.readers.pdf.drawings import Drawn

_MOST_BYTES: Final = 1 << 28
"""A larger picture is listed without its hash."""
_TYPES: Final = {
    b"DCTDecode": "image/jpeg",
    b"JPXDecode": "image/jp2",
    b"JBIG2Decode": "image/x-jbig2",
    b"CCITTFaxDecode": "image/tiff",
}
"""The media types of pictures by the filter they are kept with (ISO 32000-1, 7.4); others are bare pixels."""


def list_picture(raw: Any, drawn: Drawn, page: int, number: int, box: BBox) -> list[Image]:  # noqa: ANN401
    """Return what a picture is listed as, nothing for one that is a line."""
    if min(box[2] - box[0], box[3] - box[1]) <= THICKEST:
        return []
    size = raw.FPDFImageObj_GetImageDataRaw(drawn.handle, None, 0)
    digest = ""
    if 0 < size <= _MOST_BYTES:
        data = ctypes.create_string_buffer(size)
        raw.FPDFImageObj_GetImageDataRaw(drawn.handle, data, size)
        digest = hashlib.sha256(data.raw).hexdigest()
    left, top, right, bottom = (round(side, 2) for side in box)
    spot = Spot(page=page, bbox=(left, top, right, bottom))
    return [Image(f"page {page} image {number}", _media_type(raw, drawn), size, digest, spot)]


def _media_type(raw: Any, drawn: Drawn) -> str:  # noqa: ANN401
    name = ctypes.create_string_buffer(64)
    total = raw.FPDFImageObj_GetImageFilterCount(drawn.handle)
    for number in range(min(max(total, 0), 8)):
        raw.FPDFImageObj_GetImageFilter(drawn.handle, number, name, len(name))
        if name.value in _TYPES:
            return _TYPES[name.value]
    return "application/octet-stream"
