from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from pieces import EXAMPLES
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

import gaixml

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

    from gaixml.outlines import SectionOutline

NAMES = ("example-2017.txt", "example-2018.txt", "example-2023.md")
OUTLINES = {
    "example-2017.txt": """
        一、 概述
        二、 组织领导和制度建设
          （一） 组织领导
          （二） 制度建设
        三、 发布解读、回应社会关切以及互动交流
          （一） 加大外事政策解读力度，回应社会关切
          （二） 密切互动交流
        四、 主动公开政府信息及公开平台建设
        五、 政府信息公开申请的办理
        六、 政府信息公开收费及减免
        七、 因政府信息公开申请提起行政复议、行政诉讼的情况
        八、 保密审查及监督检查
        九、 所属事业单位信息公开工作推进措施和落实
        十、 存在的主要问题及改进措施
        """,
    "example-2018.txt": """
        一、 概述
        二、 政府信息公开组织领导和制度建设情况
          （一） 队伍建设情况
          （二） 制度建设情况
          （三） 推进落实情况
        三、 发布解读、回应社会关切以及互动交流情况
        四、 主动公开政府信息以及公开平台建设情况
          （一） 主动公开信息情况
          （二） 公开平台建设情况
        五、 政府信息公开申请办理情况
        六、 政府信息公开收费及减免情况
        七、 因政府信息公开申请行政复议、行政诉讼的情况
        八、 政府信息公开保密审查及监督检查情况
        九、 建议和提案办理结果公示情况
        十、 存在的主要问题及改进情况
        """,
    "example-2023.md": """
        一、 总体情况
          （一） 主动公开方面
          （二） 依申请公开工作方面
          （三） 政府信息管理方面
          （四） 平台建设方面
          （五） 监督保障方面
        二、 主动公开政府信息情况
        三、 收到和处理政府信息公开申请情况
        四、 政府信息公开行政复议、行政诉讼情况
        五、 存在的主要问题及改进情况
        六、 其他需要报告的事项
          (一) 政府信息公开收费情况
          （二） 人大代表、政协委员提案办理情况
          （三） 落实上级年度政务公开工作要点情况
          （四） 政务公开工作创新举措
        """,
}
STATED = {
    "example-2017.txt": (
        "山东省人民政府外事办公室2017年度政府信息公开年度报告",
        "山东省人民政府外事办公室",
        2017,
        "2014",
    ),
    "example-2018.txt": (
        "威海市人民政府外事办公室2018年度政府信息公开工作报告",
        "威海市人民政府外事办公室",
        2018,
        None,
    ),
    "example-2023.md": (
        "威海市人民政府外事办公室2023年政府信息公开工作年度报告",
        "威海市人民政府外事办公室",
        2023,
        "2021",
    ),
}
MASKED = re.compile(r'\b(sha256|version|grammar)="[^"]*"')
"""What changes with every release or whenever a grammar is touched, whatever is recognised."""


class ArchiveExtension(SingleFileSnapshotExtension):
    """One readable file for each archive."""

    _write_mode = WriteMode.TEXT
    file_extension = "xml"

    def serialize(self, data: Any, **_: Any) -> str:  # noqa: ANN401 - syrupy's signature
        return str(data)


def convert(name: str) -> bytes:
    return gaixml.convert((EXAMPLES / name).read_bytes(), name)


def lines(sections: list[SectionOutline], depth: int = 0) -> list[str]:
    drawn = []
    for section in sections:
        assert section["level"] == depth + 1
        drawn += [f"{'  ' * depth}{section['number']} {section['heading']}", *lines(section["children"], depth + 1)]
    return drawn


def dedent(text: str) -> list[str]:
    return [line.removeprefix(" " * 8) for line in text.strip("\n").splitlines() if line.strip()]


def test_these_are_all_examples() -> None:
    assert sorted(path.name for path in EXAMPLES.iterdir()) == list(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_whole_archive(name: str, snapshot: SnapshotAssertion) -> None:
    archive = MASKED.sub(r'\1="…"', convert(name).decode())
    assert archive == snapshot(extension_class=ArchiveExtension)


@pytest.mark.parametrize("name", NAMES)
def test_outline(name: str) -> None:
    outline = gaixml.outline(convert(name))
    assert lines(outline["sections"]) == dedent(OUTLINES[name])


@pytest.mark.parametrize("name", NAMES)
def test_what_a_report_says_of_itself(name: str) -> None:
    outline = gaixml.outline(convert(name))
    assert (outline["title"], outline["agency"], outline["year"], outline["form"]) == STATED[name]


@pytest.mark.parametrize("name", NAMES)
def test_the_source_comes_back(name: str) -> None:
    assert gaixml.text(convert(name)).encode() == (EXAMPLES / name).read_bytes()
