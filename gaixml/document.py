"""What a reader makes of a source file: its text and where that came from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """A source file: its name without folders, IANA media type and charset, size in bytes, SHA-256 in hexadecimal.

    ``charset_basis`` says how the charset is known: bom, declared, utf-8, nul-pattern, detected, fallback.
    ``undecodable`` counts the bytes that are no characters in it; they stand in the text as lone surrogates.
    """

    name: str
    media_type: str
    charset: str
    charset_basis: str
    undecodable: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Document:
    """A source with its text: every character of it, in the order of reading."""

    source: Source
    text: str
