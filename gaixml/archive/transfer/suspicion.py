"""Tells encrypted and executable content by what a file shows openly: no virus scan, and no proof of absence."""

from __future__ import annotations

import zipfile
from typing import IO, TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_CHUNK: Final = 1 << 20
_PROGRAMS: Final = {
    b"MZ": "Windows程序",
    b"\x7fELF": "ELF程序",
    b"\xfe\xed\xfa\xce": "Mach-O程序",
    b"\xfe\xed\xfa\xcf": "Mach-O程序",
    b"\xce\xfa\xed\xfe": "Mach-O程序",
    b"\xcf\xfa\xed\xfe": "Mach-O程序",
    b"\xca\xfe\xba\xbe": "Java类或Mach-O程序",
    b"#!": "脚本",
}
_PDF: Final = b"%PDF-"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = b"PK\x03\x04"
_SIGNS: Final = {
    _PDF: {b"/Encrypt": ("encrypted", "PDF加密"), b"/JavaScript": ("executable", "PDF脚本"),
           b"/Launch": ("executable", "PDF启动外部程序")},
    _OLE: {"EncryptedPackage".encode("utf-16-le"): ("encrypted", "Office加密"),
           "_VBA_PROJECT".encode("utf-16-le"): ("executable", "宏")},
}  # fmt: skip
"""What stands openly in files of these formats: code of the point, what it means."""
_SUFFIXES: Final = (".exe", ".dll", ".bat", ".cmd", ".com", ".vbs", ".js", ".jar", ".ps1", ".msi", ".scr")
_ENCRYPTED_FLAG: Final = 1


def suspicions(path: Path) -> Iterator[tuple[str, str]]:
    """Yield ``encrypted`` or ``executable`` with what was seen, each once. Raises OSError."""
    with path.open("rb") as file:
        head = file.read(1024)
        for magic, meaning in _PROGRAMS.items():
            if head.startswith(magic):
                yield "executable", meaning
        if head.startswith(_ZIP):
            yield from _in_zip(file)
        for magic, signs in _SIGNS.items():
            if magic in (head if magic == _PDF else head[: len(magic)]):
                yield from _in_bytes(file, signs)


def _in_zip(file: IO[bytes]) -> Iterator[tuple[str, str]]:
    """Look at the names and flags in the central directory; nothing is unpacked."""
    try:
        with zipfile.ZipFile(file) as members:
            infos = members.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError):
        return
    if any(info.flag_bits & _ENCRYPTED_FLAG for info in infos):
        yield "encrypted", "ZIP成员加密"
    names = [info.filename.casefold() for info in infos]
    if any(name.endswith("vbaproject.bin") for name in names):
        yield "executable", "宏"
    if any(name.endswith(_SUFFIXES) for name in names):
        yield "executable", "ZIP内有程序"


def _in_bytes(file: IO[bytes], signs: dict[bytes, tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Look for byte strings in the whole file."""
    longest = max(map(len, signs))
    left = dict(signs)
    file.seek(0)
    behind = b""
    while left and (chunk := file.read(_CHUNK)):
        window = behind + chunk
        for sign in [one for one in left if one in window]:
            yield left.pop(sign)
        behind = window[1 - longest :]
