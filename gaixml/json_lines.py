"""Writes JSON lines: one object a line, and nothing in it that any program takes for the end of a line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_LINE_ENDS: Final = {ord(end): f"\\u{ord(end):04x}" for end in "\x85\u2028\u2029"}
"""What JSON allows in a string, though many a program takes it for the end of the line."""


def json_lines(records: Iterable[Mapping[str, object]]) -> bytes:
    """Return records as JSON, one object a line, in UTF-8; what is no character is spelled out."""
    lines = (json.dumps(record, ensure_ascii=False).translate(_LINE_ENDS) + "\n" for record in records)
    return "".join(lines).encode("utf-8", "backslashreplace")
