"""The facts as a terminal shows them."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
from fact_archive import archive_2014, archive_2021, damaged, with_facts
from rich.cells import cell_len
from rich.console import Console

import gaixml
from gaixml.fact_tables import FactTables
from gaixml.indicators import applicants, indicators

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gaixml.fact_rows import Fact

WIDE = 10_000


def drawn(facts: Sequence[Fact], width: int = WIDE, heading: tuple[str, str] | None = None) -> list[str]:
    """Return the lines that are drawn, without the blanks that fill them up."""
    file = io.StringIO()
    Console(file=file, width=width, highlight=False, legacy_windows=False).print(FactTables(facts, heading))
    return [line.rstrip() for line in file.getvalue().splitlines()]


def squeezed(lines: Sequence[str]) -> str:
    return re.sub(r"\s", "", "".join(lines))


def cells(line: str) -> list[str]:
    return line.split()


def test_a_table_of_applicants() -> None:
    lines = drawn(gaixml.facts(archive_2021()))
    start = next(number for number, line in enumerate(lines) if line.startswith("requests · 2021"))
    assert cells(lines[start])[3:] == [one.label for one in applicants().values()]
    assert cells(lines[start + 2]) == ["一、本年新收政府信息公开申请数量", *"1000001"]
    assert lines[start + 4] == "三、本年度办理结果"
    assert cells(lines[start + 5]) == ["（一）予以公开", *"1000001"]
    assert lines[start + 7] == "  （三）不予公开"
    assert lines[start + 8].startswith("    1.属于国家秘密  ")


def test_a_table_of_values_and_units() -> None:
    lines = drawn(gaixml.facts(archive_2014()))
    assert lines[0] == "statistics · 2014"
    assert cells(lines[3]) == ["（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "11307", "条"]
    assert cells(lines[4]) == ["其中：主动公开规范性文件数", "0", "条"]
    assert lines[-1] == "64 facts: 64 reported"


def test_the_tables_stand_in_the_order_of_the_facts() -> None:
    lines = drawn(gaixml.facts(archive_2021()))
    assert [line.split()[0] for line in lines if " · " in line] == ["disclosure", "requests", "review"]


@pytest.mark.parametrize("archive", [archive_2014(), archive_2021()])
def test_every_label_is_shown_once_where_it_stands(archive: bytes) -> None:
    """Groups of labels are not repeated, not even where the form repeats them without their note."""
    facts = gaixml.facts(archive)
    labels = [cells(line)[0] for line in drawn(facts) if line and cells(line)[0] != "─"]
    for fact in facts:
        last = indicators(fact["form"])[fact["indicator"]].label.split("/")[-1]
        assert last in labels
    assert labels.count("（一）主动公开政府信息数") == 0
    assert labels.count("三、本年度办理结果") <= 1


@pytest.mark.parametrize("width", [WIDE, 200, 120, 80, 64, 63, 40])
@pytest.mark.parametrize("archive", [archive_2014(), archive_2021(), damaged()])
def test_columns_align_and_nothing_is_cut_at_any_width(archive: bytes, width: int) -> None:
    facts = gaixml.facts(archive)
    lines = drawn(facts, width)
    assert max(map(cell_len, lines)) <= width
    shown = squeezed(lines)
    for status in {fact["status"] for fact in facts}:
        assert f"{sum(fact['status'] == status for fact in facts)}{status}" in shown
    figures = [fact["value"] for fact in facts if fact["value"]]
    for figure in set(figures):
        assert len(re.findall(rf"(?<!\S)[~]?{figure}(?!\S)", "\n".join(lines))) >= figures.count(figure)
    for line in lines:
        if re.search(r"\s0  +0$", line) and " · " not in line:
            assert cell_len(line) == max(cell_len(other) for other in lines if re.search(r"\s0  +0$", other))


def test_figures_are_not_folded_for_the_sake_of_a_label() -> None:
    change = {("received", one): {"value": "1234567", "printed": "1234567"} for one in applicants()}
    lines = drawn(gaixml.facts(with_facts("example-2023.md", "2021", change)), 80)
    assert sum(line.split().count("1234567") for line in lines) == 7


def test_marks_and_their_legend() -> None:
    lines = drawn(gaixml.facts(damaged()))
    received, carried = (next(line for line in lines if line.startswith(start)) for start in ("一、", "二、"))
    assert cells(received)[1:] == ["1", "0", "0", "0", "0", "0", "~1"]
    assert cells(carried)[1:] == ["?58|5|␣", "␣", "0", "0", "0", "0", "0"]
    assert lines[-4:] == [
        "~ inferred: told from a damaged table or recognised in a picture",
        "? ambiguous: more than one reading",
        "␣ blank: nothing is printed",
        "200 facts: 195 reported, 1 blank, 1 dash, 1 text, 1 inferred, 1 ambiguous",
    ]


def test_no_legend_of_marks_that_do_not_occur() -> None:
    lines = drawn(gaixml.facts(archive_2021()))
    assert lines[-2:] == ["", "200 facts: 200 reported"]
    assert not set("~?␣") & set("".join(lines))
    assert drawn(gaixml.facts(archive_2021())[:1])[-1] == "1 fact: 1 reported"


def test_what_is_no_number_is_shown_as_printed() -> None:
    lines = drawn(gaixml.facts(damaged()))
    assert any(line.split() == ["本年处理决定数量", "—", "件"] for line in lines)
    assert any("见“附件”, [red]另报 =1+1" in line for line in lines), "on one line, and no markup"


def test_what_steers_a_terminal_is_spelled_out() -> None:
    change = {("fees.amount", ""): {"status": "text", "value": None, "printed": "1\x9b2J\x7f"}}
    text = "\n".join(drawn(gaixml.facts(with_facts("example-2023.md", "2021", change)), heading=("a\x9b1m", "b\nc")))
    assert r"1\x9b2J\x7f" in text
    assert "\x9b" not in text
    assert text.startswith("a\\x9b1m  b c\n")


def test_a_heading_names_the_report() -> None:
    facts = gaixml.facts(archive_2014())
    assert drawn(facts, heading=("[b]报告", "a.txt"))[:3] == ["[b]报告  a.txt", "", "statistics · 2014"]
    assert drawn(facts, heading=("", "a.txt"))[0] == "a.txt"


def test_a_row_of_another_form_says_so() -> None:
    change = {
        ("outcome.other_handling.other", one): {"form": "2019", "indicator": "outcome.other_handling"}
        for one in applicants()
    }
    lines = drawn(gaixml.facts(with_facts("example-2023.md", "2021", change)))
    assert any(line.startswith("requests · 2021 2019 ") for line in lines)
    assert any(cells(line)[:1] == ["（六）其他处理"] and len(cells(line)) == 8 for line in lines)


def test_an_indicator_that_the_form_lacks_keeps_its_printed_label() -> None:
    change = {("fees.amount", ""): {"indicator": "litigation", "label": "别的/标签"}}
    lines = drawn(gaixml.facts(with_facts("example-2023.md", "2021", change)))
    assert "别的" in lines
    assert any(line.startswith("  标签 ") for line in lines)


def test_what_stands_twice_is_shown_twice() -> None:
    facts = gaixml.facts(archive_2021())
    lines = drawn([*facts, *facts])
    assert sum(line.startswith("一、本年新收") for line in lines) == 2
    assert lines[-1] == "400 facts: 400 reported"


def test_a_narrow_terminal_gives_each_applicant_a_row() -> None:
    lines = drawn(gaixml.facts(damaged()), 40)
    start = next(number for number, line in enumerate(lines) if line.startswith("  自然人"))
    assert [cells(line) for line in lines[start : start + 2]] == [["自然人", "1", "件"], ["商业企业", "0", "件"]]
    assert sum(line.strip().startswith("法律服务机构") for line in lines) == 25
