"""What is verified of a transfer package, after the checks that DA/T 70-2018 asks for at transfer, and the outcome."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Final, NamedTuple

AUTHENTIC: Final = "真实性"
COMPLETE: Final = "完整性"
USABLE: Final = "可用性"
SECURE: Final = "安全性"
PASSED: Final = "通过"
FAILED: Final = "不通过"
UNCHECKED: Final = "未检测"
_SHOWN: Final = 20
"""So many findings of a check are kept; all are counted."""


class Point(NamedTuple):
    """Something DA/T 70-2018 asks for: one of the four properties, its name, how it is verified, or why it is not."""

    property: str
    name: str
    method: str
    is_checked: bool = True


class Fault(NamedTuple):
    """Something found wrong: the code of the point, the file in the package, what is wrong with it."""

    code: str
    where: str
    message: str


class PointResult(NamedTuple):
    """The outcome of a point: PASSED, FAILED or UNCHECKED, how much was found, the first of it."""

    code: str
    point: Point
    state: str
    found: int
    examples: tuple[str, ...]


class TransferReport(NamedTuple):
    """What verifying a package came to: how many records and bytes it has, and the outcome of every point."""

    entries: int
    size: int
    results: tuple[PointResult, ...]

    @property
    def state(self) -> str:
        """Return FAILED if anything failed, else PASSED: what was not checked counts as neither."""
        return FAILED if any(result.state == FAILED for result in self.results) else PASSED

    def state_of(self, name: str) -> str:
        """Return FAILED or PASSED for one of the four properties, from the points that were checked."""
        own = [result.state for result in self.results if result.point.property == name]
        return FAILED if FAILED in own else PASSED


def _unchecked(name: str, point: str, reason: str) -> Point:
    return Point(name, point, reason, is_checked=False)


POINTS: Final = {
    "digest": Point(AUTHENTIC, "固化信息有效性检测（数字摘要）", "逐一重算各文件SHA-256，与元数据和数字摘要清单比对"),
    "signature": _unchecked(
        AUTHENTIC, "固化信息有效性检测（电子签名、电子印章、时间戳）", "封装包未签名；原件内的签名未验证"
    ),
    "types": Point(AUTHENTIC, "元数据项数据类型、格式、值域检测", "以XML模式验证文件目录、元数据和封装包"),
    "repeated": Point(AUTHENTIC, "元数据项数据重复性检测", "顺序号、档号、电子文件号在本载体内唯一"),
    "consistent": Point(AUTHENTIC, "文件目录、元数据、封装包一致性检测", "逐项比对三者所著录的内容"),
    "properties": Point(AUTHENTIC, "内容数据的电子属性一致性检测", "文件名、文件大小与元数据比对"),
    "linked": Point(AUTHENTIC, "元数据是否关联内容数据", "当前位置与实际存储位置比对"),
    "content": Point(AUTHENTIC, "封装包内容与原件一致性检测", "对封装包中Base64数据反编码，与原件逐字节摘要比对"),
    "notes": Point(AUTHENTIC, "说明文件和目录文件规范性检测", "说明文件、文件目录存在且可读取"),
    "layout": Point(AUTHENTIC, "信息包目录结构规范性检测", "按档发〔2012〕7号附件2检查文件夹结构"),
    "count": Point(COMPLETE, "总件数相符性检测", "说明文件、文件目录、文件夹三者的件数比对"),
    "bytes": Point(COMPLETE, "总字节数相符性检测", "说明文件与实际字节数比对"),
    "series": Point(COMPLETE, "连续性元数据项检测", "顺序号连续；同一年度、保管期限内件号连续"),
    "present": Point(COMPLETE, "内容数据完整性检测", "目录和元数据所列的每个文件均存在"),
    "process": _unchecked(
        COMPLETE, "过程信息完整性、归档范围检测", "公文办理过程和归档范围不在报告之内，须由移交单位检查"
    ),
    "readable": Point(USABLE, "信息包中元数据的可读性检测", "解析每个元数据文件和封装包"),
    "archive": Point(USABLE, "内容数据的可读性检测（档案XML）", "以XML模式验证档案XML，并核对其所记原件摘要"),
    "encrypted": Point(USABLE, "内容数据加密检测", "检查PDF、ZIP类和OLE类文件的加密标记；其他格式的加密不可判定"),
    "opened": _unchecked(
        USABLE, "内容数据打开浏览、格式合规性检测", "原件未以其阅读软件打开；长期保存格式须由接收单位认定"
    ),
    "virus": _unchecked(SECURE, "病毒感染检测", "未运行杀毒软件"),
    "extra": Point(SECURE, "载体中多余文件检测", "列出目录、元数据和清单之外的文件"),
    "executable": Point(SECURE, "可执行内容检测", "检查文件头、宏、PDF中未压缩的脚本；HTML脚本不计"),
    "carrier": _unchecked(SECURE, "载体外观、读取速度、光盘合格性及操作过程安全性检测", "须对实物载体和操作过程检查"),
}


class Findings:
    """Counts faults by their points and keeps the first of each."""

    def __init__(self) -> None:
        """Begin with none."""
        self._counts: Counter[str] = Counter()
        self._examples: defaultdict[str, list[str]] = defaultdict(list)

    def add(self, fault: Fault) -> None:
        """Count a fault."""
        self._counts[fault.code] += 1
        if len(self._examples[fault.code]) < _SHOWN:
            self._examples[fault.code].append(f"{fault.where}：{fault.message}")

    def report(self, entries: int, size: int) -> TransferReport:
        """Return the outcome of all points."""
        return TransferReport(entries, size, tuple(self._result(code, point) for code, point in POINTS.items()))

    def _result(self, code: str, point: Point) -> PointResult:
        count = self._counts[code]
        state = (FAILED if count else PASSED) if point.is_checked else UNCHECKED
        return PointResult(code, point, state, count, tuple(self._examples[code]))
