"""What an amendment quotes is text, however it begins."""

from __future__ import annotations

import gaixml
from gaixml.schema import parse_archive
from gaixml.xml_text import NAMESPACE

AMENDMENT = """中华人民共和国刑法修正案（三）
（2001年12月29日第九届全国人民代表大会常务委员会第二十五次会议通过）
为了惩治犯罪，对刑法作如下修改：
一、将第一百二十条第一款修改为：
“组织恐怖活动组织的，处十年以上有期徒刑；有下列情形之一的：
（一）首要分子；
（二）其他。
“犯前款罪的，依照“数罪并罚”处罚。”
二、第一百二十条后增加一条，作为第一百二十条之一：“资助恐怖活动组织的，处五年以下有期徒刑。
第一百二十一条 资助的。
（一）判处罚金；”
三、将第三条修改为：“没有结束的引文
（一）甲；
四、本修正案自公布之日起施行。
"""


def numbers(text: str) -> list[str]:
    return [section["number"] for section in gaixml.outline(text.encode(), "source.txt")["sections"]]


def test_quoted_lines_open_no_sections() -> None:
    outline = gaixml.outline(AMENDMENT.encode(), "source.txt")
    assert [section["number"] for section in outline["sections"]] == ["一、", "二、", "三、", "四、"]
    assert not any(section["children"] for section in outline["sections"])
    assert outline["title"] == "中华人民共和国刑法修正案（三）"


def test_a_quotation_belongs_to_its_paragraph() -> None:
    text = "第一条 宪法第十条增加一款，作为第三款：\n\n“国家保护权益。\n\n“国家实行监督。”\n\n第二条 本修正案施行。\n"
    archive = parse_archive(gaixml.convert(text.encode(), "source.txt"))
    ids = [one.get("id") for one in archive.iter(f"{{{NAMESPACE}}}paragraph")]
    assert ids == ["art1.p1", "art2.p1"]


def test_a_quotation_in_a_report_hides_no_heading() -> None:
    assert numbers("一、概述\n我办贯彻“公开为常态。\n二、措施\n2018年，我办推进。\n") == ["一、", "二、"]
