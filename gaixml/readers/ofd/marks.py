"""What the objects of a page print (GB/T 33190-2016, 9 and 11): text its glyphs, a path its straight lines."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from gaixml.readers.ofd.geometry import read_box, read_gaps, read_map, read_number, read_numbers
from gaixml.readers.ofd.package import child, children, text_of
from gaixml.readers.pages.geometry import Matrix
from gaixml.readers.pages.page import Glyph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from gaixml.document import BBox

Point = tuple[float, float]

_ASCENT, _DESCENT = 0.88, 0.12
"""How far a glyph's box reaches above and below the line that it stands on, in heights."""
_SLANT: Final = 0.6
"""A line that leaves the horizontal or vertical by fewer points is straight."""
_SHORTEST_IN_DRAWING: Final = 60.0
"""Where curves and slanting lines are drawn with it, a letter or a seal, only a line of so many points is a rule."""
_ABSENT: Final = "false"
_DIRECTIONS: Final = {90.0: (0, 1), 180.0: (-1, 0), 270.0: (0, -1)}
_OPERATION: Final = re.compile(r"[A-Za-z]|[-+.\deE]+")
_LINES: Final = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
"""How many numbers each operation of a path has (9.1, table 35)."""


def object_map(element: etree._Element, outer: Matrix) -> Matrix:
    """Return the map from an object's own coordinates to the page's."""
    left, top, _, _ = read_box(element.get("Boundary")) or (0.0, 0.0, 0.0, 0.0)
    return read_map(element.get("CTM")).then(Matrix(e=left, f=top)).then(outer)


def is_visible(element: etree._Element) -> bool:
    """Tell whether an object is printed: not said to be invisible, nor wholly transparent."""
    return element.get("Visible", "").lower() != _ABSENT and read_number(element.get("Alpha"), 255) > 0


def is_painted(element: etree._Element) -> bool:
    """Tell whether the characters of a text object are filled, as they are unless it says no, or stroked (11.2)."""
    return element.get("Fill", "").lower() != _ABSENT or element.get("Stroke", "").lower() == "true"


def text_glyphs(element: etree._Element, outer: Matrix) -> Iterator[Glyph]:
    """Yield the glyphs of a text object (11.2)."""
    place = object_map(element, outer)
    size = read_number(element.get("Size"), 0)
    stretch = read_number(element.get("HScale"), 1) or 1
    direction = _DIRECTIONS.get(read_number(element.get("ReadDirection"), 0) % 360, (1, 0))
    x = y = 0.0
    for code in children(element, "TextCode"):
        x, y = read_number(code.get("X"), x), read_number(code.get("Y"), y)
        at, line = x, y
        across, down = read_gaps(code.get("DeltaX")), read_gaps(code.get("DeltaY"))
        spaced = code.get("DeltaX") or code.get("DeltaY")
        for char in code_text(code):
            width = size * stretch * (1 if unicodedata.east_asian_width(char) in "WFA" else 0.5)
            step = (next(across, 0.0), next(down, 0.0)) if spaced else (direction[0] * width, direction[1] * width)
            shown = min(width, step[0]) if step[0] > 0 else width
            yield Glyph(char, *place.box(at, line - _ASCENT * size, at + shown, line + _DESCENT * size))
            at, line = at + step[0], line + step[1]


def code_text(code: etree._Element) -> str:
    """Return the characters of a TextCode, without what only sets the XML out on lines."""
    text = "".join(code.itertext())
    return text.strip() if "\n" in text else text


def path_rules(element: etree._Element, outer: Matrix) -> Iterator[BBox]:
    """Yield the boxes of the straight lines that a path object draws (9.1), each no wider than the line is."""
    stroked = element.get("Stroke", "").lower() != _ABSENT
    filled = element.get("Fill", "").lower() == "true"
    if not stroked and (not filled or _is_white(child(element, "FillColor"))):
        return
    place = object_map(element, outer)
    stretches = [
        [place.point(*point) for point in points] for points in _subpaths(text_of(child(element, "AbbreviatedData")))
    ]
    if filled and not stroked:
        for points in filter(None, stretches):
            yield from _filled_rule(points)
        return
    sides = [side for points in stretches for side in pairwise(points)]
    rules = [_straight(*side) for side in sides]
    shortest = 0.0 if all(rules) and all(map(len, stretches)) else _SHORTEST_IN_DRAWING
    yield from (rule for rule in rules if rule and max(rule[2] - rule[0], rule[3] - rule[1]) >= shortest)


def _is_white(color: etree._Element | None) -> bool:
    return color is not None and {*read_numbers(color.get("Value"))} == {255.0}


def _straight(one: Point, two: Point) -> BBox | None:
    box = min(one[0], two[0]), min(one[1], two[1]), max(one[0], two[0]), max(one[1], two[1])
    return box if min(box[2] - box[0], box[3] - box[1]) <= _SLANT else None


def _filled_rule(points: list[Point]) -> Iterator[BBox]:
    """Yield the box of a filled rectangle: a thin one is a line."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    box = min(xs), min(ys), max(xs), max(ys)
    if all(min(x - box[0], box[2] - x) <= _SLANT and min(y - box[1], box[3] - y) <= _SLANT for x, y in points):
        yield box


def _subpaths(data: str) -> Iterator[list[Point]]:
    """Yield the points of each stretch of straight lines in a path; an empty stretch for a curve, which ends one."""
    points: list[Point] = []
    start: Point = (0.0, 0.0)
    for operation, numbers in _operations(data):
        if operation == "L":
            points.append((numbers[0], numbers[1]))
            continue
        if operation == "C":
            points.append(start)
        if len(points) > 1:
            yield points
        points = [start] if operation == "C" else [(numbers[-2], numbers[-1])]
        if operation in {"M", "S"}:
            start = points[0]
        elif operation != "C":
            yield []
    if len(points) > 1:
        yield points


def _operations(data: str) -> Iterator[tuple[str, list[float]]]:
    """Yield the operations of a path with their numbers; those that lack some are passed over."""
    operation, numbers = "", list[float]()
    for match in _OPERATION.finditer(data):
        token = match.group()
        if token in _LINES:
            operation, numbers = token, []
        elif operation:
            numbers.append(read_number(token, 0.0))
        if operation and len(numbers) == _LINES[operation]:
            yield operation, numbers
            operation, numbers = "", []
