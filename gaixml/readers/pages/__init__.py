"""Pages of print, as PDF, OFD and OCR give them: glyphs and ruled lines. From there to paragraphs and tables."""

from gaixml.readers.pages.layout import lay_out
from gaixml.readers.pages.page import Glyph, Page

__all__ = ["Glyph", "Page", "lay_out"]
