"""Joins printed lines into the paragraphs that they were broken from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gaixml.lexing.headings import RANK
from gaixml.lexing.lines import scan_lines
from gaixml.readers.pages.margins import INDENT
from gaixml.scanners import scanner

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gaixml.readers.pages.lines import Line
    from gaixml.readers.pages.margins import Margins, Place

_SLACK: Final = 0.4
"""A line is full if what follows would have fitted by less than so many heights."""
_OCR_SLACK: Final = 1.0
"""The same in what OCR read: a line that ends with a point mark ends with the mark's ink."""
_LEADING: Final = 1.35
"""Lines whose distance is so many times the usual one do not belong together."""
_CLOSEST: Final = 1.2
"""Lines are at least so many heights apart."""
_SIZES: Final = 1.15
"""Lines whose heights differ by so much do not belong together either."""
_NEAR: Final = 0.35
"""Positions that differ by this share of a height are one."""
_CITED: Final = frozenset({"ARTICLE", "ROMAN", "LETTER"})
"""Numbers that a sentence cites as it goes on: 根据《条例》 / 第三十七条 …"""
_LONGEST_TITLE: Final = 80
"""No title has more characters."""
_DEEP: Final = 2.5
"""A paragraph's first line begins no further right of the margin, in heights."""


def join_paragraphs(lines: Iterable[Line], margins: Mapping[Place, Margins]) -> list[list[Line]]:
    """Return the lines of each paragraph; the margins are by page and stretch."""
    paragraphs: list[list[Line]] = []
    for line in lines:
        if paragraphs and _goes_on(paragraphs[-1], line, margins):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return paragraphs


def _goes_on(paragraph: Sequence[Line], line: Line, margins: Mapping[Place, Margins]) -> bool:
    """Tell whether a paragraph goes on in the next line."""
    last = paragraph[-1]
    before, here = margins[last.page, last.column], margins[line.page, line.column]
    size = max(last.size, line.size)
    indented = line.box[0] - here.left > INDENT * size
    if size > _SIZES * min(last.size, line.size) or (indented and not _is_centred(line, here)):
        return False
    if any(one.gaps and not _is_justified(one, margins[one.page, one.column]) for one in (last, line)):
        return False
    if _are_rows(last, line):
        return False
    slack = _OCR_SLACK if last.ocr else _SLACK
    if last.box[2] + line.first_word <= before.right - slack * size:
        return False
    if (last.page == line.page and _is_far(paragraph, line, before)) or _is_title(paragraph):
        return False
    return not _is_marked(line, within=here.indented and _breaks_off(paragraph))


def _is_centred(line: Line, margins: Margins) -> bool:
    """Tell whether a line stands in the middle: the rest of a title that was too long for one line."""
    left, right = line.box[0] - margins.left, margins.right - line.box[2]
    return min(left, right) > _DEEP * line.size and abs(left - right) <= line.size


def _are_rows(above: Line, below: Line) -> bool:
    """Tell whether two lines are rows of one table: all of their wide gaps stand over one another."""
    pairs = zip(above.gaps, below.gaps, strict=False)
    aligned = all(min(one[2], two[2]) > max(one[1], two[1]) for one, two in pairs)
    return bool(above.gaps) and len(above.gaps) == len(below.gaps) and aligned


def _is_justified(line: Line, margins: Margins) -> bool:
    """Tell whether a line with wide gaps is prose that was stretched: it fills the line from margin to margin."""
    begins = line.box[0] - margins.left <= _DEEP * line.size
    return begins and abs(line.box[2] - margins.right) <= _NEAR * line.size


def _is_far(paragraph: Sequence[Line], line: Line, margins: Margins) -> bool:
    """Tell whether a line stands further below the one before than the lines of its paragraph do."""
    step = line.box[3] - paragraph[-1].box[3]
    if step <= 0:  # the next column
        return False
    usual = margins.pitch * line.size
    if len(paragraph) > 1 and paragraph[-2].page == line.page and paragraph[-1].box[3] > paragraph[-2].box[3]:
        usual = paragraph[-1].box[3] - paragraph[-2].box[3]
    return step > _LEADING * max(usual, _CLOSEST * line.size)


def _is_title(paragraph: Sequence[Line]) -> bool:
    """Tell whether the lines are a whole title: nothing goes on behind one, however little room it left."""
    text = "".join(line.text for line in paragraph)
    return len(text) <= _LONGEST_TITLE and scan_lines(text, "prose")[0].kind == "TITLE_LINE"


def _breaks_off(paragraph: Sequence[Line]) -> bool:
    """Tell whether a line ends inside of a sentence."""
    return scanner("lines", "broken_off").match(paragraph[-1].text) is not None


def _is_marked(line: Line, *, within: bool) -> bool:
    """Tell whether a line begins with a number of the numbering ladder; ``within``: it may go on with a sentence."""
    kind = scan_lines(line.text, "prose")[0].kind
    return kind in RANK and not (within and kind in _CITED)
