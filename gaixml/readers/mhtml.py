"""Reads pages that a browser saved as one file (MHTML, RFC 2557): the page, and what it shows beside its text."""

from __future__ import annotations

import email
from typing import TYPE_CHECKING, Final

from gaixml.document import Image, Omission
from gaixml.errors import InputError
from gaixml.readers.draft import Draft
from gaixml.readers.html import finish_page, read_page

if TYPE_CHECKING:
    from email.message import Message

    from gaixml.document import Document

_PAGES: Final = frozenset({"text/html", "application/xhtml+xml"})
_REASONS: Final = {"text/css": "style", "text/javascript": "script", "application/javascript": "script"}


def read(data: bytes, name: str, charset: str | None) -> Document:
    """Return the document in the bytes of a saved page.

    Raises InputError like the reader of HTML, and ``damaged`` (there is no page in the file).
    """
    try:
        parts = [part for part in email.message_from_bytes(data).walk() if not part.is_multipart()]
        contents = [(part, _content(part)) for part in parts]
    except (RecursionError, ValueError, LookupError):
        contents = []
    page = _main_page(contents)
    if page is None:
        raise InputError("damaged", f"{name}: there is no page in this saved page; save it again, as HTML")
    draft = Draft()
    decoded = read_page(draft, page[1], name, charset or page[0].get_content_charset())
    for part, content in contents:
        if part is not page[0]:
            _list(draft, part, content)
    return finish_page(draft, decoded, data, name, "multipart/related")


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _main_page(contents: list[tuple[Message, bytes]]) -> tuple[Message, bytes] | None:
    """Return the part that is the page itself: the first one, browsers write its frames behind it."""
    return next((one for one in contents if one[0].get_content_type() in _PAGES and one[1].strip()), None)


def _list(draft: Draft, part: Message, content: bytes) -> None:
    """List a part that is not the page."""
    name = str(part.get("Content-Location") or part.get_filename() or part.get("Content-ID") or "")
    media_type = part.get_content_type()
    if part.get_content_maintype() == "image":
        draft.images.append(Image.of_file(name, media_type, content))
    else:
        reason = _REASONS.get(media_type, "embedded")
        draft.omissions.append(Omission(reason, len(content), name=name, is_binary=True))
