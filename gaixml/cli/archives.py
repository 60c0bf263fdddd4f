"""``gaixml validate`` and ``gaixml text``: what is done with an archive XML."""

from __future__ import annotations

from typing import Annotated

import typer

from gaixml.cli.console import put, say, tell
from gaixml.cli.options import Quiet, path_of
from gaixml.errors import ExitCode, GaixmlError, InvalidArchiveError


def validate(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE.xml…", help="Archive XML, whoever wrote it; '-' is standard input.")
    ],
    schema_only: Annotated[  # noqa: FBT002 - typer reads the signature
        bool, typer.Option("--schema-only", help="Only the XSD: a sum that is wrong in the source is no error.")
    ] = False,
    quiet: Quiet = False,  # noqa: FBT002
) -> None:
    """Check archive XML: whether it is well built (XSD), and whether its figures add up (Schematron)."""
    from gaixml.schema import validate_archive  # noqa: PLC0415
    from gaixml.schematron import check_sums  # noqa: PLC0415
    from gaixml.storage import read  # noqa: PLC0415 - each command loads what it needs

    gravest = ExitCode.OK
    for file in files:
        try:
            archive = validate_archive(read(path_of(file)), file)
            if not schema_only:
                check_sums(archive, file)
        except GaixmlError as error:
            say(f"{error.code}: {error}")
            gravest = max(gravest, error.exit_code)
        else:
            if not quiet:
                tell(f"{file}: valid")
    raise typer.Exit(gravest)


def text(
    file: Annotated[str, typer.Argument(metavar="FILE.xml", help="An archive XML; '-' is standard input.")],
    original: Annotated[  # noqa: FBT002
        bool, typer.Option("--original", help="In the source's own charset: the very bytes of the source file.")
    ] = False,
) -> None:
    """Print the text of the source, in UTF-8: exactly that of a text file, of other formats what the reader printed."""
    from gaixml.schema import validate_archive  # noqa: PLC0415
    from gaixml.source_text import is_exact, source_bytes  # noqa: PLC0415
    from gaixml.storage import read  # noqa: PLC0415

    archive = validate_archive(read(path_of(file)), file)
    if original and not is_exact(archive):
        raise typer.BadParameter(
            "the archive holds the text of its source, not the source itself: that was no plain text",
            param_hint="--original",
        )
    try:
        data = source_bytes(archive, original=original)
    except (LookupError, UnicodeError) as error:
        raise InvalidArchiveError("charset", f"{file}: its text does not fit its charset: {error}") from None
    put(data)
