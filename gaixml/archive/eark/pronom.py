"""The PRONOM identifiers (PUID) of file formats: only those that the media type or the file itself makes certain."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Final

XML_1: Final = "fmt/101"
_CERTAIN: Final = {
    ("text/plain", ".txt"): "x-fmt/111",
    ("text/markdown", ".md"): "fmt/1149",
    ("text/markdown", ".markdown"): "fmt/1149",
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"): "fmt/412",
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"): "fmt/214",
}
"""By media type and suffix: readers call other text, too, text/plain, and workbooks with macros like those without."""
_PDF: Final = {
    b"1.0": "fmt/14",
    b"1.1": "fmt/15",
    b"1.2": "fmt/16",
    b"1.3": "fmt/17",
    b"1.4": "fmt/18",
    b"1.5": "fmt/19",
    b"1.6": "fmt/20",
    b"1.7": "fmt/276",
    b"2.0": "fmt/1129",
}
_SPECIAL_PDF: Final = re.compile(rb"pdfaid|pdfxid|pdfuaid|GTS_PDF|pdfe:|/Version\s*/|/ObjStm")
"""PDF/A, PDF/X and the like are formats of their own; a catalog can state another version than the header, and what is
said in compressed objects is not seen here."""
_METADATA: Final = re.compile(rb"/Type\s*/Metadata")
_FLAGS: Final = re.IGNORECASE | re.DOTALL
_HTML: Final = (
    (re.compile(rb"html", _FLAGS), "fmt/471"),
    (re.compile(rb'html\s+public\s+"-//w3c//dtd html 4\.01(?: transitional| frameset)?//en".*', _FLAGS), "fmt/100"),
    (re.compile(rb'html\s+public\s+"-//w3c//dtd html 4\.0(?: transitional| frameset)?//en".*', _FLAGS), "fmt/99"),
    (re.compile(rb'html\s+public\s+"-//w3c//dtd xhtml 1\.0 .*', _FLAGS), "fmt/102"),
)
"""What the document type declaration says."""
_DOCTYPE: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?:<\?xml[^>]*+>\s*+)?(?:<!--(?>.*?-->)\s*+)*+<!doctype\s+([^>]*?)\s*>", _FLAGS
)


def puid(name: str, media_type: str, data: bytes) -> str:
    """Return the PUID of a file, "" if it is not certain."""
    if media_type == "application/pdf":
        return _of_pdf(data)
    if media_type in {"text/html", "application/xhtml+xml"}:
        found = _DOCTYPE.match(data[:8192])
        return next((one for said, one in _HTML if said.fullmatch(found[1])), "") if found else ""
    return _CERTAIN.get((media_type, PurePosixPath(name).suffix.lower()), "")


def _of_pdf(data: bytes) -> str:
    compressed = _METADATA.search(data) and b"<?xpacket" not in data
    plain = data.startswith(b"%PDF-") and not compressed and not _SPECIAL_PDF.search(data)
    return _PDF.get(data[5:8], "") if plain else ""
