"""What reading a document brought to light: findings go into its archive, they never stop it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gaixml.model import Block, Section, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gaixml.document import Document
    from gaixml.model import Content
    from gaixml.parsing.records import RecordSet


@dataclass(frozen=True, slots=True)
class Finding:
    """A statement about a part of the document.

    ``rule`` is stable; ``severity`` is error, warning or information; ``about`` the id of the section, table or cell,
    or ``document``; ``start`` and ``end`` its place in the text.
    """

    rule: str
    severity: str
    about: str
    message: str
    message_en: str
    start: int
    end: int


def find(document: Document, content: Sequence[Content], records: Sequence[RecordSet]) -> list[Finding]:
    """Return what a reader of the archive should know about how the document was read."""
    return [*_about_text(document), *_about_content(document, content), *_about_tables(records)]


def _about_text(document: Document) -> Iterator[Finding]:
    count = document.source.undecodable
    if count:
        charset = document.source.charset
        yield Finding(
            "TXT01",
            "warning",
            "document",
            f"{count} 个字节不是 {charset} 的字符，原样保留",
            f"{count} bytes are no characters in {charset}; they are kept as they are",
            0,
            len(document.text),
        )


def _about_content(document: Document, content: Sequence[Content]) -> Iterator[Finding]:
    said = any(
        isinstance(item, Section | Table) or (isinstance(item, Block) and item.type == "TEXT") for item in content
    )
    if not said:
        yield Finding(
            "DOC01",
            "warning",
            "document",
            "文件只有标题，没有正文（正文可能另以附件或图片发布）",
            "the document has a title at most and no content (which may have been published as an attachment or image)",
            0,
            len(document.text),
        )


def _about_tables(records: Sequence[RecordSet]) -> Iterator[Finding]:
    for record in records:
        table = record.tables[0]
        if not record.figures:
            yield Finding(
                "TAB01",
                "warning",
                table.id,
                "表格没有可识别的行列结构，按原文整体保留",
                "no grammar explains this table; it is kept whole, without records",
                table.start,
                table.end,
            )
        elif record.unplaced:
            yield Finding(
                "TAB02",
                "warning",
                record.unplaced[0],
                f"{len(record.unplaced)} 个数值不能确定所属的列",
                f"for {len(record.unplaced)} figures the column is not certain",
                table.start,
                table.end,
            )
