"""What a folder says of how its reports are to be checked: its gaixml.toml."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gaixml.checks.catalogue import catalogue
from gaixml.checks.model import SEVERITIES
from gaixml.errors import ExitCode, GaixmlError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

FILE: Final = "gaixml.toml"
_KEYS: Final = {"": ("check", "governments", "aliases"), "check": ("select", "ignore", "severity")}
"""The keys that a table of the file may have; in [check.ignore], [governments] and [aliases] they are names."""
_PLACE: Final = re.compile(r" \(at line (\d+), column \d+\)| \(at end of document\)")


class SettingsError(GaixmlError):
    """Settings that cannot be followed: the message names the file and the key, or the line."""

    exit_code = ExitCode.USAGE


@dataclass(frozen=True, slots=True)
class Settings:
    """How reports are checked.

    ``select`` are ids of rules or beginnings of them (T3), () for all; ``ignore`` the same, each with the reason;
    ``severity`` is the least that is shown; ``governments`` names the departments of which each government's figures
    are the sum (H01); ``aliases`` gives names as printed the name of the body they belong to.
    """

    select: tuple[str, ...] = ()
    ignore: Mapping[str, str] = field(default_factory=dict)
    severity: str = "information"
    governments: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)


def settings_file(folder: Path) -> Path | None:
    """Return the gaixml.toml that holds for a folder: its own, or that of the nearest folder above it."""
    folder = folder.absolute()
    return next((file for one in (folder, *folder.parents) if (file := one / FILE).is_file()), None)


class FolderSettings:
    """Finds the settings for inputs; each file of settings is read once, and ``overruled`` by what else is known."""

    def __init__(self, overruled: Callable[[Settings], Settings]) -> None:
        """Know of no folder yet."""
        self._overruled = overruled
        self._known: dict[Path | None, Settings] = {}

    def of(self, source: Path | None) -> Settings:
        """Return the settings for an input; None is standard input, for which those of the working folder hold.

        Raises SettingsError.
        """
        folder = Path.cwd() if source is None else source.absolute().parent
        if folder not in self._known:
            self._known[folder] = self._in(settings_file(folder))
        return self._known[folder]

    def _in(self, file: Path | None) -> Settings:
        if file not in self._known:
            self._known[file] = self._overruled(read_settings(file) if file else Settings())
        return self._known[file]


def read_settings(file: Path) -> Settings:
    """Return what a settings file says. Raises SettingsError."""
    try:
        said = tomllib.loads(file.read_text("utf-8-sig"))
    except OSError as error:
        raise SettingsError("settings", f"{file}: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise SettingsError("settings", f"{file}: not in UTF-8, as TOML is") from None
    except RecursionError:
        raise SettingsError("settings", f"{file}: nested too deeply") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError("settings", _bad_toml(file, str(error))) from None
    return _Reader(file).settings(said)


def _bad_toml(file: Path, reason: str) -> str:
    place = _PLACE.search(reason)
    line = place[1] if place and place[1] else len(file.read_text("utf-8-sig").splitlines()) or 1
    return f"{file}:{line}: not TOML: {_PLACE.sub('', reason)}"


class _Reader:
    """Reads the settings in one file: each key is known, and its value what it should be."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def settings(self, said: dict[str, Any]) -> Settings:
        self._known("", said)
        check = self._table("check", said.get("check", {}))
        self._known("check", check)
        severity = check.get("severity", SEVERITIES[0])
        if severity not in SEVERITIES:
            raise self._wrong("check.severity", f"is none of {', '.join(SEVERITIES)}")
        select = self._names("check.select", check.get("select", []))
        ignore = self._table("check.ignore", check.get("ignore", {}))
        for key, ids in (("check.select", select), ("check.ignore", ignore)):
            for unknown, nearest in unknown_rules(ids):
                raise self._wrong(key, f"{unknown} is no rule{meant(nearest)}")
        governments = self._table("governments", said.get("governments", {}))
        aliases = self._table("aliases", said.get("aliases", {}))
        return Settings(
            select=select,
            ignore={name: self._reason(name, reason) for name, reason in ignore.items()},
            severity=severity,
            governments={name: self._names(f"governments.{name}", below) for name, below in governments.items()},
            aliases={printed: self._text(f"aliases.{printed}", name) for printed, name in aliases.items()},
        )

    def _known(self, table: str, keys: Iterable[str]) -> None:
        for key in keys:
            if key not in _KEYS[table]:
                raise self._wrong(f"{table}.{key}".strip("."), f"is no setting{meant(_nearest(key, _KEYS[table]))}")

    def _reason(self, name: str, reason: object) -> str:
        if not isinstance(reason, str) or not reason.strip():
            raise self._wrong(f"check.ignore.{name}", 'needs the reason why, a text: "…"')
        return reason.strip()

    def _table(self, key: str, value: object) -> dict[str, Any]:
        if not isinstance(value, dict):
            needs = 'a reason for each rule: [check.ignore] and RULE = "…"' if key == "check.ignore" else "a table"
            raise self._wrong(key, f"has to be {needs}")
        return value

    def _names(self, key: str, value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
            raise self._wrong(key, 'has to be a list of names: ["…", "…"]')
        return tuple(value)

    def _text(self, key: str, value: object) -> str:
        if not isinstance(value, str) or not value:
            raise self._wrong(key, 'has to be a name: "…"')
        return value

    def _wrong(self, key: str, problem: str) -> SettingsError:
        return SettingsError("settings", f"{self._file}: {key} {problem}")


def begins(rule: str, beginnings: Iterable[str]) -> str | None:
    """Return the first of some ids or beginnings of ids that a rule's id begins with."""
    return next((one for one in beginnings if rule.startswith(one)), None)


def unknown_rules(ids: Iterable[str]) -> list[tuple[str, tuple[str, ...]]]:
    """Return those of some ids or beginnings of ids that no rule has, each with the ids nearest to it."""
    known = tuple(catalogue())
    return [(one, _nearest(one, known)) for one in ids if not one or not any(rule.startswith(one) for rule in known)]


def _nearest(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return at most three words that are like a misspelled one, whatever its case."""
    by_case = {one.lower(): one for one in known}
    return tuple(by_case[one] for one in get_close_matches(word.lower(), by_case))


def meant(nearest: Iterable[str]) -> str:
    """Return the question that offers the nearest names, '' if there are none."""
    names = ", ".join(nearest)
    return f"; is {names} meant?" if names else ""
