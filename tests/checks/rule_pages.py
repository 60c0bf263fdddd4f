"""Reads the pages of docs/rules: what each says of its rule, and the reports that its examples are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import gaixml

if TYPE_CHECKING:
    from collections.abc import Iterator

RULES = Path(__file__).parent.parent.parent / "docs" / "rules"
BASES = RULES / "examples"
SECTIONS = ("查什么", "What it does", "为什么", "Why it matters", "依据 Source", "不通过 Fails", "通过 Passes")
"""The headings that every page has, in this order."""
STATES = {"不通过 Fails": "fail", "通过 Passes": "pass", "无法判断 Unassessable": "unassessable"}
"""The headings that have examples, and what becomes of the rule in the folder that they make."""
_BLOCK = re.compile(r"^```(diff|toml) ([^\s`]+)(?: as ([^\s`]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: ``kind`` diff or toml, the base file it changes (of a toml: its own name), the name it writes."""

    kind: str
    base: str
    target: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page: the rule's id, its title, the paragraph below it, and its sections (heading, text)."""

    name: str
    title: str
    summary: str
    sections: tuple[tuple[str, str], ...]

    def examples(self) -> Iterator[tuple[str, tuple[Block, ...]]]:
        """Yield what state each example shows, with its files."""
        for heading, text in self.sections:
            if heading in STATES and (blocks := tuple(_blocks(text))):
                yield STATES[heading], blocks


def page_names() -> list[str]:
    """Return the names of all pages: ids of rules."""
    return sorted(path.stem for path in RULES.glob("*.md") if path.stem != "README")


def page(name: str) -> Page:
    """Read a page."""
    top, *parts = re.split(r"^## ", (RULES / f"{name}.md").read_text("utf-8"), flags=re.MULTILINE)
    first, _, rest = top.partition("\n")
    found, _, title = first.removeprefix("# ").partition(": ")
    sections = tuple((part.partition("\n")[0], part.partition("\n")[2].strip()) for part in parts)
    return Page(found, title, rest.strip(), sections)


def _blocks(text: str) -> Iterator[Block]:
    for kind, base, target, body in _BLOCK.findall(text + "\n"):
        yield Block(kind, base, target or base, tuple(body.split("\n")[:-1]))


def write_example(blocks: tuple[Block, ...], folder: Path) -> None:
    """Write the files of an example into a folder."""
    for block in blocks:
        text = "\n".join(block.lines) + "\n" if block.kind == "toml" else changed(base_text(block.base), block.lines)
        (folder / block.target).write_text(text, encoding="utf-8", newline="")


def base_text(name: str) -> str:
    """Return a base report; NAME.xml is the archive of NAME.md."""
    if name.endswith(".xml"):
        source = name.removesuffix(".xml") + ".md"
        return gaixml.convert((BASES / source).read_bytes(), source).decode()
    return (BASES / name).read_text("utf-8")


def changed(text: str, diff: tuple[str, ...]) -> str:
    """Return a text with a diff applied: hunks stand between lines ``@@``, each at the one place that it fits."""
    lines = text.split("\n")
    hunks = [(_place(hunk, lines), hunk) for hunk in _hunks(diff)]
    for (one, above), (two, _) in pairwise(sorted(hunks)):
        if one + len(_old(above)) > two:
            raise ValueError("two hunks change the same lines")
    for at, hunk in sorted(hunks, reverse=True):
        lines[at : at + len(_old(hunk))] = [line[1:] for line in hunk if line[:1] != "-"]
    return "\n".join(lines)


def _hunks(diff: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    hunk: list[str] = []
    for line in (*diff, "@@"):
        if line.startswith("@@"):
            if hunk:
                yield tuple(hunk)
            hunk = []
        elif line[:1] in {"", " ", "-", "+"}:
            hunk.append(line)
        else:
            raise ValueError(f"a line of a diff begins with a blank, - or +: {line}")


def _old(hunk: tuple[str, ...]) -> list[str]:
    return [line[1:] for line in hunk if line[:1] != "+"]


def _place(hunk: tuple[str, ...], lines: list[str]) -> int:
    old = _old(hunk)
    places = [at for at in range(len(lines) - len(old) + 1) if lines[at : at + len(old)] == old]
    if not old or len(places) != 1:
        raise ValueError(f"these lines stand {len(places)} times in the base report, not once: {old}")
    return places[0]
