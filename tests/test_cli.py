"""The command line as a user meets it: every command is run as a process of its own."""

from __future__ import annotations

import codecs
import itertools
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

import gaixml
from gaixml.schema import parse_archive
from gaixml.source_text import source_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

EXAMPLES = Path(__file__).parent.parent / "examples"
REPORTS = sorted(EXAMPLES.glob("example-*"))
SECTIONS = {"example-2017": 14, "example-2018": 15, "example-2023": 15}
REPORT = (
    "某某市2023年政府信息公开工作年度报告\n一、总体情况\n正文。\n（一）主动公开。公开了信息。\n二、其他事项\n无。\n"
)
CORPUS = Path(__file__).parent.parent.parent / "shared" / "corpus" / "reports"

# What the shell that runs the tests prefers must not decide what they see.
PLAIN = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "LC_", "LANG", "COLUMNS"))}
ASCII = {"PYTHONIOENCODING": "ascii", "LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


class Run(NamedTuple):
    """What a command left behind."""

    exit_code: int
    stdout: bytes
    stderr: str


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "gaixml", *map(str, arguments)]


def run(
    *arguments: str | Path, data: bytes = b"", folder: Path | None = None, environment: Mapping[str, str] | None = None
) -> Run:
    done = subprocess.run(  # noqa: S603 - our own command
        command(*arguments),
        input=data,
        capture_output=True,
        cwd=folder,
        env=PLAIN | dict(environment or {}),
        check=False,
        timeout=60,
    )
    return Run(done.returncode, done.stdout, done.stderr.decode("utf-8", "surrogateescape"))


def names(folder: Path) -> list[str]:
    """List the files below a folder, hidden ones too; not the manifest of a batch."""
    files = (file for file in folder.rglob("*") if file.is_file() and file.name != "gaixml-manifest.jsonl")
    return sorted(str(file.relative_to(folder)) for file in files)


def make(folder: Path, *files: str) -> None:
    for name in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(REPORT + name, "utf-8")


def flatten(sections: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for section in sections for one in (section, *flatten(section["children"]))]


def squeezed(drawn: str) -> str:
    """Return a drawn tree without blanks and guides."""
    return re.sub(r"[\s│├└─]", "", drawn)


@pytest.fixture(scope="session")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the archives of the three examples, converted by the command."""
    folder = tmp_path_factory.mktemp("archives")
    assert run("convert", EXAMPLES, "-o", folder) == (0, b"", f"3 of 3 converted into {folder}\n")
    return folder


# ── convert ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_examples_become_valid_archives(archives: Path) -> None:
    assert names(archives) == [f"{report.stem}.xml" for report in REPORTS]
    files = [archives / name for name in names(archives)]
    assert run("validate", *files) == (0, b"", "".join(f"{file}: valid\n" for file in files))


def test_convert_does_what_the_function_does(archives: Path) -> None:
    for report in REPORTS:
        assert (archives / f"{report.stem}.xml").read_bytes() == gaixml.convert(report.read_bytes(), report.name)


def test_convert_keeps_subfolders_and_skips_hidden_files(tmp_path: Path) -> None:
    make(tmp_path, "in/a.txt", "in/2023/市/b.md", "in/.c.txt", "in/.git/d.txt", "in/e.xml")
    done = run("convert", "in", "-o", "out", folder=tmp_path)
    assert done == (0, b"", "2 of 2 converted into out\n")
    assert names(tmp_path / "out") == ["2023/市/b.xml", "a.xml"]


def test_convert_expands_globs_in_quotes(tmp_path: Path) -> None:
    make(tmp_path, "a1.txt", "a2.md", "b.txt", "deep/a3.txt")
    assert run("convert", "a*", "**/a3.*", "-o", "out", folder=tmp_path).exit_code == 0
    assert names(tmp_path / "out") == ["a1.xml", "a2.xml", "a3.xml"]


def test_convert_reads_standard_input(tmp_path: Path) -> None:
    assert run("convert", "-", "-o", "out", data=REPORT.encode(), folder=tmp_path).exit_code == 0
    assert names(tmp_path) == ["out/stdin.xml"]
    assert gaixml.text((tmp_path / "out/stdin.xml").read_bytes()) == REPORT


def test_convert_reads_standard_input_beside_files_and_jobs(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "b.txt")
    done = run("convert", "a.txt", "-", "b.txt", "-o", "out", "--jobs", "2", data=REPORT.encode(), folder=tmp_path)
    assert done == (0, b"", "3 of 3 converted into out\n")
    assert names(tmp_path / "out") == ["a.xml", "b.xml", "stdin.xml"]


def test_convert_gives_each_of_the_same_stem_its_archive(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "a.md", "x/a.txt")
    assert run("convert", "a.txt", "a.md", "x/a.txt", "-o", "out", folder=tmp_path).exit_code == 0
    texts = {gaixml.text(file.read_bytes()) for file in (tmp_path / "out").glob("*.xml")}
    assert texts == {REPORT + name for name in ("a.txt", "a.md", "x/a.txt")}


def test_convert_writes_the_same_with_any_number_of_jobs(tmp_path: Path) -> None:
    make(tmp_path, *(f"in/{number % 3}/{number}.txt" for number in range(20)))
    (tmp_path / "in/empty.txt").touch()
    one = run("convert", "in", *REPORTS, "-o", "out", folder=tmp_path)
    written = {name: (tmp_path / "out" / name).read_bytes() for name in names(tmp_path / "out")}
    assert one.exit_code == 3
    assert len(written) == 23
    for name in written:
        (tmp_path / "out" / name).unlink()
    assert run("convert", "in", *REPORTS, "-o", "out", "--jobs", "2", folder=tmp_path) == one
    assert {name: (tmp_path / "out" / name).read_bytes() for name in names(tmp_path / "out")} == written


def test_convert_is_reproducible_elsewhere(tmp_path: Path) -> None:
    make(tmp_path, "one/a.txt")
    (tmp_path / "two").mkdir()
    (tmp_path / "two/a.txt").write_bytes((tmp_path / "one/a.txt").read_bytes())
    for folder, seed in (("one", "1"), ("two", "2")):
        run("convert", "a.txt", "-o", ".", folder=tmp_path / folder, environment={"PYTHONHASHSEED": seed})
    assert (tmp_path / "one/a.xml").read_bytes() == (tmp_path / "two/a.xml").read_bytes()


def test_quiet_says_nothing_but_errors(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    (tmp_path / "empty.txt").touch()
    assert run("convert", "a.txt", "-o", "out", "--quiet", folder=tmp_path) == (0, b"", "")
    failed = run("convert", "a.txt", "empty.txt", "-o", "out", "-q", folder=tmp_path)
    assert failed.exit_code == 3
    assert failed.stderr.startswith("gaixml: empty: ")
    assert failed.stderr.count("\n") == 1


def test_charset_settles_what_content_leaves_open(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("caf\xe9".encode("latin-1"))
    assert run("convert", "a.txt", "-o", "out", "--charset", "iso-8859-1", folder=tmp_path).exit_code == 0
    assert gaixml.text((tmp_path / "out/a.xml").read_bytes()) == "caf\xe9"


def test_charset_that_content_contradicts_is_overruled(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(REPORT, "utf-8")
    assert run("convert", "a.txt", "-o", "out", "--charset", "big5", folder=tmp_path).exit_code == 0
    assert gaixml.text((tmp_path / "out/a.xml").read_bytes()) == REPORT


def test_charset_that_nobody_knows_is_a_usage_error(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    assert run("convert", "a.txt", "-o", "out", "--charset", "gb18031", folder=tmp_path).exit_code == 2


def test_nothing_to_convert(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for pattern in ("in", "in/*.txt"):
        done = run("convert", pattern, "-o", "out", folder=tmp_path)
        assert (done.exit_code, done.stdout) == (3, b"")
        assert done.stderr == f"gaixml: no-input: nothing to read in {pattern}; see gaixml --help\n"
    assert names(tmp_path) == []


def test_input_that_gives_nothing_is_named(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    done = run("convert", "a.txt", "2023-*.txt", "-o", "out", folder=tmp_path)
    assert done.exit_code == 3
    assert "2023-*.txt" in done.stderr


def test_archive_is_no_source(archives: Path, tmp_path: Path) -> None:
    assert run("convert", archives / "example-2018.xml", "-o", tmp_path).exit_code == 3


# ── outline ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.stem)
def test_outline_in_json(report: Path, archives: Path) -> None:
    done = run("outline", report, "--format", "json")
    assert (done.exit_code, done.stderr) == (0, "")
    outline = json.loads(done.stdout)
    assert list(outline) == ["title", "agency", "year", "form", "sections"]
    assert str(outline["year"]) in report.stem
    assert outline["agency"].endswith("人民政府外事办公室")
    sections = flatten(outline["sections"])
    assert len(sections) == SECTIONS[report.stem]
    for section in sections:
        assert list(section) == ["id", "level", "number", "ordinal", "heading", "children"]
        kinds = [type(value) for value in section.values()]
        assert kinds == [str, int, str, int, str, list]
        assert not section["heading"].endswith("。")
        assert all(child["level"] > section["level"] for child in section["children"])
    assert len({section["id"] for section in sections}) == len(sections)
    assert outline == gaixml.outline(report.read_bytes(), report.name)
    assert run("outline", archives / f"{report.stem}.xml", "--format", "json") == done


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.stem)
def test_outline_of_source_and_archive_is_drawn_the_same(report: Path, archives: Path) -> None:
    done = run("outline", report)
    assert (done.exit_code, done.stderr) == (0, "")
    assert run("outline", archives / f"{report.stem}.xml") == done


def test_outline_draws_a_tree() -> None:
    tree = """\
某某市2023年政府信息公开工作年度报告  某某市 · 2023
├── 一、 总体情况
│   └── （一） 主动公开
└── 二、 其他事项
"""
    assert run("outline", "-", data=REPORT.encode()) == (0, tree.encode(), "")


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.stem)
def test_outline_shows_every_fact_and_heading(report: Path) -> None:
    outline = gaixml.outline(report.read_bytes(), report.name)
    shown = squeezed(run("outline", report).stdout.decode())
    facts = "·".join(str(fact) for fact in (outline["agency"], outline["year"], outline["form"]) if fact)
    expected = [str(outline["title"]) + facts]
    expected += [squeezed(one["number"] + one["heading"]) for one in flatten(outline["sections"])]  # type: ignore[arg-type]
    assert shown == "".join(expected)


def test_outline_in_a_pipe_cuts_nothing() -> None:
    heading = "加强政府信息公开" * 6
    shown = run("outline", "-", data=f"一、{heading}\n正文。\n二、其他\n正文。\n".encode()).stdout.decode()
    assert f"├── 一、 {heading}\n" in shown


def test_outline_takes_headings_for_no_markup() -> None:
    shown = run("outline", "-", data="一、[red]总体[/red]情况[/]:smile:了\n正文。\n".encode()).stdout.decode()
    assert "[red]总体[/red]情况[/]:smile:了" in shown


def test_outline_keeps_escape_sequences_from_the_terminal() -> None:
    assert b"\x1b" not in run("outline", "-", data="一、总体\x1b[2J\x1b[31m情况\n正文。\n".encode()).stdout


def test_outline_of_a_text_without_sections() -> None:
    done = run("outline", "-", "--format", "json", data="此件没有正文。\n".encode())
    assert json.loads(done.stdout)["sections"] == []
    assert run("outline", "-", data="此件没有正文。\n".encode()).exit_code == 0


def test_outline_takes_a_charset() -> None:
    done = run("outline", "-", "--charset", "gbk", "--format", "json", data=REPORT.encode("gbk"))
    assert [section["number"] for section in json.loads(done.stdout)["sections"]] == ["一、", "二、"]


# ── validate ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_validate_names_line_and_reason_and_goes_on(archives: Path, tmp_path: Path) -> None:
    good, bad = archives / "example-2018.xml", tmp_path / "bad.xml"
    bad.write_text(good.read_text("utf-8").replace('level="1"', 'level="first"', 1), "utf-8")
    done = run("validate", bad, good)
    assert (done.exit_code, done.stdout) == (1, b"")
    assert done.stderr.startswith(f"gaixml: schema: {bad}:")
    assert re.search(rf"{re.escape(str(bad))}:\d+: .*'first'", done.stderr)
    assert done.stderr.endswith(f"{good}: valid\n")


def test_validate_quietly(archives: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.xml"
    bad.write_text("<report/>", "utf-8")
    assert run("validate", archives / "example-2018.xml", "--quiet") == (0, b"", "")
    assert run("validate", bad, "-q").exit_code == 1


def test_validate_reads_standard_input(archives: Path) -> None:
    assert run("validate", "-", data=(archives / "example-2018.xml").read_bytes()).exit_code == 0


def test_validate_prefers_what_cannot_be_read(archives: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.xml"
    bad.write_text("<report/>", "utf-8")
    done = run("validate", tmp_path / "missing.xml", bad, archives / "example-2018.xml")
    assert done.exit_code == 4
    assert "missing.xml: No such file" in done.stderr
    assert "bad.xml" in done.stderr
    assert "example-2018.xml: valid" in done.stderr


# ── text ───────────────────────────────────────────────────────────────────────────────────────────────────────────

SOURCES = {
    "UTF-8": REPORT.encode(),
    "UTF-8 with a mark": codecs.BOM_UTF8 + REPORT.encode(),
    "CRLF": REPORT.replace("\n", "\r\n").encode(),
    "CR": REPORT.replace("\n", "\r").encode(),
    "no line end": REPORT.rstrip().encode(),
    "GBK": REPORT.encode("gbk"),
    "GB18030": (REPORT + "㐀𠀀").encode("gb18030"),
    "Big5": "政府資訊公開年度報告\n一、總體情況\n本機關依法主動公開。\n".encode("big5"),
    "UTF-16LE with a mark": codecs.BOM_UTF16_LE + REPORT.encode("utf-16-le"),
    "UTF-16BE with a mark": codecs.BOM_UTF16_BE + REPORT.encode("utf-16-be"),
    "UTF-16LE": REPORT.encode("utf-16-le"),
    "UTF-8 and GBK": REPORT.encode() + REPORT.encode("gbk"),
    "control characters": REPORT.encode() + b"\0\x0b\x1b\x7f \xe2\x80\xa8\xc2\x85\xef\xbf\xbf",
}


@pytest.mark.parametrize("kind", SOURCES)
def test_text_is_the_source(kind: str, tmp_path: Path) -> None:
    data = SOURCES[kind]
    archive = gaixml.convert(data)
    (tmp_path / "a.xml").write_bytes(archive)
    assert run("text", tmp_path / "a.xml", "--original") == (0, data, "")
    assert run("text", "-", data=archive) == (0, gaixml.text(archive).encode("utf-8", "surrogatepass"), "")


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.stem)
def test_text_of_the_examples(report: Path, archives: Path) -> None:
    assert run("text", archives / f"{report.stem}.xml") == (0, report.read_bytes(), "")


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the shared corpus does not stand beside this checkout")
def test_text_of_the_corpus() -> None:
    sources = sorted(CORPUS.glob("*/source.[tm][xd]*"))
    assert sources
    for source in sources:
        data = source.read_bytes()
        assert source_bytes(parse_archive(gaixml.convert(data, source.name)), original=True) == data, source


# ── usage ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_version() -> None:
    assert run("--version") == (0, f"gaixml {gaixml.__version__}\n".encode(), "")


@pytest.mark.parametrize(
    "arguments", ["--help", "-h", "convert --help", "outline -h", "facts -h", "validate -h", "text -h"]
)
def test_help(arguments: str) -> None:
    done = run(*arguments.split())
    assert (done.exit_code, done.stderr) == (0, "")
    assert b"Usage: gaixml" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        "",
        "convert",
        "convert a.txt",
        "convert -o out",
        "convert a.txt -o out --jobs 0",
        "convert a.txt -o out --jobs two",
        "convert a.txt -o out --fast",
        "outline",
        "outline a.txt b.txt",
        "outline a.txt --format yaml",
        "facts",
        "facts a.txt --format json",
        "facts a.txt --bom",
        "facts a.txt --bom --format jsonl",
        "facts a.txt --charset gb18031",
        "validate",
        "text",
        "translate a.txt",
    ],
)
def test_wrong_usage(arguments: str, tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    done = run(*arguments.split(), folder=tmp_path)
    assert done.exit_code == 2
    assert "Traceback" not in done.stderr
    assert "Usage: gaixml" in done.stderr + done.stdout.decode()
    assert names(tmp_path) == ["a.txt"]


def test_completion_is_offered() -> None:
    done = run("--show-completion", "bash")
    assert (done.exit_code, done.stderr) == (0, "")
    assert b"_GAIXML_COMPLETE" in done.stdout


# ── streams ────────────────────────────────────────────────────────────────────────────────────────────────────────

PRINTING: dict[str, list[str | Path]] = {
    "outline": ["outline", EXAMPLES / "example-2018.txt"],
    "outline in json": ["outline", EXAMPLES / "example-2018.txt", "--format", "json"],
    "text": ["text", "example-2018.xml"],
}


@pytest.mark.parametrize(
    "kind",
    [
        "outline",
        "outline in json",
        "text",
    ],
)
def test_data_is_utf_8_on_any_console(kind: str, archives: Path) -> None:
    done = run(*PRINTING[kind], folder=archives, environment=ASCII)
    assert done == run(*PRINTING[kind], folder=archives, environment={"PYTHONIOENCODING": "utf-8"})
    assert "政府信息公开" in done.stdout.decode("utf-8")


def test_messages_name_chinese_files_on_any_console(tmp_path: Path) -> None:
    done = run("convert", "没有.txt", "-o", "输出", folder=tmp_path, environment=ASCII)
    assert done == (4, b"", "gaixml: read: 没有.txt: No such file or directory\n0 of 1 converted into 输出\n")


@pytest.fixture(scope="session")
def long_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a report whose outline and text are longer than the buffers of pipes and files, beside its archive."""
    report = tmp_path_factory.mktemp("long") / "example-2018.txt"
    report.write_text("".join(f"第{number}条 {'内容' * 20}\n" for number in range(1, 3000)), "utf-8")
    report.with_suffix(".xml").write_bytes(gaixml.convert(report.read_bytes(), report.name))
    return report


LONG: dict[str, list[str | Path]] = {
    "outline": ["outline", "example-2018.xml"],
    "outline in json": ["outline", "example-2018.xml", "--format", "json"],
    "text": ["text", "example-2018.xml"],
}


@pytest.mark.parametrize(
    "unbuffered",
    [
        "",
        "1",
    ],
    ids=["buffered", "PYTHONUNBUFFERED"],
)
@pytest.mark.parametrize("kind", LONG)
def test_reader_that_stops_is_no_failure(kind: str, unbuffered: str, long_report: Path) -> None:
    environment = PLAIN | {"PYTHONUNBUFFERED": unbuffered}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command(*LONG[kind]), cwd=long_report.parent, env=environment, **pipes) as process:  # type: ignore[call-overload] # noqa: S603
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("kind", LONG)
def test_full_disk_behind_stdout(kind: str, long_report: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(  # noqa: S603 - our own command
            command(*LONG[kind]), cwd=long_report.parent, env=PLAIN, stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 4
    assert done.stderr.startswith(b"gaixml: write: ")
    assert b"Traceback" not in done.stderr


LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))
from gaixml.cli import main
main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of file sizes")
@pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "PYTHONUNBUFFERED"])
def test_output_that_stops_half_way_is_a_failure(unbuffered: str, long_report: Path, tmp_path: Path) -> None:
    """Without a buffer Python's write may write a part and say so in its result only."""
    environment = PLAIN | {"PYTHONUNBUFFERED": unbuffered}
    arguments = [sys.executable, "-c", LIMITED, "text", str(long_report.with_suffix(".xml"))]
    with (tmp_path / "text").open("wb") as file:
        done = subprocess.run(arguments, env=environment, stdout=file, stderr=subprocess.PIPE, check=False)  # noqa: S603
    assert done.returncode == 4
    assert done.stderr.startswith(b"gaixml: write: ")


# ── terminals ──────────────────────────────────────────────────────────────────────────────────────────────────────


def in_terminal(*arguments: str | Path, columns: int = 80) -> tuple[int, str]:
    """Run a command in a terminal of its own; return its exit code and what it drew."""
    pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")
    ours, theirs = pty.openpty()
    environment = PLAIN | {"TERM": "xterm", "COLUMNS": str(columns), "LANG": "C.UTF-8"}
    with subprocess.Popen(command(*arguments), stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as process:  # noqa: S603
        os.close(theirs)
        drawn = b"".join(itertools.takewhile(bool, iter(lambda: _read(ours), None)))
    os.close(ours)
    return process.returncode, drawn.decode().replace("\r\n", "\n")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1 << 16)
    except OSError:  # so Linux says that nobody is left on the other side
        return b""


def plain(drawn: str) -> str:
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", drawn)


def test_progress_is_shown_for_several_files_in_a_terminal(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    exit_code, drawn = in_terminal("convert", EXAMPLES, tmp_path / "empty.txt", "-o", tmp_path / "out")
    assert exit_code == 3
    assert "converting" in drawn
    assert "4/4" in drawn
    assert "gaixml: empty: " in drawn
    assert plain(drawn).endswith(f"3 of 4 converted into {tmp_path / 'out'}\n")
    assert "\x1b[?25h" in drawn, "the cursor comes back"


def test_progress_is_not_shown_for_one_file(tmp_path: Path) -> None:
    exit_code, drawn = in_terminal("convert", REPORTS[0], "-o", tmp_path)
    assert (exit_code, drawn) == (0, f"1 of 1 converted into {tmp_path}\n")


def test_progress_is_not_shown_when_quiet(tmp_path: Path) -> None:
    assert in_terminal("convert", EXAMPLES, "-o", tmp_path, "--quiet") == (0, "")


@pytest.mark.parametrize("columns", [120, 80, 40])
@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.stem)
def test_outline_fits_any_terminal(report: Path, columns: int) -> None:
    exit_code, drawn = in_terminal("outline", report, columns=columns)
    assert exit_code == 0
    outline = gaixml.outline(report.read_bytes(), report.name)
    shown = squeezed(plain(drawn))
    for section in flatten(outline["sections"]):  # type: ignore[arg-type]
        assert squeezed(section["number"] + section["heading"]) in shown
    wide = re.compile("[\u2e80-\uffef]")
    assert max(len(wide.sub("xx", line)) for line in plain(drawn).split("\n")) <= columns


def test_long_heading_is_folded_in_a_terminal(tmp_path: Path) -> None:
    heading = "加强政府信息公开" * 6
    (tmp_path / "a.txt").write_text(f"一、{heading}\n正文。\n二、其他\n正文。\n", "utf-8")
    _, drawn = in_terminal("outline", tmp_path / "a.txt")
    assert heading in squeezed(plain(drawn))
