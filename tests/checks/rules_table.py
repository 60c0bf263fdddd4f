"""Prints docs/rules/README.md from the catalogue: python tests/checks/rules_table.py > docs/rules/README.md"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from gaixml.checks.catalogue import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaixml.checks.model import Rule

_HEAD = """\
# 规则 The rules of `gaixml check`

每条规则一页：查什么、为什么、依据、不通过与通过的例子。例子是对 [examples](examples) 中虚构年度报告的改动，
由测试逐一运行。

One page a rule: what it does, why, its source, an example that fails and one that passes. The examples are changes to
the invented reports in [examples](examples); the tests run every one of them.

| 规则 Rule | 级别 Severity | 表格 Forms | 条件 | Condition |
|---|---|---|---|---|
"""
_FOOT = """
`any`：不限格式。表格由规则目录生成：

`any`: whatever the form. This page is made from the catalogue:

```text
python tests/checks/rules_table.py > docs/rules/README.md
```
"""


def forms_of(rule: Rule) -> str:
    """Return the forms that a rule is for, as pages name them."""
    return ", ".join(rule.forms) or "any"


def table() -> str:
    """Return the page that lists all rules."""
    return _HEAD + "".join(_rows()) + _FOOT


def _rows() -> Iterator[str]:
    for rule in catalogue().values():
        yield (f"| [{rule.id}]({rule.id}.md) | {rule.severity} | {forms_of(rule)} | {rule.title} | {rule.title_en} |\n")


if __name__ == "__main__":
    sys.stdout.write(table())
