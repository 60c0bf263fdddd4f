"""Fills a folder and is killed before it has its place: test_batch_crash.py runs it."""

from __future__ import annotations

import time
from pathlib import Path

from gaixml.whole import whole_folder


def main(target: str) -> None:
    with whole_folder(Path(target)) as folder:
        (folder / "file").write_text("half")
        time.sleep(600)
