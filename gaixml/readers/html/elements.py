"""What the elements of HTML are to a reader (HTML Living Standard, 15.3: how browsers render them)."""

from __future__ import annotations

import re
from typing import Final

VOID: Final = frozenset(
    """
    area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr
    """.split()  # noqa: SIM905 - words
)
"""Elements without content."""
INLINE: Final = frozenset(
    """
    a abbr acronym b bdi bdo big cite code data dfn em font i ins kbd label mark nobr q rb rp rt rtc ruby samp small
    span strong sub sup time tt u var
    """.split()  # noqa: SIM905 - words
)
"""Elements that stand in a line. One that is in no set of this module is taken for one of them too."""
BLOCKS: Final = frozenset(
    """
    address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form
    frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol optgroup option p pre search
    section summary ul xmp plaintext noframes marquee map
    """.split()  # noqa: SIM905 - words
)
"""Elements that begin a line and end it."""
PREFORMATTED: Final = frozenset({"pre", "listing", "xmp", "plaintext"})
"""Elements whose line ends and blanks are printed."""
TABLE_PARTS: Final = {
    "table": "table",
    "thead": "group",
    "tbody": "group",
    "tfoot": "group",
    "tr": "row",
    "td": "cell",
    "th": "cell",
    "caption": "block",
    "colgroup": "block",
}
"""What the elements of tables open."""
UNPRINTED: Final = {"script": "script", "style": "style"}
"""Elements whose text is none that people read, with the reason for leaving it aside."""
ASIDES: Final = {
    "template": "template",
    "noscript": "hidden",
    "del": "deleted",
    "s": "deleted",
    "strike": "deleted",
    "button": "interface",
    "select": "interface",
    "textarea": "interface",
    "datalist": "interface",
    "progress": "interface",
    "meter": "interface",
    "canvas": "hidden",
    "audio": "hidden",
    "video": "hidden",
    "object": "hidden",
    "applet": "hidden",
    "noembed": "hidden",
    "iframe": "external",
    "svg": "embedded",
    "nav": "navigation",
    "search": "interface",
}
"""Elements that are left aside with all they hold, with the reason. What canvas … iframe hold is for browsers that
cannot show them."""
ROLES: Final = {"navigation": "navigation", "search": "interface", "menu": "navigation", "menubar": "navigation"}
"""ARIA roles of what is left aside."""
DOWNLOADS: Final = re.compile(r"\.(?:docx?|xlsx?|pdf|wps|et|ofd|zip|rar|7z|txt|ceb|pptx?)(?:[?#]|\Z)", re.IGNORECASE)
"""Addresses of files, which are attached to a document rather than linked from a page."""
PAGE_LINK: Final = re.compile(r"\s*(?!#(?=.)|mailto:|tel:)", re.IGNORECASE)
"""Addresses that lead to other pages."""
_DISPLAY: Final = re.compile(r"(?:^|;)\s*display\s*:\s*([a-z-]+)", re.IGNORECASE)
_HIDDEN: Final = re.compile(r"(?:^|;)\s*(?:visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all)", re.IGNORECASE)
_DELETED: Final = re.compile(r"(?:^|;)\s*text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)
_PRE: Final = re.compile(r"(?:^|;)\s*white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)


def aside_reason(tag: str, attributes: dict[str, str], style: str) -> str:
    """Return why an element is left aside with all it holds, '' when it is not."""
    if tag in ASIDES:
        return ASIDES[tag]
    if "hidden" in attributes or (tag == "dialog" and "open" not in attributes):
        return "hidden"
    if style and (_HIDDEN.search(style) or display(style) == "none"):
        return "hidden"
    if style and _DELETED.search(style):
        return "deleted"
    return ROLES.get(attributes.get("role", ""), "")


def display(style: str) -> str:
    """Return how a style says that an element is displayed (block, inline, none …), '' when it does not."""
    match = _DISPLAY.search(style)
    return match[1].lower() if match else ""


def is_preformatted(tag: str, style: str) -> bool:
    """Tell whether an element prints its line ends and blanks."""
    return tag in PREFORMATTED or (bool(style) and _PRE.search(style) is not None)
