"""The invariants of DESIGN.md, over any text and over documents drawn from the pieces of the grammar."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from pieces import EXAMPLES, HEADINGS, PROSE
from strategies import documents, headings, texts

import gaixml
from gaixml.document import Document, Source
from gaixml.errors import InputError
from gaixml.lexing.tokenizer import Tokenizer
from gaixml.lexing.tokens import tokenize
from gaixml.model import Heading
from gaixml.report import parse_report
from gaixml.schema import validate_archive
from gaixml.source_text import source_bytes, source_text
from gaixml.writer import write_report
from gaixml.xml_text import NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

NS = {"g": NAMESPACE}
ENCODINGS = (("utf-8", "surrogatepass"), ("utf-8-sig", "surrogatepass"), ("gb18030", "replace"), ("big5", "ignore"),
             ("utf-16", "surrogatepass"), ("utf-16-be", "surrogatepass"))  # fmt: skip
REPRODUCE = """
import hashlib, json, sys
import gaixml
for text in json.load(sys.stdin):
    print(hashlib.sha256(gaixml.convert(text.encode("utf-8", "surrogatepass"))).hexdigest())
"""


def archive_of(text: str) -> etree._Element:
    """Return the valid archive of a text, as a reader may have decoded it: with lone surrogates, if it has any."""
    source = Source("text.txt", "text/plain", "UTF-8", "utf-8", 0, len(text), hashlib.sha256().hexdigest())
    return validate_archive(write_report(parse_report(Document(source, text))))


def places(archive: etree._Element, name: str) -> Iterator[tuple[etree._Element, int, int]]:
    for element in archive.iterfind(f".//g:{name}", NS):
        yield element, int(element.get("start", "-1")), int(element.get("end", "-1"))


def printed(element: etree._Element) -> str:
    """Return what an element prints of the source, char elements resolved, syntax left out."""
    parts = [element.text or ""]
    for child in element:
        if child.tag == f"{{{NAMESPACE}}}char":
            parts.append(chr(int(child.get("code", ""), 16)))
        elif child.tag != f"{{{NAMESPACE}}}markup":
            parts.append(printed(child))
        parts.append(child.tail or "")
    return "".join(parts)


def replaced(text: str) -> str:
    """Return a text as an attribute holds it: what XML cannot hold became U+FFFD."""
    return "".join(char if char in "\t\n\r" or _is_legal(ord(char)) else "\ufffd" for char in text)


def _is_legal(code: int) -> bool:
    return 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or code > 0xFFFF


@given(texts())
@example("注：")
@example("---")
@example("甲\t乙\n1\t-\x0b1")
@example("首页>" * 1000)
def test_1_and_2_every_text_has_a_valid_archive_that_gives_it_back(text: str) -> None:
    assert source_text(archive_of(text)) == text


@given(texts(), st.sampled_from(ENCODINGS))
def test_1_and_2_every_file_comes_back_byte_for_byte(text: str, encoding: tuple[str, str]) -> None:
    data = text.encode(*encoding)
    try:
        archive = gaixml.convert(data, "text.md")
    except InputError as error:
        assert error.code in {"empty", "format", "binary"}  # noqa: PT017 - whether there is an error is open
        return
    assert source_bytes(validate_archive(archive), original=True) == data


@given(texts())
def test_2_tokens_tile_the_text(text: str) -> None:
    tokens, _ = tokenize(text)
    at = 0
    for token in tokens:
        assert at == token.start <= token.end
        at = token.end
    assert at == len(text)


@given(texts())
def test_4_sections_stand_where_they_say(text: str) -> None:
    for section, start, end in places(archive_of(text), "section"):
        assert printed(section).strip() == text[start:end].strip() or section.find(".//g:markup", NS) is not None
        number = section.find("g:heading/g:number", NS)
        assert number is not None
        assert printed(number) in text[start:end]
        assert section.get("number") == replaced(printed(number)).replace("\\", "")  # Markdown escapes 1\. and \(一\)


@given(texts())
def test_4_sections_lie_inside_their_parents_one_after_another(text: str) -> None:
    archive = archive_of(text)
    for parent, start, end in [*places(archive, "section"), *places(archive, "annex")]:
        at = start
        for child in parent.iterfind("g:section", NS):
            assert at <= int(child.get("start", "-1")) <= int(child.get("end", "-1")) <= end
            at = int(child.get("end", "-1"))


@given(texts())
def test_4_cells_stand_where_they_say(text: str) -> None:
    for cell, start, end in places(archive_of(text), "cell"):
        assert printed(cell).strip() == text[start:end]


@given(texts())
def test_4_what_the_metadata_says_stands_in_the_text(text: str) -> None:
    archive = archive_of(text)
    for name in ("title", "agency"):
        for element, start, end in places(archive, f"metadata/g:{name}"):
            assert (element.text or "") in replaced("".join(text[start:end].split()))
    for element, start, end in places(archive, "metadata/g:form"):
        assert start < 0 or (element.get("evidence") or "") in "".join(text[start:end].split())
    for _, start, end in [*places(archive, "metadata/*"), *places(archive, "finding")]:
        assert start == end == -1 or 0 <= start <= end <= len(text)


@given(texts())
def test_7_ids_are_unique(text: str) -> None:
    ids = archive_of(text).xpath(".//@id")
    assert len(ids) == len(set(ids))


def section_ids(text: str) -> list[str]:
    return [str(section.get("id")) for section, *_ in places(archive_of(text), "section")]


@given(documents(), st.lists(st.sampled_from([one for one in PROSE if "、" not in one[:3]]), min_size=1, max_size=3))
def test_7_text_behind_a_document_changes_no_ids(text: str, more: list[str]) -> None:
    text = text.rstrip("\r\n") + "\n\n"
    before = section_ids(text)
    assert section_ids(text + "\n".join(more))[: len(before)] == before


def headings_of(text: str) -> list[Heading]:
    return [token for token in Tokenizer(text).tokens() if isinstance(token, Heading)]


@given(st.lists(headings(), min_size=1, max_size=12), st.integers(0, 12), st.sampled_from(PROSE[:3]))
def test_7_a_paragraph_put_between_sections_shifts_no_ids(lines: list[str], at: int, paragraph: str) -> None:
    numbered = [line for line in lines if line]
    # headings that come again close together are a list of contents, which a paragraph between them takes apart
    ordinals = [(heading.rung, heading.ordinal) for heading in headings_of("\n\n".join(numbered))]
    assume(numbered and len(set(ordinals)) == len(ordinals))
    between = [*numbered[:at], *([paragraph] if at else []), *numbered[at:]]
    assert down_to_articles("\n\n".join(between)) == down_to_articles("\n\n".join(numbered))


def down_to_articles(text: str) -> list[str]:
    """Return the ids of sections, of what stands in an article its own: a paragraph put there is one more 款."""
    return [re.sub(r"(art[^.]*)\..*", r"\1", name) for name in section_ids(text)]


@settings(max_examples=5)
@given(st.lists(texts(), min_size=20, max_size=20))
def test_7_the_same_bytes_give_the_same_archive_in_every_process(drawn: list[str]) -> None:
    assume(all(text[:1] not in {"%", "P", "{", "G", "R", "7"} for text in drawn))
    digests = set()
    for seed in ("0", "4711"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        run = subprocess.run(  # noqa: S603 - our own
            [sys.executable, "-c", REPRODUCE],
            input=json.dumps([text for text in drawn if readable(text)]),
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
        digests.add(run.stdout)
    assert len(digests) == 1


def readable(text: str) -> bool:
    try:
        gaixml.convert(text.encode("utf-8", "surrogatepass"))
    except InputError:
        return False
    return True


@pytest.mark.parametrize("name", sorted(path.name for path in EXAMPLES.iterdir()))
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_change_no_outline(name: str, end: str) -> None:
    text = (EXAMPLES / name).read_bytes().decode()
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    assert section_ids(lines.replace("\n", end)) == section_ids(text)


@pytest.mark.parametrize("heading", [heading for heading in HEADINGS if heading])
def test_a_heading_keeps_its_number_whatever_it_says(heading: str) -> None:
    assert section_ids(f"一、{heading}\n二、{heading}\n（一）{heading}\n") == ["s1", "s2", "s2-1"]
