"""Tables whose cells a format marks, merged ones included."""

from __future__ import annotations

from gaixml.document import Spot
from gaixml.model import Row
from gaixml.readers.draft import Draft, DraftCell
from gaixml.report import parse_report
from gaixml.schema import validate_archive
from gaixml.writer import write_report

NS = {"g": "urn:gaixml:report:1"}


def cell(text: str, columns: int = 1, rows: int = 1) -> DraftCell:
    return DraftCell([(text, Spot())], columns, rows)


def archive(*tables: list[list[DraftCell]]) -> object:
    draft = Draft()
    for table in tables:
        draft.paragraph(("一、情况", Spot()))
        draft.table(table)
    return validate_archive(write_report(parse_report(draft.finish(b"", "a.html", "text/html"))), "a")


def statuses(root: object) -> list[str]:
    return [value.get("status") for value in root.iterfind(".//g:value", NS)]  # type: ignore[attr-defined]


HEADER = [cell("项目"), cell("数量"), cell("金额")]


def test_a_covered_place_is_no_blank() -> None:
    root = archive([HEADER, [cell("一、收入（共2项）", 3)], [cell("1.税收"), cell("3"), cell("")]])
    assert statuses(root) == ["reported", "blank"]


def test_the_only_row_below_a_header_may_be_blank() -> None:
    root = archive([[cell("维持"), cell("纠正"), cell("其他")], [cell(""), cell(""), cell("")]])
    assert statuses(root) == ["blank", "blank", "blank"]


def test_rows_and_cells_are_written_as_printed() -> None:
    root = archive([[cell("甲", 2, 2), cell("乙")], [cell("丙")], [cell("丁"), cell("戊"), cell("己")]])
    cells = root.findall(".//g:cell", NS)  # type: ignore[attr-defined]
    assert [(one.get("columns"), one.get("rows"), one.get("covered")) for one in cells[:4]] == [
        ("2", "2", None),
        (None, None, "true"),
        (None, None, None),
        (None, None, "true"),
    ]


def test_an_empty_row_keeps_the_spans_above_it() -> None:
    draft = Draft()
    draft.table([[cell("甲", 1, 3), cell("1")], [], [cell("2")], [cell("乙"), cell("3")]])
    table = draft.finish(b"", "a", "").tables[0]
    shapes = [[(one.columns, one.rows) for one in row.cells] for row in table.rows if isinstance(row, Row)]
    assert shapes == [[(1, 3), (1, 1)], [(0, 0)], [(0, 0), (1, 1)], [(1, 1), (1, 1)]]


def test_columns_in_which_no_cell_begins_are_dropped() -> None:
    draft = Draft()
    draft.table([[cell("甲", 7), cell("1", 3)], [cell("乙", 7), cell("2", 3)]])
    table = draft.finish(b"", "a", "").tables[0]
    assert [[one.columns for one in row.cells] for row in table.rows if isinstance(row, Row)] == [[1, 1], [1, 1]]


def test_spans_that_make_a_bomb_are_not_laid_out() -> None:
    rows = [[cell("甲", 1000, 65534) for _ in range(20)] for _ in range(200)]
    draft = Draft()
    draft.table(rows)
    assert len(draft.finish(b"", "a", "").text) < 100_000
    assert [one.reason for one in draft.omissions] == ["unsupported"], "and that is said"
