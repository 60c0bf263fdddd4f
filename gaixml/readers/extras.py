"""Loads what only some formats need; the extras of pyproject.toml install it."""

from __future__ import annotations

import importlib
from typing import Any

from gaixml.errors import InputError


def load_extra(module: str, extra: str, name: str) -> Any:  # noqa: ANN401 - a module
    """Return a module that an extra installs.

    Raises InputError ``missing-extra``, which names the command that installs it; ``name`` is the file to be read.
    """
    try:
        return importlib.import_module(module)
    except ImportError:
        message = f"{name}: to read this format, install the extra “{extra}”: pip install 'gaixml[{extra}]'"
        raise InputError("missing-extra", message) from None
