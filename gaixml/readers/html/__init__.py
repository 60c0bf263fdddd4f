"""Reads web pages: of any site system, fragments of them, saved ones.

What a browser prints is the text, but for what the site prints around the document; that and what is hidden is left
aside, and listed. What the page says of its document (索引号, <meta>) are its properties.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaixml.errors import InputError
from gaixml.readers.draft import Draft
from gaixml.readers.html.boxes import spot
from gaixml.readers.html.core import find_core
from gaixml.readers.html.flow import Flow
from gaixml.readers.html.judging import judge
from gaixml.readers.html.leaves import lay_out
from gaixml.readers.html.parsing import parse_page
from gaixml.readers.html.printing import Printer

if TYPE_CHECKING:
    from gaixml.document import Document
    from gaixml.readers.charset import Decoded

__all__ = ["finish_page", "read", "read_page"]

_TITLES = frozenset({"page-title", "meta-title"})


def read(data: bytes, name: str, charset: str | None) -> Document:
    """Return the document in the bytes of a page.

    Raises InputError: ``binary``, ``no-text`` (nothing but pictures and scripts), ``too-large`` (nested too deep).
    """
    draft = Draft()
    decoded = read_page(draft, data, name, charset)
    return finish_page(draft, decoded, data, name, "text/html")


def read_page(draft: Draft, data: bytes, name: str, charset: str | None) -> Decoded:
    """Write a page into a draft; return how it was decoded. Raises InputError like ``read``, but not ``no-text``."""
    tree, page = parse_page(data, name, charset)
    if tree is not None:
        flow = Flow()
        root = flow.walk(tree)
        del tree  # large, and not needed any more
        core = find_core(root)
        leaves, spans = lay_out(root)
        judge(leaves, spans[id(core)], [one.value for one, _ in flow.mentions.properties if one.name in _TITLES])
        draft.properties += [
            one._replace(value=page.restore(one.value), spot=spot(node)) for one, node in flow.mentions.properties
        ]
        printer = Printer(draft, page.restore)
        printer.leaves(leaves)
        printer.asides(root)
        printer.unprinted(flow.unprinted.items())
        draft.omissions += [
            one._replace(name=page.restore(one.name), spot=spot(node)) for one, node in flow.mentions.external
        ]
        draft.images += [
            one._replace(name=page.restore(one.name), spot=spot(node)) for one, node in flow.mentions.images
        ]
    return page.decoded


def finish_page(draft: Draft, decoded: Decoded, data: bytes, name: str, media_type: str) -> Document:
    """Return the document of a page. Raises InputError ``no-text``."""
    document = draft.finish(
        data,
        name,
        media_type,
        charset=decoded.charset,
        charset_basis=decoded.basis,
        undecodable=decoded.undecodable,
    )
    if not document.text.strip():
        advice = "save what it shows (a picture, a PDF) and convert that"
        raise InputError("no-text", f"{name}: the page has no text; {advice}")
    return document
