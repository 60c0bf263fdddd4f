from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from running import Command, alone

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Some tests import what others name as a plugin: whichever comes first, its assertions are explained.
pytest.register_assert_rewrite("deposit_stores", "oai_fixtures")

# The first example compiles grammars and schema: no time limit for one example. Limits are test_pathological's matter.
settings.register_profile("gaixml", deadline=None)
settings.load_profile("gaixml")


def pytest_collection_finish() -> None:
    """Let no test's time be spent on looking for garbage among thousands of collected tests."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def alone_with_extras(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Work in an empty folder without a network, with what reads PDF and workbooks."""
    pytest.importorskip("pypdfium2")
    pytest.importorskip("python_calamine")
    with alone(tmp_path, monkeypatch):
        yield


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Command:
    """Return the command line, run in this process."""
    return Command(monkeypatch, capfdbinary)
