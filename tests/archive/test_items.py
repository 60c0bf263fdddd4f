"""What goes into a package: names that every system takes, the right originals, steps, settings, dates."""

from __future__ import annotations

import datetime as dt
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import gaixml
from gaixml.archive.item import read_item
from gaixml.archive.names import safe_name
from gaixml.archive.settings import PackageSettingsError, moment_of, read_settings
from gaixml.archive.steps import CHECKING, FAIL, PARSING, READING, SUCCESS, VALIDATION, WARNING
from gaixml.archive.zipping import zipped
from gaixml.errors import GaixmlError, InputError

EXAMPLE = Path(__file__).parents[2] / "examples" / "example-2023.md"
MOMENT = dt.datetime(2024, 1, 31, tzinfo=dt.UTC)
HTML = "<html><meta charset=utf-8><h1>某某市2023年政府信息公开工作年度报告</h1><p>一、总体情况</p></html>"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("报告 2023.md", "报告 2023.md"),
        ("../../etc/passwd", "passwd"),
        ("C:\\windows\\a.docx", "a.docx"),
        ("a\x00b\nc.txt", "a_b_c.txt"),
        ("CON.txt", "_CON.txt"),
        (".hidden", "_.hidden"),
        ("-o.txt", "_-o.txt"),
        ("..", "document"),
        ("", "document"),
        ("e\u0301.txt", "é.txt"),
        ("\u202etxt.md", "_txt.md"),
        ("a \u3000 b\ufffe.md", "a b_.md"),
        ("CON .md", "_CON .md"),
        ("a\u200b.md", "a_.md"),
        ("政" * 100 + ".docx", "政" * 65 + ".docx"),
    ],
)
def test_names_that_every_system_takes(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@given(st.text())
def test_a_safe_name_is_one_and_stays_one(name: str) -> None:
    safe = safe_name(name)
    assert safe_name(safe) == safe
    assert safe not in {"", ".", ".."}
    assert not set(safe) & set('/\\\0:*?"<>|')
    assert len(safe.encode()) <= 201  # one sign may have been put before 200 bytes
    assert not safe.startswith((".", "-"))


def test_a_source_and_its_archive_make_the_same_item() -> None:
    data = EXAMPLE.read_bytes()
    made, found = read_item(data, str(EXAMPLE)), read_item(gaixml.convert(data, EXAMPLE.name), "some/archive.xml")
    assert (made.name, made.original, made.archive) == (found.name, found.original, found.archive)
    assert made.description == found.description
    assert (made.name, made.archive_name, made.media_type) == ("example-2023.md", "example-2023.xml", "text/markdown")
    assert made.description.year == "2023"
    assert made.description.form == "2021"


def test_an_original_in_html_is_looked_for_and_known_by_its_digest(tmp_path: Path) -> None:
    archive = gaixml.convert(HTML.encode(), "page.html")
    (tmp_path / "archive").mkdir()
    named = str(tmp_path / "archive" / "page.xml")
    with pytest.raises(InputError) as refused:
        read_item(archive, named)
    assert refused.value.code == "no-original"
    (tmp_path / "originals" / "wrong").mkdir(parents=True)
    (tmp_path / "originals" / "wrong" / "page.html").write_text("<html>another", "utf-8")
    with pytest.raises(InputError):
        read_item(archive, named, originals=tmp_path / "originals" / "wrong")
    (tmp_path / "right").mkdir()
    for number in "ab":  # several of that name: the digest decides
        (tmp_path / "right" / number).mkdir()
    (tmp_path / "right" / "a" / "page.html").write_text("<html>another", "utf-8")
    (tmp_path / "right" / "b" / "page.html").write_text(HTML, "utf-8")
    assert read_item(archive, named, originals=tmp_path / "right").original == HTML.encode()
    (tmp_path / "archive" / "page.html").write_text(HTML, "utf-8")
    assert read_item(archive, named).original == HTML.encode()


def test_an_original_cannot_be_named_out_of_its_folder(tmp_path: Path) -> None:
    archive = gaixml.convert(HTML.encode(), "page.html").replace(b'name="page.html"', b'name="../secret.html"')
    (tmp_path / "secret.html").write_text(HTML, "utf-8")
    (tmp_path / "inner").mkdir()
    with pytest.raises(InputError):
        read_item(archive, str(tmp_path / "inner" / "page.xml"))


def test_an_archive_that_was_altered_is_refused() -> None:
    archive = gaixml.convert(EXAMPLE.read_bytes(), EXAMPLE.name)
    for old, new in (
        ("威海市", "青岛市"),
        ('size="8305"', 'size="1"'),
        ('mediaType="text/markdown"', 'mediaType="application/pdf"'),
        ('version="0.1.0" grammar="', 'version="0.0.1" grammar="'),
    ):
        altered = archive.replace(old.encode(), new.encode())
        assert altered != archive
        if "version" in old:  # another version made it: its text is the original's
            assert read_item(altered, "a.xml").archive == altered
            altered = altered.replace("政府".encode(), "政务".encode())
        with pytest.raises(GaixmlError) as refused:
            read_item(altered, "a.xml", originals=EXAMPLE.parent)
        assert refused.value.code == "altered"


def test_what_was_done_is_told_with_its_outcome() -> None:
    steps = {step.kind: step for step in read_item(EXAMPLE.read_bytes(), EXAMPLE.name).steps}
    assert list(steps) == [READING, PARSING, VALIDATION, CHECKING]
    assert {step.outcome for step in steps.values()} == {SUCCESS}
    assert all(step.tool == f"gaixml {gaixml.__version__}" for step in steps.values())
    assert "SHA-256" in steps[PARSING].detail


def test_a_wrong_sum_fails_the_check_and_says_which_rule() -> None:
    text = EXAMPLE.read_text("utf-8")
    line = next(line for line in text.split("\n") if "本年新收政府信息公开申请数量" in line)
    wrong = text.replace(line, line[::-1].replace("0", "7", 1)[::-1])
    assert wrong != text
    (check,) = [step for step in read_item(wrong.encode(), "a.md").steps if step.kind == CHECKING]
    assert check.outcome == FAIL
    assert "T3R" in check.note
    (read,) = [step for step in read_item(b"\xff\xfe\x00" + text.encode(), "a.md").steps if step.kind == READING]
    assert read.outcome in {SUCCESS, WARNING}


# ── settings and dates ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[organisation]\n", "organisation is none of the tables"),
        ("[organization]\nnome = 'x'\n", "organization.nome is neither"),
        ("[organization]\nname = 3\n", "organization.name has to be a text"),
        ("[organization]\nname = ''\n", "organization.name has to be a text"),
        ("organization = 3\n", "has to be a table"),
        ("[organization\n", "settings.toml"),
    ],
)
def test_settings_that_cannot_be_used(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(PackageSettingsError, match=says):
        read_settings(file, MOMENT)


def test_settings_that_are_missing_are_all_named(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('[organization]\nname = "馆"\n', "utf-8")
    with pytest.raises(PackageSettingsError) as missing:
        read_settings(file, MOMENT).require("eark", "organization", ("name", "code"))
    assert 'code = "…"' in str(missing.value)
    assert "name =" not in str(missing.value)
    with pytest.raises(PackageSettingsError, match="nowhere"):
        read_settings(tmp_path / "nowhere.toml", MOMENT)


@pytest.mark.parametrize(
    ("date", "epoch", "moment"),
    [
        ("2024-01-31", "1", "2024-01-31T00:00:00+00:00"),
        ("2024-01-31T08:00:00+08:00", None, "2024-01-31T00:00:00+00:00"),
        ("2024-01-31T12:00:00.9Z", None, "2024-01-31T12:00:00+00:00"),
        (None, "1706659200", "2024-01-31T00:00:00+00:00"),
    ],
)
def test_dates(date: str | None, epoch: str | None, moment: str) -> None:
    assert moment_of(date, {"SOURCE_DATE_EPOCH": epoch} if epoch else {}).isoformat() == moment


@pytest.mark.parametrize(
    ("date", "epoch"), [("31.1.2024", ""), ("", ""), (None, "soon"), (None, "9" * 30), (None, "-1")]
)
def test_dates_that_are_none(date: str | None, epoch: str) -> None:
    with pytest.raises(PackageSettingsError):
        moment_of(date, {"SOURCE_DATE_EPOCH": epoch})


def test_without_a_date_it_is_now() -> None:
    assert abs(moment_of(None, {}) - dt.datetime.now(dt.UTC)) < dt.timedelta(seconds=60)


# ── ZIP files ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("year", [1970, 2024, 2200])
def test_a_zip_file_depends_on_content_and_date_alone(tmp_path: Path, year: int) -> None:
    for order, folder in (("ab", tmp_path / "one"), ("ba", tmp_path / "two")):
        for name in order:
            (folder / name).mkdir(parents=True)
            (folder / name / "文件.txt").write_text(name, "utf-8")
        (folder / "a" / "文件.txt").chmod(0o600 if order == "ab" else 0o644)
    moment = dt.datetime(year, 1, 31, 1, 2, 4, tzinfo=dt.UTC)
    data = zipped(tmp_path / "one", "root", moment)
    assert data == zipped(tmp_path / "two", "root", moment)
    with zipfile.ZipFile(BytesIO(data)) as file:
        assert file.namelist() == ["root/a/", "root/a/文件.txt", "root/b/", "root/b/文件.txt"]
        assert file.read("root/a/文件.txt") == b"a"
        assert file.testzip() is None
