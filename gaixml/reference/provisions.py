"""Resolves the provisions that a text names: which instrument they stand in, where 前款 and 本条 are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gaixml.reference.places import from_article

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gaixml.reference.model import Path, Reference, Step
    from gaixml.reference.places import Provisions

_ORDER: Final = ("book", "sub", "part", "ch", "sec", "art", "p", "i", "s")
_LARGE: Final = frozenset({"book", "sub", "part"})
_RANK: Final = {unit: rank for rank, unit in enumerate(_ORDER)}


@dataclass(slots=True)
class Named:
    """What a text named last: instrument and provision in the same paragraph, the provision anywhere before.

    ``only`` is the title of the one instrument that the text has named at all, '' if there are several.
    """

    act: Reference | None = None
    provision: Reference | None = None
    before: Reference | None = None
    only: str = ""


@dataclass(frozen=True, slots=True)
class Here:
    """Where a provision is named: the provisions of the document, the statute's number in it, the path there."""

    known: Provisions
    number: int
    path: Path

    def expand(self, path: Path) -> list[Path]:
        """Return the paths that a printed one means, complete from the article on; none where it leads nowhere.

        前两款 means two, every other one.
        """
        first, *rest = path
        if first.anchor and first.unit in _LARGE and rest and not self._around(first.unit):
            first, *rest = rest  # the file is the 编 itself
        return [(*self._above(step), step, *rest) for step in self._anchored(first)]

    def _around(self, unit: str) -> Step | None:
        return next((one for one in self.path if one.unit == unit), None)

    def _anchored(self, step: Step) -> Iterator[Step]:
        """Yield the steps that one means, counted from here."""
        here = self._around(step.unit)
        if not step.anchor:
            yield step
        elif here is None:
            return
        elif step.anchor == "here":
            yield here
        elif step.unit == "art":
            yield from self.known.articles_before(self.number, here, step.ordinal)
        else:
            first = here.ordinal - step.ordinal
            ordinals = range(first, here.ordinal) if first > 0 else ()
            yield from (here._replace(ordinal=ordinal, insertion=0) for ordinal in ordinals)

    def _above(self, step: Step) -> Path:
        """Return the steps above one that goes on from here: article 20 above 第二款, the chapter above 第一节."""
        rank = _RANK[step.unit]
        lowest = _RANK["art"] if rank > _RANK["art"] else 0
        above = tuple(one for one in self.path if lowest <= _RANK[one.unit] < rank)
        if step.unit == "art":
            return ()
        if step.unit == "i" and not self.known.find(self.number, (*above, step)):
            return tuple(one for one in above if one.unit != "p")  # an item of another paragraph of the article
        return above


def resolve_provision(provision: Reference, here: Here, named: Named, own: str) -> None:
    """Set what a provision means: act, basis, locator, to and, in the document itself, target; or the reason why not.

    ``own`` is the title of the statute that ``here`` is in. A provision whose instrument is named in the same citation
    is that one's; any other is the document's own, if it has it, else that of the instrument named before in the same
    paragraph, else of the only one that the document has named.
    """
    cited = provision.act
    if any(step.anchor == "same" for step in provision.paths[0]):
        _as_named_last(provision, named.before)
    elif cited and (not own or cited.target["title"] != own):
        _set(provision, provision.paths, cited, "cited")
    else:
        _of_the_document(provision, here, named, own)
    named.provision = named.before = provision


def _of_the_document(provision: Reference, here: Here, named: Named, own: str) -> None:
    """Resolve a provision of the document itself or, if it has none such, of what was named before."""
    if not here.known.has_articles(here.number):
        if not _in_context(provision, named):
            _leave(provision, "no-antecedent", provision.paths)
        return
    paths = [one for path in provision.paths for one in here.expand(path)]
    if _within(provision, here, paths, own) or _in_context(provision, named):
        return
    _leave(provision, "no-such-provision" if paths else "nothing-there", paths or provision.paths)


def _within(provision: Reference, here: Here, paths: Sequence[Path], own: str) -> bool:
    """Resolve a provision of the document itself by its complete paths; return whether the document has it."""
    ends = [_from_same(paths[-1], provision.to)] if paths and provision.to else []
    found = [here.known.find(here.number, path) for path in (*paths, *ends)]
    if not (paths and all(found)):
        return False
    _set(provision, paths, None, "self")
    if own:
        provision.target["act"] = own
    provision.target["target"] = " ".join(found)
    return True


def _in_context(provision: Reference, named: Named) -> bool:
    """Resolve a provision by what was named before it; return whether that could be done."""
    first = provision.paths[0][0]
    is_below = _RANK[first.unit] > _RANK["art"]
    if named.act and not is_below:
        _set(provision, provision.paths, named.act, "cited" if provision.act else "context")
    elif first.anchor:
        return False
    elif named.only and not is_below:
        _set(provision, provision.paths, None, "context")
        provision.target["act"] = named.only
    elif named.provision and is_below:
        above = named.provision.paths[-1]
        _set(provision, [_from_same(above, path) for path in provision.paths], None, "context")
        _take_act(provision, named.provision)
    else:
        return False
    return True


def _as_named_last(provision: Reference, last: Reference | None) -> None:
    """Resolve 同款 and 该条: what is named anew of the provision named last."""
    first, *rest = provision.paths[0]
    known = last.paths[-1] if last else ()
    at = next((at for at, step in enumerate(known) if step.unit == first.unit), None)
    if last is None or at is None:
        _leave(provision, "no-antecedent", provision.paths)
        return
    _set(provision, [(*known[: at + 1], *rest)], None, "same")
    _take_act(provision, last)


def _take_act(provision: Reference, other: Reference) -> None:
    if "act" in other.target:
        provision.target["act"] = other.target["act"]
    elif "reason" in other.target:
        provision.target["reason"] = "act-unresolved"


def _from_same(path: Path, other: Path) -> Path:
    """Return a path that goes on from another one, with the steps above it: 本条第一项至第三项."""
    printed = tuple(step for step in other if not step.anchor)
    return (*(step for step in path if _RANK[step.unit] < _RANK[printed[0].unit]), *printed) if printed else path


def _set(provision: Reference, paths: Sequence[Path], act: Reference | None, basis: str) -> None:
    """Set the target of a provision whose paths are complete."""
    provision.paths = tuple(map(from_article, paths))
    provision.target = {"basis": basis, "locator": " ".join(map(write_path, provision.paths))}
    if provision.to:
        provision.to = from_article(_from_same(paths[-1], provision.to))
        provision.target["to"] = write_path(provision.to)
    if act:
        known = act.target["basis"] != "unresolved"
        provision.target |= {"act": act.target["title"]} if known else {"reason": "act-unresolved"}


def _leave(provision: Reference, reason: str, paths: Sequence[Path]) -> None:
    """Leave a provision as printed; ``paths`` say which it would be."""
    provision.target = {"basis": "unresolved", "reason": reason}
    if printed := as_printed(paths):
        provision.target["locator"] = printed
    if provision.to:
        provision.target["to"] = write_path(provision.to)


def write_path(path: Path) -> str:
    """Return a path as ids print it: art120-1.p1.i5."""
    return ".".join(f"{step.unit}{step.ordinal}{f'-{step.insertion}' if step.insertion else ''}" for step in path)


def as_printed(paths: Sequence[Path]) -> str:
    """Return paths that count from no other place, joined by blanks; '' where one does."""
    return "" if any(step.anchor for path in paths for step in path) else " ".join(map(write_path, paths))
