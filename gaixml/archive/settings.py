"""What the makers of packages say once for all: who they are, what no report says. A small TOML file of theirs."""

from __future__ import annotations

import datetime as dt
import os
import re
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from gaixml.errors import ExitCode, GaixmlError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_TABLES: Final = ("organization", "transfer")
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_DIGITS: Final = 12
"""A SOURCE_DATE_EPOCH has no more."""
_LAST: Final = dt.datetime(9999, 12, 31, 23, 59, 59, tzinfo=dt.UTC).timestamp() + 1


class PackageSettingsError(GaixmlError):
    """A settings file that cannot be used, or settings that a package format needs and nobody gave."""

    exit_code = ExitCode.USAGE


@dataclass(frozen=True, slots=True)
class PackageSettings:
    """What is said of all packages of a run.

    ``organization``: who makes them, ``name`` and ``code`` (an identifier: 统一社会信用代码, ISIL …); ``transfer``: the
    elements of DA/T 46-2009 that a report does not say, by their Chinese names. ``moment``, in UTC, whole seconds, is
    when the packages say they were made.
    """

    moment: dt.datetime
    organization: Mapping[str, str] = field(default_factory=dict)
    transfer: Mapping[str, str] = field(default_factory=dict)

    def require(self, format: str, table: str, keys: Iterable[str]) -> None:  # noqa: A002 - the option's name
        """Raise PackageSettingsError, which names all that is missing, unless a table has these keys."""
        said: Mapping[str, str] = getattr(self, table)
        missing = [key for key in keys if not said.get(key)]
        if missing:
            lines = "\n".join(f'  {_key(key)} = "…"' for key in missing)
            message = f"{format} needs what no report says; write it into a file and name that with --config:\n"
            raise PackageSettingsError("settings-missing", f"{message}  [{table}]\n{lines}")


def read_settings(file: Path | None, moment: dt.datetime) -> PackageSettings:
    """Return the settings in a TOML file, none without one. Raises PackageSettingsError naming what is wrong."""
    if file is None:
        return PackageSettings(moment)
    try:
        said = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise PackageSettingsError("settings", f"{file}: {error.strerror or error}") from None
    except ValueError as error:  # what is no TOML, no UTF-8
        raise PackageSettingsError("settings", f"{file}: {error}") from None
    for table in said:
        if table not in _TABLES:
            raise PackageSettingsError("settings", f"{file}: {table} is none of the tables {', '.join(_TABLES)}")
    tables = {table: _texts(file, table, said.get(table, {})) for table in _TABLES}
    for key in tables["organization"]:
        if key not in {"name", "code"}:
            raise PackageSettingsError("settings", f"{file}: organization.{key} is neither name nor code")
    return PackageSettings(moment, **tables)


def _texts(file: Path, table: str, said: Any) -> dict[str, str]:  # noqa: ANN401 - TOML
    """Return a table of texts, numbers taken as they are written: 全宗号 = 012 is no TOML, "012" is."""
    if not isinstance(said, dict):
        raise PackageSettingsError("settings", f"{file}: {table} has to be a table: [{table}]")
    for key, value in said.items():
        if not isinstance(value, str) or not value.strip():
            raise PackageSettingsError("settings", f'{file}: {table}.{key} has to be a text: "…"')
        if _CONTROL.search(value):
            raise PackageSettingsError("settings", f"{file}: {table}.{key} has to be one line of text")
    return {key: value.strip() for key, value in said.items()}


def _key(key: str) -> str:
    """Return a key as TOML wants it: Chinese ones in quotes."""
    return key if key.isascii() else f'"{key}"'


def moment_of(date: str | None, environment: Mapping[str, str] = os.environ) -> dt.datetime:
    """Return when packages are made: the date that is given (ISO 8601), else SOURCE_DATE_EPOCH, else now.

    A date without a zone is UTC. SOURCE_DATE_EPOCH are seconds since 1970 (reproducible-builds.org). Raises
    PackageSettingsError for what is no date.
    """
    if date is not None:
        try:
            said = dt.datetime.fromisoformat(date)
            said = said.replace(tzinfo=dt.UTC) if said.tzinfo is None else said.astimezone(dt.UTC)
        except (ValueError, OverflowError):
            raise PackageSettingsError("date", f"{date} is no date: write 2024-01-31 or 2024-01-31T12:00:00Z") from None
        return said.replace(microsecond=0)
    if epoch := environment.get("SOURCE_DATE_EPOCH"):
        if not epoch.isdecimal() or len(epoch) > _DIGITS or int(epoch) >= _LAST:
            raise PackageSettingsError("date", f"SOURCE_DATE_EPOCH is {epoch}, not a number of seconds")
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC)
    return dt.datetime.now(dt.UTC).replace(microsecond=0)
