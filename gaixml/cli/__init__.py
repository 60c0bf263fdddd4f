"""The command line. Every command is one call of a public function; data goes to stdout, talk to stderr."""

from __future__ import annotations

import sys
from typing import Annotated, NoReturn

import typer

from gaixml.cli.archives import text, validate
from gaixml.cli.checking import check
from gaixml.cli.console import say, tell
from gaixml.cli.converting import convert
from gaixml.cli.depositing import deposit
from gaixml.cli.packaging import package
from gaixml.cli.references import references
from gaixml.cli.serving import serve
from gaixml.cli.showing import facts, outline
from gaixml.errors import ExitCode, GaixmlError
from gaixml.version import __version__

app = typer.Typer(
    help="Chinese government reports as validated XML archives.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
_IN_ORDER = (convert, outline, facts, check, references, validate, text, package, deposit, serve)
"""As the help lists them."""
for _command in _IN_ORDER:
    app.command()(_command)


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


def main() -> NoReturn:
    """Run the command line and exit with a code of gaixml.errors.ExitCode."""
    try:
        app(prog_name="gaixml")
    except GaixmlError as error:
        say(f"{error.code}: {error}")
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        tell("gaixml: interrupted")
        sys.exit(ExitCode.INTERRUPTED)
    sys.exit(ExitCode.OK)
