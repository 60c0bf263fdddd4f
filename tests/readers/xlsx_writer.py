"""A report as a workbook of one sheet; written by hand from ECMA-376, part 1, 18."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from ofd_writer import pack, place_cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from printed_blocks import PrintedBlock

SHEET = "年度报告"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
Cells = dict[tuple[int, int], str]


def to_xlsx(blocks: Sequence[PrintedBlock]) -> bytes:
    """Type paragraphs into column A and tables, with their merged cells, below them."""
    cells: Cells = {}
    merged: list[str] = []
    top = 1
    for block in blocks:
        if isinstance(block, str):
            cells[top, 1] = block
            top += 1
            continue
        for down, beside, cell in place_cells(block):
            row, column = top + down, beside + 1
            cells[row, column] = cell.text
            if cell.rows * cell.columns > 1:
                merged.append(f"{name_of(row, column)}:{name_of(row + cell.rows - 1, column + cell.columns - 1)}")
        top += len(block)
    return make_xlsx({SHEET: sheet_xml(cells, merged)})


def name_of(row: int, column: int) -> str:
    """Return the name of a cell, counted from 1: A1."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row}"


def sheet_xml(cells: Cells, merged: Iterable[str] = (), behind: str = "") -> str:
    """Return a sheet with texts typed into its cells, by row and column from 1."""
    rows: dict[int, list[str]] = {}
    for (row, column), text in sorted(cells.items()):
        if text:
            rows.setdefault(row, []).append(cell_xml(row, column, text))
    data = "".join(f'<row r="{row}">{"".join(found)}</row>' for row, found in rows.items())
    ranges = "".join(f'<mergeCell ref="{one}"/>' for one in merged)
    return part(
        "worksheet", f"<sheetData>{data}</sheetData>" + f"<mergeCells>{ranges}</mergeCells>" * bool(ranges) + behind
    )


def cell_xml(row: int, column: int, text: str) -> str:
    """Return a cell: a number where a person would have typed one."""
    if text.isascii() and text.isdecimal() and str(int(text)) == text:
        return f'<c r="{name_of(row, column)}"><v>{text}</v></c>'
    return f'<c r="{name_of(row, column)}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def part(root: str, content: str) -> str:
    """Return an XML part."""
    names = f'xmlns="{MAIN}" xmlns:r="{RELATIONS}"'
    return f'<?xml version="1.0" encoding="UTF-8"?><{root} {names}>{content}</{root}>'


def make_xlsx(
    sheets: Mapping[str, str | bytes],
    extra: Mapping[str, str | bytes] | None = None,
    states: Mapping[str, str] | None = None,
) -> bytes:
    """Return a workbook of sheets; ``extra`` are more members, or others, ``states`` say which sheets are hidden."""
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{at}" r:id="rId{at}" state="{(states or {}).get(name, "visible")}"/>'
        for at, name in enumerate(sheets, 1)
    )
    related = "".join(
        f'<Relationship Id="rId{at}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, len(sheets) + 1)
    )
    strings = f'<Relationship Id="rId0" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
    book = f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
    types = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    types += f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
    types += f'<Override PartName="/xl/sharedStrings.xml" ContentType="{KIND}.sharedStrings+xml"/>'
    for at in range(1, len(sheets) + 1):
        types += f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{KIND}.worksheet+xml"/>'
    relations = f'<Relationships xmlns="{PACKAGE}/relationships">{related}{strings}</Relationships>'
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{book}</Relationships>',
        "xl/workbook.xml": part("workbook", f"<sheets>{listed}</sheets>"),
        "xl/_rels/workbook.xml.rels": relations,
        "xl/sharedStrings.xml": part("sst", ""),
        **{f"xl/worksheets/sheet{at}.xml": sheet for at, sheet in enumerate(sheets.values(), 1)},
        **(extra or {}),
    }
    return pack(members)
