"""Tells which names of issuing bodies are names of the same body (bodies.lark), on what evidence."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gaixml.scanners import scanner

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_WIDTHLESS: Final = dict.fromkeys(map(ord, "\u200b\u200e\u200f\u2060\ufeff"))
_RULERS: Final = frozenset({"GOVERNMENT", "ADMINISTRATION"})
"""Endings of those that govern a region: a report may call them by the region alone."""


@dataclass(frozen=True, slots=True)
class Body:
    """The body that a name stands for.

    ``name`` is the fullest of its names in the batch, ``printed`` the name in question; ``evidence`` (Chinese) and
    ``evidence_en`` say why the two are one body's, '' where they are equal. ``rivals`` are several bodies of the batch
    any of which the name could stand for: then it is taken for none of them.
    """

    name: str
    printed: str
    evidence: str = ""
    evidence_en: str = ""
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Name:
    """A name in its parts: regions from the widest, what stands behind them, and the kind of its ending ('' none)."""

    regions: tuple[str, ...]
    organ: str
    ending: str


def plain_name(printed: str) -> str:
    """Return a name without blanks, in half-width forms."""
    return "".join(unicodedata.normalize("NFKC", printed).translate(_WIDTHLESS).split())


def name_by_settings(printed: str, aliases: Mapping[str, str]) -> str:
    """Return the name that is compared: the one that the settings give for what is printed, or what is printed."""
    plain = plain_name(printed)
    return plain_name(aliases.get(printed) or aliases.get(plain) or plain)


def same_bodies(names: Iterable[str]) -> dict[str, Body]:
    """Return the body that each plain name of a batch stands for. Linear in the names."""
    parsed = {name: _parse(name) for name in names}
    fullest: dict[_Name, str] = {}
    for name, key in parsed.items():
        fullest[key] = max(fullest.get(key, ""), name, key=len)
    fuller: dict[_Name, list[_Name]] = defaultdict(list)
    for key in fullest:
        for less in _shorter(key):
            if less in fullest:
                fuller[less].append(key)
    return {name: _body(name, key, fuller, fullest) for name, key in parsed.items()}


def _body(name: str, key: _Name, fuller: Mapping[_Name, list[_Name]], fullest: Mapping[_Name, str]) -> Body:
    others = fuller.get(key, [])
    if not others:
        return _spelled(name, fullest[key])
    top = max(others, key=lambda one: (len("".join(one.regions)), bool(one.ending)))
    if any(top not in fuller.get(one, []) for one in others if one != top):
        return Body(fullest[key], name, rivals=tuple(sorted(fullest[one] for one in others)))
    full = fullest[top]
    return Body(
        full,
        name,
        f"“{name}”视为“{full}”的简称：只省略了上级行政区或机关名称，本批报告中没有其他机关可以这样对应",
        f"{name} is taken for {full}: it leaves out regions above its own or the name of the organ, and no other body "
        "of the batch could be called so",
    )


def _spelled(name: str, full: str) -> Body:
    if name == full:
        return Body(full, name)
    return Body(
        full,
        name,
        f"“{name}”与“{full}”只是写法不同",
        f"{name} and {full} are two spellings of one name",
    )


def _shorter(key: _Name) -> Iterator[_Name]:
    """Yield the names that say less than a name and could mean the same body: without regions above, or bare."""
    for first in range(len(key.regions)):
        if first:
            yield _Name(key.regions[first:], key.organ, key.ending)
        if not key.organ and key.ending in _RULERS:
            yield _Name(key.regions[first:], "", "")


def _parse(name: str) -> _Name:
    regions = tuple(_regions(name))
    rest = name[sum(map(len, regions)) :]
    of_government = scanner("bodies", "of_government").match(rest)
    if of_government:
        rest = rest[of_government.end() :]
    organ, ending = _ending(rest)
    stem, inner = _ending(organ) if ending == "OFFICE" else (organ, "")  # 人民政府办公室: the office of the government
    return _Name(regions, f"{stem}{inner}", ending)


def _regions(name: str) -> Iterator[str]:
    at = 0
    while match := scanner("bodies", "region").match(name, at):
        yield match.group()
        at = match.end()


def _ending(rest: str) -> tuple[str, str]:
    match = scanner("bodies", "ending").search(rest)
    return (rest[: match.start()], match.lastgroup or "") if match else (rest, "")
