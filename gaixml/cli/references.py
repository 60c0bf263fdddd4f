"""``gaixml references``: what the text of a document refers to."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gaixml.cli.console import drawn, put
from gaixml.cli.options import Charset, one_of, path_of
from gaixml.reference.model import KINDS


def references(
    source: Annotated[str, typer.Argument(metavar="INPUT", help="A document or an archive; '-' is standard input.")],
    format: Annotated[str, typer.Option("--format", help="text or jsonl.")] = "text",  # noqa: A002 - the option's name
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", help=f"Only this kind: {', '.join(KINDS.values())}."),
    ] = None,
    resolve: Annotated[
        Path | None,
        typer.Option("--resolve", metavar="DIR", help="A folder of archives in which what is cited is looked up."),
    ] = None,
    charset: Charset = None,
) -> None:
    """Show what a document refers to: laws and their articles, document numbers, dates, amounts."""
    import gaixml  # noqa: PLC0415 - each command loads what it needs
    from gaixml.json_lines import json_lines  # noqa: PLC0415
    from gaixml.storage import read  # noqa: PLC0415

    one_of("--format", format, ("text", "jsonl"))
    for one in kind or ():
        one_of("--kind", one, KINDS.values())
    if resolve and not resolve.is_dir():
        raise typer.BadParameter(f"{resolve} is no folder", param_hint="--resolve")
    path = path_of(source)
    name = source if path else "stdin.txt"
    found = gaixml.references(read(path), name, charset=charset, kinds=kind or (), library=resolve)
    if format == "jsonl":
        put(json_lines(found))
        return
    from gaixml.reference_tables import ReferenceTable  # noqa: PLC0415

    put(drawn(ReferenceTable(found)))
