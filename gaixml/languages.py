"""Tells in which language a person wants to be talked to: Chinese or English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

CHINESE: Final = "zh"
ENGLISH: Final = "en"
LANGUAGES: Final = (CHINESE, ENGLISH)
_VARIABLES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
"""Those by which POSIX has the language of messages decided; the first that is set decides."""


def language_of(environment: Mapping[str, str]) -> str:
    """Return zh where the environment's locale is Chinese, else en."""
    locale = next((value for name in _VARIABLES if (value := environment.get(name))), "")
    return CHINESE if locale.lower().startswith(CHINESE) else ENGLISH
