"""``gaixml outline`` and ``gaixml facts``: what a report says, shown."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from gaixml.cli.console import drawn, put, say, tell
from gaixml.cli.options import Charset, one_of, path_of
from gaixml.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gaixml.fact_files import Reading
    from gaixml.files import Input


def outline(
    source: Annotated[str, typer.Argument(metavar="INPUT", help="A report or an archive XML; '-' is standard input.")],
    format: Annotated[str, typer.Option("--format", help="text or json.")] = "text",  # noqa: A002 - the option's name
    charset: Charset = None,
) -> None:
    """Show the section tree of a report."""
    from gaixml.conversion import load  # noqa: PLC0415 - each command loads what it needs
    from gaixml.outlines import draw, kind_of, outline_of  # noqa: PLC0415
    from gaixml.storage import read  # noqa: PLC0415

    one_of("--format", format, ("text", "json"))
    path = path_of(source)
    archive = load(read(path), source if path else "stdin.txt", charset=charset)
    found = outline_of(archive)
    if format == "json":
        put(json.dumps(found, ensure_ascii=False, indent=2).encode("utf-8", "surrogatepass") + b"\n")
        return
    put(drawn(draw(found, kind_of(archive))))


def facts(
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="INPUT…", help="Reports or archives: files, folders, globs; '-' is standard input."),
    ],
    format: Annotated[str, typer.Option("--format", help="text, csv or jsonl.")] = "text",  # noqa: A002
    bom: Annotated[bool, typer.Option("--bom", help="Begin csv with the mark by which Excel knows UTF-8.")] = False,  # noqa: FBT002
    charset: Charset = None,
) -> None:
    """Show the figures of the official forms with their meaning."""
    from gaixml.fact_files import read_all  # noqa: PLC0415
    from gaixml.fact_rows import csv_header  # noqa: PLC0415
    from gaixml.failures import worst  # noqa: PLC0415
    from gaixml.files import WITH_ARCHIVES, find_all  # noqa: PLC0415

    one_of("--format", format, ("text", "csv", "jsonl"))
    if bom and format != "csv":
        raise typer.BadParameter("only csv begins with a byte-order mark", param_hint="--bom")
    sources = find_all(inputs, WITH_ARCHIVES)
    alone = _is_one_file(inputs, sources)
    before = csv_header(bom=bom) if format == "csv" else b""
    exit_codes = []
    for reading in read_all(sources, charset):
        exit_codes.append(reading.exit_code)
        _mention(reading)
        if reading.code:
            continue
        if not put(before + _shown(reading, format, alone=alone)):
            break
        before = b"\n" if format == "text" and reading.facts else b""
    raise typer.Exit(exit_codes[0] if alone else worst(map(_among_several, exit_codes)))


def _is_one_file(names: Sequence[str], sources: Sequence[Input]) -> bool:
    """Tell whether what is named is one file or standard input: not a folder or pattern, whatever that holds."""
    return len(names) == 1 and [source.path for source in sources if source.found] == [path_of(names[0])]


def _mention(reading: Reading) -> None:
    """Say on stderr what speaks against a reading."""
    if reading.code:
        say(f"{reading.code}: {reading.message}")
    elif not reading.facts:
        tell(f"{reading.name}: no table of an official form")


def _shown(reading: Reading, format: str, *, alone: bool) -> bytes:  # noqa: A002
    """Return the facts of one report in a format; one of several says which it is."""
    from gaixml.fact_rows import csv_rows, json_lines  # noqa: PLC0415

    if format == "csv":
        return csv_rows(reading.facts, reading.name)
    if format == "jsonl":
        return json_lines(reading.facts, None if alone else reading.name)
    if not reading.facts:
        return b""
    from gaixml.fact_tables import FactTables  # noqa: PLC0415

    return drawn(FactTables(reading.facts, None if alone else (reading.title, reading.name)))


def _among_several(exit_code: ExitCode) -> ExitCode:
    """Return what an input's exit code comes to among several: an archive that is not valid is one of some failed."""
    return ExitCode.SOME_FAILED if exit_code == ExitCode.INVALID else exit_code
