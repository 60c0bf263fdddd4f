"""What a reader makes of a source file: its text, where that stands in the file, and what was left aside."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import takewhile
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gaixml.model import Table


_CELL: Final = re.compile("([A-Z]+)([0-9]+)")
"""The name of a sheet's cell."""


@dataclass(frozen=True, slots=True)
class Source:
    """A source file: its name without folders, IANA media type and charset, size in bytes, SHA-256 in hexadecimal.

    ``charset_basis`` says how the charset is known: bom, declared, utf-8, nul-pattern, detected, fallback; both are ''
    for a format that is no text. ``undecodable`` counts the bytes that are no characters in it; they stand in the text
    as lone surrogates. ``text_basis`` says what the text is: ``exact`` (the file's, character for character),
    ``reader`` (what the reader of the format prints of it), ``ocr`` (some of it was recognised in pictures).
    """

    name: str
    media_type: str
    charset: str
    charset_basis: str
    undecodable: int
    size: int
    sha256: str
    text_basis: str = "exact"


BBox = tuple[float, float, float, float]
"""Left, top, right, bottom, in points (1/72 inch) from the top left corner of the page."""


class Spot(NamedTuple):
    """Where something stands in a source that is no plain text; what the format does not have is left empty.

    ``part`` is a member of the file (word/document.xml) or a sheet's name; ``path`` an XPath in the part or page, or
    the name of a sheet's cell (B7); ``page`` counts from 1. ``ocr``: it was recognised in a picture.
    """

    part: str = ""
    path: str = ""
    page: int = 0
    bbox: BBox | None = None
    ocr: bool = False


class Place(NamedTuple):
    """A stretch of the text that stands in one spot; an empty one where a blank cell stands."""

    start: int
    end: int
    spot: Spot


class Omission(NamedTuple):
    """What a reader left aside: the ``reason`` (a code of the schema), the size, and the text if people can read it.

    ``size`` counts characters or, where ``is_binary``, bytes. ``name`` is that of a file inside of the source.
    """

    reason: str
    size: int
    spot: Spot = Spot()
    text: str = ""
    name: str = ""
    is_binary: bool = False


class Image(NamedTuple):
    """A picture in the source: name, media type, size in bytes and SHA-256 ('' where the file is not there)."""

    name: str
    media_type: str
    size: int
    sha256: str
    spot: Spot = Spot()

    @classmethod
    def of_file(cls, name: str, media_type: str, data: bytes, spot: Spot = Spot()) -> Image:  # noqa: B008 - immutable
        """Return a picture whose file is in the source."""
        return cls(name, media_type, len(data), hashlib.sha256(data).hexdigest(), spot)


class Property(NamedTuple):
    """What a page says of the document it shows: 索引号, 发布机构, <meta name="PubDate">.

    ``name`` is a code of the schema ('' for a field that has none), ``label`` and ``value`` are as printed.
    """

    name: str
    label: str
    value: str
    spot: Spot = Spot()


@dataclass(frozen=True, slots=True)
class Document:
    """A source with its text: every character that the reader found, in the order of reading.

    ``tables`` are those the format itself marks, in order; text formats mark none. ``places`` say where the text stands
    in the source; their starts grow, they do not overlap.
    """

    source: Source
    text: str
    tables: Sequence[Table] = ()
    places: Sequence[Place] = ()
    omissions: Sequence[Omission] = ()
    images: Sequence[Image] = ()
    properties: Sequence[Property] = ()
    _starts: list[int] = field(init=False, repr=False, compare=False, default_factory=list)

    def __post_init__(self) -> None:
        """Keep the starts of the places, which are searched for each thing that has one."""
        self._starts.extend(place.start for place in self.places)

    def spot(self, start: int, end: int) -> Spot | None:
        """Return where a stretch of the text stands: on the page, in the part in which it begins. None for plain text.

        Several boxes become the one around them, several paths the element that holds them, cells a range (A1:C7).
        """
        if not self.places:
            return None
        at = max(bisect_right(self._starts, start) - 1, 0)
        first = self.places[at].spot
        part, path, page, bbox, ocr = first
        while (at := at + 1) < len(self.places) and self.places[at].start < end:
            other = self.places[at].spot
            if (other.part, other.page) == (part, page):
                path, bbox, ocr = join_paths(path, other.path), join_boxes(bbox, other.bbox), ocr or other.ocr
        return Spot(part, path, page, bbox, ocr)


def join_paths(one: str, two: str) -> str:
    """Return the path of what holds both: the common ancestor, or the range of two cells."""
    if one == two or not two:
        return one
    if not one.startswith("/"):
        return _range(*one.split(":"), *two.split(":")) or one
    steps = zip(one.split("/"), two.split("/"), strict=False)
    return "/".join(here for here, _ in takewhile(lambda step: step[0] == step[1], steps)) or "/"


def _range(*cells: str) -> str:
    """Return the range of a sheet that holds some cells, by their names; '' where one is no such name."""
    names = [_CELL.fullmatch(cell) for cell in cells]
    if not all(names):
        return ""
    columns = sorted((name[1] for name in names if name), key=lambda letters: (len(letters), letters))
    rows = sorted(int(name[2]) for name in names if name)
    first, last = f"{columns[0]}{rows[0]}", f"{columns[-1]}{rows[-1]}"
    return first if first == last else f"{first}:{last}"


def join_boxes(one: BBox | None, two: BBox | None) -> BBox | None:
    """Return the box around two."""
    if one is None or two is None:
        return one or two
    return min(one[0], two[0]), min(one[1], two[1]), max(one[2], two[2]), max(one[3], two[3])
