from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from deposit_stores import Server, Store

pytest_plugins = ["deposit_stores"]

PROGRAM = """
import sys, typer
from gaixml.cli.depositing import deposit
app = typer.Typer(pretty_exceptions_enable=False)
app.command()(deposit)
app()
"""


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    """Return an environment in which nothing is known of any store."""
    kept = {key: os.environ[key] for key in ("PATH", "PYTHONPATH", "VIRTUAL_ENV") if key in os.environ}
    nothing = {"AWS_EC2_METADATA_DISABLED": "true", "AWS_MAX_ATTEMPTS": "1", "AWS_RETRY_MODE": "standard"}
    return {**kept, **nothing, "HOME": str(tmp_path / "home")}


def gaixml_deposit(settings: dict[str, str], *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, as a user does."""
    command = [sys.executable, "-W", "error", "-c", PROGRAM, *map(str, arguments)]
    return subprocess.run(command, env=settings, capture_output=True, encoding="utf-8", check=False, timeout=60)  # noqa: S603


def receipts(run: subprocess.CompletedProcess[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in run.stdout.splitlines()]


def test_s3_credentials_come_from_the_environment(
    s3: Store, s3_server: Server, settings: dict[str, str], package: Path, tmp_path: Path
) -> None:
    settings |= {
        "FSSPEC_S3_ENDPOINT_URL": f"http://127.0.0.1:{s3_server.port}",
        "FSSPEC_S3_KEY": "archive",
        "FSSPEC_S3_SECRET": "archive-secret",
    }
    run = gaixml_deposit(settings, tmp_path / "none.zip", package, "--to", s3.url, "--format", "jsonl")
    assert run.returncode == 3
    assert run.stderr == f"gaixml: no-input: {tmp_path / 'none.zip'}: there is no such package\n"
    data = package.read_bytes()
    assert receipts(run) == [
        {
            "package": str(package),
            "url": f"{s3.url}/{package.name}",
            "size": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
            "files": 1,
            "verified": True,
        }
    ]
    assert s3.content(package.name) == data
    again = gaixml_deposit(settings, package, "--to", s3.url, "--format", "jsonl")
    assert (again.returncode, again.stdout) == (0, run.stdout)
    assert again.stderr == f"{package}: stands there already, nothing was sent\n"


def test_webdav_credentials_come_from_a_file(webdav: Store, settings: dict[str, str], unpacked: Path) -> None:
    config = f"{settings['HOME']}/.config/fsspec"
    os.makedirs(config)  # noqa: PTH103
    with open(f"{config}/webdav.json", "w", encoding="utf-8") as file:  # noqa: PTH123
        json.dump({"webdav": {"auth": ["archivist", "pass word"]}}, file)
    run = gaixml_deposit(settings, unpacked, "--to", webdav.url, "-q")
    assert (run.returncode, run.stderr) == (0, "")
    assert "5 files" in run.stdout
    assert len(webdav.names()) == 5


def test_credentials_that_are_missing_or_wrong_are_one_line(
    s3: Store, webdav: Store, settings: dict[str, str], package: Path
) -> None:
    for url, words in ((s3.url, "credentials"), (webdav.url, "401")):
        run = gaixml_deposit(settings, package, "--to", url)
        assert run.returncode == 4
        assert run.stdout == ""
        assert len(run.stderr.splitlines()) == 1, run.stderr
        assert run.stderr.startswith(f"gaixml: read: {url}/")
        assert words in run.stderr


def test_a_server_that_is_down_is_one_line(settings: dict[str, str], package: Path) -> None:
    pytest.importorskip("s3fs")
    settings |= {"FSSPEC_S3_ENDPOINT_URL": "http://127.0.0.1:1", "FSSPEC_S3_KEY": "a", "FSSPEC_S3_SECRET": "b"}
    run = gaixml_deposit(settings, package, "--to", "s3://records")
    assert run.returncode == 4
    assert run.stderr.startswith("gaixml: read: s3://records/")
    assert "Could not connect" in run.stderr
    assert len(run.stderr.splitlines()) == 1, run.stderr


@pytest.mark.parametrize(
    ("to", "code", "words"),
    [("foo://x", 4, "gaixml: location: foo://x"), ("", 2, "--to"), ("file://x", 4, "three slashes")],
)
def test_a_target_of_no_use_is_refused(settings: dict[str, str], package: Path, to: str, code: int, words: str) -> None:
    pytest.importorskip("upath")
    run = gaixml_deposit(settings, package, "--to", to)
    assert (run.returncode, run.stdout) == (code, "")
    assert words in run.stderr
    assert "Traceback" not in run.stderr


def test_a_plain_folder_needs_no_extra(settings: dict[str, str], package: Path, tmp_path: Path) -> None:
    (tmp_path / "no").mkdir()
    for module in ("upath", "fsspec"):
        (tmp_path / "no" / f"{module}.py").write_text("raise ImportError", "utf-8")
    settings["PYTHONPATH"] = os.pathsep.join([str(tmp_path / "no"), *settings.get("PYTHONPATH", "").split(os.pathsep)])
    run = gaixml_deposit(settings, package, "--to", tmp_path / "store")
    assert (run.returncode, run.stderr) == (0, "")
    assert (tmp_path / "store" / package.name).read_bytes() == package.read_bytes()
    package.write_bytes(b"other")
    run = gaixml_deposit(settings, package, "--to", tmp_path / "store")
    assert run.returncode == 4
    assert "exists" in run.stderr
    run = gaixml_deposit(settings, package, "--to", tmp_path / "store", "--replace")
    assert run.returncode == 0
    assert (tmp_path / "store" / package.name).read_bytes() == b"other"
