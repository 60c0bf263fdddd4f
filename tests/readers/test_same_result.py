"""One report, printed in every format, is one report: the same sections, the same figures; each figure where it says.

What may differ between the archives are places and what is known of the source.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from docx_writer import to_docx
from html_writer import to_html
from lxml import etree
from ofd_writer import to_ofd
from pdf_writer import to_pdf
from places import printed_at
from printing import FORMS, Case, make_report
from printing_blocks import blocks
from text_writers import to_md, to_txt
from xlsx_writer import to_xlsx

import gaixml
from gaixml.xml_text import NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from printed_blocks import PrintedBlock

WRITERS: dict[str, Callable[[list[PrintedBlock]], bytes]] = {
    "txt": to_txt,
    "md": to_md,
    "html": to_html,
    "docx": to_docx,
    "pdf": to_pdf,
    "ofd": to_ofd,
    "xlsx": to_xlsx,
}
NEEDS = {"pdf": "pypdfium2", "xlsx": "python_calamine"}
KINDS = (("balanced", "plain"), ("broken", "styled"))
PLACE = ("start", "end", "part", "path", "page", "bbox", "read")
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
FILTERS = {
    "docx": "docx:MS Word 2007 XML",
    "pdf": "pdf:writer_pdf_Export",
    "html": "html:HTML (StarWriter)",
    "doc": "doc:MS Word 97",
}


def said(data: bytes, name: str) -> tuple[Any, list[dict[str, Any]]]:
    """Return the sections and the facts of a document, without places."""
    archive = gaixml.convert(data, name)
    outline = gaixml.outline(archive)
    facts = [{key: value for key, value in fact.items() if key != "where"} for fact in gaixml.facts(archive)]
    return outline["sections"], facts


def report(form: str, seed: int) -> list[PrintedBlock]:
    mode, cells = KINDS[seed]
    return blocks(make_report(Case(form, "tab", "none", mode, cells, seed))[0])


@pytest.mark.parametrize("seed", range(len(KINDS)))
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("suffix", [suffix for suffix in WRITERS if suffix != "txt"])
def test_every_format_gives_the_same_sections_and_facts(form: str, seed: int, suffix: str) -> None:
    pytest.importorskip(NEEDS.get(suffix, "lxml"))
    printed = report(form, seed)
    sections, facts = said(to_txt(printed), "report.txt")
    assert facts
    found_sections, found_facts = said(WRITERS[suffix](printed), f"report.{suffix}")
    assert found_sections == sections
    assert found_facts == facts


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("suffix", ["docx", "xlsx", "pdf", "ofd"])
def test_archives_differ_in_places_and_source_alone(form: str, suffix: str) -> None:
    """Of page formats the blanks that indent a cell are not known: there, text is compared without blanks."""
    pytest.importorskip(NEEDS.get(suffix, "lxml"))
    printed = report(form, 0)
    loose = suffix in {"pdf", "ofd"}
    page = bare_archive(to_html(printed), "report.html", loose=loose)
    assert bare_archive(WRITERS[suffix](printed), f"report.{suffix}", loose=loose) == page


def bare_archive(data: bytes, name: str, *, loose: bool) -> str:
    """Return an archive without places, what is known of the source, and findings."""
    root = etree.fromstring(gaixml.convert(data, name))
    for element in root.iter():
        for attribute in PLACE:
            element.attrib.pop(attribute, None)
    for path in ("g:metadata/g:source", "g:metadata/g:property", "g:omissions", "g:findings"):
        for element in root.iterfind(path, {"g": NAMESPACE}):
            parent = element.getparent()
            assert parent is not None
            parent.remove(element)
    text = etree.tostring(root, encoding="unicode")
    return "".join(text.split()) if loose else text


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("suffix", [suffix for suffix in WRITERS if suffix not in {"txt", "md"}])
def test_a_value_is_printed_where_it_says(form: str, suffix: str) -> None:
    pytest.importorskip(NEEDS.get(suffix, "lxml"))
    data = WRITERS[suffix](report(form, 1))
    facts = gaixml.facts(data, f"report.{suffix}")
    assert facts
    for fact in facts:
        assert printed_at(data, suffix, fact["where"]) == "".join(fact["printed"].split()), json.dumps(fact)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes, str], bytes]:
    """Return what lets LibreOffice print an HTML page in another format."""
    if OFFICE is None:
        assert os.environ.get("CI") != "true", "CI prints with LibreOffice"
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("office")

    def convert(page: bytes, suffix: str) -> bytes:
        source: Path = folder / "report.html"
        source.write_bytes(page)
        command = [OFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--writer"]
        command += ["--convert-to", FILTERS[suffix], "--outdir", str(folder / "out"), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603 - on a file of our own
        return (folder / "out" / f"report.{suffix}").read_bytes()

    return convert


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("suffix", FILTERS)
def test_what_libreoffice_prints_gives_the_same(form: str, suffix: str, office: Callable[[bytes, str], bytes]) -> None:
    pytest.importorskip(NEEDS.get(suffix, "lxml"))
    printed = report(form, 0)
    sections, facts = said(to_txt(printed), "report.txt")
    found_sections, found_facts = said(office(to_html(printed), suffix), f"report.{suffix}")
    assert found_sections == sections
    assert found_facts == facts
