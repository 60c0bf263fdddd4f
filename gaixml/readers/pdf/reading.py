"""Opens a PDF and reads it page by page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from gaixml.document import Omission, Spot
from gaixml.errors import InputError
from gaixml.readers.draft import Draft
from gaixml.readers.extras import load_extra
from gaixml.readers.ocr import HOW_TO_INSTALL, find_engine
from gaixml.readers.pages import lay_out
from gaixml.readers.pdf.annotations import list_files
from gaixml.readers.pdf.leaves import Leaf, read_leaf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaixml.document import Document
    from gaixml.readers.ocr import Engine
    from gaixml.readers.pages import Page

MOST_PAGES: Final = 2_000
_MOST_CHARACTERS: Final = 4_000_000
_PASSWORD, _SECURITY = 4, 5
"""PDFium's error codes (fpdfview.h) of a file that a password protects, or a scheme that it does not know."""
_UNKNOWN_SHARE: Final = 0.1
"""A page on which this share of the characters has no code is to be read like a picture."""
_DOTS: Final = 300
"""Pictures of pages are made with so many dots an inch, as Tesseract likes them …"""
_MOST_DOTS: Final = 40_000_000
"""… and with so many dots at most."""


def read(data: bytes, name: str, charset: str | None) -> Document:  # noqa: ARG001 - what all readers are called with
    """Return the document in the bytes of PDF file ``name``.

    Raises InputError: ``missing-extra``, ``encrypted``, ``damaged``, ``too-large``, ``no-text``.
    """
    pdfium = load_extra("pypdfium2", "pdf", name)
    raw = load_extra("pypdfium2.raw", "pdf", name)
    document = _open(pdfium, raw, data, name)
    reading = _Reading(raw, document, name)
    try:
        reading.draft.omissions += list_files(raw, document.raw)
        lay_out(reading.pages(), reading.draft)
    except OverflowError:
        raise InputError("too-large", f"{name}: a page of the PDF holds more than gaixml reads") from None
    except pdfium.PdfiumError:
        raise InputError("damaged", f"{name}: a page of the PDF is damaged; fetch the file again") from None
    finally:
        document.close()
    reading.check()
    return reading.draft.finish(data, name, "application/pdf")


def _open(pdfium: Any, raw: Any, data: bytes, name: str) -> Any:  # noqa: ANN401 - PDFium's modules and handles
    try:
        document = pdfium.PdfDocument(data)
        pages = len(document)
    except pdfium.PdfiumError:
        if raw.FPDF_GetLastError() in {_PASSWORD, _SECURITY}:
            message = "the PDF is encrypted; remove the password and try again"
            raise InputError("encrypted", f"{name}: {message}") from None
        pages = 0
    if not pages or b"%%EOF" not in data:
        raise InputError("damaged", f"{name}: the PDF is damaged or cut off; fetch the file again")
    if pages > MOST_PAGES:
        document.close()
        raise InputError("too-large", f"{name}: the PDF has {pages} pages, more than {MOST_PAGES}; split it")
    return document


@dataclass(slots=True)
class _Reading:
    """A PDF while it is read: the draft, and how much of its text is known."""

    raw: Any
    document: Any
    name: str
    draft: Draft = field(default_factory=Draft)
    characters: int = 0
    unknown: int = 0
    pictures: int = 0
    engine: Engine | None = None

    def pages(self) -> Iterator[Page]:
        """Yield the pages, those that are pictures as OCR reads them."""
        for number in range(len(self.document)):
            leaf = read_leaf(self.raw, self.document, number)
            self.draft.omissions += leaf.omissions
            self.draft.images += leaf.images
            page = leaf.page
            if leaf.is_picture or leaf.unknown > _UNKNOWN_SHARE * len(page.glyphs):
                page = self._recognised(leaf) or page
            else:
                self.unknown += leaf.unknown
            self.characters += len(page.glyphs)
            if self.characters > _MOST_CHARACTERS:
                raise OverflowError
            yield page

    def check(self) -> None:
        """Raise InputError ``no-text`` where there is no text, or too much of it is unknown."""
        if self.characters == 0 or (self.pictures and self.characters == self.unknown):
            if self.engine:
                raise InputError("no-text", f"{self.name}: the PDF prints no text, and OCR finds none in its pictures")
            what = "holds pictures of text and no text" if self.pictures else "prints no text"
            raise InputError("no-text", f"{self.name}: the PDF {what}; {HOW_TO_INSTALL}")
        if self.unknown > _UNKNOWN_SHARE * self.characters:
            what = f"does not say which characters it prints ({self.unknown} of {self.characters} have no code)"
            raise InputError("no-text", f"{self.name}: the PDF {what}; {HOW_TO_INSTALL}")

    def _recognised(self, leaf: Leaf) -> Page | None:
        """Return a page as OCR reads its picture; list it where there is no OCR."""
        self.engine = self.engine or find_engine()
        if self.engine is None:
            self.pictures += leaf.is_picture
            self.unknown += leaf.unknown
            text = f"page {leaf.page.number} is a picture; {HOW_TO_INSTALL}" if leaf.is_picture else ""
            spot = Spot(page=leaf.page.number, bbox=(0, 0, round(leaf.page.width, 2), round(leaf.page.height, 2)))
            size = sum(image.size for image in leaf.images)
            self.draft.omissions += [Omission("unsupported", size, spot, text, is_binary=True)] if text else []
            return None
        page = self.document[leaf.page.number - 1]
        try:
            scale = min(_DOTS / 72, (_MOST_DOTS / max(leaf.page.width * leaf.page.height, 1)) ** 0.5)
            picture = page.render(scale=scale, grayscale=True).to_pil()
        finally:
            page.close()
        try:
            return self.engine.read(picture, leaf.page.number, leaf.page.width, leaf.page.height)
        except (RuntimeError, OSError, ValueError):  # of Tesseract, of the time that it may take
            message = f"{self.name}: Tesseract failed on page {leaf.page.number}; try it on a picture of that page"
            raise InputError("no-text", message) from None
