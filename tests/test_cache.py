from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from gaixml import cache, grammars
from gaixml.cache import remember

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("GAIXML_CACHE", str(tmp_path / "cache"))
    grammars.productions.cache_clear()
    yield tmp_path / "cache"
    grammars.productions.cache_clear()


def test_what_is_kept_is_what_was_read(folder: Path) -> None:
    fresh = grammars.productions("lines")
    assert len(list(folder.iterdir())) == 1
    grammars.productions.cache_clear()
    assert grammars.productions("lines") == fresh


def test_an_edited_grammar_is_read_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = grammars.productions("cells")
    grammars.productions.cache_clear()
    text = grammars.load_text("cells")
    monkeypatch.setattr(grammars, "load_text", lambda _: text + '\nanother: "甲"\n')
    assert "another" in grammars.productions("cells").rules
    assert "another" not in before.rules
    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"[]", b'{"rules": {}}', b'{"rules": null, "texts": {}, "patterns": {}}', b"\xff\xfe"]
)
def test_damage_is_worked_out_again(damage: bytes, folder: Path) -> None:
    fresh = grammars.productions("cells")
    (kept,) = folder.iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(damage)
    grammars.productions.cache_clear()
    assert grammars.productions("cells") == fresh
    assert kept.read_bytes() == whole


def test_nothing_depends_on_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("GAIXML_CACHE", str(tmp_path / "file" / "below"))
    assert remember("key", lambda: [1], is_valid=lambda _: True) == [1]


def test_the_usual_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("GAIXML_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    assert cache.cache_folder() == tmp_path / "gaixml"
    assert remember("key", lambda: {"一": 1}, is_valid=lambda _: False) == {"一": 1}
    assert json.loads((tmp_path / "gaixml" / "key.json").read_text("utf-8")) == {"一": 1}
