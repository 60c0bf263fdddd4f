"""Closes a transfer package: catalogue, notes, schemas, digests, and the report on what was verified."""

from __future__ import annotations

from collections import Counter
from typing import IO, TYPE_CHECKING, Final

from gaixml.archive.transfer import naming
from gaixml.archive.transfer.keys import terms_of
from gaixml.archive.transfer.markup import Node, plain, render
from gaixml.archive.transfer.naming import METADATA
from gaixml.archive.transfer.points import UNCHECKED
from gaixml.archive.transfer.reading import ROW, digest_of
from gaixml.archive.transfer.record import moment_text
from gaixml.archive.transfer.verifying import BYTES, COUNT, verify
from gaixml.grammars import resource
from gaixml.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from gaixml.archive.settings import PackageSettings
    from gaixml.archive.transfer.entries import Entry
    from gaixml.archive.transfer.points import TransferReport
    from gaixml.archive.transfer.verifying import Run

_XML: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_TRANSFER_SCHEMAS: Final = ("catalogue", "metadata", "eep", "inspection")
_ARCHIVE_SCHEMAS: Final = ("report-1.0.xsd", "references-1.0.xsd", "vocabulary-1.0.xsd", "xml.xsd")
_BASIS: Final = "DA/T 70-2018《文书类电子档案检测一般要求》（移交与接收环节）"
_NOT_SAID: Final = "（移交单位未填写）"
_READING: Final = "XML 1.0（UTF-8）；原件以能打开其格式（见元数据“格式信息”）的软件阅读"
_EXPLAINED: Final = (
    "文件夹：电子档案/年度/类别/档号，内有原件、档案XML、元数据.xml（DA/T 46-2009）、封装包（DA/T 48-2009，未签名）",
    "其他：XML模式、数字摘要.TXT（SHA-256）、检测报告",
)


class _Totals:
    """What the notes say of all records together."""

    def __init__(self) -> None:
        self.count = 0
        self.size = 0
        self.first = 0
        self.last = 0
        self.years: Counter[str] = Counter()

    def add(self, entry: Entry, size: int) -> None:
        self.first = self.first or entry.order
        self.last = entry.order
        self.count += 1
        self.size += size
        self.years[entry.year] += 1


def close(
    package: Path,
    entries: Iterable[Entry],
    failures: Iterable[tuple[str, str]],
    settings: PackageSettings,
    run: Run = map,
) -> TransferReport:
    """Write what a package has beside its records, verify it, and write and return the report.

    ``entries`` are those whose folders were written, in their order; ``failures`` are the names of inputs that are not
    in the package, with the reasons. ``run`` as for ``verify``. Raises OSError.
    """
    (package / naming.OTHER).mkdir(exist_ok=True)
    (package / naming.RECORDS).mkdir(exist_ok=True)
    terms = terms_of(settings)
    with (package / naming.DIGESTS).open("w", encoding="utf-8", newline="\n") as digests:
        totals = _write_catalogue(package, entries, terms, digests)
        failed = _write_failures(package, failures)
        notes = "".join(f"{line}\r\n" for line in _notes(settings, terms, totals, failed))
        (package / naming.NOTES).write_bytes(notes.encode())
        for name in (naming.CATALOGUE, naming.NOTES, *_write_schemas(package), *([naming.FAILURES] if failed else ())):
            _add_digest(digests, package, name)
    report = verify(package, run)
    _write_report(package, report, settings)
    return report


def _write_catalogue(package: Path, entries: Iterable[Entry], terms: Mapping[str, str], digests: IO[str]) -> _Totals:
    """Write 文件目录.XML line by line, and the digest of every 元数据.xml."""
    totals = _Totals()
    with (package / naming.CATALOGUE).open("w", encoding="utf-8", newline="\n") as file:
        file.write(f"{_XML}<文件目录>\n")
        for entry in entries:
            values = (
                *(str(entry.order), entry.reference, entry.agency, entry.title, entry.date, terms["密级"]),
                *(entry.original, entry.note),
            )
            children = [Node(name, value) for name, value in zip(ROW, values, strict=True)]
            file.write(render(Node("文件", children=children), 1))
            _add_digest(digests, package, f"{entry.folder}/{METADATA}")
            size = sum(path.stat().st_size for path in (package / entry.folder).iterdir())
            totals.add(entry, size)
        file.write("</文件目录>\n")
    return totals


def _add_digest(digests: IO[str], package: Path, name: str) -> None:
    """Add a line in the form that ``sha256sum -c`` reads."""
    digests.write(f"{digest_of(package / name)[1]}  {name}\n")


def _write_failures(package: Path, failures: Iterable[tuple[str, str]]) -> int:
    """Write the inputs that are not in the package, if there are any; return how many."""
    lines = (f"{plain(name)}：{plain(message)}\r\n".encode("utf-8", "replace") for name, message in failures)
    first = next(lines, None)
    if first is None:
        return 0
    with (package / naming.FAILURES).open("wb") as file:
        file.write(first)
        return 1 + sum(bool(file.write(line)) for line in lines)


def _notes(settings: PackageSettings, terms: Mapping[str, str], totals: _Totals, failed: int) -> Iterator[str]:
    """Yield the lines of 说明文件.TXT (档发〔2012〕7号, annex 2 (一))."""
    yield "电子档案移交说明文件"
    yield f"载体编号：{terms['脱机载体编号']}"
    for name in ("载体类型", "载体容量", "载体保管单位"):
        yield f"{name}：{terms.get(name, _NOT_SAID)}"
    yield f"载体制作单位：{terms.get('载体制作单位') or terms['封装包创建单位']}"
    yield f"载体检查单位：{terms.get('载体检查单位', _NOT_SAID)}"
    yield f"软硬件环境：{terms.get('软硬件环境', _READING)}"
    yield f"全宗号：{terms['全宗号']}"
    yield f"{COUNT}：{totals.count}"
    yield f"{BYTES}：{totals.size}"
    yield f"起止顺序号：{totals.first}—{totals.last}"
    yield f"年度：{'、'.join(f'{year}（{count}件）' for year, count in sorted(totals.years.items()))}"
    yield f"未能打包的文件数：{failed}"
    yield "结构依据：《电子档案移交与接收办法》（档发〔2012〕7号）附件2"
    yield from _EXPLAINED
    yield "字符集：UTF-8"
    yield f"制作软件：gaixml {__version__}"
    yield f"制作时间：{moment_text(settings)}"


def _write_schemas(package: Path) -> list[str]:
    """Copy the schemas into the package; return their names in it."""
    (package / naming.SCHEMAS).mkdir(exist_ok=True)
    schemas = resource("schemas")
    sources = {f"{name}-1.0.xsd": schemas / "transfer" / f"{name}-1.0.xsd" for name in _TRANSFER_SCHEMAS}
    sources |= {name: schemas / name for name in _ARCHIVE_SCHEMAS}
    for name, source in sources.items():
        (package / naming.SCHEMAS / name).write_bytes(source.read_bytes())
    return [f"{naming.SCHEMAS}/{name}" for name in sources]


def _write_report(package: Path, report: TransferReport, settings: PackageSettings) -> None:
    """Write the report as XML, and as text for people."""
    (package / naming.REPORT_XML).write_bytes((_XML + render(_report(report, settings))).encode())
    text = "".join(f"{line}\r\n" for line in _report_lines(report, settings))
    (package / naming.REPORT_TEXT).write_bytes(text.encode())


def _report(report: TransferReport, settings: PackageSettings) -> Node:
    results = [
        Node(
            "检测项目",
            attributes=f' 性质="{result.point.property}"',
            children=(
                Node("名称", result.point.name),
                Node("方法", result.point.method),
                Node("结果", result.state),
                Node("问题数", str(result.found)),
                *(Node("问题", example) for example in result.examples),
            ),
        )
        for result in report.results
    ]
    head = (
        Node("检测时间", moment_text(settings)),
        Node("检测工具", f"gaixml {__version__}"),
        Node("检测依据", _BASIS),
        Node("件数", str(report.entries)),
        Node("字节数", str(report.size)),
        Node("结论", report.state),
    )
    attributes = f' xmlns="{naming.REPORT_NAMESPACE}" 版本="1.0"'
    return Node("检测报告", children=(*head, *results), attributes=attributes)


def _report_lines(report: TransferReport, settings: PackageSettings) -> Iterator[str]:
    yield f"电子档案检测报告　{moment_text(settings)}　gaixml {__version__}"
    yield f"依据：{_BASIS}"
    yield f"件数：{report.entries}　字节数：{report.size}　已检测项目的结论：{report.state}"
    above = ""
    for result in report.results:
        if result.point.property != above:
            above = result.point.property
            skipped = sum(one.state == UNCHECKED for one in report.results if one.point.property == above)
            yield f"【{above}】已检测项目：{report.state_of(above)}；未检测：{skipped}项"
        reason = "原因" if result.state == UNCHECKED else "方法"
        yield f"　{result.state}　{result.point.name}　{reason}：{result.point.method}"
        for example in result.examples:
            yield f"　　　{plain(example)}"
        if result.found > len(result.examples):
            yield f"　　　……共{result.found}项"
