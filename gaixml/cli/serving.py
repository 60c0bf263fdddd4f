"""``gaixml serve``: hands out a folder of archives to harvesters (OAI-PMH 2.0)."""

from __future__ import annotations

import re
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from gaixml.cli.console import say, tell
from gaixml.cli.options import Quiet
from gaixml.errors import ExitCode, GaixmlError

_EMAIL = r"[^\s@]+@([^\s.@]+\.)+[^\s@]+"
_NAME = r"[A-Za-z][A-Za-z0-9\-]*(\.[A-Za-z][A-Za-z0-9\-]*)+"
_URL = r"https?://[A-Za-z0-9\-._~:/\[\]@!$&'()*+,;=%]+"


def _of_form(pattern: str, what: str, value: str) -> str:
    if not re.fullmatch(pattern, value):
        raise typer.BadParameter(f"{value!r} is not {what}")
    return value


def _name(value: str) -> str:
    return _of_form(r"[^\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+", "a name of one line", value)


def _email(value: str) -> str:
    return _of_form(_EMAIL, "an address of the form name@host.domain, which OAI-PMH wants", value)


def _identifier(value: str) -> str:
    return _of_form(_NAME, "a domain name", value)


def _base_url(value: str) -> str:
    return value and _of_form(_URL, "an http or https URL without a query", value)


def serve(  # noqa: PLR0913 - the options of a command
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder of archive XML, made by gaixml convert -o.")],
    *,
    host: Annotated[str, typer.Option("--host", help="The address to listen at; 0.0.0.0 is all.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes a free one.")] = 8080,
    name: Annotated[str, typer.Option("--name", callback=_name, help="The repository's name.")] = "gaixml archive",
    email: Annotated[
        str, typer.Option("--email", callback=_email, help="Where its operator is reached.")
    ] = "root@localhost.localdomain",
    repository: Annotated[
        str,
        typer.Option(
            "--repository", callback=_identifier, help="The domain name in record identifiers: oai:<name>:<sha256>."
        ),
    ] = "gaixml.local",
    base_url: Annotated[
        str, typer.Option("--base-url", callback=_base_url, metavar="URL", help="The URL harvesters use, if another.")
    ] = "",
    page_size: Annotated[int, typer.Option("--page-size", min=1, max=1000, help="Records in an answer.")] = 100,
    quiet: Quiet = False,
) -> None:
    """Serve a folder of archives to harvesters: OAI-PMH 2.0, over HTTP, until Ctrl-C."""
    from gaixml.oai.provider import Provider, Repository  # noqa: PLC0415 - each command loads what it needs
    from gaixml.oai.server import Server, open_folder, run  # noqa: PLC0415
    from gaixml.oai.wsgi import Application, urls  # noqa: PLC0415

    if host in {"0.0.0.0", "::", ""} and not base_url:  # noqa: S104 - asked for
        raise typer.BadParameter("say with --base-url by which URL harvesters reach it", param_hint="--host")
    try:
        with ExitStack() as stack:
            server = stack.enter_context(Server(host, port))
            archives = open_folder(folder, stack)
            own, schemas = urls(server.server_name, server.server_port, base_url)
            repository_ = Repository(name, email, own, schemas, repository, page_size)
            if base_url:
                tell(f"listening on {server.server_name}:{server.server_port}")
            tell(own)
            run(server, Application(Provider(repository_, archives), archives, tell if not quiet else _nothing))
    except GaixmlError as error:
        say(f"{error.code}: {error}")
        raise typer.Exit(error.exit_code) from None
    raise typer.Exit(ExitCode.OK)


def _nothing(_: str) -> None:
    """Say nothing."""
