"""The corpus stands beside the repository and is not part of it: outside CI these tests are skipped without it."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import gaixml
from gaixml.errors import InputError
from gaixml.files import SUFFIXES
from gaixml.readers import read_document
from gaixml.schema import parse_archive
from gaixml.source_text import is_exact, source_bytes, source_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CORPUS = Path(__file__).parent.parent.parent / "shared" / "corpus"
FOLDERS = ("reports", "statutes", "official", "other", "ofd")
PICTURES = {"VPage7"}
"""Sources without a word: all their pages are drawings."""
Entry = tuple[int, str, str]  # depth, number, heading

needs_corpus = pytest.mark.skipif(
    not CORPUS.is_dir() and os.environ.get("CI") != "true",
    reason=f"the corpus is not at {CORPUS}; it must be in CI",
)


def sources() -> list[Path]:
    """Return all sources of the corpus, in every format."""
    found = (path for folder in FOLDERS for shape in ("*/source.*", "*.ofd") for path in (CORPUS / folder).glob(shape))
    return sorted(path for path in found if path.suffix in {*SUFFIXES, ".csv"})


def golds(part: str = "outline") -> list[tuple[str, Path]]:
    """Return the names of the gold files that give an outline, or facts, with the source of each."""
    by_name = {path.parent.name: path for path in sources()}
    return [
        (path.stem, by_name[path.stem.removesuffix(".deep")])
        for path in sorted((CORPUS / "gold").glob("*.json"))
        if path.stem.removesuffix(".deep") in by_name and json.loads(path.read_text("utf-8")).get(part)
    ]


def plain(printed: str) -> str:
    """Return a number or heading as tools/score.py compares it."""
    return re.sub(r"[\s\u3000。．.]+", "", printed)


def number(printed: str) -> str:
    return plain(printed).replace("(", "（").replace(")", "）")


def flatten(sections: Sequence[Any], depth: int = 1) -> Iterator[Entry]:
    for section in sections:
        yield depth, number(section["number"]), plain(section["heading"])
        yield from flatten(section["children"], depth + 1)


@needs_corpus
def test_the_corpus_is_whole() -> None:
    assert len(golds()) >= 15
    assert len(golds("facts")) >= 12
    assert len(sources()) >= 125


@needs_corpus
@pytest.mark.parametrize(("gold", "source"), golds(), ids=[name for name, _ in golds()])
def test_gold_outline(gold: str, source: Path) -> None:
    expected = json.loads((CORPUS / "gold" / f"{gold}.json").read_text("utf-8"))
    wanted = [(depth, number(printed), plain(heading)) for depth, printed, heading in expected["outline"]]
    deepest = max(depth for depth, *_ in wanted)
    found = gaixml.outline(source.read_bytes(), source.name)["sections"]
    judged = [entry for entry in flatten(found) if entry[0] <= deepest]
    if expected.get("headings") is False:
        judged = [(depth, printed, "") for depth, printed, _ in judged]
    assert judged == wanted


@needs_corpus
@pytest.mark.parametrize(("gold", "source"), golds("facts"), ids=[name for name, _ in golds("facts")])
def test_gold_facts(gold: str, source: Path) -> None:
    """Every value is there and right, and none of them ambiguous."""
    expected = json.loads((CORPUS / "gold" / f"{gold}.json").read_text("utf-8"))
    wanted = {(one["indicator"], one["applicant"] or ""): one["value"] for one in expected["facts"]}
    facts = {(fact["indicator"], fact["applicant"]): fact for fact in gaixml.facts(source.read_bytes(), source.name)}
    assert {key: facts[key]["value"] for key in wanted if facts[key]["status"] != "ambiguous"} == wanted


@needs_corpus
@pytest.mark.parametrize("source", sources(), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_source_converts_without_loss(source: Path) -> None:
    data = source.read_bytes()
    if source.stem in PICTURES:
        with pytest.raises(InputError, match="no text"):
            gaixml.convert(data, source.name)
        return
    archive = gaixml.convert(data, source.name)
    gaixml.validate(archive, schema_only=True)  # sums are wrong in some of them, as printed
    root = parse_archive(archive)
    document = read_document(data, source.name)
    assert source_text(root) == document.text
    assert not is_exact(root) or source_bytes(root, original=True) == data
