"""Makes bags for tests, and runs the validators of others as programs."""

from __future__ import annotations

import datetime as dt
import io
import shutil
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from gaixml.archive.formats import BAGIT, packed
from gaixml.archive.item import Item, read_item
from gaixml.archive.settings import PackageSettings
from gaixml.grammars import resource

if TYPE_CHECKING:
    from gaixml.fact_rows import Fact

pytest.importorskip("bagit", reason="the library bagit (the extra “bagit”) is not installed")

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "examples" / "example-2023.md"
EXAMPLES = sorted((ROOT / "examples").iterdir())
MOMENT = dt.datetime(2024, 1, 31, 12, 30, tzinfo=dt.UTC)
SETTINGS = PackageSettings(MOMENT)
SAID = PackageSettings(MOMENT, {"name": "某某市档案馆", "code": "121100000000000000"})
SCHEMAS = Path(str(resource("schemas")))
PROFILE = SCHEMAS / "bagit-profile-1.0.json"


class Run(NamedTuple):
    """What a program ended with."""

    code: int
    output: str


def item_of(path: Path) -> Item:
    return read_item(path.read_bytes(), str(path))


def unzipped(data: bytes, folder: Path) -> Path:
    """Unpack a package of one bag and return the bag's folder."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        file.extractall(folder)
    (bag,) = folder.iterdir()
    return bag


def bag_of(item: Item, folder: Path, settings: PackageSettings = SETTINGS) -> Path:
    """Package a report, unpack the ZIP file and return the bag's folder."""
    scratch = folder / "scratch"
    scratch.mkdir(parents=True)
    return unzipped(packed(item, BAGIT, settings, scratch), folder / "unzipped")


def payload_of(bag: Path) -> dict[str, bytes]:
    return {path.relative_to(bag).as_posix(): path.read_bytes() for path in (bag / "data").rglob("*") if path.is_file()}


def info_of(bag: Path) -> dict[str, str]:
    lines = (bag / "bag-info.txt").read_text("utf-8").splitlines()
    return dict(line.split(": ", 1) for line in lines)


def read_table(bag: Path) -> list[dict[str, Any]]:
    """Return the rows of facts.csv as the package csvw reads them by their description."""
    csvw: Any = pytest.importorskip("csvw", reason="the package csvw is not installed")
    table = csvw.CSVW(str(bag / "data" / "objects" / "facts.csv-metadata.json"), validate=True)
    assert table.is_valid, [str(one.message) for one in table.warnings]
    return [dict(row) for row in table.tablegroup.tabledict["facts.csv"]]


def table_row(file: str, fact: Fact) -> dict[str, Any]:
    """Return what a fact has to be in facts.csv, read by its description."""
    where: dict[str, Any] = {"part": None, "path": None, "page": None, "bbox": [], "read": None, **fact["where"]}
    lists = {name: fact.get(name, []) for name in ("rule", "identities")}
    readings = [_decimal(reading) for reading in fact.get("candidates", [])]
    row = {"file": file, **fact, "value": _decimal(fact["value"]), **lists, "candidates": readings, **where}
    return {name: row[name] for name in row if name != "where"}


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def validate_bag(bag: Path) -> Run:
    """Run ``bagit.py --validate``."""
    return _run(sys.executable, "-m", "bagit", "--validate", str(bag))


def validate_table(bag: Path) -> Run:
    """Run ``csvwvalidate`` on the description of facts.csv."""
    program = shutil.which("csvwvalidate", path=str(Path(sys.executable).parent)) or shutil.which("csvwvalidate")
    if not program:
        pytest.skip("csvwvalidate (the package csvw) is not installed")
    return _run(program, "--verbose", str(bag / "data" / "objects" / "facts.csv-metadata.json"))


def _run(*command: str) -> Run:
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - a validator, on our own files
    return Run(done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace"))
