"""What ``gaixml package`` does with one source, where each becomes a package of its own."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from gaixml.archive.formats import packed, unpacked
from gaixml.archive.item import read_item
from gaixml.batches.work import Made, Summary
from gaixml.whole import scratch_folder

if TYPE_CHECKING:
    from gaixml.archive.item import Item
    from gaixml.archive.settings import PackageSettings
    from gaixml.files import Job


@dataclass(frozen=True, slots=True)
class Package:
    """Makes a package of a source or of an archive: a ZIP file or, ``unpacked``, a folder.

    ``originals`` is where archives find the files they were made from.
    """

    format: str
    settings: PackageSettings
    charset: str | None = None
    originals: Path | None = None
    unpacked: bool = False

    def __call__(self, data: bytes, job: Job) -> Made:
        """Return the package and what is counted of it."""
        item = read_item(data, job.name, charset=self.charset, originals=self.originals)
        if self.unpacked:
            return Made(summary_of(item), fill=partial(unpacked, item, self.format, self.settings))
        with scratch_folder() as scratch:
            return Made(summary_of(item), packed(item, self.format, self.settings, Path(scratch)))


def summary_of(item: Item) -> Summary:
    """Return what is counted of a report."""
    said = item.description
    return Summary(said.kind, said.form, said.year, Counter(item.findings))
