"""Resolves the references of a document, in the order of its text: to instruments, to provisions, to years.

What cannot be resolved stays as printed, its basis ``unresolved``, and says why.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final

from gaixml.lexing.blocks import unmarked
from gaixml.reference.form_items import as_form_item
from gaixml.reference.instruments import Instruments
from gaixml.reference.parsing import find_references
from gaixml.reference.passages import passages
from gaixml.reference.places import Provisions
from gaixml.reference.provisions import Here, Named, resolve_provision
from gaixml.scanners import scanner

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gaixml.model import Content, Section
    from gaixml.reference.model import Reference
    from gaixml.reference.passages import Passage
    from gaixml.reference.years import Years

_IN_CELLS: Final = frozenset({"act", "provision", "documentNumber"})
"""What is looked for in the cells of tables: their figures are the business of records and facts."""

_TITLES: Final = frozenset({"TITLE", "ANNEX"})
_CAPTION: Final = 60
"""What follows a caption in its line, Markdown signs and blanks, is shorter."""
_AROUND: Final = "*_#| \t\u3000\r\n"


def read_references(text: str, content: Sequence[Content], years: Years, form: str) -> list[Reference]:
    """Return the references of a document, sorted by (start, -end), resolved as far as the document itself goes.

    ``form`` is the official form whose tables the document prints, '' if none.
    """
    resolver = _Resolver(text, content, years, form)
    return [reference for passage in passages(text, content) for reference in resolver.read(passage)]


class _Resolver:
    """What is known of a document up to a point of its text."""

    def __init__(self, text: str, content: Sequence[Content], years: Years, form: str) -> None:
        self._text = text
        self._form = form
        self._content = content
        self._instruments = Instruments()
        self._years = years
        self._named = Named()
        self._untitled: list[str] = []  # the titles behind which no section was begun yet
        self._first_sections: dict[str, Section] = {}

    def read(self, passage: Passage) -> list[Reference]:
        """Return the references in a passage, resolved."""
        found = find_references(self._text, passage.start, passage.end)
        if passage.type == "CELL":
            found = [one for one in found if one.kind in _IN_CELLS]
        self._named.act = self._named.provision = None
        self._years.enter()
        for reference in found:
            self._resolve(reference, passage)
        self._entitle(passage)
        for reference in found:
            reference.act = None  # its title is in the target: a document may hold very many references
        return found

    def _entitle(self, passage: Passage) -> None:
        """Take a title; what follows it, up to the next one, is part of what it names."""
        if passage.section and self._untitled:
            self._first_sections |= dict.fromkeys(self._untitled, passage.section)
            self._untitled.clear()
        if passage.type not in _TITLES:
            return
        title = unmarked(self._text[passage.start : passage.end])
        if passage.type == "ANNEX":
            annexed = scanner("references", "annexed").fullmatch(title)
            title = annexed["title"] if annexed else ""
        if title:
            self._instruments.entitle(title)
            self._untitled.append(title)

    @functools.cached_property
    def _known(self) -> Provisions:
        """Return the provisions of the document: most reports name none that could be their own."""
        return Provisions(self._content)

    def _resolve(self, reference: Reference, passage: Passage) -> None:
        if reference.kind == "act":
            self._instruments.resolve(reference)
            self._named.act = reference
        elif reference.kind == "provision":
            self._provision(reference, passage)
        elif reference.kind in {"date", "period"}:
            self._years.resolve(reference)
        elif reference.kind == "documentNumber" and reference.act:
            reference.act.target.setdefault("documentNumber", reference.target["value"])

    def _provision(self, provision: Reference, passage: Passage) -> None:
        if provision.act is None and self._form:
            printed = self._text[passage.start : min(passage.end, provision.end + _CAPTION)].strip(_AROUND)
            alone = len(printed) == provision.end - provision.start
            if as_form_item(provision, self._form, alone=alone):
                return
        here, own = self._standpoint(provision, passage)
        self._named.only = self._instruments.only
        resolve_provision(provision, here, self._named, own)

    def _standpoint(self, provision: Reference, passage: Passage) -> tuple[Here, str]:
        """Return where a provision is named, and the title of the statute there.

        One of another statute in the file, named by its title or as 本条例, is looked for in that.
        """
        number, path = self._known.place(passage.section)
        own = self._instruments.own
        cited = provision.act.target["title"] if provision.act else own
        if cited != own and cited in self._first_sections:
            there, _ = self._known.place(self._first_sections[cited])
            return Here(self._known, there, path if there == number else ()), cited
        return Here(self._known, number, path), own
