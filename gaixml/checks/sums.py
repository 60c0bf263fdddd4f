"""The rules that add up: T3R, T3C, T3I, T4S, T2A, T2B, G01 to G07. They are written in schemas/sums-1.0.sch."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from gaixml.checks.digits import repairs_of
from gaixml.checks.model import (
    ERROR,
    FORM_2014,
    FORM_2019,
    FORM_2021,
    INFORMATION,
    PASSED,
    STATUTORY,
    WARNING,
    Blame,
    Mark,
    Outcome,
    Rule,
    fail,
    mark_of,
    unassessable,
)
from gaixml.schematron import PASSED as RIGHT
from gaixml.schematron import UNASSESSABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from gaixml.checks.model import Why
    from gaixml.checks.subject import Subject
    from gaixml.schematron import Sum


def _sums(name: str, severity: str, title: str, title_en: str, *, forms: tuple[str, ...]) -> Rule:
    """Return a rule that the Schematron runs."""
    return Rule(name, severity, forms, title, title_en, functools.partial(_assess, name))


def _assess(name: str, subject: Subject) -> Iterator[Outcome]:
    """Yield what the Schematron says of each sum of one rule."""
    for one in subject.sums:
        if one.rule == name:
            yield PASSED if one.role == RIGHT else _outcome(one, subject)


def _outcome(one: Sum, subject: Subject) -> Outcome:
    at = None if one.about is None or not one.about.get("cell") else _mark(one.about)
    related = [mark for mark in map(_mark, one.figures) if mark != at]
    if one.role == UNASSESSABLE:
        return unassessable(one.message, one.message_en, at, related)
    return fail(one.message, one.message_en, at, related, **_why(one, subject))


def _why(one: Sum, subject: Subject) -> Why:
    """Return whom to blame for a row that would add up if its digits stood in other cells (T3D); else nothing."""
    cells = {figure.get("cell", "") for figure in one.figures}
    found = repairs_of(subject, cells) if one.rule == "T3R" else []
    if not found:
        return {}
    shown = "；".join(map(str, found))
    return {
        "blame": Blame.EXTRACTION,
        "evidence": f"若数字这样断开则平（T3D）：{shown}",
        "evidence_en": f"the row adds up once its digits are divided so (T3D): {shown}",
    }


def _mark(fact: etree._Element) -> Mark:
    return mark_of(fact, fact.get("cell", ""), fact.get("printed", ""), fact.get("label", ""))


T3R = _sums(
    "T3R", ERROR, "每行六类申请人之和等于总计", "six applicant columns add up to the total, each row", forms=STATUTORY
)
T3C = _sums(
    "T3C", ERROR, "每列（一）至（六）之和等于（七）总计", "（一）…（六） add up to （七）, each column", forms=STATUTORY
)
T3I = _sums(
    "T3I",
    ERROR,
    "每列第一项加第二项之和，等于第三项加第四项之和",
    "received + carried in = closed + carried out, each column",
    forms=STATUTORY,
)
T4S = _sums(
    "T4S",
    ERROR,
    "行政复议、行政诉讼的四种结果之和等于总计",
    "four outcomes add up to the total, three times",
    forms=STATUTORY,
)
T2A = _sums(
    "T2A",
    WARNING,
    "本年新公开数量不大于对外公开总数量",
    "newly disclosed is no more than all that is disclosed",
    forms=FORM_2019,
)
T2B = _sums(
    "T2B",
    INFORMATION,
    "本年制发件数不大于现行有效件数",
    "what was issued is no more than what is in force",
    forms=FORM_2021,
)
G01 = _sums(
    "G01", ERROR, "收到申请数等于五种渠道之和", "requests received are the sum of their five channels", forms=FORM_2014
)
G02 = _sums(
    "G02", ERROR, "申请办结数等于按时办结数与延期办结数之和", "requests closed = on time + extended", forms=FORM_2014
)
G03 = _sums(
    "G03",
    ERROR,
    "申请答复数等于八种答复之和，不同意公开答复数等于六种理由之和",
    "requests answered are the sum of items 1…8, item 4 is the sum of its six reasons",
    forms=FORM_2014,
)
G04 = _sums(
    "G04",
    ERROR,
    "行政复议、行政诉讼、举报投诉各等于三种结果之和",
    "reconsiderations, lawsuits and complaints are each the sum of three outcomes",
    forms=FORM_2014,
)
G05 = _sums(
    "G05",
    ERROR,
    "报送信息数等于纸质与电子之和，工作人员数等于专职与兼职之和",
    "submissions = paper + electronic, staff = full time + part time",
    forms=FORM_2014,
)
G06 = _sums(
    "G06",
    WARNING,
    "主动公开政府信息数不小于任一渠道、不大于各渠道之和",
    "largest channel ≤ information disclosed ≤ sum of the channels",
    forms=FORM_2014,
)
G07 = _sums(
    "G07",
    ERROR,
    "主要负责同志参加的次数不大于活动总次数",
    "events with the principal are no more than all events",
    forms=FORM_2014,
)
