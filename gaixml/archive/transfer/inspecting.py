"""Inspects the folder of one report: every file in it against the metadata, the catalogue and one another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from lxml import etree

from gaixml.archive.transfer.naming import METADATA, METADATA_NAMESPACE
from gaixml.archive.transfer.points import Fault
from gaixml.archive.transfer.reading import UnreadableError, digest_of, parse, read_eep, schema_errors
from gaixml.archive.transfer.suspicion import suspicions
from gaixml.errors import GaixmlError
from gaixml.schema import check_archive
from gaixml.xml_text import NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaixml.archive.transfer.reading import Row

_ROLES: Final = ("原件", "档案XML", "封装包")
_SHARED: Final = (
    "电子文件号",
    "档号",
    "年度",
    "室编件号",
    "立档单位名称",
    "保管期限",
    "题名",
    "责任者",
    "日期",
    "密级",
)
"""What metadata and encapsulation package both say."""


class Task(NamedTuple):
    """A record to inspect: the package, the folder of the record in it, its line, the SHA-256 of its 元数据.xml."""

    package: str
    folder: str
    row: Row
    sha256: str


class Inspected(NamedTuple):
    """What was found in a record's folder: faults, its bytes, 电子文件号, 年度 and 室编件号 ("" if not readable)."""

    faults: tuple[Fault, ...]
    size: int
    identifier: str
    year: str
    number: str


def inspect(task: Task) -> Inspected:
    """Inspect a record; nothing is raised, what cannot be read is a fault."""
    return _Inspector(task).inspect()


class _Inspector:
    """Collects the faults of one record."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.folder = Path(task.package) / task.folder
        self.faults: list[Fault] = []
        self.texts: dict[str, str] = {}
        self.files: dict[str, str] = {}  # the digests found, by role

    def add(self, code: str, name: str, message: str) -> None:
        self.faults.append(Fault(code, f"{self.task.folder}/{name}", message))

    def inspect(self) -> Inspected:
        sizes = dict(self._sizes())
        if METADATA not in sizes:
            self.add("present", METADATA, "缺少文件")
        elif (metadata := self._metadata()) is not None:
            self._compare_row()
            listed = dict(self._listed(metadata, sizes))
            self._contents(listed)
            for name in sizes.keys() - listed.values() - {METADATA}:
                self.add("extra", name, "元数据未列此文件")
        said = [self.texts.get(name, "") for name in ("电子文件号", "年度", "室编件号")]
        return Inspected(tuple(self.faults), sum(sizes.values()), *said)

    def _sizes(self) -> Iterator[tuple[str, int]]:
        """Yield the regular files with their sizes; anything else in the folder does not belong there."""
        for path in sorted(self.folder.iterdir()):
            if path.is_file() and not path.is_symlink():
                yield path.name, path.stat().st_size
            else:
                self.add("extra", path.name, "不是文件")

    def _metadata(self) -> etree._Element | None:
        """Return the root of 元数据.xml, None if it cannot be read."""
        path = self.folder / METADATA
        if digest_of(path)[1] != self.task.sha256:
            self.add("digest", METADATA, "SHA-256与数字摘要清单不符")
        try:
            errors = schema_errors(path, "metadata")
        except UnreadableError as error:
            self.add("readable", METADATA, f"不能解析：{error}")
            return None
        for message in errors:
            self.add("types", METADATA, message)
        root = parse(path)
        for element in root.iter():
            if isinstance(element.tag, str) and element.text:
                self.texts.setdefault(etree.QName(element).localname, " ".join(element.text.split()))
        return root

    def _compare_row(self) -> None:
        row = self.task.row
        stated = {"档号": row.reference, "责任者": row.agency, "题名": row.title, "日期": row.date, "密级": row.secrecy}
        for name, value in stated.items():
            if self.texts.get(name) != value:
                self.add("consistent", METADATA, f"{name}与文件目录不一致")
        if self.texts.get("当前位置") != self.task.folder:
            self.add("linked", METADATA, "当前位置与实际存储位置不一致")

    def _listed(self, metadata: etree._Element, sizes: dict[str, int]) -> Iterator[tuple[str, str]]:
        """Yield role and name of every file that the metadata list and the folder has; all are read."""
        for element in metadata.iterfind(f"{{{METADATA_NAMESPACE}}}电子属性"):
            role, name, size, digest = (
                element.findtext(f"{{{METADATA_NAMESPACE}}}{one}", "").strip()
                for one in ("文件角色", "计算机文件名", "计算机文件大小", "数字摘要")
            )
            if name not in sizes:
                self.add("present", name, "缺少文件")
                continue
            if size != str(sizes[name]):
                self.add("properties", name, f"大小为{sizes[name]}字节，元数据记为{size}")
            self.files[role] = digest_of(self.folder / name)[1]
            if self.files[role] != digest:
                self.add("digest", name, "SHA-256与元数据不符")
            yield role, name

    def _contents(self, listed: dict[str, str]) -> None:
        """Look into the files."""
        if listed.get("原件", self.task.row.name) != self.task.row.name:
            self.add("consistent", METADATA, "电子档案名称与文件目录不一致")
        if original := listed.get("原件"):
            for code, message in suspicions(self.folder / original):
                self.add(code, original, message)
        if archive := listed.get("档案XML"):
            self._archive(self.folder / archive)
        if eep := listed.get("封装包"):
            self._eep(self.folder / eep)

    def _archive(self, path: Path) -> None:
        """Validate the archive XML, and see that it was made from this original."""
        try:
            check_archive(path.read_bytes(), path.name)
        except GaixmlError as error:
            self.add("archive", path.name, str(error).partition("\n")[0])
            return
        with path.open("rb") as file:
            for _, source in etree.iterparse(file, tag=f"{{{NAMESPACE}}}source", huge_tree=True, no_network=True):
                if source.get("sha256") != self.files.get("原件", source.get("sha256")):
                    self.add("archive", path.name, "所记原件摘要与原件不符")
                break

    def _eep(self, path: Path) -> None:
        """Compare what the encapsulation package says and holds with metadata and original."""
        try:
            package = read_eep(path)
        except UnreadableError as error:
            self.add("readable", path.name, f"不能解析：{error}")
            return
        for message in package.errors:
            self.add("types", path.name, message)
        for name in _SHARED:
            if " ".join(package.texts.get(name, "").split()) != self.texts.get(name):
                self.add("consistent", path.name, f"{name}与元数据不一致")
        if package.damage:
            self.add("content", path.name, f"内容不能反编码：{package.damage}")
        elif package.sha256 != self.files.get("原件", package.sha256):
            self.add("content", path.name, f"内容（{package.size}字节）与原件不一致")
