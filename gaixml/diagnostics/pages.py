"""The pages of the rules, docs/rules/<id>.md, in one language: what ``gaixml check --explain`` shows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gaixml.diagnostics.words import Words
from gaixml.grammars import resource
from gaixml.languages import CHINESE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaixml.checks.model import Rule

_SECTION: Final = re.compile(r"^## +(?P<chinese>[^\x00-\x7f]\S*)? *(?P<english>[A-Za-z].*)?$", re.MULTILINE)
"""The heading of a section, in Chinese, English or both; one in both is of the page in either."""


def rule_page(rule: Rule, language: str) -> str:
    """Return the page of a rule in zh or en, as Markdown: what, why, source and examples."""
    words = Words(language)
    title = rule.title if words.is_chinese else f"{rule.title_en[:1].upper()}{rule.title_en[1:]}"
    forms = ", ".join(rule.forms) or words.of("any form")
    head = f"# {rule.id}: {title}\n\n{words.of(rule.severity)} · {forms}\n"
    return head + "".join(f"\n## {heading}\n\n{body}\n" for heading, body in _sections(rule.id, language))


def description(rule: Rule, language: str) -> str:
    """Return what a rule does: the first section of its page, or its title."""
    body = next((body for _, body in _sections(rule.id, language)), "")
    return body or (rule.title if language == CHINESE else rule.title_en)


def _sections(name: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield heading and body of the sections of a page that are in a language, or in both."""
    file = resource("docs/rules") / f"{name}.md"
    text = file.read_text("utf-8") if file.is_file() else ""
    headings = list(_SECTION.finditer(text))
    ends = [heading.start() for heading in headings[1:]] + [len(text)]
    for heading, end in zip(headings, ends, strict=False):
        title = heading["chinese" if language == CHINESE else "english"]
        body = text[heading.end() : end].strip()
        if title:
            yield title, body
