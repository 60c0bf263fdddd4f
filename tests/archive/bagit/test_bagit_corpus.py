"""Bags of real reports, in every format that the corpus has."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import pytest
from bag_making import ROOT, bag_of, read_table, table_row, validate_bag

import gaixml
from gaixml.archive.item import read_item

if TYPE_CHECKING:
    from pathlib import Path

CORPUS = ROOT.parent / "shared" / "corpus"
EACH = 2
NO_TEXT = {"VPage7.ofd"}


def chosen() -> list[Path]:
    """Return the smallest reports of each format."""
    found = [*CORPUS.glob("reports/*/source.*"), *CORPUS.glob("official/*/source.*"), *CORPUS.glob("ofd/*.ofd")]
    by_suffix = sorted((path.suffix, path.stat().st_size, path) for path in found if path.name not in NO_TEXT)
    groups = [list(group)[:EACH] for suffix, group in groupby(by_suffix, lambda one: one[0]) if suffix != ".json"]
    return [path for group in groups for _, _, path in group]


@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"the corpus is not at {CORPUS}")
def test_real_reports_of_every_format(tmp_path: Path) -> None:
    suffixes = set()
    for number, path in enumerate(chosen()):
        item = read_item(path.read_bytes(), str(path))
        bag = bag_of(item, tmp_path / str(number))
        objects = bag / "data" / "objects"
        assert (objects / path.name).read_bytes() == path.read_bytes()
        run = validate_bag(bag)
        assert run.code == 0, run.output
        assert read_table(bag) == [table_row(path.name, fact) for fact in gaixml.facts(item.archive, path.name)]
        suffixes.add(path.suffix)
    assert len(suffixes) >= 5
