"""What kind of document a text is, on what evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from test_corpus import PICTURES, needs_corpus, sources

import gaixml
from gaixml.grammars import resource
from gaixml.kinds import LABELS, OTHER, Line, read_kind
from gaixml.scanners import alternatives
from gaixml.schema import parse_archive
from gaixml.xml_text import NAMESPACE

if TYPE_CHECKING:
    from pathlib import Path

TITLES = [
    ("某市2018年度政府信息公开工作报告", "disclosure_report"),
    ("关于印发某局2019年政府信息公开年度报告的通知", "disclosure_report"),
    ("关于做好2019年政府信息公开年度报告编制工作的通知", "notice"),
    ("中华人民共和国刑法修正案（十一）", "amendment"),
    ("国务院关于修改《建设工程质量管理条例》的决定", "decision"),
    ("国务院办公厅关于同意建立联席会议制度的函", "letter"),
    ("国务院关于同意设立某新区的批复", "reply"),
    ("最高人民法院关于适用《中华人民共和国民法典》时间效力的若干规定", "judicial_interpretation"),
    ("最高人民法院工作报告", "work_report"),
    ("某区2024年部门预算", "budget"),
    ("2024年度部门决算", "final_account"),
    ("中华人民共和国数据安全法", "law"),
    ("某某省数据条例", "local_regulation"),
    ("中华人民共和国人类遗传资源管理条例", "administrative_regulation"),
    ("网络信息内容生态治理规定", "rule"),
    ("关于三起事故的通报", "circular"),
    ("某市人民政府公告", "announcement"),
    ("一封公开信", OTHER),
]
ADOPTIONS = [
    ("（1958年1月9日全国人民代表大会常务委员会第九十一次会议通过）", "law"),
    ("2021年4月16日某省第十五届人民代表大会常务委员会第三十次会议通过", "local_regulation"),
    ("（2007年4月5日中华人民共和国国务院令第492号公布）", "administrative_regulation"),
    ("2021年7月30日国家市场监督管理总局令第45号公布", "rule"),
    ("2010年12月13日最高人民法院审判委员会第1505次会议通过", "judicial_interpretation"),
]
EXPECTED = {
    "reports": {"disclosure_report"},
    "zfgzbg": {"work_report"},
    "budget": {"budget"},
    "final": {"final_account"},
    "statutes": {
        "law", "administrative_regulation", "local_regulation", "rule", "judicial_interpretation", "amendment",
        "notice",
    },
    "gbgkbh": {"notice"},
    "gov": {"notice", "opinion", "reply", "letter", "circular"},
}  # fmt: skip
"""The kinds that the folders of the corpus hold, by what their names begin with."""


def line(printed: str) -> Line:
    return Line(printed, 0, len(printed))


@pytest.mark.parametrize(("title", "kind"), TITLES)
def test_by_title(title: str, kind: str) -> None:
    assert read_kind([line(title)], [], [], line("")).code == kind


@pytest.mark.parametrize(("adoption", "kind"), ADOPTIONS)
def test_by_adoption(adoption: str, kind: str) -> None:
    found = read_kind([line("某某条例")], [line(adoption)], [], line(""))
    assert (found.code, found.basis) == (kind, "adoption")


@pytest.mark.parametrize(
    ("number", "kind"), [("国务院令第711号", "administrative_regulation"), ("财政部令第3号", "rule")]
)
def test_by_number(number: str, kind: str) -> None:
    assert read_kind([line("某某规程")], [], [line(number)], line("")) == (kind, "number", 0, len(number))


def test_the_beginning_of_the_text_tells_where_there_is_no_title() -> None:
    text = line("根据条例，编制本政府信息公开年度报告")
    assert read_kind([], [], [], text).code == "disclosure_report"
    assert read_kind([line("一封公开信")], [], [], text).code == OTHER


def test_every_kind_is_known_to_the_schema() -> None:
    schema = (resource("schemas") / "report-1.0.xsd").read_text("utf-8")
    rules = ("by_title", "by_adoption", "by_number", "by_name", "by_text")
    titles = [line(title) for title, _ in TITLES]
    assert {read_kind([title], [], [], line("")).code for title in titles} <= {*LABELS, OTHER}
    assert all(f'<xs:enumeration value="{kind}">' in schema for kind in (*LABELS, OTHER))
    assert all(alternatives("kinds", rule) for rule in rules)


@needs_corpus
@pytest.mark.parametrize("source", sources(), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_kinds_of_the_corpus(source: Path) -> None:
    names = [source.parent.parent.name, source.parent.name]
    wanted = next((kinds for start, kinds in EXPECTED.items() if any(name.startswith(start) for name in names)), None)
    if source.stem in PICTURES or wanted is None:
        return
    kind = parse_archive(gaixml.convert(source.read_bytes(), source.name)).find(
        f"{{{NAMESPACE}}}metadata/{{{NAMESPACE}}}kind"
    )
    assert kind is not None
    assert kind.text in wanted
    assert kind.get("basis") != "none"
