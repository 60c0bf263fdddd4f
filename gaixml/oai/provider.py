"""Answers requests: the six verbs of OAI-PMH 2.0 (section 4)."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from gaixml.oai.dissemination import PREFIXES, dissemination, formats
from gaixml.oai.protocol import Code, ProtocolError, Request, datestamp, parse, selection
from gaixml.oai.tokens import Token, bad_token, read_token
from gaixml.oai.writing import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from gaixml.oai.index import Listing, Record, Snapshot
    from gaixml.oai.protocol import Selection
    from gaixml.oai.scanning import Folder

_LARGEST: Final = 16 * 1024 * 1024
"""Bytes of an answer after which its page ends, however few records it has."""
_SHA256: Final = re.compile("[0-9a-f]{64}")
_AXES: Final = {"kind": "Kinds of documents", "year": "Years reported", "form": "Official forms, by year of notice"}


@dataclass(frozen=True, slots=True)
class Repository:
    """What a repository says of itself.

    ``base_url`` is the URL that harvesters use; ``schemas_url`` the one under which the schemas of the archive XML are
    served; ``identifier`` the second part of all record identifiers; ``page_size`` the records of a page.
    """

    name: str
    email: str
    base_url: str
    schemas_url: str
    identifier: str
    page_size: int

    def identifier_of(self, record: Record) -> str:
        """Return the identifier of a record: ``oai:<identifier>:<SHA-256 of the source document>``."""
        return f"oai:{self.identifier}:{record.sha256}"


class _Page(NamedTuple):
    """A part of a list: which list, from which record, for which request (the one that began the list)."""

    request: Request
    selected: Selection
    listing: Listing
    cursor: int


class Provider:
    """Answers requests about a folder; several threads may ask."""

    def __init__(self, repository: Repository, folder: Folder) -> None:
        """Take a folder whose index was brought up to date at least once."""
        self._repository = repository
        self._folder = folder
        self._verbs: Mapping[str, Callable[[Answer, Snapshot, Request], None]] = {
            "GetRecord": self._get_record,
            "Identify": self._identify,
            "ListIdentifiers": self._list,
            "ListMetadataFormats": self._list_metadata_formats,
            "ListRecords": self._list,
            "ListSets": self._list_sets,
        }

    def answer(self, query: str) -> bytes:
        """Return the XML that answers a query string or form body. Raises dissemination.OutdatedError."""
        request: Request | None = None
        try:
            request = parse(query)
            with self._folder.index.snapshot() as snapshot:
                answer = Answer()
                with answer.envelope(snapshot.moment, self._repository.base_url, request.shown):
                    self._verbs[request.verb](answer, snapshot, request)
                return answer.data
        except ProtocolError as error:
            unnamed = request is None or error.code is Code.BAD_ARGUMENT  # section 3.2: no attributes then
            return self._error(error, {} if unnamed or request is None else request.shown)

    def _error(self, error: ProtocolError, shown: Mapping[str, str]) -> bytes:
        answer = Answer()
        with answer.envelope(int(time.time()), self._repository.base_url, shown):
            answer.leaf("error", str(error), {"code": error.code})
        return answer.data

    def _identify(self, answer: Answer, snapshot: Snapshot, _: Request) -> None:
        own = self._repository
        with answer.element("Identify"):
            answer.leaves((("repositoryName", own.name), ("baseURL", own.base_url), ("protocolVersion", "2.0")))
            answer.leaves((("adminEmail", own.email), ("earliestDatestamp", datestamp(snapshot.earliest()))))
            answer.leaves((("deletedRecord", "transient"), ("granularity", "YYYY-MM-DDThh:mm:ssZ")))

    def _list_metadata_formats(self, answer: Answer, snapshot: Snapshot, request: Request) -> None:
        if (identifier := request.arguments.get("identifier")) and self._find(snapshot, identifier).path is None:
            raise ProtocolError(Code.NO_FORMATS, "The record was deleted.")
        with answer.element("ListMetadataFormats"):
            for one in formats(self._repository.schemas_url):
                with answer.element("metadataFormat"):
                    answer.leaves(zip(("metadataPrefix", "schema", "metadataNamespace"), one, strict=True))

    def _list_sets(self, answer: Answer, snapshot: Snapshot, request: Request) -> None:
        if request.arguments:
            raise bad_token()  # the list of sets is never long
        if not (sets := snapshot.sets()):
            raise ProtocolError(Code.NO_SETS, "There is no record, and so no set.")
        with answer.element("ListSets"):
            for axis, name in _AXES.items():
                values = [value for of, value in sets if of == axis]
                for value in ["", *values] if values else ():
                    with answer.element("set"):
                        spec = f"{axis}:{value}" if value else axis
                        answer.leaves((("setSpec", spec), ("setName", f"{name}: {value}" if value else name)))

    def _get_record(self, answer: Answer, snapshot: Snapshot, request: Request) -> None:
        record = self._find(snapshot, request.arguments["identifier"])
        _check_prefix(request)
        with answer.element("GetRecord"):
            self._write(answer, record, request)

    def _find(self, snapshot: Snapshot, identifier: str) -> Record:
        _, _, sha256 = identifier.rpartition(":")
        record = snapshot.record(sha256) if _SHA256.fullmatch(sha256) else None
        if record is None or self._repository.identifier_of(record) != identifier:
            raise ProtocolError(Code.NO_SUCH_ID, "There is no record of this identifier here.")
        return record

    def _list(self, answer: Answer, snapshot: Snapshot, request: Request) -> None:
        page = _page(snapshot, request)
        records = snapshot.page(page.selected, page.cursor, self._repository.page_size)
        sent = page.cursor
        with answer.element(request.verb):
            for record in records:
                self._write(answer, record, page.request)
                sent += 1
                if answer.size > _LARGEST:
                    break
            _write_token(answer, page, sent)

    def _write(self, answer: Answer, record: Record, request: Request) -> None:
        """Write a record, of which a list of identifiers has only the header."""
        identifier = self._repository.identifier_of(record)
        if request.verb == "ListIdentifiers":
            answer.header(record, identifier)
            return
        with answer.element("record"):
            answer.header(record, identifier)
            if record.path is not None:
                prefix = request.arguments["metadataPrefix"]
                answer.metadata(dissemination(prefix, record, identifier, self._folder))


def _page(snapshot: Snapshot, request: Request) -> _Page:
    """Return the part of a list that is asked for. Raises ProtocolError."""
    resumed = request.arguments.get("resumptionToken")
    token = read_token(request.verb, resumed) if resumed else Token(0, "", request)
    _check_prefix(token.request)
    selected = selection(token.request.arguments)
    listing = snapshot.listing(selected)
    if resumed and (token.fingerprint != listing.fingerprint or not 0 < token.cursor < listing.size):
        raise bad_token()
    if not listing.size:
        raise ProtocolError(Code.NO_RECORDS, "No record is in this set and span of time.")
    return _Page(token.request, selected, listing, token.cursor)


def _check_prefix(request: Request) -> None:
    if request.arguments["metadataPrefix"] not in PREFIXES:
        raise ProtocolError(Code.NO_SUCH_FORMAT, f"The metadata prefixes here are: {', '.join(PREFIXES)}.")


def _write_token(answer: Answer, page: _Page, sent: int) -> None:
    """Write where a list goes on; at the end of one that has several pages an empty token."""
    if (page.cursor, sent) == (0, page.listing.size):
        return
    token = Token(sent, page.listing.fingerprint, page.request)
    size = {"completeListSize": str(page.listing.size), "cursor": str(page.cursor)}
    answer.leaf("resumptionToken", str(token) if sent < page.listing.size else "", size)
