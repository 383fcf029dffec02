"""Many plans: seconds, processor seconds, what part of them is solving, and the memory of all processes; here and on a local cluster.

`python -m bench.sweeps [RUNS]` prints the table. Targets: 1,000 runs at 2,000 people in 240 s, 90 per cent of the processor
time in solving, 3 GB; the same on a cluster of this machine within 15 per cent; 100 runs at 10,000 people in 100 s.
Memory is what the kernel counts as each process's part (a page that two share counts half for each), looked at five times a second.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from planner.core.child import processor_s
from tests.browser.driving import free_port

RUNS = 200
GAP = 0.0001
EVERY_S = 0.2
COLUMNS = ("people", "runs", "where", "seconds", "processor", "solving", "MB", "failed")
SCENARIO = """title: {people} people
roster: roster.parquet
snapshot_on: 2026-12-01
decided_on: 2026-12-15
periods:
  - {{name: "2027", leave_on: 2027-07-01, reduction_at_least: 0.08}}
  - {{name: "2028", leave_on: 2028-07-01, reduction_at_least: 0.12}}
  - {{name: "2030", leave_on: 2030-07-01, reduction_at_least: 0.20}}
keep: {{key_roles: true}}
budget: {{total_vnd: {money}}}
objective: {{retained_merit: 1.0, cost_per_million_vnd: 0.05, involuntary: 60, attention_group: 120}}
solver: {{time_limit_s: 60, relative_gap: {gap}}}
"""
SWEEP = """sweep: base.yaml
vary:
  periods.2030.reduction_at_least: {{from: 0.15, to: 0.25}}
  budget.total_vnd: {{from: {low}, to: {high}}}
  objective.involuntary: {{from: 30, to: 120}}
combine: sample
sample: {{runs: {runs}, seed: 1}}
"""


def furnish(folder: Path, people: int, runs: int) -> Path:
    """A made-up ministry and a sweep over its targets, budgets and weights; the sweep's file."""
    from planner.roster.sample import write_sample

    write_sample(folder / "roster.parquet", people, max(3, min(228, people // 70)), 7)
    money = 45_000_000 * people // 10
    (folder / "base.yaml").write_text(SCENARIO.format(people=people, money=20 * money, gap=GAP), encoding="utf-8")
    file = folder / "many.yaml"
    file.write_text(SWEEP.format(runs=runs, low=18 * money // 10, high=30 * money // 10), encoding="utf-8")
    return file


def one(file: Path, scheduler: str | None) -> dict[str, Any]:
    """A whole batch in this process and its children: {seconds, processor, solving, made, failed}, processor seconds but the first."""
    from planner.service import run as running
    from planner.service.sweeps.batch import run_batch
    from planner.service.sweeps.cluster import ClusterExecutor, connected
    from planner.service.sweeps.jobs import asked_of
    from planner.service.sweeps.local import LocalExecutor
    from planner.service.sweeps.worker import Planner

    notes = file.parent / "notes.jsonl"
    spent = {"solving": 0.0}
    decide, made = running.decide, Planner.made

    def timed(*arguments: Any, **named: Any) -> Any:
        before = time.process_time()
        try:
            return decide(*arguments, **named)
        finally:
            spent["solving"] += time.process_time() - before

    def noted(self: Planner, job: Any) -> Any:
        spent["solving"], before = 0.0, time.process_time()
        answer = made(self, job)
        with notes.open("a", encoding="utf-8") as out:
            out.write(json.dumps({"solving": spent["solving"], "made": time.process_time() - before}) + "\n")
        return answer

    if scheduler is None:  # workers of a cluster are other processes: what they do inside is not seen from here
        running.decide, Planner.made = timed, noted  # type: ignore[assignment, method-assign]
    began = time.perf_counter()
    with connected(scheduler) as client:
        asked = asked_of([file])
        rows = run_batch(asked, file.parent / "out", LocalExecutor(asked.shared, 2) if client is None else ClusterExecutor(asked.shared, client))
    seconds = time.perf_counter() - began
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    told = [json.loads(line) for line in notes.read_text(encoding="utf-8").splitlines()] if notes.exists() else []
    sums = {name: sum(note[name] for note in told) for name in ("solving", "made")}
    return {"seconds": seconds, "processor": sum(u.ru_utime + u.ru_stime for u in used), **sums, "failed": sum(row["status"] == "error" for row in rows)}


@contextmanager
def cluster() -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two workers on this machine, started as docs/sweeps.md says: the address, and all their processes."""
    address = f"tcp://127.0.0.1:{free_port()}"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": {**os.environ, "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False"}}
    python = [sys.executable, "-m"]
    scheduler = [*python, "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", address.rsplit(":", 1)[1], "--no-dashboard"]
    worker = [*python, "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1", "--no-nanny"]
    processes = [subprocess.Popen(command, **quiet) for command in (scheduler, worker, worker)]  # type: ignore[call-overload]
    try:
        yield address, processes
    finally:
        for process in reversed(processes):
            process.kill()
            process.wait()


def measured(file: Path, people: int, runs: int, where: str) -> dict[str, Any]:
    """The row of a batch, made in processes of its own while their memory and their seconds are looked at."""
    if where == "here":
        row = _watched(file, None, [])
    else:
        with cluster() as (address, processes):
            time.sleep(5)
            before = sum(map(processor_s, [process.pid for process in processes]))
            row = _watched(file, address, [process.pid for process in processes])
            row["processor"] += sum(map(processor_s, [process.pid for process in processes])) - before
    return {"people": people, "runs": runs, "where": where, **row, "solving": row["solving"] / row["processor"] if row["solving"] else ""}


def _watched(file: Path, address: str | None, others: list[int]) -> dict[str, Any]:
    """What `one` says of a batch in a process of its own, and the most memory of it, its children and `others`."""
    call = [sys.executable, "-m", "bench.sweeps", "--one", str(file), *([address] if address else [])]
    most = 0
    with subprocess.Popen(call, stdout=subprocess.PIPE, text=True) as process:
        while process.poll() is None:
            most = max(most, sum(map(_memory, [*_family(process.pid), *others])))
            time.sleep(EVERY_S)
        said = process.stdout.read() if process.stdout else ""
    if process.returncode:
        raise SystemExit(f"bench.sweeps: the batch ended with {process.returncode}")
    return {**json.loads(said.splitlines()[-1]), "MB": most // 1024}


def _family(pid: int) -> list[int]:
    """A process and all that it started, and they."""
    found, left = [], [pid]
    while left:
        found.append(now := left.pop())
        try:
            left += [int(child) for task in Path(f"/proc/{now}/task").glob("*/children") for child in task.read_text().split()]
        except OSError:
            continue  # it has ended meanwhile
    return found


def _memory(pid: int) -> int:
    """Kilobytes that are a process's part."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def main(runs: int = RUNS) -> None:
    """Print a row a batch, and how the cluster compares."""
    print("  ".join(f"{name:>10}" for name in COLUMNS), flush=True)
    told = {}
    for people, count, where in ((2_000, runs, "here"), (2_000, runs, "cluster"), (10_000, max(1, runs // 2), "here")):
        with tempfile.TemporaryDirectory() as name:
            row = measured(furnish(Path(name), people, count), people, count, where)
        told[people, where] = row
        print("  ".join(f"{_shown(row[column]):>10}" for column in COLUMNS), flush=True)
    here, there = told[2_000, "here"], told[2_000, "cluster"]
    for what in ("seconds", "processor"):
        print(f"{what} on the cluster: {there[what] / here[what]:.2f} times those here")
    print(f"1,000 runs at this pace: {here['seconds'] / runs * 1000:.0f} s, {here['processor'] / runs * 1000:.0f} s of processors")


def _shown(value: Any) -> str:
    return f"{value:.2f}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    if "--one" in sys.argv:
        given = sys.argv[sys.argv.index("--one") + 1 :]
        print(json.dumps(one(Path(given[0]), given[1] if len(given) > 1 else None)))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS)
