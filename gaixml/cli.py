"""The command line. Every command is one call of a public function; data goes to stdout, talk to stderr."""

from __future__ import annotations

import codecs
import gc
import io
import json
import os
import re
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, Final, NoReturn

import typer

from gaixml.errors import ExitCode, GaixmlError, InvalidArchiveError, OutputError
from gaixml.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.tree import Tree

    from gaixml.batch import Outcome
    from gaixml.files import Job

_WIDE: Final = 100_000
"""Columns of an outline that no terminal shows."""

app = typer.Typer(
    help="Chinese government reports as validated XML archives.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


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
    from gaixml.batch import convert_jobs, worst  # noqa: PLC0415 - each command loads what it needs
    from gaixml.files import plan  # noqa: PLC0415

    planned = plan(inputs, output)
    outcomes = list(_watched(planned, convert_jobs(planned, workers=jobs, charset=charset), quiet=quiet))
    found = sum(job.problem != "no-input" for job in planned)
    done = sum(outcome.exit_code == ExitCode.OK for outcome in outcomes)
    if found and not quiet:
        _tell(f"{done} of {found} converted into {output}")
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
    found = outline_of(load(read_bytes(path), source if path else "stdin.txt", charset=charset))
    if format == "json":
        _put(json.dumps(found, ensure_ascii=False, indent=2).encode("utf-8", "surrogatepass") + b"\n")
        return
    _put(_drawn(draw(found)))


def _drawn(tree: Tree) -> bytes:
    """Return a tree as a terminal of this width shows it; in a pipe nothing is cut or coloured."""
    from rich.console import Console  # noqa: PLC0415

    terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if terminal else _WIDE
    file = io.StringIO()
    console = Console(file=file, force_terminal=terminal, width=width, highlight=False, legacy_windows=False)
    console.print(tree)
    return file.getvalue().encode("utf-8", "surrogatepass")


@app.command()
def validate(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE.xml…", help="Archive XML, whoever wrote it; '-' is standard input.")
    ],
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Say nothing but errors.")] = False,  # noqa: FBT002
) -> None:
    """Check archive XML against the schema."""
    from gaixml.conversion import read_bytes  # noqa: PLC0415
    from gaixml.schema import validate_archive  # noqa: PLC0415

    gravest = ExitCode.OK
    for file in files:
        try:
            validate_archive(read_bytes(_path(file)), file)
        except GaixmlError as error:
            _say(f"{error.code}: {error}")
            gravest = max(gravest, error.exit_code)
        else:
            if not quiet:
                _tell(f"{file}: valid")
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
    from gaixml.schema import validate_archive  # noqa: PLC0415
    from gaixml.source_text import source_bytes  # noqa: PLC0415

    try:
        data = source_bytes(validate_archive(read_bytes(_path(file)), file), original=original)
    except (LookupError, UnicodeError) as error:
        raise InvalidArchiveError("charset", f"{file}: its text does not fit its charset: {error}") from None
    _put(data)


def main() -> NoReturn:
    """Run the command line and exit with a code of gaixml.errors.ExitCode."""
    gc.set_threshold(100_000, 20, 20)  # trees without cycles: looking for garbage among them costs a tenth of the time
    try:
        app(prog_name="gaixml")
    except GaixmlError as error:
        _fail(error)
    except KeyboardInterrupt:
        _tell("gaixml: interrupted")
        sys.exit(ExitCode.INTERRUPTED)
    sys.exit(ExitCode.OK)


def _fail(error: GaixmlError) -> NoReturn:
    _say(f"{error.code}: {error}")
    sys.exit(error.exit_code)


def _say(message: str) -> None:
    _tell(f"gaixml: {message}")


def _tell(line: str) -> None:
    """Print a line to stderr, in UTF-8 whatever the console; what would steer the terminal is made visible."""
    line = re.sub("[\x00-\x09\x0b-\x1f\x7f-\x9f]", lambda match: f"\\x{ord(match[0]):02x}", line)
    sys.stderr.flush()
    _write(sys.stderr.buffer, f"{line}\n".encode("utf-8", "surrogateescape"))


def _put(data: bytes) -> None:
    """Print data to stdout. Nobody reading on is no failure; a full disk is."""
    try:
        _write(sys.stdout.buffer, data)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise OutputError("write", f"standard output: {error.strerror or error}") from None


def _write(file: BinaryIO, data: bytes) -> None:
    """Write all of the data: without a buffer, one call may take only a part."""
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) or 0 :]
    file.flush()


def _path(name: str) -> Path | None:
    return None if name == "-" else Path(name)


def _one_of(option: str, value: str, allowed: Iterable[str]) -> None:
    if value not in allowed:
        raise typer.BadParameter(f"{value} is none of {', '.join(allowed)}", param_hint=option)
