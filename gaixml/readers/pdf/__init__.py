"""Reads PDF with PDFium: characters and ruled lines of each page, from there to paragraphs and tables."""

from gaixml.readers.pdf.reading import read

__all__ = ["read"]
