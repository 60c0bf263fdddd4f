"""Sentences against the tables of docs/rules/examples/2023.md: what is an alarm, what is none, what cannot be told."""

from __future__ import annotations

import functools
import re
import time
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from rule_pages import BASES

from gaixml.checks.catalogue import catalogue
from gaixml.checks.model import State
from gaixml.checks.subject import Subject
from gaixml.conversion import load

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gaixml.checks.figures import Figure
    from gaixml.checks.model import Outcome

BASE = BASES / "2023.md"
"""A department's report. Its tables: received 39, carried in 3, closed 39 (19, 5, 5, 8, 2, 0), carried over 3;
reconsideration 4 (3 upheld, 1 corrected); litigation 2 (1 upheld, 1 pending) and 2 (1 upheld, 1 other)."""
DEPARTMENT, GOVERNMENT = "示例市水务局", "示例市人民政府"
NOTHING, PASS, FAIL, UNCLEAR = "nothing", "pass", "fail", "unassessable"


@functools.lru_cache(maxsize=4)
def template(agency: str) -> str:
    """Return the report without its statements; ⟦1⟧ and ⟦4⟧ are where the sentences under test go."""
    text = BASE.read_text("utf-8").replace(DEPARTMENT, agency)
    text = re.sub(r"^全年新收政府信息公开申请.*$", "⟦1⟧", text, flags=re.MULTILINE)
    return re.sub(r"^2023年，因政府信息公开申请行政复议.*$", "⟦4⟧", text, flags=re.MULTILINE)


def report(
    words: str, agency: str = DEPARTMENT, *, fourth: bool = False, changes: tuple[tuple[str, str], ...] = ()
) -> Subject:
    text = template(agency).replace("⟦4⟧" if fourth else "⟦1⟧", words).replace("⟦1⟧", "").replace("⟦4⟧", "")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return Subject(load(text.encode(), "2023.md"), "2023.md")


def gravest(outcomes: Iterable[Outcome]) -> str:
    """Return the gravest state of outcomes, ``nothing`` where there are none."""
    found = {outcome.state for outcome in outcomes}
    order = ((State.FAIL, FAIL), (State.UNASSESSABLE, UNCLEAR), (State.PASS, PASS))
    return next((name for one, name in order if one in found), NOTHING)


def state(rule: str, subject: Subject) -> str:
    return gravest(catalogue()[rule].assess(subject))


RECEIVED = [
    # true alarms
    ("2023年，我局共收到政府信息公开申请38件。", FAIL),
    ("全年新收政府信息公开申请41件，均按期答复。", FAIL),
    ("2023 年共收到政府信息公开申请 1,039 件。", FAIL),
    ("全年未收到政府信息公开申请。", FAIL),
    ("本年度收到依申请公开12件。", FAIL),
    ("本年度我局未收到申请人提出的依申请公开事项.", FAIL),
    ("本年度，共受理政府信息公开申请38件，都在法定期限内予以答复。", FAIL),
    ("2022年收到政府信息公开申请34件，2023年收到政府信息公开申请35件。", FAIL),
    ("共收到四十件政府信息公开申请。", FAIL),
    ("收到政府信息公开申请数量为３８件", FAIL),
    ("示例市水务局收到和处理政府信息公开申请38件，较上年增加4件。", FAIL),
    ("2023年1月1日至2023年12月31日，我局收到公民、法人和其他组织政府信息公开申请共计38件。", FAIL),
    ("我局受理政府信息公开申请39件。本局受理信息公开申请37件。", FAIL),
    # in order
    ("2023年，我局共收到政府信息公开申请39件。", PASS),
    ("2023年，我局共收到政府信息公开申请42件（含上年结转3件）。", PASS),
    ("共收到三十九件政府信息公开申请。", PASS),
    ("全年收到申请公开政府信息的要求39件，完成答复。", PASS),
    ("全年新收政府信息公开申请39件，其中网上申请30件，当面申请5件，信函4件。", PASS),
    ("依申请公开共收到39件。", PASS),
    # traps: not the total, not this year, not exact, not requests
    ("通过网上平台收到政府信息公开申请30件。", NOTHING),
    ("其中，自然人申请25件，商业企业申请7件。", NOTHING),
    ("收到政府信息公开申请近40件。", NOTHING),
    ("收到政府信息公开申请40余件。", NOTHING),
    ("收到政府信息公开申请约40件。", NOTHING),
    ("2022年，我局共收到政府信息公开申请34件。", NOTHING),
    ("上年共收到政府信息公开申请34件。", NOTHING),
    ("2023年度（1月至11月）共收到政府信息公开申请20件。", NOTHING),
    ("2023年上半年，共收到政府信息公开申请20件。", NOTHING),
    ("截至2023年6月，共收到政府信息公开申请20件。", NOTHING),
    ("《条例》施行以来累计收到政府信息公开申请412件。", NOTHING),
    ("申请量较上年增加5件。", NOTHING),
    ("全年收到信访件38件、群众来信56件，答复网民留言120条。", NOTHING),
    ("12345热线收到工单1200件，均已办结。", NOTHING),
    ("全年受理行政许可申请143件。", NOTHING),
    ("收到政协提案办理申请12件。", NOTHING),
    ("主动公开政府信息386条。", NOTHING),
    ("如收到政府信息公开申请5件以上，须集中会商。", NOTHING),
    ("力争2024年收到政府信息公开申请后20日内答复。", NOTHING),
    ("上年结转政府信息公开申请5件。", NOTHING),
    ("结转上年度政府信息公开申请1件，因申请人逾期不补正，不再处理。", NOTHING),
    ("收到政府信息公开申请10件次。", NOTHING),
    ("收到行政复议申请5件。", NOTHING),
    # whose it is cannot be told
    ("全市共收到政府信息公开申请1200件。", UNCLEAR),
    ("市河湖中心收到政府信息公开申请8件。", UNCLEAR),
    ("市供水公司高度重视，全年收到政府信息公开申请8件。", UNCLEAR),
    ("全年收到政府信息公开申请39件，受理政府信息公开申请37件。", UNCLEAR),
    ("全年收到政府信息公开申请45件，剔除重复申请6件。", UNCLEAR),
    ("2023年收到政府信息公开申请41件（不含转办2件）。", UNCLEAR),
    ("共收到政府信息公开申请50件，其中局机关39件，所属单位11件。", UNCLEAR),
]
RECEIVED_BY_GOVERNMENT = [
    ("2023年，全市共收到政府信息公开申请39件。", PASS),
    ("2023年，全市共收到政府信息公开申请35件。", FAIL),
    ("2023年，全市共收到政府信息公开申请350件，其中市政府办公室39件。", UNCLEAR),
    ("2023年，全市共收到政府信息公开申请350件，市政府本级收到政府信息公开申请39件。", UNCLEAR),
    ("2023年，本机关收到政府信息公开申请35件。", UNCLEAR),
    ("市政府办公室收到政府信息公开申请35件。", UNCLEAR),
    ("各县区高度重视。共收到政府信息公开申请35件。", UNCLEAR),
]
CLOSED = [
    ("共收到39件依申请公开请求，2022年结转政府信息公开申请3件，共办结37件，结转2024年度继续办理3件。", FAIL),
    ("全年收到政府信息公开申请39件。其中，自然人申请25件，占64.1%。全年办结38件。", FAIL),
    ("全年收到政府信息公开申请39件。其中，自然人申请25件，占64.1%。办结25件。", UNCLEAR),
    ("全年收到政府信息公开申请39件。受理行政许可申请12件。全年办结12件。", NOTHING),
    ("全年收到政府信息公开申请39件。收到群众来信12件。全年办结12件。", NOTHING),
    ("全年收到政府信息公开申请39件，办结38件。", FAIL),
    ("全年共办结政府信息公开申请40件。", FAIL),
    ("全年收到政府信息公开申请39件，答复32件。", FAIL),
    ("全年收到政府信息公开申请39件，较上年增加5件，共办理答复39件。", PASS),
    ("全年办结39件政府信息公开申请。", PASS),
    ("全年收到政府信息公开申请39件，答复37件。", UNCLEAR),  # 不予处理 2
    ("全年收到政府信息公开申请39件，办结36件。", UNCLEAR),  # 3 of the 39 closed were carried in
    ("全年收到政府信息公开申请39件，其中办结30件。", UNCLEAR),
    ("全年收到政府信息公开申请39件，按时办结30件。", UNCLEAR),
    ("全年收到政府信息公开申请39件，均已按期答复。", NOTHING),
    ("全年收到政府信息公开申请39件，办结率100%。", NOTHING),
    ("全年答复群众来信12件、网民留言30条。", NOTHING),
    ("通过市长信箱收到诉求30件，办结30件。", NOTHING),
    ("受理审批事项117件，办结171件，办结率100%。", NOTHING),
    ("全年收到政府信息公开申请39件，延期答复2件。", NOTHING),
    ("全年收到政府信息公开申请39件。办理人大代表建议12件，答复12件。", NOTHING),
    ("全年收到政府信息公开申请39件，2022年办结30件。", NOTHING),
]
OUTCOMES = [
    ("全年收到政府信息公开申请39件，办结39件，其中予以公开18件、部分公开5件。", FAIL),
    ("全年收到政府信息公开申请39件，其中予以公开19件，部分公开5件，不予公开4件，无法提供8件，不予处理2件。", FAIL),
    ("全年收到政府信息公开申请39件。不予公开6件。", FAIL),
    ("全年收到政府信息公开申请39件，其中6件不予公开。", FAIL),
    ("全年收到政府信息公开申请39件，予以公开及部分公开25件。", FAIL),
    ("全年收到政府信息公开申请39件，较上年增加5件，其中其他处理1件。", FAIL),
    (
        "全年收到政府信息公开申请39件，予以公开19件，部分公开5件，不予公开5件，无法提供8件，不予处理2件，其他处理0件。",
        PASS,
    ),
    ("全年收到政府信息公开申请39件，同意公开或部分公开共24件。", PASS),
    ("全年收到政府信息公开申请39件；予以公开及部分公开24件，占61.5%；不予公开5件。", PASS),
    ("全年收到政府信息公开申请39件。所有办结的信息公开申请中同意公开19件。", PASS),
    ("全年收到政府信息公开申请39件，因本机关不掌握等原因无法提供8件。", PASS),
    ("全年收到政府信息公开申请39件，予以公开24件。", UNCLEAR),
    ("全年收到政府信息公开申请50件，予以公开30件。", UNCLEAR),
    ("全年收到政府信息公开申请39件，其中自然人申请25件，予以公开11件。", UNCLEAR),
    ("全年制作政府信息330条，其中主动公开90条，作为依申请公开161条，不予公开79条。", NOTHING),
    ("不予公开信息数79条。", NOTHING),
    ("全年收到政府信息公开申请39件，予以公开近20件。", NOTHING),
]
PROCEEDINGS = [
    ("2023年，因政府信息公开申请行政复议5件。", FAIL),
    ("因政府信息公开被申请行政复议4件，其中结果维持2件、结果纠正2件。", FAIL),
    ("因政府信息公开被申请行政复议4件，均获维持。", FAIL),
    ("因政府信息公开被提起行政诉讼6件。", FAIL),
    ("没有因政府信息公开申请行政复议、提起行政诉讼的情况。", FAIL),
    ("2023年未发生因政府信息公开引发的行政诉讼。", FAIL),
    ("没有发生因政府信息公开工作引发举报、投诉、行政复议或行政诉讼等事件。", FAIL),
    ("因政府信息公开申请引起的行政复议、行政诉讼案件共9件。", FAIL),
    ("行政复议4件，行政诉讼5件。", FAIL),
    ("有5件涉及政府信息公开的行政复议。", FAIL),
    ("因政府信息公开申请行政复议4件，其中结果维持3件、结果纠正1件；提起行政诉讼4件。", PASS),
    ("行政诉讼4件，其中未经复议直接起诉2件、复议后起诉2件。", PASS),
    ("因政府信息公开引发的行政复议、行政诉讼共8件。", PASS),
    ("政府信息公开行政复议四宗。", PASS),
    ("办理因政府信息公开引发的行政复议9件。", UNCLEAR),
    ("全市发生因政府信息公开引发的行政复议36起。", UNCLEAR),
    ("因政府信息公开被提起行政诉讼2件。", UNCLEAR),  # one kind of litigation
    ("作为复议机关，全年审理行政复议案件120件。", UNCLEAR),
    ("未发生行政诉讼败诉案件。", NOTHING),
    ("没有被纠正的行政复议。", NOTHING),
    ("行政诉讼一审3件、二审1件。", NOTHING),
    ("2022年，因政府信息公开申请行政复议3件。", NOTHING),
    ("新增行政诉讼近5件。", NOTHING),
]
ALL_CLOSED = [
    ("全年收到政府信息公开申请39件，均已办结。", FAIL),
    ("全年收到政府信息公开申请39件，较上年增加5件，已全部办理完毕。", FAIL),
    ("全年收到政府信息公开申请39件。所有政府信息公开申请均已按要求办理完成。", FAIL),
    ("全年收到政府信息公开申请39件，均按时办结。", FAIL),
    ("全年收到政府信息公开申请39件，均已答复。", UNCLEAR),
    ("全年收到政府信息公开申请39件，均在法定期限内答复。", NOTHING),
    ("全年收到政府信息公开申请39件，答复36件，均已办结。", NOTHING),
    ("全年收到政府信息公开申请39件，除3件结转下年度外，均已办结。", NOTHING),
    ("全年收到政府信息公开申请39件，其余均已办结。", NOTHING),
    ("全年收到政府信息公开申请39件，其中网上申请30件，均已办结。", NOTHING),
    ("全年收到政府信息公开申请39件。收到信访件12件，均已办结。", NOTHING),
    ("12345热线工单1200件均已办结。", NOTHING),
    ("上年结转的3件均已办结。", NOTHING),
    ("全年收到政府信息公开申请39件，上年结转3件，均已办结。", NOTHING),
    ("全年收到政府信息公开申请30件，均已办结。", UNCLEAR),
    ("全市收到政府信息公开申请390件，均已办结。", UNCLEAR),
]
PERCENTAGES = [
    ("收到政府信息公开申请39件，其中网上申请30件，占70%。", FAIL),
    ("收到政府信息公开申请39件。其中，自然人申请25件，占61.4%；法人申请14件，占35.9%。", FAIL),
    ("收到政府信息公开申请39件，较上年34件增长12.7%。", FAIL),
    ("收到政府信息公开申请39件，较上年增加5件，增长12.8%。", FAIL),
    ("申请量由34件增加到39件，增长5%。", FAIL),
    ("收到申请39件，其中网上申请30件（占67.9%）。", FAIL),
    ("收到政府信息公开申请39件，其中网上申请30件，占申请总数的77%。", PASS),
    ("收到政府信息公开申请39件，其中网上申请30件，占76.92%，信函申请9件，占23.08%。", PASS),
    ("收到政府信息公开申请39件，较上年34件增长14.7%。", PASS),
    ("收到政府信息公开申请39件，较上年减少5件，下降11.4%。", PASS),
    ("收到政府信息公开申请39件，其中自然人申请25件，占64.1%，其中网上申请10件，占40%。", PASS),
    ("收到申请39件，其中网上申请31件，占79.4%。", UNCLEAR),  # 79.487: cut off
    ("收到申请39件，办结36件，予以公开20件，占33.3%。", UNCLEAR),
    ("公开信息7700余条，其中重点领域2000条，占30%。", NOTHING),
    ("制作信息总数330，公开90条，其中电子化80条，占24%。", UNCLEAR),
    ("予以公开19件，占33.9%。", NOTHING),
    ("收到申请39件，其中网上申请30件，占全市的7%。", NOTHING),
    ("办结率100%，按时答复率98.5%，好评数占评价总数99.58%。", NOTHING),
    ("收到申请39件，较上年上升3个百分点。", NOTHING),
    ("收到申请39件，答复网民留言30条，占50%。", NOTHING),
]
UNITS = [
    ("召开新闻发布会  场，发布政策解读3篇。", FAIL),
    ("今年共公开  条信息。", FAIL),
    ("全年主动公开政府信息  条，其中门户网站212条。", FAIL),
    ("全年收到申请 件，均已答复。", FAIL),
    ("共发布信息____条。", FAIL),
    ("共收到　件。", FAIL),
    ("公开核准企业资质条、施工许可证76条、排水许可证5条。", FAIL),
    ("主动公开政府信息 386 条，收到申请 39 件。", PASS),
    ("贯彻政府信息公开 条例，公开政策文 件，处理案 件。公开信息3条。", PASS),
    ("收到的申请 件件有回音，发布头条、短视频12条。", PASS),
    ("所有申请 件均按程序办理，收到申请\n件，逐一登记2件。", PASS),
    ("公开规章、条例、各项制度，公开案件3件、原件2件。", PASS),
    ("严格执行政府信息公开条例。", NOTHING),
]


def cases(rule: str, sentences: list[tuple[str, str]]) -> list[tuple[str, str, str]]:
    return [(rule, *one) for one in sentences]


@pytest.mark.parametrize(
    ("rule", "words", "expected"),
    [
        *cases("TX01", RECEIVED),
        *cases("TX02", CLOSED),
        *cases("TX03", OUTCOMES),
        *cases("TX04", PERCENTAGES),
        *cases("TX07", ALL_CLOSED),
    ],
)
def test_what_the_prose_says_of_requests(rule: str, words: str, expected: str) -> None:
    assert state(rule, report(words)) == expected


@pytest.mark.parametrize(("words", "expected"), RECEIVED_BY_GOVERNMENT)
def test_a_government_may_report_for_its_area(words: str, expected: str) -> None:
    assert state("TX01", report(words, GOVERNMENT)) == expected


@pytest.mark.parametrize(("words", "expected"), PROCEEDINGS)
def test_what_the_prose_says_of_proceedings(words: str, expected: str) -> None:
    assert state("TX05", report(words, fourth=True)) == expected


@pytest.mark.parametrize(("words", "expected"), UNITS)
def test_a_unit_without_its_number(words: str, expected: str) -> None:
    """The rest of the report counts too, so that where the words have nothing the rule passes."""
    found = state("TX08", report(words))
    assert found == (PASS if expected == NOTHING else expected)


class Prior:
    """What is known of the report on the year before."""

    name = "2022.md"

    def __init__(self, received: int | None, year: int | None = 2022) -> None:
        self.year = year
        base = report("").figure("received", "total")
        assert base is not None
        self._figure = base._replace(value=None if received is None else Decimal(received))

    def figure(self, indicator: str, applicant: str = "") -> Figure | None:
        return self._figure if (indicator, applicant) == ("received", "total") else None


CHANGES = [
    ("全年新收政府信息公开申请39件，较上年增加5件。", 34, PASS),
    ("全年新收政府信息公开申请39件，较上年增加5件。", 33, FAIL),
    ("全年新收政府信息公开申请39件，较上年减少5件。", 34, FAIL),
    ("全年新收政府信息公开申请39件，同比增长14.7%。", 34, PASS),
    ("全年新收政府信息公开申请39件，申请数量较去年回落12.3%。", 34, FAIL),
    ("全年新收政府信息公开申请39件，比2022年增加6件，均按期答复。", 34, FAIL),
    ("全年新收政府信息公开申请39件，与上年持平。", 39, PASS),
    ("全年新收政府信息公开申请39件，与上年持平。", 40, FAIL),
    ("全年新收政府信息公开申请39件，较2021年增加5件。", 20, NOTHING),
    ("全年新收政府信息公开申请39件，办结39件，较上年增加5件。", 20, NOTHING),
    ("主动公开政府信息386条，较上年增加35条。", 20, NOTHING),
    ("全年新收政府信息公开申请39件，其中网上申请30件，较上年增加9件。", 20, NOTHING),
    ("全年新收政府信息公开申请39件，较上年增加近10件。", 20, NOTHING),
    ("全年新收政府信息公开申请38件，较上年增加4件。", 33, UNCLEAR),
    ("全市新收政府信息公开申请390件，较上年增加40件。", 34, UNCLEAR),
    ("全年新收政府信息公开申请39件，较上年增加5件。", None, UNCLEAR),
]


@pytest.mark.parametrize(("words", "before", "expected"), CHANGES)
def test_the_change_on_last_year(words: str, before: int | None, expected: str) -> None:
    assert gravest(catalogue()["TX06"].assess(report(words), Prior(before))) == expected


def test_a_change_is_on_the_year_before_only() -> None:
    subject = report("全年新收政府信息公开申请39件，较上年增加5件。")
    assert gravest(catalogue()["TX06"].assess(subject, Prior(33, 2021))) == UNCLEAR


def test_all_closed_is_true_where_nothing_is_carried_over() -> None:
    row = "| 四、结转下年度继续办理 |  |  | 2 | 0 | 0 | 0 | 1 | 0 | "
    words = "全年收到政府信息公开申请39件，均已办结。"
    assert state("TX07", report(words, changes=((row + "3 |", row + "0 |"),))) == PASS
    assert state("TX07", report(words, changes=((row + "3 |", row + " |"),))) == UNCLEAR


def test_proceedings_of_other_matters_are_left_alone() -> None:
    assert state("TX05", report("推进信息公开、依法行政，全年行政复议8件，行政诉讼3件。")) == NOTHING
    assert state("TX05", report("全年收到政府信息公开申请39件，行政复议8件。")) == FAIL


def test_a_cell_without_a_number_neither_passes_nor_fails() -> None:
    row = "| 一、本年新收政府信息公开申请数量 |  |  | 25 | 7 | 1 | 1 | 5 | 0 | "
    for words in ("全年收到政府信息公开申请38件。", "全年收到政府信息公开申请39件。"):
        assert state("TX01", report(words, changes=((row + "39 |", row + " |"),))) == UNCLEAR


def test_a_finding_marks_the_words_and_names_the_cells() -> None:
    subject = report("2023 年，我局共收到政府信息公开申请 38 件。")
    (outcome,) = catalogue()["TX01"].assess(subject)
    assert outcome.at is not None
    assert subject.text[outcome.at.start : outcome.at.end] == "我局共收到政府信息公开申请 38 件"
    assert [subject.text[mark.start : mark.end].strip() for mark in outcome.related] == ["39", "3"]
    assert "38" in outcome.message
    assert "38" in outcome.message_en


def test_plans_and_problems_state_nothing() -> None:
    words = "一是水质监测数据公开的频次偏低"
    subject = report("", changes=((words, "全年收到政府信息公开申请12件；" + words),))
    assert state("TX01", subject) == NOTHING


UNITS_OF_TEXT = (
    "全年收到政府信息公开申请39件，较上年增加5件，均已办结。", "收到政府信息公开申请39件，其中网上申请30件，占70%，",
    "公民、法人和其他组织提出的", "因政府信息公开申请", "行政复议、", "主动公开政府信息 ",
    "1件", "（", "《", "共计", "1,111",
)  # fmt: skip


@pytest.mark.parametrize("unit", UNITS_OF_TEXT)
def test_long_paragraphs_take_linear_time(unit: str) -> None:
    subject = report(unit * (60_000 // len(unit)))
    start = time.perf_counter()
    for rule in ("TX01", "TX02", "TX03", "TX04", "TX05", "TX07", "TX08"):
        list(catalogue()[rule].assess(subject))
    assert time.perf_counter() - start < 5
