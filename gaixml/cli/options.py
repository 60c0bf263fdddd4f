"""The arguments and options that several commands have."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gaixml.storage import Location


def _known_charset(name: str | None) -> str | None:
    """Return the name of a charset. Raises typer.BadParameter when no codec has it."""
    try:
        return name and codecs.lookup(name).name and name
    except LookupError:
        raise typer.BadParameter(f"{name} is no charset that is known here") from None


Charset = Annotated[
    str | None,
    typer.Option(
        callback=_known_charset, help="What the sources are said to be written in (content that contradicts it wins)."
    ),
]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Say nothing but errors.")]


def path_of(name: str) -> Location | None:
    """Return the path or URL that an argument names; None is standard input."""
    from gaixml.storage import locate  # noqa: PLC0415

    return None if name == "-" else locate(name)


def one_of(option: str, value: str, allowed: Iterable[str]) -> None:
    """Raise typer.BadParameter if the value of an option is none of those allowed."""
    if value not in allowed:
        raise typer.BadParameter(f"{value} is none of {', '.join(allowed)}", param_hint=option)
