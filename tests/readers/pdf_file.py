"""Writes PDF files for tests by hand (ISO 32000-1), the odd and the broken ones too.

Coordinates are as gaixml gives them: points from the top left corner of the page, growing right and down.
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gaixml.document import BBox

A4 = (595.0, 842.0)
_FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [ << /Type /Font"
    b" /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4"
    b" >> /DW 1000 /W [ 1 95 500 ] /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox"
    b" [ -25 -254 1000 880 ] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >> >> ] >>"
)
"""A font that every reader has (Adobe-GB1): Latin characters are half as wide as Chinese ones."""
_NAMELESS_FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /Nameless /Encoding /Identity-H /DescendantFonts [ << /Type /Font"
    b" /Subtype /CIDFontType2 /BaseFont /Nameless /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement"
    b" 0 >> /DW 1000 /FontDescriptor << /Type /FontDescriptor /FontName /Nameless /Flags 4 /FontBBox [ 0 -200 1000 800"
    b" ] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 800 /StemV 80 >> >> ] >>"
)
"""A font that does not say which characters its glyphs are."""
_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def width(text: str, size: float) -> float:
    """Return how wide a text is printed."""
    return sum(size / 2 if " " <= char <= "~" else size for char in text)


@dataclass
class PdfPage:
    """A page to draw on."""

    size: tuple[float, float] = A4
    entries: bytes = b""
    images: list[tuple[bytes, bytes]] = field(default_factory=list)
    _drawn: list[str] = field(default_factory=list)

    def text(self, left: float, top: float, size: float, text: str, style: str = "0 Tr /F1") -> None:
        """Print a text in a line whose top left corner is given."""
        self.matrix_text(f"1 0 0 1 {left:.2f} {self.size[1] - top - 0.88 * size:.2f}", size, text, style)

    def matrix_text(self, matrix: str, size: float, text: str, style: str = "0 Tr /F1") -> None:
        """Print a text with a text matrix in the coordinates of PDF."""
        code = text.encode("utf-16-be").hex()
        self._drawn.append(f"BT {style} {size:.2f} Tf {matrix} Tm <{code}> Tj ET")

    def line(self, x0: float, y0: float, x1: float, y1: float, thick: float = 0.5) -> None:
        """Draw a line."""
        height = self.size[1]
        self._drawn.append(f"{thick} w {x0:.2f} {height - y0:.2f} m {x1:.2f} {height - y1:.2f} l S")

    def bar(self, left: float, top: float, right: float, bottom: float) -> None:
        """Fill a rectangle."""
        self._drawn.append(f"{left:.2f} {self.size[1] - bottom:.2f} {right - left:.2f} {bottom - top:.2f} re f")

    def frame(self, left: float, top: float, right: float, bottom: float) -> None:
        """Draw the outline of a rectangle."""
        self._drawn.append(f"0.5 w {left:.2f} {self.size[1] - bottom:.2f} {right - left:.2f} {bottom - top:.2f} re S")

    def image(self, box: BBox, data: bytes, entries: bytes) -> None:
        """Show a picture; ``entries`` describe its data."""
        left, top, right, bottom = box
        self.images.append((data, entries))
        placed = f"{right - left:.2f} 0 0 {bottom - top:.2f} {left:.2f} {self.size[1] - bottom:.2f}"
        self._drawn.append(f"q {placed} cm /I{len(self.images)} Do Q")

    def raw(self, operators: str) -> None:
        """Add operators of a content stream."""
        self._drawn.append(operators)

    @property
    def content(self) -> bytes:
        """Return the content stream."""
        return "\n".join(self._drawn).encode("latin-1")


@dataclass
class PdfFile:
    """A PDF in the making. ``user``: the password that opens it, None for a file that is not encrypted."""

    pages: list[PdfPage] = field(default_factory=list)
    user: str | None = None
    catalog: bytes = b""
    _objects: list[bytes] = field(default_factory=list)

    def page(self, size: tuple[float, float] = A4, entries: bytes = b"") -> PdfPage:
        """Add a page."""
        self.pages.append(PdfPage(size, entries))
        return self.pages[-1]

    def add(self, body: bytes, stream: bytes | None = None) -> int:
        """Add an object; return its number."""
        number = len(self._objects) + 1
        if stream is not None:
            stream = _rc4(self._object_key(number), stream) if self.user is not None else stream
            body = b"<< %s /Length %d >>\nstream\n%s\nendstream" % (body, len(stream), stream)
        self._objects.append(body)
        return number

    def build(self) -> bytes:
        """Return the bytes of the file."""
        self._objects = self._objects or []
        tree = self.add(b"")
        font, nameless = self.add(_FONT), self.add(_NAMELESS_FONT)
        kids: list[int] = []
        for page in self.pages:
            shown = b" ".join(
                b"/I%d %d 0 R" % (number, self.add(b"/Type /XObject /Subtype /Image " + entries, data))
                for number, (data, entries) in enumerate(page.images, 1)
            )
            content = self.add(b"/Filter /FlateDecode", zlib.compress(page.content))
            kids.append(
                self.add(
                    b"<< /Type /Page /Parent %d 0 R /MediaBox [ 0 0 %.2f %.2f ] /Contents %d 0 R %s /Resources << /Font"
                    b" << /F1 %d 0 R /F2 %d 0 R >> /XObject << %s >> >> >>"
                    % (tree, *page.size, content, page.entries, font, nameless, shown)
                )
            )
        listed = b" ".join(b"%d 0 R" % kid for kid in kids)
        self._objects[tree - 1] = b"<< /Type /Pages /Count %d /Kids [ %s ] >>" % (len(kids), listed)
        root = self.add(b"<< /Type /Catalog /Pages %d 0 R %s >>" % (tree, self.catalog))
        return self._file(root)

    def _file(self, root: int) -> bytes:
        trailer = b"/Root %d 0 R /ID [ <%s> <%s> ]" % (root, b"00" * 16, b"00" * 16)
        if self.user is not None:
            crypt = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>"
            check = _rc4(self._key(), _PADDING).hex().encode()
            trailer += b" /Encrypt %d 0 R" % self.add(crypt % (b"00" * 32, check))
        out = bytearray(b"%PDF-1.4\n")
        offsets: list[int] = []
        for number, body in enumerate(self._objects, 1):
            offsets.append(len(out))
            out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
        start = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(offsets) + 1, table)
        out += b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(offsets) + 1, trailer, start)
        return bytes(out)

    def _key(self) -> bytes:
        """Return the key of the file (ISO 32000-1, algorithm 2, revision 2)."""
        padded = ((self.user or "").encode("latin-1") + _PADDING)[:32]
        return hashlib.md5(padded + bytes(32) + (-4 & 0xFFFFFFFF).to_bytes(4, "little") + bytes(16)).digest()[:5]  # noqa: S324

    def _object_key(self, number: int) -> bytes:
        return hashlib.md5(self._key() + number.to_bytes(3, "little") + bytes(2)).digest()[:10]  # noqa: S324


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    other = 0
    for at in range(256):
        other = (other + state[at] + key[at % len(key)]) % 256
        state[at], state[other] = state[other], state[at]
    out = bytearray()
    at = other = 0
    for byte in data:
        at = (at + 1) % 256
        other = (other + state[at]) % 256
        state[at], state[other] = state[other], state[at]
        out.append(byte ^ state[(state[at] + state[other]) % 256])
    return bytes(out)
