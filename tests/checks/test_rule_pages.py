"""Every rule has its page, every page its rule, and every example of a page shows what it says."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from rule_pages import BASES, RULES, SECTIONS, STATES, Block, changed, page, page_names, write_example
from rules_table import forms_of, table

from gaixml.checking import Checked, check_all
from gaixml.checks.catalogue import catalogue
from gaixml.checks.model import State
from gaixml.checks.settings import FILE, Settings, read_settings
from gaixml.files import WITH_ARCHIVES, find_all

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLES = [
    (name, number, state, blocks)
    for name in page_names()
    for number, (state, blocks) in enumerate(page(name).examples(), 1)
]
UNBREAKABLE = {"P02"}
"""Rules about the findings themselves: no document makes them fail, and their pages say so instead of an example."""


def check(folder: Path) -> list[Checked]:
    """Check the reports of a folder; each must be readable."""
    file = folder / FILE
    settings = read_settings(file) if file.exists() else Settings()
    checked = list(check_all(find_all([str(folder)], WITH_ARCHIVES), settings_of=lambda _: settings))
    assert not [one.message for one in checked if one.subject is None]
    return checked


def worst(checked: list[Checked], name: str) -> str:
    """Return what became of a rule in a folder: one report that fails is enough, else one that passes."""
    states = {result.state for one in checked for result in one.results if result.rule.id == name}
    return next((state.value for state in (State.FAIL, State.PASS) if state in states), State.UNASSESSABLE.value)


def test_every_rule_has_its_page_and_every_page_its_rule() -> None:
    assert page_names() == sorted(catalogue())


def test_the_table_lists_all_rules() -> None:
    assert (RULES / "README.md").read_text("utf-8") == table()


@pytest.mark.parametrize("name", page_names())
def test_a_page_says_what_the_catalogue_says(name: str) -> None:
    rule, read = catalogue()[name], page(name)
    said = rule.title_en[0].upper() + rule.title_en[1:]
    assert (read.name, read.title) == (rule.id, rule.title)
    assert read.summary == f"{said}. · {rule.severity} · {forms_of(rule)}"


@pytest.mark.parametrize("name", page_names())
def test_a_page_has_all_its_parts(name: str) -> None:
    sections = page(name).sections
    headings = [heading for heading, _ in sections]
    assert [heading for heading in headings if heading in SECTIONS] == list(SECTIONS)
    assert set(headings) <= {*SECTIONS, *STATES}
    assert all(text for _, text in sections)
    shown = [state for state, _ in page(name).examples() if state != "unassessable"]
    assert shown == (["pass"] if name in UNBREAKABLE else ["fail", "pass"])


@pytest.mark.parametrize(
    ("name", "state", "blocks"),
    [pytest.param(name, state, blocks, id=f"{name}-{number}-{state}") for name, number, state, blocks in EXAMPLES],
)
def test_an_example_shows_what_it_says(name: str, state: str, blocks: tuple[Block, ...], tmp_path: Path) -> None:
    write_example(blocks, tmp_path)
    assert worst(check(tmp_path), name) == state


def test_nothing_is_wrong_with_the_base_reports(tmp_path: Path) -> None:
    for path in BASES.glob("*.md"):
        shutil.copy(path, tmp_path)
    failed = [
        (one.name, result.rule.id, outcome.message)
        for one in check(tmp_path)
        for result in one.results
        for outcome in result.outcomes
        if outcome.state == State.FAIL
    ]
    assert failed == []


def test_a_diff_is_applied_where_it_fits() -> None:
    text = "a\nb\nc\nd\n"
    assert changed(text, ("-b", "+B", " c")) == "a\nB\nc\nd\n"
    assert changed(text, ("+0", " a", "@@", "-d")) == "0\na\nb\nc\n"
    assert changed(text, (" c",)) == text


@pytest.mark.parametrize("diff", [("-x",), (" a", " c"), ("+a",), (" b", " c", "@@", "-c"), ("b",)])
def test_a_diff_that_does_not_fit_is_an_error(diff: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=r"stand|same lines|begins"):
        changed("a\nb\nc\nd\n", diff)
