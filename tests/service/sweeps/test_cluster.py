"""The same batch on a cluster: a scheduler and workers of this machine, as docs/sweeps.md starts them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from planner.core.errors import InputError
from planner.service.sweeps.batch import run_batch
from planner.service.sweeps.cluster import ClusterExecutor, connected
from planner.service.sweeps.jobs import asked_of
from planner.service.sweeps.local import LocalExecutor
from tests.service.sweeps.test_batch import folder

__all__ = ["folder"]
pytest.importorskip("distributed")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def cluster() -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a scheduler with two workers, and the workers' processes."""
    address = f"tcp://127.0.0.1:{free_port()}"
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", address.rsplit(":", 1)[1], "--no-dashboard"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    processes = [subprocess.Popen(dask, **quiet)]
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1", "--no-nanny"]
    workers = [subprocess.Popen(worker, **quiet) for _ in range(2)]
    try:
        yield address, workers
    finally:
        for process in [*workers, *processes]:
            process.kill()
            process.wait()


def test_a_cluster_decides_as_this_machine(cluster, folder: Path, tmp_path: Path) -> None:
    asked = asked_of([folder / "many.yaml"])
    here = run_batch(asked, tmp_path / "here", LocalExecutor(asked.shared, 1))
    with connected(cluster[0]) as client:
        there = run_batch(asked, tmp_path / "there", ClusterExecutor(asked.shared, client))
    assert [row["status"] for row in there] == [row["status"] for row in here]
    for n in range(1, 5):
        name = f"many-000{n}/decisions.csv"
        assert (tmp_path / "here" / name).read_bytes() == (tmp_path / "there" / name).read_bytes()


def test_a_lost_worker_costs_nothing_but_time(cluster, folder: Path, tmp_path: Path) -> None:
    address, workers = cluster
    (folder / "cluster.yaml").write_text((folder / "many.yaml").read_text(encoding="utf-8").replace("[30, 60]", "{from: 1, to: 20, steps: 20}"), encoding="utf-8")
    asked = asked_of([folder / "cluster.yaml"])

    def kill_one(step) -> None:
        if step.done == 3:
            os.kill(workers[0].pid, signal.SIGKILL)

    with connected(address) as client:
        rows = run_batch(asked, tmp_path / "out", ClusterExecutor(asked.shared, client), progress=kill_one)
    assert {row["status"] for row in rows[:40]} == {"optimal"} and {row["status"] for row in rows[40:]} == {"infeasible"}


def test_no_scheduler_is_one_sentence() -> None:
    began = time.monotonic()
    with pytest.raises(InputError) as error, connected(f"tcp://127.0.0.1:{free_port()}"):
        pass
    assert time.monotonic() - began < 60
    assert [p.message.key for p in error.value.problems] == ["sweep.no_scheduler"]
