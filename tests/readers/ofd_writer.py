"""A report as OFD: text in lines, tables ruled; written by hand from GB/T 33190-2016."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from printed_blocks import PrintedBlock, PrintedCell, PrintedTable

NAMESPACE = "http://www.ofdspec.org/2016"
WIDTH, HEIGHT = 210.0, 297.0
LEFT, TOP, RIGHT, BOTTOM = 28.0, 37.0, 182.0, 262.0
SIZE, LEADING = 4.2, 7.4
CELL_SIZE, CELL_LEADING, PADDING = 2.4, 3.2, 1.3
DAY = (2024, 1, 1, 0, 0, 0)


@dataclass
class Sheet:
    """The objects of a page, and how far down it is filled."""

    objects: list[str] = field(default_factory=list)
    y: float = TOP


def to_ofd(blocks: Sequence[PrintedBlock]) -> bytes:
    """Print paragraphs in lines, their first set in by two characters, and ruled tables, on A4 pages."""
    pages = [Sheet()]
    for block in blocks:
        if isinstance(block, str):
            print_paragraph(pages, block)
        else:
            print_table(pages, block)
    for number, page in enumerate(pages, 1):
        page.objects.append(text_object(f"— {number} —", WIDTH / 2 - 6, BOTTOM + 12, SIZE))
    return make_ofd([page_xml(page.objects) for page in pages])


def make_ofd(pages: Sequence[str], extra: Mapping[str, str | bytes] | None = None, **parts: str) -> bytes:
    """Return an OFD file; ``extra`` are more members, or others, ``parts`` go into Document.xml and OFD.xml."""
    listed = "".join(f'<ofd:Page ID="{at}" BaseLoc="Pages/Page_{at}/Content.xml"/>' for at in range(len(pages)))
    area = f"<ofd:PageArea><ofd:PhysicalBox>0 0 {WIDTH:g} {HEIGHT:g}</ofd:PhysicalBox></ofd:PageArea>"
    common = f"<ofd:CommonData>{area}{parts.get('common', '')}</ofd:CommonData>"
    body = f"<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>{parts.get('body', '')}"
    members: dict[str, str | bytes] = {
        "OFD.xml": xml("OFD", f"<ofd:DocBody>{body}</ofd:DocBody>", 'Version="1.0" DocType="OFD"'),
        "Doc_0/Document.xml": xml("Document", f"{common}<ofd:Pages>{listed}</ofd:Pages>{parts.get('document', '')}"),
        **{f"Doc_0/Pages/Page_{at}/Content.xml": page for at, page in enumerate(pages)},
        **(extra or {}),
    }
    return pack(members)


def pack(members: Mapping[str, str | bytes]) -> bytes:
    """Return a container of members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in members.items():
            container.writestr(zipfile.ZipInfo(name, DAY), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def xml(root: str, content: str, attributes: str = "") -> str:
    """Return an XML part."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><ofd:{root} xmlns:ofd="{NAMESPACE}" {attributes}>{content}</ofd:{root}>'
    )


def page_xml(objects: Iterable[str], before: str = "") -> str:
    """Return a page with objects on it."""
    return xml("Page", f'{before}<ofd:Content><ofd:Layer ID="1">{"".join(objects)}</ofd:Layer></ofd:Content>')


def text_object(text: str, x: float, y: float, size: float, attributes: str = "") -> str:
    """Return a text object whose first character has its top left corner at a place, in millimetres."""
    gaps = " ".join(f"{size * char_width(char):.4g}" for char in text[:-1])
    spaced = f' DeltaX="{gaps}"' if gaps else ""
    code = f'<ofd:TextCode X="0" Y="{0.88 * size:.4g}"{spaced}>{escape(text)}</ofd:TextCode>'
    box = f"{x:.5g} {y:.5g} {size * width_of(text):.5g} {size:.5g}"
    return f'<ofd:TextObject Boundary="{box}" Font="1" Size="{size:g}" {attributes}>{code}</ofd:TextObject>'


def line_object(x0: float, y0: float, x1: float, y1: float) -> str:
    """Return a path object that draws a line."""
    box = f"{x0:.5g} {y0:.5g} {max(x1 - x0, 0.2):.5g} {max(y1 - y0, 0.2):.5g}"
    data = f"M 0 0 L {x1 - x0:.5g} {y1 - y0:.5g}"
    path = f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData>"
    return f'<ofd:PathObject Boundary="{box}" LineWidth="0.2">{path}</ofd:PathObject>'


def char_width(char: str) -> float:
    return 1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5


def width_of(text: str) -> float:
    return sum(map(char_width, text))


def wrap(text: str, room: float, first: float = 0.0) -> list[str]:
    """Break a text into lines of so many heights; ``first`` of them are taken on the first line."""
    lines, used = [""], first
    for char in text:
        if char == "\n" or used + char_width(char) > room:
            lines.append("")
            used = 0.0
        if char != "\n":
            lines[-1] += char
            used += char_width(char)
    return lines


def print_paragraph(pages: list[Sheet], text: str) -> None:
    set_in = 0.0 if len(text) < 2 else 2.0
    for number, line in enumerate(wrap(text, (RIGHT - LEFT) / SIZE, set_in)):
        if pages[-1].y + LEADING > BOTTOM:
            pages.append(Sheet())
        page = pages[-1]
        x = LEFT + (set_in * SIZE if number == 0 else 0)
        if line.strip():
            page.objects.append(text_object(line, x, page.y, SIZE))
        page.y += LEADING


def print_table(pages: list[Sheet], table: PrintedTable) -> None:
    """Print a table with all the lines of its grid; a page break between two rows cuts merged cells in two."""
    ruled = Ruled.make(table)
    start = 0
    while start < len(table):
        room = BOTTOM - pages[-1].y
        end = start
        while end < len(table) and sum(ruled.heights[start : end + 1]) <= room:
            end += 1
        if end == start and pages[-1].y > TOP:
            pages.append(Sheet())
            continue
        end = max(end, start + 1)
        ruled.print_rows(pages[-1], start, end)
        start = end
    pages[-1].y += LEADING / 2


def place_cells(table: PrintedTable) -> list[tuple[int, int, PrintedCell]]:
    """Return each cell with its row and column."""
    taken: set[tuple[int, int]] = set()
    placed = []
    for row, cells in enumerate(table):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            taken |= {(row + down, column + beside) for down in range(cell.rows) for beside in range(cell.columns)}
            placed.append((row, column, cell))
    return placed


@dataclass
class Ruled:
    """A table to be printed: its cells with their rows and columns, their lines, the heights of its rows."""

    placed: list[tuple[int, int, PrintedCell]]
    lines: dict[tuple[int, int], list[str]]
    heights: list[float]
    wide: float

    @classmethod
    def make(cls, table: PrintedTable) -> Ruled:
        placed = place_cells(table)
        wide = (RIGHT - LEFT) / max(column + cell.columns for _, column, cell in placed)
        lines = {
            (row, column): wrap(cell.text, (cell.columns * wide - 2 * PADDING) / CELL_SIZE)
            for row, column, cell in placed
        }
        heights = [1.0 for _ in table]
        for row, column, cell in placed:
            for at in range(row, row + cell.rows):
                heights[at] = max(heights[at], len(lines[row, column]) / cell.rows)
        return cls(placed, lines, [height * CELL_LEADING + 2 * PADDING for height in heights], wide)

    def print_rows(self, page: Sheet, start: int, end: int) -> None:
        tops = [page.y + sum(self.heights[start:at]) for at in range(start, end + 1)]
        for row, column, cell in self.placed:
            first, last = max(row, start), min(row + cell.rows, end)
            if first >= last:
                continue
            x0, x1 = LEFT + column * self.wide, LEFT + (column + cell.columns) * self.wide
            y0, y1 = tops[first - start], tops[last - start]
            page.objects += [line_object(x0, y0, x1, y0), line_object(x0, y1, x1, y1)]
            page.objects += [line_object(x0, y0, x0, y1), line_object(x1, y0, x1, y1)]
            if first == row:
                self.print_text(page, self.lines[row, column], x0 + PADDING, y0 + PADDING)
        page.y = tops[-1]

    @staticmethod
    def print_text(page: Sheet, lines: Sequence[str], x: float, y: float) -> None:
        page.objects += [
            text_object(line, x, y + at * CELL_LEADING, CELL_SIZE) for at, line in enumerate(lines) if line.strip()
        ]
