"""References are found in time that grows with the length of a paragraph, whatever it says (invariant 6)."""

from __future__ import annotations

import gc
import os
import time

import pytest

from gaixml.reference.parsing import find_references

MILLION = 1_000_000 if os.environ.get("GAIXML_PATHOLOGICAL") == "full" else 120_000
"""Characters of a case."""
GROWTH = 8
"""Four times the text may take at most so many times the time; quadratic would be 16."""
NOISE = 0.2
"""A shorter run than this many seconds says nothing about growth."""
SLOWEST = 20e-6
"""Seconds that a character may take."""
UNITS = [
    *"第《〔〈<（一前本、至到%@-1２年月日令法和的*\n ",
    "第一项、", "第一条第一款第一项", "第一、", "第一至", "第（", "第（一）、", "（一）、", "1,", "1.", "1:", "1/",
    "年月日", "（以下简称", "以下简称《甲》", "《甲办法》（以下简称《乙》）", "《〈", "《《甲》", "《<", "《甲办法》",
    "《甲办法》（", "《甲", "http://", "www.", "a@", "a@a.", "二〇〇二年", "2018年1月", "1月1日至", "2018年1-",
    "令第", "国务院令第1号", "国办发2018", "〔2018〕1号", "公告2018年", "根据", "根据中", "违反法", "法第一条",
    "和宪法", "本法第一条、", "一百", "1件", "约1件", "十多", "百分之", "三分之", "地址：", "地址：甲", "邮编：1",
    "电话：0", "传真：（0",
]  # fmt: skip


def seconds(text: str) -> float:
    """Return the time of the processor, the better of two: others work on the same machine.

    No garbage is looked for meanwhile, as in a conversion: that takes the longer the more a test process holds.
    """
    taken = []
    gc.disable()
    for _ in range(2):
        began = time.process_time()
        find_references(text, 0, len(text))
        taken.append(time.process_time() - began)
    gc.enable()
    return min(taken)


@pytest.mark.parametrize("unit", UNITS, ids=ascii)
def test_time_grows_with_the_text(unit: str) -> None:
    find_references("第一条和《甲》", 0, 7)
    count = MILLION // len(unit)
    quarter, whole = seconds(unit * (count // 4)), seconds(unit * count)
    assert whole <= max(quarter * GROWTH, NOISE)
    assert whole <= MILLION * SLOWEST
