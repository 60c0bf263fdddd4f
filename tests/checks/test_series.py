from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from series_reports import BODY, check, one_failure, outcomes, report, state

from gaixml.checks.likeness import SHORTEST, common_passages
from gaixml.checks.model import Blame, State
from gaixml.checks.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from gaixml.checking import Checked
    from gaixml.checks.model import Outcome

CARRIED_IN = "| 二、上年结转政府信息公开申请数量 |  |  | 2 | 0 | 0 | 0 | 1 | 0 | 3 |"
CARRIED_OUT = "| 四、结转下年度继续办理 |  |  | 2 | 0 | 0 | 0 | 1 | 0 | 3 |"
WRONG = CARRIED_IN.replace("| 2 |", "| 4 |").replace("| 3 |", "| 5 |")
DOCUMENTS = "| 行政规范性文件 | 4 | 2 | 16 |"
FEES = "| 行政事业性收费 | 1342.75 |"
SECTION = "## 四、政府信息公开行政复议"
FIFTH_2023 = (
    "一是水质监测数据公开的频次偏低，个别月份的公告晚于次月10日发布。"
    "二是申请答复文书的说理不够充分，全年因此被纠正1件。"
)
FIFTH_2022 = (
    "一是管网改造项目的招标信息散见于多个栏目，群众查找不便。"
    "二是基层水务站对申请的登记不规范，有1件申请转办超过3个工作日。"
)


def pair(folder: Path, *changes: tuple[str, str], settings: Settings | None = None) -> Checked:
    """Return the report on 2023, with changes, checked beside that on 2022."""
    return check(folder, {"2022.md": report(2022), "2023.md": report(2023, *changes)}, settings)["2023.md"]


@pytest.mark.parametrize("rule", ["X01", "X02", "X04", "X06"])
def test_two_years_that_agree_pass(rule: str, tmp_path: Path) -> None:
    assert state(pair(tmp_path), rule) == State.PASS


@pytest.mark.parametrize("rule", ["X01", "X02", "X04", "X05", "X06"])
def test_nothing_is_assessed_without_the_year_before(rule: str, tmp_path: Path) -> None:
    files = {"a.md": report(2021, of=2022), "b.md": report(2023)}
    (told,) = outcomes(check(tmp_path, files)["b.md"], rule)
    assert (told.state, told.message_en) == (State.UNASSESSABLE, "no report on 2022 given")


def test_what_is_carried_in_has_to_be_what_was_carried_out(tmp_path: Path) -> None:
    checked = pair(tmp_path, (CARRIED_IN, WRONG))
    failed = [one for one in outcomes(checked, "X01") if one.state == State.FAIL]
    assert len(failed) == 2  # 自然人, 总计
    for named in ("2023年“二、", "4，与2022年“四、", "2不符，相差+2"):
        assert named in failed[0].message
    assert failed[0].at is not None
    assert failed[0].at.printed == "4"
    (last_year,) = failed[0].related
    assert (last_year.printed, last_year.file.endswith("2022.md")) == ("2", True)
    assert failed[0].blame == Blame.SOURCE


EXPLANATIONS = [
    "上年结转数与上年度报告不一致，原因是2022年有2件申请漏统。",
    "现对2022年漏统的2件申请予以更正，计入上年结转数量。",
    "因机构改革，原节水办结转的2件申请由我局继续办理。",
    "因统计口径调整，结转数包括转办件。",
]


@pytest.mark.parametrize("said", EXPLANATIONS)
def test_the_explanation_of_a_report_is_quoted(said: str, tmp_path: Path) -> None:
    checked = pair(tmp_path, (CARRIED_IN, WRONG), (SECTION, f"{said}\n\n{SECTION}"))
    failed = outcomes(checked, "X01")[0]
    assert (failed.state, failed.blame) == (State.FAIL, Blame.NEITHER)
    assert failed.evidence == f"报告的说明：“{said}”"
    assert failed.evidence_en == f"the report explains: “{said}”"
    quoted = failed.related[-1]
    assert checked.subject is not None
    assert checked.subject.text[quoted.start : quoted.end] == said == quoted.printed


@pytest.mark.parametrize(
    "said",
    [
        "行政处罚的统计口径有所调整。",
        "及时更正网站上的错误数据。",
        "印发《信息公开办法》修正案。",
        "推进机构改革。",
        "因机构改革，" + "人员少、力量薄，" * 30 + "上年结转的申请难以办理。",
        "与上年相比，工作更加规范。",
    ],
)
def test_what_explains_something_else_is_not_quoted(said: str, tmp_path: Path) -> None:
    failed = outcomes(pair(tmp_path, (CARRIED_IN, WRONG), (SECTION, f"{said}\n\n{SECTION}")), "X01")[0]
    assert (failed.blame, len(failed.related)) == (Blame.SOURCE, 1)


def test_a_blank_of_last_year_is_not_assessed(tmp_path: Path) -> None:
    files = {
        "2022.md": report(2022, (CARRIED_OUT, CARRIED_OUT.replace("| 2 |", "|  |"))),
        "2023.md": report(2023, (CARRIED_IN, WRONG)),
    }
    told = outcomes(check(tmp_path, files)["2023.md"], "X01")
    assert [one.state for one in told] == [State.UNASSESSABLE, State.FAIL]
    assert told[0].related[0].file.endswith("2022.md")


def test_a_figure_of_last_year_that_was_repaired_is_not_blamed_on_the_source(tmp_path: Path) -> None:
    misprint = CARRIED_OUT.replace("结转下年度继续办理", "结转下年度继续力理")
    files = {"2022.md": report(2022, (CARRIED_OUT, misprint)), "2023.md": report(2023, (CARRIED_IN, WRONG))}
    told = outcomes(check(tmp_path, files)["2023.md"], "X01")[0]
    assert (told.state, told.blame) == (State.FAIL, Blame.NEITHER)
    assert "2022.md" in told.evidence


def test_the_stock_of_documents(tmp_path: Path) -> None:
    failed = one_failure(pair(tmp_path, (DOCUMENTS, "| 行政规范性文件 | 4 | 2 | 17 |")), "X02")
    for named in (
        "现行有效件数”17",
        "现行有效件数”14＋2023年",
        "本年制发件数”4－2023年",
        "本年废止件数”2（=16）不符",
        "相差+1",
    ):
        assert named in failed.message
    assert len(failed.related) == 3


def test_the_number_of_items(tmp_path: Path) -> None:
    items = "| 行政许可 | 10 | -2 | 104 |"
    files = {"2019.md": report(2019), "2020.md": report(2020, (items, items.replace("10 |", "11 |", 1)))}
    checked = check(tmp_path, files)["2020.md"]
    assert "上一年项目数量”11" in one_failure(checked, "X03").message
    assert state(checked, "X01") == State.PASS


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("13427500", State.FAIL),
        ("0.134275", State.FAIL),
        ("13427500元", State.PASS),
        ("1500", State.PASS),
        ("128650", State.PASS),
        ("0", State.UNASSESSABLE),
        ("", State.UNASSESSABLE),
    ],
)
def test_fees_in_the_wrong_unit(now: str, expected: State, tmp_path: Path) -> None:
    checked = pair(tmp_path, (FEES, f"| 行政事业性收费 | {now} |"))
    assert state(checked, "X04") == expected
    if expected == State.FAIL:
        assert "元与万元" in one_failure(checked, "X04").message


def test_last_years_section_over_again(tmp_path: Path) -> None:
    failed = one_failure(pair(tmp_path, (FIFTH_2023, FIFTH_2022)), "X06")
    assert FIFTH_2022[:50] in failed.message
    assert failed.at is not None
    assert failed.related[-1].file.endswith("2022.md")
    assert failed.at.printed == failed.related[-1].printed


def test_other_figures_do_not_make_another_text(tmp_path: Path) -> None:
    assert one_failure(
        pair(tmp_path, (FIFTH_2023, FIFTH_2022.replace("1件申请转办超过3个", "12件申请转办超过5个"))), "X06"
    )


def test_half_of_a_section_may_stay(tmp_path: Path) -> None:
    first = FIFTH_2022.split("二是", maxsplit=1)[0]
    assert state(pair(tmp_path, (FIFTH_2023, first + FIFTH_2023)), "X06") == State.PASS


def test_common_passages_are_found_in_linear_time() -> None:
    text = "甲乙" * 50_000
    assert sum(one.length for one in common_passages(text, text + "丙")) == len(text)
    assert list(common_passages(text[:SHORTEST] + "丁", "戊" + text[: SHORTEST - 1])) == []
    assert list(common_passages("", text)) == []


def cross(folder: Path, said: str) -> Checked:
    files = {"2020.md": report(2020), "2021.md": report(2021, (SECTION, f"{said}\n\n{SECTION}"), of=2022)}
    return check(folder, files)["2021.md"]


def test_across_forms_only_what_means_the_same_is_compared(tmp_path: Path) -> None:
    checked = cross(tmp_path, "无。")
    assert state(checked, "X05") == State.PASS
    assert state(checked, "X01") == State.FAIL  # 2 in 2020, 3 in the report that is made of another year's
    for rule in ("X02", "X04"):
        assert "2019年格式，其中没有" in outcomes(checked, rule)[0].message


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("现行有效规范性文件14件，较上年减少1件。", State.FAIL),  # 15 对外公开总数量 in 2020
        ("现行有效规范性文件 14 件，比 2020 年减少 1 件。", State.FAIL),
        ("现行有效规范性文件14件，较上年增加2件。", State.UNASSESSABLE),
        ("制发规范性文件3件，较上年增加1件。", State.PASS),  # TX06's: the indicator has a counterpart
        ("规范性文件发文20件，较上年减少1件。", State.PASS),  # no figure of the table
        ("召开会议14次，较上年减少1件。", State.PASS),
    ],
)
def test_a_difference_of_what_does_not_mean_the_same(said: str, expected: State, tmp_path: Path) -> None:
    checked = cross(tmp_path, said)
    assert state(checked, "X05") == expected
    if expected == State.FAIL:
        failed = one_failure(checked, "X05")
        assert "对外公开总数量”15" in failed.message
        assert failed.related[-1].file.endswith("2020.md")


def test_the_form_of_2014_is_compared_where_it_means_the_same(tmp_path: Path) -> None:
    files = {"2018.md": report(2018, of=2016), "2019.md": report(2019)}
    checked = check(tmp_path, files)["2019.md"]
    assert state(checked, "X05") == State.PASS
    assert {state(checked, rule) for rule in ("X01", "X03")} == {State.UNASSESSABLE}


def test_why_two_names_are_one_body_is_said(tmp_path: Path) -> None:
    files = {
        "2022.md": report(2022, agency="示例省示例市水务局"),
        "2023.md": report(2023, (CARRIED_IN, WRONG)),
    }
    failed = outcomes(check(tmp_path, files)["2023.md"], "X01")[0]
    assert f"“{BODY}”视为“示例省示例市水务局”的简称" in failed.evidence
    assert "is taken for" in failed.evidence_en


def test_an_alias_joins_what_prints_two_names(tmp_path: Path) -> None:
    files = {"2022.md": report(2022, agency="示例市水利局"), "2023.md": report(2023, (CARRIED_IN, WRONG))}
    assert state(check(tmp_path, files)["2023.md"], "X01") == State.UNASSESSABLE
    settings = Settings(aliases={"示例市水利局": BODY})
    failed = outcomes(check(tmp_path, files, settings)["2023.md"], "X01")[0]
    assert f"“示例市水利局”即“{BODY}”" in failed.evidence


def test_a_name_that_could_be_two_bodies_is_laid_beside_none(tmp_path: Path) -> None:
    files = {
        "a.md": report(2022, agency="甲市鼓楼区民政局"),
        "b.md": report(2022, agency="乙市鼓楼区民政局"),
        "c.md": report(2023, agency="鼓楼区民政局"),
    }
    (told,) = outcomes(check(tmp_path, files)["c.md"], "X01")
    assert told.state == State.UNASSESSABLE
    assert "乙市鼓楼区民政局、甲市鼓楼区民政局" in told.message


# ── Governments ────────────────────────────────────────────────────────────────────────────────────────────────────

LISTED = Settings(governments={"示例市人民政府": ("示例市水务局", "示例市财政局")})
RECEIVED = "| 一、本年新收政府信息公开申请数量 |  |  | 25 | 7 | 1 | 1 | 5 | 0 | 39 |"


def doubled(text: str) -> str:
    """Return a report with all figures of its tables doubled."""
    rows = []
    for line in text.split("\n"):
        cells = line.split("|")
        doubled_ = [f" {2 * int(cell)} " if cell.strip().isdigit() else cell for cell in cells]
        rows.append("|".join(doubled_ if line.startswith("|") else cells))
    return "\n".join(rows)


def government(folder: Path, total: str, *departments: str, settings: Settings = LISTED) -> Checked:
    files = {"gov.md": total} | {f"{name}.md": report(2023, agency=name) for name in departments}
    return check(folder, files, settings)["gov.md"]


def total(*changes: tuple[str, str]) -> str:
    text = doubled(report(2023, agency="示例市人民政府"))
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


def test_a_government_is_the_sum_of_its_departments(tmp_path: Path) -> None:
    assert state(government(tmp_path, total(), *LISTED.governments["示例市人民政府"]), "H01") == State.PASS


def test_a_sum_that_is_wrong_names_the_departments(tmp_path: Path) -> None:
    wrong = total(("| 50 | 14 | 2 | 2 | 10 | 0 | 78 |\n| 二", "| 50 | 14 | 2 | 2 | 10 | 0 | 80 |\n| 二"))
    failed = one_failure(government(tmp_path, wrong, *LISTED.governments["示例市人民政府"]), "H01")
    for named in ("为80", "所属部门之和为78", "相差2", "示例市水务局 39", "示例市财政局 39"):
        assert named in failed.message
    assert [mark.printed for mark in failed.related] == ["39", "39"]
    assert all(mark.file for mark in failed.related)


def test_a_department_that_is_missing_is_named(tmp_path: Path) -> None:
    (told,) = outcomes(government(tmp_path, total(), "示例市水务局"), "H01")
    assert (told.state, told.message) == (State.UNASSESSABLE, "所属部门的报告不全，缺：示例市财政局")


def told_without_list(folder: Path) -> Outcome:
    (told,) = outcomes(government(folder, total(), "示例市水务局", settings=Settings()), "H01")
    return told


def test_without_a_list_nothing_is_assessed(tmp_path: Path) -> None:
    assert told_without_list(tmp_path).state == State.UNASSESSABLE


def test_a_figure_that_a_department_lacks_is_not_assessed(tmp_path: Path) -> None:
    files = {
        "a.md": report(2023, (RECEIVED, RECEIVED.replace("| 25 |", "|  |"))),
        "b.md": report(2023, agency="示例市财政局"),
        "gov.md": total(),
    }
    (told,) = outcomes(check(tmp_path, files, LISTED)["gov.md"], "H01")
    assert (told.state, "示例市水务局" in told.message) == (State.UNASSESSABLE, True)
