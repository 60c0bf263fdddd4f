"""All rules for one report take time that grows with it, whatever it says (invariant 6)."""

from __future__ import annotations

import gc
import time
from dataclasses import dataclass

import pytest
from judging import changed
from lxml import etree

import gaixml
from gaixml.checks.catalogue import rules_of_scope
from gaixml.checks.engine import assess
from gaixml.checks.model import Scope
from gaixml.checks.subject import Subject

GROWTH = 8
"""Four times the report may take at most so many times the time; quadratic would be 16."""
NOISE = 0.1
"""A shorter run than this many seconds says nothing about growth."""
OVERVIEW = "2023年，示例市水务局围绕"
IN_PROSE = changed("2023", (OVERVIEW, f"@\n\n{OVERVIEW}"))
AT_END = changed("2023") + "\n\n@"
IN_TABLE = changed("2023", ("| 二、上年结转", "@| 二、上年结转"))
WITHOUT_FORM = "示例市水务局2018年政府信息公开工作年度报告\n\n@"


@dataclass(frozen=True)
class Case:
    """A unit, repeated where a report has @; its # is the number of the repetition."""

    unit: str
    times: int
    report: str = IN_PROSE

    def __str__(self) -> str:
        return ascii(self.unit[:16]).strip("'")

    def archive(self, times: int) -> etree._Element:
        text = self.report.replace("@", "".join(self.unit.replace("#", str(number)) for number in range(times)))
        return etree.fromstring(gaixml.convert(text.encode(), "a.md"))


CASES = [
    Case("根据国务院令第492号、", 6000),
    Case("根据《中华人民共和国政府信息公开条例》第九十九条、", 3000),
    Case("根据国办公开办函〔2021〕30号编写。\n\n", 3000, WITHOUT_FORM),
    Case("七、概述\n\n", 6000, AT_END),
    Case("（一）概述\n\n1.甲乙\n\n", 2000, AT_END),
    Case("1.甲乙\n\n", 6000, f"{WITHOUT_FORM[:-1]}一、概述\n\n@二、甲\n\n（一）乙\n\n"),
    Case("2023年，我局主动公开信息。\n\n", 6000),
    Case("2023年，我局主动公开信息。\n\n", 6000, AT_END.replace("@", "七、\n\n@")),
    Case("一方面，", 20_000),
    Case("共收到政府信息公开申请35件，", 6000),
    Case("共收到政府信息公开申请#件，办结#件，其中予以公开#件。", 1500),
    Case("因政府信息公开引起行政复议#件，行政诉讼#件。", 2000),
    Case("共35件，其中5件，占14.3%。", 4000),
    Case("35件", 30_000),
    Case("| 甲乙丙丁 |  |  | 1 | 0 | 0 | 0 | 0 | 0 | 1 |\n", 4000, IN_TABLE),
    Case("统计指标\t1\n", 6000, AT_END),
    Case("2023年", 15_000),
    Case("2023年1月1日至2023年12月31日，", 4000),
    Case("《甲办法》、", 10_000),
    Case("甲《乙》", 30_000),
    Case("收取信息处理费3万元，", 6000),
    Case("公布日期：2024-01-01，", 6000, f"{WITHOUT_FORM}\n\n一、概述\n\n甲。"),
    Case("2023年，我局认真贯彻落实条例，共主动公开信息123条，其中：一、二季度60条。", 2000),
]


def seconds(archive: etree._Element) -> float:
    """Return the time of the processor, the best of three: others work on the same machine.

    No garbage is looked for meanwhile: that takes the longer the more a test process holds.
    """
    taken = []
    gc.disable()
    for _ in range(3):
        began = time.process_time()
        list(assess(rules_of_scope(Scope.REPORT), Subject(archive, "a.md")))
        taken.append(time.process_time() - began)
    gc.enable()
    return min(taken)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_time_grows_with_the_report(case: Case) -> None:
    list(assess(rules_of_scope(Scope.REPORT), Subject(case.archive(1), "a.md")))
    quarter, whole = seconds(case.archive(case.times // 4)), seconds(case.archive(case.times))
    assert whole <= max(quarter * GROWTH, NOISE), f"{quarter:.2f} s became {whole:.2f} s"
