"""Resumption tokens (OAI-PMH 2.0, section 3.5): the server keeps nothing of a list but what the token says."""

from __future__ import annotations

import base64
import re
from typing import Final, NamedTuple
from urllib.parse import urlencode

from gaixml.oai.protocol import Code, ProtocolError, Request, parse

_FORM: Final = re.compile(r"([0-9]{1,18})\.([0-9a-f]{32})\.([A-Za-z0-9_\-]{1,4096})")


class Token(NamedTuple):
    """Where a list goes on.

    ``cursor`` is the number of records that were sent; ``fingerprint`` that of the whole list (index.Listing), 32
    hexadecimal digits: a list that has changed since has another. ``request`` is the one that began the list.
    """

    cursor: int
    fingerprint: str
    request: Request

    def __str__(self) -> str:
        """Return the token as harvesters get it; its characters need no escape in a URL."""
        query = urlencode({"verb": self.request.verb, **self.request.arguments})
        return f"{self.cursor}.{self.fingerprint}.{base64.urlsafe_b64encode(query.encode()).decode().rstrip('=')}"


def read_token(verb: str, text: str) -> Token:
    """Return what a token says. Raises ProtocolError for what is no token of this verb."""
    if (form := _FORM.fullmatch(text)) is None:
        raise bad_token()
    cursor, fingerprint, encoded = form.groups()
    try:
        request = parse(base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)).decode())
    except (ValueError, ProtocolError):
        raise bad_token() from None
    if request.verb != verb or "resumptionToken" in request.arguments:
        raise bad_token()
    return Token(int(cursor), fingerprint, request)


def bad_token() -> ProtocolError:
    """Return the error for a token that was never given out, or whose list has changed."""
    return ProtocolError(
        Code.BAD_TOKEN, "The token is not one of this repository, or the list has changed since: begin it again."
    )
