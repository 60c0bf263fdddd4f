"""Writes findings as SARIF 2.1.0 (OASIS Static Analysis Results Interchange Format), report by report.

For a source that is text a place is a region of the file; for any other it is a logical location (cell, section, page):
lines of the text that was read from it are none of the file.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from gaixml.checks.model import ERROR, INFORMATION, WARNING, State
from gaixml.diagnostics.findings import Lines
from gaixml.diagnostics.json_list import JsonItems
from gaixml.diagnostics.pages import description
from gaixml.diagnostics.words import Words
from gaixml.errors import ExitCode
from gaixml.spots import Spot
from gaixml.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gaixml.checking import Checked
    from gaixml.checks.model import Rule
    from gaixml.diagnostics.findings import Finding, Place
    from gaixml.diagnostics.views import Tally, View

_LEVELS: Final = {ERROR: "error", WARNING: "warning", INFORMATION: "note"}
_EXITS: Final = {ExitCode.OK: "no error was found", ExitCode.INVALID: "an error was found"}
_FINGERPRINT: Final = "gaixmlFinding/v1"


class SarifOutput:
    """A log of one run. Results are written as they come; what became of the run as a whole, at the end."""

    def __init__(self, rules: Sequence[Rule], language: str) -> None:
        """Take the rules that may be in the results, and the language of messages, zh or en."""
        self._rules = rules
        self._numbers = {rule.id: number for number, rule in enumerate(rules)}
        self._words = Words(language)
        self._language = language
        self._results = JsonItems()
        self._notifications: list[dict[str, Any]] = []

    def begin(self) -> bytes:
        """Return the log up to its results."""
        driver = {
            "name": "gaixml",
            "semanticVersion": __version__,
            "language": "zh-CN" if self._words.is_chinese else "en",
            "rules": [self._rule(rule) for rule in self._rules],
        }
        run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints"}
        log = {"version": "2.1.0", "runs": [run]}
        return _dumped(log).removesuffix(b"}]}") + b', "results": ['

    def report(self, shown: View) -> bytes:
        """Return the results on a report."""
        return self._results.add(*self._of(shown))

    def unread(self, checked: Checked) -> None:
        """Take note of an input that could not be read."""
        self._notifications.append(
            {
                "level": "error",
                "descriptor": {"id": checked.code},
                "message": _message(checked.message),
                "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(checked.name)}}}],
            }
        )

    def end(self, _: Tally, exit_code: ExitCode) -> bytes:
        """Return the rest of the log."""
        invocation = {
            "executionSuccessful": not self._notifications,
            "exitCode": int(exit_code),
            "exitCodeDescription": _EXITS.get(exit_code, "some input could not be read"),
            "toolExecutionNotifications": self._notifications,
        }
        return self._results.end() + b', "invocations": ' + _dumped([invocation]) + b"}]}\n"

    def _rule(self, rule: Rule) -> dict[str, Any]:
        return {
            "id": rule.id,
            "name": getattr(rule.assess, "__name__", rule.id).title().replace("_", ""),
            "shortDescription": {"text": rule.title if self._words.is_chinese else rule.title_en},
            "fullDescription": {"text": description(rule, self._language)},
            "helpUri": f"docs/rules/{rule.id}.md",
            "defaultConfiguration": {"level": _LEVELS[rule.severity]},
            "properties": {"title": rule.title, "title_en": rule.title_en, "forms": rule.forms},
        }

    def _of(self, shown: View) -> Iterator[dict[str, Any]]:
        regions = _Regions(shown)
        alike: Counter[tuple[str, ...]] = Counter()
        for finding in shown.findings:
            where = finding["where"]
            told = (finding["rule"], where["about"], regions.words(where))
            alike[told] += 1
            fails = finding["state"] == State.FAIL
            result = {
                "ruleId": finding["rule"],
                "ruleIndex": self._numbers[finding["rule"]],
                "kind": "fail" if fails else "open",
                "level": _LEVELS[finding["severity"]] if fails else "none",
                "message": _message(self._words.message(finding)),
                "locations": [regions.location(where, finding["file"])],
                "relatedLocations": [
                    {"id": number}
                    | regions.location(place, place.get("file") or finding["file"])
                    | {"message": _message(" ".join((place.get("label", ""), place.get("printed", ""))).strip())}
                    for number, place in enumerate(finding["related"])
                ],
                "partialFingerprints": {_FINGERPRINT: _digest(*told, str(alike[told]))},
                "properties": _properties(finding),
            }
            yield result


def _message(text: str) -> dict[str, str]:
    """Return a message without arguments: braces would be the place of one."""
    return {"text": text.replace("{", "{{").replace("}", "}}")}


def _properties(finding: Finding) -> dict[str, str]:
    names = {"message", "message_en", "blame", "evidence", "evidence_en"}
    return {name: str(value) for name, value in finding.items() if name in names}


class _Regions:
    """Says where places stand in one report."""

    def __init__(self, shown: View) -> None:
        self._text = shown.subject.text
        self._has_lines = shown.has_lines
        self._own = shown.subject.name
        self._lines = Lines(self._text)

    def words(self, place: Place) -> str:
        """Return what stands at a place."""
        return self._text[place["start"] : place["end"]]

    def location(self, place: Place, file: str) -> dict[str, Any]:
        physical: dict[str, Any] = {"artifactLocation": {"uri": uri(file)}}
        if self._has_lines and file == self._own and (place["about"] != "document" or place["end"]):
            physical["region"] = self._region(place)
        return {"physicalLocation": physical, "logicalLocations": [_logical(place)]}

    def _region(self, place: Place) -> dict[str, int]:
        end_line, end_column = self._lines.of(place["end"])
        return {
            "startLine": place["line"],
            "startColumn": place["column"],
            "endLine": end_line,
            "endColumn": end_column,
            "charOffset": place["start"],
            "charLength": place["end"] - place["start"],
        }


def _logical(place: Place) -> dict[str, Any]:
    """Return a place by the id that it has in the archive; its properties are those of gaixml.spots.Spot."""
    spot = {name: value for name, value in place.items() if name in Spot.__annotations__}
    location: dict[str, Any] = {"fullyQualifiedName": place["about"], "kind": "element"}
    return location | {"properties": spot} if spot else location


def uri(name: str) -> str:
    """Return the URI of a file: relative where it is below the working folder, as SARIF would have it.

    Bytes of its name that are no UTF-8 are those that the URI spells out.
    """
    path = Path(os.path.normpath(Path.cwd() / name))
    if not path.is_relative_to(Path.cwd()):
        return path.as_uri()
    return quote(os.fsencode(path.relative_to(Path.cwd()).as_posix()), safe="/")


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _dumped(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace")
