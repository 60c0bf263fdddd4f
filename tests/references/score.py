"""Measures what gaixml finds in running text against references annotated by hand.

``annotations/<folder>-<name>.json`` holds the references of one document of the corpus::

    {"source": "reports/example-2018/source.txt", "sha256": …, "stretches": [[start, end], …],
     "references": [{"kind": "act", "text": "《…》", "start": …, "end": …, "target": {"title": …}}, …]}

Offsets count the characters of the reader's text, whose UTF-8 bytes have the digest. Within the stretches every
reference is annotated, so that what is found beyond them is an error; outside nothing is said. References stand in the
order of their starts, an outer one before what it holds.

``target`` says what is meant: of an act ``title``, of an article ``path`` ("" for a relative one that leads nowhere),
``to`` for a range, ``act``; ``value`` of a document number, date, period; ``value``, ``unit``, ``qualifier`` or
``ratio`` of an amount; ``form`` and ``path`` of a form item. Run as a script, the module prints the figures and each
difference; an argument is a pattern of file names (reports-*).
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gaixml
from gaixml.readers import read_document

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Entry = Mapping[str, Any]
"""A reference: kind, text, start, end, target."""
Span = tuple[int, int]
Key = tuple[int, int, str]
"""What makes a found reference the annotated one: start, end, kind."""

ANNOTATIONS = Path(__file__).parent / "annotations"
CORPUS = Path(__file__).parent.parent.parent.parent / "shared" / "corpus"
COMPARED = {
    "act": ("title",),
    "article": ("path", "to", "act"),
    "document_number": ("value",),
    "date": ("value",),
    "period": ("value",),
    "amount": ("value", "unit", "ratio"),
    "form_item": ("form", "path"),
}
"""By kind, what of a target is measured."""
AROUND = 24
BRACKETS = str.maketrans("()<>《》", "（）〈〉〈〉")


@dataclass(frozen=True, slots=True)
class Annotated:
    """The annotation of one document."""

    source: str
    sha256: str
    stretches: list[Span]
    references: list[dict[str, Any]]

    def read(self) -> tuple[bytes, str, str]:
        """Return the source's bytes, its name and the reader's text."""
        data, name = (CORPUS / self.source).read_bytes(), self.source.rpartition("/")[2]
        return data, name, read_document(data, name).text

    def covers(self, start: int, end: int) -> bool:
        """Tell whether any of these characters stands in a stretch."""
        return any(first < end and start < last for first, last in self.stretches)


@dataclass(slots=True)
class Score:
    """The counts of one kind."""

    annotated: int = 0
    found: int = 0
    extra: int = 0
    meant: int = 0
    """Found, and with the target that is annotated."""

    @property
    def recall(self) -> float:
        return self.found / self.annotated if self.annotated else 1.0

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.extra) if self.found + self.extra else 1.0

    @property
    def resolution(self) -> float:
        """The part of the found references whose target is right."""
        return self.meant / self.found if self.found else 1.0


@dataclass(slots=True)
class Result:
    """The counts by kind, and a line for each difference."""

    scores: dict[str, Score] = field(default_factory=lambda: {kind: Score() for kind in COMPARED})
    differences: list[str] = field(default_factory=list)


def load_annotations(pattern: str = "*.json") -> list[Annotated]:
    """Return the annotations, in the order of their file names."""
    return [load(path) for path in sorted(ANNOTATIONS.glob(pattern))]


def load(path: Path) -> Annotated:
    content = json.loads(path.read_text("utf-8"))
    stretches = [(start, end) for start, end in content["stretches"]]
    return Annotated(content["source"], content["sha256"], stretches, content["references"])


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def measure(annotations: Sequence[Annotated]) -> Result:
    """Compare what gaixml finds in the annotated stretches with what stands there."""
    result = Result()
    for annotated in annotations:
        data, name, text = annotated.read()
        found = [one for one in gaixml.references(data, name) if one["kind"] in COMPARED]
        inside = {_key(one): one for one in found if annotated.covers(one["start"], one["end"])}
        expected = {_key(one): one for one in annotated.references}
        for key in sorted(expected.keys() | inside.keys(), key=lambda key: (key[0], -key[1], key[2])):
            if difference := _count(result.scores[key[2]], key[2], expected.get(key), inside.get(key)):
                result.differences.append(f"{annotated.source}: {_show(text, key)}: {difference}")
    return result


def _count(score: Score, kind: str, expected: Entry | None, found: Entry | None) -> str:
    """Count a reference that is annotated, found or both; return how the two differ."""
    score.annotated += expected is not None
    score.extra += expected is None
    score.found += None not in (expected, found)
    if expected is None or found is None:
        one = expected or found or {}
        return f"{'missing' if expected else 'extra'} {kind} {dict(one['target'])}"
    wanted, got = _meant(kind, expected["target"]), _meant(kind, found["target"])
    score.meant += wanted == got
    return "" if wanted == got else f"{kind} means {wanted}, not {got}"


def _key(reference: Entry) -> Key:
    return reference["start"], reference["end"], reference["kind"]


def _meant(kind: str, target: Entry) -> dict[str, str]:
    """Return what is measured of a target: blanks and the shapes of brackets aside, what is empty left out."""
    values = {name: _plain(target.get(name, "")) for name in COMPARED[kind]}
    if "path" in values:
        locator = target.get("locator", target.get("path", ""))
        values["path"] = locator if isinstance(locator, str) else " ".join(locator)
    return {name: value for name, value in values.items() if value}


def _plain(value: object) -> str:
    return "".join(str(value).split()).translate(BRACKETS).replace("中华人民共和国", "")


def _show(text: str, key: Key) -> str:
    """Return a reference with the words around it."""
    start, end, _ = key
    return " ".join(f"{text[max(start - AROUND, 0) : start]}⟦{text[start:end]}⟧{text[end : end + AROUND]}".split())


def table(scores: Mapping[str, Score]) -> Iterator[str]:
    """Yield the figures by kind as lines of columns."""
    names = ("annotated", "found", "missing", "extra", "recall", "precision", "meant", "part")
    yield f"{'kind':<16}" + "".join(f"{name:>10}" for name in names)
    for kind, one in scores.items():
        parts = (one.recall, one.precision, one.meant, one.resolution)
        counts = (one.annotated, one.found, one.annotated - one.found, one.extra)
        yield f"{kind:<16}" + "".join(
            f"{figure:>10{'d' if isinstance(figure, int) else '.3f'}}" for figure in counts + parts
        )


def main() -> None:
    """Print the figures and the differences; an argument is a pattern of file names, as reports-*."""
    result = measure(load_annotations(f"{sys.argv[1] if len(sys.argv) > 1 else '*'}.json"))
    lines = [*table(result.scores), "", *result.differences]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
