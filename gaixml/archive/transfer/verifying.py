"""Verifies a transfer package: re-reads every file of it, trusting nothing that was known when it was made."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from gaixml.archive.names import safe_name
from gaixml.archive.transfer import naming
from gaixml.archive.transfer.inspecting import Task, inspect
from gaixml.archive.transfer.points import Fault, Findings
from gaixml.archive.transfer.reading import UnreadableError, digest_of, rows, schema_errors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from gaixml.archive.transfer.inspecting import Inspected
    from gaixml.archive.transfer.points import TransferReport
    from gaixml.archive.transfer.reading import Row

    Run = Callable[[Callable[[Task], Inspected], Iterable[Task]], Iterable[Inspected]]

COUNT: Final = "文件总数"
BYTES: Final = "电子档案字节数"
_TOP: Final = {naming.NOTES, naming.CATALOGUE, naming.RECORDS, naming.OTHER}
_OWN: Final = {naming.DIGESTS, naming.FAILURES, naming.REPORT_XML, naming.REPORT_TEXT}
_DEPTH: Final = 3
"""年度, 类别 and 文件 are the levels below 电子档案."""
_LINE: Final = 66
"""Where the path begins in a line of digests: 64 digits and two blanks stand before it."""


def verify(package: Path, run: Run = map) -> TransferReport:
    """Return what verifying a package comes to.

    ``run`` maps a function over tasks in their order, as ``map`` and the ``imap`` of a process pool do. Raises OSError
    if the package cannot be read.
    """
    return _Verifier(package).verify(run)


class _Verifier:
    """Collects the faults of a package."""

    def __init__(self, package: Path) -> None:
        self.package = package
        self.findings = Findings()
        self.digests = _read_digests(package / naming.DIGESTS)
        self.used: set[str] = set()
        self.orders: list[int] = []
        self.numbers: defaultdict[str, list[int]] = defaultdict(list)
        self.identifiers: set[str] = set()
        self.size = 0

    def add(self, code: str, where: str, message: str) -> None:
        self.findings.add(Fault(code, where, message))

    def verify(self, run: Run) -> TransferReport:
        self._layout()
        folders = dict(self._folders())
        listed = self._rows()
        for result in run(inspect, self._tasks(listed, folders)):
            self._count(result)
        for name, folder in folders.items():
            if name not in self.used:
                self.add("extra", folder, "文件目录未列此文件夹")
        self._series()
        self._totals(len(folders))
        return self.findings.report(len(self.orders), self.size)

    def _layout(self) -> None:
        """Look at what stands in the package beside the records."""
        names = {path.name for path in self.package.iterdir()}
        for name in sorted(_TOP - names):
            self.add("notes" if name in {naming.NOTES, naming.CATALOGUE} else "layout", name, "缺少")
        for name in sorted(names - _TOP):
            self.add("extra", name, "不属于移交信息包")
        if not self.digests:
            self.add("digest", naming.DIGESTS, "缺少数字摘要清单")
        others = {path.relative_to(self.package).as_posix(): path for path in (self.package / naming.OTHER).rglob("*")}
        for name, path in sorted(others.items()):
            if path.is_file() and name not in _OWN and name not in self.digests:
                self.add("extra", name, "数字摘要清单未列此文件")
        for name in sorted(self.digests):
            if not name.startswith(f"{naming.RECORDS}/"):
                self._digest(name)

    def _digest(self, name: str) -> None:
        path = self.package / name
        if not path.resolve().is_relative_to(self.package.resolve()) or not path.is_file():
            self.add("present", name, "缺少文件")
        elif digest_of(path)[1] != self.digests[name]:
            self.add("digest", name, "SHA-256与数字摘要清单不符")

    def _folders(self) -> Iterator[tuple[str, str]]:
        """Yield the folders of records, by their names; what stands elsewhere below 电子档案 does not belong there."""
        seen: set[str] = set()
        level = [self.package / naming.RECORDS]
        for depth in range(1, _DEPTH + 1):
            level = [path for folder in level if folder.is_dir() for path in sorted(folder.iterdir())]
            for path in level:
                name = path.relative_to(self.package).as_posix()
                if not path.is_dir() or path.is_symlink():
                    self.add("extra", name, "不是文件夹")
                elif depth == _DEPTH and path.name in seen:
                    self.add("layout", name, "文件夹重名")
                elif depth == _DEPTH:
                    seen.add(path.name)
                    yield path.name, name
            level = [path for path in level if path.is_dir() and not path.is_symlink()]

    def _rows(self) -> Iterable[Row]:
        path = self.package / naming.CATALOGUE
        if not path.is_file():
            return ()
        try:
            for error in schema_errors(path, "catalogue"):
                self.add("types", naming.CATALOGUE, error)
        except UnreadableError as error:
            self.add("notes", naming.CATALOGUE, f"不能解析：{error}")
            return ()
        return rows(path)

    def _tasks(self, listed: Iterable[Row], folders: dict[str, str]) -> Iterator[Task]:
        """Yield what is to be inspected; a line without a folder, or with that of another line, is a fault."""
        for row in listed:
            name = safe_name(row.reference)
            self.orders.append(int(row.order) if row.order.isdecimal() else 0)
            if name not in folders:
                self.add("present", row.reference, "文件目录所列文件夹不存在")
            elif name in self.used:
                self.add("repeated", row.reference, "档号重复")
            else:
                self.used.add(name)
                folder = folders[name]
                yield Task(str(self.package), folder, row, self.digests.get(f"{folder}/{naming.METADATA}", ""))

    def _count(self, result: Inspected) -> None:
        for fault in result.faults:
            self.findings.add(fault)
        self.size += result.size
        if result.number.isdecimal():
            self.numbers[result.year].append(int(result.number))
        if result.identifier:
            if result.identifier in self.identifiers:
                self.add("repeated", result.identifier, "电子文件号重复")
            self.identifiers.add(result.identifier)

    def _series(self) -> None:
        """See that the numbers have no gap; a package need not begin with 1."""
        for name, numbers in (("顺序号", self.orders), *((f"{year}年件号", own) for year, own in self.numbers.items())):
            if len(set(numbers)) != len(numbers):
                self.add("repeated", name, "重复")
            if numbers and max(numbers) - min(numbers) + 1 != len(set(numbers)):
                self.add("series", name, f"不连续：{min(numbers)}至{max(numbers)}共{len(set(numbers))}件")

    def _totals(self, folders: int) -> None:
        said = _read_notes(self.package / naming.NOTES)
        stated, listed = said.get(COUNT, "无"), len(self.orders)
        if not stated == str(listed) == str(folders):
            self.add("count", naming.NOTES, f"说明文件：{stated}；文件目录：{listed}；文件夹：{folders}")
        if said.get(BYTES) != str(self.size):
            self.add("bytes", naming.NOTES, f"说明文件：{said.get(BYTES, '无')}；实际：{self.size}")


def _read_digests(path: Path) -> dict[str, str]:
    """Return the SHA-256 of files by their names in the package, nothing if there is no such list."""
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", errors="replace", newline="\n") as lines:
        return {line[_LINE:].rstrip("\n"): line[: _LINE - 2] for line in lines}


def _read_notes(path: Path) -> dict[str, str]:
    """Return what 说明文件.TXT says, by the words before the colon."""
    if not path.is_file():
        return {}
    lines = path.read_text("utf-8", errors="replace").splitlines()
    return {key: value for key, found, value in (line.partition("：") for line in lines) if found}
