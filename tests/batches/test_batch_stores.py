"""Batches from a store into a store, here and on a cluster whose workers reach it themselves."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

import pytest
from batch_pieces import contents, gaixml, lines, write_reports
from dask_cluster import cluster
from deposit_stores import BUCKET, KEY, SECRET, s3_server, s3_settings

if TYPE_CHECKING:
    from pathlib import Path

    from deposit_stores import Server

COUNT = 12
__all__ = ["s3_server"]  # the fixture of the tests of deposits


@pytest.fixture
def files(s3_server: Server) -> Any:  # noqa: ANN401 - an fsspec file system
    return importlib.import_module("s3fs").S3FileSystem(**s3_settings(s3_server.port))


@pytest.fixture
def environment(s3_server: Server) -> dict[str, str]:
    """Return what fsspec has to know, on every machine."""
    url = f"http://127.0.0.1:{s3_server.port}"
    return {"FSSPEC_S3_ENDPOINT_URL": url, "FSSPEC_S3_KEY": KEY, "FSSPEC_S3_SECRET": SECRET}


def found(files: Any, folder: str) -> dict[str, bytes]:  # noqa: ANN401
    files.invalidate_cache()
    return {path.removeprefix(f"{folder}/"): files.cat_file(path) for path in files.find(folder)}


def test_from_s3_into_s3_here_and_on_a_cluster(tmp_path: Path, files: Any, environment: dict[str, str]) -> None:  # noqa: ANN401
    write_reports(tmp_path / "in", COUNT)
    root = f"{BUCKET}/{tmp_path.name}"
    for path in sorted((tmp_path / "in").iterdir()):
        files.pipe_file(f"{root}/in/{path.name}", path.read_bytes())
    assert gaixml("convert", "in", "-o", "expected", "-q", folder=tmp_path) == (0, "", "")
    with cluster(tmp_path / "cluster", nanny=False, environment=environment) as dask:
        for name, options in {"here": ["-j", "2"], "there": ["--scheduler", dask.url]}.items():
            command = [
                "convert",
                f"s3://{root}/in",
                "-o",
                f"s3://{root}/{name}",
                "--manifest",
                f"{name}.jsonl",
                *options,
            ]
            done = gaixml(*command, folder=tmp_path, environment=environment)
            assert done == (0, "", f"{COUNT} of {COUNT} converted into s3://{root}/{name}\n")
            assert found(files, f"{root}/{name}") == contents(tmp_path / "expected")
            assert len(lines(tmp_path / f"{name}.jsonl")) == COUNT
            files.pipe_file(f"{root}/{name}/r0003.xml", b"spoilt")
            files.rm_file(f"{root}/{name}/r0004.xml")
            resumed = gaixml(*command, "--resume", folder=tmp_path, environment=environment)
            assert resumed.stderr.endswith(f", {COUNT - 2} of them before\n")
            assert found(files, f"{root}/{name}") == contents(tmp_path / "expected")


def test_where_the_output_is_a_url_a_run_that_goes_on_needs_a_manifest_here(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 2)
    done = gaixml("convert", "in", "-o", "s3://nowhere/out", "--resume", folder=tmp_path)
    assert done.exit_code == 2
    assert "--manifest names a file here" in " ".join(done.stderr.replace("│", " ").split())
