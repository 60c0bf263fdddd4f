"""What the elements of HTML are to a reader (HTML Living Standard, 15.3: how browsers render them)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

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
_LABELLED: Final = frozenset({"submit", "button", "reset", "text", "number", ""})
"""Types of <input> that show their value."""
FRAMES: Final = {"iframe": "src", "frame": "src", "embed": "src", "object": "data"}
"""Elements that show another file, and the attribute that names it."""
VOIDS: Final = frozenset({"meta", "title", "img", "input", "br", "hr", *FRAMES})
"""Elements that print or say something other than their text."""
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
    "rt": "annotation",
    "rtc": "annotation",
    "rp": "hidden",
}
"""Elements that are left aside with all they hold, with the reason. What canvas … iframe hold is for browsers that
cannot show them."""
ROLES: Final = {"navigation": "navigation", "search": "interface", "menu": "navigation", "menubar": "navigation"}
"""ARIA roles of what is left aside."""
_DOWNLOADS: Final = re.compile(r"\.(?:docx?|xlsx?|pdf|wps|et|ofd|zip|rar|7z|txt|ceb|pptx?)(?:[?#]|\Z)", re.IGNORECASE)
"""Addresses of files, which are attached to a document rather than linked from a page."""
_PAGE_LINK: Final = re.compile(r"\s*(?!#(?=.)|mailto:|tel:)", re.IGNORECASE)
"""Addresses that lead to other pages."""
_INLINE_DISPLAYS: Final = frozenset({"inline", "inline-block", "contents"})
_DISPLAY: Final = re.compile(r"(?:^|;)\s*display\s*:\s*([a-z-]+)", re.IGNORECASE)
_HIDDEN: Final = re.compile(
    r"(?:^|;)\s*(?:visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|(?:left|top|text-indent)\s*:\s*-\d{4})",
    re.IGNORECASE,
)
"""What is not shown, or shown so far from the page that nobody sees it."""
_DELETED: Final = re.compile(r"(?:^|;)\s*text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)
_RAISED: Final = re.compile(r"(?:^|;)\s*vertical-align\s*:\s*(super|sub)", re.IGNORECASE)
_PRE: Final = re.compile(r"(?:^|;)\s*white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)


class Rendering(NamedTuple):
    """How an element is printed: the role of its box ('' for none), why it is left aside ('' when it is not).

    ``raised``: sup or sub for text above or below the line.
    """

    role: str
    reason: str
    is_pre: bool
    raised: str = ""


def rendering(tag: str, attributes: Mapping[str, str]) -> Rendering:
    """Return how an element is printed."""
    if not attributes:
        return _rendering(tag)
    state = "hidden" if "hidden" in attributes else "open" if tag == "dialog" and "open" in attributes else ""
    return _rendering(tag, attributes.get("style", ""), attributes.get("role", ""), state)


@lru_cache(1 << 12)
def _rendering(tag: str, style: str = "", aria_role: str = "", state: str = "") -> Rendering:
    shown = _display(style)
    if tag in TABLE_PARTS:
        role = TABLE_PARTS[tag]
    else:
        role = "block" if tag in BLOCKS or (shown and shown not in _INLINE_DISPLAYS) else ""
    if role == "block" and shown in _INLINE_DISPLAYS:
        role = ""
    is_pre = tag in PREFORMATTED or _PRE.search(style) is not None
    raised = _RAISED.search(style)
    raised_as = tag if tag in {"sup", "sub"} else raised[1].lower().removesuffix("er") if raised and not role else ""
    return Rendering(role, _aside_reason(tag, style, shown, aria_role, state), is_pre, raised_as)


def is_page_link(attributes: Mapping[str, str]) -> bool:
    """Tell whether an <a> leads to another page; one that does nothing is a place that others lead to."""
    if "href" not in attributes:
        return "onclick" in attributes
    return _PAGE_LINK.match(attributes["href"]) is not None and not _DOWNLOADS.search(attributes["href"])


def shown_value(attributes: Mapping[str, str]) -> str:
    """Return what an <input> shows."""
    return attributes.get("value", "") if attributes.get("type", "").lower() in _LABELLED else ""


def _aside_reason(tag: str, style: str, shown: str, aria_role: str, state: str) -> str:
    """Return why an element is left aside with all it holds, '' when it is not."""
    if tag in ASIDES:
        return ASIDES[tag]
    is_closed = tag == "dialog" and state != "open"
    if is_closed or state == "hidden" or shown == "none" or _HIDDEN.search(style):
        return "hidden"
    return "deleted" if _DELETED.search(style) else ROLES.get(aria_role, "")


def _display(style: str) -> str:
    """Return how a style says that an element is displayed (block, inline, none …), '' when it does not."""
    match = _DISPLAY.search(style)
    return match[1].lower() if match else ""
