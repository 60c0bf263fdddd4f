from __future__ import annotations

import itertools
import pickle
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from transfer_pieces import EVERYTHING, NEEDED, described, examples, settings

from gaixml.archive import transfer
from gaixml.archive.names import safe_name
from gaixml.archive.transfer import Described
from gaixml.errors import InputError

YEARS = ("2017", "2018", "2023")


@st.composite
def descriptions(draw: st.DrawFn) -> Described:
    signed = draw(st.sampled_from(("", "2018-01-26", "2019-01-16", "2024-01-30")))
    name = safe_name(draw(st.sampled_from(("a.txt", "元数据.xml", "b.PDF", "说明 文件.html", "x"))))
    sha256 = draw(st.sampled_from("0123456789abcdef")) * 64
    title, agency = draw(st.sampled_from(("", "某局报告"))), draw(st.sampled_from(("", "某局")))
    return Described(name, f"{name}.xml", title, agency, draw(st.sampled_from(("", *YEARS))), signed, sha256, 5)


@st.composite
def terms(draw: st.DrawFn) -> dict[str, str]:
    said = {**NEEDED, "立档单位名称": "某局", "年度依据": draw(st.sampled_from(("成文日期", "报告年度")))}
    if draw(st.booleans()):
        said |= {"起始件号": str(draw(st.integers(1, 10**6))), "起始顺序号": str(draw(st.integers(1, 10**6)))}
    return said | ({"件号位数": "1"} if draw(st.booleans()) else {})


@given(st.lists(descriptions(), max_size=30), terms())
def test_numbers_are_unique_and_have_no_gap(given_list: list[Described], said: dict[str, str]) -> None:
    entries = list(transfer.number(given_list, settings(said)))
    first, first_item = int(said.get("起始顺序号", 1)), int(said.get("起始件号", 1))
    assert [entry.order for entry in entries] == list(range(first, first + len(given_list)))
    for _, group in itertools.groupby(
        sorted(entries, key=lambda entry: (entry.year, entry.order)), lambda one: one.year
    ):
        own = [entry.number for entry in group]
        assert own == list(range(first_item, first_item + len(own)))
    for key in ("reference", "identifier", "folder"):
        assert len({getattr(entry, key).casefold() for entry in entries}) == len(entries)


@given(st.lists(descriptions(), max_size=20), terms(), st.integers(0, 20))
def test_a_number_depends_on_nothing_but_what_came_before(
    given_list: list[Described], said: dict[str, str], length: int
) -> None:
    entries = list(transfer.number(given_list, settings(said)))
    elsewhere = pickle.loads(pickle.dumps(given_list))  # noqa: S301 - as another process sends them
    assert list(transfer.number(iter(elsewhere), settings(dict(reversed(said.items()))))) == entries
    assert list(transfer.number(given_list[:length], settings(said))) == entries[:length]


@given(st.lists(descriptions(), min_size=1, max_size=5), terms())
def test_no_file_of_a_folder_has_the_name_of_another(given_list: list[Described], said: dict[str, str]) -> None:
    for entry in transfer.number(given_list, settings(said)):
        names = [name.casefold() for name in (entry.original, entry.archive, entry.eep, "元数据.xml")]
        assert len(set(names)) == len(names)


def test_the_reference_code_is_that_of_the_standard() -> None:
    entries = list(transfer.number(described(examples(), settings()), settings()))
    assert [entry.reference for entry in entries[:2]] == ["J001-WS·2018-Y-0001", "J001-WS·2019-Y-0001"]
    assert [entry.date for entry in entries] == ["20180126", "20190116", "不详"]


def test_the_reference_code_can_have_a_pattern_of_its_own() -> None:
    entries = list(transfer.number(described(examples(), settings(EVERYTHING)), settings(EVERYTHING)))
    assert [entry.reference for entry in entries] == [f"J001·2-{year}-BGS-00007" for year in YEARS]
    assert [entry.order for entry in entries] == [101, 102, 103]


def test_the_year_is_that_of_signing_unless_the_archive_says_otherwise() -> None:
    own = examples()[2:]  # a report on 2023 without a date
    (unsigned,) = transfer.number(described(own, settings()), settings())
    assert unsigned.year == "2026"
    assert "以归档年度2026著录" in unsigned.note
    said = settings({**NEEDED, "归档年度": "2024"})
    (filed,) = transfer.number(described(own, said), said)
    assert filed.year == "2024"
    said = settings({**NEEDED, "年度依据": "报告年度"})
    (reported,) = transfer.number(described(own, said), said)
    assert (reported.year, reported.note) == ("2023", "未能自动识别成文日期")


def test_what_the_archive_supplies_is_in_brackets_and_noted() -> None:
    bare = Described("a.b.txt", "a.b.xml", "", "", "2023", "2024-01-30", "0" * 64, 5)
    unsaid = settings({**NEEDED, "立档单位名称": "某局"})
    (entry,) = transfer.number([bare], unsaid)
    assert (entry.title, entry.agency, entry.unit) == ("[a.b]", "[不详]", "某局")
    assert entry.note == "未能自动识别题名，以文件名自拟；未能自动识别责任者"
    said = settings({**NEEDED, "立档单位名称": "某局", "责任者": "某委"})
    (entry,) = transfer.number([bare], said)
    assert (entry.title, entry.agency, entry.unit) == ("[a.b]", "[某委]", "某局")
    assert entry.note == "未能自动识别题名，以文件名自拟；未能自动识别责任者，由移交单位补充"


def test_a_report_of_nobody_is_refused_by_name() -> None:
    item = examples()[0]
    nobody = type(item)("n.txt", item.original, item.archive, item.root)
    nobody.__dict__["description"] = item.description._replace(agency="")
    with pytest.raises(InputError, match=re.escape("n.txt: it names no agency; say in the settings file whose it is")):
        transfer.describe(nobody, settings())
    assert transfer.describe(nobody, settings({**NEEDED, "立档单位名称": "某局"})).agency == ""
