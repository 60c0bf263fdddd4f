"""Writes docx for tests: raw XML in a ZIP, so that every oddity can be written."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from printed_blocks import PrintedBlock, PrintedTable

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
}
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
WORDPROCESSING = "application/vnd.openxmlformats-officedocument.wordprocessingml"
MAIN_TYPE = f"{WORDPROCESSING}.document.main+xml"
_DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
Target = tuple[str, str]
"""A relationship: the last word of its type, its target; http: and file: targets stand outside."""


def run(text: str, properties: str = "") -> str:
    """Return a run; line ends and tabs become their elements."""
    wrapped = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    lines = escape(text).replace("\t", "</w:t><w:tab/><w:t>").replace("\n", "</w:t><w:br/><w:t>")
    lines = lines.replace("<w:t>", '<w:t xml:space="preserve">')
    return f'<w:r>{wrapped}<w:t xml:space="preserve">{lines}</w:t></w:r>'


def within(names: str, inner: str) -> str:
    """Return XML inside of elements: ``within("sdt sdtContent", …)``; names without a prefix are WordprocessingML's."""
    for name in reversed(names.split()):
        full = name if ":" in name else f"w:{name}"
        inner = f"<{full}>{inner}</{full}>"
    return inner


def paragraph(text: str = "", properties: str = "", *, raw: str = "") -> str:
    """Return a paragraph of a text, or of ``raw`` XML."""
    wrapped = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{wrapped}{raw or (run(text) if text else '')}</w:p>"


def numbered(text: str, num: int | str, level: int | str = 0) -> str:
    """Return a paragraph with an automatic number."""
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def cell(text: str = "", properties: str = "", *, raw: str = "") -> str:
    """Return a cell of a text, a paragraph a line, or of ``raw`` blocks."""
    inner = raw or "".join(map(paragraph, text.split("\n")))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """Return a row of cells."""
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    """Return a table of rows."""
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def printed_table(printed: PrintedTable) -> str:
    """Return a table with merged cells, every place of its grid filled, as Word writes it."""
    rows: list[dict[int, str]] = [{} for _ in printed]
    for number, cells in enumerate(printed):
        at = 0
        for one in cells:
            while at in rows[number]:
                at += 1
            span = f'<w:gridSpan w:val="{one.columns}"/>' if one.columns > 1 else ""
            for below in range(number, number + one.rows):
                merge = (
                    ""
                    if one.rows == 1
                    else f"<w:vMerge{' w:val=' + chr(34) + 'restart' + chr(34) if below == number else ''}/>"
                )
                rows[below].update(dict.fromkeys(range(at, at + one.columns), ""))
                rows[below][at] = cell(one.text if below == number else "", span + merge)
    return table(*(row(*(one for _, one in sorted(cells.items()) if one)) for cells in rows))


def to_docx(blocks: Sequence[PrintedBlock]) -> bytes:
    """Return a docx that prints these blocks."""
    body = "".join(paragraph(block) if isinstance(block, str) else printed_table(block) for block in blocks)
    return package(body)


def part(root: str, inner: str) -> str:
    """Return a part: its root element, with all namespaces, around XML."""
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:{root} {_DECLARED}>{inner}</w:{root}>'


def relationships(targets: Sequence[Target]) -> str:
    """Return a part of relationships rId1, rId2, …"""
    lines = [
        f'<Relationship Id="rId{number}" Type="{RELATIONS}/{kind}" Target={quoteattr(target)}'
        f"{' TargetMode=' + quoteattr('External') if ':' in target else ''}/>"
        for number, (kind, target) in enumerate(targets, 1)
    ]
    return f'<Relationships xmlns="{PACKAGE_RELATIONS}">{"".join(lines)}</Relationships>'


def numbering(*levels: Sequence[tuple[str, str]], more: str = "", nums: str = "") -> str:
    """Return numbering.xml: list n has the n-th levels, each a format and a text, and maybe more XML."""
    abstracts = "".join(
        f'<w:abstractNum w:abstractNumId="{number}">'
        + "".join(level(at, number_format, text) for at, (number_format, text) in enumerate(one))
        + "</w:abstractNum>"
        for number, one in enumerate(levels, 1)
    )
    lists = "".join(num(number, number) for number in range(1, len(levels) + 1))
    return part("numbering", abstracts + more + lists + nums)


def level(at: int, number_format: str, text: str, more: str = "", start: int = 1) -> str:
    """Return a level of a list."""
    inner = f'<w:start w:val="{start}"/><w:numFmt w:val="{number_format}"/>{more}<w:lvlText w:val={quoteattr(text)}/>'
    return f'<w:lvl w:ilvl="{at}">{inner}</w:lvl>'


def num(number: int, abstract: int, more: str = "") -> str:
    """Return a list with an abstract numbering."""
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{more}</w:num>'


def package(
    body: str = "",
    parts: Mapping[str, str | bytes] | None = None,
    relations: Sequence[Target] = (),
    *,
    main: str = "word/document.xml",
    content_type: str = MAIN_TYPE,
) -> bytes:
    """Return a docx: the XML inside of its w:body, more parts, and the main part's relationships.

    styles, numbering, notes and comments among ``parts`` are related by themselves.
    """
    folder = main[: main.rfind("/") + 1]
    own = [name for name in parts or {} if name.startswith(folder) and name.endswith(".xml")]
    known = {"styles", "numbering", "footnotes", "endnotes", "comments", "settings"}
    usual = [(stem, f"{stem}.xml") for name in own if (stem := name.rpartition("/")[2][:-4]) in known]
    types = (
        '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f'<Override PartName="/{main}" ContentType="{content_type}"/>'
        + "".join(
            f'<Override PartName="/{folder}{target}" ContentType="{WORDPROCESSING}.{stem}+xml"/>'
            for stem, target in usual
        )
        + "</Types>"
    )
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": types,
        "_rels/.rels": relationships([("officeDocument", main)]),
        main: part("document", f"<w:body>{body}</w:body>"),
        f"{folder}_rels/{main.rpartition('/')[2]}.rels": relationships([*relations, *usual]),
        **(parts or {}),
    }
    return zipped(members)


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """Return a ZIP of these members, the same bytes each time."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in members.items():
            container.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
