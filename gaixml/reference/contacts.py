"""Reads places of contact: addresses, postcodes, telephone numbers behind their labels; e-mail and web addresses."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from gaixml.reference.model import Reference

if TYPE_CHECKING:
    import re


def read_contact(match: re.Match[str]) -> Reference:
    """Return the place of contact that a lexeme prints, its label aside."""
    kind = (match.lastgroup or "").lower()
    start, end = match.span(kind)
    value = " ".join(match[kind].split())
    kind = "telephone" if kind == "next_phone" else kind
    if kind != "address":
        value = unicodedata.normalize("NFKC", value)
    return Reference("contact", start, end, {"type": kind, "value": value})
