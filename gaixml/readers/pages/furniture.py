"""Sets apart what stands around the text of a page: headers, footers, page numbers."""

from __future__ import annotations

import re
from collections import Counter
from statistics import median
from typing import TYPE_CHECKING, Final

from gaixml.document import Omission
from gaixml.lexing.lines import scan_lines
from gaixml.readers.pages.lines import Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gaixml.readers.pages.blocks import PageBlocks

_MARGIN: Final = 0.12
"""Headers stand in this share of the page at its top, footers in as much at its bottom (GB/T 9704-2012, 5.2.2)."""
_DEEPEST: Final = 4
"""A header or footer has so many lines at most."""
_STEP: Final = 3.0
"""What is repeated stands at the same height, give or take so many points."""
_FIGURES: Final = re.compile(r"[0-9０-９]+")
_BARE: Final = re.compile(r"[0-9０-９]{1,4}|[ivxlIVXL]{1,6}")
_SHORTEST: Final = 6
_OUTSIDE: Final = 0.09
"""So much of a page at its top and bottom no text reaches (GB/T 9704-2012, 5.2.2)."""
Place = tuple[bool, str, int]


def take_furniture(pages: Sequence[PageBlocks]) -> list[Omission]:
    """Take headers, footers and page numbers out of the pages; return them."""
    edges = [(_edge(page, top=True), _edge(page, top=False)) for page in pages]
    counts: Counter[Place] = Counter()
    for both in edges:
        counts.update({*_places(both[0], top=True), *_places(both[1], top=False)})
    largest = 1.05 * median(
        [block.size for page in pages for block in page.blocks if isinstance(block, Line)] or [0.0],
    )
    counts = Counter({place: count for place, count in counts.items() if count > 1 and 10 * count >= len(pages)})
    omissions: list[Omission] = []
    for page, both in zip(pages, edges, strict=True):
        for top, edge in zip((True, False), both, strict=True):
            taken = _taken(edge, page, counts, largest, top=top)
            omissions += taken.values()
            page.blocks = [block for block in page.blocks if id(block) not in taken]
    return omissions


def _edge(page: PageBlocks, *, top: bool) -> list[Line]:
    """Return the outermost lines of a page that stand in its margin, from outside to inside."""
    lines: list[Line] = []
    for block in sorted(page.blocks, key=lambda block: block.box[1] if top else -block.box[3]):
        inside = block.box[3] > _MARGIN * page.height if top else block.box[1] < (1 - _MARGIN) * page.height
        if inside or not isinstance(block, Line) or len(lines) == _DEEPEST:
            break
        lines.append(block)
    return lines


def _places(edge: Sequence[Line], *, top: bool) -> list[Place]:
    """Return what is to be counted of each line: its text without figures, its height on the page, both neighbours."""
    return [
        (top, _FIGURES.sub("#", line.text), round(line.box[1] / _STEP) + near) for line in edge for near in (-1, 0, 1)
    ]


def _taken(
    edge: Sequence[Line], page: PageBlocks, counts: Counter[Place], largest: float, *, top: bool
) -> dict[int, Omission]:
    """Return the lines of an edge that are furniture, by their ids, from outside to the first that is none."""
    taken: dict[int, Omission] = {}
    for line in edge:
        repeated = (top, _FIGURES.sub("#", line.text), round(line.box[1] / _STEP)) in counts and line.size <= largest
        if _is_page_number(line, page, repeated=repeated, top=top):
            reason = "page-number"
        elif repeated:
            reason = "page-header" if top else "page-footer"
        else:
            break
        taken[id(line)] = Omission(reason, len(line.text), line.spot, line.text)
    return taken


def _is_page_number(line: Line, page: PageBlocks, *, repeated: bool, top: bool) -> bool:
    """Tell whether a line in the margin is a page number; OCR seldom reads one right: something short far outside."""
    if scan_lines(line.text, "prose")[0].kind == "PAGE_NUMBER_LINE":
        return True
    if line.ocr and len(line.text) <= _SHORTEST:
        return not _OUTSIDE * page.height < line.box[1] < line.box[3] < (1 - _OUTSIDE) * page.height
    return bool(_BARE.fullmatch(line.text)) and (repeated or line.text == str(page.number) or not top)
