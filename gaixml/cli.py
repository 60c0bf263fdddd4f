"""The command line. Every command is one call of a public function; data goes to stdout, talk to stderr."""

from __future__ import annotations

import gc
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from gaixml.errors import ExitCode, GaixmlError
from gaixml.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gaixml.conversion import Outcome
    from gaixml.files import Job

app = typer.Typer(
    help="Chinese government reports as validated XML archives.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Charset = Annotated[
    str | None, typer.Option(help="What the sources are said to be written in (content that contradicts it wins).")
]


def _version(value: bool) -> None:  # noqa: FBT001 - typer's callback
    if value:
        typer.echo(f"gaixml {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[  # noqa: FBT002 - typer reads the signature
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Turn Chinese government reports into validated XML archives."""


@app.command()
def convert(
    inputs: Annotated[
        list[str], typer.Argument(metavar="INPUT…", help="Files, folders, globs; '-' is standard input.")
    ],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="Where the archives go.")],
    jobs: Annotated[int, typer.Option("-j", "--jobs", min=1, help="Processes that work side by side.")] = 1,
    charset: Charset = None,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Say nothing but errors.")] = False,  # noqa: FBT002
) -> None:
    """Convert reports: one validated XML per report, DIR/<stem>.xml."""
    from gaixml.conversion import convert_jobs, worst  # noqa: PLC0415 - each command loads what it needs
    from gaixml.files import plan  # noqa: PLC0415

    planned = plan(inputs, output)
    if not planned:
        _fail(GaixmlError("no-input", f"nothing to convert in {' '.join(inputs)}; see gaixml convert --help"))
    outcomes = list(_watched(planned, convert_jobs(planned, workers=jobs, charset=charset), quiet=quiet))
    done = sum(outcome.exit_code == ExitCode.OK for outcome in outcomes)
    if not quiet:
        typer.echo(f"{done} of {len(planned)} converted into {output}", err=True)
    raise typer.Exit(worst(outcomes))


def _watched(jobs: Sequence[Job], outcomes: Iterator[Outcome], *, quiet: bool) -> Iterator[Outcome]:
    """Pass the outcomes on, name each failure as it comes, and show progress in a terminal on long work."""
    if quiet or len(jobs) == 1 or not sys.stderr.isatty():
        for outcome in outcomes:
            _report(outcome)
            yield outcome
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import track  # noqa: PLC0415

    console = Console(stderr=True)
    for outcome in track(outcomes, "converting", len(jobs), console=console, transient=True):
        if outcome.message:
            console.print(f"gaixml: {outcome.code}: {outcome.message}", markup=False, highlight=False, soft_wrap=True)
        yield outcome


def _report(outcome: Outcome) -> None:
    if outcome.message:
        _say(f"{outcome.code}: {outcome.message}")


@app.command()
def outline(
    source: Annotated[str, typer.Argument(metavar="INPUT", help="A report or an archive XML; '-' is standard input.")],
    format: Annotated[str, typer.Option("--format", help="text or json.")] = "text",  # noqa: A002 - the option's name
    charset: Charset = None,
) -> None:
    """Show the section tree of a report."""
    from gaixml.conversion import load, read_bytes  # noqa: PLC0415
    from gaixml.outlines import draw, outline_of  # noqa: PLC0415

    _one_of("--format", format, ("text", "json"))
    path = _path(source)
    found = outline_of(load(read_bytes(path), path.name if path else "stdin.txt", charset=charset))
    if format == "json":
        _put(json.dumps(found, ensure_ascii=False, indent=2).encode("utf-8", "surrogatepass") + b"\n")
        return
    from rich.console import Console  # noqa: PLC0415

    Console(soft_wrap=not sys.stdout.isatty(), highlight=False).print(draw(found))


@app.command()
def validate(
    files: Annotated[list[Path], typer.Argument(metavar="FILE.xml…", help="Archive XML, whoever wrote it.")],
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Say nothing but errors.")] = False,  # noqa: FBT002
) -> None:
    """Check archive XML against the schema."""
    from gaixml.conversion import read_bytes  # noqa: PLC0415
    from gaixml.schema import validate_archive  # noqa: PLC0415

    gravest = ExitCode.OK
    for file in files:
        try:
            validate_archive(read_bytes(file), str(file))
        except GaixmlError as error:
            _say(f"{error.code}: {error}")
            gravest = max(gravest, error.exit_code)
        else:
            if not quiet:
                typer.echo(f"{file}: valid", err=True)
    raise typer.Exit(gravest)


@app.command()
def text(
    file: Annotated[str, typer.Argument(metavar="FILE.xml", help="An archive XML; '-' is standard input.")],
    original: Annotated[  # noqa: FBT002
        bool, typer.Option("--original", help="In the source's own charset: the very bytes of the source file.")
    ] = False,
) -> None:
    """Print the exact text of the source, in UTF-8."""
    from gaixml.conversion import read_bytes  # noqa: PLC0415
    from gaixml.schema import parse_archive  # noqa: PLC0415
    from gaixml.source_text import source_bytes  # noqa: PLC0415

    path = _path(file)
    _put(source_bytes(parse_archive(read_bytes(path), file), original=original))


def main() -> NoReturn:
    """Run the command line and exit with a code of gaixml.errors.ExitCode."""
    gc.set_threshold(100_000, 20, 20)  # trees without cycles: looking for garbage among them costs a tenth of the time
    try:
        app(prog_name="gaixml")
    except GaixmlError as error:
        _fail(error)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nobody reads on: not our failure
        sys.exit(ExitCode.OK)
    except KeyboardInterrupt:
        _say("interrupted")
        sys.exit(ExitCode.INTERRUPTED)
    sys.exit(ExitCode.OK)


def _fail(error: GaixmlError) -> NoReturn:
    _say(f"{error.code}: {error}")
    sys.exit(error.exit_code)


def _say(message: str) -> None:
    """Print a message to stderr, whatever characters a file name holds."""
    data = f"gaixml: {message}\n".encode("utf-8", "surrogateescape")
    sys.stderr.flush()
    sys.stderr.buffer.write(data)
    sys.stderr.buffer.flush()


def _put(data: bytes) -> None:
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def _path(name: str) -> Path | None:
    return None if name == "-" else Path(name)


def _one_of(option: str, value: str, allowed: Iterable[str]) -> None:
    if value not in allowed:
        raise typer.BadParameter(f"{value} is none of {', '.join(allowed)}", param_hint=option)
