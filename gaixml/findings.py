"""What reading a document brought to light: findings go into its archive, they never stop it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from gaixml.finding import Finding
from gaixml.form_findings import about_forms
from gaixml.kinds import YEARLY
from gaixml.model import Back, Block, Section, Title
from gaixml.source_findings import about_source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gaixml.document import Document
    from gaixml.forms.answers import Answers
    from gaixml.metadata import Metadata
    from gaixml.model import Content, Table
    from gaixml.parsing.records import RecordSet


def find(
    document: Document,
    metadata: Metadata,
    content: Sequence[Content],
    records: Sequence[RecordSet],
    answers: Answers,
) -> list[Finding]:
    """Return what a reader of the archive should know about how the document was read."""
    return [
        *about_source(document),
        *_about_content(document, metadata, content),
        *_about_numbers(content),
        *_about_tables(records, {row.printed.table.id for printing in answers.printings for row in printing.rows}),
        *about_forms(answers.printings),
    ]


def _about_content(document: Document, metadata: Metadata, content: Sequence[Content]) -> Iterator[Finding]:
    if not any(_says_something(document.text, item) for item in content):
        yield _of_document(
            document,
            "DOC01",
            "文件只有标题，没有正文（正文可能另以附件或图片发布）",
            "the document has a title at most and no content (which may have been published as an attachment or image)",
        )
    for title in _titles(content):
        yield Finding(
            "DOC02",
            "warning",
            "document",
            "正文之后又出现标题，一个文件可能含有两份报告",
            "a title stands behind the first section: the file may hold two reports",
            title.blocks[0].start,
            title.end,
        )
    if metadata.title and metadata.year is None and metadata.kind.code in YEARLY:
        yield _of_document(document, "DOC03", "标题和统计期限都没有写明年度", "neither title nor period states a year")


def _of_document(document: Document, rule: str, message: str, message_en: str) -> Finding:
    return Finding(rule, "warning", "document", message, message_en, 0, len(document.text))


def _says_something(text: str, item: Content) -> bool:
    if isinstance(item, Block):
        return item.type in {"TEXT", "TABLE"} and bool(text[item.start : item.end].strip("\ufeff").strip())
    return isinstance(item, Section)


def _titles(content: Sequence[Content], *, behind: bool = False) -> Iterator[Title]:
    """Yield the titles that stand behind the first section."""
    for item in content:
        if isinstance(item, Title) and behind:
            yield item
        elif isinstance(item, Section | Back):
            behind = True
            yield from _titles(item.content, behind=True)


def _about_numbers(content: Sequence[Content]) -> Iterator[Finding]:
    """Name the gaps, repeats and inversions among the sections of the highest level (rule STR03)."""
    sections = [item for item in content if isinstance(item, Section) and item.level == 1]
    for one, two in pairwise(sections):
        before, after = one.heading.ordinal, two.heading.ordinal
        inserted = two.heading.insertion > 0 and after == before  # 第一百二十条之一
        if before is None or after is None or after == before + 1 or inserted:
            continue
        kind = (
            ("重复", "repeats") if after == before else ("跳号", "skips") if after > before else ("倒序", "goes back")
        )
        yield Finding(
            "STR03",
            "warning",
            two.id,
            f"一级标题序号{kind[0]}：{before} 之后是 {after}",
            f"the numbering of the sections {kind[1]}: {before} is followed by {after}",
            two.heading.start,
            two.heading.end,
        )


def _about_tables(records: Sequence[RecordSet], answered: set[str]) -> Iterator[Finding]:
    """Yield what is odd about the tables; ``answered`` are the ids of those that gave facts."""
    for record in records:
        table = record.tables[0]
        if not record.content and table.id not in answered:
            yield _of_table(
                table,
                table.id,
                "TAB01",
                "表格没有可识别的行列结构，按原文整体保留",
                "no grammar explains this table; it is kept whole, without records",
            )
        if record.unplaced:
            yield _of_table(
                table,
                record.unplaced[0],
                "TAB02",
                f"{len(record.unplaced)} 个单元格不能确定所属的列",
                f"for {len(record.unplaced)} cells the column is not certain",
            )
        for cell in record.unlabelled:
            yield _of_table(table, cell, "TAB03", "这一行没有标签", "this row has no label")
        for following in record.tables[1:]:
            yield _of_table(
                following,
                following.id,
                "TAB04",
                f"没有表头，视为表 {table.id} 的续表",
                f"no header: read as going on with {table.id}",
            )


def _of_table(table: Table, about: str, rule: str, message: str, message_en: str) -> Finding:
    severity = "information" if rule == "TAB04" else "warning"
    return Finding(rule, severity, about, message, message_en, table.start, table.end)
