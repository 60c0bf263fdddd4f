"""``gaixml package`` as a user meets it: what it makes, what it asks for, what it refuses."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from running import Command, names

import gaixml
from gaixml.errors import ExitCode

EXAMPLES = Path(__file__).parents[2] / "examples"
REPORTS = sorted(path.stem for path in EXAMPLES.iterdir())
CONFIG = """
[organization]
name = "某某市档案馆"
code = "12345"

[transfer]
"全宗号" = "0123"
"类别号" = "WS"
"保管期限" = "永久"
"密级" = "公开"
"脱机载体编号" = "1"
"""
EACH = ("bagit", "eark")


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Command:
    """Work in an empty folder with the settings of an archive."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1706659200")
    Path("archive.toml").write_text(CONFIG, "utf-8")
    return Command(monkeypatch, capfdbinary)


def package(command: Command, *arguments: str) -> tuple[int, str]:
    done = command.run("package", *arguments, "--config", "archive.toml")
    assert done.stdout == b""
    return done.exit_code, done.stderr


def original(file: Path) -> bytes:
    """Return the bytes of the original in a package."""
    with zipfile.ZipFile(file) as package:
        (name,) = [one for one in package.namelist() if Path(one).name in {f"{file.stem}.txt", f"{file.stem}.md"}]
        return package.read(name)


@pytest.mark.parametrize("kind", EACH)
def test_a_package_for_each_report(command: Command, kind: str) -> None:
    assert package(command, str(EXAMPLES), "-o", "out", "--format", kind) == (0, "3 of 3 packaged into out\n")
    assert names("out") == [f"{stem}.zip" for stem in REPORTS]
    for source in EXAMPLES.iterdir():
        assert original(Path("out", f"{source.stem}.zip")) == source.read_bytes()


@pytest.mark.parametrize("kind", [*EACH, "transfer"])
def test_sources_and_archives_processes_and_runs_give_the_same_bytes(command: Command, kind: str) -> None:
    assert command.run("convert", str(EXAMPLES), "-o", "archives").exit_code == ExitCode.OK
    for inputs, output, more in ((str(EXAMPLES), "a", ()), (str(EXAMPLES), "b", ("-j", "2")), ("archives", "c", ())):
        assert package(command, inputs, "-o", output, "--format", kind, "-q", *more) == (0, "")
    first = {name: Path("a", name).read_bytes() for name in names("a")}
    assert first
    for other in "bc":
        assert {name: Path(other, name).read_bytes() for name in names(other)} == first


@pytest.mark.parametrize("kind", EACH)
def test_the_function_does_what_the_command_does(command: Command, kind: str) -> None:
    source = EXAMPLES / "example-2018.txt"
    assert package(command, str(source), "-o", "out", "--format", kind)[0] == ExitCode.OK
    made = gaixml.package(source.read_bytes(), source.name, format=kind, config=Path("archive.toml"))
    assert made == Path("out/example-2018.zip").read_bytes()
    assert names("out") == ["example-2018.zip"]


@pytest.mark.parametrize("kind", EACH)
def test_unpacked_it_is_the_same_as_folders(command: Command, kind: str) -> None:
    assert package(command, str(EXAMPLES), "-o", "zips", "--format", kind)[0] == ExitCode.OK
    assert package(command, str(EXAMPLES), "-o", "folders", "--format", kind, "--unpacked")[0] == ExitCode.OK
    for stem in REPORTS:
        with zipfile.ZipFile(f"zips/{stem}.zip") as file:
            inside = {name: file.read(name) for name in file.namelist() if not name.endswith("/")}
        assert {name: Path("folders", stem, name).read_bytes() for name in names(f"folders/{stem}")} == inside


def test_one_bad_file_stops_nothing(command: Command) -> None:
    Path("empty.txt").touch()
    code, told = package(command, "empty.txt", str(EXAMPLES), "missing.md", "-o", "out", "--format", "bagit")
    assert code == ExitCode.IO
    assert told.endswith("3 of 5 packaged into out\n")
    assert "gaixml: empty: empty.txt: " in told
    assert "gaixml: read: missing.md: " in told


def test_a_transfer_package_names_what_it_has_not(command: Command) -> None:
    Path("empty.txt").touch()
    code, told = package(command, "empty.txt", str(EXAMPLES), "-o", "out", "--format", "transfer")
    assert code == ExitCode.SOME_FAILED
    assert "3 packaged into out/0123-1: 真实性通过 完整性通过 可用性通过 安全性通过\n" in told
    assert "empty.txt" in Path("out/0123-1/其他/未打包清单.TXT").read_text("utf-8")
    assert sorted(path.name for path in Path("out").iterdir()) == ["0123-1"]


def test_a_transfer_package_of_nothing_is_none(command: Command) -> None:
    Path("empty.txt").touch()
    code, _ = package(command, "empty.txt", "-o", "out", "--format", "transfer")
    assert code == ExitCode.SOME_FAILED
    assert not Path("out/0123-1").exists()


def test_resume_does_nothing_again(command: Command) -> None:
    for kind in EACH:
        arguments = (str(EXAMPLES), "-o", kind, "--format", kind)
        assert package(command, *arguments)[0] == ExitCode.OK
        before = {path: path.stat().st_mtime_ns for path in Path(kind).glob("*.zip")}
        code, told = package(command, *arguments, "--resume")
        assert (code, told) == (0, f"3 of 3 packaged into {kind}, 3 of them before\n")
        assert {path: path.stat().st_mtime_ns for path in Path(kind).glob("*.zip")} == before
    arguments = (str(EXAMPLES), "-o", "transfer", "--format", "transfer")
    assert package(command, *arguments)[0] == ExitCode.OK
    assert "is finished" in package(command, *arguments, "--resume")[1]


def test_other_settings_are_other_packages(command: Command) -> None:
    arguments = (str(EXAMPLES), "-o", "out", "--format", "bagit")
    assert package(command, *arguments)[0] == ExitCode.OK
    Path("archive.toml").write_text(CONFIG.replace("某某市", "另一市"), "utf-8")
    assert package(command, *arguments, "--resume")[1] == "3 of 3 packaged into out\n"
    assert package(command, *arguments, "--resume", "--date", "2020-01-01")[1] == "3 of 3 packaged into out\n"


@pytest.mark.parametrize("kind", ["eark", "transfer"])
def test_what_no_report_says_is_asked_for_by_name(command: Command, kind: str) -> None:
    done = command.run("package", str(EXAMPLES), "-o", "out", "--format", kind)
    assert done.exit_code == ExitCode.USAGE
    assert "--config" in done.stderr
    assert "[organization]" in done.stderr or "[transfer]" in done.stderr
    assert not Path("out").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--format", "zip"), "eark, bagit, transfer"),
        (("--format", "bagit", "--date", "yesterday"), "yesterday is no date"),
        (("--format", "transfer", "--config", "archive.toml", "-"), "name files"),
        (("--format", "bagit", "--config", "nowhere.toml"), "nowhere.toml"),
    ],
)
def test_wrong_usage_is_told(command: Command, arguments: tuple[str, ...], says: str) -> None:
    done = command.run("package", str(EXAMPLES), "-o", "out", *arguments)
    assert done.exit_code == ExitCode.USAGE
    assert says in " ".join(done.stderr.replace("│", " ").split())


def test_two_runs_do_not_make_one_transfer_package(command: Command) -> None:
    Path("out").mkdir()
    Path("out/0123-1.lock").write_text("another-host 1", "ascii")
    code, told = package(command, str(EXAMPLES), "-o", "out", "--format", "transfer")
    assert code == ExitCode.IO
    assert told.startswith("gaixml: busy: out: ")
    assert not Path("out/0123-1").exists()


def test_a_folder_with_other_things_in_it_is_never_replaced(command: Command) -> None:
    Path("out/example-2018").mkdir(parents=True)
    Path("out/example-2018/mine.txt").write_text("mine", "utf-8")
    source = str(EXAMPLES / "example-2018.txt")
    code, told = package(command, source, "-o", "out", "--format", "bagit", "--unpacked")
    assert (code, told.split(": ")[1]) == (ExitCode.IO, "exists")
    assert names("out") == ["example-2018/mine.txt"]
    again = (source, "-o", "new", "--format", "bagit", "--unpacked")
    assert [package(command, *again)[0] for _ in range(2)] == [ExitCode.OK] * 2


def test_no_package_lies_in_another_one(command: Command) -> None:
    Path("in/a").mkdir(parents=True)
    for name in ("in/a.md", "in/a/b.md", "in/..md"):
        Path(name).write_bytes((EXAMPLES / "example-2023.md").read_bytes())
    for _ in range(2):
        assert package(command, "in", "in/..md", "-o", "in/out", "--format", "bagit", "--unpacked")[0] == ExitCode.OK
    bags = sorted(path.parent.relative_to("in/out").as_posix() for path in Path("in/out").rglob("bagit.txt"))
    assert [bag.rpartition("/")[0] for bag in bags] == ["_.", "a", "a.md"] or [
        bag.rpartition("/")[0] for bag in bags
    ] == ["_.", "a.md", "a/b"]
    assert len(bags) == 3


def test_a_finished_transfer_package_is_never_replaced(command: Command) -> None:
    arguments = (str(EXAMPLES), "-o", "out", "--format", "transfer")
    assert package(command, *arguments)[0] == ExitCode.OK
    assert package(command, *arguments)[0] == ExitCode.IO
    Path("another.md").write_bytes((EXAMPLES / "example-2023.md").read_bytes())
    code, told = package(command, *arguments, "another.md", "--resume")
    assert (code, told.split(": ")[1]) == (ExitCode.SOME_FAILED, "finished")
    assert len(list(Path("out/0123-1/电子档案").glob("*/*/*"))) == 3


@pytest.mark.parametrize("name", ["报告　2023.md", "a  b.md", "a\ufffe.md", "tagmanifest-x.md", "元数据.md"])
def test_odd_names_are_packaged_in_every_format(command: Command, name: str) -> None:
    Path(name).write_bytes((EXAMPLES / "example-2023.md").read_bytes())
    for kind in (*EACH, "transfer"):
        assert package(command, name, "-o", kind, "--format", kind, "-q") == (0, "")
    with zipfile.ZipFile(f"bagit/{Path(name).stem}.zip") as file:
        file.extractall("bags")
    (bag,) = Path("bags").iterdir()
    pytest.importorskip("bagit").Bag(str(bag)).validate()


@pytest.mark.parametrize(
    "setting",
    [
        '"档号格式" = "{全宗号}/{年度}/{件号}"',
        '"件号位数" = "100000000"',
        '"附注" = "a\\nb"',
        '"起始件号" = "' + "9" * 5000 + '"',
    ],
)
def test_settings_that_no_package_can_take_are_refused_at_once(command: Command, setting: str) -> None:
    Path("archive.toml").write_text(CONFIG + setting + "\n", "utf-8")
    code, told = package(command, str(EXAMPLES), "-o", "out", "--format", "transfer")
    assert (code, told.split(": ")[1]) == (ExitCode.USAGE, "settings")
    assert not Path("out").exists()


def test_the_report_counts_what_was_packaged(command: Command) -> None:
    assert package(command, str(EXAMPLES), "-o", "out", "--format", "bagit", "--report", "counts.json")[0] == 0
    counts = json.loads(Path("counts.json").read_bytes())
    assert (counts["inputs"], counts["done"], counts["failed"]) == (3, 3, {})
    assert counts["years"] == {"2017": 1, "2018": 1, "2023": 1}
