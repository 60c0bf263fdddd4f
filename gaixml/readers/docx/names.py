"""The names of WordprocessingML (ECMA-376 Part 1) that the reader asks for, and the two families of its namespaces."""

from __future__ import annotations

import functools
from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

MAIN: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W: Final = f"{{{MAIN}}}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
VML: Final = "{urn:schemas-microsoft-com:vml}"
OFFICE: Final = "{urn:schemas-microsoft-com:office:office}"
VAL: Final = f"{W}val"

_STRICT: Final = "http://purl.oclc.org/ooxml/"
_TRANSITIONAL: Final = {
    "wordprocessingml/main": W,
    "officeDocument/relationships": R,
    "officeDocument/math": M,
    "drawingml/main": A,
    "drawingml/chart": "{http://schemas.openxmlformats.org/drawingml/2006/chart}",
    "drawingml/diagram": "{http://schemas.openxmlformats.org/drawingml/2006/diagram}",
}
_OFF: Final = frozenset({"0", "false", "off", "none"})


def make_transitional(root: etree._Element) -> None:
    """Give the elements and attributes of a strict part (Part 1, annex A) the names of the transitional ones."""
    if not any(uri.startswith(_STRICT) for uri in root.nsmap.values()):
        return
    for element in root.iter("*"):
        element.tag = _transitional(str(element.tag))
        for name, value in element.attrib.items():
            renamed = _transitional(str(name))
            if renamed != name:
                del element.attrib[name]
                element.set(renamed, value)


def _transitional(name: str) -> str:
    uri, brace, local = name.rpartition("}")
    known = _TRANSITIONAL.get(uri.removeprefix("{" + _STRICT)) if brace else None
    return known + local if known else name


def local_name(element: etree._Element) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def is_on(element: etree._Element | None) -> bool:
    """Tell whether a switch is there and is on (17.17.4: an element without a value is)."""
    return element is not None and element.get(VAL, "1") not in _OFF


def number(value: str | None, default: int = 0) -> int:
    """Return what an attribute counts; ``default`` where it is not there or no number that anybody counts with."""
    try:
        return int(value) if value and len(value) < len("1000000000") else default
    except ValueError:
        return default


def child_of(element: etree._Element | None, name: str) -> etree._Element | None:
    """Return the first child of a name, None where there is none."""
    return None if element is None else next(element.iterchildren(name), None)


def child_value(element: etree._Element | None, name: str) -> str | None:
    """Return the w:val of a child, None where there is none."""
    child = child_of(element, name)
    return None if child is None else child.get(VAL)


def text_within(element: etree._Element) -> str:
    """Return all text in an element, whatever became of it: what was deleted and what is hidden too."""
    pieces: list[str] = []
    for found in element.iter(f"{W}p", f"{W}t", f"{W}delText", f"{A}t", f"{M}t"):
        if found.tag == f"{W}p":
            pieces.append("\n" if pieces else "")
        else:
            pieces.append(found.text or "")
    return "".join(pieces).strip("\n")


@functools.cache
def _step(tag: str, prefix: str | None) -> str:
    """Return how a path names an element, '' for one that has no prefix to be named with."""
    prefix = "w" if tag.startswith(W) else prefix
    return f"{prefix}:{tag.rpartition('}')[2]}" if prefix else ""


def steps(parent: etree._Element, path: str) -> Iterator[tuple[etree._Element, str]]:
    """Yield the child elements and the path of each, as lxml's getpath prints it; getpath itself is quadratic."""
    children = list(parent.iterchildren("*"))
    names = [str(child.tag) for child in children]
    counts = Counter(names) if len(set(names)) < len(names) else {}
    seen: dict[str, int] = {}
    for position, (child, name) in enumerate(zip(children, names, strict=True), 1):
        step = _step(name, child.prefix)
        if not step:
            yield child, f"{path}/*[{position}]"
        elif counts.get(name, 1) == 1:
            yield child, f"{path}/{step}"
        else:
            seen[name] = seen.get(name, 0) + 1
            yield child, f"{path}/{step}[{seen[name]}]"


def paths_of(elements: list[etree._Element], root: etree._Element, path: str) -> list[str]:
    """Return the paths of elements that stand somewhere in ``root``, whose path is given, in the order of the part."""
    above: set[etree._Element] = {root}
    for element in elements:
        parent = element.getparent()
        while parent is not None and parent not in above:
            above.add(parent)
            parent = parent.getparent()
    wanted, found, open_ones = set(elements), [], [steps(root, path)]
    while open_ones:
        child, at = next(open_ones[-1], (None, ""))
        if child is None:
            open_ones.pop()
        elif child in wanted:
            found.append(at)
        elif child in above:
            open_ones.append(steps(child, at))
    return found
