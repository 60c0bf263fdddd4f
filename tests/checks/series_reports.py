"""Makes folders of invented reports, from those of docs/rules/examples, and checks them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from gaixml.checking import Checked, check_all
from gaixml.checks.model import State
from gaixml.checks.settings import Settings
from gaixml.files import WITH_ARCHIVES, find_all

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gaixml.checks.model import Outcome

BASES: Final = Path(__file__).parent.parent.parent / "docs" / "rules" / "examples"
BODY: Final = "示例市水务局"


def report(year: int, *changes: tuple[str, str], of: int = 0, agency: str = "") -> str:
    """Return the invented report on a year, or that of another year with the year changed, with texts replaced."""
    text = (BASES / f"{of or year}.md").read_text("utf-8").replace(f"{of or year}年", f"{year}年")
    for old, new in ((BODY, agency or BODY), *changes):
        assert old in text, f"{old} is not in the report on {year}"
        text = text.replace(old, new)
    return text


def write(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Write the files of a folder, which are checked in the order of their names."""
    for name, content in files.items():
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)


def check(folder: Path, files: Mapping[str, str | bytes], settings: Settings | None = None) -> dict[str, Checked]:
    """Return what becomes of each file of a folder, in the order in which it comes."""
    write(folder, files)
    checked = check_all(find_all([str(folder)], WITH_ARCHIVES), settings_of=lambda _: settings or Settings())
    return {Path(one.name).name: one for one in checked}


def state(checked: Checked, rule: str) -> State:
    """Return what became of a rule."""
    return next(result.state for result in checked.results if result.rule.id == rule)


def outcomes(checked: Checked, rule: str) -> tuple[Outcome, ...]:
    """Return what a rule has to say."""
    return next(result.outcomes for result in checked.results if result.rule.id == rule)


def one_failure(checked: Checked, rule: str) -> Outcome:
    """Return the only failure of a rule."""
    (found,) = [one for one in outcomes(checked, rule) if one.state == State.FAIL]
    return found
