from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from transfer_pieces import HAS_XERCES, NEEDED, NO_XERCES, NO_XMLLINT, by_xerces, by_xmllint, make, settings

from gaixml.archive.item import Item, read_item

CORPUS = Path(__file__).parents[4] / "shared/corpus"
SUFFIXES = {".txt", ".md", ".html", ".docx"}


def real_reports() -> list[Item]:
    """Return the real reports that the base install reads, each under the name of its folder."""
    if not CORPUS.is_dir():
        pytest.skip("../shared/corpus is missing")
    paths = sorted(path for path in CORPUS.glob("[ro]*/*/source.*") if path.suffix in SUFFIXES)
    assert len(paths) > 20
    return [read_item(path.read_bytes(), f"{path.parent.name}{path.suffix}") for path in paths]


def test_real_reports_make_a_whole_package(tmp_path: Path) -> None:
    items = real_reports()
    report = make(tmp_path / "p", items, settings({**NEEDED, "立档单位名称": "某局", "年度依据": "报告年度"}))
    assert [result for result in report.results if result.found] == []
    assert report.entries == len(items)
    kinds = {"文件目录.XML": "catalogue", "元数据.xml": "metadata"}
    pairs = [
        (path, kinds.get(path.name, "eep"))
        for path in sorted((tmp_path / "p").rglob("*"))
        if path.name in kinds or path.suffix == ".eep"
    ]
    assert len(pairs) == 1 + 2 * len(items)
    if not shutil.which("xmllint"):
        pytest.skip(NO_XMLLINT)
    assert by_xmllint(pairs) == [True] * len(pairs)
    if not HAS_XERCES:
        pytest.skip(NO_XERCES)
    assert by_xerces(pairs, tmp_path) == [True] * len(pairs)
