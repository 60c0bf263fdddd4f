"""Makes text fit to be shown in a terminal."""

from __future__ import annotations

import re
from typing import Final

_STEERING: Final = re.compile("[\x00-\x1f\x7f-\x9f]")


def visible(text: str) -> str:
    """Return a text on one line; what would steer the terminal is spelled out."""
    return _STEERING.sub(lambda match: f"\\x{ord(match[0]):02x}", " ".join(text.split()))
