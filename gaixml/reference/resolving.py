"""Resolves the references of a document, in the order of its text: to instruments, to provisions, to years.

What cannot be resolved stays as printed, its basis ``unresolved``, and says why.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final

from gaixml.reference.form_items import as_form_item
from gaixml.reference.instruments import Instruments
from gaixml.reference.parsing import find_references
from gaixml.reference.passages import passages
from gaixml.reference.places import Provisions
from gaixml.reference.provisions import Here, Named, resolve_provision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gaixml.model import Content
    from gaixml.reference.model import Reference
    from gaixml.reference.passages import Passage
    from gaixml.reference.years import Years

_IN_CELLS: Final = frozenset({"act", "provision", "documentNumber"})
"""What is looked for in the cells of tables: their figures are the business of records and facts."""

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

    def read(self, passage: Passage) -> list[Reference]:
        """Return the references in a passage, resolved."""
        found = find_references(self._text, passage.start, passage.end)
        if passage.type == "CELL":
            found = [one for one in found if one.kind in _IN_CELLS]
        self._named.act = self._named.provision = None
        self._years.enter()
        for reference in found:
            self._resolve(reference, passage)
        if passage.type == "TITLE":
            self._instruments.entitle("".join(self._text[passage.start : passage.end].split()).strip("#*_"))
        return found

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
        here = Here(self._known, *self._known.place(passage.section))
        self._named.only = self._instruments.only
        resolve_provision(provision, here, self._named, self._instruments.own)
