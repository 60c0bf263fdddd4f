"""Batches from a store into a store, here and on a cluster whose workers reach it themselves."""

from __future__ import annotations

import importlib
import json
import pickle
from typing import TYPE_CHECKING, Any

import pytest
from batch_pieces import contents, gaixml, lines, write_reports
from dask_cluster import cluster
from deposit_stores import BUCKET, KEY, PASSWORD, SECRET, USER, s3_server, s3_settings, webdav, webdav_server

from gaixml.locations import locate, url_of
from gaixml.storage import read, write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from deposit_stores import Server, Store

COUNT = 12
__all__ = ["s3_server", "webdav", "webdav_server"]  # the fixtures of the tests of deposits


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


@pytest.mark.parametrize("options", [["-j", "2"], ["--timeout", "60"]], ids=" ".join)
def test_from_webdav_into_webdav_in_processes(webdav: Store, webdav_server: Server, options: list[str]) -> None:
    folder = webdav_server.root / webdav.url.rpartition("/")[2]
    write_reports(folder / "in", COUNT)
    assert gaixml("convert", "in", "-o", "expected", "-q", folder=folder) == (0, "", "")
    done = gaixml(
        *("convert", f"{webdav.url}/in", "-o", f"{webdav.url}/out%20%231", *options),
        folder=folder,
        environment={"FSSPEC_WEBDAV_AUTH": json.dumps([USER, PASSWORD])},
    )
    assert done == (0, "", f"{COUNT} of {COUNT} converted into {webdav.url}/out%20%231\n")
    assert contents(folder / "out #1") == contents(folder / "expected")


def test_a_webdav_location_is_sent_as_its_url_and_its_client_is_made_once(webdav: Store) -> None:
    location = locate(f"{webdav.url}/a%20%231.txt")
    write_whole(location, b"a")
    sent = pickle.dumps((location, location.parent))
    assert PASSWORD.encode() not in sent
    [here, folder], [again, _] = pickle.loads(sent), pickle.loads(sent)  # noqa: S301 - our own
    assert (url_of(here), read(here)) == (url_of(location), b"a")
    assert here.storage_options["client"] is again.storage_options["client"] is folder.storage_options["client"]


def test_where_the_output_is_a_url_a_run_that_goes_on_needs_a_manifest_here(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 2)
    done = gaixml("convert", "in", "-o", "s3://nowhere/out", "--resume", folder=tmp_path)
    assert done.exit_code == 2
    assert "--manifest names a file here" in " ".join(done.stderr.replace("│", " ").split())
