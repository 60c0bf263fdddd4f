"""Writes the folder of one report: the original, its archive XML, 元数据.xml and the encapsulation package."""

from __future__ import annotations

import base64
import hashlib
from typing import IO, TYPE_CHECKING, Final, NamedTuple

from gaixml.archive.transfer import record
from gaixml.archive.transfer.keys import terms_of
from gaixml.archive.transfer.markup import Node, all_said, render
from gaixml.archive.transfer.naming import EEP_NAMESPACE, METADATA, METADATA_NAMESPACE
from gaixml.errors import InputError
from gaixml.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gaixml.archive.item import Item
    from gaixml.archive.settings import PackageSettings
    from gaixml.archive.transfer.entries import Entry

_XML: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
CHUNK: Final = 57 << 12
"""Bytes encoded at once: whole lines of 57, which are 76 characters in Base64 (RFC 2045 6.8)."""
_FORMAT: Final = "本EEP根据中华人民共和国档案行业标准DA/T 48-2009《基于XML的电子文件封装规范》生成"
_KIND: Final = "本封装包包含电子文件数据及其元数据，原始封装，未经修改"
_ENCODING: Final = (
    "本封装包中“编码数据”元素存储的是计算机文件二进制流的Base64编码，有关Base64编码规则参见IETF RFC 2045"
    "多用途邮件扩展（MIME）第一部分：互联网信息体格式。当提取和显现封装在编码数据元素中的计算机文件时，"
    "应对Base64编码进行反编码，并依据封装包中“反编码关键字”元素中记录的值还原计算机文件的扩展名"
)
"""The values that DA/T 48-2009 gives these elements, annex A."""
_DOCUMENT: Final = "修改0-文档1"
_ENCODED: Final = f"{_DOCUMENT}-文档数据1-编码1"
_CONTENT: Final = Node("编码数据", attributes=f' 编码数据ID="{_ENCODED}-编码数据1"')
"""The element that holds the original: it is written empty first, as the content is never part of a tree."""


class _Written(NamedTuple):
    """A file that was written: what the metadata say of it."""

    role: str
    name: str
    media_type: str
    size: int
    sha256: str


def write_entry(folder: Path, item: Item, entry: Entry, settings: PackageSettings) -> None:
    """Fill the empty folder of a report.

    Raises InputError ``changed`` if the report is no longer the one that was numbered.
    """
    if item.sha256 != entry.sha256:
        raise InputError("changed", f"{item.name}: the file was changed while it was packaged; package it again")
    terms = terms_of(settings)
    (folder / entry.original).write_bytes(item.original)
    (folder / entry.archive).write_bytes(item.archive)
    with (folder / entry.eep).open("wb") as file:
        eep = _eep(file, item, entry, settings, terms)
    archive_sha256 = hashlib.sha256(item.archive).hexdigest()
    files = (
        _Written("原件", entry.original, item.media_type, len(item.original), item.sha256),
        _Written("档案XML", entry.archive, "application/xml", len(item.archive), archive_sha256),
        _Written("封装包", entry.eep, "application/xml", *eep),
    )
    metadata = _metadata(item, entry, settings, terms, files)
    (folder / METADATA).write_bytes((_XML + render(metadata)).encode())


def _metadata(
    item: Item, entry: Entry, settings: PackageSettings, terms: dict[str, str], files: tuple[_Written, ...]
) -> Node:
    """Return 元数据.xml: all the elements of DA/T 46-2009, with name, size and digest of every file."""
    children = (
        *record.identity(entry, terms),
        *record.content(entry, terms),
        *(_properties(file) for file in files),
        *record.keeping(entry, terms),
        *record.business(item, entry, settings, terms["封装包创建单位"]),
    )
    return Node("电子文件元数据", children=children, attributes=f' xmlns="{METADATA_NAMESPACE}" 版本="1.0"')


def _properties(file: _Written) -> Node:
    """Return the 电子属性 of a file (DA/T 46-2009); 文件角色 and 数字摘要 are gaixml's own."""
    children = (
        Node("文件角色", file.role),
        Node("格式信息", f"MIME媒体类型：{file.media_type}"),
        Node("计算机文件名", file.name),
        Node("计算机文件大小", str(file.size)),
        *((Node("文档创建程序", f"gaixml {__version__}"),) if file.role != "原件" else ()),
        Node("数字摘要", file.sha256, attributes=' 摘要算法="SHA-256"'),
    )
    return Node("电子属性", children=children)


def _eep(
    file: IO[bytes], item: Item, entry: Entry, settings: PackageSettings, terms: dict[str, str]
) -> tuple[int, str]:
    """Write the encapsulation package piece by piece; return its size and SHA-256."""
    digest, size = hashlib.sha256(), 0
    for piece in _pieces(item, entry, settings, terms):
        file.write(piece)
        digest.update(piece)
        size += len(piece)
    return size, digest.hexdigest()


def _pieces(item: Item, entry: Entry, settings: PackageSettings, terms: dict[str, str]) -> Iterator[bytes]:
    """Yield the encapsulation package: what stands before the content, the content in Base64, what stands behind."""
    package = _XML + render(_package(item, entry, settings, terms))
    before, _, behind = package.partition(render(_CONTENT).strip())  # in a text < would be &lt;: this is the element
    yield f"{before}<{_CONTENT.name}{_CONTENT.attributes}>\n".encode()
    with memoryview(item.original) as view:
        for start in range(0, len(view), CHUNK):
            yield base64.encodebytes(view[start : start + CHUNK])
    yield f"</{_CONTENT.name}>{behind}".encode()


def _package(item: Item, entry: Entry, settings: PackageSettings, terms: dict[str, str]) -> Node:
    """Return the 电子文件封装包 of DA/T 48-2009, unsigned, without its content."""
    unit = terms["封装包创建单位"]
    entity = (
        *record.identity(entry, terms),
        *record.content(entry, terms),
        *record.keeping(entry, terms),
        _data(item, entry),
    )
    blocks = (
        Node("文件实体块", children=(Node("文件实体", children=entity),)),
        *record.business(item, entry, settings, unit),
    )
    signed = (
        Node("封装包类型", "原始型"),
        Node("封装包类型描述", _KIND),
        Node("封装包创建时间", record.moment_text(settings)),
        Node("封装包创建单位", unit),
        Node("封装内容", children=blocks),
    )
    children = (
        Node("封装包格式描述", _FORMAT),
        Node("版本", "2009"),
        Node("被签名对象", children=signed, attributes=' eep版本="2009"'),
    )
    return Node("电子文件封装包", children=children, attributes=f' xmlns="{EEP_NAMESPACE}"')


def _data(item: Item, entry: Entry) -> Node:
    """Return the 文件数据 with one 文档, its 编码数据 empty; identifiers as DA/T 48-2009 forms them."""
    suffix = entry.original.rpartition(".")[2] if "." in entry.original else ""
    properties = (
        Node("格式信息", f"MIME媒体类型：{item.media_type}"),
        Node("计算机文件名", entry.original),
        Node("计算机文件大小", str(entry.size)),
    )
    encoding = (
        Node("电子属性", children=properties),
        Node("编码描述", _ENCODING),
        Node("反编码关键字", f"base64-{suffix}" if suffix else "base64"),
        _CONTENT,
    )
    data = Node("编码", children=encoding, attributes=f' 编码ID="{_ENCODED}"')
    document = (
        Node("文档标识符", _DOCUMENT),
        Node("文档序号", "1"),
        Node("文档主从声明", "主文档"),
        *all_said({"题名": entry.title}, "题名"),
        Node("文档数据", children=(data,), attributes=f' 文档数据ID="{_DOCUMENT}-文档数据1"'),
    )
    return Node("文件数据", children=(Node("文档", children=document),))
