"""--scheduler: a real Dask cluster, of which parts die."""

from __future__ import annotations

import shutil
import socket
import sys
from typing import TYPE_CHECKING

import pytest
from batch_pieces import (
    COMMAND,
    CONFIG,
    contents,
    digests,
    ended,
    gaixml,
    leftovers,
    lines,
    started,
    wait_for,
    write_reports,
)
from dask_cluster import cluster

from gaixml.batches.manifest import NAME
from gaixml.errors import ExitCode

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator
    from pathlib import Path

    from dask_cluster import Cluster

COUNT = 60
BAGIT = ("package", "--format", "bagit", "--config", "archive.toml", "--originals", "in")
IMPATIENT = "import gaixml.batches.cluster as c; c._PATIENCE = '2s'; from gaixml.cli import main; main()"
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="finds processes in /proc")


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with inputs and what they become without a cluster."""
    pytest.importorskip("distributed", reason="the extra “dask” is not installed")
    folder = tmp_path_factory.mktemp("dask")
    write_reports(folder / "in", COUNT)
    (folder / "archive.toml").write_text(CONFIG, "utf-8")
    assert gaixml("convert", "in", "-o", "expected", "-q", folder=folder) == (0, "", "")
    return folder


@pytest.fixture(scope="module")
def nursed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with cluster(tmp_path_factory.mktemp("nursed"), nanny=True) as found:
        yield found


def assert_complete(work: Path, out: Path) -> None:
    """Assert that all is there, as it is without a cluster, and was recorded once."""
    assert digests(out) == digests(work / "expected")
    assert leftovers(out) == []
    assert sorted(line["target"] for line in lines(out / NAME)) == sorted(contents(out))
    assert {line["source"] for line in lines(out / NAME)} == {f"in/{path.name}" for path in (work / "in").iterdir()}


def begun(work: Path, out: Path, url: str, *, impatient: bool = False) -> subprocess.Popen[bytes]:
    """Start a batch on a cluster and wait until it is under way."""
    command = [sys.executable, "-c", IMPATIENT] if impatient else COMMAND
    process = started("convert", "in", "-o", out.name, "--scheduler", url, folder=work, command=command)
    wait_for(lambda: len(list(out.glob("*.xml"))) > COUNT // 10 or process.poll() is not None)
    assert process.poll() is None, process.communicate()
    return process


def test_a_worker_that_is_killed_costs_nothing(work: Path, nursed: Cluster) -> None:
    process = begun(work, work / "killed", nursed.url)
    nursed.kill(0)
    assert ended(process) == (0, "", f"{COUNT} of {COUNT} converted into killed\n")
    assert_complete(work, work / "killed")


def test_relative_names_mean_what_they_mean_here(work: Path, nursed: Cluster) -> None:
    """Workers were started in other folders; messages and manifest keep the names as given."""
    shutil.copytree(work / "in", work / "mixed")
    (work / "mixed" / "empty.txt").touch()
    (work / "here").mkdir()
    (work / "here" / "r0001.xml").mkdir()
    done = gaixml("convert", "mixed", "gone.txt", "-o", "here", "--scheduler", nursed.url, folder=work)
    assert done.exit_code == ExitCode.IO
    told = sorted(done.stderr.splitlines())
    assert told[0] == f"{COUNT - 1} of {COUNT + 2} converted into here"
    assert told[1].startswith("gaixml: empty: mixed/empty.txt: ")
    assert told[2:] == [
        "gaixml: read: gone.txt: No such file or directory",
        "gaixml: write: here/r0001.xml: Is a directory; nothing was written",
    ]
    said = {line["source"]: line for line in lines(work / "here" / NAME)}
    assert said["mixed/empty.txt"]["message"].startswith("mixed/empty.txt: ")
    assert len(said) == COUNT + 2
    (work / "here" / "r0001.xml").rmdir()
    resumed = gaixml("convert", "mixed", "-o", "here", "--resume", "--scheduler", nursed.url, folder=work)
    assert resumed.stderr.endswith(f"{COUNT} of {COUNT + 1} converted into here, {COUNT - 1} of them before\n")
    assert digests(work / "here") == digests(work / "expected")


def test_packages_find_their_originals(work: Path, nursed: Cluster) -> None:
    """What is relative in the options is found, too."""
    local = gaixml(*BAGIT, "expected", "-o", "bags", "-q", folder=work)
    assert local == (0, "", "")
    assert gaixml(*BAGIT, "expected", "-o", "far", "-q", "--scheduler", nursed.url, folder=work) == (0, "", "")
    assert digests(work / "far") == digests(work / "bags")


def test_by_url_on_both_sides(work: Path, nursed: Cluster) -> None:
    source, target = (work / "in").as_uri(), (work / "by url").as_uri()
    assert gaixml("convert", source, "-o", target, "--scheduler", nursed.url, "-q", folder=work) == (0, "", "")
    assert digests(work / "by url") == digests(work / "expected")


def test_an_input_that_takes_too_long_is_ended_there(work: Path, nursed: Cluster) -> None:
    """Each of four attempts ends a worker, whose nanny starts another one."""
    (work / "slow").mkdir()
    shutil.copy(work / "in" / "r0001.txt", work / "slow")
    (work / "slow" / "big.txt").write_text("一、总体情况\n正文。\n" * 400_000, "utf-8")
    done = gaixml("convert", "slow", "-o", "ended", "--timeout", "2", "--scheduler", nursed.url, folder=work)
    assert done.exit_code == ExitCode.SOME_FAILED
    assert done.stderr.startswith("gaixml: killed: slow/big.txt: ")
    assert done.stderr.endswith("1 of 2 converted into ended\n")
    assert sorted(contents(work / "ended")) == ["r0001.xml"]


def test_a_worker_that_is_gone_for_good_costs_nothing(work: Path, tmp_path: Path) -> None:
    with cluster(tmp_path, nanny=False) as found:
        process = begun(work, work / "gone", found.url)
        found.kill(1)
        assert ended(process) == (0, "", f"{COUNT} of {COUNT} converted into gone\n")
    assert_complete(work, work / "gone")


def test_a_cluster_that_dies_is_told_and_the_rest_is_done_here(work: Path, tmp_path: Path) -> None:
    with cluster(tmp_path, nanny=False) as found:
        process = begun(work, work / "died", found.url, impatient=True)
        found.end()
        done = ended(process)
    assert done.exit_code == ExitCode.IO
    says = "the connection to the scheduler was lost; go on with --resume, here or there"
    assert done.stderr == f"gaixml: scheduler: {found.url}: {says}\n"
    resumed = gaixml("convert", "in", "-o", "died", "--resume", folder=work)
    assert resumed.exit_code == 0
    assert "of them before" in resumed.stderr
    assert digests(work / "died") == digests(work / "expected")


def test_a_scheduler_that_is_not_there_is_told_in_one_line(work: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-c", IMPATIENT]
    url = f"tcp://127.0.0.1:{port}"
    done = gaixml("convert", "in", "-o", "nowhere", "--scheduler", url, folder=work, command=command)
    assert done.exit_code == ExitCode.IO
    assert done.stderr.startswith(f"gaixml: scheduler: {url}: no Dask scheduler answers")
    assert done.stderr.count("\n") == 1
    done = gaixml("convert", "in", "-o", "nowhere", "--scheduler", "no://where", folder=work, command=command)
    assert done.exit_code == ExitCode.IO
    assert done.stderr.count("\n") == 1


def test_a_scheduler_without_workers_is_told(work: Path, tmp_path: Path) -> None:
    with cluster(tmp_path, nanny=False, workers=0) as found:
        done = gaixml("convert", "in", "-o", "nobody", "--scheduler", found.url, folder=work)
    assert done.exit_code == ExitCode.IO
    assert done.stderr.startswith(f"gaixml: scheduler: {found.url}: the scheduler has no workers")
    assert done.stderr.count("\n") == 1
