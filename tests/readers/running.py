"""Runs the command line in this process, or in one of its own, and looks at what it left behind."""

from __future__ import annotations

import contextlib
import re
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn

import gaixml
from gaixml.cli import main
from gaixml.errors import ExitCode
from gaixml.schema import parse_archive
from gaixml.xml_text import NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest
    from lxml import etree

GOOD = "某某市人民政府2023年政府信息公开工作年度报告\n一、总体情况\n正文。\n二、其他需要报告的事项\n无。\n"
NS = {"g": NAMESPACE}
JARGON = re.compile(
    r"Traceback|Error\b|Exception|XML_PARSE|xml[A-Z]\w+|PCDATA|panicked|/tmp|site-packages|\.py\b|None|<\w+>|0x[0-9a-f]|"
    r"libxml|lxml|zipfile|zlib|pdfium|calamine|lark|codec can't",
)
"""What programs say to one another, and not to people."""
LIMITS = """
import resource
resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
resource.setrlimit(resource.RLIMIT_CPU, (30, 30))
"""


class NetworkUsedError(BaseException):
    """No file makes gaixml talk to anybody; nothing in it catches this."""


def _refuse(*_: object) -> NoReturn:
    raise NetworkUsedError


@contextlib.contextmanager
def alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Work in an empty folder, without a network; assert that no temporary file is left, and nothing outside."""
    work, temporary = folder / "a" / "b" / "work", folder / "temporary"
    work.mkdir(parents=True)
    temporary.mkdir()
    monkeypatch.chdir(work)
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    for function in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, function, _refuse)
    yield
    assert names(temporary) == []
    assert [name for name in names(folder) if not Path(name).is_relative_to("a/b/work")] == []


@contextlib.contextmanager
def nobody_calls() -> Iterator[str]:
    """Give the address of a server of this machine; assert that nobody talked to it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        yield f"127.0.0.1:{server.getsockname()[1]}"
        with contextlib.suppress(BlockingIOError):
            server.accept()
            raise NetworkUsedError


class Run(NamedTuple):
    """What a command left behind."""

    exit_code: int
    stdout: bytes
    stderr: str


class Command:
    """The command ``gaixml``, run in this process."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, output: pytest.CaptureFixture[bytes]) -> None:
        self._monkeypatch = monkeypatch
        self._output = output

    def run(self, *arguments: str) -> Run:
        self._output.readouterr()
        self._monkeypatch.setattr(sys, "argv", ["gaixml", *arguments])
        exit_code: object = None
        try:
            main()
        except SystemExit as stopped:
            exit_code = stopped.code
        assert isinstance(exit_code, int)
        written = self._output.readouterr()
        return Run(exit_code, written.out, written.err.decode("utf-8", "surrogateescape"))

    def refuses(self, name: str, data: bytes, code: str) -> str:
        """Refuse a file beside a good one, which is converted; return the message, which is all that is said."""
        Path(name).write_bytes(data)
        Path("good.txt").write_text(GOOD, "utf-8")
        done = self.run("convert", name, "good.txt", "-o", "out")
        assert_refused(done, name, data, code)
        return done.stderr.partition("\n")[0]

    def converts(self, name: str, data: bytes) -> etree._Element:
        """Convert a file; return the root of its archive. Nothing is said but that it was done."""
        Path(name).write_bytes(data)
        done = self.run("convert", name, "-o", "out")
        assert done == (ExitCode.OK, b"", "1 of 1 converted into out\n")
        assert Path(name).read_bytes() == data
        assert names(".") == sorted([name, f"out/{Path(name).stem}.xml"])
        return archive(f"out/{Path(name).stem}.xml")

    def text(self, name: str, data: bytes) -> str:
        """Convert a file; return its text."""
        self.converts(name, data)
        return gaixml.text(Path(f"out/{Path(name).stem}.xml").read_bytes())


def in_process(*arguments: str, before: str = "") -> Run:
    """Run the command in a process of its own, behind some statements."""
    code = f"{before}\nfrom gaixml.cli import main\nmain()"
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, check=False, timeout=60)  # noqa: S603 - our own command
    return Run(done.returncode, done.stdout, done.stderr.decode("utf-8", "surrogateescape"))


def assert_refused(done: Run, name: str, data: bytes, code: str) -> None:
    """Assert that one of two files was refused, in one line that people understand, and the other one converted."""
    assert done.exit_code == ExitCode.SOME_FAILED, done.stderr
    assert done.stdout == b""
    message, *rest = done.stderr.split("\n")
    assert rest == ["1 of 2 converted into out", ""], done.stderr
    assert message.startswith(f"gaixml: {code}: {name}: "), message
    assert not JARGON.search(message), message
    assert names(".") == sorted([name, "good.txt", "out/good.xml"])
    assert Path(name).read_bytes() == data
    archive("out/good.xml")


def names(folder: str | Path) -> list[str]:
    """List the files below a folder, hidden ones too; not the manifest of a batch."""
    files = (file for file in Path(folder).rglob("*") if not file.is_dir() and file.name != "gaixml-manifest.jsonl")
    return sorted(str(file.relative_to(folder)) for file in files)


def archive(name: str) -> etree._Element:
    """Return the root of an archive, which must be valid."""
    data = Path(name).read_bytes()
    gaixml.validate(data, name, schema_only=True)  # a sum may be wrong in the source
    return parse_archive(data)


def rules(root: etree._Element) -> list[str]:
    """Return the rules of the findings in an archive."""
    return [finding.get("rule", "") for finding in root.iterfind(".//g:finding", NS)]


def omissions(root: etree._Element) -> list[tuple[str, str]]:
    """Return what was left aside: reason, and text or name."""
    return [(one.get("reason", ""), one.text or one.get("name") or "") for one in root.iterfind(".//g:omission", NS)]
