"""Which media types a METS file may name: those that IANA has registered (CSIP 2.2.0, CSIP26 and CSIP66)."""

from __future__ import annotations

from typing import Final

_UNREGISTERED: Final = frozenset({"application/ofd"})
"""What readers state and IANA does not know."""
_UNKNOWN: Final = "application/octet-stream"


def registered(media_type: str) -> str:
    """Return a media type that IANA has; PREMIS tells the other."""
    return _UNKNOWN if media_type in _UNREGISTERED else media_type
