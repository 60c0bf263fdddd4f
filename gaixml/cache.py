"""Keeps what is slow to work out in the user's cache folder. Nothing depends on it: without one, it is worked out."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gaixml.errors import OutputError
from gaixml.whole import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable


def remember(key: str, work_out: Callable[[], Any], *, is_valid: Callable[[object], bool]) -> Any:  # noqa: ANN401 - JSON
    """Return what is kept under a key or, when that is nothing valid, what is worked out, and keep it. It is JSON."""
    path = cache_folder() / f"{key}.json"
    with contextlib.suppress(OSError, ValueError):
        kept = json.loads(path.read_bytes())
        if is_valid(kept):
            return kept
    found = work_out()
    with contextlib.suppress(OutputError):
        write_whole(path, json.dumps(found, ensure_ascii=False).encode())
    return found


def cache_folder() -> Path:
    """Return the folder: ``$GAIXML_CACHE`` or what the system has for caches (XDG Base Directory Specification)."""
    if own := os.environ.get("GAIXML_CACHE"):
        return Path(own)
    variable, usual = ("LOCALAPPDATA", "AppData/Local") if sys.platform == "win32" else ("XDG_CACHE_HOME", ".cache")
    return Path(os.environ.get(variable) or Path(os.path.expanduser("~")) / usual) / "gaixml"  # noqa: PTH111 - never fails
