"""Whatever a reader finds: the archive is valid, its text is the reader's, every place is where the draft put it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gaixml.document import Image, Omission, Property, Spot, join_boxes, join_paths
from gaixml.readers.draft import Draft, DraftCell
from gaixml.report import parse_report
from gaixml.schema import validate_archive
from gaixml.source_text import source_text
from gaixml.writer import write_report

TEXTS = st.text(st.sampled_from("一、（）1.第二十条总计0 \t\n\x07\ud800<&]年报—"), max_size=12)
SPOTS = st.builds(
    Spot,
    st.sampled_from(["", "word/document.xml", 'a"&<b']),
    st.sampled_from(["", "/html/body/p[1]", "/html/body/p[2]/b", "B7"]),
    st.integers(0, 3),
    st.none() | st.tuples(*[st.floats(0, 900, allow_nan=False)] * 4),
    st.booleans(),
)
PIECES = st.lists(st.tuples(TEXTS, SPOTS), max_size=3)
CELLS = st.builds(DraftCell, PIECES, st.integers(-1, 1200), st.integers(-1, 70_000))
BLOCKS = st.lists(PIECES | st.lists(st.lists(CELLS, max_size=4), max_size=4), max_size=6)


def drafted(blocks: list[object]) -> Draft:
    draft = Draft()
    for block in blocks:
        if isinstance(block, list) and block and isinstance(block[0], list):
            draft.table(block)
        elif isinstance(block, list):
            draft.paragraph(*block)
    return draft


@given(BLOCKS, st.lists(TEXTS, max_size=2), SPOTS)
def test_the_archive_holds_the_readers_text(blocks: list[object], texts: list[str], spot: Spot) -> None:
    draft = drafted(blocks)
    draft.omissions += [Omission("hidden", len(text), spot, text, text) for text in texts]
    draft.images += [Image(text, "image/png", 3, "0" * 64, spot) for text in texts]
    draft.properties += [Property("", text, text, spot) for text in texts]
    document = draft.finish(b"data", "a.docx", "application/octet-stream")
    root = validate_archive(write_report(parse_report(document)), "a")
    assert source_text(root) == document.text


@given(BLOCKS)
def test_rows_tile_their_table(blocks: list[object]) -> None:
    document = drafted(blocks).finish(b"", "a", "text/html")
    at = 0
    for table in document.tables:
        assert at <= table.start < table.end
        rows_end = table.start
        for row in table.rows:
            assert row.start == rows_end, "rows tile the table"
            rows_end = row.end
        assert rows_end == table.end
        at = table.end


@given(BLOCKS)
def test_every_piece_is_where_it_was_put(blocks: list[object]) -> None:
    document = drafted(blocks).finish(b"", "a", "text/html")
    for place in document.places:
        spot = document.spot(place.start, place.end)
        assert spot is not None
        if place.start < place.end:
            assert (spot.part, spot.page) == (place.spot.part, place.spot.page)


def test_what_is_spread_over_places() -> None:
    assert join_paths("/html/body/table/tr[1]/td[1]", "/html/body/table/tr[3]/td[2]") == "/html/body/table"
    assert join_paths("/html/body/p[1]", "/html/body/p[1]") == "/html/body/p[1]"
    assert join_paths(join_paths("A8", "C8"), "B9") == "A8:C9"
    assert join_paths("Z1", "AA1") == "Z1:AA1"
    assert join_boxes((1, 5, 3, 6), (0, 4, 2, 8)) == (0, 4, 3, 8)
    assert join_boxes(None, (0, 4, 2, 8)) == (0, 4, 2, 8)


def test_a_stretch_is_on_the_page_on_which_it_begins() -> None:
    draft = Draft()
    draft.paragraph(("甲", Spot(page=1, bbox=(0, 0, 1, 1))), ("乙", Spot(page=2, bbox=(5, 5, 6, 6))))
    draft.paragraph(("丙", Spot(page=2, bbox=(1, 1, 2, 2))))
    document = draft.finish(b"", "a", "application/pdf")
    assert document.spot(0, 2) == Spot(page=1, bbox=(0, 0, 1, 1))
    assert document.spot(1, 4) == Spot(page=2, bbox=(1, 1, 6, 6))
