"""Runs one rule on a base report with some changes, or on any text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree
from rule_pages import BASES

import gaixml
from gaixml.checks.catalogue import catalogue
from gaixml.checks.engine import applies, result
from gaixml.checks.subject import Subject

if TYPE_CHECKING:
    from gaixml.checks.engine import Result


def judge(rule: str, text: str, name: str = "a.md") -> Result:
    """Return what becomes of a rule on a text; it must be for documents like this one."""
    subject = Subject(etree.fromstring(gaixml.convert(text.encode(), name)), name)
    found = catalogue()[rule]
    assert applies(found, subject)
    return result(found, tuple(found.assess(subject)), subject)


def changed(base: str, *changes: tuple[str, str]) -> str:
    """Return a base report with some words replaced, each of which stands in it once."""
    text = (BASES / f"{base}.md").read_text("utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def state(rule: str, base: str, *changes: tuple[str, str]) -> str:
    """Return the state of a rule on a changed base report."""
    return judge(rule, changed(base, *changes)).state.value


def messages(found: Result) -> str:
    """Return the messages of a result, one a line."""
    return "\n".join(outcome.message for outcome in found.outcomes)
