"""``gaixml check``."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from gaixml.cli.console import drawn, put, say
from gaixml.cli.options import Charset, one_of
from gaixml.errors import ExitCode
from gaixml.languages import LANGUAGES, language_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from gaixml.checks.settings import Settings
    from gaixml.diagnostics.json_list import Output

_FORMATS = ("text", "json", "sarif")


class _Asked(NamedTuple):
    """What the options ask for."""

    format: str
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    severity: str | None
    config: Path | None
    no_config: bool
    unassessable: bool
    statistics: bool
    quiet: bool
    exit_zero: bool
    language: str


def check(  # noqa: PLR0913, PLR0917 - an argument for each option
    inputs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="INPUT…",
            show_default=False,
            help="Reports or archives: files, folders, globs; '-' is standard input.",
        ),
    ] = None,
    format: Annotated[str, typer.Option("--format", help="text, json or sarif.")] = "text",  # noqa: A002
    select: Annotated[
        list[str] | None,
        typer.Option("--select", metavar="RULES", help="Only these rules: ids or beginnings of them (T3), by commas."),
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", metavar="RULES", help="Not these rules, named in the same way.")
    ] = None,
    severity: Annotated[
        str | None,
        typer.Option("--severity", metavar="LEVEL", help="The least shown: information, warning or error."),
    ] = None,
    unassessable: Annotated[  # noqa: FBT002 - typer reads the signature
        bool, typer.Option("-v", "--unassessable", help="List what could not be assessed too, and why.")
    ] = False,
    statistics: Annotated[bool, typer.Option("--statistics", help="Count the findings by rule instead.")] = False,  # noqa: FBT002
    explain: Annotated[
        str | None, typer.Option("--explain", metavar="RULE", help="Show the page of a rule; needs no INPUT.")
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option("--config", metavar="FILE", help="Settings; without it the gaixml.toml above each input."),
    ] = None,
    no_config: Annotated[bool, typer.Option("--no-config", help="Read no gaixml.toml.")] = False,  # noqa: FBT002
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 although errors are found.")] = False,  # noqa: FBT002
    lang: Annotated[
        str | None, typer.Option("--lang", metavar="zh|en", show_default="the locale's", help="The language of text.")
    ] = None,
    charset: Charset = None,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Show findings only, no summary.")] = False,  # noqa: FBT002
) -> None:
    """Check reports: structure, sums, text against tables, years against one another. Every rule has its page."""
    one_of("--format", format, _FORMATS)
    language = lang or language_of(os.environ)
    one_of("--lang", language, LANGUAGES)
    if explain is not None:
        _explain(explain, language)
        return
    if not inputs:
        raise typer.BadParameter("nothing to check", param_hint="INPUT…")
    if statistics and format != "text":
        raise typer.BadParameter("only text has statistics", param_hint="--statistics")
    if config and no_config:
        raise typer.BadParameter("either --config or --no-config", param_hint="--config")
    if severity:
        from gaixml.checks.model import SEVERITIES  # noqa: PLC0415 - each command loads what it needs

        one_of("--severity", severity, SEVERITIES)
    asked = _Asked(
        format=format,
        select=_rules("--select", select),
        ignore=_rules("--ignore", ignore),
        severity=severity,
        config=config,
        no_config=no_config,
        unassessable=unassessable,
        statistics=statistics,
        quiet=quiet,
        exit_zero=exit_zero,
        language=language,
    )
    raise typer.Exit(_check(inputs, asked, charset))


def _explain(name: str, language: str) -> None:
    """Print the page of a rule: drawn in a terminal, as it is in a pipe."""
    import sys  # noqa: PLC0415

    from gaixml.checks.catalogue import catalogue  # noqa: PLC0415
    from gaixml.diagnostics.pages import rule_page  # noqa: PLC0415

    (name,) = _rules("--explain", [name]) or ("",)
    if name not in catalogue():
        beginning = ", ".join(rule for rule in catalogue() if rule.startswith(name))
        raise typer.BadParameter(f"which of {beginning}?", param_hint="--explain")
    page = rule_page(catalogue()[name], language)
    if sys.stdout.isatty():
        from rich.markdown import Markdown  # noqa: PLC0415

        put(drawn(Markdown(page)))
    else:
        put(page.encode())


def _rules(option: str, values: Sequence[str] | None) -> tuple[str, ...]:
    """Return the ids of rules or beginnings of ids that an option names. Raises typer.BadParameter for unknown ones."""
    from gaixml.checks.settings import meant, unknown_rules  # noqa: PLC0415

    ids = tuple(one.strip() for value in values or () for one in value.split(",") if one.strip())
    for unknown, nearest in unknown_rules(ids):
        raise typer.BadParameter(f"{unknown} is no rule{meant(nearest)}", param_hint=option)
    if values and not ids:
        raise typer.BadParameter("no rule is named", param_hint=option)
    return ids


def _check(inputs: Sequence[str], asked: _Asked, charset: str | None) -> ExitCode:
    """Check inputs and print what is found as soon as each is checked; return the exit code."""
    from gaixml.checking import check_all  # noqa: PLC0415
    from gaixml.diagnostics.views import Tally, view  # noqa: PLC0415
    from gaixml.failures import worst  # noqa: PLC0415
    from gaixml.files import WITH_ARCHIVES, find_all  # noqa: PLC0415

    sources = find_all(inputs, WITH_ARCHIVES)
    settings_of = _settings(asked)
    settings = {source.name: settings_of(source.local) for source in sources}  # what is wrong there is said at once
    output, tally = _output(asked, settings.values()), Tally()
    gravest = ExitCode.OK
    reads_on = put(output.begin())
    for checked in check_all(sources, charset, settings_of):
        if checked.subject is None:
            say(f"{checked.code}: {checked.message}")
            tally.unread += 1
            output.unread(checked)
            gravest = worst((gravest, _unread(checked.exit_code)))
            continue
        shown = view(checked.subject, checked.results, settings[checked.name], unassessable=asked.unassessable)
        tally.add(shown)
        if not asked.exit_zero and any(one["severity"] == "error" for one in shown.findings):
            gravest = worst((gravest, ExitCode.INVALID))
        reads_on = reads_on and put(output.report(shown))
        if not reads_on:
            break
    if reads_on:
        put(output.end(tally, gravest))
    return gravest


def _unread(exit_code: ExitCode) -> ExitCode:
    """Return what an input that could not be read comes to: 1 is for reports in which an error is found."""
    return ExitCode.SOME_FAILED if exit_code == ExitCode.INVALID else exit_code


def _settings(asked: _Asked) -> Callable[[Path | None], Settings]:
    """Return what finds the settings for an input; what the command line says comes before what a file says."""
    from gaixml.checks.settings import FolderSettings, Settings, read_settings  # noqa: PLC0415

    if not asked.config and not asked.no_config:
        return FolderSettings(lambda read: _overruled(read, asked)).of
    alike = _overruled(read_settings(asked.config) if asked.config else Settings(), asked)
    return lambda _: alike


def _overruled(settings: Settings, asked: _Asked) -> Settings:
    return replace(
        settings,
        select=asked.select or settings.select,
        ignore={**settings.ignore, **dict.fromkeys(asked.ignore, "")},
        severity=asked.severity or settings.severity,
    )


def _output(asked: _Asked, settings: Iterable[Settings]) -> Output:
    from gaixml.diagnostics.json_list import JsonOutput  # noqa: PLC0415

    if asked.format == "json":
        return JsonOutput()
    if asked.format == "sarif":
        from gaixml.diagnostics.sarif import SarifOutput  # noqa: PLC0415
        from gaixml.diagnostics.views import shown_rules  # noqa: PLC0415

        return SarifOutput(shown_rules(settings), asked.language)
    from gaixml.cli.check_console import ConsoleOutput  # noqa: PLC0415

    return ConsoleOutput(asked.language, statistics=asked.statistics, quiet=asked.quiet)
