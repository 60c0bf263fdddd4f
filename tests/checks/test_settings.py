"""gaixml.toml: where it is looked for, what it may say, and what is said where it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from gaixml.checks.settings import FolderSettings, Settings, SettingsError, read_settings, settings_file
from gaixml.errors import ExitCode

MANUAL = Path(__file__).parent.parent.parent / "docs" / "check.md"
WHOLE = """
[check]
select = ["T3", "STR01"]
severity = "warning"
[check.ignore]
TX13 = "部门报告篇幅较长"
[governments]
"某市人民政府" = ["某市教育局", "某市水务局"]
[aliases]
"市水务局" = "某市水务局"
"""


def written(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "gaixml.toml").write_text(text, "utf-8")
    return folder / "gaixml.toml"


def test_all_settings(tmp_path: Path) -> None:
    assert read_settings(written(tmp_path, WHOLE)) == Settings(
        select=("T3", "STR01"),
        ignore={"TX13": "部门报告篇幅较长"},
        severity="warning",
        governments={"某市人民政府": ("某市教育局", "某市水务局")},
        aliases={"市水务局": "某市水务局"},
    )


@pytest.mark.parametrize("text", ["", "[check]\n", "\ufeff[check]\n"])
def test_no_settings(tmp_path: Path, text: str) -> None:
    assert read_settings(written(tmp_path, text)) == Settings()


def test_the_nearest_file_holds_for_an_input(tmp_path: Path) -> None:
    top = written(tmp_path, '[check]\nselect = ["T3"]\n')
    inner = written(tmp_path / "a" / "b", '[check]\nseverity = "error"\n')
    (tmp_path / "a" / "b" / "c").mkdir()
    assert settings_file(tmp_path / "a") == top
    assert settings_file(tmp_path / "a" / "b" / "c") == inner
    found = FolderSettings(lambda settings: settings)
    assert found.of(tmp_path / "a" / "b" / "c" / "x.md") == Settings(severity="error"), "the first found says all"
    assert found.of(tmp_path / "a" / "x.md") is found.of(tmp_path / "y.md")


def test_standard_input_has_the_settings_of_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, '[check]\nseverity = "error"\n')
    monkeypatch.chdir(tmp_path)
    assert FolderSettings(lambda settings: settings).of(None) == Settings(severity="error")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[chek]\n", "chek is no setting; is check meant?"),
        ("[check]\nselct = []\n", "check.selct is no setting; is select meant?"),
        ("[check]\nxyzzy = []\n", "check.xyzzy is no setting"),
        ('check = "all"\n', "check has to be a table"),
        ('[check]\nselect = "T3"\n', 'check.select has to be a list of names: ["…", "…"]'),
        ("[check]\nselect = [3]\n", 'check.select has to be a list of names: ["…", "…"]'),
        ('[check]\nselect = ["T3r"]\n', "check.select T3r is no rule; is T3R, "),
        ('[check]\nseverity = "fatal"\n', "check.severity is none of information, warning, error"),
        ("[check]\nseverity = 3\n", "check.severity is none of information, warning, error"),
        ('[check]\nignore = ["T3R"]\n', "check.ignore has to be a reason for each rule: "),
        ('[check.ignore]\nT3R = ""\n', 'check.ignore.T3R needs the reason why, a text: "…"'),
        ('[check.ignore]\nT3R = "  "\n', 'check.ignore.T3R needs the reason why, a text: "…"'),
        ("[check.ignore]\nT3R = true\n", 'check.ignore.T3R needs the reason why, a text: "…"'),
        ('[check.ignore]\nSTR99 = "x"\n', "check.ignore STR99 is no rule; is STR0"),
        ('[check.ignore]\n"" = "x"\n', "check.ignore  is no rule"),
        ('[governments]\n"某市" = "某局"\n', 'governments.某市 has to be a list of names: ["…", "…"]'),
        ('[aliases]\n"某局" = ["某市某局"]\n', 'aliases.某局 has to be a name: "…"'),
        ("governments = 3\n", "governments has to be a table"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, message: str) -> None:
    file = written(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        read_settings(file)
    assert str(caught.value).startswith(f"{file}: {message}")
    assert (caught.value.code, caught.value.exit_code) == ("settings", ExitCode.USAGE)


@pytest.mark.parametrize(
    ("text", "line"), [("[check]\nselect = [\n", 2), ("[check]\n\nselect T3\n", 3), ("x = 1\nx = 2\n", 2)]
)
def test_bad_toml_is_named_by_its_line(tmp_path: Path, text: str, line: int) -> None:
    file = written(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        read_settings(file)
    assert str(caught.value).startswith(f"{file}:{line}: not TOML: ")
    assert "(at " not in str(caught.value)


def test_the_settings_that_the_manual_shows(tmp_path: Path) -> None:
    block = MANUAL.read_text("utf-8").split("```toml\n")[1].split("```")[0]
    settings = read_settings(written(tmp_path, block))
    assert settings.severity == "warning"
    assert all((settings.select, settings.ignore, settings.governments, settings.aliases))


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"none\.toml: No such file"):
        read_settings(tmp_path / "none.toml")
    (tmp_path / "gbk.toml").write_bytes("[aliases]\n某局 = 1".encode("gbk"))
    with pytest.raises(SettingsError, match="not in UTF-8"):
        read_settings(tmp_path / "gbk.toml")
