"""Numbers the reports of a package: 顺序号, 室编件号, 档号, 电子文件号 (DA/T 22-2015 5.4, DA/T 46-2009 5.3 and 5.4)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from gaixml.archive.names import safe_name
from gaixml.archive.transfer.keys import terms_of
from gaixml.archive.transfer.markup import plain
from gaixml.archive.transfer.naming import METADATA, RECORDS, UNKNOWN_DATE
from gaixml.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gaixml.archive.item import Item
    from gaixml.archive.settings import PackageSettings

_DIGEST_LENGTH: Final = 32
"""Hexadecimal digits of a SHA-256 in a 电子文件号: 128 bits."""


class Described(NamedTuple):
    """What numbering and the catalogue have to know of a report: all of it text of a few hundred characters.

    ``year`` is the year reported on, ``signed`` an ISO date; "" where the report does not say. ``size`` in bytes.
    """

    name: str
    archive_name: str
    title: str
    agency: str
    year: str
    signed: str
    sha256: str
    size: int


class Entry(NamedTuple):
    """A line of the catalogue, and where its files are.

    ``order`` 顺序号, ``number`` 室编件号, ``year`` 年度, ``reference`` 档号, ``identifier`` 电子文件号, ``folder`` the
    folder of the report in the package with ``/`` between its parts, ``eep`` the name of the encapsulation package,
    ``date`` YYYYMMDD or 不详, ``agency`` 责任者, ``unit`` 立档单位名称, ``note`` 备注.
    """

    order: int
    number: int
    year: str
    reference: str
    identifier: str
    folder: str
    original: str
    archive: str
    eep: str
    title: str
    agency: str
    unit: str
    date: str
    note: str
    sha256: str
    size: int


def describe(item: Item, settings: PackageSettings) -> Described:
    """Return what has to be known of a report to number it.

    Raises InputError ``no-unit`` where neither the report nor the settings name the 立档单位.
    """
    own = item.description
    if not plain(own.agency) and not settings.transfer.get("立档单位名称"):
        raise InputError(
            "no-unit", f"{item.name}: it names no agency; say in the settings file whose it is: transfer.立档单位名称"
        )
    title, agency = plain(own.title), plain(own.agency)
    return Described(item.name, item.archive_name, title, agency, own.year, own.signed, item.sha256, len(item.original))


def number(descriptions: Iterable[Described], settings: PackageSettings) -> Iterator[Entry]:
    """Yield an entry for each report, in the order given; items are numbered within the year and retention period."""
    terms = terms_of(settings)
    items: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    first, first_item = int(terms["起始顺序号"]), int(terms["起始件号"])
    for order, described in enumerate(descriptions, first):
        year, notes = _year(described, terms, str(settings.moment.year))
        identifier = f"{terms['全宗号']}-{described.sha256[:_DIGEST_LENGTH]}"
        seen[identifier] += 1
        if seen[identifier] > 1:  # the same file once more
            identifier += f"-{seen[identifier]}"
        yield _entry(described, terms, (order, first_item + items[year], year, identifier), notes)
        items[year] += 1


def _year(described: Described, terms: Mapping[str, str], now: str) -> tuple[str, list[str]]:
    """Return the year to file under, with what is to be noted about it (DA/T 22-2015 5.2)."""
    stated = (described.signed[:4], described.year)
    year = next(filter(None, stated[:1] if terms["年度依据"] == "成文日期" else stated[::-1]), "")
    if year:
        return year.zfill(4), []
    year = terms.get("归档年度") or now
    return year, [f"未能自动识别形成年度，以归档年度{year}著录"]


def _entry(
    described: Described, terms: Mapping[str, str], numbers: tuple[int, int, str, str], notes: list[str]
) -> Entry:
    order, item, year, identifier = numbers
    printed = str(item).zfill(int(terms["件号位数"]))
    reference = terms["档号格式"].format_map({**terms, "年度": year, "件号": printed})
    folder = safe_name(reference)
    title, agency, more = _supplied(described, terms)
    eep = f"{folder}.eep"
    return Entry(
        order=order,
        number=item,
        year=year,
        reference=reference,
        identifier=identifier,
        folder=f"{RECORDS}/{year}/{safe_name(terms['类别号'])}/{folder}",
        original=_free(described.name, eep),
        archive=_free(described.archive_name, eep),
        eep=eep,
        title=title,
        agency=agency,
        unit=terms.get("立档单位名称") or described.agency,
        date=described.signed.replace("-", "") or UNKNOWN_DATE,
        note="；".join((*notes, *more)),
        sha256=described.sha256,
        size=described.size,
    )


def _supplied(described: Described, terms: Mapping[str, str]) -> tuple[str, str, list[str]]:
    """Return title and author, in brackets where the archive supplies them (DA/T 18), with what is to be noted."""
    title, agency, notes = described.title, described.agency, []
    if not title:
        title = f"[{described.name.rpartition('.')[0] or described.name}]"
        notes.append("未能自动识别题名，以文件名自拟")
    if not agency:
        agency = f"[{terms.get('责任者', UNKNOWN_DATE)}]"
        notes.append("未能自动识别责任者" + ("，由移交单位补充" if "责任者" in terms else ""))
    if not described.signed:
        notes.append("未能自动识别成文日期")
    return title, agency, notes


def _free(name: str, eep: str) -> str:
    """Return a name that is none of those which the package gives itself."""
    return f"_{name}" if name.casefold() in {METADATA.casefold(), eep.casefold()} else name
