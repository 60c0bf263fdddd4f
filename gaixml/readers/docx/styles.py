"""What a docx's styles say of paragraphs and runs: numbering, hidden text, leaders (ECMA-376 Part 1, 17.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from gaixml.readers.docx.names import VAL, W, child_value, is_on

if TYPE_CHECKING:
    from lxml import etree

_DEEPEST: Final = 64
"""No style is based on so many others; one that is, is based on itself."""
_PLACEHOLDER: Final = "placeholder text"
"""The name of Word's own style of the text that waits in an empty content control (17.7.4.9: names are English)."""
_LEADERS: Final = frozenset({"dot", "middleDot", "hyphen", "underscore"})


class StyleNumbering(NamedTuple):
    """The numbering that a style brings: w:numId and w:ilvl as they stand there, None where they do not."""

    num_id: str | None
    level: str | None


class Styles:
    """The styles of a document, by id."""

    def __init__(self, root: etree._Element | None) -> None:
        """Read the styles part; without one there are no styles."""
        self._styles: dict[str, etree._Element] = {}
        self._default = ""
        for style in () if root is None else root.iterchildren(f"{W}style"):
            name = style.get(f"{W}styleId", "")
            self._styles.setdefault(name, style)
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default", "0") in {"1", "true", "on"}:
                self._default = self._default or name
        self._numbering: dict[str, StyleNumbering] = {}
        self.unprinted = {name: reason for name in self._styles if (reason := self._unprinted(name))}
        """Why the runs of a style are not printed: hidden, or template (what waits to be replaced)."""
        self.led = frozenset(name for name in self._styles if self._is_led(name))
        """The styles whose last tab is led by dots to a page number."""

    def name_of(self, style: str | None) -> str:
        """Return the style of a paragraph that names ``style``: the default one where it names none that is there."""
        return style if style in self._styles else self._default

    def numbering(self, style: str) -> StyleNumbering:
        """Return the numbering of a style: what the nearest of the styles it is based on says."""
        if style not in self._numbering:
            found = [one.find(f"{W}pPr/{W}numPr") for one in self._chain(style)]
            ids = (child_value(one, f"{W}numId") for one in found)
            levels = (child_value(one, f"{W}ilvl") for one in found)
            self._numbering[style] = StyleNumbering(
                next((one for one in ids if one is not None), None),
                next((one for one in levels if one is not None), None),
            )
        return self._numbering[style]

    def _chain(self, style: str) -> list[etree._Element]:
        """Return a style and those it is based on, the nearest first."""
        chain: list[etree._Element] = []
        while style in self._styles and len(chain) < _DEEPEST:
            chain.append(self._styles[style])
            style = child_value(chain[-1], f"{W}basedOn") or ""
        return chain

    def _unprinted(self, style: str) -> str:
        chain = self._chain(style)
        if (child_value(chain[0], f"{W}name") or "").casefold() == _PLACEHOLDER:
            return "template"
        said = [one.find(f"{W}rPr/{W}vanish") for one in chain]
        return "hidden" if is_on(next((one for one in said if one is not None), None)) else ""

    def _is_led(self, style: str) -> bool:
        chain = self._chain(style)
        names = ((child_value(one, f"{W}name") or "").casefold() for one in chain)
        return any(name.startswith("toc ") for name in names) or any(is_led(one.find(f"{W}pPr")) for one in chain)


def is_led(properties: etree._Element | None) -> bool:
    """Tell whether paragraph properties set a tab that is led by dots."""
    tabs = () if properties is None else properties.iterfind(f"{W}tabs/{W}tab")
    return any(tab.get(f"{W}leader") in _LEADERS and tab.get(VAL) != "clear" for tab in tabs)
