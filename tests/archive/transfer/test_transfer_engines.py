"""Two engines accept all XML of a package, libxml2 (xmllint) and Xerces-J (by BaseX), and refuse what is broken."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from transfer_pieces import (
    EVERYTHING,
    HAS_XERCES,
    NO_XERCES,
    NO_XMLLINT,
    by_xerces,
    by_xmllint,
    make,
    settings,
)

if TYPE_CHECKING:
    from pathlib import Path

Variant = tuple[str, str, str]
ENTRY = "电子档案/2018/WS/J001-WS·2018-Y-0001"
SOURCES = {
    "catalogue": "文件目录.XML",
    "metadata": f"{ENTRY}/元数据.xml",
    "eep": f"{ENTRY}/J001-WS·2018-Y-0001.eep",
    "inspection": "其他/检测报告.XML",
    "report": f"{ENTRY}/example-2017.xml",
}
TITLE = "<题名>山东省人民政府外事办公室2017年度政府信息公开年度报告</题名>"
AGENCY = "<责任者>山东省人民政府外事办公室</责任者>"
UNIT = "<立档单位名称>山东省人民政府外事办公室</立档单位名称>"
BROKEN = [
    ("catalogue", "<顺序号>1</顺序号>", ""),
    ("catalogue", "<顺序号>1</顺序号>", "<顺序号>0</顺序号>"),
    ("catalogue", "<顺序号>2</顺序号>", "<顺序号>1</顺序号>"),
    ("catalogue", "J001-WS·2019-Y-0001", "J001-WS·2018-Y-0001"),
    ("catalogue", f"{AGENCY}\n    {TITLE}", f"{TITLE}\n    {AGENCY}"),
    ("catalogue", TITLE, ""),
    ("catalogue", TITLE, "<题名> </题名>"),
    ("catalogue", "20180126", "20181326"),
    ("catalogue", "20180126", "2018-01-26"),
    ("catalogue", "<文件目录>", "<文件目录 xmlns='urn:x'>"),
    ("metadata", TITLE, ""),
    ("metadata", f"{TITLE}\n    {AGENCY}", f"{AGENCY}\n    {TITLE}"),
    ("metadata", UNIT, ""),
    ("metadata", "<年度>2018<", "<年度>18<"),
    ("metadata", "<室编件号>1<", "<室编件号>0<"),
    ("metadata", "<密级>公开<", "<密级>不明<"),
    ("metadata", "<聚合层次>文件<", "<聚合层次>案卷<"),
    ("metadata", "<文件角色>档案XML<", "<文件角色>原件<"),
    ("metadata", "<计算机文件大小>13553<", "<计算机文件大小>13 KB<"),
    ("metadata", 'SHA-256">fd43', 'SHA-256">FD43'),
    ("metadata", '版本="1.0"', '版本="2.0"'),
    ("metadata", "<脱机载体编号>J001-2026-001</脱机载体编号>", ""),
    ("eep", TITLE, ""),
    ("eep", "<版本>2009<", "<版本>2010<"),
    ("eep", ' eep版本="2009"', ""),
    ("eep", "<封装包类型>原始型<", "<封装包类型>修改型<"),
    ("eep", "2026-01-31T12:00:00Z</封", "2026-01-31</封"),
    ("eep", "<反编码关键字>base64-txt</反编码关键字>", ""),
    ("eep", '编码数据1">\n', '编码数据1">\nA'),
    ("eep", '编码数据1">\n', '编码数据1">\nQQ=='),
    ("eep", '编码数据ID="修改0-文档1-文档数据1-编码1-编码数据1"', '编码数据ID="1"'),
    ("eep", "<权限管理/>", ""),
    ("eep", "http://www.saac.gov.cn/standards/ERM/encapsulation", "urn:x"),
    ("inspection", "<结论>通过<", "<结论>很好<"),
    ("inspection", ' 性质="完整性"', ' 性质="可靠性"'),
]
LENIENT = [
    ("eep", '编码数据1">\n', '编码数据1">\n*'),
    ("eep", '编码数据ID="修改0-文档1-文档数据1-编码1-编码数据1"', '编码数据ID="修改0-文档1"'),
]
"""Broken, but libxml2 passes over stray characters in Base64, and over an xs:ID that stands twice."""


def test_libxml2_accepts_everything_and_refuses_what_is_broken(tmp_path: Path) -> None:
    if not shutil.which("xmllint"):
        pytest.skip(NO_XMLLINT)
    good, bad = prepare(tmp_path, BROKEN)
    assert by_xmllint(good) == [True] * len(good)
    assert accepted(BROKEN, by_xmllint(bad)) == []


def test_xerces_accepts_everything_and_refuses_what_is_broken(tmp_path: Path) -> None:
    if not HAS_XERCES:
        pytest.skip(NO_XERCES)
    good, bad = prepare(tmp_path, [*BROKEN, *LENIENT])
    states = by_xerces([*good, *bad], tmp_path)
    assert states[: len(good)] == [True] * len(good)
    assert accepted([*BROKEN, *LENIENT], states[len(good) :]) == []


def prepare(scratch: Path, variants: list[Variant]) -> tuple[list[tuple[Path, str]], list[tuple[Path, str]]]:
    """Return all XML of two packages, one with every key said, and broken variants of the first."""
    make(scratch / "p")
    make(scratch / "q", said=settings(EVERYTHING))
    good = [(path, kind_of(path)) for top in "pq" for path in (scratch / top).rglob("*") if kind_of(path)]
    assert len(good) == 2 * (2 + 3 * 3)
    bad = []
    for number, (kind, old, new) in enumerate(variants):
        text = (scratch / "p" / SOURCES[kind]).read_text("utf-8")
        assert old in text, old
        path = scratch / f"broken-{number}.xml"
        path.write_text(text.replace(old, new, 1), "utf-8")
        bad.append((path, kind))
    return good, bad


def kind_of(path: Path) -> str:
    known = {"文件目录.XML": "catalogue", "元数据.xml": "metadata", "检测报告.XML": "inspection"}
    return known.get(path.name) or {".eep": "eep", ".xml": "report"}.get(path.suffix, "")


def accepted(variants: list[Variant], states: list[bool]) -> list[Variant]:
    """Return the broken variants that an engine took for valid."""
    return [variant for variant, state in zip(variants, states, strict=True) if state]
