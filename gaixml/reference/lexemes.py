"""Finds the lexemes of a paragraph (reference_lexemes.lark): tokens of references.lark, dates, amounts, contacts."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gaixml.model import Lexeme
from gaixml.reference.amounts import read_amount
from gaixml.reference.citations import name_before, read_alias, read_law, read_own, read_title
from gaixml.reference.contacts import read_contact
from gaixml.reference.dates import read_time
from gaixml.reference.document_numbers import read_document_number
from gaixml.reference.steps import Printed, read_steps
from gaixml.scanners import alternatives, scanner

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator

    from gaixml.reference.model import Reference

_GAP: Final = 10
"""What lies between two lexemes and has more characters is text."""


@dataclass(slots=True)
class Token(Lexeme):
    """A token of references.lark: an instrument or document number, the steps of a lexeme, a gap."""

    type: str
    start: int
    end: int
    reference: Reference | None = None
    steps: Printed | None = None


@functools.cache
def _scanner() -> re.Pattern[str]:
    return scanner("reference_lexemes", "lexeme", before=scanner("reference_lexemes", "first").pattern)


@functools.cache
def _families() -> dict[str, str]:
    """Return the rule of the grammar that lists each lexeme."""
    rules = ("act", "path", "number", "contact", "time", "measure")
    return {terminal: rule for rule in rules for terminal in alternatives("reference_lexemes", f"_{rule}")}


def find_lexemes(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield the lexemes of a paragraph as they are printed."""
    return _scanner().finditer(text, start, end)


class Lexemes:
    """The lexemes of one paragraph, ``text[start:end]``.

    ``tokens`` are those that the grammar orders, with the gaps between them; ``found`` are all that are references
    already; ``has_paths`` tells whether there are steps or document numbers among the tokens.
    """

    def __init__(self, text: str, start: int, end: int, matches: Iterable[re.Match[str]]) -> None:
        """Read the paragraph; ``matches`` are its lexemes as they are printed."""
        self.tokens: list[Token] = []
        self.found: list[Reference] = []
        self.has_paths = False
        self._text = text
        self._at = start
        self._end = end
        self._named: Reference | None = None  # the instrument that the sentence named last
        self._clear = False  # whether nothing but brackets and document numbers stands behind it
        families = _families()
        for match in matches:
            self._read(families[match.lastgroup or ""], match.lastgroup or "", match)

    def _read(self, family: str, name: str, match: re.Match[str]) -> None:
        start, end = match.span()
        if name == "MORE_STEPS" and not self._follows_step(start):
            self._value(read_amount("AMOUNT", self._text, start, end, (self._at, self._end)), end)
        elif family == "path":
            self._path(match)
        elif name == "ALIAS":
            self._alias(match)
        elif family == "act":
            self._instrument(name, match)
        elif family == "number":
            number = read_document_number(name, self._text, (start, end), self._at, self._last_number(start))
            if number:
                self._add(Token("NUMBER", number.start, end, number))
                self.found.append(number)
                self.has_paths = True
        elif family == "time":
            self._value(read_time(name, match[0], start), end)
        elif name == "NEXT_PHONE" and not self._follows_phone(start):
            return
        elif family == "contact":
            self._value(read_contact(match), end)
        else:
            self._value(read_amount(name, self._text, start, end, (self._at, self._end)), end)

    def _follows_step(self, start: int) -> bool:
        """Tell whether a step stands before an offset, and nothing between but what joins two."""
        return start - self._at == 1 and bool(self.tokens) and self.tokens[-1].steps is not None

    def _last_number(self, start: int) -> Reference | None:
        """Return the document number before an offset, if nothing but 、 or 和 lies between."""
        if start - self._at == 1 and self.tokens and self.tokens[-1].type == "NUMBER":
            return self.tokens[-1].reference
        return None

    def _follows_phone(self, start: int) -> bool:
        """Tell whether a place of contact ends right before the sign in front of an offset."""
        return bool(self.found) and self.found[-1].kind == "contact" and self.found[-1].end == start - 1

    def _path(self, match: re.Match[str]) -> None:
        steps = read_steps(match[0])
        if steps is None:
            return
        if match[0][0] == "第" and (named := name_before(self._text, self._at, match.start())):
            self._act(named)
        self._add(Token(f"H_{steps.unit.upper()}", *match.span(), steps=steps))
        self.has_paths = True

    def _instrument(self, name: str, match: re.Match[str]) -> None:
        start, end = match.span()
        if name == "TITLE":
            named = list(read_title(self._text, start, end))
            if named:
                self._act(named[0])
                self.found += named[1:]
            else:
                self._stop(end)
        elif name.endswith("LAW"):
            group = name.lower()
            self._act(read_law(match[group], match.start(group)))
        else:
            self._act(read_own(name, match[0], start))

    def _alias(self, match: re.Match[str]) -> None:
        """Bind a short name; one without title marks must stand right behind the instrument."""
        alias, marked = read_alias(match)
        if self._at < match.start():
            self._gap(match.start())
        if self._named and (marked or self._clear):
            alias.act = self._named
            self.found.append(alias)
            self.tokens.append(Token("G_BRACKET", *match.span()))
        else:
            self._stop(match.end())
        self._at = match.end()

    def _act(self, act: Reference) -> None:
        self._add(Token("ACT", act.start, act.end, act))
        self.found.append(act)
        self._named, self._clear = act, True

    def _value(self, reference: Reference | None, end: int) -> None:
        """Add a reference that is no part of a path."""
        if reference:
            self.found.append(reference)
            self._stop(end)

    def _add(self, token: Token) -> None:
        """Add a token and, before it, one for the gap."""
        if self._at < token.start:
            self._gap(token.start)
        self.tokens.append(token)
        self._at = token.end

    def _gap(self, end: int) -> None:
        match = scanner("references", "gap").fullmatch(self._text, self._at, end) if end - self._at <= _GAP else None
        kind = match.lastgroup if match else "STOP"
        if kind in {"STOP", "COMMA"}:
            clear = self._clear and kind == "COMMA"
            self._stop(end)
            self._clear = clear
        elif kind != "GLUE":
            self.tokens.append(Token(f"G_{kind}", self._at, end))
            self._clear &= kind == "BRACKET"

    def _stop(self, end: int) -> None:
        """Add text that belongs to no path."""
        self._clear = False
        if self._named and scanner("references", "sentence_end").search(self._text, self._at, end):
            self._named = None
        if self.tokens and self.tokens[-1].type != "STOP":
            self.tokens.append(Token("STOP", self._at, end))
        self._at = end
