"""Says which block of outline.lark a line becomes: the tables ``title``, ``agency`` … of lines.lark."""

from __future__ import annotations

import functools
from typing import Final

from gaixml.scanners import alternatives

_BLOCKS: Final = (
    "title", "agency", "year", "date", "signature", "addressee",
    "annex", "attachment", "contents", "note", "caption", "furniture",
)  # fmt: skip


def unmarked(printed: str) -> str:
    """Return what lines print, without the blanks in it and Markdown's signs around it."""
    return "".join(printed.split()).strip("#*_")


@functools.cache
def _types() -> dict[str, str]:
    return {terminal: block.upper() for block in _BLOCKS for terminal in alternatives("lines", block)}


def block_type(kind: str) -> str:
    """Return the token of outline.lark for a terminal of lines.lark; TEXT for what no table lists."""
    return _types().get(kind, "TEXT")
