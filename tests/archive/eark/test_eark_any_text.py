"""Whatever a report, its steps and the settings say, METS, PREMIS and Dublin Core are well-formed and say it."""

from __future__ import annotations

import re
import tempfile
from dataclasses import replace
from pathlib import Path

from eark_pieces import MOMENT, NS, SILENT, package
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from gaixml.archive.item import Description, Item
from gaixml.archive.names import safe_name
from gaixml.archive.settings import PackageSettings

TEXTS = st.text(st.characters(exclude_categories=()), min_size=1, max_size=40)
"""Control characters, lone surrogates, characters that are none."""
WITHIN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
HUGE = "标题" * 600_000


def saying(title: str, agency: str, name: str, note: str) -> Item:
    """Return a report that says this."""
    item = replace(SILENT, name=safe_name(name))
    item.__dict__["steps"] = tuple(step._replace(detail=note, note=note) for step in SILENT.steps)
    item.__dict__["description"] = Description(title, "other", agency, "", "", "", "")
    return item


@given(TEXTS, TEXTS, TEXTS, TEXTS, TEXTS)
@example("\x00\ud800\ufffe", "]]>", "<&>", "\r\n\t", "&#0;")
@example(HUGE, HUGE, "长" * 1000, HUGE, "机" * 10_000)
def test_any_text_gives_well_formed_metadata(title: str, agency: str, name: str, note: str, organization: str) -> None:
    settings = PackageSettings(MOMENT, {"name": organization, "code": organization})
    item = saying(title, agency, name, note)
    with tempfile.TemporaryDirectory() as below:
        folder = package(item, Path(below), settings)
        trees = {file.relative_to(folder).as_posix(): etree.parse(file) for file in folder.rglob("*.xml")}
    held = WITHIN_XML.sub("\ufffd", title)
    described = trees["metadata/descriptive/dc.xml"].findtext("title", "")
    assert described == (held if title.strip() else "")
    notes = [one.text for one in trees["metadata/preservation/premis.xml"].iterfind(".//p:eventOutcomeDetailNote", NS)]
    assert WITHIN_XML.sub("\ufffd", note) in notes
    names = [one.text for one in trees["METS.xml"].iterfind(".//m:agent/m:name", NS)]
    assert names[-1] == WITHIN_XML.sub("\ufffd", organization)
    label = trees["METS.xml"].getroot().get("LABEL", "")
    assert label == held if len(held) <= 1000 else held.startswith(label[:-1])
