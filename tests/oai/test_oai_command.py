"""``gaixml serve`` as it is run: it says where it serves, and stops when told to."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from oai_serving import OAI, fill, valid

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM that a process can handle")


@contextmanager
def serving(path: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    """Run the command on a free port."""
    command = [sys.executable, "-m", "gaixml", "serve", str(path / "archives"), "--port", "0", *options]
    environment = os.environ | {"GAIXML_CACHE": str(path / "cache")}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:  # noqa: S603 - our own
        try:
            yield process
        finally:
            process.kill()


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stderr is not None
    return process.stderr.readline().strip()


@pytest.mark.parametrize(("told", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_it_serves_until_it_is_told_to_stop(tmp_path: Path, told: signal.Signals, code: int) -> None:
    fill(tmp_path / "archives")
    with serving(tmp_path, "--name", "甲市", "--email", "a@example.org", "--repository", "example.org") as process:
        url = first_line(process)
        with urllib.request.urlopen(f"{url}?verb=ListRecords&metadataPrefix=oai_dc") as answer:  # noqa: S310 - loopback
            root = valid(answer.read())
        assert (root.findtext(f".//{OAI}header/{OAI}identifier") or "").startswith("oai:example.org:")
        process.send_signal(told)
        assert process.wait(20) == code
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()


def test_behind_a_proxy_it_names_the_proxy(tmp_path: Path) -> None:
    fill(tmp_path / "archives", ["00-甲.xml"])
    with serving(tmp_path, "--base-url", "https://archive.example.org/reports/oai") as process:
        assert first_line(process).startswith("listening on 127.0.0.1:")
        assert first_line(process) == "https://archive.example.org/reports/oai"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--email", "nobody"), "--email"),
        (("--repository", "a b"), "--repository"),
        (("--host", "0.0.0.0"), "--base-url"),  # noqa: S104 - refused
        (("--base-url", "ftp://x"), "--base-url"),
        (("--page-size", "0"), "--page-size"),
    ],
)
def test_wrong_options_are_named(tmp_path: Path, options: tuple[str, str], said: str) -> None:
    fill(tmp_path / "archives", ["00-甲.xml"])
    with serving(tmp_path, *options) as process:
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 2
    assert said in errors


def test_what_cannot_be_served_is_an_error(tmp_path: Path) -> None:
    with serving(tmp_path) as process:
        _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors.startswith("gaixml: read: ")) == (4, True)
    fill(tmp_path / "archives", ["00-甲.xml"])
    with serving(tmp_path) as first:
        port = first_line(first).rpartition(":")[2].removesuffix("/oai")
        with serving(tmp_path, "--port", port) as process:
            _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors.startswith("gaixml: listen: ")) == (4, True)
