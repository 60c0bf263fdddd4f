"""Two engines run the Schematron of the sums and agree: libxslt with the ISO skeleton (lxml), Saxon with the same."""

from __future__ import annotations

import importlib.resources
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
from lxml import etree
from pieces import EXAMPLES
from printing import Case, make

import gaixml
from gaixml.errors import InvalidArchiveError
from gaixml.grammars import resource
from gaixml.schematron import PASSED, Sum, sums

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

saxonche = pytest.importorskip("saxonche", reason="Saxon is not installed")
CORPUS = Path(__file__).parents[2].parent / "shared/corpus/reports"
SVRL = "{http://purl.oclc.org/dsdl/svrl}"
STEPS = ("iso_dsdl_include", "iso_abstract_expand", "iso_svrl_for_xslt1")


@pytest.fixture(scope="module")
def saxon() -> Callable[[bytes], list[tuple[str, str, str]]]:
    """Return the second engine: XSLT compiled by Saxon from the Schematron, run by Saxon."""
    processor = saxonche.PySaxonProcessor(license=False)
    folder = importlib.resources.files("lxml.isoschematron") / "resources/xsl/iso-schematron-xslt1"
    text = (resource("schemas") / "sums-1.0.sch").read_text("utf-8")
    for step in STEPS:
        sheet = processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(folder / f"{step}.xsl"))
        text = sheet.transform_to_string(xdm_node=processor.parse_xml(xml_text=text))
    rules = processor.new_xslt30_processor().compile_stylesheet(stylesheet_text=text)

    def run(archive: bytes) -> list[tuple[str, str, str]]:
        svrl = rules.transform_to_string(xdm_node=processor.parse_xml(xml_text=archive.decode()))
        return sorted(_told(etree.fromstring(svrl.encode())))

    return run


def _told(report: etree._Element) -> Iterator[tuple[str, str, str]]:
    """Yield rule, role and message of what failed or is not known."""
    rule = ""
    for element in report:
        if element.tag == f"{SVRL}fired-rule":
            rule = element.get("id", "").partition(".")[0]
        elif element.tag in {f"{SVRL}failed-assert", f"{SVRL}successful-report"}:
            words = element.find(f"{SVRL}text")
            yield rule, element.get("role", ""), "" if words is None else " ".join("".join(words.itertext()).split())


def by_lxml(archive: bytes) -> list[Sum]:
    return sums(etree.fromstring(archive))


def told(found: list[Sum]) -> list[tuple[str, str, str]]:
    return sorted((one.rule, one.role, one.message) for one in found if one.role != PASSED)


def broken(archive: bytes, seed: int) -> bytes:
    """Return an archive in which the values of some facts were changed, taken away or made decimals."""
    root, rng = etree.fromstring(archive), Random(seed)  # noqa: S311 - no secret
    facts = root.findall("{*}facts/{*}fact")
    for fact in rng.sample(facts, min(len(facts), rng.randint(1, 12))):
        match rng.randrange(4):
            case 0:
                fact.set("value", str(rng.randint(0, 99999)))
            case 1:
                fact.attrib.pop("value", None)
            case 2:
                fact.set("value", f"{rng.randint(0, 99)}.{rng.randint(1, 9999):04}")
            case _:
                fact.set("indicator", "carried_in")
    return etree.tostring(root, encoding="UTF-8")


def sources() -> list[Path]:
    return [*sorted(EXAMPLES.iterdir()), *sorted(CORPUS.glob("*/source.*"))]


@pytest.mark.parametrize("source", sources(), ids=lambda path: f"{path.parent.name}-{path.name}")
def test_two_engines_agree_on_real_reports_and_on_broken_ones(
    source: Path, saxon: Callable[[bytes], list[tuple[str, str, str]]]
) -> None:
    archive = gaixml.convert(source.read_bytes(), source.name)
    assert saxon(archive) == told(by_lxml(archive))
    for seed in range(4):
        changed = broken(archive, seed)
        assert saxon(changed) == told(by_lxml(changed))


@pytest.mark.parametrize("mode", ["balanced", "broken"])
@pytest.mark.parametrize("form", ["2014", "2019", "2021"])
@pytest.mark.parametrize("seed", range(4))
def test_two_engines_agree_on_generated_reports(
    form: str, mode: str, seed: int, saxon: Callable[[bytes], list[tuple[str, str, str]]]
) -> None:
    archive = gaixml.convert(make(Case(form, "pipe", "none", mode, "plain", seed)).text.encode(), "a.md")
    found = by_lxml(archive)
    assert saxon(archive) == told(found)
    assert len(found) >= 12, "sums were assessed"
    if mode == "balanced":
        assert {one.role for one in found if one.rule not in {"T2A", "T2B", "G06", "G07"}} == {PASSED}


def test_a_wrong_sum_names_its_figures() -> None:
    archive = gaixml.convert((EXAMPLES / "example-2023.md").read_bytes(), "a.md")
    root = etree.fromstring(archive)
    (fact,) = root.xpath("//*[@indicator = 'outcome.disclosed'][@applicant = 'natural_person']")
    fact.set("value", "3")
    failed = [one for one in sums(root) if one.role == "error"]
    assert [one.rule for one in failed] == ["T3R", "T3C"]
    assert failed[0].message == "“三、本年度办理结果/(一)予以公开”行：六类申请人之和为 3，总计为 1"
    assert failed[1].message_en.startswith("column 自然人: （一）…（六） add up to 3")
    for one in failed:
        assert fact in one.figures
    assert {one.get("indicator") for one in failed[0].figures} == {"outcome.disclosed"}
    assert {one.get("applicant") for one in failed[1].figures} == {"natural_person"}


def test_validate_looks_at_the_schema_and_at_the_sums() -> None:
    archive = gaixml.convert((EXAMPLES / "example-2023.md").read_bytes(), "a.md")
    gaixml.validate(archive)
    wrong = archive.replace(
        b'indicator="carried_out" applicant="total" status="reported" value="0"',
        b'indicator="carried_out" applicant="total" status="reported" value="7"',
    )
    assert wrong != archive
    gaixml.validate(wrong, schema_only=True)
    with pytest.raises(InvalidArchiveError, match=r"a\.xml:\d+: T3R: .*add up to 0, the total is 7") as raised:
        gaixml.validate(wrong, "a.xml")
    assert raised.value.code == "sums"
    assert "T3I: column 总计: received 1 + carried in 0 = 1, closed 1 + carried out 7 = 8" in str(raised.value)
