"""The class of a finding."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """A statement about a part of the document.

    ``rule`` is stable; ``severity`` is error, warning or information; ``about`` the id of the section, table or cell,
    or ``document``; ``start`` and ``end`` its place in the text.
    """

    rule: str
    severity: str
    about: str
    message: str
    message_en: str
    start: int
    end: int
