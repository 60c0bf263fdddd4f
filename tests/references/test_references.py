"""The references of one paragraph, as they are printed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaixml.reference.parsing import find_references
from gaixml.reference.provisions import write_path

if TYPE_CHECKING:
    from gaixml.reference.model import Reference


def found(text: str, *kinds: str) -> list[Reference]:
    """Return the references of these kinds, and check what holds for all of them."""
    references = find_references(text, 0, len(text))
    assert all(0 <= one.start < one.end <= len(text) for one in references)
    assert references == sorted(references, key=lambda one: (one.start, -one.end))
    open_ends: list[Reference] = []
    for one in references:
        while open_ends and open_ends[-1].end <= one.start:
            open_ends.pop()
        if open_ends:
            outer = open_ends[-1]
            assert one.kind == outer.kind == "act"
            assert one.end <= outer.end
        open_ends.append(one)
    assert all(isinstance(value, str) for one in references for value in one.target.values())
    return [one for one in references if not kinds or one.kind in kinds]


def printed(text: str, *kinds: str) -> list[str]:
    return [text[one.start : one.end] for one in found(text, *kinds)]


def provisions(text: str) -> list[tuple[str, str, str]]:
    """Return what is printed, the paths that it means, where a range ends."""
    return [
        (text[one.start : one.end], " ".join(map(write_path, one.paths)), write_path(one.to))
        for one in found(text, "provision")
    ]


def target(text: str, kind: str) -> dict[str, str]:
    (one,) = found(text, kind)
    return one.target


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("第二十条第（一）项", "art20.i1"),
        ("第二十条第一款第（五）项", "art20.p1.i5"),
        ("第一项", "i1"),
        ("第20条", "art20"),
        ("第 20 条", "art20"),
        ("第２０条", "art20"),
        ("第二十条第(一)项", "art20.i1"),
        ("第（1）项", "i1"),
        ("第①项", "i1"),
        ("第㈠项", "i1"),
        ("第 二十 条 第 一 款", "art20.p1"),
        ("第十条之一", "art10-1"),
        ("第一百二十条之一第二款", "art120-1.p2"),
        ("第一百零五条", "art105"),
        ("第三章第二节", "ch3.sec2"),
        ("第一编第二分编第三章", "book1.sub2.ch3"),
        ("第（一）项第3目", "i1.s3"),
    ],
)
def test_a_provision_in_each_printed_form(text: str, path: str) -> None:
    for before, after in (("", ""), ("依照", "规定"), ("（", "）"), ("除", "外")):
        assert provisions(before + text + after) == [(text, path, "")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第一、三、五项", [("第一、三、五项", "i1 i3 i5", "")]),
        ("第（一）、（三）项", [("第（一）、（三）项", "i1 i3", "")]),
        ("第十条第（一）、第（三）和第五项", [("第十条第（一）、第（三）和第五项", "art10.i1 art10.i3 art10.i5", "")]),
        ("第一、三至五项", [("第一、三至五项", "i1 i3 i4 i5", "")]),
        ("前款（一）、（三）项", [("前款（一）、（三）项", "p1.i1 p1.i3", "")]),
        ("第十条至十二条", [("第十条至十二条", "art10", "art12")]),
        ("第五条、六条", [("第五条", "art5", ""), ("六条", "art6", "")]),
        ("第（一）（二）项", [("第（一）（二）项", "i1 i2", "")]),
        ("第三十六条（四）（五）", [("第三十六条（四）（五）", "art36.i4 art36.i5", "")]),
        ("第三十六条（四）、（五）的规定", [("第三十六条（四）、（五）", "art36.i4 art36.i5", "")]),
        ("第三条（一）本单位", [("第三条", "art3", "")]),
        ("第（五）项材料", [("第（五）项", "i5", "")]),
        ("本办法第三章执行", [("第三章", "ch3", "")]),
        ("第一款、公开信息3条、5项", [("第一款", "p1", "")]),
        ("第十条至第十五条", [("第十条至第十五条", "art10", "art15")]),
        ("第二十至二十二条", [("第二十至二十二条", "art20", "art22")]),
        ("第（一）至（三）项", [("第（一）至（三）项", "i1", "i3")]),
        ("第十条第一款至第三款", [("第十条第一款至第三款", "art10.p1", "art10.p3")]),
        ("第二项、第三项和第五项", [("第二项", "i2", ""), ("第三项", "i3", ""), ("第五项", "i5", "")]),
        (
            "第二十条第（一）项、第（三）项和第二十一条",
            [("第二十条第（一）项", "art20.i1", ""), ("第（三）项", "art20.i3", ""), ("第二十一条", "art21", "")],
        ),
        ("第二十条、第（三）项", [("第二十条", "art20", ""), ("第（三）项", "art20.i3", "")]),
        ("第一项至第三项、第五项", [("第一项至第三项", "i1", "i3"), ("第五项", "i5", "")]),
        ("第三条作了规定，违反第二款的", [("第三条", "art3", ""), ("第二款", "p2", "")]),
    ],
)
def test_lists_and_ranges(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert provisions(text) == expected


@pytest.mark.parametrize(
    ("text", "unit", "ordinal", "anchor"),
    [
        ("前款", "p", 1, "before"),
        ("前两款", "p", 2, "before"),
        ("前三条", "art", 3, "before"),
        ("上款", "p", 1, "before"),
        ("前项", "i", 1, "before"),
        ("本条", "art", 0, "here"),
        ("本章", "ch", 0, "here"),
        ("本编", "book", 0, "here"),
        ("同款", "p", 0, "same"),
        ("该条", "art", 0, "same"),
    ],
)
def test_relative_steps(text: str, unit: str, ordinal: int, anchor: str) -> None:
    (one,) = found(f"依照{text}规定处理")
    assert one.paths == (((unit, ordinal, 0, anchor),),)
    if unit != "i":
        assert [step.anchor for step in found(f"{text}第（三）项规定")[0].paths[0]] == [anchor, ""]


def test_a_relative_step_inherits_nothing() -> None:
    assert provisions("本条第二款、前款、同款") == [
        ("本条第二款", "art0.p2", ""),
        ("前款", "p1", ""),
        ("同款", "p0", ""),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "第三章节", "第一条例", "第一项目", "第三节课", "第二条生产线", "第一编辑部", "第一款产品", "第一项工作",
        "第一次会议", "第三季度", "第一书记", "本项目", "合同条款", "目前款项", "该条信息", "以前条件", "本章程",
        "第一目标", "第二部分校区", "第五篇文章", "同款产品",
    ],
)  # fmt: skip
def test_a_longer_word_is_no_step(text: str) -> None:
    assert provisions(f"完成{text}建设") == []


def test_a_step_belongs_to_the_instrument_before_it() -> None:
    text = "《条例》第三条、第五条，《办法》（国办发〔2014〕3号）第七条，第九条"
    assert [one.act and one.act.target["title"] for one in found(text, "provision")] == ["条例", "条例", "办法", None]


def test_rows_that_are_added_up_are_marked() -> None:
    text = "第一项加第二项之和，等于第三项加第四项之和"
    assert [one.target for one in found(text, "provision")] == [{"sum": "1"}] * 4


@pytest.mark.parametrize(
    ("text", "names", "titles"),
    [
        ("根据《政府信息公开条例》编制", ["《政府信息公开条例》"], ["政府信息公开条例"]),
        ("《政府信息\n公开 条例》", ["《政府信息\n公开 条例》"], ["政府信息公开条例"]),
        (
            "《关于修改〈产品质量法〉的决定》",
            ["《关于修改〈产品质量法〉的决定》", "〈产品质量法〉"],
            ["关于修改〈产品质量法〉的决定", "产品质量法"],
        ),
        (
            "《关于贯彻<实施《档案法》办法>的通知》",
            ["《关于贯彻<实施《档案法》办法>的通知》", "<实施《档案法》办法>", "《档案法》"],
            ["关于贯彻〈实施〈档案法〉办法〉的通知", "实施〈档案法〉办法", "档案法"],
        ),
        ("依照刑法第三条", ["刑法"], ["刑法"]),
        ("违反行政诉讼法第三十二条的", ["行政诉讼法"], ["行政诉讼法"]),
        ("和中华人民共和国刑法第三条", ["中华人民共和国刑法"], ["中华人民共和国刑法"]),
        ("违反城乡规划法的规定，依照有关法律、行政法规的规定，按照统一的方法", ["城乡规划法"], ["城乡规划法"]),
        ("根据宪法，制定本法。", ["宪法", "本法"], ["宪法", "法"]),
        ("根据宪法和立法法，", ["宪法", "立法法"], ["宪法", "立法法"]),
        ("和突发事件应对法第五条", ["突发事件应对法"], ["突发事件应对法"]),
        ("认定构成中华人民共和国刑法第三条", ["中华人民共和国刑法"], ["中华人民共和国刑法"]),
        ("违反了反不正当竞争法第八条", ["反不正当竞争法"], ["反不正当竞争法"]),
        ("应依行政处罚法第三条，有公务员法第四条", ["行政处罚法", "公务员法"], ["行政处罚法", "公务员法"]),
        ("全民所有制工业企业法第五十八条", ["全民所有制工业企业法"], ["全民所有制工业企业法"]),
        ("和行政复议法实施条例第二条", ["行政复议法实施条例"], ["行政复议法实施条例"]),
        ("征收与补偿条例第九条", ["征收与补偿条例"], ["征收与补偿条例"]),
        ("数据安全法第二十一条", ["数据安全法"], ["数据安全法"]),
        ("安全生产违法行为行政处罚办法第四条", ["安全生产违法行为行政处罚办法"], ["安全生产违法行为行政处罚办法"]),
        ("适用最高人民法院关于证据的规定第一条", ["最高人民法院关于证据的规定"], ["最高人民法院关于证据的规定"]),
        ("公开《某年统计公报》、《国务院公报》", ["《某年统计公报》"], ["某年统计公报"]),
        ("违反本法规定，依照本条例、该办法处理", ["本法", "本条例", "该办法"], ["法", "条例", "办法"]),
        ("在《人民日报》、《新闻联播》、歌曲《飞天》和开设《政策解读》专栏", [], []),
        ("成本规定、基本法院、日本法律、本法院、依照办法、违法条款", [], []),
        ("《没有完", [], []),
        ("《》《 》", [], []),
    ],
)  # fmt: skip
def test_instruments(text: str, names: list[str], titles: list[str]) -> None:
    assert printed(text, "act") == names
    assert [one.target["title"] for one in found(text, "act")] == titles


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("《政府信息公开条例》（以下简称《条例》）", "《条例》"),
        ("《政府信息公开条例》（国务院令第711号，以下简称《条例》）", "《条例》"),
        ("《政府信息公开条例》(下称)，以下简称《条例》", "《条例》"),
        ("《中华人民共和国个人所得税法》（以下简称个人所得税法）", "个人所得税法"),
        ("《税收征收管理法》(以下简称“征管法”)", "征管法"),
    ],
)
def test_a_short_name_is_bound_to_the_instrument_before_it(text: str, name: str) -> None:
    act, alias = found(text, "act")
    assert text[alias.start : alias.end] == name
    assert alias.target == {"title": name.strip("《》"), "basis": "alias"}
    assert alias.act is act


@pytest.mark.parametrize(
    "text", ["保守国家秘密（以下简称保密）", "用人单位（以下简称单位）", "《条例》的实施机关（以下简称机关）"]
)
def test_a_short_name_of_anything_else_is_none(text: str) -> None:
    assert not [one for one in found(text, "act") if one.target["basis"] == "alias"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("国办公开办函〔2021〕30号", "国办公开办函〔2021〕30号"),
        ("鲁政办发[2017]39号", "鲁政办发〔2017〕39号"),
        ("鲁政办发【2017】39号", "鲁政办发〔2017〕39号"),
        ("鲁政办发（2017）39号", "鲁政办发〔2017〕39号"),
        ("鲁政办发(2017) 39 号", "鲁政办发〔2017〕39号"),
        ("国办发2018128号", "国办发〔2018〕128号"),
        ("国办发2018 128号", "国办发〔2018〕128号"),
        ("国务院令第711号", "国务院令第711号"),
        ("国务院令 第 711 号", "国务院令第711号"),
        ("国务院第711号令", "国务院令第711号"),
        ("国令第711号", "国令第711号"),
        ("国家市场监督管理总局令第45号", "国家市场监督管理总局令第45号"),
        ("中华人民共和国主席令第三十号", "中华人民共和国主席令第三十号"),
        ("国家税务总局公告2021年第5号", "国家税务总局公告2021年第5号"),
        ("公告2021年第5号", "公告2021年第5号"),
        ("劳社部发[2008]3号", "劳社部发〔2008〕3号"),
        ("国办发 〔2017〕 97 号", "国办发〔2017〕97号"),
        ("国发〔二〇一九〕14号", "国发〔2019〕14号"),
        ("国办发（2019）第14号", "国办发〔2019〕14号"),
        ("中华人民共和国国务院令（第711号）", "中华人民共和国国务院令第711号"),
        ("第711号国务院令", "国务院令第711号"),
        ("国家发展和改革委员会令第38号", "国家发展和改革委员会令第38号"),
        ("对外贸易经济合作部令第8号", "对外贸易经济合作部令第8号"),
        ("日照市人民政府令第8号", "日照市人民政府令第8号"),
        ("财政部 税务总局公告2019年第39号", "财政部 税务总局公告2019年第39号"),
    ],
)
def test_a_document_number_in_each_printed_form(text: str, value: str) -> None:
    for before in ("", "根据", "（", "关于印发"):
        assert printed(f"{before}{text}规定", "documentNumber") == [text]
    assert target(text, "documentNumber")["value"] == value


@pytest.mark.parametrize(
    "before",
    [
        "不服",
        "收到",
        "对",
        "请结合",
        "被申请人",
        "省财政厅",
        "各单位参考",
        "自",
        "严格",
        "县政府办",
        "抄送",
        "发布",
        "省委",
        "省政府办公厅",
        "调整为",
        "第三条和",
    ],
)
def test_a_code_begins_behind_the_words_that_lead_to_it(before: str) -> None:
    assert printed(f"{before}湘政办发〔2018〕27号", "documentNumber") == ["湘政办发〔2018〕27号"]


@pytest.mark.parametrize(
    "code",
    [
        "合川府办发", "九龙坡府发", "市政府办发", "县委办发", "人社部规", "工信部联规", "自然资发", "外经贸法发",
        "国土资厅函", "省人民政府办发", "浙自然资规", "国办公开办函", "教办厅函", "将政办", "和政办",
        "京发改规", "发改办国际",
    ],
)  # fmt: skip
def test_a_code_is_not_cut(code: str) -> None:
    assert printed(f"（{code}〔2018〕27号）", "documentNumber") == [f"{code}〔2018〕27号"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("国办发〔2019〕14号、15号", ["国办发〔2019〕14号", "国办发〔2019〕15号"]),
        ("国发〔2004〕10号、11号和12号", ["国发〔2004〕10号", "国发〔2004〕11号", "国发〔2004〕12号"]),
        ("国办发[2014]12号、[2015]22号", ["国办发〔2014〕12号", "国办发〔2015〕22号"]),
        ("国务院令第492号、第711号", ["国务院令第492号", "国务院令第711号"]),
        ("国发〔2004〕10号、11号楼", ["国发〔2004〕10号"]),
        ("国发〔2004〕10号，11号", ["国发〔2004〕10号"]),
    ],
)
def test_a_number_without_an_issuer_has_that_of_the_one_before(text: str, values: list[str]) -> None:
    assert [one.target["value"] for one in found(text, "documentNumber")] == values


@pytest.mark.parametrize(
    "text", ["国务院第186次常务会议", "10号楼", "中山路12号", "〔2018〕39号", "2018 12号", "5月1号", "第2741号提案"]
)
def test_other_numbers_are_no_document_numbers(text: str) -> None:
    assert found(text, "documentNumber") == []


def test_a_number_behind_a_title_is_that_of_the_instrument() -> None:
    act, number = found("按照《关于做好公开工作的通知》（国办发[2014]32号）要求")
    assert number.act is act
    assert found("按照《通知》和国办发〔2014〕32号", "documentNumber")[0].act is None


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("2018年1月1日", "date", "2018-01-01"),
        ("2019 年 1 月 16 日", "date", "2019-01-16"),
        ("二○一○年四月十日", "date", "2010-04-10"),
        ("二〇〇五年七月十四日", "date", "2005-07-14"),
        ("２０１８年１月", "date", "2018-01"),
        ("3月31日", "date", "--03-31"),
        ("2019-01-16", "date", "2019-01-16"),
        ("2019.1.16", "date", "2019-01-16"),
        ("2019/1/16", "date", "2019-01-16"),
        ("2月29日", "date", "--02-29"),
        ("2024 年 1 月 1 日至 12 月 31 日", "period", "2024-01-01/2024-12-31"),
        ("2018年1月1日起至2018年12月31日", "period", "2018-01-01/2018-12-31"),
        ("2004年4月16日至18日", "period", "2004-04-16/2004-04-18"),
        ("2月4日至10日", "period", "--02-04/--02-10"),
        ("2018年1-6月", "period", "2018-01/2018-06"),
        ("1997年10月――1998年2月", "period", "1997-10/1998-02"),
        ("2016—2020年", "period", "2016/2020"),
        ("2016年至2020年", "period", "2016/2020"),
        ("2018年", "period", "2018"),
        ("2018年度", "period", "2018"),
        ("2018年全年", "period", "2018"),
        ("2018年上半年", "period", "2018-01-01/2018-06-30"),
        ("2018年第一季度", "period", "2018-01-01/2018-03-31"),
        ("2018年4季度", "period", "2018-10-01/2018-12-31"),
        ("2021年前三季度", "period", "2021-01-01/2021-09-30"),
    ],
)
def test_dates_and_periods(text: str, kind: str, value: str) -> None:
    assert printed(f"在{text}。") == [text]
    assert target(text, kind) == {"value": value}


@pytest.mark.parametrize("text", ["2018年2月30日", "13月1日", "2018-13-01", "2018.2.30", "2020年至2018年"])
def test_what_no_calendar_has_is_no_date(text: str) -> None:
    assert found(text, "date") == []
    assert not [one for one in found(text, "period") if "/" in one.target["value"]]


@pytest.mark.parametrize(
    ("text", "kind", "anchor", "years", "rest"),
    [
        ("本年度", "period", "reporting", "0", ""),
        ("今年", "period", "writing", "0", ""),
        ("去年", "period", "writing", "-1", ""),
        ("上年", "period", "reporting", "-1", ""),
        ("上一年度", "period", "reporting", "-1", ""),
        ("下一年度", "period", "reporting", "1", ""),
        ("同年", "period", "mentioned", "0", ""),
        ("当年", "period", "mentioned", "0", ""),
        ("次年", "period", "mentioned", "1", ""),
        ("今年5月", "date", "writing", "0", "-05"),
        ("去年12月31日", "date", "writing", "-1", "-12-31"),
    ],
)
def test_relative_years(text: str, kind: str, anchor: str, years: str, rest: str) -> None:
    assert target(text, kind) == {"anchor": anchor, "years": years, "rest": rest}
    assert printed("十年以上年龄、基本年度、本年度报告、同年级、本年度收到", "period") == ["本年度"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("624条", "624 条"),
        ("55.0592万元", "550592 元"),
        ("150多万条次", "1500000 条次 over"),
        ("100%", "100 %"),
        ("8000余册", "8000 册 over"),
        ("15个工作日", "15 个工作日"),
        ("30日", "30 日"),
        ("百分之九十", "90 %"),
        ("百分之三点五", "3.5 %"),
        ("三倍", "3 倍"),
        ("二十万元", "200000 元"),
        ("0.4个百分点", "0.4 个百分点"),
        ("1,234件", "1234 件"),
        ("１２３件", "123 件"),
        ("3.68万亿元", "3680000000000 元"),
        ("五年", "5 年"),
        ("两个月", "2 个月"),
        ("一百零五人次", "105 人次"),
        ("八成", "80 %"),
        ("27微克/立方米", "27 微克/立方米"),
        ("零元", "0 元"),
    ],
)
def test_amounts(text: str, expected: str) -> None:
    assert printed(f"有{text}。", "amount") == [text]
    got = target(text, "amount")
    assert [got[key] for key in ("value", "unit", "qualifier") if key in got] == expected.split()


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("约30人", "about"), ("近30人", "about"), ("30人左右", "about"), ("超过30人", "over"), ("30人以上", "over"),
        ("不少于30人", "least"), ("至少30人", "least"), ("不低于30人", "least"), ("不超过30人", "most"),
        ("至多30人", "most"), ("30人以下", "most"), ("不满30人", "most"),
    ],
)  # fmt: skip
def test_what_says_that_an_amount_is_no_exact_one(text: str, qualifier: str) -> None:
    assert printed(text) == ["30人"]
    assert target(text, "amount")["qualifier"] == qualifier


def test_ratios() -> None:
    assert target("比例为1:3", "amount") == {"ratio": "1:3", "unit": ""}
    assert target("三分之二", "amount") == {"ratio": "2/3", "unit": ""}
    assert target("资金的2/3，", "amount") == {"ratio": "2/3", "unit": ""}
    assert target("师生比1：15", "amount") == {"ratio": "1:15", "unit": ""}
    assert found("上午9:30开会，2019/1号") == []


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("公开624条政府信息，", "政府信息"),
        ("主动公开政府信息624条。", "主动公开政府信息"),
        ("其中，收到申请共12件", "收到申请"),
        ("受理行政复议案件3件，办结2件", "受理行政复议案件"),
        ("规范性文件共计4件", "规范性文件"),
        ("12件", ""),
    ],
)
def test_an_amount_carries_what_it_counts(text: str, noun: str) -> None:
    assert found(text, "amount")[0].target.get("noun", "") == noun


@pytest.mark.parametrize(
    "text",
    [
        "一个", "一种", "一批", "一定", "一方面", "一些", "第一次", "第三季度", "第10名", "“三个代表”", "四个意识",
        "三轮车", "五花八门", "3单元", "三日游", "每月15日", "八项规定", "五年规划", "九年义务教育",
        "3条例", "十分重要", "千方百计", "一切", "5号楼", "A3份", "八十年代", "三年级", "二届", "长三角",
    ],
)  # fmt: skip
def test_what_measures_nothing_is_no_amount(text: str) -> None:
    assert found(f"是{text}的", "amount") == []


def test_places_of_contact() -> None:
    text = (
        "地址：某市某区某路1号；邮编：250000；联系电话：0531-12345678，传真: 0531-87654321。"
        "邮箱：xxgk@example.gov.cn，网址：http://www.example.gov.cn/a/?b=1。"
    )
    assert [(one.target["type"], text[one.start : one.end]) for one in found(text, "contact")] == [
        ("address", "某市某区某路1号"),
        ("postcode", "250000"),
        ("telephone", "0531-12345678"),
        ("fax", "0531-87654321"),
        ("email", "xxgk@example.gov.cn"),
        ("url", "http://www.example.gov.cn/a/?b=1"),
    ]


def test_a_second_telephone_stands_behind_the_label_of_the_first() -> None:
    text = "电话：010-66012345、66012346；手机：13800138000；编号1，12345678"
    assert printed(text, "contact") == ["010-66012345", "66012346", "13800138000"]
    assert printed("邮政编码250000", "contact") == ["250000"]


PIECES = [
    *"第一二三十百千万两零〇条款项目章节编《》〈〉<>〔〕[]（）()、，。：和至到-—年月日号令本前同该上",
    *"1２9%/.:@ \n*余多加约",
    "第二十条", "第（一）项", "《条例》", "以下简称", "（以下简称《办法》）", "国办发〔2014〕32号", "国务院令第711号",
    "2018年", "1月1日", "今年", "之一", "根据", "宪法", "刑法", "百分之", "万元", "条例", "办法", "前款", "之和",
    "等于", "地址：", "电话：", "http://", "www.", "a@b.cn", "以上", "个工作日", "2018", "关于", "的决定》",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=60))
def test_any_text_has_references_that_nest(text: str) -> None:
    found(text)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), st.sampled_from(["。\n", "文"]))
def test_what_stands_around_a_paragraph_is_not_part_of_it(text: str, around: str) -> None:
    within = find_references(around + text + around, len(around), len(around) + len(text))
    assert all(len(around) <= one.start < one.end <= len(around) + len(text) for one in within)


def test_every_value_of_time_is_iso() -> None:
    iso = re.compile(r"(-|[0-9]{4})(-[0-9]{2}(-[0-9]{2})?)?(/(-|[0-9]{4})(-[0-9]{2}(-[0-9]{2})?)?)?")
    text = "2018年 1-6月 2018年1月至2月 12月31日至1月2日 1998年―2001年 2018年三季度 二○一八年 2018年1月至2019年 5-6月"
    values = [one.target["value"] for one in found(text, "date", "period")]
    assert values
    assert all(iso.fullmatch(value) for value in values)
