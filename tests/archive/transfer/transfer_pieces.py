"""Settings and packages for the tests of transfer packages, and the second engine of XML Schema."""

from __future__ import annotations

import datetime as dt
import functools
import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pieces import EXAMPLES

from gaixml.archive import transfer
from gaixml.archive.item import Item, read_item
from gaixml.archive.settings import PackageSettings
from gaixml.grammars import resource

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gaixml.archive.transfer import Described, Entry, TransferReport

MOMENT: Final = dt.datetime(2026, 1, 31, 12, tzinfo=dt.UTC)
ORGANIZATION: Final = {"name": "威海市人民政府外事办公室", "code": "11371000004350000X"}
NEEDED: Final = {
    "全宗号": "J001",
    "类别号": "WS",
    "保管期限": "永久",
    "密级": "公开",
    "脱机载体编号": "J001-2026-001",
}
EVERYTHING: Final = {
    **NEEDED,
    "立档单位名称": "某市<外事>办 & 公室",
    "责任者": "某市外办",
    "封装包创建单位": "某市档案馆",
    "保管期限代码": "Y1",
    "档案馆名称": "某市档案馆",
    "档案馆代码": "437001",
    "全宗名称": "某市外办全宗",
    "目录号": "2",
    "机构或问题": "办公室",
    "机构或问题代码": "BGS",
    "文种": "报告",
    "保密期限": "无",
    "稿本": "正本",
    "脱机载体存址": "A-1",
    "知识产权说明": "无",
    "授权对象": "公众",
    "授权行为": "阅读",
    "控制标识": "开放",
    "附注": "第一批",
    "语种": "汉语",
    "件号位数": "5",
    "起始件号": "7",
    "起始顺序号": "101",
    "年度依据": "报告年度",
    "归档年度": "2025",
    "载体类型": "光盘",
    "载体容量": "4.7GB",
    "载体保管单位": "甲",
    "载体制作单位": "乙",
    "载体检查单位": "丙",
    "软硬件环境": "任何",
    "档号格式": "{全宗号}·{目录号}-{年度}-{机构或问题代码}-{件号}",
}
JARS: Final = ("/usr/share/java/basex.jar", "/usr/share/java/xercesImpl.jar")
NO_XERCES: Final = "BaseX, Xerces-J or Java is not installed"
NO_XMLLINT: Final = "xmllint is not installed"
HAS_XERCES: Final = bool(shutil.which("java")) and all(Path(jar).is_file() for jar in JARS)


def settings(terms: Mapping[str, str] = NEEDED, organization: Mapping[str, str] = ORGANIZATION) -> PackageSettings:
    return PackageSettings(MOMENT, organization, terms)


@functools.cache
def examples() -> tuple[Item, ...]:
    return tuple(read_item(path.read_bytes(), str(path)) for path in sorted(EXAMPLES.iterdir()))


def described(items: Iterable[Item], said: PackageSettings) -> list[Described]:
    return [transfer.describe(item, said) for item in items]


def fill(package: Path, items: Sequence[Item], said: PackageSettings) -> list[Entry]:
    """Write the folders of some reports, and nothing else."""
    transfer.require(said)
    entries = list(transfer.number(described(items, said), said))
    for item, entry in zip(items, entries, strict=True):
        folder = package / entry.folder
        folder.mkdir(parents=True)
        transfer.write_entry(folder, item, entry, said)
    return entries


def make(package: Path, items: Sequence[Item] = (), said: PackageSettings | None = None) -> TransferReport:
    """Write a whole package, of the examples if nothing else is given."""
    said = said or settings()
    package.mkdir()
    return transfer.close(package, fill(package, items or examples(), said), [], said)


def files(package: Path) -> dict[str, bytes]:
    return {path.relative_to(package).as_posix(): path.read_bytes() for path in package.rglob("*") if path.is_file()}


def schema_path(name: str) -> Path:
    """Return a schema in a folder whose name is ASCII: BaseX does not find what a schema imports elsewhere."""
    found: Any = resource("schemas")
    return Path(found / "report-1.0.xsd" if name == "report" else found / "transfer" / f"{name}-1.0.xsd")


def by_xmllint(pairs: Sequence[tuple[Path, str]]) -> list[bool]:
    """Return for each file whether libxml2 finds it valid against the schema of this name."""
    return [_xmllint(path, schema_path(name)) for path, name in pairs]


def _xmllint(path: Path, schema: Path) -> bool:
    command = ["xmllint", "--huge", "--nonet", "--noout", "--schema", str(schema), str(path)]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0  # noqa: S603


def by_xerces(pairs: Sequence[tuple[Path, str]], scratch: Path) -> list[bool]:
    """Return for each file whether Xerces-J finds it valid; one JVM for all of them.

    BaseX says which processor it runs: with Xerces-J on the class path it is Xerces, not the copy inside the JDK.
    """
    calls = ", ".join(f"string(validate:xsd-report('{path}', '{schema_path(name)}')/status)" for path, name in pairs)
    query = scratch / "validate.xq"
    query.write_text(f"validate:xsd-processor(), {calls}", "utf-8")
    command = ["java", f"-Dorg.basex.path={scratch / 'basex'}", "-cp", ":".join(JARS), "org.basex.BaseX", str(query)]
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    run = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)  # noqa: S603
    processor, *states = run.stdout.split()
    assert processor == "Xerces"
    assert len(states) == len(pairs)
    return [state == "valid" for state in states]
