"""Workbooks of Excel 97, record by record ([MS-XLS]), in a compound file ([MS-CFB])."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

SECTOR = 512
END, FREE, OF_FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
SMALLEST = 4096  # a smaller stream would stand in the mini stream
BOF, EOF, SHEET, TEXTS, TEXT, NUMBER, TRUTH, SIZE, MERGED = 0x809, 0x0A, 0x85, 0xFC, 0xFD, 0x203, 0x205, 0x200, 0xE5


def record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def number(row: int, column: int, value: float) -> bytes:
    return record(NUMBER, struct.pack("<HHHd", row, column, 0, value))


def text(row: int, column: int, which: int) -> bytes:
    """Return a cell that prints one of the shared texts."""
    return record(TEXT, struct.pack("<HHHI", row, column, 0, which))


def error(row: int, column: int, code: int) -> bytes:
    return record(TRUTH, struct.pack("<HHHBB", row, column, 0, code, 1))


def merged(*ranges: tuple[int, int, int, int]) -> bytes:
    """Return merged cells: first and last row, first and last column of each."""
    return record(MERGED, struct.pack("<H", len(ranges)) + b"".join(struct.pack("<HHHH", *one) for one in ranges))


def shared(texts: Sequence[str]) -> bytes:
    found = b"".join(struct.pack("<HB", len(one), 1) + one.encode("utf-16-le") for one in texts)
    return record(TEXTS, struct.pack("<II", len(texts), len(texts)) + found)


def make_stream(sheets: dict[str, bytes], texts: Sequence[str] = (), before: bytes = b"", state: int = 0) -> bytes:
    """Return the stream Workbook; each sheet is the records of its cells."""
    head = record(BOF, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + before
    names = [struct.pack("<BBBB", state, 0, len(name), 1) + name.encode("utf-16-le") for name in sheets]
    tail = shared(texts) + record(EOF)
    at = len(head) + sum(8 + len(name) for name in names) + len(tail)
    listed, bodies = b"", b""
    for name, cells in zip(names, sheets.values(), strict=True):
        listed += record(SHEET, struct.pack("<I", at + len(bodies)) + name)
        bodies += record(BOF, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + cells + record(EOF)
    return head + listed + tail + bodies


def compound(stream: bytes, name: str = "Workbook") -> bytes:
    """Return a compound file with one stream."""
    stream = stream.ljust(SMALLEST, b"\0")
    body = -(-len(stream) // SECTOR)
    fats = 1
    while fats * (SECTOR // 4) < fats + 1 + body:
        fats += 1
    fat = [OF_FAT] * fats + [END] + [*range(fats + 2, fats + 1 + body), END]
    fat += [FREE] * (fats * (SECTOR // 4) - len(fat))
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, fats, fats, 0, SMALLEST, END, 0, END, 0,
    )  # fmt: skip
    header += struct.pack("<109I", *range(fats), *[FREE] * (109 - fats))
    entries = entry("Root Entry", 5, 1, END, 0) + entry(name, 2, FREE, fats + 1, len(stream))
    directory = entries + bytes(SECTOR - len(entries))
    return header + struct.pack(f"<{len(fat)}I", *fat) + directory + stream.ljust(body * SECTOR, b"\0")


def entry(name: str, kind: int, child: int, first: int, size: int) -> bytes:
    printed = name.encode("utf-16-le")
    fields = (printed.ljust(64, b"\0"), len(printed) + 2, kind, 1, FREE, FREE, child, first, size)
    return struct.pack("<64sHBBIII36xIQ", *fields)


def make_xls(sheets: dict[str, bytes], texts: Sequence[str] = (), before: bytes = b"", state: int = 0) -> bytes:
    """Return a workbook; ``state`` 1 hides its sheets."""
    return compound(make_stream(sheets, texts, before, state))
