"""Random documents: written and read again, and beside python-docx, which reads the same files its own way."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import docx
from docx_reading import grids, spans
from docx_writer import cell, package, paragraph, row, run, table, to_docx
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from printed_blocks import PrintedCell

from gaixml.document import Spot
from gaixml.readers import read_document
from gaixml.readers.draft import Draft, DraftCell

if TYPE_CHECKING:
    from printed_blocks import PrintedBlock, PrintedTable

    from gaixml.document import Document

CHARACTERS = st.sampled_from("一二三政府信息公开年度报告，。、（）()1234567890.%&<>\"' 　𠀀ab")
TEXTS = st.text(CHARACTERS, max_size=12)
LINES = st.lists(st.text(CHARACTERS, min_size=1, max_size=5), max_size=3).map("\n".join)


@st.composite
def tables(draw: st.DrawFn) -> PrintedTable:
    """Draw a table of two rows and columns at least, in every row of which a cell begins."""
    height, width = draw(st.integers(2, 5)), draw(st.integers(2, 5))
    free = {(up, at) for up in range(height) for at in range(width)}
    rows: PrintedTable = [[] for _ in range(height)]
    for up in range(height):
        for at in range(width):
            if (up, at) not in free:
                continue
            columns, lines = draw(st.integers(1, 3)), draw(st.integers(1, 3))
            while not all((up, at + beside) in free for beside in range(columns)):
                columns -= 1
            lines = min(lines, height - up)
            free -= {(up + below, at + beside) for below in range(lines) for beside in range(columns)}
            rows[up].append(PrintedCell(draw(LINES), columns, lines))
    assume(all(rows) and any(len(one) > 1 for one in rows))
    return rows


BLOCKS = st.lists(TEXTS | tables(), max_size=6)


def expected(blocks: list[PrintedBlock]) -> Document:
    draft = Draft()
    for block in blocks:
        if isinstance(block, str):
            draft.paragraph((block, Spot()))
        else:
            draft.table([[DraftCell([(one.text, Spot())], one.columns, one.rows) for one in line] for line in block])
    return draft.finish(b"", "", "")


@given(BLOCKS)
def test_what_is_written_is_read(blocks: list[PrintedBlock]) -> None:
    found, made = read_document(to_docx(blocks), "a.docx"), expected(blocks)
    assert found.text == made.text
    assert grids(found) == grids(made)
    assert spans(found) == spans(made)
    assert list(found.omissions) == []


RUNS = st.one_of(
    TEXTS.map(run),
    TEXTS.map(lambda text: run(text, '<w:b/><w:rFonts w:eastAsia="宋体"/>')),
    st.sampled_from(
        [
            "<w:r><w:tab/></w:r>",
            "<w:r><w:br/></w:r>",
            "<w:r><w:noBreakHyphen/></w:r>",
            '<w:bookmarkStart w:id="1" w:name="x"/>',
            '<w:proofErr w:type="spellStart"/>',
            "<w:r><w:lastRenderedPageBreak/></w:r>",
        ]
    ),
    TEXTS.map(lambda text: f"<w:hyperlink>{run(text)}</w:hyperlink>"),
)
PARAGRAPHS = st.lists(RUNS, max_size=4).map(lambda runs: paragraph(raw="".join(runs) or " "))


@given(st.lists(PARAGRAPHS, min_size=1, max_size=5), st.lists(st.lists(PARAGRAPHS, min_size=2, max_size=3), max_size=3))
def test_paragraphs_and_cells_are_those_of_python_docx(paragraphs: list[str], rows: list[list[str]]) -> None:
    grid = table(*(row(*(cell(raw=one) for one in line)) for line in rows)) if rows else ""
    data = package("".join(paragraphs) + grid)
    theirs = docx.Document(io.BytesIO(data))
    ours = read_document(data, "a.docx")
    text = "".join(f"{one.text}\n" for one in theirs.paragraphs)
    assert ours.text.startswith(text)
    if rows:
        assert grids(ours) == [[[one.text.strip() for one in line.cells] for line in theirs.tables[0].rows]]


@settings(max_examples=20)
@given(st.lists(TEXTS, max_size=5), st.integers(2, 4), st.integers(2, 4), st.data())
def test_what_python_docx_writes(texts: list[str], height: int, width: int, data: st.DataObject) -> None:
    theirs: Any = docx.Document()
    for text in texts:
        theirs.add_paragraph(text)
    grid = theirs.add_table(height, width)
    for up in range(height):
        for at in range(width):
            grid.cell(up, at).text = f"{up}/{at}"
    first = data.draw(st.tuples(st.integers(0, height - 1), st.integers(0, width - 1)))
    grid.cell(0, 0).merge(grid.cell(*first))
    saved = io.BytesIO()
    theirs.save(saved)
    ours = read_document(saved.getvalue(), "a.docx")
    assert ours.text.startswith("".join(f"{text}\n" for text in texts))
    if first == (height - 1, width - 1):
        return  # all of the table is one cell
    rows = spans(ours)[0]
    merged = (first[0] + 1) * (first[1] + 1)
    if all(any(one != (0, 0) for one in line) for line in rows) and len(rows) == height:
        assert sum(one != (0, 0) for line in rows for one in line) == height * width - merged + 1
