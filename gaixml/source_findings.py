"""What reading the source brought to light: bytes that are no text, recognised pictures, what was left aside."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from gaixml.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaixml.document import Document, Omission

_UNPUBLISHED: Final = {
    "deleted": ("修订中删除的文字", "deleted text"),
    "moved": ("修订中移走的文字", "moved text"),
    "annotation": ("批注", "comments"),
    "macro": ("宏", "macros"),
}
"""What an office hardly means to publish and a Word file keeps."""
_WORKBOOKS: Final = frozenset(
    {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/vnd.ms-excel"}
)
_SHOWN: Final = 3
"""So many parts are named in one message."""


def about_source(document: Document) -> Iterator[Finding]:
    """Yield what a reader of the archive should know about its source."""
    source = document.source
    if source.undecodable:
        yield _finding(
            document,
            "TXT01",
            f"{source.undecodable} 个字节不是 {source.charset} 的字符，原样保留",
            f"{source.undecodable} bytes are no characters in {source.charset}; they are kept as they are",
        )
    unknown = document.text.count("\ufffd") if source.text_basis != "exact" else 0
    if unknown:
        yield _finding(
            document,
            "TXT02",
            f"{unknown} 个字符没有可用的字符编码，以 U+FFFD 表示",
            f"{unknown} characters of the source have no code that tells what they are; U+FFFD stands for each",
        )
    if source.media_type in _WORKBOOKS:
        yield _finding(
            document,
            "DOC08",
            "电子表格按存储值读取，不含单元格格式（百分比、千分位等），也不区分隐藏的行和列",
            "cells of workbooks are read as stored: without their formats (percent, thousands), hidden rows included",
            severity="information",
        )
    if source.text_basis == "ocr":
        yield _finding(
            document,
            "DOC04",
            "文字由图像识别（OCR）得到，须与原件核对；由此得出的数值均标为推断",
            "text was recognised in pictures (OCR): compare it with the source; figures from it are marked inferred",
        )
    yield from _about_omissions(document)


def _about_omissions(document: Document) -> Iterator[Finding]:
    lost = [omission for omission in document.omissions if omission.reason == "unsupported"]
    if lost:
        names = "、".join(map(_name, lost[:_SHOWN])) + (" …" if len(lost) > _SHOWN else "")
        yield _finding(
            document,
            "DOC05",
            f"{len(lost)} 处内容未能读取：{names}",
            f"{len(lost)} parts of the source could not be read: {names}",
        )
    signatures = sum(omission.reason == "signature" for omission in document.omissions)
    if signatures:
        yield _finding(
            document,
            "DOC07",
            f"文件带有 {signatures} 个电子签名或签章，只列出，未验证",
            f"the file has {signatures} electronic signatures; they are listed, not verified",
            severity="information",
        )
    counted = Counter(omission.reason for omission in document.omissions if omission.reason in _UNPUBLISHED)
    if counted:
        chinese = "、".join(f"{_UNPUBLISHED[reason][0]} {count} 处" for reason, count in sorted(counted.items()))
        english = ", ".join(f"{_UNPUBLISHED[reason][1]} ({count})" for reason, count in sorted(counted.items()))
        yield _finding(
            document,
            "DOC06",
            f"文件含有不属于报告的内容：{chinese}",
            f"the file holds what is no part of the report: {english}",
        )


def _name(omission: Omission) -> str:
    return omission.name or omission.spot.part or (f"page {omission.spot.page}" if omission.spot.page else "?")


def _finding(document: Document, rule: str, message: str, message_en: str, *, severity: str = "warning") -> Finding:
    return Finding(rule, severity, "document", message, message_en, 0, len(document.text))
