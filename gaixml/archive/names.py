"""Names of files that every file system and every archive format takes."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_LONGEST: Final = 200
"""Bytes of UTF-8: file systems take 255, and systems that take packages over put something before or behind."""
_UNSAFE: Final = re.compile(
    r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\ud800-\udfff\u2028-\u202e\u2066-\u2069\u200b-\u200f\ufeff\ufdd0-\ufdef\ufffe\uffff]'
)
"""What Windows, a path or XML does not take, what nobody sees, what turns the direction of text round."""
_BLANKS: Final = re.compile(r"\s+")
"""XML makes one blank of several, and of the ideographic one."""
_RESERVED: Final = re.compile(r"(?:con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])\s*(?:\.|$)", re.IGNORECASE)
"""Names of devices in Windows."""


def safe_name(name: str) -> str:
    """Return the name of a file without its folders, in NFC, with ``_`` for what is not safe; the suffix is kept."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rstrip("/").rpartition("/")[2]
    safe = _BLANKS.sub(" ", _UNSAFE.sub("_", last)).strip(" ").rstrip(". ")
    if not safe.strip("."):
        return "document"
    if safe.startswith((".", "-")) or _RESERVED.match(safe):
        safe = f"_{safe}"
    stem, dot, suffix = safe.rpartition(".")
    if not stem:
        stem, dot, suffix = safe, "", ""
    room = _LONGEST - len((dot + suffix).encode())
    if room < 1:
        return _cut(safe, _LONGEST)
    return _cut(stem, room) + dot + suffix


def _cut(text: str, size: int) -> str:
    """Return as much of a text as its bytes allow, whole characters."""
    return text.encode()[:size].decode(errors="ignore")
