"""What a page says of its document in boxes and bars: 索引号, 发布机构, 发布日期 (pages.lark)."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from gaixml.scanners import scanner

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_NOT_LABEL: Final = re.compile(r"[\s\[\]【】（）()|：:\u200b\u3000]+")
_MANY: Final = 3
"""So many fields make a box of data of a table in which something else stands too."""
_MOST_OTHERS: Final = 12
"""A table with so many other cells, more than fields, is not looked at further."""


class Field(NamedTuple):
    """A field: the code of its name ('' for one that pages.lark does not know), label and value as printed."""

    name: str
    label: str
    value: str


def field_name(label: str) -> str:
    """Return the code of a label, '' for none: 索 引 号： is index-number."""
    match = scanner("pages", "field_name", after=r"\Z").match(_NOT_LABEL.sub("", label))
    return match.lastgroup.lower().replace("_", "-") if match and match.lastgroup else ""


def split_fields(text: str) -> list[Field]:
    """Return the fields that a line consists of: 发布时间：2023-01-20　来源：办公室.

    What stands before the first of them has no label. There is none in a line without a label.
    """
    if "：" not in text and ":" not in text:
        return []
    found = list(scanner("pages", "field_at").finditer(text))
    ends = [*(match.start() for match in found), len(text)]
    before = text[: ends[0]].strip() if found else ""
    return [Field("", "", before)] * bool(before) + [
        Field(field_name(match[0]), match[0].strip(), text[match.end() : stop].strip())
        for match, (_, stop) in zip(found, pairwise(ends), strict=True)
    ]


def is_label(text: str) -> bool:
    """Tell whether a text is the label of a field and nothing else."""
    return scanner("pages", "field_cell").match(text) is not None


def read_cells(rows: Iterable[Sequence[str]]) -> list[Field]:
    """Return the fields that a table consists of, none if it is a table of data.

    A label stands before its value, in the same cell or in the one before; the table has next to nothing else.
    """
    fields: list[Field] = []
    others = 0
    for row in rows:
        if others > _MOST_OTHERS and others > len(fields):
            return []
        at = 0
        while at < len(row):
            text = row[at]
            at += 1
            if is_label(text) or (fields and _has_colon(text)):
                has_value = at < len(row) and (not is_label(row[at]) or _has_colon(text) > _has_colon(row[at]))
                if not has_value and len(row) > 1:
                    others += at < len(row)
                fields.append(Field(field_name(text), text.strip(), row[at].strip() if has_value else ""))
                at += has_value
            elif (pairs := split_fields(text)) and pairs[0].label:
                fields += pairs
            else:
                others += bool(text.strip())
    known = sum(bool(field.name) for field in fields)
    is_box = known and known * 2 >= len(fields) and (not others or (known >= _MANY and others * 4 <= known))
    return fields if is_box else []


def _has_colon(text: str) -> bool:
    return text.rstrip().endswith(("：", ":"))
