"""What a harvester may ask (OAI-PMH 2.0, sections 3 and 4), and how it is told that it asked wrongly (3.6)."""

from __future__ import annotations

import enum
import re
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import parse_qsl

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST: Final = 8192
"""Bytes of a request's arguments; the longest that is any use, a resumption token, has a few hundred."""
_MOST: Final = 20
_DAY: Final = 24 * 60 * 60
_FOREVER: Final = 2**62
_PREFIX: Final = re.compile(r"[A-Za-z0-9\-_.!~*'()]+")
_SET: Final = re.compile(r"[A-Za-z0-9\-_.!~*'()]+(:[A-Za-z0-9\-_.!~*'()]+)*")
_URI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[A-Za-z0-9\-._~:/?#@!$&'()*+,;=]+")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?")
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Code(enum.StrEnum):
    """The error codes of section 3.6."""

    BAD_ARGUMENT = "badArgument"
    BAD_TOKEN = "badResumptionToken"  # noqa: S105 - no password
    BAD_VERB = "badVerb"
    NO_SUCH_FORMAT = "cannotDisseminateFormat"
    NO_SUCH_ID = "idDoesNotExist"
    NO_RECORDS = "noRecordsMatch"
    NO_FORMATS = "noMetadataFormats"
    NO_SETS = "noSetHierarchy"


class ProtocolError(Exception):
    """A request that is answered with an error; the message is for the harvester's operator."""

    def __init__(self, code: Code, message: str) -> None:
        """Keep the code apart from the message, which holds nothing that the harvester sent."""
        super().__init__(message)
        self.code = code


class _Arguments(NamedTuple):
    required: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    exclusive: str = ""


_LIST: Final = _Arguments(frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"}), "resumptionToken")
VERBS: Final[Mapping[str, _Arguments]] = MappingProxyType(
    {
        "GetRecord": _Arguments(frozenset({"identifier", "metadataPrefix"})),
        "Identify": _Arguments(),
        "ListIdentifiers": _LIST,
        "ListMetadataFormats": _Arguments(optional=frozenset({"identifier"})),
        "ListRecords": _LIST,
        "ListSets": _Arguments(exclusive="resumptionToken"),
    }
)


class Request(NamedTuple):
    """A request that the protocol knows: a verb with arguments, each once, of the right form."""

    verb: str
    arguments: Mapping[str, str]

    @property
    def shown(self) -> dict[str, str]:
        """Return the attributes of the answer's request element; an identifier that is no URI cannot be one."""
        given = {"verb": self.verb, **self.arguments}
        return {name: value for name, value in given.items() if name != "identifier" or _URI.fullmatch(value)}


class Selection(NamedTuple):
    """Which records a list holds: of a span of time (seconds since 1970, both included) and of a set.

    ``axis`` is year, form, kind or "" for all records; ``value`` "" for all records of an axis.
    """

    since: int = -_FOREVER
    until: int = _FOREVER
    axis: str = ""
    value: str = ""


def parse(query: str) -> Request:
    """Return the request of a query string or form body, percent-encoded UTF-8. Raises ProtocolError."""
    if len(query) > LONGEST:
        raise ProtocolError(Code.BAD_ARGUMENT, f"The arguments are longer than {LONGEST} bytes.")
    try:
        pairs = parse_qsl(query, keep_blank_values=True, errors="strict", max_num_fields=_MOST)
    except ValueError:
        raise ProtocolError(Code.BAD_ARGUMENT, "The arguments are too many, or no UTF-8.") from None
    verbs = [value for name, value in pairs if name == "verb"]
    if len(verbs) != 1 or verbs[0] not in VERBS:
        raise ProtocolError(Code.BAD_VERB, f"Name one verb, one of: {', '.join(VERBS)}.")
    arguments = {name: value for name, value in pairs if name != "verb"}
    if len(arguments) != len(pairs) - 1:
        raise ProtocolError(Code.BAD_ARGUMENT, "An argument is repeated.")
    _check_names(verbs[0], arguments)
    for name, value in arguments.items():
        _check_value(name, value)
    return Request(verbs[0], arguments)


def _check_names(verb: str, arguments: Mapping[str, str]) -> None:
    known = VERBS[verb]
    given = arguments.keys()
    if known.exclusive and known.exclusive in given:
        if len(given) > 1:
            raise ProtocolError(Code.BAD_ARGUMENT, f"{known.exclusive} stands alone, without other arguments.")
        return
    if missing := known.required - given:
        raise ProtocolError(Code.BAD_ARGUMENT, f"{verb} needs: {', '.join(sorted(missing))}.")
    if given - known.required - known.optional:
        names = sorted(known.required | known.optional | {known.exclusive} - {""})
        raise ProtocolError(Code.BAD_ARGUMENT, f"{verb} takes no arguments but: {', '.join(names) or 'none'}.")


def _check_value(name: str, value: str) -> None:
    pattern = {"metadataPrefix": _PREFIX, "set": _SET, "from": _DATE, "until": _DATE}.get(name)
    if not value or _CONTROL.search(value) or (pattern and not pattern.fullmatch(value)):
        raise ProtocolError(Code.BAD_ARGUMENT, f"The value of {name} is not of the form that the protocol has for it.")


def selection(arguments: Mapping[str, str]) -> Selection:
    """Return what the arguments of a list select. Raises ProtocolError for dates that are none, or contradict."""
    given = {name: arguments[name] for name in ("from", "until") if name in arguments}
    since, until = -_FOREVER, _FOREVER
    if "from" in given:
        since = _seconds("from", given["from"])
    if "until" in given:
        until = _seconds("until", given["until"]) + (_DAY - 1 if "T" not in given["until"] else 0)
    if len({"T" in date for date in given.values()}) > 1:
        raise ProtocolError(Code.BAD_ARGUMENT, "from and until are of different granularity.")
    if since > until:
        raise ProtocolError(Code.BAD_ARGUMENT, "from is later than until.")
    axis, _, value = arguments.get("set", "").partition(":")
    return Selection(since, until, axis, value)


def _seconds(name: str, date: str) -> int:
    try:
        return int(datetime.fromisoformat(date).replace(tzinfo=UTC).timestamp())
    except ValueError:
        raise ProtocolError(Code.BAD_ARGUMENT, f"{name} is a day or time that no calendar has.") from None


def datestamp(seconds: int) -> str:
    """Return a time in the protocol's finer granularity: ``2026-11-22T08:30:00Z``."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
