"""Brings the index of a folder up to date: reads the files that are new or have changed, by size and time."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from gaixml.errors import OutputError
from gaixml.oai.head import read_head

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from gaixml.oai.head import Head
    from gaixml.oai.index import Index

_PAUSE: Final = 2.0
"""Seconds between two looks at the folder, at least; and so many times as long as a look takes:"""
_SHARE: Final = 20
_BATCH: Final = 500
_PREPARE: Final = """
    DROP TABLE IF EXISTS temp.seen; DROP TABLE IF EXISTS temp.differs; DROP TABLE IF EXISTS temp.touched;
    CREATE TEMP TABLE seen (path BLOB PRIMARY KEY, size INTEGER, mtime INTEGER) WITHOUT ROWID;
    CREATE TEMP TABLE differs (path BLOB PRIMARY KEY, size INTEGER, mtime INTEGER) WITHOUT ROWID;
    CREATE TEMP TABLE touched (sha256 TEXT PRIMARY KEY) WITHOUT ROWID;
"""
_COMPARE: Final = """
    INSERT INTO differs SELECT seen.path, seen.size, seen.mtime FROM seen LEFT JOIN files USING (path)
    WHERE files.path IS NULL OR (files.size, files.mtime) <> (seen.size, seen.mtime)
"""
_TOUCH: Final = "INSERT OR IGNORE INTO touched SELECT sha256 FROM files WHERE sha256 IS NOT NULL AND path "
_GONE: Final = "NOT IN (SELECT path FROM seen)"
_PUT: Final = "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
# Of several archives of one source the one whose path comes first is the record's.
_SETTLE: Final = """
    INSERT INTO records SELECT sha256, path, coalesce(:stamp, min(:now, max(0, mtime / 1000000000))), kind, year, form
    FROM touched JOIN files AS one USING (sha256)
    WHERE NOT EXISTS (SELECT 1 FROM files AS other WHERE other.sha256 = one.sha256 AND other.path < one.path)
    ON CONFLICT (sha256) DO UPDATE SET path = excluded.path, datestamp = excluded.datestamp, kind = excluded.kind,
        year = excluded.year, form = excluded.form
"""
_DELETE: Final = """
    UPDATE records SET path = NULL, datestamp = :stamp
    WHERE sha256 IN (SELECT sha256 FROM touched) AND sha256 NOT IN (SELECT sha256 FROM files WHERE sha256 IS NOT NULL)
"""


class Found(NamedTuple):
    """A file as the folder has it: path relative to the folder, bytes, nanoseconds since 1970."""

    path: bytes
    size: int
    mtime: int


class Folder:
    """A folder of archives with its index. Files with the suffix .xml count; what is hidden does not."""

    def __init__(self, path: Path, index: Index) -> None:
        """Take a folder; refresh reads it."""
        self.path = path
        self.index = index
        self._busy = threading.Lock()
        self._next = 0.0

    def refresh(self, *, at_once: bool = False) -> None:
        """Bring the index up to date if that was not done of late; ``at_once`` do it in any case.

        While another thread does it, the index is used as it is, unless ``at_once``. Raises OutputError for a folder
        that cannot be read: the index stays as it was.
        """
        if not at_once and time.monotonic() < self._next:
            return
        if not self._busy.acquire(blocking=at_once):
            return
        try:
            began = time.monotonic()
            try:
                self._scan()
            finally:
                ended = time.monotonic()
                self._next = ended + max(_PAUSE, _SHARE * (ended - began))
        finally:
            self._busy.release()

    def reject(self, path: bytes) -> None:
        """Take a file out of the index until it changes: what stands behind its metadata is no archive."""
        with self._busy, self.index.connect() as connection:
            connection.executescript(_PREPARE)
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(f"{_TOUCH} = ?", (path,))
            connection.execute("UPDATE files SET sha256 = NULL WHERE path = ?", (path,))
            self._settle(connection)

    def _scan(self) -> None:
        with self.index.connect() as connection:
            connection.executescript(_PREPARE)
            connection.execute("BEGIN IMMEDIATE")
            try:
                connection.executemany("INSERT INTO seen VALUES (?, ?, ?)", find(self.path))
            except OSError as error:
                name = os.fsdecode(error.filename or self.path)
                raise OutputError("read", f"{name}: {error.strerror}; the index stays as it was") from None
            connection.execute(_COMPARE)
            connection.execute(f"{_TOUCH} {_GONE}")
            connection.execute(f"DELETE FROM files WHERE path {_GONE}")  # noqa: S608 - a constant
            self._read_all(connection)
            self._settle(connection)

    def _read_all(self, connection: sqlite3.Connection) -> None:
        """Enter the files that differ from the index; one that cannot be read is tried again the next time."""
        last = b""
        while rows := connection.execute(
            "SELECT path, size, mtime FROM differs WHERE path > ? ORDER BY path LIMIT ?", (last, _BATCH)
        ).fetchall():
            last = rows[-1][0]
            for one in map(Found._make, rows):
                with contextlib.suppress(OSError):
                    self._enter(connection, one)

    def _enter(self, connection: sqlite3.Connection, one: Found) -> None:
        with Path(os.fsdecode(os.path.join(os.fsencode(self.path), one.path))).open("rb") as file:  # noqa: PTH118 - bytes
            head: Head | None = read_head(file)
        connection.execute(f"{_TOUCH} = ?", (one.path,))
        connection.execute(_PUT, (*one, *(head or (None,) * 5)))
        if head:
            connection.execute("INSERT OR IGNORE INTO touched VALUES (?)", (head.sha256,))

    def _settle(self, connection: sqlite3.Connection) -> None:
        """Make the records what the files say, and commit.

        A record's datestamp is its file's time when the folder is indexed first. What comes later gets the time at
        which it came into the index: a file may have been moved here, or synchronised, with an older time, and
        harvesters that ask for what is new would never see it.
        """
        (scans,) = connection.execute("SELECT scans FROM state").fetchone()
        (touched,) = connection.execute("SELECT count(*) FROM touched").fetchone()
        with self.index.stamped(connection) as now:
            if touched:
                connection.execute(_SETTLE, {"stamp": now if scans else None, "now": now})
                connection.execute(_DELETE, {"stamp": now})
                connection.execute("UPDATE state SET generation = generation + 1")
            if not scans:
                connection.execute("UPDATE state SET scans = 1")


def find(folder: Path) -> Iterator[Found]:
    """Yield the files of a folder and its subfolders. Raises OSError for a folder that cannot be read."""
    root = os.fsencode(folder)
    waiting = [b""]
    while waiting:
        below = waiting.pop()
        with os.scandir(os.path.join(root, below) if below else root) as entries:  # noqa: PTH118 - bytes: some are no text
            for entry in entries:
                if entry.name.startswith(b"."):
                    continue
                path = os.path.join(below, entry.name)  # noqa: PTH118
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(path)
                elif entry.name.lower().endswith(b".xml"):
                    with contextlib.suppress(FileNotFoundError):  # removed meanwhile, or a link to nothing
                        status = entry.stat()
                        if entry.is_file():
                            yield Found(path, status.st_size, status.st_mtime_ns)
