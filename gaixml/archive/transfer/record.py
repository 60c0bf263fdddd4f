"""The elements of DA/T 46-2009 for one report, as 元数据.xml and the encapsulation package both have them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gaixml.archive.steps import CHECKING, FAIL, PARSING, READING, SUCCESS, VALIDATION, WARNING
from gaixml.archive.transfer.markup import Node, all_said, said
from gaixml.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gaixml.archive.item import Item
    from gaixml.archive.settings import PackageSettings
    from gaixml.archive.steps import Step
    from gaixml.archive.transfer.entries import Entry

_STEPS: Final = {READING: "读取", PARSING: "解析", VALIDATION: "XML模式验证", CHECKING: "规则检查"}
_OUTCOMES: Final = {SUCCESS: "成功", WARNING: "有提示", FAIL: "有错误"}


def identity(entry: Entry, terms: Mapping[str, str]) -> tuple[Node, ...]:
    """Return 聚合层次, 来源, 电子文件号 and 档号 (DA/T 46-2009 5.1 to 5.4)."""
    source = (*all_said(terms, "档案馆名称", "档案馆代码", "全宗名称"), Node("立档单位名称", entry.unit))
    code = (
        *all_said(terms, "全宗号", "目录号"),
        Node("年度", entry.year),
        *all_said(terms, "保管期限", "机构或问题", "类别号"),
        Node("室编件号", str(entry.number)),
    )
    return (
        Node("聚合层次", "文件"),
        Node("来源", children=source),
        Node("电子文件号", entry.identifier),
        Node("档号", entry.reference, code),
    )


def content(entry: Entry, terms: Mapping[str, str]) -> tuple[Node, ...]:
    """Return 内容描述 and 形式特征 (DA/T 46-2009 5.5 and 5.6)."""
    described = (
        Node("题名", entry.title),
        Node("责任者", entry.agency),
        Node("日期", entry.date),
        *all_said(terms, "文种", "密级", "保密期限"),
    )
    form = (Node("文件组合类型", "单件"), *all_said(terms, "语种", "稿本"))
    return (Node("内容描述", children=described), Node("形式特征", children=form))


def keeping(entry: Entry, terms: Mapping[str, str]) -> tuple[Node, ...]:
    """Return 存储位置, 权限管理, 信息系统描述 and 附注, in the order of DA/T 48-2009."""
    place = (Node("当前位置", entry.folder), *all_said(terms, "脱机载体编号", "脱机载体存址"))
    granted = all_said(terms, "授权对象", "授权行为")
    rights = (
        *all_said(terms, "知识产权说明"),
        *((Node("授权", children=granted),) if granted else ()),
        *all_said(terms, "控制标识"),
    )
    return (
        Node("存储位置", children=place),
        Node("权限管理", children=rights),
        Node("信息系统描述", f"gaixml {__version__}"),
        *said("附注", terms.get("附注")),
        *said("附注", entry.note),
    )


def business(item: Item, entry: Entry, settings: PackageSettings, unit: str) -> tuple[Node, ...]:
    """Return 业务实体块 and 机构人员实体块: that the record was encapsulated, when, by whom, after what steps."""
    event = (
        Node("业务标识符", "业务1"),
        Node("机构人员标识符", "机构人员1"),
        Node("文件标识符", entry.identifier),
        Node("业务状态", "历史行为"),
        Node("业务行为", "封装"),
        Node("行为时间", moment_text(settings)),
        Node("行为依据", "DA/T 48-2009"),
        Node("行为描述", steps_text(item.steps)),
    )
    agent = (
        Node("机构人员标识符", "机构人员1"),
        Node("机构人员类型", "单位"),
        Node("机构人员名称", unit),
        *said("组织机构代码", settings.organization.get("code")),
    )
    return (
        Node("业务实体块", children=(Node("业务实体", children=event),)),
        Node("机构人员实体块", children=(Node("机构人员实体", children=agent),)),
    )


def moment_text(settings: PackageSettings) -> str:
    """Return when the package says it was made, as an xs:dateTime in UTC (GB/T 7408)."""
    return settings.moment.isoformat().replace("+00:00", "Z")


def steps_text(steps: Iterable[Step]) -> str:
    """Return in Chinese what was done to a report, with what outcome."""
    return "；".join(f"{_STEPS[step.kind]}（{step.tool}）：{_OUTCOMES[step.outcome]}" for step in steps)
