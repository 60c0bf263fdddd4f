"""``gaixml check``."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from gaixml.cli.console import put, say
from gaixml.cli.options import Charset, one_of
from gaixml.errors import ExitCode


def check(
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="INPUT…", help="Reports or archives: files, folders, globs; '-' is standard input."),
    ],
    format: Annotated[str, typer.Option("--format", help="json.")] = "json",  # noqa: A002
    charset: Charset = None,
) -> None:
    """Check reports by the rules of docs/rules: structure, sums, text against tables, years against one another."""
    from gaixml.batch import worst  # noqa: PLC0415 - each command loads what it needs
    from gaixml.check_rows import findings_of  # noqa: PLC0415
    from gaixml.checking import check_all  # noqa: PLC0415
    from gaixml.files import WITH_ARCHIVES, find_all  # noqa: PLC0415

    one_of("--format", format, ("json",))
    exit_codes, found = [], []
    for checked in check_all(find_all(inputs, WITH_ARCHIVES), charset):
        exit_codes.append(checked.exit_code)
        if checked.subject is None:
            say(f"{checked.code}: {checked.message}")
            continue
        findings = list(findings_of(checked.subject, checked.results))
        exit_codes += [ExitCode.INVALID] * any(one["severity"] == "error" for one in findings)
        found += findings
    put(json.dumps(found, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace") + b"\n")
    raise typer.Exit(worst(exit_codes))
