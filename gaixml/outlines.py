"""The section tree of an archive: as data, and drawn for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from gaixml.kinds import LABELS, OTHER, REPORT
from gaixml.xml_text import NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree
    from rich.tree import Tree

_NS = {"g": NAMESPACE}
_SECTION = f"{{{NAMESPACE}}}section"
_PARTS = {f"{{{NAMESPACE}}}{name}" for name in ("back", "annex", "paragraph")}


class SectionOutline(TypedDict):
    """A section: number as printed, heading without its final 。, the sections below it."""

    id: str
    level: int
    number: str
    ordinal: int | None
    heading: str
    children: list[SectionOutline]


class Outline(TypedDict):
    """What ``gaixml outline --format json`` prints; None for what the report does not say."""

    title: str | None
    agency: str | None
    year: int | None
    form: str | None
    sections: list[SectionOutline]


def outline_of(archive: etree._Element) -> Outline:
    """Return the outline of an archive. The sections of an annex follow those of the report itself."""
    year, form = _stated(archive, "year"), _stated(archive, "form")
    document = archive.find("g:document", _NS)
    return Outline(
        title=_stated(archive, "title"),
        agency=_stated(archive, "agency"),
        year=int(year) if year else None,
        form=None if form == "none" else form,
        sections=[] if document is None else list(_sections(document)),
    )


def _stated(archive: etree._Element, name: str) -> str | None:
    return archive.findtext(f"g:metadata/g:{name}", None, _NS)


def _sections(parent: etree._Element) -> Iterator[SectionOutline]:
    for child in parent:
        if child.tag in _PARTS:
            yield from _sections(child)  # 款 are no sections: no marker opens them
        elif child.tag == _SECTION:
            ordinal = child.get("ordinal")
            yield SectionOutline(
                id=child.get("id", ""),
                level=int(child.get("level", "0")),
                number=child.get("number", ""),
                ordinal=None if ordinal is None else int(ordinal),
                heading=_heading(child),
                children=list(_sections(child)),
            )


def _heading(section: etree._Element) -> str:
    title = section.find("g:heading/g:title", _NS)
    if title is None:
        return ""
    return "".join(title.xpath(".//text()[not(parent::g:markup)]", namespaces=_NS)).strip()


def kind_of(archive: etree._Element) -> str:
    """Return what kind of document an archive holds: a code of the schema's type DocumentKind."""
    return _stated(archive, "kind") or OTHER


def draw(outline: Outline, kind: str = OTHER) -> Tree:
    """Return the outline as a tree for rich to print; a report is not called one."""
    from rich.text import Text  # noqa: PLC0415 - only a terminal needs it
    from rich.tree import Tree  # noqa: PLC0415

    called = "" if kind == REPORT else LABELS.get(kind, "")
    facts = [str(fact) for fact in (called, outline["agency"], outline["year"], outline["form"]) if fact]
    tree = Tree(Text(outline["title"] or "（无标题）", style="bold").append("  " + " · ".join(facts), style="dim"))
    _grow(tree, outline["sections"])
    return tree


def _grow(tree: Tree, sections: list[SectionOutline]) -> None:
    from rich.text import Text  # noqa: PLC0415

    for section in sections:
        label = Text(section["number"], style="cyan").append(" " + section["heading"], style="default")
        _grow(tree.add(label), section["children"])
