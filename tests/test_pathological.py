"""Invariant 6: time grows linearly with the input, on hostile input too. Each case is converted at n and at 4n.

GAIXML_PATHOLOGICAL=full makes the cases as large as they shall ever be (a million characters, one line of 50 MB); by
default they are a fifth of it, which tells linear from quadratic just as well.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from random import Random

import pytest

import gaixml
from gaixml.schema import parse_archive

FULL = os.environ.get("GAIXML_PATHOLOGICAL") == "full"
LIMIT = 900 if FULL else 120
"""Seconds for both conversions of a case together, the start of Python included."""
GROWTH = 8
"""Four times the input may take at most so many times the time; quadratic would be 16."""
NOISE = 0.4
"""A conversion shorter than this many seconds says nothing about growth."""
MILLION = 1_000_000 if FULL else 200_000
RUN = """
import sys, time
import gaixml
from gaixml.schema import parse_archive
from gaixml.source_text import source_text
before, unit, after, times = eval(sys.stdin.read())
gaixml.convert("一、概述\\n甲\\t乙\\n丙\\t1\\n".encode())
for count in (times // 4, times):
    text = before + unit * count + after
    began = time.perf_counter()
    archive = gaixml.convert(text.encode())
    print(time.perf_counter() - began)
    assert source_text(parse_archive(archive)) == text
"""


@dataclass(frozen=True)
class Case:
    """A unit repeated, with something before and after it; a test's name is how it would be typed."""

    unit: str
    before: str = ""
    after: str = ""
    times: int = MILLION

    def __str__(self) -> str:
        return ascii(f"{self.before[:12]}[{self.unit[:12]}]{self.after[:12]}").strip("'")


ALONE = "（「。，：；一第#*_|=~-—/><[《1①Ⅰ附字\t\u3000\x00 "
WORDS = (
    "一、",
    "一是",
    "1.",
    "1、",
    "（一）",
    "()",
    "附件：",
    "附件",
    "<!--",
    "<!-- -->",
    "**",
    "[](",
    "《》",
    "首页>",
    "当前位置：",
    "信息内容",
    "申请人情况",
    "标题：",
    "注：",
    "报告",
    "市政府",
    "第一",
    "首先，",
    "1 ",
    "1,",
    "|-",
    " |",
    "- ",
    "第二十条第（一）项",
    "（一）予以公开",
    "2019年1月1日",
    "附件下载",
    "相关链接：",
)
# what is read in running text, and what makes a statute
CITED = (
    "《《",
    "《甲〈乙",
    "〔",
    "〔2018〕1号",
    "国办发〔2019〕1号、",
    "国务院令第1号",
    "第一项、",
    "第一条第一款第一项",
    "《甲办法》第一条。",
    "《甲办法》（以下简称《乙》）",
    "本法第一条、该办法",
    "前款、本条、同款",
    "根据宪法和",
    "二〇〇二年",
    "约1件",
    "http://",
    "a@",
    "\n第一条 甲。\n",
    "\n第一条之一 甲：\n（一）乙；\n",
    "\n第一章 甲\n",
    "\n第一节 甲\n",
)
LEADS = (
    "附件",
    "附",
    "注",
    "指标",
    "统",
    "本",
    "表1",
    "一、",
    "一、概述",
    "一、概述。",
    "1.",
    "1",
    "（一",
    "第",
    "第1页",
    "---",
    "===",
    "2019年",
    "首页",
    "市政府",
    "甲\t1",
    "|1",
    "|",
    "- ",
    "12",
    "其中：",
    "工作报告",
    "一、概述**",
    "第一章",
    "1.甲条",
)
"""What begins like something; a long run of blanks and then no end of it is what makes backtracking quadratic."""
LINES = (
    "一、\n",
    "（一）加强领导。\n",
    "\n",
    "\t甲\n",
    "\t1\n",
    "1.\t甲\n",
    "1.\t1\n",
    "甲\t乙\n",
    "丙\t1\t0\t无\n",
    "|1|2|\n",
    "|甲|乙|\n",
    "---\n",
    "申请人情况\n",
    "12\n",
    "市政府\n",
    "2018年度\n",
    "2019年1月16日\n",
    "工作报告\n",
    "附件\n",
    "附件：1.甲\n",
    "注：1.甲\n",
    "2.甲\n",
    "第一章\n",
    "目录\n",
    "一、概述\n（一）甲\n1.乙\n（1）丙\n①丁\n",
    "\r",
    "标题：甲\n",
    "（五）不予处理\n",
)
LINE_COUNT = 100_000 if FULL else 20_000
CASES = [
    *(Case(unit) for unit in ALONE),
    *(Case(unit, after="x") for unit in ALONE),
    *(Case(unit, before="一、1.（一）", after="x") for unit in (*ALONE, *WORDS)),
    *(Case(unit, times=MILLION // 4) for unit in WORDS),
    *(Case(unit, times=MILLION // 8) for unit in CITED),
    *(Case(" ", before=lead, after="x") for lead in LEADS),
    *(Case("\u3000", before=f"{lead}\t", after="x\t1\n") for lead in LEADS),
    *(Case(line, times=LINE_COUNT) for line in LINES),
    *(Case(line, before="指标\t单位\t数量\n", times=LINE_COUNT) for line in LINES),
    *(Case(unit, before="一、概述", after="x", times=MILLION // 4) for unit in "*_# 。：<"),
    Case("字", before="一、"),
    Case("我办主动公开政府信息。", times=MILLION),  # 33 bytes each: 33 MB when full
    Case("甲\t", after="乙\n", times=MILLION // 5),
    Case("1\t", before="丙\t", after="2\n", times=MILLION // 5),
    Case("1|", before="|", after="\n", times=MILLION // 5),
    Case("甲|", before="|", after="1\n", times=MILLION // 5),
    Case("一、甲（一）乙1.丙（1）丁①戊", times=LINE_COUNT),
    Case("一、甲。（一）乙。1.丙。（1）丁。①戊。", times=LINE_COUNT),
    Case("丙\t1\n", before="指标\t数量\n", times=200_000 if FULL else LINE_COUNT),
]


HEAD = "申请人情况\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计\n"
ROWS = tuple(
    f"{label}\t0\t0\t0\t0\t0\t0\t0\n"
    for label in (
        "一、本年新收政府信息公开申请数量",
        "二、上年结转政府信息公开申请数量",
        "（一）予以公开",
        "（七）总计",
    )
)
FORM = HEAD + "".join(ROWS)
FLAT = "".join(FORM.split())
GLUED = "一、概述。我办公开了信息。二、主动公开政府信息情况。无。三、收到和处理政府信息公开申请情况。" + FLAT
ROW_COUNT = LINE_COUNT // 2
FORMS = [
    *(Case(row, before=HEAD, times=ROW_COUNT) for row in ROWS),
    Case("".join(reversed(ROWS)), before=HEAD, times=ROW_COUNT // 4),
    Case("\t1\t0\t0\t0\t0\t0\t0\n", before=FORM, after=ROWS[-1], times=ROW_COUNT),
    Case("其他法律行政止公开\t1\t0\t0\t0\t0\t0\t0\n", before=FORM, times=ROW_COUNT),
    Case(f"{ROWS[2]}甲乙。\n\n", before=HEAD, times=ROW_COUNT),
    Case(f"（一）甲\n{FORM}\n", times=ROW_COUNT // 10),
    Case("\t1", before=f"{FORM}（二）部分公开", after="\n", times=LINE_COUNT),
    Case("\t", before=f"{FORM}（二）部分公开\t1\t2", after="3\n", times=LINE_COUNT),
    Case("\t自然人", before="申请人情况", after=f"\n{''.join(ROWS) * 50}", times=ROW_COUNT),
    Case("甲", before="申请人情况\t", after=f"\t总计\n{''.join(ROWS) * 50}", times=LINE_COUNT),
    Case("（一）予以公开1000001", before=GLUED, times=ROW_COUNT),
    Case("1", before=f"{GLUED}（二）部分公开", times=LINE_COUNT),
    Case("1 ", before=f"{GLUED}（二）部分公开", times=LINE_COUNT),
    Case("自然人", before=f"{GLUED}申请人情况", after="（一）予以公开1000001" * 50, times=ROW_COUNT),
]
"""Tables of the official forms; what a table prints over and over is one case for each way to print it."""


@pytest.mark.parametrize("case", [*CASES, *FORMS], ids=str)
def test_time_grows_with_the_input(case: Case) -> None:
    question = repr((case.before, case.unit, case.after, case.times))
    try:
        run = subprocess.run(  # noqa: S603 - our own
            [sys.executable, "-c", RUN], input=question, text=True, capture_output=True, timeout=LIMIT, check=False
        )
    except subprocess.TimeoutExpired:
        pytest.fail(f"not done after {LIMIT} seconds")
    assert run.returncode == 0, run.stderr[-2000:]
    quarter, whole = map(float, run.stdout.split())
    assert whole < NOISE or whole < GROWTH * quarter, f"{quarter:.2f} s became {whole:.2f} s"


def test_a_header_as_wide_as_its_rows() -> None:
    width = MILLION // 10
    case = Case("1\t", before="甲\t" * width + "乙\n丙\t", after="1\n", times=width)
    test_time_grows_with_the_input(case)


LETTERS = "其他法律行政法规禁止公开属于国家秘密申请人无正当理由逾期不补正行政机关不再处理其政府信息公开"


@pytest.mark.parametrize("length", [9, 20, 60])
def test_rows_with_labels_that_are_like_those_of_the_forms(length: int) -> None:
    random = Random(length)  # noqa: S311 - labels, not secrets
    rows = (f"{''.join(random.choices(LETTERS, k=length))}\t{random.random()}\n" for _ in range(1000))
    test_time_grows_with_the_input(Case("".join(rows), before=FORM, times=max(4, ROW_COUNT // 1000)))


def test_reports_that_say_something_else_each() -> None:
    rows = "".join(FORM.replace("0\n", f"{number}\n") for number in range(200))
    test_time_grows_with_the_input(Case(rows, times=max(4, ROW_COUNT // 1000)))


def test_a_fact_does_not_repeat_a_long_label() -> None:
    archive = parse_archive(
        gaixml.convert(f"{HEAD}{''.join(ROWS[:2])}三、{'甲' * LINE_COUNT}\t\n{''.join(ROWS[2:])}".encode())
    )
    labels = archive.xpath("//*[local-name()='fact']/@label")
    assert labels
    assert max(map(len, labels)) < 1000


@pytest.mark.parametrize("megabytes", [50 if FULL else 10])
def test_one_long_line_of_prose(megabytes: int) -> None:
    sentence = "2018年，我办认真贯彻落实条例，共主动公开信息123条，其中：一、二季度60条。"
    test_time_grows_with_the_input(Case(sentence, times=megabytes * 1_000_000 // len(sentence.encode())))
