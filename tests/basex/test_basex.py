"""Archives in BaseX, an XML database that others wrote: ingested and queried as docs/basex.md says.

What the queries of docs/xquery find is held against what gaixml itself says of the same archives.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

import gaixml

BASEX = shutil.which("basex")
ROOT = Path(__file__).parents[2]
QUERIES = ROOT / "docs" / "xquery"
WORDS = ("政府信息公开", "行政复议", "依申请公开", "外事办公室", "网站", "国务院令第711号", "没有这样的文字")
NS = {"g": "urn:gaixml:report:1"}
pytestmark = pytest.mark.skipif(BASEX is None, reason="basex is not on PATH (Debian package basex)")


def basex(folder: Path, *arguments: str) -> str:
    """Run BaseX with its databases in a folder."""
    done = subprocess.run(  # noqa: S603 - a database that the test starts
        [BASEX or "", *arguments], cwd=folder, capture_output=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def ask(folder: Path, query: str, **variables: str) -> list[tuple[str, ...]]:
    """Return the rows that a query of docs/xquery finds."""
    bound = [f"-b{name}={value}" for name, value in variables.items()]
    printed = basex(folder, *bound, str(QUERIES / f"{query}.xq"))
    return [tuple(line.split("\t")) for line in printed.split("\n") if line]


@pytest.fixture(scope="module")
def archives() -> dict[str, bytes]:
    """Return the archives of the examples by name."""
    sources = sorted((ROOT / "examples").iterdir())
    return {f"{source.stem}.xml": gaixml.convert(source.read_bytes(), source.name) for source in sources}


@pytest.fixture(scope="module")
def database(archives: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a BaseX of its own, in which the archives are."""
    folder = tmp_path_factory.mktemp("basex")
    (folder / ".basexhome").touch()  # BaseX keeps its databases below a working folder that has this file
    (folder / "archive").mkdir()
    for name, data in archives.items():
        (folder / "archive" / name).write_bytes(data)
    basex(folder, "-cSET CHOP false", f"-cCREATE DB gaixml {folder / 'archive'}")
    return folder


def test_all_reports_are_there_with_what_they_say_of_themselves(archives: dict[str, bytes], database: Path) -> None:
    outlines = [gaixml.outline(data) for data in archives.values()]
    expected = [(str(one["year"]), one["form"] or "none", one["agency"], one["title"]) for one in outlines]
    assert len(expected) >= 3
    assert ask(database, "reports") == sorted(expected)


def test_the_text_is_kept_to_the_character(archives: dict[str, bytes], database: Path) -> None:
    for name, data in archives.items():
        query = f"declare namespace g='{NS['g']}'; string(collection('gaixml/{name}')/g:report/g:document)"
        assert basex(database, f"-q{query}") == etree.fromstring(data).xpath("string(g:document)", namespaces=NS)


def test_every_figure_is_found_by_indicator_applicant_and_year(archives: dict[str, bytes], database: Path) -> None:
    expected: dict[tuple[str, str], list[tuple[str, ...]]] = {}
    for data in archives.values():
        outline = gaixml.outline(data)
        for fact in gaixml.facts(data):
            said = (
                str(outline["year"]),
                outline["agency"] or "",
                fact["value"] or "",
                " ".join(fact["printed"].split()),
            )
            expected.setdefault((fact["indicator"], fact["applicant"]), []).append(said)
    chosen = sorted(expected)[:: max(1, len(expected) // 12)]
    assert len(chosen) >= 12
    for indicator, applicant in chosen:
        found = ask(database, "facts", indicator=indicator, applicant=applicant)
        assert sorted(found) == sorted(expected[indicator, applicant]), (indicator, applicant)
    indicator, applicant = next(key for key, rows in expected.items() if rows[0][0] == "2023")
    rows = expected[indicator, applicant]
    since = ask(database, "facts", indicator=indicator, applicant=applicant, **{"from": "2023", "to": "2023"})
    assert since == [row for row in rows if row[0] == "2023"]
    assert not ask(database, "facts", indicator=indicator, applicant=applicant, **{"from": "2024"})


def test_all_figures_are_there(archives: dict[str, bytes], database: Path) -> None:
    query = "declare namespace g='urn:gaixml:report:1'; count(collection('gaixml')//g:fact)"
    assert int(basex(database, f"-q{query}")) == sum(len(gaixml.facts(data)) for data in archives.values()) > 100


def sections_with(data: bytes, words: str) -> Counter[str]:
    """Return how often words stand in each section, by its id: worked out from the text and the sections' offsets."""
    places = [
        (int(one.get("start", "")), int(one.get("end", "")), one.get("id", ""))
        for one in etree.fromstring(data).iterfind(".//g:section", NS)
    ]
    pattern = r"\s*".join(map(re.escape, words))
    found: Counter[str] = Counter()
    for match in re.finditer(pattern, gaixml.text(data)):
        around = [place for place in places if place[0] <= match.start() < place[1]]
        found[min(around, key=lambda place: place[1] - place[0])[2] if around else ""] += 1
    return found


@pytest.mark.parametrize("words", WORDS)
def test_words_are_found_in_the_right_report_and_section(
    archives: dict[str, bytes], database: Path, words: str
) -> None:
    rows = ask(database, "search", words=words)
    found: Counter[tuple[str, str]] = Counter()
    for name, section, _, text in rows:
        found[name, section] += text.count(words)
    expected = {
        (name, section): n for name, data in archives.items() for section, n in sections_with(data, words).items()
    }
    assert found == expected
    assert bool(found) is (words != WORDS[-1])


def test_a_place_is_named_by_the_heading_that_the_outline_has(archives: dict[str, bytes], database: Path) -> None:
    headings: dict[tuple[str, str], str] = {}
    for name, data in archives.items():
        waiting = list(gaixml.outline(data)["sections"])
        while waiting:
            one = waiting.pop()
            headings[name, one["id"]] = "".join(f"{one['number']}{one['heading']}".split())
            waiting += one["children"]
    rows = [row for row in ask(database, "search", words="公开") if row[1]]
    assert len({row[:2] for row in rows}) > 10
    for name, section, heading, _ in rows:
        assert headings[name, section] in heading.replace("#", ""), (name, section)
