"""``gaixml deposit``: sends packages to a store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gaixml.cli.console import put, say, tell
from gaixml.cli.options import Quiet, one_of
from gaixml.errors import ExitCode, GaixmlError

if TYPE_CHECKING:
    from gaixml.deposit import Receipt


def deposit(
    packages: Annotated[
        list[Path], typer.Argument(metavar="PACKAGE…", help="Packages: files (zip), or folders if unpacked.")
    ],
    to: Annotated[str, typer.Option("--to", metavar="URL", help="Where they go: s3://…, webdav+https://…, a folder.")],
    replace: Annotated[  # noqa: FBT002 - typer reads the signature
        bool, typer.Option("--replace", help="Replace what has the name of a package but another content.")
    ] = False,
    quiet: Quiet = False,  # noqa: FBT002
    format: Annotated[str, typer.Option("--format", help="text or jsonl.")] = "text",  # noqa: A002 - the option's name
) -> None:
    """Deposit packages in a store, read them back, and print a receipt for each."""
    from gaixml.deposit import deposit_all  # noqa: PLC0415 - each command loads what it needs
    from gaixml.json_lines import json_lines  # noqa: PLC0415
    from gaixml.locations import locate  # noqa: PLC0415

    one_of("--format", format, ("text", "jsonl"))
    if not to:
        raise typer.BadParameter("empty: name a URL or a folder", param_hint="--to")
    try:
        target = locate(to)
    except GaixmlError as error:
        say(f"{error.code}: {error}")
        raise typer.Exit(error.exit_code) from None
    gravest = ExitCode.OK
    for outcome in deposit_all(packages, target, replace=replace):
        if isinstance(outcome, GaixmlError):
            say(f"{outcome.code}: {outcome}")
            gravest = max(gravest, outcome.exit_code)
            continue
        if not quiet and not outcome.sent:
            tell(f"{outcome.package}: stands there already, nothing was sent")
        put(json_lines([outcome.as_row()]) if format == "jsonl" else _text(outcome).encode("utf-8", "surrogateescape"))
    raise typer.Exit(gravest)


def _text(receipt: Receipt) -> str:
    """Return a receipt for people, on two lines."""
    from gaixml.terminal_text import visible  # noqa: PLC0415

    files = "1 file" if receipt.files == 1 else f"{receipt.files} files"
    return (
        f"{visible(receipt.package)} → {visible(receipt.url)}: {files}, {receipt.size} bytes, verified\n"
        f"  sha256 {receipt.sha256}\n"
    )
