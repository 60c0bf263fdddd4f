"""What the form layer says of small reports, one case a promise."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import gaixml
from gaixml.grammars import resource
from gaixml.indicators import indicators
from gaixml.schema import parse_archive
from gaixml.sheets import FORMS, form_grids

if TYPE_CHECKING:
    from gaixml.fact_rows import Fact

HEAD = "某市某局2024年政府信息公开工作年度报告\n\n二、主动公开政府信息情况\n\n"
APPLICANTS = "| | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |\n" + "|---" * 8 + "|\n"


def facts(text: str) -> dict[tuple[str, str], Fact]:
    return {(fact["indicator"], fact["applicant"]): fact for fact in gaixml.facts(text.encode())}


def rules(text: str) -> list[str]:
    archive = parse_archive(gaixml.convert(text.encode()))
    return [finding.get("rule", "") for finding in archive.iterfind("{*}findings/{*}finding")]


def disclosure(value: str) -> Fact:
    table = f"| 信息内容 | 本年处理决定数量 |\n|---|---|\n| 行政许可 | {value} |\n"
    return facts(f"{HEAD}第二十条第（五）项\n\n{table}")["licensing.decisions", ""]


def requests(*rows: str, head: str = APPLICANTS) -> dict[tuple[str, str], Fact]:
    return facts(HEAD + head + "".join(f"| {row} |\n" for row in rows))


@pytest.mark.parametrize("form", FORMS)
def test_the_grammar_of_a_form_names_every_indicator_in_printed_order(form: str) -> None:
    named: list[str] = []
    for grid in form_grids(form):
        for row in grid.rows:
            by_applicant = row.code in indicators(form) and indicators(form)[row.code].dimension == "applicant"
            named += [row.code] if by_applicant else [grid.indicator(row, column) for column in grid.columns]
    assert named == list(indicators(form))


@pytest.mark.parametrize(
    ("printed", "status", "value", "unit"),
    [
        ("", "blank", None, "件"),
        ("—", "dash", None, "件"),
        ("/", "dash", None, "件"),
        ("无", "dash", None, "件"),
        ("0", "reported", "0", "件"),
        ("０", "reported", "0", "件"),
        ("零", "reported", "0", "件"),
        ("十二", "reported", "12", "件"),
        ("1,234", "reported", "1234", "件"),
        ("１２", "reported", "12", "件"),
        ("12件", "reported", "12", "件"),
        ("22（其中修订 16 件）", "reported", "22", "件"),
        ("22*", "reported", "22", "件"),
        ("251000元", "reported", "251000", "元"),
        ("未统计", "text", None, "件"),
        ("详见附件", "text", None, "件"),
    ],
)
def test_each_way_to_fill_a_cell_is_what_it_is(printed: str, status: str, value: str | None, unit: str) -> None:
    fact = disclosure(printed)
    assert (fact["status"], fact["value"], fact["unit"], fact["printed"]) == (status, value, unit, printed)


def test_an_amount_in_another_unit_is_named() -> None:
    table = "| 信息内容 | 本年收费金额（单位：万元） |\n|---|---|\n| 行政事业性收费 | 251000元 |\n"
    text = f"{HEAD}第二十条第（八）项\n\n{table}"
    fact = facts(text)["fees.amount", ""]
    assert (fact["value"], fact["unit"]) == ("251000", "元")
    assert "FRM06" in rules(text)


def test_a_broken_sum_stays_as_printed() -> None:
    found = requests("一、本年新收政府信息公开申请数量 | 1 | 0 | 0 | 0 | 0 | 0 | 9")
    assert (found["received", "total"]["status"], found["received", "total"]["value"]) == ("reported", "9")


@pytest.mark.parametrize(
    ("label", "rule"),
    [
        ("2.其他法律行政止公开", "label-misprint"),
        ("2.其他法律行政法规", "label-truncated"),
        ("5.其他法律行政法规禁止公开", "label-number"),
        ("", "label-lost"),
    ],
)
def test_a_repaired_label_is_inferred_and_names_its_rule(label: str, rule: str) -> None:
    found = requests(
        "1.属于国家秘密 | 1 | 0 | 0 | 0 | 0 | 0 | 1",
        f"{label} | 2 | 0 | 0 | 0 | 0 | 0 | 2",
        "3.危及“三安全一稳定” | 3 | 0 | 0 | 0 | 0 | 0 | 3",
        "4.保护第三方合法权益 | 4 | 0 | 0 | 0 | 0 | 0 | 4",
    )
    fact = found["outcome.refused.prohibited_by_law", "total"]
    assert (fact["status"], fact["value"], fact.get("rule")) == ("inferred", "2", [rule])


def test_a_lost_label_that_may_be_either_of_two_rows_is_ambiguous_for_both() -> None:
    found = requests(
        "1.属于国家秘密 | 1 | 0 | 0 | 0 | 0 | 0 | 1",
        " | 2 | 0 | 0 | 0 | 0 | 0 | 2",
        "4.保护第三方合法权益 | 4 | 0 | 0 | 0 | 0 | 0 | 4",
        "5.属于三类内部事务信息 | 5 | 0 | 0 | 0 | 0 | 0 | 5",
    )
    for code in ("outcome.refused.prohibited_by_law", "outcome.refused.security_stability"):
        fact = found[code, "total"]
        assert (fact["status"], fact["value"], fact.get("candidates")) == ("ambiguous", None, ["2"])


def test_columns_follow_their_heads() -> None:
    head = "| | 总计 | 自然人 | 其他 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 |\n" + "|---" * 8 + "|\n"
    found = requests("一、本年新收政府信息公开申请数量 | 10 | 1 | 2 | 3 | 4 | 0 | 0", head=head)
    values = [found["received", code]["value"] for code in ("natural_person", "business", "research", "other", "total")]
    assert values == ["1", "3", "4", "2", "10"]


def test_a_mixed_form_is_read_row_by_row() -> None:
    found = facts(
        f"{HEAD}| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |\n|---|---|---|---|\n| 规章 | 1 | 0 | 2 |\n"
        f"| 规范性文件 | 3 | 0 | 4 |\n\n{APPLICANTS}| （六）其他处理 | 5 | 0 | 0 | 0 | 0 | 0 | 5 |\n"
        "| （七）总计 | 5 | 0 | 0 | 0 | 0 | 0 | 5 |\n| 四、结转下年度继续办理 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n"
    )
    assert found["normative_documents.issued", ""]["form"] == "2021"
    assert (found["outcome.other_handling", "total"]["form"], found["outcome.other_handling", "total"]["value"]) == (
        "2019",
        "5",
    )


def test_what_adds_up_in_one_way_only_is_split() -> None:
    rows = "一、本年新收政府信息公开申请数量801000081二、上年结转政府信息公开申请数量0000000"
    found = facts(f"{HEAD}申请人情况自然人法人或其他组织总计{rows}")
    fact = found["received", "natural_person"]
    assert (fact["status"], fact["value"], fact.get("rule"), fact.get("identities")) == (
        "inferred", "80", ["split"], ["applicants"],
    )  # fmt: skip


GLUED = (
    "申请人情况自然人法人或其他组织总计一、本年新收政府信息公开申请数量111110000122"
    "二、上年结转政府信息公开申请数量0000000（七）总计111110000122四、结转下年度继续办理0000000"
)


def test_what_adds_up_in_several_ways_is_ambiguous_with_all_of_them() -> None:
    fact = facts(f"{HEAD}{GLUED}")["received", "natural_person"]
    assert (fact["status"], fact["value"], fact.get("candidates")) == ("ambiguous", None, ["1", "11", "111"])


def test_the_prose_decides_what_the_sums_leave_open() -> None:
    prose = "一、总体情况\n\n全年收到政府信息公开申请122件，涉及自然人111件、商业企业11件。\n\n"
    fact = facts(f"{prose}{HEAD}{GLUED}")["received", "natural_person"]
    assert (fact["status"], fact["value"]) == ("inferred", "111")
    assert "prose" in fact.get("identities", [])


def test_prose_that_agrees_with_no_reading_decides_nothing() -> None:
    prose = "一、总体情况\n\n全年收到政府信息公开申请7件，涉及自然人6件、商业企业1件。\n\n"
    fact = facts(f"{prose}{HEAD}{GLUED}")["received", "natural_person"]
    assert (fact["status"], fact.get("candidates")) == ("ambiguous", ["1", "11", "111"])


def test_figures_without_any_sum_are_not_split_by_guessing() -> None:
    text = f"{HEAD}第二十条第（一）项信息内容本年制发件数本年废止件数现行有效件数规章000行政规范性文件77132470"
    found = facts(text)
    assert [found[f"regulations.{code}", ""]["value"] for code in ("issued", "repealed", "in_force")] == ["0", "0", "0"]
    assert found["normative_documents.issued", ""]["status"] == "ambiguous"


def test_a_local_row_stays_a_record_and_is_named() -> None:
    rows = "| 规章 | 1 | 0 | 2 |\n| 政策解读材料 | 7 | 8 | 9 |\n| 行政规范性文件 | 3 | 0 | 4 |\n"
    text = f"{HEAD}| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |\n|---|---|---|---|\n{rows}"
    assert len(facts(text)) == 6
    assert "FRM04" in rules(text)


def test_tables_printed_again_give_no_second_facts_and_differing_figures_are_ambiguous() -> None:
    table = "".join(
        f"| {label} | 1 | 0 | 0 | 0 | 0 | 0 | 1 |\n"
        for label in (
            "一、本年新收政府信息公开申请数量",
            "二、上年结转政府信息公开申请数量",
            "（一）予以公开",
            "（七）总计",
        )
    )
    once = HEAD + APPLICANTS + table
    assert len(gaixml.facts(f"{once}\n文字版\n\n{APPLICANTS}{table}".encode())) == 28
    again = f"{once}\n更正\n\n{APPLICANTS}{table.replace('1 |', '2 |')}"
    found = facts(again)
    assert len(gaixml.facts(again.encode())) == len(found) == 28
    assert (found["received", "total"]["status"], found["received", "total"].get("candidates")) == (
        "ambiguous",
        ["1", "2"],
    )
    assert found["received", "other"]["value"] == "0"
    assert "FRM05" in rules(again)


@pytest.mark.parametrize(
    "text",
    [
        "某局2012年政府信息公开工作年度报告\n\n2012年，我局主动公开政府信息45条，收到申请3件。\n",
        (
            "| 指标名称 | 计量单位 | 2012年度 |\n|---|---|---|\n| 主动公开文件数 | 条 | 346 |\n"
            "| 1、当面申请数 | 条 | 1 |\n"
            "| 2、网上申请数 | 条 | 2 |\n| 1、同意公开答复数 | 条 | 3 |\n| 行政复议数 | 件 | 0 |\n"
        ),
        "| 项目 | 预算 | 总计 |\n|---|---|---|\n| 行政许可 | 5 | 5 |\n| 行政处罚 | 6 | 6 |\n| 其他 | 7 | 7 |\n",
    ],
    ids=["narrative", "local-table", "budget"],
)
def test_what_is_no_official_form_gives_no_facts_and_no_alarm(text: str) -> None:
    assert gaixml.facts(text.encode()) == []
    assert [rule for rule in rules(text) if rule.startswith("FRM")] == []


def test_the_form_of_the_whole_is_recorded_with_its_evidence() -> None:
    text = f"{HEAD}| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |\n|---|---|---|---|\n| 规章 | 1 | 0 | 2 |\n"
    form = parse_archive(gaixml.convert(text.encode())).find("{*}metadata/{*}form")
    assert form is not None
    assert (form.text, form.get("basis"), form.get("evidence")) == ("2021", "labels", "本年制发件数")


@pytest.mark.parametrize(("year", "form"), [("2020", "2019"), ("2024", "2021")])
def test_tables_that_two_forms_share_are_told_apart_by_the_year(year: str, form: str) -> None:
    row = "| 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n"
    labels = ("一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "（一）予以公开", "（七）总计")
    table = "".join(f"| {label} {row}" for label in labels)
    text = f"某局{year}年政府信息公开工作年度报告\n\n{APPLICANTS}{table}"
    assert {fact["form"] for fact in gaixml.facts(text.encode())} == {form}


def test_a_label_that_is_changed_in_the_grammar_changes_what_is_recognised(tmp_path: Path) -> None:
    shutil.copytree(Path(gaixml.__file__).parent, tmp_path / "gaixml")
    for folder in ("grammar", "schemas", "vocabulary"):
        shutil.copytree(str(resource(folder)), tmp_path / "gaixml" / folder, dirs_exist_ok=True)
    grammar = tmp_path / "gaixml" / "grammar" / "forms" / "2021.lark"
    grammar.write_text(grammar.read_text("utf-8").replace('"行政许可"', '"行政审批"'), "utf-8")
    text = f"{HEAD}| 信息内容 | 本年处理决定数量 |\n|---|---|\n| 行政审批 | 3 |\n"
    code = "import sys, gaixml; print([f['value'] for f in gaixml.facts(sys.stdin.buffer.read())])"
    run = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-c", code], check=True, input=text.encode(), capture_output=True, cwd=tmp_path
    )
    assert facts(text) == {}
    assert run.stdout.decode().strip() == "['3']"
