"""From bytes to a Document: one module for each format. Content decides the format, a file's name only helps."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Final, Protocol, cast

from gaixml.errors import InputError
from gaixml.readers.formats import format_of

if TYPE_CHECKING:
    from gaixml.document import Document

__all__ = ["read_document"]

_READERS: Final = {
    "text": "text",
    "html": "html",
    "mhtml": "mhtml",
    "docx": "docx",
    "legacy": "legacy",
    "pdf": "pdf",
    "ofd": "ofd",
    "xlsx": "sheets",
    "xls": "sheets",
}
"""The module of this package that reads a format; each is loaded when a file needs it."""


class _Reader(Protocol):
    def read(self, data: bytes, name: str, charset: str | None) -> Document:
        """Return the document in the bytes of file ``name``."""
        ...


def read_document(data: bytes, name: str, *, charset: str | None = None) -> Document:
    """Return the document in the bytes of a source file.

    ``charset`` is what somebody declares a text or page to be; content that contradicts it wins. Raises InputError for
    what cannot be read, with a code: ``empty``, ``format`` (a format that no reader reads), ``binary``, ``damaged``,
    ``encrypted``, ``too-large``, ``unsafe``, ``no-text`` (nothing but pictures), ``missing-extra``, ``converter``.
    """
    if not data:
        raise InputError("empty", f"{name}: the file is empty; nothing was written")
    module = importlib.import_module(f"gaixml.readers.{_READERS[format_of(data, name)]}")
    return cast("_Reader", module).read(data, name, charset)
