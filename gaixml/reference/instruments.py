"""Resolves what a text calls an instrument: its title, a bound short name, 本条例, 该办法."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from gaixml.scanners import scanner

if TYPE_CHECKING:
    from gaixml.reference.model import Reference

_STATE: Final = "中华人民共和国"
_RECENT: Final = 200
"""What was named before so many others is not meant by 该条例 any more."""


class Instruments:
    """The instruments that a text has named up to a point of it, and what it calls them."""

    def __init__(self) -> None:
        """Begin with nothing named."""
        self.own = ""
        """The title of what the text is part of: the last one that is an instrument's, else the first."""
        self._titles: list[str] = []
        self._bound: dict[str, str] = {}
        self._named: dict[str, str] = {}  # by their short titles, the one named last at the end

    def entitle(self, title: str) -> None:
        """Take a title of the document, or of what it prints behind its own text (an annexed regulation)."""
        self._titles.append(title)
        if not self.own or scanner("references", "instrument").fullmatch(bare(title)):
            self.own = title

    @property
    def only(self) -> str:
        """Return the instrument that the text has named, '' if it has named none or several."""
        return next(iter(self._named.values())) if len(self._named) == 1 else ""

    def resolve(self, act: Reference) -> None:
        """Set the title of the instrument that is meant and the basis of that, or the reason why none is known."""
        title, basis = self._meant(act)
        act.target.pop("reason", None)
        if title:
            act.target.update(title=title, basis=basis)
            known = self._named.pop(short(title), title)
            self._named[short(title)] = max(known, title, key=len)
        else:
            act.target.update(basis="unresolved", reason=basis)

    def _meant(self, act: Reference) -> tuple[str, str]:
        """Return title and basis; without a title the reason."""
        name, basis = act.target["title"], act.target["basis"]
        if basis == "alias":
            return self._bind(act, name)
        if basis == "self":
            own = next((title for title in islice(reversed(self._titles), _RECENT) if ends_as(title, name)), "")
            return (own, "self") if own else ("", "not-this-document")
        if basis == "same":
            return self._last(name) or ("", "no-antecedent")
        if name in self._bound:
            return self._bound[name], "alias"
        if scanner("references", "generic").fullmatch(name):
            return self._last(name) or ("", "no-antecedent")
        return (self._named.get(short(name), name) if basis == "name" else name), basis

    def _bind(self, alias: Reference, name: str) -> tuple[str, str]:
        if alias.act is None:
            return "", "no-antecedent"
        title = alias.act.target["title"]
        self._bound[name] = title
        alias.act.target["alias"] = name
        return title, "alias"

    def _last(self, word: str) -> tuple[str, str] | None:
        """Return the instrument named last whose title ends with a word."""
        recent = islice(reversed(self._named.values()), _RECENT)
        found = next((title for title in recent if ends_as(title, word)), None)
        return (found, "context") if found else None


def ends_as(title: str, word: str) -> bool:
    """Tell whether a title ends with the word for its kind: 本法 is a 法典 too."""
    title = bare(title)
    return title.endswith(word) or (word == "法" and title.endswith("法典"))


def bare(title: str) -> str:
    """Return a title without brackets at its end: （试行）, （二）, （1988年）."""
    while title.endswith(("）", ")")) and ("（" in title or "(" in title):
        title = title[: max(title.rfind("（"), title.rfind("("))]
    return title


def short(title: str) -> str:
    """Return a title as two documents write it alike: 中华人民共和国 before it, blanks and kinds of brackets aside."""
    plain = "".join(title.split()).replace("(", "（").replace(")", "）").replace("<", "〈").replace(">", "〉")
    return plain.removeprefix(_STATE)
