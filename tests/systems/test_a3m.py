"""A report and its archive XML in Archivematica's own code: a3m, the lightweight Archivematica of the same makers.

a3m takes folder transfers (objects/, metadata/), and answers "Bags not supported yet!" to a bag. So the payload of a
bag is tried, of which Archivematica makes such a folder. docs/systems/archivematica.md says what stays untried.
"""

from __future__ import annotations

import csv
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from lxml import etree

import gaixml

EXAMPLES = Path(__file__).parents[2] / "examples"
REPORT = "example-2023.md"
TOOLS = ("7z", "atool", "tree")  # a3m calls them to list the transfer, to pack the AIP, and to unpack it for its checks
NAMESPACES = {"mets": "http://www.loc.gov/METS/", "premis": "http://www.loc.gov/premis/v3"}
DONE = b"Processing completed successfully!"


class Run(NamedTuple):
    """What a3m made of a transfer."""

    completed: bool
    said: str
    aip: Path
    """The unpacked AIP; there is none if the transfer was refused."""


def a3m_command() -> str:
    """Return the path of a3m, or skip the test."""
    named = os.environ.get("GAIXML_A3M")
    found = shutil.which(named or "a3m")
    if named:
        assert found, f"GAIXML_A3M={named} is no command"
    if found is None:
        pytest.skip("no a3m: GAIXML_A3M names no command, and a3m is not on PATH")
    if missing := [tool for tool in TOOLS if shutil.which(tool) is None]:
        pytest.skip(f"a3m needs {', '.join(missing)}")
    return found


def run_a3m(transfer: Path, scratch: Path) -> Run:
    """Hand a transfer folder to a3m and unpack the AIP it makes."""
    home = scratch / "home"
    home.mkdir(parents=True)
    command = [a3m_command(), "--no-input", "--name", "report", "-p", "normalize=no", transfer.as_uri()]
    done = subprocess.run(  # noqa: S603
        command, env=os.environ | {"HOME": str(home), "COLUMNS": "400"}, capture_output=True, timeout=300, check=False
    )
    said = (done.stdout + done.stderr).decode("utf-8", "replace")
    made = list(home.rglob("share/completed/*.7z"))
    assert len(made) == (done.returncode == 0), said[-3000:]
    for package in made:
        unpack = ["7z", "x", "-y", "-bso0", f"-o{scratch / 'aip'}", str(package)]
        subprocess.run(unpack, check=True, timeout=60)  # noqa: S603
    (aip,) = (scratch / "aip").iterdir() if made else (scratch / "none",)
    return Run(done.returncode == 0 and DONE in done.stdout + done.stderr, said, aip)


def transfer_in(folder: Path, name: str) -> dict[str, bytes]:
    """Fill a folder with a transfer of a report called ``name`` and its archive XML, and return both by file name."""
    source = (EXAMPLES / REPORT).read_bytes()
    objects = {name: source, f"{Path(name).stem}.xml": gaixml.convert(source, name)}
    outline = gaixml.outline(source, name)
    for part in ("objects", "metadata"):
        (folder / part).mkdir(parents=True)
    for file, data in objects.items():
        (folder / "objects" / file).write_bytes(data)
    with (folder / "metadata" / "metadata.csv").open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["filename", "dc.title", "dc.creator", "dc.date", "official_form"])
        for path in ("objects", *(f"objects/{file}" for file in objects)):
            rows.writerow([path, outline["title"], outline["agency"], outline["year"], outline["form"]])
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  ../objects/{file}\n" for file, data in objects.items())
    (folder / "metadata" / "checksum.sha256").write_text(sums, "utf-8")
    return objects


@pytest.fixture(scope="module")
def objects(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], Run]:
    scratch = tmp_path_factory.mktemp("a3m")
    files = transfer_in(scratch / "transfer", REPORT)
    run = run_a3m(scratch / "transfer", scratch)
    assert run.completed, run.said[-3000:]
    return files, run


def mets_of(run: Run) -> etree._ElementTree:
    (mets,) = (run.aip / "data").glob("METS.*.xml")
    return etree.parse(mets)


def described(run: Run) -> dict[str, list[dict[str, str]]]:
    """Return what the METS says of each folder and file: label → its descriptions, element → text."""
    mets = mets_of(run)
    sections = {section.get("ID"): section for section in mets.iterfind(".//mets:dmdSec", NAMESPACES)}
    said: dict[str, list[dict[str, str]]] = {}
    for div in mets.iterfind(".//mets:structMap//mets:div[@DMDID]", NAMESPACES):
        for number in str(div.get("DMDID")).split():
            texts = {etree.QName(node).localname: node.text or "" for node in sections[number].iter() if len(node) == 0}
            said.setdefault(str(div.get("LABEL")), []).append(texts)
    return said


def test_the_aip_holds_both_files_byte_for_byte(objects: tuple[dict[str, bytes], Run]) -> None:
    files, run = objects
    kept = {path.name: path.read_bytes() for path in (run.aip / "data" / "objects").iterdir() if path.is_file()}
    assert kept == files


def test_the_manifest_of_the_aip_says_the_same_checksums(objects: tuple[dict[str, bytes], Run]) -> None:
    files, run = objects
    lines = (run.aip / "manifest-sha256.txt").read_text("utf-8").splitlines()
    sums = {path: digest for digest, path in (line.split(maxsplit=1) for line in lines)}
    for name, data in files.items():
        assert sums[f"data/objects/{name}"] == hashlib.sha256(data).hexdigest()


def test_every_row_of_metadata_csv_describes_what_it_names(objects: tuple[dict[str, bytes], Run]) -> None:
    files, run = objects
    said = described(run)
    outline = gaixml.outline(files[REPORT], REPORT)
    dublin_core = {"title": outline["title"], "creator": outline["agency"], "date": str(outline["year"])}
    for label in ("objects", *files):
        assert dublin_core in said[label]
        assert {"official_form": outline["form"]} in said[label]


def test_the_archive_xml_is_recognised_as_xml(objects: tuple[dict[str, bytes], Run]) -> None:
    _, run = objects
    formats = {
        thing.findtext("premis:originalName", "", NAMESPACES): thing.findtext(".//premis:formatName", "", NAMESPACES)
        for thing in mets_of(run).iterfind(".//premis:object", NAMESPACES)
    }
    assert formats["%transferDirectory%objects/example-2023.xml"] == "XML"


def test_a_wrong_checksum_is_refused(tmp_path: Path) -> None:
    transfer_in(tmp_path / "transfer", REPORT)
    sums = tmp_path / "transfer" / "metadata" / "checksum.sha256"
    digest = hashlib.sha256((EXAMPLES / REPORT).read_bytes()).hexdigest()
    assert digest in sums.read_text("utf-8")
    sums.write_text(sums.read_text("utf-8").replace(digest, "0" * 64), "utf-8")
    run = run_a3m(tmp_path / "transfer", tmp_path)
    assert not run.completed
    assert f"../objects/{REPORT}: FAILED" in run.said


def test_a_chinese_file_name_is_spelt_anew_and_kept_beside(tmp_path: Path) -> None:
    files = transfer_in(tmp_path / "transfer", "年度报告.md")
    run = run_a3m(tmp_path / "transfer", tmp_path)
    assert run.completed, run.said[-3000:]
    kept = {path.name: path.read_bytes() for path in (run.aip / "data" / "objects").iterdir() if path.is_file()}
    assert all(name.isascii() for name in kept)
    assert sorted(kept.values()) == sorted(files.values())
    originals = {str(name.text) for name in mets_of(run).iterfind(".//premis:originalName", NAMESPACES)}
    assert {f"%transferDirectory%objects/{name}" for name in files} <= originals
    assert set(kept) <= set(described(run))  # the rows of metadata.csv, which say the Chinese names, still match


def test_the_payload_of_a_bag_is_a_transfer_with_a_description_for_every_object(tmp_path: Path) -> None:
    made = [sys.executable, "-m", "gaixml", "package", str(EXAMPLES / REPORT), "-o", str(tmp_path), "--unpacked"]
    done = subprocess.run([*made, "--format", "bagit"], check=False, capture_output=True, timeout=120)  # noqa: S603
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    (payload,) = tmp_path.rglob("data")
    table = payload / "metadata" / "metadata.csv"
    rows = list(csv.DictReader(table.read_text("utf-8").splitlines()))
    # Archivematica looks a file up by where it stood first: below data/ in a bag, and here in a folder without it.
    table.write_text(table.read_text("utf-8").replace("\ndata/objects/", "\nobjects/"), "utf-8")
    run = run_a3m(payload, tmp_path / "a3m")
    assert run.completed, run.said[-3000:]
    said = described(run)
    for row in rows:
        assert row["dc.title"] in [texts.get("title") for texts in said[Path(row["filename"]).name]]
    objects = {path.relative_to(payload): path.read_bytes() for path in (payload / "objects").rglob("*.*")}
    assert {f"data/{path}" for path in map(Path.as_posix, objects)} == {row["filename"] for row in rows[1:]}
    for path, data in objects.items():
        assert (run.aip / "data" / path).read_bytes() == data
