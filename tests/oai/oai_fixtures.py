"""The fixtures of these tests; a test module names this one in pytest_plugins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from oai_serving import Served, fill, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def repository(tmp_path: Path) -> Iterator[Served]:
    """Serve thirty-three archives in pages of seven."""
    fill(tmp_path / "archives")
    with served(tmp_path / "archives", tmp_path / "index.sqlite3") as running:
        yield running


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve the same, to tests that change nothing."""
    path = tmp_path_factory.mktemp("oai")
    fill(path / "archives")
    with served(path / "archives", path / "index.sqlite3") as running:
        yield running
