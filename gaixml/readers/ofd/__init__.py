"""Reads OFD (GB/T 33190-2016), the format of Chinese official documents: the text of its pages, and their tables.

A file may hold several documents; they are read one after another, their pages counted through. A page's templates are
printed with it. Signatures are listed, not judged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gaixml.errors import InputError
from gaixml.readers.container import Container
from gaixml.readers.draft import Draft
from gaixml.readers.ofd.documents import Documents
from gaixml.readers.ofd.package import Package, children
from gaixml.readers.ofd.painter import Painter
from gaixml.readers.pages import lay_out

if TYPE_CHECKING:
    from gaixml.document import Document

_MEDIA_TYPE: Final = "application/ofd"
_ROOT: Final = "OFD.xml"


def read(data: bytes, name: str, charset: str | None) -> Document:  # noqa: ARG001 - XML says its own
    """Return the document in the bytes of an OFD file. A spot is a page's part, its number and a box.

    What is missing or damaged of it is listed (``unsupported``, with the part's name), the rest is read. Raises
    InputError: ``damaged`` (no page can be read), ``encrypted``, ``too-large``, ``unsafe``, ``no-text``.
    """
    container = Container(data, name)
    draft = Draft()
    documents = Documents(Package(container), Painter(draft, name))
    for body in children(container.xml(_ROOT), "DocBody"):
        documents.add(body)
    if not documents.pages:
        raise InputError("damaged", f"{name}: none of its {documents.count} pages can be read; fetch the file again")
    if not any(not glyph.text.isspace() for page in documents.pages for glyph in page.glyphs):
        raise InputError(
            "no-text", f"{name}: its pages hold no text, only drawings or pictures; convert it to PDF and try again"
        )
    lay_out(documents.pages, draft)
    return draft.finish(data, name, _MEDIA_TYPE)
