"""The rules TX09 to TX13."""

from __future__ import annotations

import pytest
from judging import changed, judge, messages, state

from gaixml.checks.model import Blame

PERIOD = "报告中所列数据的统计期限为2023年1月1日至2023年12月31日。"
OVERVIEW = "2023年，示例市水务局围绕"
PROBLEMS = (
    "一是水质监测数据公开的频次偏低，个别月份的公告晚于次月10日发布。"
    "二是申请答复文书的说理不够充分，全年因此被纠正1件。"
)
PLAN = "2024年，将把水质公告改为按周发布，并建立答复文书法制审核清单，由法规科逐件复核。"
FEE = "2023年，本机关依据《政府信息公开信息处理费管理办法》收取信息处理费0元。"
HEAD = "示例市水务局2018年政府信息公开工作年度报告\n\n一、概述\n\n2018年，我局推进政府信息公开。\n\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (OVERVIEW, "2022年，示例市水务局围绕"),
        (OVERVIEW, "二〇二二年度，示例市水务局围绕"),
        (PERIOD, PERIOD.replace("2023", "2022")),
        (PERIOD, PERIOD + "现将2022年度政府信息公开工作情况公布如下。"),
        ("# 示例市水务局2023年", "# 示例市水务局2022年"),
        (PLAN, "2023年，我局将继续完善公开目录。"),
        (PLAN, "下一步加大力度。2023年，我们将采取以下措施加以改进。"),
    ],
)
def test_another_year_where_the_reporting_year_belongs(old: str, new: str) -> None:
    assert state("TX09", "2023", (old, new)) == "fail"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (OVERVIEW, "2022年，本局职责调整。2023年，示例市水务局围绕"),
        (OVERVIEW, "上年，示例市水务局与2022年同期相比，围绕"),
        (PERIOD, PERIOD + "现将２０２３年度政府信息公开工作情况公布如下。"),
        (PERIOD, PERIOD + "根据关于做好编制2022年度政府信息公开工作年度报告的通知编写。"),
        (PERIOD, PERIOD + "参考《示例市2022年度政府信息公开工作年度报告》编写。"),
        (PLAN, "2023年，我局将公开工作纳入考核；2024年，我局将继续完善公开目录。"),
        (PLAN, "2023年，我局将进一步优化营商环境作为重点。2022年度决算已经公开。"),
        (PLAN, "二〇二四年，我局将继续完善公开目录。"),
    ],
)
def test_other_years_that_are_legitimate(old: str, new: str) -> None:
    assert state("TX09", "2023", (old, new)) == "pass"


@pytest.mark.parametrize(
    ("heads", "expected"),
    [("2017年度\t历年累计", "fail"), ("2018年度\t历年累计", "pass"), ("2017年度\t2018年度", "pass")],
)
def test_the_heads_of_the_table_of_statistics(heads: str, expected: str) -> None:
    rows = "".join(f"{label}\t条\t1\t2\n" for label in ("主动公开信息数", "主动公开文件数", "网站公开政府信息数"))
    found = judge("TX09", f"{HEAD}二、统计表\n\n指标名称\t单位\t{heads}\n{rows}", "a.txt")
    assert found.state == expected, messages(found)


@pytest.mark.parametrize(("year", "expected"), [("2017", "fail"), ("2018", "pass")])
def test_the_caption_of_the_table_of_statistics(year: str, expected: str) -> None:
    found = judge("TX09", f"{HEAD}附件：示例市水务局{year}年度政府信息公开情况统计表\n", "a.txt")
    assert found.state == expected, messages(found)


def test_a_conflict_names_both_places() -> None:
    found = judge("TX09", changed("2023", (PERIOD, PERIOD.replace("2023", "2022"))))
    outcome = found.outcomes[0]
    assert "标题写的是2023年" in outcome.message
    assert "2022年1月1日至2022年12月31日" in outcome.message
    assert outcome.at is not None
    assert [mark.start for mark in outcome.related] == [17]


def test_a_year_with_nothing_to_compare() -> None:
    assert judge("TX09", "示例市水务局2018年政府信息公开工作年度报告\n", "a.txt").state == "unassessable"


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        ("统计期限：自2023年1月1日起至12月31日止。", "pass"),
        ("统计数据时间段为２０２３年１月１日至２０２３年１２月３１日。", "pass"),
        ("统计期限为2023年1月1日至2023年11月30日。", "fail"),
        ("统计期限为2022年1月1日至2022年12月31日。", "fail"),
        ("宣传周为2023年5月8日至2023年5月14日。统计期限为2023年1月1日至2023年12月31日。", "pass"),
        ("2023年5月8日至2023年5月14日开展宣传。", "unassessable"),
        ("统计期限为2023月1日起至2023年12月31日。", "unassessable"),
    ],
)
def test_the_period_of_the_figures(new: str, expected: str) -> None:
    assert state("TX10", "2023", (PERIOD, new)) == expected


def test_nobody_is_blamed_for_a_year_that_began_late() -> None:
    found = judge("TX10", changed("2023", (PERIOD, PERIOD.replace("2023年1月1日", "2023年9月1日"))))
    assert (found.state, found.outcomes[0].blame) == ("fail", Blame.NEITHER)


@pytest.mark.parametrize(
    "said", ["", "无", "无。", "暂无。", "（文字描述）", "没有问题。", "2023年，无。", "—", "不存在问题"]
)
def test_problems_that_say_nothing(said: str) -> None:
    assert state("TX11", "2023", (PROBLEMS, said), (PLAN, "")) == "fail"


@pytest.mark.parametrize("said", ["公开不及时。", "无专职人员。", "没有及时更新栏目，下一步改进。", "无障碍改造滞后。"])
def test_problems_that_say_little(said: str) -> None:
    assert state("TX11", "2023", (PROBLEMS, said), (PLAN, "")) == "pass"


def test_no_section_on_problems() -> None:
    heading = "## 五、存在的主要问题及改进情况"
    assert state("TX11", "2023", (heading, "")) == "unassessable"
    assert state("TX11", "2023", (heading, "### （六）存在的主要问题及改进情况")) == "unassessable"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("无。", "fail"),
        ("", "fail"),
        ("本机关未收取任何信息处理费。", "pass"),
        ("2023年没有发生收费。", "pass"),
        ("（一）政府信息公开收费情况\n\n无。", "pass"),
    ],
)
def test_the_fee(said: str, expected: str) -> None:
    assert state("TX12", "2023", (FEE, said)) == expected


def test_a_fee_that_is_stated_elsewhere_is_shown() -> None:
    found = judge("TX12", changed("2023", (FEE, "无。"), (PLAN, PLAN + "全年未收取信息处理费。")))
    assert found.state == "fail"
    assert [mark.printed for mark in found.outcomes[0].related] == ["收取信息处理费"]


def test_no_section_on_other_matters() -> None:
    assert state("TX12", "2023", ("## 六、其他需要报告的事项", "")) == "unassessable"


def test_the_length_of_the_overview() -> None:
    found = judge("TX13", changed("2023", (OVERVIEW, "推" * 1000 + OVERVIEW)))
    assert found.state == "fail"
    assert "超过1000字" in messages(found)
    assert state("TX13", "2023", (OVERVIEW, "7" * 1000 + OVERVIEW)) == "pass"


def test_a_theme_that_the_overview_leaves_out() -> None:
    themes = (
        ("### （五）监督保障", ""),
        ("将政府信息公开纳入年度考核，举办业务培训2次，培训96人次；全年未发生责任追究情形。", ""),
    )
    assert "监督保障" in messages(judge("TX13", changed("2023", *themes)))


def test_themes_that_are_numbered_as_sections() -> None:
    assert state("TX13", "2023", ("### （五）监督保障", "## 二、监督和其他")) == "pass"
