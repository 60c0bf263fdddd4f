"""What a folder says of how its reports are to be checked: its gaixml.toml."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Settings:
    """How reports are checked.

    ``select`` are ids of rules or beginnings of them (T3), () for all; ``ignore`` the same, each with the reason;
    ``severity`` is the least that is shown; ``governments`` names the departments of which each government's figures
    are the sum (H01); ``aliases`` gives names as printed the name of the body they belong to.
    """

    select: tuple[str, ...] = ()
    ignore: Mapping[str, str] = field(default_factory=dict)
    severity: str = "information"
    governments: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
