"""Tells what names a part of an official form from what names a provision of the law.

The tables of the forms are captioned by the items of the regulation that they report on (第二十条第（一）项); their
header notes add up their rows (第一项加第二项之和，等于第三项加第四项之和). Both look like provisions.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from gaixml.indicators import indicators
from gaixml.numerals import parse_numeral
from gaixml.reference.parsing import find_references
from gaixml.reference.provisions import as_printed

if TYPE_CHECKING:
    from gaixml.reference.model import Reference


def as_form_item(provision: Reference, form: str, *, alone: bool) -> bool:
    """Turn a provision without instrument into a form item if it is one of ``form``; return whether it was.

    ``alone``: nothing else stands in its line or cell, as in a caption.
    """
    path = as_printed(provision.paths)
    if "sum" in provision.target:
        rows = _rows(form)
        table = next((rows[one] for one in path.split() if one in rows), "")
        reason = "rows-added-up"
    else:
        table = _captions(form).get(path, "") if alone else ""
        reason = "caption"
    if not table:
        return False
    provision.kind = "formItem"
    provision.target = {"form": form, "table": table, "locator": path, "reason": reason}
    return True


@functools.cache
def _captions(form: str) -> dict[str, str]:
    """Return the tables of a form by the provisions that caption them."""
    found: dict[str, str] = {}
    for one in indicators(form).values():
        for reference in find_references(one.label, 0, len(one.label)):
            if reference.kind == "provision":
                found.setdefault(as_printed(reference.paths), one.table)
    return found


@functools.cache
def _rows(form: str) -> dict[str, str]:
    """Return the tables of a form by the numbers of their rows: i1 is the row 一、本年新收政府信息公开申请数量."""
    found: dict[str, str] = {}
    for one in indicators(form).values():
        numeral = parse_numeral(one.label.partition("、")[0])
        if numeral:
            found.setdefault(f"i{numeral.value}", one.table)
    return found
