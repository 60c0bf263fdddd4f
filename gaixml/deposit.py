"""Deposits packages in a store and makes sure that what stands there is what was sent.

A package is a file (``x.zip``) or a folder (an unpacked package); it keeps its name below the target. What the store
holds is read back and compared by SHA-256 before a receipt is given. A file, and a folder where folders can be moved,
is whole or absent. In an object store a folder is only the files with its name before theirs: it is whole when its
receipt, ``x.receipt.json``, stands beside it, which is written last.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gaixml.errors import InputError, OutputError
from gaixml.json_lines import json_lines
from gaixml.locations import FILE, FOLDER, failures, kind_of, locate, names_below, url_of
from gaixml.storage import write_whole
from gaixml.uploads import digest, has_atomic_puts, move, put, remove, send, staged, verify

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gaixml.errors import GaixmlError
    from gaixml.locations import Location

_ITSELF: Final = ""
"""The name, relative to the package, of the only file of a package that is a file."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a store holds. ``package`` and ``url`` say from where and where; ``size`` is in bytes, of all its files.

    ``sha256`` is that of the file, in hex; of a folder that of its manifest: the lines ``<sha256>  <name>`` of its
    files as sha256sum prints them, by name, each with its line end. ``verified``: all was read back and compared.
    ``sent`` counts the files that were sent; none if all stood there already.
    """

    package: str
    url: str
    size: int
    sha256: str
    files: int
    verified: bool
    sent: int

    def as_row(self) -> dict[str, str | int]:
        """Return what is printed as JSON: what holds whoever sent it."""
        return {key: value for key, value in asdict(self).items() if key != "sent"}


@dataclass(frozen=True, slots=True)
class _Package:
    """A package on this machine: its files by their names in it, and the SHA-256 of each."""

    path: Path
    name: str
    files: Mapping[str, Path]
    digests: Mapping[str, str]

    @property
    def is_folder(self) -> bool:
        return _ITSELF not in self.files

    @property
    def sha256(self) -> str:
        if not self.is_folder:
            return self.digests[_ITSELF]
        manifest = "".join(f"{self.digests[name]}  {name}\n" for name in sorted(self.digests))
        return hashlib.sha256(manifest.encode("utf-8", "surrogateescape")).hexdigest()

    def receipt(self, place: Location, sent: int) -> Receipt:
        size = sum(file.stat().st_size for file in self.files.values())
        return Receipt(str(self.path), url_of(place), size, self.sha256, len(self.files), verified=True, sent=sent)


def deposit(package: Path, target: str | Location, *, replace: bool = False) -> Receipt:
    """Send a package to a store, below ``target`` (a URL or a folder), and return the receipt of what stands there.

    If it stands there already nothing is sent. Raises OutputError: ``exists`` if something else has its name and is not
    to be replaced, ``checksum`` if something else arrived, ``read`` and ``write``; InputError for what is no package.
    """
    found = _package(package)
    place = (locate(target) if isinstance(target, str) else target) / found.name
    _refuse_inside(found, place)
    _refuse_itself(package, place)
    present = _present(place)
    wrong = {name for name, location in present.items() if _differs(found, name, location)}
    missing = found.files.keys() - present.keys()
    receipt = None
    if found.is_folder and has_atomic_puts(place):
        receipt = place.parent / f"{found.name}.receipt.json"
    if not wrong and not missing:
        sent = 0
    elif not present or replace or (receipt and not wrong and not kind_of(receipt)):  # the last: was interrupted
        sent = _send(found, place, present, wrong, receipt)
    else:
        raise OutputError("exists", f"{url_of(place)}: something else has this name there; --replace replaces it")
    result = found.receipt(place, sent)
    if receipt and (sent or not kind_of(receipt)):
        row = {**result.as_row(), "package": found.name}  # where it stood on this machine is nobody's business there
        write_whole(receipt, json_lines([row]))
    return result


def _refuse_itself(package: Path, place: Location) -> None:
    """Raise InputError if a package stands where it is to be sent, or a link to it: that is no second copy."""
    if isinstance(place, Path) and place.exists() and place.samefile(package):
        raise InputError(
            "same-file", f"{package}: it is the very thing that stands in {place.parent}; name another store"
        )


def deposit_all(
    packages: Iterable[Path], target: Location, *, replace: bool = False
) -> Iterator[Receipt | GaixmlError]:
    """Deposit many packages and yield the receipt of each, or what went wrong with it: one never stops the rest."""
    names: dict[str, Path] = {}
    for package in packages:
        first = names.setdefault(_name(package), package)
        if first is not package:
            yield InputError("same-name", f"{package}: {first} has the same name; deposit it somewhere else")
            continue
        try:
            yield deposit(package, target, replace=replace)
        except (InputError, OutputError) as error:
            yield error


def _name(package: Path) -> str:
    """Return the name that a package has in a store; that of ``.`` is its folder's."""
    return os.path.basename(os.path.abspath(package))  # noqa: PTH100, PTH119 - links keep their names


def _package(path: Path) -> _Package:
    """Return a package with the checksums of its files. Raises InputError for what is none."""
    kind = kind_of(path)
    if not kind or not _name(path):
        raise InputError("no-input", f"{path}: there is no such package")
    files = {_ITSELF: path} if kind == FILE else {name: path / name for name in names_below(path)}
    if not files:
        raise InputError("empty", f"{path}: a folder without a file is no package")
    for name, file in files.items():
        if not file.is_file() or (name and file.is_symlink()):
            raise InputError("no-file", f"{file}: neither a file nor a folder; a package holds nothing else")
    return _Package(path, _name(path), files, {name: digest(file) for name, file in files.items()})


def _refuse_inside(package: _Package, place: Location) -> None:
    """Raise OutputError if a folder would be copied into itself."""
    if isinstance(place, Path):
        with failures(place, "write"):
            inside = package.path.resolve() in place.resolve().parents
        if inside:
            raise OutputError("inside", f"{place}: a package cannot be deposited inside itself")


def _present(place: Location) -> dict[str, Location]:
    """Return the files that stand at a place, by their names in a package."""
    kind = kind_of(place)
    if kind != FOLDER:
        return {_ITSELF: place} if kind else {}
    return {name: place / name for name in names_below(place)}


def _differs(package: _Package, name: str, location: Location) -> bool:
    return name not in package.digests or digest(location) != package.digests[name]


def _send(
    package: _Package, place: Location, present: Mapping[str, Location], wrong: set[str], receipt: Location | None
) -> int:
    """Send what is missing or wrong, and return how many files that were."""
    if not package.is_folder and kind_of(place) != FOLDER:
        send(package.files[_ITSELF], place, package.digests[_ITSELF])
        return 1
    if has_atomic_puts(place):
        return _send_in_place(package, place, present, wrong, receipt)
    with failures(place, "write", "; nothing was deposited"), staged(place) as stage:
        for name, file in package.files.items():
            spot = stage / name if name else stage
            put(file, spot, package.digests[name])
            verify(spot, package.digests[name])
        move(stage, place)
    return len(package.files)


def _send_in_place(
    package: _Package, place: Location, present: Mapping[str, Location], wrong: set[str], receipt: Location | None
) -> int:
    """Send the files of a folder to an object store, where no folder can be moved: all of this time's, or none."""
    if receipt:
        remove(receipt)
    for location in [present[name] for name in wrong] if package.is_folder else [place]:
        remove(location)
    sent: list[Location] = []
    try:
        for name, file in package.files.items():
            if name not in present or name in wrong:
                location = place / name if name else place
                send(file, location, package.digests[name])
                sent.append(location)
    except BaseException:
        all(remove(location) for location in sent)  # until one cannot be removed: a server that is down stays so
        raise
    return len(sent)
