from __future__ import annotations

import contextlib
import gc
import time
from typing import TYPE_CHECKING

import pytest

from gaixml.errors import InputError
from gaixml.readers.html import read

if TYPE_CHECKING:
    from collections.abc import Callable

LINE = "<p style='a'>一、本年度<span>收到</span>申请12件，其中<b>网上</b>申请3件。</p>"
CASES: dict[str, Callable[[int], str]] = {
    "paragraphs": lambda size: LINE * (size // 100),
    "cells": lambda size: "<table>" + ("<tr>" + "<td>1" * 20) * (size // 100),
    "cells without a table": lambda size: "<td>1" * (size // 5),
    "colspan": lambda size: "<table>" + ("<tr>" + "<td colspan=1000 rowspan=65534>1" * 20) * (size // 700),
    "nested boxes": lambda size: "<div>" * (size // 5) + "文",
    "nested tables": lambda size: "<table><tr><td>文" * (size // 20),
    "nested, again and again": lambda size: ("<div>" * 200 + "文" + "</div>" * 200) * (size // 2200),
    "deep neighbours": lambda size: "<div>" * 1500 + "<p>文" * (size // 6),
    "breaks": lambda size: "文<br>" * (size // 7),
    "lists": lambda size: "<ol><li>a" * 500 + "<li>文" * (size // 7),
    "comments": lambda size: "<!--a-->文" * (size // 11),
    "instructions": lambda size: "<?a?>文" * (size // 8),
    "hidden": lambda size: "<div hidden><p>一、文字，文字文字文字文字。</p></div>" * (size // 60),
    "fields": lambda size: "<p>发布日期：2020</p>" * (size // 26),
    "fields in a line": lambda size: "发布日期：2020 " * (size // 20),
    "links": lambda size: "<a href=x>链接文字内容</a>" * (size // 32),
    "attributes": lambda size: f"<p {' '.join(f'a{number}=1' for number in range(size // 8))}>文",
    "quotes": lambda size: '<a "' * (size // 4) + "文",
    "blanks": lambda size: "文" + " \n" * (size // 2) + "文",
    "ideographic blanks": lambda size: "　" * (size // 3) + "第",
    "brackets": lambda size: "（" * (size // 3),
    "buttons": lambda size: "打印" * (size // 6) + "文",
    "menus": lambda size: "首页|" * (size // 7) + "文",
}


def seconds(data: bytes) -> float:
    """Return the time of the processor, the better of two: others work on the same machine.

    No garbage is looked for meanwhile: that takes the longer the more a test process holds.
    """
    taken = []
    gc.disable()
    for _ in range(2):
        start = time.process_time()
        with contextlib.suppress(InputError):
            read(data, "a.html", None)
        taken.append(time.process_time() - start)
    gc.enable()
    return min(taken)


@pytest.mark.parametrize("name", CASES)
def test_time_grows_with_size(name: str) -> None:
    make = CASES[name]
    seconds(LINE.encode())
    small = seconds(make(150_000).encode())
    assert seconds(make(600_000).encode()) < 4 * 2.5 * small + 0.3


def test_ten_megabytes() -> None:
    data = (LINE * 120_000).encode()
    assert len(data) > 10_000_000
    assert seconds(data) < 60
