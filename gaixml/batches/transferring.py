"""What ``gaixml package --format transfer`` does: one folder for all reports, made in two passes.

First each report is read, then all are numbered, then each gets its folder, then the package is closed and verified.
Until then all of it stands in a folder ``NAME.part``, from which a run that was stopped goes on.
"""

from __future__ import annotations

import contextlib
import hashlib
import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from gaixml.archive.item import Item, item_of_archive, read_item
from gaixml.archive.names import safe_name
from gaixml.archive.transfer import Described, Entry, close, describe, number, write_entry
from gaixml.archive.transfer.naming import RECORDS, REPORT_TEXT
from gaixml.archive.transfer.points import AUTHENTIC, COMPLETE, FAILED
from gaixml.batches.batch import Means, batch
from gaixml.batches.mapping import mapping
from gaixml.batches.packaging import summary_of
from gaixml.batches.work import Made
from gaixml.conversion import is_archive
from gaixml.errors import OutputError
from gaixml.files import Job
from gaixml.locations import failures
from gaixml.schema import parse_archive
from gaixml.storage import read
from gaixml.whole import alone, remove_leftovers, sync_tree, take_place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from gaixml.archive.settings import PackageSettings
    from gaixml.archive.transfer import TransferReport
    from gaixml.batches.work import Key, Outcome

_ARCHIVES: Final = "archives"
_PACKAGE: Final = "package"


@dataclass(frozen=True, slots=True)
class Describe:
    """Makes the archive XML of a report and what numbering has to know of it."""

    settings: PackageSettings
    charset: str | None = None
    originals: Path | None = None

    def __call__(self, data: bytes, job: Job) -> Made:
        """Return the archive; its details are the fields of Described."""
        item = read_item(data, job.name, charset=self.charset, originals=self.originals)
        return Made(summary_of(item), item.archive, details=describe(item, self.settings)._asdict())


@dataclass(frozen=True, slots=True)
class EntryJob(Job):
    """The folder of a report in a package: its line of the catalogue, the archive XML that was made of it before."""

    entry: Entry | None = None
    archive: Path | None = None


@dataclass(frozen=True, slots=True)
class WriteEntry:
    """Makes the folder of a report."""

    settings: PackageSettings
    originals: Path | None = None

    def __call__(self, data: bytes, job: Job) -> Made:
        """Return what fills the folder."""
        if not isinstance(job, EntryJob) or job.entry is None:
            raise TypeError("only an EntryJob says which entry to write")
        item, entry = self._item(data, job), job.entry

        def fill(folder: Path) -> None:
            write_entry(folder, item, entry, self.settings)

        return Made(summary_of(item), fill=fill)

    def _item(self, data: bytes, job: EntryJob) -> Item:
        if is_archive(data):
            return item_of_archive(data, job.name, self.originals)
        archive = read(job.archive)
        return Item(safe_name(job.name), data, archive, parse_archive(archive, job.name))


class Transfer:
    """A package in the making."""

    def __init__(self, folder: Path, settings: PackageSettings) -> None:
        """Choose its name in the output folder: that of the fonds and of the carrier, which the settings name."""
        self.settings = settings
        self.target = folder / safe_name(f"{settings.transfer['全宗号']}-{settings.transfer['脱机载体编号']}")
        self._part = folder / f"{self.target.name}.part"

    def is_finished(self) -> bool:
        """Tell whether the package is there: one that is finished is never replaced."""
        return self.target.exists()

    def count(self) -> int:
        """Return how many reports the finished package holds."""
        return sum(1 for _ in (self.target / RECORDS).glob("*/*/*"))

    @contextlib.contextmanager
    def making(self, *, resume: bool) -> Iterator[None]:
        """Throw away what an earlier run left, unless this one goes on with it; let no other run make it meanwhile.

        Raises OutputError, ``busy`` if another one does.
        """
        with failures(self._part, "write"):
            self.target.parent.mkdir(parents=True, exist_ok=True)
        with alone(self._part.with_suffix(".lock")):
            with failures(self._part, "write"):
                if not resume and self._part.exists():
                    shutil.rmtree(self._part)
                remove_leftovers(path for path in self._part.rglob("*") if path.is_dir())
            yield

    def read(self, jobs: Sequence[Job], describe_with: Describe, key: Key, means: Means) -> Iterator[Outcome]:
        """Make the archives of all reports; yield what became of each."""
        archives = self._part / _ARCHIVES
        moved = [replace(job, target=archives / job.place, place=f"{_ARCHIVES}/{job.place}") for job in jobs]
        return batch(moved, describe_with, replace(key, command=f"{key.command}: read"), self._means(means))

    def write(
        self, described: Sequence[Outcome], originals: Path | None, key: Key, means: Means
    ) -> tuple[list[Entry], Iterator[Outcome]]:
        """Give the reports that were read their numbers, in the order given.

        Return the entries and what becomes of the folder of each.
        """
        entries = list(number((_described(one.record.details) for one in described), self.settings))
        jobs = [self._job(one, entry) for one, entry in zip(described, entries, strict=True)]
        self._remove_all_but({entry.folder for entry in entries})
        return entries, batch(jobs, WriteEntry(self.settings, originals), key, self._means(means))

    def close(self, entries: Iterable[Entry], refused: Iterable[tuple[str, str]], workers: int) -> TransferReport:
        """Write the rest, verify all of it, in so many processes, and put the package in its place.

        Raises OutputError ``verification`` if a file is not what was written, or missing: it stays where it is then.
        """
        package = self._part / _PACKAGE
        with failures(self.target, "write", "; go on with --resume"), mapping(workers) as run:
            report = close(package, entries, refused, self.settings, run)
            if FAILED in {report.state_of(AUTHENTIC), report.state_of(COMPLETE)}:
                raise OutputError("verification", f"{package}: the package does not pass; see {REPORT_TEXT} in it")
            sync_tree(package)
            take_place(package, self.target)
            shutil.rmtree(self._part)
        return report

    def _means(self, means: Means) -> Means:
        return replace(means, manifest=means.manifest or self._part / "manifest.jsonl")

    def _job(self, one: Outcome, entry: Entry) -> EntryJob:
        version = hashlib.sha256(repr(entry).encode("utf-8", "surrogatepass")).hexdigest()
        return EntryJob(
            source=one.job.source,
            target=self._part / _PACKAGE / entry.folder,
            place=f"{_PACKAGE}/{entry.folder}",
            version=version,
            entry=entry,
            archive=self._part / one.record.target,
        )

    def _remove_all_but(self, folders: set[str]) -> None:
        """Remove the folders of reports that are numbered otherwise by now."""
        package = self._part / _PACKAGE
        for folder in (package / RECORDS).glob("*/*/*"):
            if folder.relative_to(package).as_posix() not in folders:
                shutil.rmtree(folder, ignore_errors=True)


def _described(details: Mapping[str, str | int]) -> Described:
    return Described(**details)  # type: ignore[arg-type] # what _asdict made
