"""The index of a folder: an SQLite file that says which records there are. No archive's metadata stay in memory.

It stands in the user's cache folder, so that the next start reads only what has changed, and remembers what was
removed (deleted records of the kind that the protocol calls transient). It may be removed when no server runs.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
import threading
import time
from collections import OrderedDict
from typing import TYPE_CHECKING, Final, NamedTuple

from gaixml.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gaixml.oai.protocol import Selection

_VERSION: Final = 1
"""Of the tables; an index of another is made anew."""
_PATIENCE: Final = 60.0
"""Seconds to wait for another server of the same folder."""
_KEPT: Final = 64
"""Lists whose size and fingerprint are kept in memory."""
_TABLES: Final = """
    CREATE TABLE files (
        path BLOB PRIMARY KEY, size INTEGER NOT NULL, mtime INTEGER NOT NULL,
        sha256 TEXT, kind TEXT, year TEXT, form TEXT, dublin_core TEXT
    ) WITHOUT ROWID;
    CREATE INDEX files_of_source ON files (sha256, path);
    CREATE TABLE records (
        sha256 TEXT PRIMARY KEY, path BLOB, datestamp INTEGER NOT NULL,
        kind TEXT NOT NULL, year TEXT NOT NULL, form TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX in_order ON records (datestamp, sha256, kind, year, form, path);
    CREATE TABLE state (generation INTEGER NOT NULL, scans INTEGER NOT NULL);
    INSERT INTO state VALUES (0, 0);
"""
_SELECTED: Final = """
    FROM records WHERE datestamp BETWEEN :since AND :until AND (
        :axis = ''
        OR :axis = 'year' AND year <> '' AND :value IN ('', year)
        OR :axis = 'form' AND form <> '' AND :value IN ('', form)
        OR :axis = 'kind' AND kind <> '' AND :value IN ('', kind)
    )
"""
_SETS: Final = """
    SELECT 'year', year FROM records WHERE year <> '' UNION SELECT 'form', form FROM records WHERE form <> ''
    UNION SELECT 'kind', kind FROM records WHERE kind <> '' ORDER BY 1, 2
"""
_RECORD: Final = """
    SELECT records.sha256, records.path, datestamp, records.kind, records.year, records.form,
        coalesce(dublin_core, '[]'), coalesce(size, 0), coalesce(mtime, 0)
    FROM records LEFT JOIN files ON files.path = records.path WHERE records.sha256 = ?
"""


class Record(NamedTuple):
    """A record of the index.

    ``path`` is relative to the folder, None if the archive was removed; ``datestamp`` in seconds since 1970; ``size``
    (bytes) and ``mtime`` (nanoseconds) are what its file had when its metadata were read.
    """

    sha256: str
    path: bytes | None
    datestamp: int
    kind: str
    year: str
    form: str
    dublin_core: tuple[tuple[str, str], ...]
    size: int
    mtime: int


class Listing(NamedTuple):
    """What tells a list apart from what it was before: how many records it has, and a hash of which."""

    size: int
    fingerprint: str


class Snapshot:
    """The index as it is at one moment, whatever changes meanwhile. ``moment`` is that in seconds since 1970."""

    def __init__(self, index: Index, connection: sqlite3.Connection, moment: int) -> None:
        """Take a connection with a transaction that has begun to read."""
        self._index = index
        self._connection = connection
        self.moment = moment
        (self._generation,) = connection.execute("SELECT generation FROM state").fetchone()

    def listing(self, selected: Selection) -> Listing:
        """Return size and fingerprint of a list."""
        kept = self._index.listings
        key = (self._generation, selected)
        if (listing := kept.get(key)) is None:
            rows = self._connection.execute(
                f"SELECT sha256, datestamp, path IS NULL {_SELECTED} ORDER BY datestamp, sha256",
                selected._asdict(),
            )
            size, hashed = 0, hashlib.sha256()
            for row in rows:
                size += 1
                hashed.update(repr(row).encode())
            listing = kept[key] = Listing(size, hashed.hexdigest()[:32])
            while len(kept) > _KEPT:
                kept.popitem(last=False)
        return listing

    def page(self, selected: Selection, cursor: int, size: int) -> Iterator[Record]:
        """Yield some records of a list, oldest first, from the one with this number."""
        rows = self._connection.execute(
            f"SELECT sha256 {_SELECTED} ORDER BY datestamp, sha256 LIMIT :size OFFSET :cursor",
            {**selected._asdict(), "size": size, "cursor": cursor},
        ).fetchall()
        for (sha256,) in rows:
            if (record := self.record(sha256)) is not None:
                yield record

    def record(self, sha256: str) -> Record | None:
        """Return the record of a source document, None if there never was one."""
        row = self._connection.execute(_RECORD, (sha256,)).fetchone()
        if row is None:
            return None
        sha256, path, datestamp, kind, year, form, dublin_core, size, mtime = row
        pairs = tuple((name, value) for name, value in json.loads(dublin_core))
        return Record(sha256, path, datestamp, kind, year, form, pairs, size, mtime)

    def sets(self) -> list[tuple[str, str]]:
        """Return the sets that have records, in order: axis and value."""
        return list(self._connection.execute(_SETS))

    def earliest(self) -> int:
        """Return the lowest datestamp; 0, the lowest that may come to be, if there is no record."""
        (earliest,) = self._connection.execute("SELECT coalesce(min(datestamp), 0) FROM records").fetchone()
        return int(earliest)


class Index:
    """The index in a file; made if it is not there, made anew if it is none of this version."""

    def __init__(self, file: Path) -> None:
        """Open it. Raises OutputError when neither an index nor a new one can be had."""
        self._file = file
        self._moment = threading.Lock()
        self.listings: OrderedDict[tuple[int, Selection], Listing] = OrderedDict()
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            if not self._is_index():
                for suffix in ("", "-wal", "-shm"):
                    file.with_name(file.name + suffix).unlink(missing_ok=True)
                with self.connect() as connection:
                    connection.execute("PRAGMA journal_mode = WAL")
                    connection.executescript(_TABLES)
                    connection.execute(f"PRAGMA user_version = {_VERSION}")
        except (OSError, sqlite3.Error) as error:
            raise OutputError("index", f"{file}: no index can be kept there: {error}; set GAIXML_CACHE") from None

    @contextlib.contextmanager
    def connect(self) -> Iterator[sqlite3.Connection]:
        """Give a connection, which begins and ends transactions only when told to."""
        connection = sqlite3.connect(self._file, timeout=_PATIENCE, isolation_level=None)
        with contextlib.closing(connection):
            connection.execute("PRAGMA temp_store = FILE")
            connection.execute("PRAGMA synchronous = NORMAL")
            yield connection

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """Give the index as it is now."""
        with self.connect() as connection:
            with self._moment:  # no change gets an earlier time than this moment and is not seen at it
                moment = int(time.time())
                connection.execute("BEGIN")
                snapshot = Snapshot(self, connection, moment)
            yield snapshot

    @contextlib.contextmanager
    def stamped(self, connection: sqlite3.Connection) -> Iterator[int]:
        """Give the time that changes get; they are committed when the block ends."""
        with self._moment:
            yield int(time.time())
            connection.execute("COMMIT")

    def _is_index(self) -> bool:
        if not self._file.exists():
            return False
        try:
            with self.connect() as connection:
                (version,) = connection.execute("PRAGMA user_version").fetchone()
                (sound,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        except sqlite3.DatabaseError:
            return False
        return (version, sound) == (_VERSION, "ok")
